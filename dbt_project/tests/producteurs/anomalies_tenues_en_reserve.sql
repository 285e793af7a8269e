{# A test of several models: Dagster shows it on the first. #}
{{ config(meta={'dagster': {'ref': {'name': 'series_departementales'}}}) }}
-- What is not decided is not published, nor any sum that holds it.
select s.cle
from {{ ref('series_departementales') }} as s
join {{ ref('anomalies_series') }} as a on a.cle = s.cle
where s.publication <> a.publication

union all

select n.cle
from {{ ref('series_nationales') }} as n
join {{ ref('anomalies_series') }} as a
  on a.serie = n.serie and a.annee = n.annee and a.territoire_type = 'departement' and length(a.territoire) = 2
where n.territoire = 'FM' and a.publication <> 'publiee' and n.publication = 'publiee'

union all

select t.serie || '.' || t.territoire
from {{ ref('taux_departementaux') }} as t
join {{ ref('anomalies_series') }} as a
  on a.serie = t.serie and a.territoire = t.territoire and a.annee between t.annee_debut and t.annee_fin
where a.publication <> 'publiee' and (t.publication = 'publiee' or t.taux_pour_100k is not null)
