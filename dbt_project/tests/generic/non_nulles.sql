{% test non_nulles(model, colonnes) %}
{# One test for all the columns of a model that must be filled. #}
select *
from {{ model }}
where {% for colonne in colonnes %}{{ colonne }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
