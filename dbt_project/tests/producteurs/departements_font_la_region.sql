{# A test of several models: Dagster shows it on the first. #}
{{ config(meta={'dagster': {'ref': {'name': 'stg_ssmsi_departements'}}}) }}
-- In one edition, the départements of a region add up to it. Persons implicated count once per territory: they do not.
with sommes as (
  select edition, region, annee, indicateur, sum(nombre) as nombre
  from {{ ref('stg_ssmsi_departements') }}
  where unite_de_compte <> 'mis_en_cause'
  group by edition, region, annee, indicateur
)

select s.edition, s.region, s.annee, s.indicateur, s.nombre as departements, r.nombre as region
from sommes as s
join {{ ref('stg_ssmsi_regions') }} as r on r.edition = s.edition and r.territoire = s.region and r.annee = s.annee and r.indicateur = s.indicateur
where s.nombre <> r.nombre
