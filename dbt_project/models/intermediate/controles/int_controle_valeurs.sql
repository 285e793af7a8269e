-- One key read in several publications: do they give the same value?
with par_valeur as (
  select
    cle, texte, min(objet) as objet, min(valeur) as valeur, min(borne_min) as borne_min, max(borne_max) as borne_max, count(*) as lignes,
    texte || ' (' || string_agg(
      mention || case when date_arrete is null then '' else ', arrêté au ' || {{ jour('date_arrete') }} end,
      '{{ FINE() }}; ' order by date_publication, id) || ')' as lecture
  from {{ ref('int_citations') }}
  where preuve <> 'D'
  group by cle, texte
),

par_cle as (
  select
    cle,
    min(objet) as objet,
    count(*) as valeurs,
    sum(lignes) as lignes,
    string_agg(lecture, ' et ' order by valeur, texte) as lectures,
    string_agg(texte, '{{ FINE() }}; ' order by valeur, texte) as textes,
    -- All the intervals share a point: no open upper bound is the smallest one.
    coalesce(max(borne_min) <= min(borne_max) + 1e-9, true) as se_recoupent
  from par_valeur
  group by cle
  having sum(lignes) > 1
)

select
  d.id as controle,
  case when v.se_recoupent then 'coherent' else 'ecart' end as verdict,
  v.cle as cles,
  v.textes as valeurs,
  {{ remplir("case when v.se_recoupent then d.coherent else d.ecart end", {
    'objet': 'v.objet',
    'nombre': nombre('case when v.se_recoupent then v.lignes else v.valeurs end', 0),
    'valeurs': 'v.lectures',
    'choix': "' Valeur retenue' || '" ~ INSECABLE() ~ "' || ': ' || p.texte || '. ' || x.raison",
  }) }} as phrase,
  (select string_agg(c.id, ';' order by c.id) from {{ ref('int_citations') }} as c where c.cle = v.cle and c.preuve <> 'D') as source_ids
from par_cle as v
join {{ ref('stg_controles') }} as d on d.id = 'valeurs_divergentes'
join {{ ref('int_chiffres_publies') }} as p on p.cle = v.cle
left join {{ ref('stg_choix') }} as x on x.cle = v.cle
