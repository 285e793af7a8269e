{# Rates per 100 000 inhabitants. No rate under this numerator (domain rule 3). #}
{% macro NUMERATEUR_MINIMUM() %}{{ return(20) }}{% endmacro %}

{% macro taux_pour_100k(numerateur, population) -%}
(100000.0 * {{ numerateur }} / {{ population }})
{%- endmacro %}
