-- By département: five million rows stay where they are. Arrondissements are left out, their commune being there as well.
select
  edition, departement, annee, indicateur, unite_de_compte,
  sum(nombre) as nombre,
  count(*) as communes,
  count(case when not est_diffuse then 1 end) as communes_masquees,
  min(livraison_sha256) as livraison_sha256
from {{ source('raw', 'ssmsi_communes') }}
where not (territoire between '13201' and '13216' or territoire between '69381' and '69389' or territoire between '75101' and '75120')
group by edition, departement, annee, indicateur, unite_de_compte
