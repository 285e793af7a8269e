-- National series: sums of the 96 metropolitan départements (computed here), and the SSMSI's own series on trafficking and exploitation.
-- A victim of several forms counts in each: forms are never added.
with metropole as (
  select
    serie, annee, 'FM' as territoire, 'ensemble' as infraction,
    case when count(*) = 96 then sum(valeur) end as valeur,
    case when count(*) = count(mois_couverts) then min(mois_couverts) end as mois_couverts,
    min(case when annee_complete then 1 else 0 end) = 1 as annee_complete,
    -- An undecided part weighs more than one left out: 'en_attente' comes after 'ecartee'.
    coalesce(max(case when publication <> 'publiee' then publication end), 'publiee') as publication,
    case
      when count(*) < 96 then 'Des départements manquent.'
      when max(publication) = 'publiee' and min(publication) = 'publiee' then null
      else 'Comprend une valeur départementale qui n’est pas publiée.'
    end as motif,
    true as derive,
    string_agg(distinct livraisons, ';' order by livraisons) as livraisons
  from {{ ref('series_departementales') }}
  where territoire_type = 'departement' and length(territoire) = 2
  group by serie, annee
),

traite as (
  select
    'teh_' || unite_de_compte as serie, annee, 'FR' as territoire, sous_indicateur as infraction, valeur, 12 as mois_couverts,
    true as annee_complete, 'publiee' as publication, cast(null as varchar) as motif, false as derive,
    livraison_sha256 as livraisons
  from {{ ref('stg_ssmsi_series') }}
  where unite_de_compte in ('victimes', 'mis_en_cause')
),

series as (
  select * from metropole
  union all
  select * from traite
),

cles as (
  select
    *,
    serie || '.' || cast(annee as varchar) || '.' || territoire
      || case when infraction = 'ensemble' then '' else '.infraction-' || infraction end as cle
  from series
)

select
  e.edition, c.cle, c.serie, i.perimetre, c.annee, c.territoire, c.infraction, i.unite, c.valeur, c.mois_couverts, c.annee_complete,
  c.publication, c.motif, c.derive,
  -- What the registry holds for the same object, read in a publication.
  r.valeur as valeur_registre,
  s.statut_habituel as statut, s.id as source, s.sigle as producteur, s.ssp, c.livraisons
from cles as c
cross join {{ ref('stg_edition') }} as e
join {{ ref('stg_indicateurs') }} as i on i.id = c.serie
join {{ ref('stg_sources') }} as s on s.id = case when c.derive then i.source else 'ssmsi_series' end
left join {{ ref('chiffres') }} as r on r.cle = c.cle
