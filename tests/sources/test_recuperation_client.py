"""Downloads against a real server on loopback: what is tried again, what is told at once, what is resumed."""

import re
import time

import pytest

from catalogue.erreurs import Impossible, Refus
from ingest.recuperation.partiel import Partiel, Validateurs
from tests.sources.conftest import CSV


@pytest.fixture
def telecharger(client, tmp_path):
    """Download an address; gives the bytes, or None when the server says that nothing changed."""
    def _telecharger(url, connus=None, suivre=lambda *_: None, **bornes):
        partiel = Partiel(tmp_path / "partiels", url)
        return partiel.octets.read_bytes() if client(**bornes).telecharger(url, partiel, connus, suivre) else None

    return _telecharger


def test_a_file_comes_whole_and_its_progress_is_told(serveur, telecharger):
    vus = []
    url = serveur.servir("/a.csv", CSV)
    assert telecharger(url, suivre=lambda *o: vus.append(o)) == CSV
    assert vus[-1] == (len(CSV), len(CSV)) and [r for r, _ in vus] == sorted(r for r, _ in vus)


def test_a_file_without_length_comes_whole(serveur, telecharger):
    assert telecharger(serveur.servir("/a.csv", CSV, sans_longueur=True)) == CSV


@pytest.mark.parametrize("validateurs", [{"etag": '"x1"'}, {"etag": None, "modifie": "Thu, 09 Jul 2026 12:00:00 GMT"}])
def test_an_unchanged_file_is_not_sent_again(serveur, telecharger, validateurs):
    url = serveur.servir("/a.csv", CSV, **validateurs)
    assert telecharger(url, connus=Validateurs(validateurs["etag"], validateurs.get("modifie"))) is None
    assert telecharger(url, connus=Validateurs('"autre"')) == CSV


def test_a_server_that_says_unchanged_when_nothing_is_known_is_refused(serveur, telecharger):
    with pytest.raises(Refus, match="refuse cette demande \\(code 304\\)"):
        telecharger(serveur.servir("/a.csv", code=304))


def test_a_body_that_never_begins_is_a_cut_body(serveur, telecharger):
    assert telecharger(serveur.servir("/a.csv", CSV, coupures=1, coupe=0)) == CSV
    with pytest.raises(Impossible, match=f"0 octets reçus sur {len(CSV)}"):
        telecharger(serveur.servir("/b.csv", CSV, coupures=9, coupe=0))


def test_a_failing_server_is_tried_again_later_and_later(serveur, telecharger, attentes):
    assert telecharger(serveur.servir("/a.csv", CSV, pannes=3), attente=1.0) == CSV
    assert len(attentes) == 3
    for rang, attente in enumerate(attentes):
        assert 0.5 * 2**rang <= attente <= 1.5 * 2**rang


def test_the_delay_asked_by_the_server_is_kept_within_bounds(serveur, telecharger, attentes):
    assert telecharger(serveur.servir("/a.csv", CSV, pannes=1, attendre=7), attente=0.0) == CSV
    assert telecharger(serveur.servir("/b.csv", CSV, pannes=1, attendre=9_999), attente=0.0, attente_maximum=12.0) == CSV
    assert attentes == [7.0, 12.0]


def test_a_server_that_keeps_failing_is_named(serveur, telecharger):
    url = serveur.servir("/a.csv", CSV, pannes=99)
    with pytest.raises(Impossible, match=re.escape(f"{url} : le serveur est en panne ou surchargé (code 503)")):
        telecharger(url, essais=3)
    assert len(serveur.recues) == 3


@pytest.mark.parametrize(("code", "attendu"), [
    (404, "n’existe pas ou plus"), (410, "n’existe pas ou plus"), (403, "refuse cette demande"), (401, "refuse cette demande")])
def test_a_clear_answer_is_told_at_once_and_never_tried_again(serveur, telecharger, attentes, code, attendu):
    with pytest.raises(Refus, match=attendu):
        telecharger(serveur.servir("/a.csv", code=code))
    assert len(serveur.recues) == 1 and attentes == []


def test_a_cut_body_is_resumed_where_it_stopped(serveur, telecharger):
    url = serveur.servir("/a.csv", CSV, coupures=2, coupe=70_000)
    assert telecharger(url) == CSV
    premiere, deuxieme, troisieme = serveur.demandes("/a.csv")
    assert "Range" not in premiere
    assert deuxieme["Range"] == "bytes=70000-" and deuxieme["If-Range"] == '"v1"'
    assert troisieme["Range"] == "bytes=140000-"


def test_a_body_that_is_always_cut_is_named_and_resumed_by_the_next_command(serveur, telecharger):
    url = serveur.servir("/a.csv", CSV, coupures=2, coupe=70_000)
    with pytest.raises(Impossible, match=f"arrive coupé \\(140000 octets reçus sur {len(CSV)}\\)"):
        telecharger(url, essais=2)
    assert telecharger(url) == CSV
    assert serveur.demandes("/a.csv")[-1]["Range"] == "bytes=140000-"


@pytest.mark.parametrize("fautes", [{"plages": False}, {"etag": 'W/"faible"'}, {"etag": None}, {"decale": True}, {"sans_longueur": True}])
def test_a_server_that_cannot_resume_sends_the_whole_again_and_nothing_is_mixed(serveur, telecharger, fautes):
    assert telecharger(serveur.servir("/a.csv", CSV, coupures=1, coupe=70_000, **fautes), essais=5) == CSV


@pytest.mark.parametrize("sourd", [False, True])
def test_a_file_replaced_during_the_cut_is_taken_whole_from_its_new_version(serveur, telecharger, sourd):
    url = serveur.servir("/a.csv", CSV, coupures=1, coupe=70_000)
    with pytest.raises(Impossible):
        telecharger(url, essais=1)
    nouveau = CSV.replace(b";", b",")
    serveur.servir("/a.csv", nouveau, etag='"v2"', sourd=sourd)
    assert telecharger(url) == nouveau


def test_a_finished_partial_file_left_by_a_killed_process_starts_again(serveur, telecharger, tmp_path):
    url = serveur.servir("/a.csv", CSV)
    partiel = Partiel(tmp_path / "partiels", url)
    partiel.noter(Validateurs('"v1"'))
    partiel.ajouter(CSV)
    assert telecharger(url) == CSV


def test_a_file_over_the_cap_is_refused_before_its_body_when_the_length_is_known(serveur, telecharger, tmp_path):
    with pytest.raises(Refus, match=r"dépasse la taille admise \(0 Mo\)"):
        telecharger(serveur.servir("/a.csv", CSV), taille_maximum=100_000)
    assert not list((tmp_path / "partiels").glob("*"))


def test_a_file_over_the_cap_is_refused_on_the_way_when_it_is_not(serveur, telecharger, tmp_path):
    with pytest.raises(Refus, match="dépasse la taille admise"):
        telecharger(serveur.servir("/a.csv", CSV, sans_longueur=True), taille_maximum=100_000)
    assert not list((tmp_path / "partiels").glob("*"))


def test_a_silent_server_is_given_up(serveur, telecharger):
    with pytest.raises(Impossible, match="pas de réponse en 0.2 secondes"):
        telecharger(serveur.servir("/a.csv", CSV, muet=1.0), delai_lecture=0.2, essais=2)


def test_a_server_that_drips_is_given_up(serveur, telecharger):
    debut = time.monotonic()
    with pytest.raises(Impossible, match="abandonné après"):
        telecharger(serveur.servir("/a.csv", CSV, gout=0.05), delai_total=0.5)
    assert time.monotonic() - debut < 5


def test_a_server_that_stops_half_way_without_closing_is_given_up(serveur, telecharger):
    with pytest.raises(Impossible, match="a cessé d’envoyer"):
        telecharger(serveur.servir("/a.csv", CSV, gout=1.0), delai_lecture=0.3, essais=1)


def test_a_closed_port_is_unreachable(serveur, telecharger):
    with pytest.raises(Impossible, match="n’a pas pu être joint \\(connexion refusée\\)"):
        telecharger("http://127.0.0.1:9/a.csv", essais=2)


def test_an_unknown_server_is_unreachable(telecharger):
    with pytest.raises(Impossible, match="ce nom de serveur est introuvable"):
        telecharger("http://serveur.invalid/a.csv", essais=1)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "pas une adresse", "http://", "ftp://exemple.fr/a.csv"])
def test_an_address_that_is_not_http_is_refused(telecharger, url, attentes):
    with pytest.raises(Refus, match="ne mène à aucun fichier"):
        telecharger(url)
    assert attentes == []


def test_a_redirection_is_followed_and_a_loop_is_refused(serveur, telecharger):
    serveur.servir("/a.csv", CSV)
    assert telecharger(serveur.servir("/vers", renvoi=serveur.adresse("/a.csv"))) == CSV
    with pytest.raises(Refus, match="n’en finissent pas"):
        telecharger(serveur.servir("/boucle", renvoi=serveur.adresse("/boucle")))


def test_json_that_is_not_json_is_named(serveur, client):
    with pytest.raises(Refus, match="n’est pas du JSON"):
        client().json(serveur.servir("/api", b"<html>maintenance</html>"))


def test_compressed_json_is_read(serveur, client):
    assert client().json(serveur.servir("/api", b'{"a": 1}', gzip=True)) == {"a": 1}
