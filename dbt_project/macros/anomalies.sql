{# How an unusual count is told from an ordinary one. A value is an anomaly when it is far both from its own history and from the years
   around it, on the same side: a level that lasts (Rhône 2011-2012) is a change, a lone peak (Aube 2020) asks for an explanation.

   - Counts are transformed, 2 √(x + 3/8): a Poisson count then varies by about 1 at any level (F. J. Anscombe, « The transformation of
     Poisson, binomial and negative-binomial data », Biometrika, 1948).
   - History: the distance to the median of the other years, in units of 1.4826 × their median absolute deviation, at least 1, the
     variation that chance alone gives (F. R. Hampel, « The influence curve and its role in robust estimation », JASA, 1974).
   - Years around: the distance to the nearer of the years before and after, in units of √2, the variation of a difference.
   - Threshold 3.5 on both (B. Iglewicz and D. C. Hoaglin, How to detect and handle outliers, ASQC, 1993).

   Fewer than MINIMUM_HISTORIQUE other complete years say nothing. #}

{% macro SEUIL_ANOMALIE() %}{{ return(3.5) }}{% endmacro %}
{% macro MINIMUM_HISTORIQUE() %}{{ return(6) }}{% endmacro %}

{% macro stabilise(effectif) -%}
(2 * sqrt({{ effectif }} + 0.375))
{%- endmacro %}

{% macro mediane(valeur) -%}
percentile_cont(0.5) within group (order by {{ valeur }})
{%- endmacro %}

{# The signed distance to the nearer of two neighbours when the value stands outside them, else 0; an absent neighbour is not one. #}
{% macro ecart_au_plus_proche(valeur, precedente, suivante) -%}
case
    when {{ valeur }} > greatest(coalesce({{ precedente }}, {{ suivante }}), coalesce({{ suivante }}, {{ precedente }}))
      then {{ valeur }} - greatest(coalesce({{ precedente }}, {{ suivante }}), coalesce({{ suivante }}, {{ precedente }}))
    when {{ valeur }} < least(coalesce({{ precedente }}, {{ suivante }}), coalesce({{ suivante }}, {{ precedente }}))
      then {{ valeur }} - least(coalesce({{ precedente }}, {{ suivante }}), coalesce({{ suivante }}, {{ precedente }}))
    else 0
  end
{%- endmacro %}

{# Why a value is held back, in French; null when it is published. #}
{% macro motif_de_reserve(publication, raison) -%}
case {{ publication }}
    when 'en_attente' then 'Valeur inhabituelle, en attente d’une décision écrite.'
    when 'ecartee' then 'Valeur écartée. ' || {{ raison }}
  end
{%- endmacro %}
