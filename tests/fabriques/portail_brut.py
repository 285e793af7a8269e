"""HTTP spoken by hand: what no honest client would send. And the codes of an authentication application."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import struct
import time
from collections.abc import Iterable

LIMITE = "limite"
ATTENTE = 30


def multipart(nom: bytes, octets: bytes, champs: dict[str, str] | None = None, champ: str = "fichier", type: str = "text/csv") -> bytes:
    """The body of a form with one file, its name written byte for byte."""
    parties = [f'--{LIMITE}\r\nContent-Disposition: form-data; name="{c}"\r\n\r\n{v}\r\n'.encode() for c, v in (champs or {}).items()]
    fichier = (f'--{LIMITE}\r\nContent-Disposition: form-data; name="{champ}"; filename="'.encode() + nom
               + f'"\r\nContent-Type: {type}\r\n\r\n'.encode() + octets + f"\r\n--{LIMITE}--\r\n".encode())
    return b"".join(parties) + fichier


def demande(chemin: str, corps: bytes = b"", methode: str = "POST", **entetes: str) -> bytes:
    """A request, with the length of its body unless told; header names take « _ » for « - »."""
    dits = {"Host": "127.0.0.1", "Content-Type": f"multipart/form-data; boundary={LIMITE}", "Content-Length": str(len(corps)), "Connection": "close"}
    dits |= {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
    return f"{methode} {chemin} HTTP/1.1\r\n".encode() + b"".join(f"{n}: {v}\r\n".encode() for n, v in dits.items() if v) + b"\r\n" + corps


def par_morceaux(corps: bytes, taille: int = 65_536) -> Iterable[bytes]:
    """A body whose length is told piece by piece (chunked)."""
    for debut in range(0, len(corps), taille):
        morceau = corps[debut:debut + taille]
        yield b"%x\r\n%s\r\n" % (len(morceau), morceau)
    yield b"0\r\n\r\n"


def envoyer(port: int, morceaux: Iterable[bytes]) -> tuple[int, bytes, int]:
    """Send pieces until the server answers or hangs up: the status (0 without answer), the answer, and how many bytes went out before it."""
    partis = 0
    with socket.create_connection(("127.0.0.1", port), ATTENTE) as prise:
        try:
            for morceau in morceaux:
                prise.sendall(morceau)
                partis += len(morceau)
        except (ConnectionResetError, BrokenPipeError):
            pass  # it answered before the end
        reponse = _ecouter(prise)
    return int(reponse.split(b" ", 2)[1]) if reponse.startswith(b"HTTP/") else 0, reponse, partis


def code_de(cle: str, decalage: int = 0) -> str:
    """What an authentication application shows for a key, so many half minutes from now (RFC 6238)."""
    cle = cle.replace(" ", "")
    somme = hmac.digest(base64.b32decode(cle + "=" * (-len(cle) % 8)), struct.pack(">Q", int(time.time()) // 30 + decalage), hashlib.sha1)
    return f"{(struct.unpack('>I', somme[somme[-1] & 15:][:4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _ecouter(prise: socket.socket) -> bytes:
    recu = b""
    try:
        while morceau := prise.recv(65_536):
            recu += morceau
    except (ConnectionResetError, TimeoutError):
        pass
    return recu
