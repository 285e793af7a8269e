-- Who was expected and who answered, by contract and territory: numbers of organisations, never of persons. The panel: those who answered
-- the questions on accompaniment this year and the last, of those who answered this year.
with attendus as (
  select *, departement as territoire, 'departement' as territoire_type from {{ source('raw', 'retours_attendus') }}
  union all
  select *, region, 'region' from {{ source('raw', 'retours_attendus') }} where region is not null
  union all
  select *, 'FR', 'france' from {{ source('raw', 'retours_attendus') }}
),

panel as (
  select annee, count(distinct organisme) as organismes
  from {{ ref('int_feuilles_retours') }} where indicateur = 'accompagnement_panel' group by annee
)

select
  a.edition, a.contrat, cast(a.millesime as integer) as annee, a.territoire_type, a.territoire, cast(count(distinct a.organisme) as integer) as attendus,
  cast(count(distinct case when a.recu is not null then a.organisme end) as integer) as repondants,
  cast(count(distinct a.departement) as integer) as departements,
  cast(count(distinct case when a.recu is not null then a.departement end) as integer) as departements_couverts,
  cast(case when a.contrat = 'accompagnement' and a.territoire = 'FR' then max(p.organismes) end as integer) as panel,
  bool_or(a.simule) as simule
from attendus as a
left join panel as p on p.annee = a.millesime
group by a.edition, a.contrat, a.millesime, a.territoire_type, a.territoire
