-- The last pass of int_chiffres_calcules must add nothing: a row here means that a chain of computations is longer than the passes.
select cle from {{ ref('int_chiffres_calcules') }} where passe = 4
