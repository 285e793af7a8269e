-- One row here stops the build: the rows say what to correct.
select * from {{ ref('int_anomalies') }}
