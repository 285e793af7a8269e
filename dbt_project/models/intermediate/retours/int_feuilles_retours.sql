-- Every number that counts in the returns, as its organisation gave it for a département (or for the country): long, total and categories.
-- A return that another one covers is left out: it is quoted, never added.
{% set croisees = ['sexe', 'age', 'nationalite'] %}
with larges as (
  {{ feuilles_larges('psp_flux') }}
  {{ feuilles_larges('psp_sejour') }}
  {{ feuilles_larges('afis') }}
  {{ feuilles_larges('commission') }}
  {{ feuilles_larges('verbalisations', 'service', 'service') }}
  select
    'agrements', deposant, 'agrements_en_cours', annee, departement, 'ensemble', 'ensemble', 'unique',
    cast(case when etat in ('en_cours', 'renouvele') then 1 when etat_valeur in ('observe', 'zero_confirme') then 0 end as bigint), etat_valeur, statut
  from {{ ref('stg_retour_agrements') }}
),

profils as (
  -- Without its total, a profile would give several for the same persons: a return whose characteristics disagree has none.
  select p.*, t.total
  from {{ ref('stg_retour_psp_profil') }} as p
  join (
    select deposant, annee, departement, max(somme) as total
    from (select deposant, annee, departement, variable, sum(nombre) as somme from {{ ref('stg_retour_psp_profil') }} group by deposant, annee, departement, variable) as s
    group by deposant, annee, departement
    having min(somme) = max(somme) and count(*) = count(somme)
  ) as t on t.deposant = p.deposant and t.annee = p.annee and t.departement = p.departement
),

accompagnees as (
  -- A head of network answers for its establishments, or they do: where both did, the head's return counts.
  select a.*
  from {{ ref('stg_retour_accompagnement') }} as a
  where a.majorite = 'ensemble' and not exists (
    select 1 from {{ source('raw', 'retours_attendus') }} as m
    join {{ source('raw', 'retours_attendus') }} as t
      on t.contrat = m.contrat and t.millesime = m.millesime and t.organisme = m.tete_de_reseau and t.departement = m.departement and t.recu is not null
    where m.contrat = 'accompagnement' and m.organisme = a.deposant and m.departement = a.departement and m.millesime = a.millesime)
),

panel as (
  select deposant
  from accompagnees
  where modalite = 'accompagnees_file_active' and nombre is not null and annee >= (select max(annee) - 1 from accompagnees)
  group by deposant
  having count(distinct annee) = 2
),

enregistrees as (
  {% for contrat in ['victimes', 'mis_en_cause'] %}
  select
    '{{ contrat }}' as contrat, deposant as organisme, '{{ contrat }}_' || perimetre as indicateur, annee, territoire_type, territoire_code as territoire,
    {{ un_croisement(croisees) }}, nombre, etat_valeur, statut, vintage
  from {{ ref('stg_retour_' ~ contrat) }}
  where recours_motif is null and lieu_comptage = 'enregistrement' and regle_comptage = 'une_fois_par_perimetre' and {{ au_plus_un_croisement(croisees) }}
    {# A person suspected in two départements is counted in each of them, and once in France. #}
    and territoire_type in ('france'{{ ", 'departement'" if contrat == 'victimes' }})
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

longues as (
  select
    'psp_profil' as contrat, deposant as organisme, 'psp_profil' as indicateur, annee, departement as territoire, variable, modalite,
    'unique' as reponse, nombre as valeur, etat_valeur, statut
  from profils
  union all
  select distinct 'psp_profil', deposant, 'psp_profil', annee, departement, 'ensemble', 'ensemble', 'unique', total, 'observe', statut from profils
  union all
  select
    'accompagnement', deposant, 'accompagnement_' || case variable when 'effectif' then modalite else variable end, annee, departement,
    case variable when 'effectif' then 'ensemble' else variable end, case variable when 'effectif' then 'ensemble' else modalite end,
    reponse, sum(nombre), {{ etat_de_somme('etat_valeur', 'nombre') }}, {{ statut_de_retour('statut') }}
  from accompagnees
  group by deposant, annee, departement, variable, modalite, reponse
  union all
  select
    'accompagnement', deposant, 'accompagnement_' || variable, annee, departement, 'ensemble', 'ensemble', reponse,
    sum(total), case when count(total) > 0 then 'observe' else 'non_suivi' end, {{ statut_de_retour('statut') }}
  from (
    select deposant, annee, departement, coalesce(etablissement, '') as etablissement, variable, reponse, max(statut) as statut,
      case reponse when 'unique' then sum(nombre) else max(base) end as total
    from accompagnees where variable <> 'effectif' group by deposant, annee, departement, coalesce(etablissement, ''), variable, reponse) as bases
  group by deposant, annee, departement, variable, reponse
  union all
  -- Those who answered this year and the last: the only ones whose number may be followed.
  select 'accompagnement', deposant, 'accompagnement_panel', annee, 'FR', 'ensemble', 'ensemble', 'unique', sum(nombre), 'observe', {{ statut_de_retour('statut') }}
  from accompagnees
  where modalite = 'accompagnees_file_active' and nombre is not null and deposant in (select deposant from panel)
    and annee >= (select max(annee) - 1 from accompagnees)
  group by deposant, annee
  union all
  -- The newest vintage only; départements where there are some, else the country.
  select contrat, organisme, indicateur, annee, territoire, variable, modalite, 'unique', nombre, etat_valeur, statut
  from enregistrees as e
  where vintage = (select max(n.vintage) from enregistrees as n where n.contrat = e.contrat and n.annee = e.annee and n.organisme = e.organisme)
    and territoire_type = (
      select min(n.territoire_type) from enregistrees as n
      where n.indicateur = e.indicateur and n.annee = e.annee and n.organisme = e.organisme and n.vintage = e.vintage)
  union all
  select 'poursuites', deposant, 'poursuites_' || infraction || '_' || etape, annee, territoire_code, 'ensemble', 'ensemble', 'unique', nombre, etat_valeur, statut
  from {{ ref('stg_retour_poursuites') }} where territoire_type = 'france' and sexe = 'ensemble' and age = 'ensemble'
  {% for stages in ['stages_prescrits', 'stages_realises'] %}
  union all
  select 'poursuites', deposant, 'poursuites_{{ stages }}', annee, territoire_code, 'ensemble', 'ensemble', 'unique', {{ stages }}, etat_valeur, statut
  from {{ ref('stg_retour_poursuites') }} where territoire_type = 'france' and sexe = 'ensemble' and age = 'ensemble' and {{ stages }} is not null
  {% endfor %}
  union all
  select
    'condamnations', deposant, 'condamnations_' || infraction, annee, territoire_code,
    case peine when 'ensemble' then 'ensemble' else 'peine' end, peine, 'unique', nombre, etat_valeur, statut
  from {{ ref('stg_retour_condamnations') }}
  where territoire_type = 'france' and unite = 'condamnation_infraction_principale' and {{ au_plus_un_croisement(['sexe', 'age_aux_faits', 'nationalite', 'peine']) }}
    and sexe = 'ensemble' and age_aux_faits = 'ensemble' and nationalite = 'ensemble'
  union all
  select
    'ecoute', deposant, 'ecoute_' || plateforme || '_' || objet || '_' || exploitation, annee, territoire_code,
    {{ un_croisement(['sexe', 'age']) }}, 'unique', nombre, etat_valeur, statut
  from {{ ref('stg_retour_ecoute') }} where territoire_type = 'france' and {{ au_plus_un_croisement(['sexe', 'age']) }}
),

services as (
  -- The contraventions of a département are those of its services.
  select contrat, organisme, indicateur, annee, territoire, 'ensemble' as variable, 'ensemble' as modalite, reponse, sum(valeur) as valeur,
    {{ etat_de_somme('etat_valeur', 'valeur') }} as etat_valeur, {{ statut_de_retour('statut') }} as statut
  from larges where variable = 'service' or contrat = 'agrements'
  group by contrat, organisme, indicateur, annee, territoire, reponse
),

toutes as (
  select * from larges where contrat <> 'agrements'
  union all
  select * from services
  union all
  select * from longues
)

select t.*
from toutes as t
where t.territoire = 'FR' or not exists (
  select 1 from {{ source('raw', 'retours_attendus') }} as a
  where a.contrat = t.contrat and a.millesime = t.annee and a.organisme = t.organisme and a.departement = t.territoire
    and a.retour_unique and not a.reference)
