-- The SSMSI's départements, every pinned edition, with the sum of the communes of the same edition beside.
select
  d.edition, d.territoire as departement, d.region, d.annee, d.indicateur, d.unite_de_compte, d.nombre, d.taux_pour_mille, d.population,
  c.nombre as nombre_communes,
  c.communes_masquees,
  d.livraison_sha256
from {{ ref('stg_ssmsi_departements') }} as d
left join {{ ref('stg_ssmsi_communes') }} as c
  on c.edition = d.edition and c.departement = d.territoire and c.annee = d.annee and c.indicateur = d.indicateur
