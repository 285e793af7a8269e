"""The SSMSI's time series as published: Windows-1252, quoted, many indicators in one file."""

from __future__ import annotations

from ingest.sources.ssmsi_series import COLONNES

TEH = "Traite et exploitation des êtres humains"
PROXENETISME = "Infractions de proxénétisme"


def ligne(valeur: object = 993, periode: str = "2022", forme: str = PROXENETISME, unite: str = "Victime", zone: str = "France", indicateur: str = TEH,
          statistique: str = "Nombre", declinaison: str = "Non Renseigné") -> dict[str, str]:
    return dict.fromkeys(COLONNES, "Non Renseigné") | {
        "Valeurs": str(valeur), "Unite_temps": periode, "Titre": "Victimes de proxénétisme", "Indicateur": indicateur, "Sous_indicateur": forme, "Zone_geographique": zone,
        "Champ": zone, "Unite_de_compte": unite, "Statistique": statistique, "Declinaison": declinaison, "Periodicite": "Mensuelle" if "M" in periode else "Annuelle"}


def serie(*lignes: dict[str, str], encodage: str = "cp1252", sans: tuple[str, ...] = ()) -> bytes:
    """The file of these rows; `sans` leaves columns out."""
    colonnes = [c for c in COLONNES if c not in sans]
    return "".join(";".join(f'"{v}"' for v in rangee) + "\n" for rangee in [colonnes, *([ligne[c] for c in colonnes] for ligne in lignes)]).encode(encodage)
