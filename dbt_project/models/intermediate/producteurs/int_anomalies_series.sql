-- The unusual values of the long series, each with what the édition has decided about it.
select
  v.cle, v.serie, v.annee, v.territoire_type, v.territoire, v.valeur,
  s.precedente, s.suivante, s.mediane, s.score_historique, s.score_voisines,
  case d.decision when 'publier' then 'publiee' when 'ecarter' then 'ecartee' else 'en_attente' end as publication,
  d.raison, d.auteur, d.date_decision
from {{ ref('int_scores_series') }} as s
join {{ ref('int_series_departementales') }} as v on v.cle = s.cle
left join {{ ref('stg_decisions_anomalies') }} as d on d.serie = v.serie and d.annee = v.annee and d.territoire = v.territoire
where least(abs(s.score_historique), abs(s.score_voisines)) >= {{ SEUIL_ANOMALIE() }}
  and sign(s.score_historique) = sign(s.score_voisines)
