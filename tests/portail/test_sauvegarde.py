"""The commands of docs/portail/deploiement.md that save and restore the portal, run as they are written."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.fabriques.portail import RACINE, Portail, retour
from tests.fabriques.portail_postgres import commandes, postgres

pytestmark = pytest.mark.lent
GUIDE = RACINE / "docs/portail/deploiement.md"


def bloc(titre):
    """A block of commands of the guide, by what its mark says."""
    return re.search(rf"<!-- essai : {titre} -->\n```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[1]


@contextmanager
def deux_bases(genre):
    """The variables of the portal that is saved, and those of the one that is restored: in PostgreSQL, two databases that have nothing."""
    if genre == "sqlite":
        yield {}, {}
        return
    with postgres() as adresse, postgres() as neuve:
        yield {"MIPROF_PORTAIL_BASE": adresse}, {"MIPROF_PORTAIL_BASE": neuve}


@pytest.fixture
def programmes(tmp_path):
    """Where commands are found: `miprof` as this very tree has it, PostgreSQL's own, then the rest."""
    miprof = tmp_path / "bin" / "miprof"
    miprof.parent.mkdir()
    miprof.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m orchestration.cli "$@"\n', "utf-8")
    miprof.chmod(0o755)
    return f"{miprof.parent}:{commandes() or ''}:{os.environ['PATH']}"


def executer(titre, portail, sauvegarde, programmes):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", bloc(titre)], cwd=RACINE, capture_output=True, text=True, check=False,
                          env=portail.environnement | {"SAUVEGARDE": str(sauvegarde), "PATH": programmes})


@pytest.mark.parametrize("genre", [
    pytest.param("sqlite", marks=pytest.mark.skipif(not shutil.which("sqlite3"), reason="no sqlite3 command on this machine")),
    pytest.param("postgresql", marks=pytest.mark.skipif(commandes() is None, reason="no PostgreSQL on this machine")),
])
def test_what_was_received_is_found_again_after_a_restore_elsewhere(genre, tmp_path, programmes):
    sauvegarde = tmp_path / "sauvegardes" / "2026-11-21"
    with deux_bases(genre) as (perdue, neuve):
        with Portail(tmp_path / "perdu", **perdue) as portail:
            portail.campagne(millesime=2024, contrats=["psp_flux"])
            portail.compte(courriel="ddfe63@exemple.fr", organisme="ddfe_63")
            client = portail.client("ddfe63@exemple.fr")
            recu = client.envoyer(client.deposer(2024, "psp_flux", retour()).url)
            assert recu.status_code == 200
            fait = executer(f"sauvegarder {genre}", portail, sauvegarde, programmes)
            assert fait.returncode == 0, fait.stderr
        assert {p.stat().st_mode & 0o077 for p in sauvegarde.iterdir()} == {0}
        shutil.rmtree(portail.maison)

        retrouve = Portail(tmp_path / "retrouve", **neuve)
        fait = executer(f"restaurer {genre}", retrouve, sauvegarde, programmes)
        assert fait.returncode == 0 and "Journal intact" in fait.stdout, fait.stdout + fait.stderr
        with retrouve:
            client = retrouve.client()
            client.envoyer(retrouve.lien(courriel="ddfe63@exemple.fr"))
            chemin = recu.url.removeprefix(portail.adresse)
            assert re.search("[0-9a-f]{64}", client.get(chemin).text)[0] == re.search("[0-9a-f]{64}", recu.text)[0]
            assert client.envoyer(client.deposer(2024, "psp_flux", retour(graine=2)).url).url.endswith("psp_flux-2024-ddfe_63-0002/")
