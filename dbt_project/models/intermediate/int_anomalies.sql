-- What makes the registry unfit for a letter. One row is enough to stop the build; the sentences are in catalogue/messages/entrepot.yaml.
with valeurs_par_cle as (
  select
    c.cle,
    min(c.objet) as objet,
    string_agg(distinct c.texte || ' (' || c.id || ')', ', ' order by c.texte || ' (' || c.id || ')') as valeurs
  from {{ ref('int_citations') }} as c
  where c.preuve <> 'D'
  group by c.cle
  having count(distinct c.texte) > 1
)

select 'choix_absent' as code, v.cle, v.objet, v.valeurs as detail
from valeurs_par_cle as v
where not exists (select 1 from {{ ref('stg_choix') }} as x where x.cle = v.cle)

union all

select 'choix_sans_ligne', x.cle, x.retenue, x.raison
from {{ ref('stg_choix') }} as x
where not exists (
  select 1 from {{ ref('int_citations') }} as c where c.cle = x.cle and c.id = x.retenue and c.preuve <> 'D'
)

union all

select 'pourcentage_sur_petit_effectif', p.cle, p.objet, c.formule
from {{ ref('int_chiffres_publies') }} as p
join {{ ref('stg_indicateurs') }} as i on i.id = p.indicateur and i.publiable
join {{ ref('int_chiffres_calcules') }} as c on c.cle = p.cle
where c.motif in ('effectif_inferieur_a_50', 'numerateur_inferieur_a_20')
