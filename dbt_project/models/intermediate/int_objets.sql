-- What each key of the registry is about, in words: « victimes mineures, femmes et filles, Paris, 2024 ».
with cles as (
  select distinct cle, indicateur, annee, territoire_type, territoire, sexe, age, infraction, nationalite, modalite
  from {{ ref('stg_registre') }}
),

modalites as (
  {% for dimension, nomenclature in [('sexe', 'sexes'), ('age', 'ages'), ('infraction', 'infractions'), ('nationalite', 'nationalites'), ('modalite', none)] %}
  select c.cle, {{ loop.index }} as ordre, n.libelle
  from cles as c
  join {{ ref('stg_indicateurs') }} as i on i.id = c.indicateur
  join {{ ref('stg_codes') }} as n
    on n.code = c.{{ dimension }} and n.nomenclature = {% if nomenclature %}'{{ nomenclature }}'{% else %}i.nomenclature{% endif %}

  where c.{{ dimension }} <> 'ensemble' and position('{{ dimension }}' in i.dimensions) > 0
  {% if not loop.last %}union all{% endif %}
  {% endfor %}
),

precisions as (
  select cle, string_agg(libelle, ', ' order by ordre) as libelle
  from modalites
  group by cle
)

select
  c.cle,
  -- The sentences put the object between guillemets: those of a label become the inner ones.
  replace(replace(i.libelle_court, '«{{ FINE() }}', '“'), '{{ FINE() }}»', '”')
    || coalesce(', ' || p.libelle, '')
    || case when c.territoire_type = 'france' then '' else ', ' || coalesce(t.libelle, c.territoire) end
    || ', ' || cast(c.annee as varchar) as objet
from cles as c
join {{ ref('stg_indicateurs') }} as i on i.id = c.indicateur
left join precisions as p on p.cle = c.cle
left join {{ ref('stg_codes') }} as t on t.code = c.territoire and t.nomenclature = c.territoire_type || 's'
