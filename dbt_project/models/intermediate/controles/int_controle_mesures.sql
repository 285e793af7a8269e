-- The same exact number, for the same year, said to be a stock by one source and a flow by another. Small numbers coincide by chance.
with lectures as (
  select
    *,
    case mesure
      when 'stock_fin' then 'stock à une date' when 'stock_debut' then 'stock à une date' when 'flux' then 'compte de l’année'
      when 'present_annee' then 'présents dans l’année' when 'entrees' then 'entrées de l’année' when 'cumul' then 'cumul depuis l’origine'
      else mesure
    end || ' («{{ FINE() }}' || libelle_source || '{{ FINE() }}», ' || mention || ')' as lecture
  from {{ ref('int_citations') }}
  where preuve <> 'D' and precision = 'exacte' and valeur >= 20 and unite <> 'pct'
),

rapproches as (
  select
    famille, unite, annee, territoire, valeur, texte,
    string_agg(distinct cle, ';' order by cle) as cles,
    string_agg(distinct lecture, '{{ FINE() }}; ' order by lecture) as lectures,
    string_agg(distinct id, ';' order by id) as source_ids
  from lectures
  group by famille, unite, annee, territoire, valeur, texte
  having count(distinct mesure) > 1
),

constats as (
  select 'ecart' as verdict, cles, texte, annee, lectures, source_ids from rapproches
  union all
  select 'coherent', '', '', null, '', '' where not exists (select 1 from rapproches)
)

select
  d.id as controle,
  c.verdict,
  c.cles,
  c.texte as valeurs,
  {{ remplir("case when c.verdict = 'ecart' then d.ecart else d.coherent end", {
    'valeur': 'c.texte', 'annee': 'cast(c.annee as varchar)', 'lectures': 'c.lectures'}) }} as phrase,
  c.source_ids
from constats as c
join {{ ref('stg_controles') }} as d on d.id = 'mesures_divergentes'
