-- The relations declared in catalogue/controles.yaml, in the words declared with them.
select
  r.relation as controle,
  case when r.coherent then 'coherent' else 'ecart' end as verdict,
  r.cle || ';' || r.termes as cles,
  r.texte || '{{ FINE() }}; ' || {{ plage('r.valeur', 'r.borne_min', 'r.borne_max', 'r.unite', 'r.mesure') }} as valeurs,
  {{ remplir('case when r.coherent then d.coherent else d.ecart end', {
    'objet': 'r.objet', 'annee': 'cast(r.annee as varchar)', 'publie': 'r.texte', 'publication': 'r.mention',
    'calcul': grandeur('r.valeur', 'r.unite', 'r.mesure', 0), 'ecart': 'r.ecart', 'formule': 'r.formule',
    'plage': plage('r.valeur', 'r.borne_min', 'r.borne_max', 'r.unite', 'r.mesure'),
    'de': 'r.de_texte', 'base': 'r.base_texte', 'moins': 'r.moins_texte', 'part': 'r.part_texte'}) }} as phrase,
  {{ en_texte('r.source_ids') }} as source_ids
from {{ ref('int_relations') }} as r
join {{ ref('stg_controles') }} as d on d.id = r.relation
