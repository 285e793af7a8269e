{# A test of several models: Dagster shows it on the first. #}
{{ config(meta={'dagster': {'ref': {'name': 'int_controle_valeurs'}}}) }}
-- Every result of every check says what it found, about what, from which rows: no mark of a sentence is left unfilled.
{% for modele in ['valeurs', 'mesures', 'dates', 'calculs', 'relations', 'perimetres', 'publications', 'arrondis'] %}
select '{{ modele }}' as modele, controle, cles, phrase
from {{ ref('int_controle_' ~ modele) }}
where controle is null or verdict not in ('coherent', 'ecart', 'non_verifiable') or cles is null or valeurs is null or source_ids is null
  or phrase is null or position('{' in phrase) > 0
{{ 'union all' if not loop.last }}
{% endfor %}
