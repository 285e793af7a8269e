-- How far each complete year of a series stands from its own history and from the years around it (macros/anomalies.sql).
with valeurs as (
  select cle, serie, annee, territoire, valeur, {{ stabilise('valeur') }} as stable
  from {{ ref('int_series_departementales') }}
  where annee_complete
),

autres as (
  select v.cle, v.valeur, v.stable, a.annee - v.annee as rang, a.valeur as autre, a.stable as autre_stable
  from valeurs as v
  join valeurs as a on a.serie = v.serie and a.territoire = v.territoire and a.annee <> v.annee
),

historiques as (
  select
    cle, valeur, stable, count(*) as annees,
    {{ mediane('autre') }} as mediane,
    {{ mediane('autre_stable') }} as centre,
    max(case when rang = -1 then autre end) as precedente,
    max(case when rang = 1 then autre end) as suivante,
    max(case when rang = -1 then autre_stable end) as avant,
    max(case when rang = 1 then autre_stable end) as apres
  from autres
  group by cle, valeur, stable
),

dispersions as (
  select a.cle, {{ mediane('abs(a.autre_stable - h.centre)') }} as dispersion
  from autres as a
  join historiques as h on h.cle = a.cle
  group by a.cle
)

select
  h.cle, h.mediane, h.precedente, h.suivante,
  (h.stable - h.centre) / greatest(1, 1.4826 * d.dispersion) as score_historique,
  ({{ ecart_au_plus_proche('h.stable', 'h.avant', 'h.apres') }}) / sqrt(2) as score_voisines
from historiques as h
join dispersions as d on d.cle = h.cle
where h.annees >= {{ MINIMUM_HISTORIQUE() }}
