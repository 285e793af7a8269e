{# Lists of identifiers. Only here does the project lean on a dialect; another adapter gives its own version of each macro. #}

{% macro liste(texte) %}{{ return(adapter.dispatch('liste', 'miprof')(texte)) }}{% endmacro %}
{% macro duckdb__liste(texte) %}[{{ texte }}]{% endmacro %}

{# The distinct texts of an aggregate, as a list. #}
{% macro rassembles(texte) %}{{ return(adapter.dispatch('rassembles', 'miprof')(texte)) }}{% endmacro %}
{% macro duckdb__rassembles(texte) %}list_sort(list(distinct {{ texte }})){% endmacro %}

{# What all the lists of an aggregate have in common. #}
{% macro communs(listes) %}{{ return(adapter.dispatch('communs', 'miprof')(listes)) }}{% endmacro %}
{% macro duckdb__communs(listes) %}list_reduce(list({{ listes }}), lambda a, b: list_intersect(a, b)){% endmacro %}

{# Everything in the lists of an aggregate, once, in order. #}
{% macro reunis(listes) %}{{ return(adapter.dispatch('reunis', 'miprof')(listes)) }}{% endmacro %}
{% macro duckdb__reunis(listes) %}list_sort(list_distinct(flatten(list({{ listes }})))){% endmacro %}

{% macro est_vide(liste) %}{{ return(adapter.dispatch('est_vide', 'miprof')(liste)) }}{% endmacro %}
{% macro duckdb__est_vide(liste) %}coalesce(len({{ liste }}), 0) = 0{% endmacro %}

{% macro contient(liste, texte) %}{{ return(adapter.dispatch('contient', 'miprof')(liste, texte)) }}{% endmacro %}
{% macro duckdb__contient(liste, texte) %}list_contains({{ liste }}, {{ texte }}){% endmacro %}

{# A list as one text, the form of the public tables. #}
{% macro en_texte(liste) %}{{ return(adapter.dispatch('en_texte', 'miprof')(liste)) }}{% endmacro %}
{% macro duckdb__en_texte(liste) %}array_to_string({{ liste }}, ';'){% endmacro %}

{# A computed value is only as settled as its least settled operand. #}
{% macro statut_le_moins_sur(statut) -%}
case max(case {{ statut }} when 'provisoire' then 3 when 'semi_definitif' then 2 when 'revise' then 1 else 0 end)
      when 3 then 'provisoire' when 2 then 'semi_definitif' when 1 then 'revise' else 'definitif' end
{%- endmacro %}

{% macro communes_a_deux(a, b) %}{{ return(adapter.dispatch('communes_a_deux', 'miprof')(a, b)) }}{% endmacro %}
{% macro duckdb__communes_a_deux(a, b) %}list_intersect({{ a }}, {{ b }}){% endmacro %}

{% macro reunies_a_deux(a, b) %}{{ return(adapter.dispatch('reunies_a_deux', 'miprof')(a, b)) }}{% endmacro %}
{% macro duckdb__reunies_a_deux(a, b) %}list_sort(list_distinct(list_concat({{ a }}, {{ b }}))){% endmacro %}
