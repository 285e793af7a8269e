"""Bodies that never end: the door in front of the portal, on a real server, with less patience than the real one."""

import socket
import threading
import time

import pytest
import uvicorn

from ingest.portail.reception import Reception
from tests.fabriques import portail_brut as brut

PATIENCE = 0.4


@pytest.fixture(scope="module")
def porte():
    """The port of a server that counts and times bodies, then says how long they were."""

    async def longueur(portee, recevoir, envoyer):
        corps = str(len((await recevoir())["body"])).encode()
        await envoyer({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(corps)).encode())]})
        await envoyer({"type": "http.response.body", "body": corps})

    prise = socket.create_server(("127.0.0.1", 0))
    serveur = uvicorn.Server(uvicorn.Config(Reception(longueur, duree_max=PATIENCE), log_level="error", lifespan="off"))
    fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
    fil.start()
    yield prise.getsockname()[1]
    serveur.should_exit = True
    fil.join()


def goutte_a_goutte():
    """A body of a thousand bytes told beforehand, one byte now and then."""
    yield brut.demande("/retours/2024/psp_flux/", Content_Length="1000")
    for _ in range(40):
        time.sleep(PATIENCE / 10)  # the slowness is what is tested
        yield b"x"


def test_a_body_that_comes_drop_by_drop_is_cut(porte):
    debut = time.monotonic()
    statut, reponse, partis = brut.envoyer(porte, goutte_a_goutte())
    assert (statut == 408 and "trop lentement" in reponse.decode()) or (statut == 0 and partis < 1000)
    assert time.monotonic() - debut < 20


def test_a_body_that_never_comes_is_cut(porte):
    statut, reponse, _ = brut.envoyer(porte, [brut.demande("/retours/2024/psp_flux/", Content_Length="1000")])
    assert statut == 408 and b"Envoi refus\xc3\xa9" in reponse and b"connection: close" in reponse.lower()


def test_who_waits_does_not_keep_others_waiting(porte):
    with socket.create_connection(("127.0.0.1", porte)) as lente:
        lente.sendall(brut.demande("/retours/", Content_Length="1000"))
        assert brut.envoyer(porte, [brut.demande("/retours/", b"x" * 30)])[1].endswith(b"30")
