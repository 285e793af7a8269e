-- National annual counts: the file also holds months and rates.
select sous_indicateur, unite_de_compte, annee, valeur, livraison_sha256
from {{ source('raw', 'ssmsi_series') }}
where territoire = 'FR' and mois is null and statistique = 'nombre' and declinaison is null
