-- In one edition, the published communes of a département never exceed it.
select edition, departement, annee, indicateur, nombre, nombre_communes
from {{ ref('int_ssmsi_departements') }}
where nombre_communes > nombre and unite_de_compte <> 'mis_en_cause'
