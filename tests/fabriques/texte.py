"""What a reader gets of a letter: the tags and words of its PDF in reading order, the words of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import lxml.html
import pikepdf

ARTEFACT = -1
HORS_TEXTE = ("script", "style", "svg", "details", "footer", "title")


@dataclass(frozen=True)
class Balise:
    """A structure element of a PDF (then `texte` is empty), or one run of its words (then `alt` is None) and their page."""

    type: str
    alt: str | None
    parents: tuple[str, ...]
    texte: str
    page: int | None = None


def balises(pdf: pikepdf.Pdf) -> list[Balise]:
    """The structure tree in reading order; artifacts (banners, footers) are not in it."""
    mots = {page.objgen: (numero, _mots(page)) for numero, page in enumerate(pdf.pages, 1)}
    racine = pdf.Root.StructTreeRoot
    return list(_descendre(racine.K, (), None, mots, racine.get("/RoleMap", {})))


def _descendre(noeud, parents: tuple[str, ...], page, mots: dict, roles) -> Iterator[Balise]:
    if isinstance(noeud, pikepdf.Array):
        for enfant in noeud:
            yield from _descendre(enfant, parents, page, mots, roles)
    elif isinstance(noeud, int) or "/MCID" in noeud:
        mcid, page = (noeud, page) if isinstance(noeud, int) else (noeud.MCID, noeud.get("/Pg", page))
        numero, textes = mots[page.objgen]
        yield Balise(parents[-1], None, parents[:-1], textes.get(int(mcid), ""), numero)
    elif "/S" in noeud:
        role = str(roles.get(str(noeud.S), noeud.S)).removeprefix("/")
        yield Balise(role, str(noeud.Alt) if "/Alt" in noeud else None, parents, "")
        if "/K" in noeud:
            yield from _descendre(noeud.K, (*parents, role), noeud.get("/Pg", page), mots, roles)


def artefacts(pdf: pikepdf.Pdf) -> list[str]:
    """Page by page, the words that are seen and not read: running strips, folios, watermarks. Without spaces."""
    return [serrer(_mots(page).get(ARTEFACT, "")) for page in pdf.pages]


def _mots(page: pikepdf.Page) -> dict[int, str]:
    """Text of a page by marked-content identifier; ARTEFACT for what is outside the structure."""
    polices = {nom: _unicode(police) for nom, police in page.resources.get("/Font", {}).items()}
    textes: dict[int, str] = {}
    pile: list[tuple[int | None, bool]] = [(None, False)]  # identifier, and whether a replacement text stands for the glyphs
    table: dict[int, str] = {}
    for operandes, operateur in pikepdf.parse_content_stream(page):
        nom = str(operateur)
        mcid, remplace = pile[-1]
        ajout = ""
        if nom in ("BDC", "BMC"):
            proprietes = operandes[1] if nom == "BDC" and isinstance(operandes[1], pikepdf.Dictionary) else {}
            mcid = ARTEFACT if str(operandes[0]) == "/Artifact" else proprietes.get("/MCID", mcid)
            ajout = str(proprietes.get("/ActualText", ""))
            pile.append((mcid, remplace or "/ActualText" in proprietes))
        elif nom == "EMC":
            pile.pop()
        elif nom == "Tf":
            table = polices[str(operandes[0])]
        elif nom in ("Tj", "TJ") and not remplace:
            morceaux = operandes[0] if nom == "TJ" else [operandes[0]]
            ajout = "".join(_decoder(bytes(m), table) for m in morceaux if isinstance(m, pikepdf.String))
        if ajout and mcid is not None:
            textes[mcid] = textes.get(mcid, "") + ajout
    return textes


def _decoder(octets: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(octets[i:i + 2], "big"), "") for i in range(0, len(octets), 2))


def _unicode(police) -> dict[int, str]:
    cmap = bytes(police.ToUnicode.read_bytes()).decode("latin-1")
    paires = {}
    for bloc in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, cible in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", bloc):
            paires[int(code, 16)] = bytes.fromhex(cible).decode("utf-16-be")
    for bloc in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for debut, fin, cible in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", bloc):
            premier = int.from_bytes(bytes.fromhex(cible), "big")
            paires |= {c: chr(premier + c - int(debut, 16)) for c in range(int(debut, 16), int(fin, 16) + 1)}
    return paires


def texte_pdf(octets: bytes) -> str:
    """The words of a PDF in reading order, without any space: figures' drawings and footnotes left out."""
    with pikepdf.open(BytesIO(octets)) as pdf:
        lus = [b.texte for b in balises(pdf) if not {"Figure", "Note", "FENote"} & {b.type, *b.parents}]
    return serrer("".join(lus))


def page_html(octets: bytes) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(octets.decode())


def texte_html(octets: bytes) -> str:
    """The words of a page in order, without any space: what only the web has (data, tools, footnotes) left out."""
    corps = page_html(octets).body
    inutiles = corps.xpath("//a[@class='evitement'] | //p[@class='impression'] | //section[@role='doc-endnotes'] "
                           "| //*[contains(@class, 'outils')] | //a[@role='doc-noteref']")
    for element in [*inutiles, *corps.iter(*HORS_TEXTE)]:
        if element.getparent() is not None:
            element.drop_tree()
    return serrer(corps.text_content())


def serrer(texte: str) -> str:
    """Without spaces nor the hyphens put in at the end of lines."""
    return re.sub(r"[\s\u00ad]", "", texte)
