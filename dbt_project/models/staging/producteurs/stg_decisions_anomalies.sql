select serie, annee, territoire, decision, raison, auteur, "date" as date_decision
from {{ source('raw', 'decisions_anomalies') }}
