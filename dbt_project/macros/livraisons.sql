{# The livraisons that a value was read in, joined by `;`. #}
{% macro livraisons_lues() -%}
string_agg(distinct livraison_sha256, ';' order by livraison_sha256)
{%- endmacro %}
