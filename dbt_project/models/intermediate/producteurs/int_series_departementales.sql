-- Every long series by département: the état 4001 (both services, police, gendarmerie) and the counts by service. They overlap, so a
-- value is known by its series, and series are never added. Each serie is an indicator, with a perimeter of its own.
with etat4001 as (
  select
    case service when 'ts' then 'proxenetisme_4001' when 'pn' then 'proxenetisme_4001_police' when 'gn' then 'proxenetisme_4001_gendarmerie' end
      as serie,
    annee, departement, sum(nombre) as valeur,
    -- Null where the file does not say: the year is then not held to be complete.
    case when count(*) = count(mois_couverts) then sum(mois_couverts) end as mois_couverts,
    {{ livraisons_lues() }} as livraisons
  from {{ ref('stg_etat4001') }}
  group by service, annee, departement
),

services as (
  select 'proxenetisme_services' as serie, annee, departement, sum(nombre) as valeur, 12 as mois_couverts, {{ livraisons_lues() }} as livraisons
  from {{ ref('stg_crimes_services') }}
  group by annee, departement
),

series as (
  select * from etat4001
  union all
  select * from services
)

select
  s.serie || '.' || cast(s.annee as varchar) || '.' || s.departement as cle,
  s.serie, s.annee,
  case when d.code is null then 'collectivite' else 'departement' end as territoire_type,
  s.departement as territoire,
  cast(s.valeur as double) as valeur,
  cast(s.mois_couverts as integer) as mois_couverts,
  coalesce(s.mois_couverts = 12, false) as annee_complete,
  p.population,
  coalesce(p.provisoire, false) as population_provisoire,
  s.livraisons,
  p.livraison_sha256 as livraison_population
from series as s
left join {{ ref('stg_codes') }} as d on d.nomenclature = 'departements' and d.code = s.departement
left join {{ ref('stg_population_departements') }} as p on p.departement = s.departement and p.annee = s.annee
