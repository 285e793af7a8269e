-- Every row of the registry as evidence: what it says exactly (an interval), about what, and where it was read.
select
  r.*,
  {{ borne_min('r.valeur', 'r.precision', 'r.pas') }} as borne_min,
  {{ borne_max('r.valeur', 'r.valeur_max', 'r.precision', 'r.pas') }} as borne_max,
  o.objet,
  i.famille,
  i.decimales,
  {{ grandeur('r.valeur', 'r.unite', 'r.mesure', 1) }}
    || case when r.valeur_max is null then '' else ' à ' || {{ grandeur('coalesce(r.valeur_max, 0)', 'r.unite', 'r.mesure', 1) }} end as texte,
  r.publication || ', ' || {{ date_publiee('r.date_publication') }} as mention
from {{ ref('stg_registre') }} as r
join {{ ref('int_objets') }} as o on o.cle = r.cle
join {{ ref('stg_indicateurs') }} as i on i.id = r.indicateur
