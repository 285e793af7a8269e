-- Nothing is published before the end of what it counts: the year in a title is often not the year of the data.
with butees as (
  select
    id, cle, objet, date_publication,
    case
      when mesure in ('flux', 'entrees', 'present_annee') then coalesce(date_arrete, date_fin, cast(cast(annee as varchar) || '-12-31' as date))
      else coalesce(date_arrete, date_fin, case when mesure in ('stock_debut', 'stock_fin', 'cumul') then date_reference end)
    end as butee,
    case when date_arrete is not null then 'date d’arrêté annoncée' else 'fin de la période comptée' end as raison
  from {{ ref('int_citations') }}
  where preuve <> 'D'
),

prematurees as (
  select * from butees where date_publication < substr(cast(butee as varchar), 1, length(date_publication))
),

constats as (
  select 'ecart' as verdict, cle, objet, date_publication, butee, raison, id from prematurees
  union all
  select 'coherent', '', null, null, null, null, '' where not exists (select 1 from prematurees)
)

select
  d.id as controle,
  c.verdict,
  c.cle as cles,
  coalesce(c.date_publication, '') as valeurs,
  {{ remplir("case when c.verdict = 'ecart' then d.ecart else d.coherent end", {
    'objet': 'c.objet', 'publication': date_publiee('c.date_publication'), 'date': jour('c.butee'), 'butee': 'c.raison',
    'nombre': nombre('(select count(*) from butees)', 0)}) }} as phrase,
  c.id as source_ids
from constats as c
join {{ ref('stg_controles') }} as d on d.id = 'dates_de_publication'
