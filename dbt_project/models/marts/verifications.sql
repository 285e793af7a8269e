-- Published against recomputed: two intervals, and whether they share a point.
select
  cle, publie_min, publie_max, calcule_min, calcule_max, formule, termes, {{ en_texte('source_ids') }} as source_ids, verdict
from {{ ref('int_verifications') }}
