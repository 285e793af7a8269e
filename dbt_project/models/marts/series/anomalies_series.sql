-- The unusual values of the long series: what makes each one unusual, and what the édition decides.
select
  e.edition, a.cle, a.serie, a.annee, a.territoire_type, a.territoire, a.valeur, a.precedente, a.suivante, a.mediane,
  a.score_historique, a.score_voisines, a.publication, a.raison, a.auteur, a.date_decision
from {{ ref('int_anomalies_series') }} as a
cross join {{ ref('stg_edition') }} as e
