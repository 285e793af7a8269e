"""The guides of docs/portail/ tell the truth: what they quote is on the screen, what they show and link to exists, no setting is left out."""

import re
from pathlib import Path

import pytest

from tests.fabriques.portail import RACINE

DOSSIER, IMAGES = RACINE / "docs/portail", RACINE / "docs/images/portail"
GUIDES = sorted(DOSSIER.glob("*.md"))
LOURD = 80_000
# Where the words that a contributor or an agent reads are written: pages, e-mails, reports, templates of returns.
MOTS = [*(RACINE / "ingest").rglob("*.html"), *(RACINE / "ingest").rglob("*.py"), *(RACINE / "ingest/portail").rglob("*.txt"),
        *(RACINE / "catalogue/messages").glob("*.yaml"), *(RACINE / "catalogue/contrats").rglob("*.json")]


def espaces(texte: str) -> str:
    """The text, whatever spaces and ends of line it is written with."""
    return re.sub(r"\s+", " ", texte)


def lire(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("guide", [g for g in GUIDES if g.stem.startswith("guide")], ids=lambda g: g.stem)
def test_what_a_guide_quotes_is_written_by_the_program(guide):
    ecrit = espaces(" ".join(map(lire, MOTS)))
    cites = {espaces(c) for c in re.findall("«\u00a0(.*?)\u00a0»", lire(guide), re.DOTALL)}
    assert cites and {c for c in cites if c not in ecrit} == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: g.stem)
def test_links_and_pictures_lead_somewhere_and_pictures_are_told(guide):
    for dit, cible in re.findall(r"!?\[([^\]]*)\]\(([^)#]+)[^)]*\)", lire(guide)):
        assert dit.strip() and (guide.parent / cible).exists(), cible


def test_pictures_are_light_and_all_used():
    montrees = {nom for guide in GUIDES for nom in re.findall(r"images/portail/([\w-]+\.png)", lire(guide))}
    assert montrees == {p.name for p in IMAGES.iterdir()}
    assert max(p.stat().st_size for p in IMAGES.iterdir()) <= LOURD


def test_every_setting_of_the_portal_is_in_the_guide_of_deployment():
    connues = set(re.findall(r"MIPROF_[A-Z_]+", lire(RACINE / "ingest/portail/environnement.py")))
    assert connues == set(re.findall(r"MIPROF_[A-Z_]+", lire(DOSSIER / "deploiement.md")))
