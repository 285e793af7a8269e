"""Accents: eight hundred tables in ten ways of writing them. Each is read as it was written, or refused; none is read otherwise."""

import random

import pytest

from catalogue import charger
from catalogue.contrats import lire_contrat
from catalogue.erreurs import Refus, messages
from ingest.controle import Contexte, Limites
from ingest.controle.lecture.encodage import decoder
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel
from tests.fabriques.retours import csv_de, lignes

PROUVES = ("utf-8", "utf-8-sig", "utf-16")
DEVINES = ("cp1252", "mac_roman")
ETRANGERS = ("cp850", "cp437", "iso8859-15", "cp1250", "utf-16-le")
TABLES = 160
TEXTES = """Amicale du Nid|L’Élan retrouvé|Association d’aide aux victimes|Cœur d’œuvre|Foyer « Les Églantines »|Où aller ?|Maîtrise de la langue : naïve|Île-de-France
Hébergement d’urgence|Santé et prévention|Égalité – parité|Forêt, fenêtre, même|Noël à l’hôpital|Août 2024|Contrôle des flux à 12 %|Prise en charge à 45 €|N° 12, 2e étage
Enquête menée auprès de 79 répondants|Français, ailleurs|Reçu le 3 août|ÉTUDE DÉPARTEMENTALE|à confirmer|été|élève|Dû|Né|Ré|ça va|Ça ira|œuvre|Œuvre|État|étape|équipe|près|Nîmes
L’Haÿ-les-Roses|capharnaüm|maïs|Saint-Étienne|Besançon|Orléans|Évreux|Épinal|Angoulême|Périgueux|Mâcon|Nevers|Mende|Guéret|Privas|Aubusson|Crémieu|Bâgé|Sète|Béziers""".replace("\n", "|").split("|")


def table(graine: int) -> str:
    """A table of French words, of 1 to 100 rows, with or without an accent in its header."""
    hasard = random.Random(graine)
    noms = [ligne["nom"] for ligne in charger().nomenclatures["departements"].values()]
    entete = hasard.choice(["annee;departement;nombre", "Année;Département;Nombre", "année;DÉPARTEMENT;Effectif relevé"])
    nombres = ["12", "1\u00a0204", "4 %", *TEXTES[:3]]
    lignes = [f"2024;{hasard.choice(TEXTES + noms)};{hasard.choice(nombres)}" for _ in range(hasard.choice([1, 3, 10, 100]))]
    return "\r\n".join([entete, *lignes, ""])


def lire(texte: str, encodage: str) -> str | None:
    """What is read of a text written so, None when it is refused."""
    try:
        return decoder(texte.encode(encodage), referentiel().accentues)
    except Refus as refus:
        assert refus.code in ("controle.accents_douteux", "controle.texte_abime"), refus.code
        return None


def ecrits(encodage: str) -> list[str]:
    """The tables that this way of writing can write."""
    tables = [table(graine) for graine in range(TABLES)]
    return [t for t in tables if t.encode(encodage, "ignore").decode(encodage) == t]


@pytest.mark.parametrize("encodage", PROUVES)
def test_what_says_how_it_is_written_is_always_read(encodage):
    for texte in ecrits(encodage):
        assert lire(texte, encodage) == texte


@pytest.mark.parametrize("encodage", DEVINES + ETRANGERS)
def test_nothing_is_read_otherwise_than_it_was_written(encodage):
    for texte in ecrits(encodage):
        assert lire(texte, encodage) in (texte, None)


@pytest.mark.parametrize("encodage", DEVINES)
def test_one_sentence_alone_is_read_as_it_was_written_or_refused(encodage):
    phrases = {p for message in messages().values() for p in (message["phrase"], message["cause"], message["remede"]) if not p.isascii()}
    tables = [f"annee;departement;texte\r\n2024;63;{p}\r\n".replace("\u202f", "\u00a0") for p in phrases]
    lus = [(t, lire(t, encodage)) for t in tables if t.encode(encodage, "ignore").decode(encodage) == t]
    assert len(lus) > 500 and [t for t, lu in lus if lu not in (t, None)] == []
    assert sum(lu is None for _, lu in lus) < 0.05 * len(lus)


@pytest.mark.parametrize(("texte", "encodage"), [
    ("l’état;63\n", "mac_roman"), ("d’établissement;63\n", "mac_roman"), ("« déposé\u00a0»;63\n", "cp1252"), ("OÙ\u00a0;63\n", "cp1252"),
    ("L’ÉTAT;63\n", "mac_roman")])
def test_bytes_of_windows_or_mac_that_are_also_valid_utf8_are_not_read_as_such(texte, encodage):
    assert lire(texte, encodage) in (texte, None)


@pytest.mark.parametrize("texte", ["Ελλάδα;63\n", "№ 12 → 3 €;ﬁn\n", "😀;é\n", "Łódź;Ştefan\n", "e\u0301te\u0301;63\n"])
def test_other_alphabets_in_utf8_are_left_as_they_are(texte):
    assert lire(texte, "utf-8") == texte


def test_few_files_of_excel_are_refused_as_doubtful():
    cas = [(texte, encodage) for encodage in DEVINES for texte in ecrits(encodage)]
    refuses = [texte for texte, encodage in cas if lire(texte, encodage) is None]
    assert len(cas) == len(DEVINES) * TABLES
    assert len(refuses) < 0.05 * len(cas), refuses


@pytest.mark.parametrize("encodage", (*PROUVES, *DEVINES))
def test_a_return_with_titles_and_labels_in_french_comes_back_equal(encodage):
    contrat = lire_contrat("diagnostic")
    rows = lignes(contrat, 3)
    entete = ";".join(f'"{c.titre}"' for c in contrat.champs)
    corps = csv_de(contrat, rows).decode().split("\n", 1)[1]
    rapport = controler_ici(f"{entete}\n{corps}".encode(encodage), "x.csv", contrat, Contexte(), Limites(), referentiel())
    assert rapport.verdict == "accepte"
    assert rapport.table.select(contrat.colonnes).to_dicts() == rows


@pytest.mark.parametrize("octets", [
    "Département".encode()[:-9] + "\xe9;b\n".encode("latin-1"),
    "année;b\n".encode() + "été".encode("cp1252"),
    b"\xef\xbb\xbfann\xe9e",
    "année".encode("utf-16") + b"\x00",
])
def test_a_text_cut_or_mixed_is_refused(octets):
    with pytest.raises(Refus):
        decoder(octets, referentiel().accentues)


def test_the_doubt_is_told_with_its_line():
    with pytest.raises(Refus) as refus:
        decoder(b"annee;nombre\n2024;1\n2024;\xe9\n", referentiel().accentues)
    assert refus.value.champs["ligne"] == 3
