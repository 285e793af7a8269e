"""`python -m benchmarks.portail [organisations] [deposits each]`: deposits by a real portal, two workers, 8 clients that each wait for their receipt.

Told beside what the same file costs when it is only controlled, in this process: what the portal adds is pages, children, digests, the store, the audit log.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from catalogue.contrats import lire_contrat
from ingest.controle import Contexte, Limites
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel
from tests.fabriques.portail import Portail
from tests.fabriques.portail_charge import CONTRAT, MILLESIME, Envoi, centile, deposer_tout, ecrire_registre, envois, par_les_pages, par_programme, peupler

ORGANISMES, CHACUN, CLIENTS = 200, 5, 8
BUT_P95 = 3.0
TEMOINS = 20


def main(organismes: int = ORGANISMES, chacun: int = CHACUN) -> None:
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        identifiants = ecrire_registre(dossier / "registre", organismes)
        a_faire = [*envois(identifiants, chacun)]
        temoin = statistics.median(map(nu, a_faire[:TEMOINS]))
        with Portail(dossier / "var", MIPROF_PORTAIL_REGISTRE=str(dossier / "registre")) as portail:
            acces = peupler(portail, identifiants)
            seul = statistics.median(d.secondes for d in deposer_tout(portail, acces, a_faire[:TEMOINS], [par_les_pages]))
            for dit, voie in (("Par les pages (fichier, confirmation, accusé)", par_les_pages), ("Par l’API", par_programme)):
                debut = time.perf_counter()
                durees = [d.secondes for d in deposer_tout(portail, acces, a_faire, [voie] * CLIENTS)]
                duree = time.perf_counter() - debut
                print(f"{dit}, {CLIENTS} clients, {len(durees)} dépôts : {len(durees) / duree:.1f} par seconde ; médiane {centile(durees, 0.5):.2f} s, "
                      f"p95 {centile(durees, 0.95):.2f} s (but : moins de {BUT_P95:.0f}), le plus long {max(durees):.2f} s")
                print(f"  soit {centile(durees, 0.5) / temoin:.0f} fois le contrôle seul du même fichier, {duree / len(durees) / temoin:.1f} fois au débit")
    print(f"Un client seul, par les pages : {seul:.2f} s, soit {seul / temoin:.1f} fois le contrôle seul ({temoin * 1000:.0f} ms)")
    print(f"Charge de la machine à la fin : {os.getloadavg()[0]:.1f} pour {os.cpu_count()} cœurs")


def nu(envoi: Envoi) -> float:
    """Seconds to control a file in this process, and nothing else."""
    debut = time.perf_counter()
    rapport = controler_ici(octets=envoi.octets, nom="retour.csv", contrat=lire_contrat(CONTRAT), referentiel=referentiel(), limites=Limites(),
                            contexte=Contexte(millesime=MILLESIME, organismes=frozenset({envoi.organisme})))
    assert rapport.verdict != "illisible"
    return time.perf_counter() - debut


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
