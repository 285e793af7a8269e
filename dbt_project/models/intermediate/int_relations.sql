-- The declared relations, each year and territory where its operands are known: what the computation gives and what is published.
with publies as (
  select cle, indicateur, annee, territoire_type, territoire, suffixe, valeur, borne_min, borne_max, texte, statut, publications,
    {{ liste('id') }} as source_ids, annee_base
  from {{ ref('int_chiffres_publies') }}
),

connus as (
  select cle, indicateur, annee, territoire_type, territoire, suffixe, valeur, borne_min, borne_max, texte, statut, publications, source_ids
  from publies
  union all
  select cle, indicateur, annee, territoire_type, territoire, '', valeur, borne_min, borne_max,
    {{ environ('valeur', 'borne_min', 'borne_max') }}, statut, publications, source_ids
  from {{ ref('int_chiffres_calcules') }} as c
  where valeur is not null and not exists (select 1 from publies as p where p.cle = c.cle)
),

termes as (
  select * from {{ ref('stg_termes') }} where nature = 'relation'
),

evaluees as (
  {{ evaluer('termes', 'connus', 'publies') }}
)

select
  e.proprietaire as relation, e.type, e.annee, e.territoire, e.termes, e.formule, e.valeur, e.borne_min, e.borne_max,
  e.de_texte, e.base_texte, e.moins_texte, e.part_texte,
  r.cle, r.texte, r.mention, r.objet, r.unite, r.mesure,
  r.borne_min as publie_min, r.borne_max as publie_max,
  {{ nombre('abs(e.valeur - r.valeur)', 1) }} as ecart,
  {{ reunies_a_deux('r.concordantes', 'e.source_ids') }} as source_ids,
  {{ se_recoupent('r.borne_min', 'r.borne_max', 'e.borne_min', 'e.borne_max') }} as coherent
from evaluees as e
join termes as t on t.proprietaire = e.proprietaire and t.role = 'resultat'
join {{ ref('int_chiffres_publies') }} as r
  on r.cle = t.indicateur || '.' || cast(coalesce(t.annee, e.annee) as varchar) || '.' || coalesce(t.territoire, e.territoire) || t.suffixe
