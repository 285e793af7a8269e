"""Pinning livraisons to an édition: `data/editions/<edition>.yaml` edited in place, comments kept.

Only the lines of one source change. The text is cut where PyYAML says its nodes stand, and the result is read again before it
takes the file's place: it must say what the old file said, pins apart.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from catalogue.edition import DOSSIER, Edition, lire_edition
from catalogue.erreurs import Impossible

Entree = tuple[yaml.Node, yaml.Node]


def epingler(edition: str, source: str, empreintes: Sequence[str], notes: Mapping[str, str], dossier: Path = DOSSIER) -> Edition:
    """Make the pins of `source` exactly `empreintes` (none: the source is no longer pinned); returns the édition as it then reads.

    `notes` gives the comment written beside a new pin; a pin that stays keeps its line. The file is replaced whole or not at all.
    Raises Impossible when the édition is not declared, or its text is too unusual to be edited safely.
    """
    lire_edition(edition, dossier)
    path = dossier / f"{edition}.yaml"
    texte = path.read_text("utf-8")
    attendu = _epinglee(yaml.safe_load(texte), source, list(empreintes))
    nouveau = _editer(texte, source, [_ligne(e, notes) for e in empreintes], attendu["livraisons"])
    if not _dit(nouveau, attendu):
        raise Impossible("livraisons.edition_a_la_main", fichier=path.name, source=source, empreintes=", ".join(empreintes) or "aucune")
    _remplacer(path, nouveau)
    return lire_edition(edition, dossier)


def _epinglee(contenu: dict, source: str, empreintes: list[str]) -> dict:
    livraisons = {s: e for s, e in (contenu.get("livraisons") or {}).items() if s != source or empreintes}
    return {**contenu, "livraisons": {**livraisons, source: empreintes} if empreintes else livraisons}


def _ligne(empreinte: str, notes: Mapping[str, str]) -> str:
    note = notes.get(empreinte)
    return f'- "{empreinte}"' + (f"  # {note}" if note else "")


def _editer(texte: str, source: str, epingles: list[str], livraisons: dict[str, list[str]]) -> str:
    entree = _trouver(yaml.compose(texte, yaml.SafeLoader), "livraisons")
    if entree is None:
        return texte.rstrip("\n") + "\n" + _bloc("livraisons", [_bloc(source, epingles, 2)])
    cle, valeur = entree
    if not livraisons or not isinstance(valeur, yaml.MappingNode) or valeur.flow_style or not valeur.value:
        entier = _bloc("livraisons", [_bloc(s, [_ligne(e, {}) for e in l] if s != source else epingles, 2) for s, l in livraisons.items()])
        return _couper(texte, cle, _derniere(valeur), entier if livraisons else "livraisons: {}\n")
    marge = valeur.value[0][0].start_mark.column
    if ancienne := _trouver(valeur, source):
        gardees = _lignes_gardees(texte, ancienne[1])
        nouvelle = _bloc(source, [gardees.get(e.split('"')[1], e) for e in epingles], marge) if epingles else ""
        return _couper(texte, ancienne[0], _derniere(ancienne[1]), nouvelle)
    lignes = texte.splitlines(keepends=True)
    fin = _derniere(valeur)
    lignes[fin] = lignes[fin].rstrip("\n") + "\n" + _bloc(source, epingles, marge)
    return "".join(lignes)


def _trouver(noeud: yaml.Node, cle: str) -> Entree | None:
    return next(((c, v) for c, v in noeud.value if c.value == cle), None) if isinstance(noeud, yaml.MappingNode) else None


def _derniere(noeud: yaml.Node) -> int:
    # The end mark of a block collection is where the next thing begins, comments included: its last leaf says where it really ends.
    if isinstance(noeud, yaml.CollectionNode) and not noeud.flow_style and noeud.value:
        dernier = noeud.value[-1]
        return _derniere(dernier[1] if isinstance(dernier, tuple) else dernier)
    return noeud.end_mark.line


def _lignes_gardees(texte: str, noeud: yaml.Node) -> dict[str, str]:
    if not isinstance(noeud, yaml.SequenceNode) or noeud.flow_style:
        return {}
    lignes = texte.splitlines()
    return {item.value: lignes[item.start_mark.line].strip() for item in noeud.value}


def _couper(texte: str, cle: yaml.Node, derniere: int, remplacement: str) -> str:
    lignes = texte.splitlines(keepends=True)
    return "".join([*lignes[:cle.start_mark.line], remplacement, *lignes[derniere + 1:]])


def _bloc(cle: str, lignes: list[str], marge: int = 0) -> str:
    interieur = "".join(l if l.endswith("\n") else f"{' ' * (marge + 2)}{l}\n" for l in lignes)
    return f"{' ' * marge}{cle}:\n{interieur}"


def _dit(texte: str, attendu: dict) -> bool:
    try:
        return yaml.safe_load(texte) == attendu
    except yaml.YAMLError:
        return False


def _remplacer(path: Path, texte: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", delete=False) as f:
        f.write(texte)
        f.flush()
        os.fsync(f.fileno())
    try:
        shutil.copymode(path, f.name)
        os.replace(f.name, path)
    except OSError:
        os.unlink(f.name)
        raise
