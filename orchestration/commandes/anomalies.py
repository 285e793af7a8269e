"""`miprof anomalies`: the unusual values of the long series, and the decision that each one waits for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from orchestration.chemins import Chemins
from orchestration.francais import Commande

if TYPE_CHECKING:
    from catalogue import Catalogue
    from publication.series_inhabituelles import Inhabituelle

NB = "\u00a0"
ETATS = {"publiee": "publiée", "ecartee": "écartée", "en_attente": "décision attendue"}


@click.command(cls=Commande, short_help="Montrer les valeurs inhabituelles des séries longues.")
@click.argument("edition", help="L’année de publication, par exemple 2025.")
def anomalies(edition: str) -> None:
    """Montre les valeurs inhabituelles des séries longues, et la ligne à écrire pour décider de chacune."""
    from catalogue import charger
    from catalogue.edition import lire_edition
    from publication.series_inhabituelles import lire

    lire_edition(edition)
    for ligne in _lignes(lire(Chemins.actuels().entrepot, edition), edition, charger()):
        click.echo(ligne)


def _lignes(trouvees: list[Inhabituelle], edition: str, catalogue: Catalogue) -> Iterator[str]:
    if not trouvees:
        yield "Aucune valeur inhabituelle dans les séries longues de cette édition."
    for v in trouvees:
        yield _constat(v, catalogue)
    if attendues := [v for v in trouvees if v.publication == "en_attente"]:
        yield f"\nTant qu’une décision n’est pas écrite, la valeur n’est pas publiée. Dans data/editions/{edition}.yaml{NB}:\ndecisions_anomalies:"
        for v in attendues:
            yield f'  - {{serie: {v.serie}, annee: {v.annee}, territoire: "{v.territoire}", decision: publier ou ecarter, raison: "…", auteur: "…", date: …}}'


def _constat(v: Inhabituelle, catalogue: Catalogue) -> str:
    from reports.typographie import composer, nombre

    noms = catalogue.nomenclatures["departements"] | catalogue.nomenclatures["collectivites_outremer"]
    autour = [f"{nombre(n)} en {annee}" for annee, n in ((v.annee - 1, v.precedente), (v.annee + 1, v.suivante)) if n is not None]
    etat = ETATS[v.publication] + (f"{NB}: {v.raison}" if v.raison else "")
    return (f"{catalogue.indicateurs[v.serie].libelle_court}, {composer(noms[v.territoire]['nom'])}, {v.annee}{NB}: {nombre(v.valeur)} "
            f"({', '.join([*autour, f'médiane {nombre(v.mediane, 1)}'])}) — {etat}")
