-- Every check of the published sources against each other, one row per result, in the order of the quality page: gaps first, the most
-- recent figures first, then the checks as catalogue/controles.yaml orders them.
{% set verifies = ['int_controle_valeurs', 'int_controle_mesures', 'int_controle_dates', 'int_controle_calculs', 'int_controle_relations',
  'int_controle_perimetres', 'int_controle_publications', 'int_controle_arrondis'] %}
with constats as (
  {% for modele in verifies %}
  select controle, verdict, cles, valeurs, phrase, source_ids from {{ ref(modele) }}
  {% if not loop.last %}union all{% endif %}
  {% endfor %}
)

select
  cast(row_number() over (
    order by
      case c.verdict when 'ecart' then 0 when 'non_verifiable' then 1 else 2 end,
      coalesce(cast(nullif(split_part(c.cles, '.', 2), '') as integer), 0) desc,
      d.ordre, c.cles, c.valeurs
  ) as integer) as ordre,
  c.controle, d.titre, c.verdict, c.cles, c.valeurs, c.phrase, c.source_ids,
  case when c.verdict = 'ecart' then d.note end as note
from constats as c
join {{ ref('stg_controles') }} as d on d.id = c.controle
