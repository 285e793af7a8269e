{# The computations that the catalogue may declare, by interval arithmetic on counts (all operands positive).
   Operands are named by role: de, base, moins, part; each has _valeur, _min, _max. A null bound is open. #}

{% macro calculs() %}
{{ return({
  'somme': {
    'valeur': 'de_valeur',
    'min': 'de_min',
    'max': 'de_max',
    'formule': "de_texte"},
  'difference': {
    'valeur': 'de_valeur - moins_valeur',
    'min': 'de_min - moins_max',
    'max': 'de_max - moins_min',
    'formule': "de_texte || ' − ' || replace(moins_texte, '+', '−')"},
  'part': {
    'valeur': '100 * de_valeur / nullif(base_valeur, 0)',
    'min': 'coalesce(100 * de_min / base_max, 0)',
    'max': '100 * de_max / nullif(base_min, 0)',
    'formule': "de_texte || ' ÷ ' || base_texte"},
  'evolution': {
    'valeur': '100 * (de_valeur / nullif(base_valeur, 0) - 1)',
    'min': 'coalesce(100 * (de_min / base_max - 1), -100)',
    'max': '100 * (de_max / nullif(base_min, 0) - 1)',
    'formule': "de_texte || ' ÷ ' || base_texte || ' − 1'"},
  'produit': {
    'valeur': 'de_valeur * part_valeur / 100',
    'min': 'de_min * part_min / 100',
    'max': 'de_max * part_max / 100',
    'formule': "de_texte || ' × ' || part_texte"},
  'complement': {
    'valeur': 'de_valeur * (100 - part_valeur) / 100',
    'min': 'de_min * (100 - part_max) / 100',
    'max': 'de_max * (100 - part_min) / 100',
    'formule': "de_texte || ' × (100" ~ FINE() ~ "% − ' || part_texte || ')'"},
  'niveau_base': {
    'valeur': 'de_valeur / nullif(1 + part_valeur / 100, 0)',
    'min': 'coalesce(de_min / nullif(1 + part_max / 100, 0), 0)',
    'max': 'de_max / nullif(1 + part_min / 100, 0)',
    'formule': "de_texte || ' ÷ (1 ' || substr(part_texte, 1, 1) || ' ' || substr(part_texte, 2) || ')'"},
}) }}
{% endmacro %}

{% macro selon_le_calcul(quoi) -%}
case type {% for nom, expressions in calculs().items() %}
    when '{{ nom }}' then {{ expressions[quoi] }}{% endfor %}
  end
{%- endmacro %}

{# One column per role; a bound is null as soon as the bound of one operand is: an open interval stays open. #}
{% macro par_role() -%}
{% for role in ['de', 'base', 'moins', 'part'] %}
    sum(case when role = '{{ role }}' then valeur end) as {{ role }}_valeur,
    case when count(case when role = '{{ role }}' and borne_min is null then 1 end) = 0
      then sum(case when role = '{{ role }}' then borne_min end) end as {{ role }}_min,
    case when count(case when role = '{{ role }}' and borne_max is null then 1 end) = 0
      then sum(case when role = '{{ role }}' then borne_max end) end as {{ role }}_max,
    string_agg(case when role = '{{ role }}' then texte end, ' + ' order by ordre) as {{ role }}_texte,{% endfor %}
{%- endmacro %}

{# Below these counts a percentage says nothing (domain rule 3). #}
{% macro motif() -%}
case
    when type = 'evolution' and least(de_valeur, base_valeur) < 50 then 'effectif_inferieur_a_50'
    when type = 'part' and de_valeur < 20 then 'numerateur_inferieur_a_20'
    when type = 'evolution' and {{ est_vide('publications') }} then 'publications_differentes'
  end
{%- endmacro %}

{# Every declared computation of `termes` (rows of stg_termes) whose operands are all in `valeurs`, one row per owner, year and
   territory. `valeurs` has one row per key: cle, indicateur, annee, territoire_type, territoire, suffixe, valeur, borne_min, borne_max,
   texte, statut, publications (list), source_ids (list). `annees_de_base` gives, by key of the result, the base year that its publication
   names. A result is of France when each of its operands names its own territory. #}
{% macro evaluer(termes, valeurs, annees_de_base) %}
with candidats as (
  select distinct
    t.proprietaire, v.annee,
    case when t.territoire is null then v.territoire_type else 'france' end as territoire_type,
    case when t.territoire is null then v.territoire else 'FR' end as territoire
  from {{ termes }} as t
  join {{ valeurs }} as v on v.indicateur = t.indicateur and v.suffixe = t.suffixe and v.territoire = coalesce(t.territoire, v.territoire)
  where t.ancre
),

attendus as (
  select
    c.*, t.type, t.role, t.ordre, t.annee is not null as annee_fixe,
    t.indicateur || '.'
      || cast(case when t.type = 'evolution' and t.annee is not null then coalesce(b.annee_base, t.annee) else coalesce(t.annee, c.annee) end
        as varchar)
      || '.' || coalesce(t.territoire, c.territoire) || t.suffixe as cle_terme
  from candidats as c
  join {{ termes }} as t on t.proprietaire = c.proprietaire and t.role <> 'resultat'
  left join {{ annees_de_base }} as b on b.cle = c.proprietaire || '.' || cast(c.annee as varchar) || '.' || c.territoire
),

operandes as (
  select
    a.proprietaire, a.annee, a.territoire_type, a.territoire, a.type,
    {{ par_role() }}
    count(*) as attendus,
    count(v.cle) as trouves,
    string_agg(v.cle, ';' order by a.ordre) as termes,
    {{ communs('v.publications') }} as publications,
    {{ reunis('v.source_ids') }} as source_ids,
    {{ statut_le_moins_sur('v.statut') }} as statut,
    min(case when a.type = 'evolution' and a.annee_fixe then v.annee end) as annee_base
  from attendus as a
  left join {{ valeurs }} as v on v.cle = a.cle_terme
  group by a.proprietaire, a.annee, a.territoire_type, a.territoire, a.type
),

calcules as (
  select
    proprietaire, type, annee, territoire_type, territoire, termes, publications, source_ids, statut, annee_base,
    de_texte, base_texte, moins_texte, part_texte,
    {{ selon_le_calcul('valeur') }} as valeur,
    {{ selon_le_calcul('min') }} as borne_min,
    {{ selon_le_calcul('max') }} as borne_max,
    {{ selon_le_calcul('formule') }} as formule,
    {{ motif() }} as motif
  from operandes
  where attendus = trouves and coalesce(annee > annee_base, true)
)

select * from calcules
{% endmacro %}
