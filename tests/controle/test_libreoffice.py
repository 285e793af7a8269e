"""The same workbooks saved again by LibreOffice, a spreadsheet that shares no code with the makers of these tests: nothing reads otherwise."""

import shutil
import subprocess

import pytest

from ingest.controle import Limites
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel

SOFFICE = shutil.which("soffice")
# What LibreOffice itself changes: it computes formulas, and a hidden line may stay hidden by a filter it does not keep.
CHANGES = {"formule_sans_resultat", "erreur_de_formule_xlsx", "commentaire_signe"}


@pytest.mark.lent
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("format", ["ods", "xlsx"])
def test_a_workbook_saved_again_by_libreoffice_says_the_same(rapports, tmp_path, format):
    gardes = [(piece, rapport) for piece, verdict, rapport in rapports
              if piece.dialecte.outil == "xlsx" and piece.classe in ("canoniques", "classeurs", "habitudes", "plusieurs") and piece.nom not in CHANGES]
    assert len(gardes) > 30
    for rang, (piece, _) in enumerate(gardes):
        (tmp_path / f"{rang}.xlsx").write_bytes(piece.rendre())
    subprocess.run([SOFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profil", "--convert-to", format, "--outdir", tmp_path / "sortie",
                    *sorted(tmp_path.glob("*.xlsx"))], check=True, capture_output=True, timeout=120)
    for rang, (piece, rapport) in enumerate(gardes):
        octets = (tmp_path / "sortie" / f"{rang}.{format}").read_bytes()
        suite = controler_ici(octets, f"x.{format}", piece.contrat, piece.contexte, Limites(), referentiel())
        assert (suite.verdict, a_dire(suite)) == (rapport.verdict, a_dire(rapport)), piece.nom
        assert rapport.table is None or suite.table.equals(rapport.table), piece.nom


def a_dire(rapport) -> list[tuple]:
    return sorted((c.code, c.lignes, c.colonne or "") for c in rapport.constats if c.niveau != "corrige")
