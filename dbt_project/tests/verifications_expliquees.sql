{# A test of several models: Dagster shows it on the first. #}
{{ config(meta={'dagster': {'ref': {'name': 'verifications'}}}) }}
-- A published value that the recomputation contradicts must be told as a gap of the quality section, never passed over.
select v.cle, v.formule
from {{ ref('verifications') }} as v
where v.verdict = 'incompatible'
  and not exists (
    select 1 from {{ ref('controles') }} as c
    where c.verdict = 'ecart' and position(';' || v.cle || ';' in ';' || c.cles || ';') > 0
  )
