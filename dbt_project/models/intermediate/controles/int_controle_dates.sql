-- One value of one object, mentioned several times: is it about the same period?
with mentions as (
  select
    cle, objet, texte, id, date_publication,
    case
      when date_debut is not null and date_fin is not null then 'du ' || {{ jour('date_debut') }} || ' au ' || {{ jour('date_fin') }}
      when date_reference is not null then 'au ' || {{ jour('date_reference') }}
    end as periode
  from {{ ref('int_citations') }}
  where preuve <> 'D'
),

par_periode as (
  select cle, objet, texte, periode, string_agg(id, ';' order by id) as ids, count(*) as lignes
  from mentions
  where periode is not null
  group by cle, objet, texte, periode
),

par_valeur as (
  select
    cle, objet, texte,
    case when count(*) > 1 then 'ecart' else 'coherent' end as verdict,
    string_agg(periode, ' ou ' order by periode) as periodes,
    string_agg(ids, ';' order by periode) as source_ids
  from par_periode
  group by cle, objet, texte
  having sum(lignes) > 1
)

select
  d.id as controle,
  v.verdict,
  v.cle as cles,
  v.texte as valeurs,
  {{ remplir("case when v.verdict = 'ecart' then d.ecart else d.coherent end", {
    'objet': 'v.objet', 'valeur': 'v.texte', 'periodes': 'v.periodes'}) }} as phrase,
  v.source_ids
from par_valeur as v
join {{ ref('stg_controles') }} as d on d.id = 'dates_divergentes'
