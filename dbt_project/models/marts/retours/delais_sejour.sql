-- Mean delays of APS and residence permits in France: days of all over files of all, never a mean of means, and none under 20 files.
with sommes as (
  {% for objet, dossiers in [('aps', 'aps_delivrees'), ('titre', 'titre_delivre_au_31_03')] %}
  select annee, '{{ objet }}' as objet, sum({{ dossiers }}) as dossiers, sum({{ objet }}_total_jours) as jours
  from {{ ref('stg_retour_psp_sejour') }} where {{ objet }}_total_jours is not null group by annee
  {{ 'union all' if not loop.last }}
  {% endfor %}
)

select e.edition, s.annee, s.objet, cast(s.dossiers as bigint) as dossiers, cast(round(s.jours / s.dossiers) as bigint) as delai_moyen_jours
from sommes as s
cross join {{ ref('stg_edition') }} as e
where s.dossiers >= {{ NUMERATEUR_MINIMUM() }}
