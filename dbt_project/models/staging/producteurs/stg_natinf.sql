-- The offences of the letter, chosen by the article that defines them.
select natinf, nature, qualification, definie_par, reprimee_par, infraction, livraison_sha256
from {{ source('raw', 'natinf') }}
where retenue
