-- An edition re-issues every year: it is part of the key, and two editions are never one series.
select edition, territoire, region, annee, indicateur, unite_de_compte, nombre, taux_pour_mille, population, livraison_sha256
from {{ source('raw', 'ssmsi_departements') }}
