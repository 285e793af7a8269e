select
  id, cle, indicateur, annee, date_debut, date_fin, date_reference, territoire_type, territoire,
  substr(cle, length(indicateur || '.' || cast(annee as varchar) || '.' || territoire) + 1) as suffixe,
  sexe, age, age_min, age_max, infraction, nationalite, modalite,
  perimetre, valeur, valeur_max, precision, pas, unite, mesure, statut, annee_base,
  producteur, publication, date_publication, date_arrete, url, preuve, libelle_source, note,
  fichier, ligne, livraison_sha256, edition
from {{ source('raw', 'registre') }}
