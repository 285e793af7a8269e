"""The audit log as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.portail.journal import entrees
from ingest.portail.models import Compte

ACTES = {
    "lien_demande": "lien de connexion demandé",
    "lien_refuse": "lien de connexion refusé",
    "connexion": "connexion",
    "deconnexion": "déconnexion",
    "second_facteur": "second facteur donné",
    "second_facteur_cree": "second facteur enregistré",
    "second_facteur_refuse": "second facteur refusé",
    "second_facteur_oublie": "second facteur oublié",
    "controle": "fichier contrôlé",
    "depot": "dépôt enregistré",
    "jeton_cree": "jeton créé",
    "jeton_revoque": "jeton révoqué",
    "campagne_creee": "campagne créée",
    "campagne_modifiee": "campagne modifiée",
    "relance": "relances envoyées",
    "export_reponses": "tableau des réponses téléchargé",
    "telechargement": "fichier reçu téléchargé",
    "compte_ouvert": "accès ouvert",
    "compte_ferme": "accès fermé",
    "compte_rouvert": "accès rouvert",
    "courriel_non_envoye": "courriel non envoyé",
    "fabrication_demandee": "fabrication demandée",
}


def dernieres(nombre: int) -> Iterator[dict[str, Any]]:
    """The last entries; accounts by their address when they still exist, which the log itself never holds."""
    connus = {f"compte {pk}": courriel for pk, courriel in Compte.objects.values_list("pk", "courriel")}
    for entree in entrees(nombre):
        yield entree | {"acte": ACTES.get(entree["acte"], entree["acte"]), **{c: connus.get(entree[c], entree[c]) for c in ("acteur", "objet")}}
