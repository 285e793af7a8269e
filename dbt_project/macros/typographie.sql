{# French typography of numbers and dates: the only place of the warehouse that turns a value into text. #}

{% macro FINE() %}{{ return('\u202f') }}{% endmacro %}
{% macro INSECABLE() %}{{ return('\u00a0') }}{% endmacro %}

{# 1579 → « 1 579 », -4.2 → « −4,2 », 42 → « 42 »: `decimales` only shows when the value is not whole. #}
{% macro nombre(valeur, decimales=1) -%}
{{ return(adapter.dispatch('nombre', 'miprof')(valeur, decimales)) }}
{%- endmacro %}

{% macro duckdb__nombre(valeur, decimales) -%}
(case when round({{ valeur }}, {{ decimales }}) < 0 then '−' else '' end
    || replace(replace(
      case when round({{ valeur }}, {{ decimales }}) = round({{ valeur }})
        then format('{:,.0f}', cast(abs(round({{ valeur }})) as double))
        else format('{:,.{{ decimales }}f}', cast(abs(round({{ valeur }}, {{ decimales }})) as double)) end,
      ',', '{{ FINE() }}'), '.', ','))
{%- endmacro %}

{# A value in the form of its unit: « 42 % », « +9 % », « 1 579 ». #}
{% macro grandeur(valeur, unite, mesure, decimales=0) -%}
(case when {{ mesure }} = 'evolution' and round({{ valeur }}, {{ decimales }}) > 0 then '+' else '' end
    || {{ nombre(valeur, decimales) }} || case when {{ unite }} = 'pct' then '{{ FINE() }}%' else '' end)
{%- endmacro %}

{# « 1 450 » when both bounds read the same, else « entre 1 443 et 1 457 ». #}
{% macro plage(valeur, borne_min, borne_max, unite, mesure) -%}
case
    when {{ borne_min }} is null or {{ borne_max }} is null or {{ borne_max }} - {{ borne_min }} < 0.05 then {{ grandeur(valeur, unite, mesure, 1) }}
    when {{ unite }} = 'pct' then 'entre ' || {{ grandeur(borne_min, unite, mesure, 1) }} || ' et ' || {{ grandeur(borne_max, unite, mesure, 1) }}
    else 'entre ' || {{ nombre(borne_min, 0) }} || ' et ' || {{ nombre(borne_max, 0) }}
  end
{%- endmacro %}

{# A computed operand: « 16 » when it is exact, « ≈ 492 » when it comes from rounded figures. #}
{% macro environ(valeur, borne_min, borne_max) -%}
(case when {{ borne_max }} - {{ borne_min }} < 0.05 then '' else '≈{{ INSECABLE() }}' end || {{ nombre(valeur, 0) }})
{%- endmacro %}

{% macro jour(date) -%}
(case when extract(day from {{ date }}) = 1 then '1er' else cast(extract(day from {{ date }}) as varchar) end || '{{ INSECABLE() }}'
    || {{ mois('cast(extract(month from ' ~ date ~ ') as integer)') }} || ' ' || cast(extract(year from {{ date }}) as varchar))
{%- endmacro %}

{% macro mois(numero) -%}
case {{ numero }}{% for nom in ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'] %} when {{ loop.index }} then '{{ nom }}'{% endfor %} end
{%- endmacro %}

{# An ISO day, month or year, as text → « 14 avril 2025 », « avril 2025 », « 2025 ». #}
{% macro date_publiee(texte) -%}
case length({{ texte }})
    when 10 then {{ jour('cast(case when length(' ~ texte ~ ') = 10 then ' ~ texte ~ ' end as date)') }}
    when 7 then {{ mois('cast(substr(' ~ texte ~ ', 6, 2) as integer)') }} || ' ' || substr({{ texte }}, 1, 4)
    else {{ texte }}
  end
{%- endmacro %}

{# A sentence whose {marques} are replaced; a mark without value becomes nothing. #}
{% macro remplir(gabarit, marques) -%}
{%- set ns = namespace(sql=gabarit) -%}
{%- for nom, valeur in marques.items() -%}
{%- set ns.sql = "replace(" ~ ns.sql ~ ", '{" ~ nom ~ "}', coalesce(" ~ valeur ~ ", ''))" -%}
{%- endfor -%}
{{ ns.sql }}
{%- endmacro %}
