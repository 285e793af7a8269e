select numero, intitule, axe, rang, indicateur, cle, absence, raison
from {{ source('raw', 'definitions_mesures') }}
