-- Every row of the registry, with whether the édition retains it and why.
select
  c.edition, c.id, c.cle, c.indicateur, c.annee, c.territoire_type, c.territoire, c.sexe, c.age, c.infraction, c.nationalite, c.modalite,
  c.valeur, c.valeur_max, c.precision, c.pas, c.unite, c.mesure, c.statut, c.annee_base, c.producteur, c.publication, c.date_publication,
  c.date_reference, c.date_debut, c.date_fin, c.date_arrete, c.url, c.preuve, c.libelle_source, c.note,
  p.id is not null as retenue,
  p.raison,
  c.fichier, c.ligne, c.livraison_sha256
from {{ ref('int_citations') }} as c
left join {{ ref('int_chiffres_publies') }} as p on p.id = c.id
