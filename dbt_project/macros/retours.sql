{# Columns of a return that are numbers of persons, decisions or things, as its contract says. #}
{% macro colonnes_comptees(modele) %}
  {%- set colonnes = [] -%}
  {%- if execute -%}
    {%- for nom, colonne in graph.nodes['model.miprof.' ~ modele].columns.items() if colonne.config.meta.get('compte') -%}
      {%- do colonnes.append(nom) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(colonnes) }}
{% endmacro %}

{# A wide return as long rows: one for each département and column counted. #}
{% macro feuilles_larges(contrat, variable='ensemble', modalite="'ensemble'") %}
  {%- set retour = ref('stg_retour_' ~ contrat) %}
  {%- for colonne in colonnes_comptees('stg_retour_' ~ contrat) %}
  select
    '{{ contrat }}' as contrat, deposant as organisme, '{{ contrat }}_{{ colonne }}' as indicateur, annee, departement as territoire,
    '{{ variable }}' as variable, {{ modalite }} as modalite, 'unique' as reponse, cast({{ colonne }} as bigint) as valeur, etat_valeur, statut
  from {{ retour }}
  union all
  {%- endfor %}
{% endmacro %}

{# The least sure of the statuses of an aggregate. #}
{% macro statut_de_retour(statut) -%}
case max(case {{ statut }} when 'p' then 3 when 'sd' then 2 when 'r' then 1 else 0 end) when 3 then 'p' when 2 then 'sd' when 1 then 'r' else 'd' end
{%- endmacro %}

{# The state of a sum: hidden by its producer as soon as one of its rows is, known as soon as one has a value. #}
{% macro etat_de_somme(etat, valeur) -%}
case
      when count(case when {{ etat }} = 'secret_producteur' then 1 end) > 0 then 'secret_producteur'
      when sum({{ valeur }}) > 0 or count(case when {{ etat }} = 'observe' and {{ valeur }} is not null then 1 end) > 0 then 'observe'
      when count({{ valeur }}) > 0 then 'zero_confirme'
      else max(case when {{ etat }} in ('non_suivi', 'non_transmis') then {{ etat }} else 'non_transmis' end)
    end
{%- endmacro %}

{# Rows of a long return that cross one dimension at most, with that dimension as `variable` and its category as `modalite`. #}
{% macro un_croisement(dimensions) -%}
case {% for d in dimensions %}when {{ d }} <> 'ensemble' then '{{ d }}' {% endfor %}else 'ensemble' end as variable,
    case {% for d in dimensions %}when {{ d }} <> 'ensemble' then {{ d }} {% endfor %}else 'ensemble' end as modalite
{%- endmacro %}
{% macro au_plus_un_croisement(dimensions) -%}
{% for d in dimensions %}case when {{ d }} = 'ensemble' then 0 else 1 end{{ ' + ' if not loop.last }}{% endfor %} <= 1
{%- endmacro %}
