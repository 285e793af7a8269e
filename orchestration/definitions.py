"""Everything Dagster knows of the house."""

from __future__ import annotations

import logging

import dagster as dg

from orchestration.actifs import brut, entrepot, lettre, publication, retours, sources
from orchestration.capteurs import capteurs
from orchestration.progression import JOURNAL
from orchestration.ressources import Maison

LETTRE = "fabriquer_la_lettre"
TITRES = {
    "livraisons": "Livraisons",
    "raw__registre": "Registre des chiffres publiés",
    "raw_definitions": "Définitions",
    "raw_retours": "Retours",
    "entrepot": "Entrepôt et ses contrôles",
    "protection_des_comptages": "Protection des comptages",
    "tables_publiques": "Tables publiques",
    "composition": "Figures, phrases et tableaux",
    "lettre": "Lettre, PDF et HTML",
} | sources.TITRES


@dg.logger(description="The stages, for the person who waits for them.")
def etapes(_: dg.InitLoggerContext) -> logging.Logger:
    return JOURNAL


defs = dg.Definitions(
    assets=dg.load_assets_from_modules([brut, retours, sources, entrepot, publication, lettre]),
    jobs=[dg.define_asset_job(LETTRE, selection=dg.AssetSelection.all(), description="Des livraisons à la lettre d’une édition."),
          sources.actualiser_les_sources],
    sensors=capteurs(LETTRE),
    resources={"maison": Maison()},
    loggers={"etapes": etapes, "console": dg.colored_console_logger},
    executor=dg.in_process_executor,
)
