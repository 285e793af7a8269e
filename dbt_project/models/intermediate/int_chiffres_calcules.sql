-- Everything the catalogue says can be computed, from published values only, in passes: each one adds what the ones before made
-- possible. A value is null, with its reason in `motif`, where the rules of truth forbid a percentage.
{% set passes = 4 %}
with publies as (
  select
    cle, indicateur, annee, territoire_type, territoire, suffixe, valeur, borne_min, borne_max, texte, statut, publications,
    {{ liste('id') }} as source_ids, annee_base
  from {{ ref('int_chiffres_publies') }}
),

termes as (
  select * from {{ ref('stg_termes') }} where nature = 'calcul'
),

connus_0 as (
  select cle, indicateur, annee, territoire_type, territoire, suffixe, valeur, borne_min, borne_max, texte, statut, publications, source_ids
  from publies
),

{% for passe in range(1, passes + 1) %}
passe_{{ passe }} as (
  select e.proprietaire || '.' || cast(e.annee as varchar) || '.' || e.territoire as cle, e.*
  from ({{ evaluer('termes', 'connus_' ~ (passe - 1), 'publies') }}) as e
),

calcules_{{ passe }} as (
  {% if passe > 1 %}
  select * from calcules_{{ passe - 1 }}
  union all
  {% endif %}
  select {{ passe }} as passe, n.*
  from passe_{{ passe }} as n
  {% if passe > 1 %}where not exists (select 1 from calcules_{{ passe - 1 }} as c where c.cle = n.cle){% endif %}
),

connus_{{ passe }} as (
  select * from connus_0
  union all
  select c.cle, c.proprietaire, c.annee, c.territoire_type, c.territoire, '', c.valeur, c.borne_min, c.borne_max,
    {{ environ('c.valeur', 'c.borne_min', 'c.borne_max') }}, c.statut, c.publications, c.source_ids
  from calcules_{{ passe }} as c
  where c.motif is null and not exists (select 1 from publies as p where p.cle = c.cle)
){{ ',' if not loop.last }}
{% endfor %}

select
  cle, proprietaire as indicateur, annee, territoire_type, territoire, type, passe,
  case when motif is null then valeur end as valeur,
  case when motif is null then borne_min end as borne_min,
  case when motif is null then borne_max end as borne_max,
  motif, formule, termes, source_ids, publications, statut, annee_base
from calcules_{{ passes }}
