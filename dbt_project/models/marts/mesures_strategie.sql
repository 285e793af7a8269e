-- How far each measure of the strategy has gone: its published figures, or why there is none. Several rows for a measure that several
-- figures follow.
select
  m.numero, m.intitule, m.axe, m.rang, m.indicateur,
  -- A key without value (not in the registry yet) is not printed as one.
  c.cle,
  c.annee, c.valeur, c.unite, c.statut, coalesce(c.date_reference, c.date_fin) as date_valeur, c.producteur, c.source,
  case when c.cle is null then coalesce(m.absence, 'non disponible') end as absence,
  m.raison
from {{ ref('stg_mesures') }} as m
left join {{ ref('chiffres') }} as c on c.cle = m.cle
