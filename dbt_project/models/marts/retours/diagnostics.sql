-- What local diagnoses have published, as they published it. Where two cover a département, only one is the reference; the other is quoted.
select
  e.edition, d.annee, d.departement, d.territoire_type, d.territoire_code, d.date_debut, d.date_fin, d.auteur, d.methode, d.theme, d.question, d.modalite,
  d.valeur, d.unite, d.base, d.base_libelle, d.reponse, d.precision, d.citation, d.statut,
  coalesce(a.reference, false) as reference
from {{ ref('stg_retour_diagnostic') }} as d
cross join {{ ref('stg_edition') }} as e
left join {{ source('raw', 'retours_attendus') }} as a
  on a.contrat = 'diagnostic' and a.millesime = d.millesime and a.organisme = d.deposant and a.departement = d.departement
where d.valeur is not null
