-- Published against recomputed, for every retained figure that the catalogue can also compute (domain rule 4). A computation that rests
-- on the published figure itself proves nothing and is left out.
select
  p.cle, p.indicateur, p.annee, p.territoire, p.unite, p.mesure, p.objet, p.texte, p.mention, p.famille, p.decimales,
  p.borne_min as publie_min, p.borne_max as publie_max,
  c.valeur as calcule, c.borne_min as calcule_min, c.borne_max as calcule_max,
  c.type, c.formule, c.termes,
  {{ reunies_a_deux('p.concordantes', 'c.source_ids') }} as source_ids,
  {{ plage('c.valeur', 'c.borne_min', 'c.borne_max', 'p.unite', 'p.mesure') }} as plage,
  case when {{ se_recoupent('p.borne_min', 'p.borne_max', 'c.borne_min', 'c.borne_max') }} then 'compatible' else 'incompatible' end as verdict
from {{ ref('int_chiffres_publies') }} as p
join {{ ref('int_chiffres_calcules') }} as c on c.cle = p.cle
where c.valeur is not null and not {{ contient('c.source_ids', 'p.id') }}
