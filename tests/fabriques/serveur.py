"""A real HTTP server on loopback that serves files well, or with exactly one fault."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reponse:
    """What an address serves. Faults marked « n times » go away afterwards: `pannes`, `coupures`.

    octets, type: the body and its media type. etag, modifie: validators (None: not sent). plages: whether Range is honoured.
    code: another status than 200, with an empty body. pannes: n answers 503 first. coupures: n bodies cut after `coupe` bytes first.
    muet: seconds of silence before the answer. gout: seconds between two small pieces. gzip: transport compression whatever is asked.
    decale: a resumed body starts elsewhere than asked. sourd: If-Range is ignored. renvoi: a Location. sans_longueur: chunked, no Content-Length.
    """

    octets: bytes = b""
    type: str = "text/csv"
    etag: str | None = '"v1"'
    modifie: str | None = None
    plages: bool = True
    code: int = 200
    pannes: int = 0
    attendre: int | None = None
    coupures: int = 0
    coupe: int = 0
    muet: float = 0.0
    gout: float = 0.0
    gzip: bool = False
    decale: bool = False
    sourd: bool = False
    renvoi: str | None = None
    sans_longueur: bool = False


@dataclass
class Serveur:
    """`adresse(chemin)` is the URL of a path. `recues` are the requests so far: path and headers."""

    port: int
    servis: dict[str, Reponse] = field(default_factory=dict)
    recues: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def adresse(self, chemin: str) -> str:
        return self.base + chemin

    def servir(self, chemin: str, octets: bytes = b"", **fautes: object) -> str:
        """Serve bytes at a path; returns its URL."""
        self.servis[chemin] = Reponse(octets, **fautes)
        return self.adresse(chemin)

    def jeu(self, jeu: str, ressources: list[dict]) -> None:
        """Serve the description of a data.gouv.fr dataset."""
        self.servir(f"/api/1/datasets/{jeu}/", json.dumps({"id": jeu, "resources": ressources}).encode(), type="application/json")

    def ressource(self, fichier: str, octets: bytes, titre: str | None = None, format: str = "csv", date: str = "2026-07-09T12:00:00+00:00",
                  somme: bool = True, **fautes: object) -> dict:
        """Serve a file; returns how data.gouv.fr describes it."""
        url = self.servir(f"/resources/{fichier}", octets, **fautes)
        return {"id": hashlib.md5(url.encode()).hexdigest(), "title": titre or fichier, "url": url, "format": format, "last_modified": date,
                "filesize": len(octets), "checksum": {"type": "sha1", "value": hashlib.sha1(octets).hexdigest()} if somme else None}

    def demandes(self, chemin: str) -> list[dict[str, str]]:
        """Headers of each request for a path."""
        return [entetes for c, entetes in self.recues if c == chemin]


@contextmanager
def ouvrir() -> Iterator[Serveur]:
    """The server, closed at the end."""
    http = _Ecoute(("127.0.0.1", 0), _Reponses)
    http.serveur = Serveur(http.server_address[1])
    fil = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    fil.start()
    try:
        yield http.serveur
    finally:
        http.shutdown()
        http.server_close()
        fil.join()


class _Ecoute(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass  # a client that gives up is part of the tests


class _Reponses(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        serveur: Serveur = self.server.serveur
        serveur.recues.append((self.path, dict(self.headers)))
        reponse = serveur.servis.get(self.path)
        if reponse is None:
            return self._vide(404)
        time.sleep(reponse.muet)
        if reponse.pannes:
            reponse.pannes -= 1
            return self._vide(503, {"Retry-After": str(reponse.attendre)} if reponse.attendre is not None else {})
        if reponse.renvoi or reponse.code != 200:
            return self._vide(302 if reponse.renvoi else reponse.code, {"Location": reponse.renvoi} if reponse.renvoi else {})
        if self._inchange(reponse):
            return self._vide(304, self._validateurs(reponse))
        self._corps(reponse)

    def _corps(self, reponse: Reponse) -> None:
        octets = gzip.compress(reponse.octets) if reponse.gzip else reponse.octets
        debut = self._debut(reponse)
        entetes = {"Content-Type": reponse.type, **self._validateurs(reponse)}
        if reponse.gzip:
            entetes["Content-Encoding"] = "gzip"
        if debut is not None and debut >= len(octets):
            return self._vide(416)
        if debut is not None:
            debut = 0 if reponse.decale else debut
            entetes["Content-Range"] = f"bytes {debut}-{len(octets) - 1}/{len(octets)}"
        corps = octets[debut or 0:]
        entetes |= {"Transfer-Encoding": "chunked"} if reponse.sans_longueur else {"Content-Length": str(len(corps))}
        self._entetes(200 if debut is None else 206, entetes)
        if reponse.coupures:
            reponse.coupures -= 1
            self._ecrire(corps[:reponse.coupe], reponse)
            self.close_connection = True
            return
        self._ecrire(corps, reponse)
        if reponse.sans_longueur:
            self.wfile.write(b"0\r\n\r\n")

    def _ecrire(self, corps: bytes, reponse: Reponse) -> None:
        pas = 100 if reponse.gout else max(len(corps), 1)
        for i in range(0, len(corps), pas):
            morceau = corps[i:i + pas]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(morceau), morceau) if reponse.sans_longueur else morceau)
            self.wfile.flush()
            time.sleep(reponse.gout)

    def _debut(self, reponse: Reponse) -> int | None:
        m = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        meme = reponse.sourd or self.headers.get("If-Range") in (reponse.etag, reponse.modifie)
        return int(m[1]) if m and reponse.plages and meme else None

    def _inchange(self, reponse: Reponse) -> bool:
        return (reponse.etag is not None and self.headers.get("If-None-Match") == reponse.etag
                or reponse.modifie is not None and self.headers.get("If-Modified-Since") == reponse.modifie)

    @staticmethod
    def _validateurs(reponse: Reponse) -> dict[str, str]:
        return {nom: valeur for nom, valeur in (("ETag", reponse.etag), ("Last-Modified", reponse.modifie)) if valeur}

    def _vide(self, code: int, entetes: dict[str, str] | None = None) -> None:
        self._entetes(code, {**(entetes or {}), "Content-Length": "0"})

    def _entetes(self, code: int, entetes: dict[str, str]) -> None:
        self.send_response(code)
        for nom, valeur in entetes.items():
            self.send_header(nom, valeur)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass
