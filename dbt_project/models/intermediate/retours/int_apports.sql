-- What each organisation put into each count, totals included: it knows its own part, and the protection holds against it too.
with attendus as (
  select contrat, departement as territoire, count(distinct organisme) as organismes
  from {{ source('raw', 'retours_attendus') }} group by contrat, departement
  union all
  select contrat, region, count(distinct organisme)
  from {{ source('raw', 'retours_attendus') }} where region is not null group by contrat, region
  union all
  select contrat, 'FR', count(distinct organisme) from {{ source('raw', 'retours_attendus') }} group by contrat
)

select c.organisme, c.cle, cast(c.valeur as bigint) as apport, coalesce(a.organismes = 1, false) as exclusif
from {{ ref('int_comptes_retours') }} as c
left join attendus as a on a.contrat = c.contrat and a.territoire = c.territoire
where c.valeur is not null
