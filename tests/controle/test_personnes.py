"""Personal data: found wherever they hide, told by their place, never written again."""

import pytest

from catalogue import charger
from catalogue.contrats import charger_contrats, exemple, lire_contrat
from catalogue.erreurs import Refus
from catalogue.organismes import lire_registre
from ingest.controle import Contexte, Limites, annoter, ecrire
from ingest.controle.constats import MASQUE
from ingest.controle.moteur import controler_ici
from ingest.controle.personnes import est_personnel, titre_personnel
from ingest.controle.rapport import FORMATS
from ingest.controle.referentiel import referentiel
from ingest.modeles.contenu import textes
from tests.fabriques.classeurs import PRINCIPAL, ods, xlsx
from tests.fabriques.corpus.personnes import CAS
from tests.fabriques.dialectes import Dialecte, grille, rendre
from tests.fabriques.retours import csv_de, exemple_de, lignes

CONTRAT = lire_contrat("agrements")
PRENOMS = referentiel().prenoms
INNOCENTS = (
    "Puy-de-Dôme", "Seine-Saint-Denis", "Amicale du Nid", "Mouvement du Nid", "Fondation Jean Untel", "Institut Louise Untel", "Lycée Victor Untel", "voie publique",
    "rue", "Rue, bar, hôtel", "12 rencontres", "2024-03-31", "01/01/2024", "1 204", "0,42", "782 913 467", "W123456789", "123456789", "du 1er au 31 mars",
    "Les Roses d’acier", "Accueil de jour", "Diagnostic 2024, tome 2", "article 611-1", "CIDFF 63", "France entière", "Éducation nationale", "3919", "116 000",
    "Place de la prévention dans les parcours", "compté, mais non transmis", "0.3333333333333333", "13 à 17 ans", "n° 2024-17",
)


@pytest.mark.parametrize("nom", CAS)
def test_each_kind_is_recognised_in_a_column_of_text(nom):
    valeur, sorte = CAS[nom]
    assert [c.code for c in controler(lignes_avec("organisme", valeur)).constats if c.niveau == "bloquant"] == [f"controle.personnel_{sorte}"]


@pytest.mark.parametrize("texte", INNOCENTS)
def test_what_is_nobodys_is_left_alone(texte):
    assert est_personnel(texte, PRENOMS) is None


def test_no_organisation_and_no_word_of_the_catalogue_passes_for_a_person():
    noms = {o.nom for o in lire_registre().organismes.values()}
    mots = {v for nom, lignes in charger().nomenclatures.items() if nom != "prenoms" for ligne in lignes.values() for v in ligne.values() if v}
    assert [t for t in noms | mots if est_personnel(t, PRENOMS)] == []


@pytest.mark.parametrize(("texte", "sorte"), [
    ("joindre contact (at) example.org", "courriel"), ("tél. 0639980102", "telephone"), ("+33 (0)6 39 98 01 02", "telephone"), ("06.39.98.01.02", "telephone"),
    ("299129999999974", "nir"), ("2991299999999", "nir"), ("née en 2006 à Untelville", "naissance"), ("DDN 12/03/04", "naissance"), ("3 bis, avenue Imaginaire", "adresse"),
    ("rue de l’Invention", "adresse"), ("voir www.example.org", "page"), ("suivie par Mme Untel", "nom"), ("Marie-Louise Untel", "nom"), ("UNTEL Marie", "nom"),
    ("Dr. A. Untel", "nom"), ("dossier de Fatoumata Untel", "nom"),
])
def test_it_is_recognised_inside_a_sentence(texte, sorte):
    attendu = texte.replace("299129999999974", f"2991299999999{97 - 2991299999999 % 97:02}")
    assert est_personnel(attendu, PRENOMS) == sorte


def test_a_number_with_a_wrong_key_is_no_social_security_number():
    assert est_personnel(f"2991299999999{(98 - 2991299999999 % 97) % 97:02}", PRENOMS) is None


@pytest.mark.parametrize("titre", ["Nom", "Prénom de la personne", "date de naissance", "N° de sécurité sociale", "E-mail", "Adresse postale"])
def test_a_column_of_persons_is_known_by_its_title(titre):
    assert titre_personnel(titre)


@pytest.mark.parametrize("champ", lire_contrat("diagnostic").champs + lire_contrat("accompagnement").champs, ids=lambda c: c.nom)
def test_no_column_of_a_contract_passes_for_personal(champ):
    assert not titre_personnel(champ.titre) and not titre_personnel(champ.nom)
    assert all(est_personnel(t, PRENOMS) is None for t in (champ.titre, champ.nom, champ.exemple) if t)


def lignes_avec(champ: str, valeur: str):
    rows = lignes(CONTRAT)
    rows[0] |= {champ: valeur}
    return rendre(grille(CONTRAT, rows, Dialecte()), Dialecte())


def controler(octets: bytes, nom: str = "retour.csv"):
    return controler_ici(octets, nom, CONTRAT, Contexte(), Limites(), referentiel())


SECRET = "Camille Secrète-Untel"


def cachettes():
    """The same name in every place of a file."""
    cases = grille(CONTRAT, lignes(CONTRAT), Dialecte())
    dans = lambda ligne, colonne: [[SECRET if (l, c) == (ligne, colonne) else v for c, v in enumerate(cs)] for l, cs in enumerate(cases)]
    d = Dialecte()
    yield "texte", rendre(dans(1, 3), d), "x.csv"
    yield "nombre", rendre(dans(1, 0), d), "x.csv"
    yield "code", rendre(dans(1, 1), d), "x.csv"
    yield "date", rendre(dans(1, 6), d), "x.csv"
    yield "deux_lignes_sur_la_cle", rendre([*dans(1, 1), dans(1, 1)[1]], d), "x.csv"
    yield "titre_de_colonne", rendre([[*cases[0], SECRET], *([*ligne, "x"] for ligne in cases[1:])], d), "x.csv"
    yield "titre_connu_remplace", rendre(dans(0, 3), d), "x.csv"
    yield "colonne_inconnue", rendre([[*cases[0], "détail"], *([*ligne, SECRET] for ligne in cases[1:])], d), "x.csv"
    yield "au_dessus", rendre([[SECRET], *cases], d), "x.csv"
    yield "total", rendre([*cases, ["Total", SECRET]], d), "x.csv"
    yield "sans_entete", rendre(dans(1, 3)[1:], d), "x.csv"
    yield "rien_de_reconnu", f"a;b\n{SECRET};2\n".encode(), "x.csv"
    yield "classeur", xlsx({"Saisie": dans(1, 3)}), "x.xlsx"
    yield "libre", ods({"Saisie": dans(1, 3)}), "x.ods"
    yield "autre_feuille", xlsx({"Saisie": cases, "Notes": [["suivi par"], [SECRET]]}), "x.xlsx"
    yield "nom_de_feuille", xlsx({"Saisie": cases, SECRET: [["suivi"], ["tél. 06 39 98 01 02"]]}), "x.xlsx"
    note = f'<comments xmlns="{PRINCIPAL}"><commentList><comment ref="B2"><text><t>vu avec {SECRET}</t></text></comment></commentList></comments>'
    yield "commentaire", xlsx({"Saisie": cases}, **{"xl__comments1.xml": note}), "x.xlsx"
    yield "nom_de_fichier", rendre(dans(1, 3), d), f"retour_{SECRET}.csv"


@pytest.mark.parametrize(("octets", "nom"), [c[1:] for c in cachettes()], ids=[c[0] for c in cachettes()])
def test_what_is_found_is_never_written_again(octets, nom):
    rapport = controler(octets, nom)
    sorties = [ecrire(rapport, format) for format in FORMATS] + [str(rapport.journal())]
    assert rapport.ecarte and rapport.verdict == "refuse" and rapport.table is None
    assert any(c.code.startswith("controle.personnel_") for c in rapport.constats)
    assert [s for s in sorties if "Secrète" in s or "Camille" in s] == []
    with pytest.raises(Refus):
        annoter(octets, nom, CONTRAT, rapport)


def test_no_file_of_ours_that_is_nobodys_passes_for_personal(rapports):
    suspects = [piece.nom for piece, _, rapport in rapports if piece.classe != "personnes" and rapport.ecarte]
    for id, contrat in charger_contrats().items():
        depots = [exemple(id).read_bytes(), *(csv_de(contrat, lignes(contrat, graine)) for graine in range(1, 6)), *(
            p.read_bytes() for p in exemple_de(id).parent.glob(f"*_{id}.csv"))]
        suspects += [id for octets in depots if controler_ici(octets, f"{id}.csv", contrat, Contexte(), Limites(), referentiel()).ecarte]
        suspects += [f"{id} : {t}" for t in textes(contrat) if est_personnel(t, PRENOMS)]
    assert suspects == []


def test_the_other_faults_of_the_file_are_told_all_the_same():
    rows = lignes(CONTRAT)
    rows[0] |= {"organisme": SECRET}
    rows[1] |= {"siren": "12"}
    rapport = controler(rendre(grille(CONTRAT, rows, Dialecte()), Dialecte()))
    assert {"controle.personnel_nom", "controle.forme"} <= {c.code for c in rapport.constats}


def test_the_log_holds_no_value_no_title_and_no_name_of_file():
    rapport = controler(lignes_avec("siren", "valeur-vue"), "nom-du-fichier.csv")
    assert "valeur-vue" in ecrire(rapport, "texte")
    assert not any(mot in str(rapport.journal()) for mot in ("valeur-vue", "nom-du-fichier", "SIREN"))
    assert rapport.journal()["constats"]["controle.forme"] == 1


def test_a_masked_value_is_said_to_be_masked():
    rows = lignes(CONTRAT)
    octets = rendre([[SECRET if (l, c) == (1, 0) else v for c, v in enumerate(cs)] for l, cs in enumerate(grille(CONTRAT, rows, Dialecte()))], Dialecte())
    rapport = controler(octets)
    assert [c.valeur for c in rapport.constats if c.code == "controle.pas_une_annee"] == [MASQUE]
