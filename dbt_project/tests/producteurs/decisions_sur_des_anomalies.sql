{# A test of several models: Dagster shows it on the first. #}
{{ config(meta={'dagster': {'ref': {'name': 'stg_decisions_anomalies'}}}) }}
-- A decision about a value that is not an anomaly answers no question: the value was revised, or the decision names another one.
-- Nothing is said of a series that has no livraison.
select d.serie, d.annee, d.territoire
from {{ ref('stg_decisions_anomalies') }} as d
where exists (select 1 from {{ ref('int_series_departementales') }} as s where s.serie = d.serie)
  and not exists (
    select 1 from {{ ref('int_anomalies_series') }} as a
    where a.serie = d.serie and a.annee = d.annee and a.territoire = d.territoire
  )
