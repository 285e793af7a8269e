-- What was computed only combines rows of one perimeter: seen on the rows themselves, whatever the definitions say.
with calculs as (
  select
    c.cle, i.libelle_court || ', ' || cast(c.annee as varchar) as objet, c.formule,
    count(distinct r.perimetre) as perimetres,
    string_agg(distinct coalesce(n.libelle, r.perimetre), ' et ' order by coalesce(n.libelle, r.perimetre)) as libelles,
    string_agg(distinct r.id, ';' order by r.id) as source_ids
  from {{ ref('int_chiffres_calcules') }} as c
  join {{ ref('stg_indicateurs') }} as i on i.id = c.indicateur
  join {{ ref('int_citations') }} as r on {{ contient('c.source_ids', 'r.id') }}
  left join {{ ref('stg_codes') }} as n on n.nomenclature = 'perimetres' and n.code = r.perimetre
  where c.valeur is not null
  group by c.cle, i.libelle_court, c.annee, c.formule
),

constats as (
  select 'ecart' as verdict, cle, objet, formule, libelles, source_ids from calculs where perimetres > 1
  union all
  select 'coherent', '', null, null, '', '' where not exists (select 1 from calculs where perimetres > 1)
)

select
  d.id as controle,
  c.verdict,
  c.cle as cles,
  c.libelles as valeurs,
  {{ remplir("case when c.verdict = 'ecart' then d.ecart else d.coherent end", {
    'objet': 'c.objet', 'perimetres': 'c.libelles', 'formule': 'c.formule', 'nombre': nombre('(select count(*) from calculs)', 0),
    'rapprochements': nombre("(select count(*) from " ~ ref('stg_controles') ~ " where nature = 'rapprochement')", 0)}) }} as phrase,
  c.source_ids
from constats as c
join {{ ref('stg_controles') }} as d on d.id = 'perimetres_melanges'
