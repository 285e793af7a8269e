"""Classes of files that hold personal data, or seem to. Everything here is invented: reserved numbers, reserved domains, no one's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from catalogue.contrats import lire_contrat
from tests.fabriques.classeurs import PRINCIPAL
from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.retours import lignes

CAS = {
    "courriel": ("contact.imaginaire@example.org", "courriel"), "telephone": ("06 39 98 01 02", "telephone"), "telephone_international": ("+33 6 39 98 01 02", "telephone"),
    "nir": (f"2 99 12 99 999 999 {97 - 2991299999999 % 97:02}", "nir"), "iban": ("FR76 3000 6000 0112 3456 7890 189", "iban"), "naissance": ("née le 3 mars 2006", "naissance"),
    "jour_de_naissance": ("12/03/2004", "naissance"), "jour_d_un_enfant": ("12/03/2012", "naissance"), "adresse": ("12 rue des Inventions", "adresse"), "page": ("https://example.org/annonce/12", "page"),
    "nom": ("Camille Untel", "nom"), "nom_en_majuscules": ("UNTEL Camille", "nom"), "civilite": ("Mme Untel", "nom"), "nom_en_minuscules": ("camille untel", "nom"),
}
INNOCENTS = {"fondation": "Fondation Jean Untel", "ville": "Association Saint-Denis solidarité", "avenue": "Accueil Avenir", "sigle": "CIDFF de l’Ain"}


def personnes() -> Iterator[Piece]:
    """What must be put aside, and what must not."""
    for nom, (valeur, sorte) in CAS.items():
        yield nouvelle(nom, "personnes", "agrements").abimer(0, "organisme", valeur, f"controle.personnel_{sorte}")
    yield nouvelle("nom_dans_un_nombre", "personnes").abimer(0, "contraventions", "Camille Untel", "controle.personnel_nom", "controle.pas_un_entier")
    yield nouvelle("mobile_sans_zero", "personnes", outil="xlsx").abimer(0, "contraventions", 639980102, "controle.personnel_telephone")
    for titre in ("Nom", "Prénom", "Date de naissance", "Téléphone", "N° de sécurité sociale"):
        nom = titre.lower().replace(" ", "_").replace("é", "e").replace("°", "")
        yield nouvelle(f"colonne_{nom}", "personnes").colonne(titre, ["x", "y"], "controle.titre_personnel")
    piece = nouvelle("autre_feuille", "personnes", outil="xlsx").attendre("controle.personnel_autre_feuille@")
    piece.autres = {"Contacts": [["Référente", "Ligne directe"], ["service", "01 99 00 01 02"]]}
    yield piece
    piece = nouvelle("commentaire_signe", "personnes", outil="xlsx").attendre("controle.personnel_note@")
    piece.membres = {"xl__comments1.xml": f'<comments xmlns="{PRINCIPAL}"><commentList><comment ref="E2"><text><r><t>Camille Untel :</t></r><r><t>à revoir</t></r></text>'
                                          "</comment></commentList></comments>"}
    yield piece
    for nom, valeur in INNOCENTS.items():
        yield nouvelle(f"innocent_{nom}", "personnes", "agrements").abimer(0, "organisme", valeur, vaut=valeur)
    contrat = lire_contrat("verbalisations")
    rows = [lignes(contrat)[0] | {"departement": d, "contraventions": 1, "recidives_delictuelles": None, "date_arrete": date(2025, 1, 31)}
            for d in contrat.champ("departement").modalites[:30]]
    yield nouvelle("une_ligne_par_personne", "personnes", rows=rows).attendre("controle.lignes_individuelles@E")
