{% test cle_unique(model, colonnes) %}
{# The columns together name one row. #}
select {{ colonnes | join(', ') }}, count(*) as lignes
from {{ model }}
group by {{ colonnes | join(', ') }}
having count(*) > 1
{% endtest %}
