-- One retained row per key: the declared choice, else the best evidence. Derived rows (D) are never evidence.
-- A key with several values and no choice is told by int_anomalies, which stops the build.
with classees as (
  select
    c.*,
    x.raison,
    row_number() over (
      partition by c.cle
      order by
        case when x.retenue = c.id then 0 else 1 end,
        case c.preuve when 'A' then 1 when 'B' then 2 else 3 end,
        coalesce(c.borne_max - c.borne_min, 1e18),
        c.date_publication desc,
        c.id
    ) as rang
  from {{ ref('int_citations') }} as c
  left join {{ ref('stg_choix') }} as x on x.cle = c.cle and x.retenue = c.id
  where c.preuve <> 'D'
),

accords as (
  -- Where the retained value was also read: an evolution needs its two terms in one of these publications.
  select
    r.cle,
    {{ rassembles('a.publication') }} as publications,
    {{ rassembles('a.id') }} as concordantes
  from classees as r
  join classees as a on a.cle = r.cle and a.valeur = r.valeur and a.valeur_max is not distinct from r.valeur_max
  where r.rang = 1
  group by r.cle
)

select r.*, a.publications, a.concordantes
from classees as r
join accords as a on a.cle = r.cle
where r.rang = 1
