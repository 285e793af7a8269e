"""Errors meant for people: a code, its fields, one French sentence.

The sentences live in `catalogue/messages/<domaine>.yaml`; the page of errors of the docs is made from the same files.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

MESSAGES = Path(__file__).parent / "messages"
CHARGEUR = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster, where PyYAML was built with it


@cache
def messages() -> dict[str, dict[str, str]]:
    """All messages by code (`domaine.nom`): `phrase`, `cause`, `remede`."""
    return {
        f"{path.stem}.{name}": message
        for path in sorted(MESSAGES.glob("*.yaml"))
        for name, message in yaml.load(path.read_text("utf-8"), Loader=CHARGEUR).items()
    }


class Anomalie(Exception):
    """An error said in one French sentence.

    `code` is `domaine.nom`; `champs` fill the sentence. Raises KeyError when the code is not in the catalogue of
    messages or a field is missing: an error without its sentence is a bug, not a message.
    """

    exit_code = 2

    def __init__(self, code: str, **champs: object):
        self.code, self.champs = code, champs
        super().__init__(messages()[code]["phrase"].format(**champs))


class Refus(Anomalie):
    """Content refused (a file, a row, a key in a document): exit code 1."""

    exit_code = 1

    def __init__(self, code: str, **champs: object):
        super().__init__(code, **champs)
        self.refus: tuple[Refus, ...] = (self,)

    @classmethod
    def groupe(cls, refus: list["Refus"]) -> "Refus":
        """One refusal that carries all of `refus` (at least one): its text has one line each."""
        groupe = cls.__new__(cls)
        Exception.__init__(groupe, "\n".join(str(r) for r in refus))
        groupe.code, groupe.champs, groupe.refus = refus[0].code, refus[0].champs, tuple(refus)
        return groupe


class Impossible(Anomalie):
    """The work could not be run (a wrong argument, no disk, a run already going): exit code 2."""


def suggestion(valeur: str, connus: list[str] | set[str]) -> str:
    """« (vouliez-vous dire « x » ?) » with a leading narrow space, or an empty string when nothing is near."""
    from difflib import get_close_matches

    proches = get_close_matches(valeur, sorted(connus), n=1, cutoff=0.6)
    return f" (vouliez-vous dire « {proches[0]} » ?)" if proches else ""
