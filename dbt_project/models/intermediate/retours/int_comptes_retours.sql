-- What each organisation put in each count: its own rows, and their sums by région and for France. A crossing that is not told for every
-- total it belongs to is left out: its categories would not add up. A crossing is told by région at the finest, and for the last year: by
-- département its cells would nearly all be hidden, and hide their neighbours. Minors among the victims are told by département.
with regions as (
  select distinct departement, region from {{ source('raw', 'retours_attendus') }}
),

incompletes as (
  select distinct indicateur, annee, variable
  from (
    select c.indicateur, c.annee, v.variable, c.valeur as total, sum(f.valeur) as somme
    from {{ ref('int_feuilles_retours') }} as c
    join (select distinct indicateur, annee, variable from {{ ref('int_feuilles_retours') }} where variable <> 'ensemble' and reponse = 'unique') as v
      on v.indicateur = c.indicateur and v.annee = c.annee
    left join {{ ref('int_feuilles_retours') }} as f
      on f.organisme = c.organisme and f.indicateur = c.indicateur and f.annee = c.annee and f.territoire = c.territoire and f.variable = v.variable
    where c.variable = 'ensemble' and c.valeur is not null
    group by c.organisme, c.indicateur, c.annee, c.territoire, v.variable, c.valeur) as sommes
  where somme is distinct from total
),

retenues as (
  select f.*
  from {{ ref('int_feuilles_retours') }} as f
  where not exists (select 1 from incompletes as i where i.indicateur = f.indicateur and i.annee = f.annee and i.variable = f.variable)
),

situees as (
  -- A région of one single département is that département.
  select r.*, case r.territoire when 'FR' then 'france' else 'departement' end as territoire_type, r.territoire as lieu, g.region is null as seul
  from retenues as r left join regions as g on g.departement = r.territoire
  union all
  select r.*, 'region', g.region, true from retenues as r join regions as g on g.departement = r.territoire where g.region is not null
  union all
  select *, 'france', 'FR', true from retenues where territoire <> 'FR'
)

select
  contrat, organisme, indicateur, annee, territoire_type, lieu as territoire, variable, modalite, reponse,
  indicateur || '.' || cast(annee as varchar) || '.' || lieu || case variable when 'ensemble' then '' else '.' || variable || '-' || modalite end as cle,
  sum(valeur) as valeur,
  {{ etat_de_somme("case when territoire_type <> 'departement' and etat_valeur = 'secret_producteur' then 'observe' else etat_valeur end", 'valeur') }} as etat_valeur,
  {{ statut_de_retour('statut') }} as statut
from situees
where variable = 'ensemble' or ((seul or contrat = 'victimes' and variable = 'age') and annee = (select max(d.annee) from situees as d where d.indicateur = situees.indicateur))
group by contrat, organisme, indicateur, annee, territoire_type, lieu, variable, modalite, reponse
