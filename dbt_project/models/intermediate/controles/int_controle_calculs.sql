-- Published percentages and totals against what the catalogue computes from the published counts.
with verifies as (
  select
    case when type in ('part', 'evolution') then 'pourcentages_contre_effectifs' else 'totaux_contre_parties' end as controle,
    case verdict when 'compatible' then 'coherent' else 'ecart' end as verdict,
    *
  from {{ ref('int_verifications') }}
),

autres_bases as (
  -- A wrong share is often a right one of something else: which published count of the same family gives the published percentage?
  select
    v.cle,
    string_agg(
      ' Rapporté à «{{ FINE() }}' || b.objet || '{{ FINE() }}» (' || b.texte || '), le calcul donne '
        || {{ grandeur('100 * n.valeur / b.valeur', "'pct'", "'part'", 0) }} || '.', '' order by b.valeur desc) as phrase
  from verifies as v
  join {{ ref('int_chiffres_publies') }} as n on n.cle = split_part(v.termes, ';', 1)
  join {{ ref('int_chiffres_publies') }} as b
    on b.famille = n.famille and b.annee = n.annee and b.territoire = n.territoire and b.unite = n.unite and b.mesure = n.mesure
    and b.valeur > n.valeur and {{ se_recoupent('100 * n.borne_min / b.borne_max', '100 * n.borne_max / b.borne_min', 'v.publie_min', 'v.publie_max') }}
  where v.type = 'part' and v.verdict = 'ecart'
  group by v.cle
),

empeches as (
  select
    case when c.type in ('part', 'evolution') then 'pourcentages_contre_effectifs' else 'totaux_contre_parties' end as controle,
    p.cle, p.objet, p.texte, c.termes, c.motif,
    {{ reunies_a_deux('p.concordantes', 'c.source_ids') }} as source_ids
  from {{ ref('int_chiffres_calcules') }} as c
  join {{ ref('int_chiffres_publies') }} as p on p.cle = c.cle
  where c.motif is not null
)

select
  v.controle,
  v.verdict,
  v.cle || ';' || v.termes as cles,
  v.texte || '{{ FINE() }}; ' || v.plage as valeurs,
  {{ remplir("case v.verdict when 'ecart' then d.ecart else d.coherent end", {
    'objet': 'v.objet', 'publie': 'v.texte', 'publication': 'v.mention', 'formule': 'v.formule', 'plage': 'v.plage',
    'calcul': grandeur('v.calcule', 'v.unite', 'v.mesure', 0), 'autre_base': 'b.phrase'}) }} as phrase,
  {{ en_texte('v.source_ids') }} as source_ids
from verifies as v
join {{ ref('stg_controles') }} as d on d.id = v.controle
left join autres_bases as b on b.cle = v.cle

union all

select
  e.controle,
  'non_verifiable',
  e.cle || ';' || e.termes,
  e.texte,
  {{ remplir('d.non_verifiable', {
    'objet': 'e.objet', 'publie': 'e.texte',
    'motif': "case e.motif when 'publications_differentes' then 'les deux années ne viennent pas d’une même publication'"
      ~ " when 'effectif_inferieur_a_50' then 'un des effectifs est inférieur à 50' else 'l’effectif rapporté est inférieur à 20' end"}) }},
  {{ en_texte('e.source_ids') }}
from empeches as e
join {{ ref('stg_controles') }} as d on d.id = e.controle
