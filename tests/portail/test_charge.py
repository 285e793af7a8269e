"""Two hundred organisations that deposit at once: nothing is lost, nothing is counted twice."""

from datetime import date

import pytest

from catalogue.contrats import lire_contrat
from ingest.livraisons import Magasin
from ingest.retours import qui_comptent, recus, relire
from tests.fabriques.portail import Portail
from tests.fabriques.portail_charge import CONTRAT, MILLESIME, centile, deposer_tout, ecrire_registre, envois, par_les_pages, par_programme, peupler

VOIES = [par_les_pages] * 6 + [par_programme] * 2


def verifier_tout(portail, donnes, a_faire):
    """Every receipt that was given is in the store, once, with its bytes and its table; the last of each organisation counts."""
    magasin = Magasin(portail.maison / "livraisons")
    gardes = recus(magasin)
    assert sorted((d.recu, d.sha256) for d in donnes) == sorted((r.id, r.sha256) for r in gardes)
    assert len({r.id for r in gardes}) == len(a_faire)
    derniers = {e.organisme: e.sha256 for e in a_faire}
    comptent = qui_comptent(magasin, lire_contrat(CONTRAT), MILLESIME, date.max)
    assert {organisme: r.sha256 for organisme, r in comptent.items()} == derniers
    octets = {e.sha256: e.octets for e in a_faire}
    for recu in gardes:
        assert magasin.lire(recu.sha256) == octets[recu.sha256] and len(relire(magasin, recu)) == recu.lignes
    assert [r.remplace for r in gardes if r.id.endswith("-0001")] == [None] * len(derniers)
    depots = [e["objet"] for e in portail.entrees() if e["acte"] == "depot"]
    assert sorted(depots) == sorted(r.id for r in gardes)
    assert not [*(portail.maison / "portail" / "attente").iterdir()] and not [*(magasin.racine / "brouillons").iterdir()]


def charger(dossier, organismes, chacun, **variables):
    """Deposit so many files of each of so many organisations, and verify; the seconds each took."""
    identifiants = ecrire_registre(dossier / "registre", organismes)
    with Portail(dossier / "var", MIPROF_PORTAIL_REGISTRE=str(dossier / "registre"), **variables) as portail:
        acces, a_faire = peupler(portail, identifiants), [*envois(identifiants, chacun)]
        donnes = deposer_tout(portail, acces, a_faire, VOIES)
        verifier_tout(portail, donnes, a_faire)
        assert "ERROR" not in portail.traces(), portail.traces()
    return [d.secondes for d in donnes]


@pytest.mark.lent
def test_a_thousand_deposits_at_once_are_all_kept_once(tmp_path, capsys):
    durees = charger(tmp_path, 200, 5)
    with capsys.disabled():
        print(f"\n{len(durees)} dépôts : médiane {centile(durees, 0.5):.2f} s, p95 {centile(durees, 0.95):.2f} s, le plus long {max(durees):.2f} s")
