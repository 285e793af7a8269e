-- The long series by département. A rate only where the catalogue defines one for the series (`<serie>_taux`), and where rule 3 allows it.
with lues as (
  select
    v.*,
    i.perimetre, i.unite, i.source,
    coalesce(a.publication, 'publiee') as publication,
    {{ motif_de_reserve('a.publication', 'a.raison') }} as motif,
    case
      when t.id is null then 'sans_taux'
      when not v.annee_complete then 'annee_incomplete'
      when v.population is null then 'population_absente'
      when v.valeur < {{ NUMERATEUR_MINIMUM() }} then 'numerateur_inferieur_a_20'
      when coalesce(a.publication, 'publiee') <> 'publiee' then 'valeur_non_publiee'
    end as taux_motif
  from {{ ref('int_series_departementales') }} as v
  join {{ ref('stg_indicateurs') }} as i on i.id = v.serie
  left join {{ ref('stg_indicateurs') }} as t on t.id = v.serie || '_taux'
  left join {{ ref('int_anomalies_series') }} as a on a.cle = v.cle
)

select
  e.edition, l.cle, l.serie, l.perimetre, l.annee, l.territoire_type, l.territoire, l.unite, l.valeur, l.mois_couverts, l.annee_complete,
  l.publication, l.motif, l.population, l.population_provisoire,
  case when l.taux_motif is null then {{ taux_pour_100k('l.valeur', 'l.population') }} end as taux_pour_100k,
  l.taux_motif, s.statut_habituel as statut, l.source, s.sigle as producteur, s.ssp, l.livraisons, l.livraison_population
from lues as l
cross join {{ ref('stg_edition') }} as e
join {{ ref('stg_sources') }} as s on s.id = l.source
