-- Rates over the last complete years together: counts are small, and five years say more than one. A value held back holds back the
-- rate of its years.
{% set duree = 5 %}
with bornes as (
  select v.serie, max(v.annee) as annee_fin
  from {{ ref('series_departementales') }} as v
  join {{ ref('stg_indicateurs') }} as t on t.id = v.serie || '_taux'
  where v.annee_complete
  group by v.serie
),

sommes as (
  select
    v.serie, v.perimetre, b.annee_fin - {{ duree - 1 }} as annee_debut, b.annee_fin, v.territoire_type, v.territoire, v.unite,
    sum(v.valeur) as valeur, cast(sum(v.population) as bigint) as population,
    count(case when v.annee_complete then 1 end) as annees, count(v.population) as populations,
    max(case when v.publication <> 'publiee' then v.publication end) as reserve,
    min(v.source) as source,
    string_agg(distinct v.livraisons, ';' order by v.livraisons) as livraisons,
    string_agg(distinct v.livraison_population, ';' order by v.livraison_population) as livraisons_population
  from {{ ref('series_departementales') }} as v
  join bornes as b on b.serie = v.serie and v.annee between b.annee_fin - {{ duree - 1 }} and b.annee_fin
  group by v.serie, v.perimetre, b.annee_fin, v.territoire_type, v.territoire, v.unite
),

juges as (
  select
    *,
    case
      when reserve is not null then 'valeur_non_publiee'
      when annees < {{ duree }} then 'annees_manquantes'
      when populations < {{ duree }} then 'population_absente'
      when valeur < {{ NUMERATEUR_MINIMUM() }} then 'numerateur_inferieur_a_20'
    end as taux_motif
  from sommes
)

select
  e.edition, j.serie, j.perimetre, cast(j.annee_debut as integer) as annee_debut, j.annee_fin, j.territoire_type, j.territoire, j.unite,
  j.valeur, coalesce(j.reserve, 'publiee') as publication, case when j.populations = {{ duree }} then j.population end as population,
  case when j.taux_motif is null then {{ taux_pour_100k('j.valeur', 'j.population') }} end as taux_pour_100k,
  j.taux_motif, s.sigle as producteur, s.ssp, j.livraisons, j.livraisons_population
from juges as j
cross join {{ ref('stg_edition') }} as e
join {{ ref('stg_sources') }} as s on s.id = j.source
