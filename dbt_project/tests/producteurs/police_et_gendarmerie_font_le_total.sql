{{ config(severity='warn') }}
-- The producer says that « tous services » is police plus gendarmerie: told when three files pinned together say otherwise.
select annee, territoire,
  max(case when serie = 'proxenetisme_4001' then valeur end) as total,
  sum(case when serie <> 'proxenetisme_4001' then valeur end) as parties
from {{ ref('int_series_departementales') }}
where serie like 'proxenetisme_4001%'
group by annee, territoire
having count(*) = 3 and max(case when serie = 'proxenetisme_4001' then valeur end) <> sum(case when serie <> 'proxenetisme_4001' then valeur end)
