-- A value said to be rounded to a step is a multiple of that step.
with arrondies as (
  select * from {{ ref('int_citations') }} where precision = 'arrondie' and preuve <> 'D'
),

inexactes as (
  select * from arrondies where abs(valeur / pas - round(valeur / pas)) > 1e-6
),

constats as (
  select 'ecart' as verdict, cle, objet, texte, pas, mention, id from inexactes
  union all
  select 'coherent', '', null, '', null, null, '' where not exists (select 1 from inexactes)
)

select
  d.id as controle,
  c.verdict,
  c.cle as cles,
  c.texte as valeurs,
  {{ remplir("case when c.verdict = 'ecart' then d.ecart else d.coherent end", {
    'objet': 'c.objet', 'valeur': 'c.texte', 'publication': 'c.mention', 'pas': nombre('coalesce(c.pas, 0)', 1),
    'nombre': nombre('(select count(*) from arrondies)', 0)}) }} as phrase,
  c.id as source_ids
from constats as c
join {{ ref('stg_controles') }} as d on d.id = 'arrondis'
