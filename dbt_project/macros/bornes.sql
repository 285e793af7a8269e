{# What a published value says: the interval [borne_min, borne_max] in which the exact value lies. A null bound is open.
   « arrondie » promises the nearest step, so half a step each side; « environ » does not, so a whole step. #}

{% macro marge(precision, pas) -%}
case {{ precision }} when 'arrondie' then {{ pas }} / 2 when 'environ' then {{ pas }} else 0 end
{%- endmacro %}

{% macro borne_min(valeur, precision, pas) -%}
{{ valeur }} - {{ marge(precision, pas) }}
{%- endmacro %}

{% macro borne_max(valeur, valeur_max, precision, pas) -%}
case when {{ precision }} in ('au_moins', 'plus_de') then null else coalesce({{ valeur_max }}, {{ valeur }}) + {{ marge(precision, pas) }} end
{%- endmacro %}

{# Two intervals that share a point say the same thing. The tolerance only absorbs binary fractions. #}
{% macro se_recoupent(min_a, max_a, min_b, max_b) -%}
(coalesce({{ min_a }} <= {{ max_b }} + 1e-9, true) and coalesce({{ min_b }} <= {{ max_a }} + 1e-9, true))
{%- endmacro %}
