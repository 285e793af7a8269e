-- What the returns count, one row per cell, every total included. Confidential: publication/ hides before anything is read from it.
with sommes as (
  select
    contrat, cle, indicateur, annee, territoire_type, territoire, variable, modalite, reponse, cast(sum(valeur) as bigint) as valeur,
    {{ etat_de_somme('etat_valeur', 'valeur') }} as etat_valeur, {{ statut_de_retour('statut') }} as statut
  from {{ ref('int_comptes_retours') }}
  group by contrat, cle, indicateur, annee, territoire_type, territoire, variable, modalite, reponse
),

deja as (
  -- Where the registry of published figures has this very number.
  select distinct p.annee, p.territoire, p.valeur, m.indicateur
  from {{ ref('stg_registre') }} as p
  join (values
    ('psp_en_cours', 'psp_flux_stock_31_12'), ('psp_en_cours_senat', 'psp_flux_stock_31_12'), ('contraventions_achat', 'verbalisations_contraventions'),
    ('victimes_enregistrees', 'victimes_proxenetisme_ou_recours_delictuel')) as m (publie, indicateur) on m.publie = p.indicateur
)

select
  e.edition, s.cle, s.indicateur, s.contrat, s.annee, s.territoire_type, s.territoire, 'ensemble' as majorite, s.variable, s.modalite, s.reponse,
  s.valeur, s.etat_valeur, s.statut,
  exists (
    select 1 from deja as d
    where s.variable = 'ensemble' and d.indicateur = s.indicateur and d.annee = s.annee and d.territoire = s.territoire and d.valeur = s.valeur
  ) as deja_publiee
from sommes as s
cross join {{ ref('stg_edition') }} as e
