{% test une_livraison(model, colonnes) %}
{# What these columns name is read in one livraison: two pinned files that overlap would be added. #}
select {{ colonnes | join(', ') }}, count(distinct livraison_sha256) as livraisons
from {{ model }}
group by {{ colonnes | join(', ') }}
having count(distinct livraison_sha256) > 1
{% endtest %}
