-- One value per key: the retained published one, else the one the catalogue computes from published values (derive).
with publies as (
  select
    p.edition, p.cle, p.indicateur, p.annee, p.territoire_type, p.territoire, p.sexe, p.age, p.age_min, p.age_max, p.infraction,
    p.nationalite, p.modalite, p.perimetre, p.valeur, p.valeur_max, p.borne_min, p.borne_max, p.precision, p.pas, p.unite, p.mesure,
    p.statut, 'publie' as secret, '' as symbole, false as derive, 'int_chiffres_publies' as modele, p.date_reference, p.date_debut,
    p.date_fin, p.date_arrete, p.libelle_source, p.producteur, i.source, s.ssp, {{ en_texte('p.concordantes') }} as source_ids, i.decimales,
    p.annee_base
  from {{ ref('int_chiffres_publies') }} as p
  join {{ ref('stg_indicateurs') }} as i on i.id = p.indicateur
  join {{ ref('stg_sources') }} as s on s.id = i.source
),

calcules as (
  select
    e.edition, c.cle, c.indicateur, c.annee, c.territoire_type, c.territoire, i.sexe, i.age, i.age_min, i.age_max, i.infraction,
    i.nationalite, 'ensemble' as modalite, i.perimetre, c.valeur, cast(null as double) as valeur_max, c.borne_min, c.borne_max,
    case when c.borne_max is null then 'au_moins' when c.borne_max - c.borne_min < 0.05 then 'exacte' else 'environ' end as precision,
    cast(null as double) as pas, i.unite, i.mesure, c.statut, 'publie' as secret, '' as symbole, true as derive,
    'int_chiffres_calcules' as modele, cast(null as date) as date_reference, cast(null as date) as date_debut,
    cast(null as date) as date_fin, cast(null as date) as date_arrete, cast(null as varchar) as libelle_source, s.sigle as producteur,
    i.source, s.ssp, {{ en_texte('c.source_ids') }} as source_ids, i.decimales,
    coalesce(c.annee_base, i.annee_base) as annee_base
  from {{ ref('int_chiffres_calcules') }} as c
  cross join {{ ref('stg_edition') }} as e
  join {{ ref('stg_indicateurs') }} as i on i.id = c.indicateur
  join {{ ref('stg_sources') }} as s on s.id = i.source
  where c.valeur is not null
    and not exists (select 1 from {{ ref('int_chiffres_publies') }} as p where p.cle = c.cle)
)

select * from publies
union all
select * from calcules
