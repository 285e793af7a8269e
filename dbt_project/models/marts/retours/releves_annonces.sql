-- Ads counted by local observatories, with the estimate they publish and the one their own coefficient gives. Never added up.
select
  e.edition, a.annee, a.departement, a.date_debut, a.date_fin, a.mode, a.sites, a.annonces, a.coef_type, a.coef, a.coef_min, a.coef_max, a.coef_origine,
  a.estimation_publiee,
  case a.coef_type
    when 'part_doublons' then cast(round(a.annonces * (100 - a.coef) / 100) as bigint)
    when 'personnes_par_annonce' then cast(round(a.annonces * a.coef) as bigint)
  end as estimation_calculee,
  case a.coef_type
    when 'part_doublons' then cast(round(a.annonces * (100 - a.coef_max) / 100) as bigint)
    when 'personnes_par_annonce' then cast(round(a.annonces * a.coef_min) as bigint)
  end as estimation_basse,
  case a.coef_type
    when 'part_doublons' then cast(round(a.annonces * (100 - a.coef_min) / 100) as bigint)
    when 'personnes_par_annonce' then cast(round(a.annonces * a.coef_max) as bigint)
  end as estimation_haute,
  coalesce(r.reference, false) as reference
from {{ ref('stg_retour_annonces') }} as a
cross join {{ ref('stg_edition') }} as e
left join {{ source('raw', 'retours_attendus') }} as r
  on r.contrat = 'annonces' and r.millesime = a.millesime and r.organisme = a.deposant and r.departement = a.departement
where a.annonces is not null
