"""`python -m benchmarks.secret`: how long the protection of tables and the attack on them take, and how it grows with the number of cells."""

from __future__ import annotations

import itertools
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import secret_campagne as simulation
from publication.secret import Hierarchie, Parametre, Regles, Systeme, assembler, certifier, primaires, proteger

DESSIN = Path(__file__).resolve().parent.parent / "docs" / "images" / "secret-croissance.svg"
CROISSANCE, SECONDES = (1_000, 10_000, 100_000), (0.01, 0.1, 1, 10, 100, 1_000)
MILLIERS, VIRGULE = "replace(format(datum.value, ','), ',', '\u202f')", "replace(toString(datum.value), '.', ',')"
SEXE, AGE = ("femmes", "hommes"), ("0-17", "18-24", "25+")
BUT_SECONDES, BUT_MEMOIRE = 300, 2_048
REGLES = Regles("essai", Parametre(5, "seuil des essais"))


@dataclass(frozen=True)
class Mesure:
    """Cells, sensitive ones, hidden ones; seconds of protection and attack; relative gap to the bound; whether the attack found nothing."""

    cellules: int
    sensibles: int
    cachees: int
    protection: float
    attaque: float
    ecart: float
    arret: str
    sure: bool


def main() -> None:
    territoires = {"× sexe": (SEXE,), "× âge": (AGE,), "× sexe × âge": (SEXE, AGE)}
    for nom, dimensions in territoires.items():
        _dire(f"Régions et départements {nom}", mesurer(croisement(dimensions), budget_s=50, exact=True))
    courbe = []
    for n in CROISSANCE:
        courbe.append(mesurer(extrait(n), budget_s=0))
        _dire("Croissance", courbe[-1])
    entiere = mesurer(simulation.systeme(), budget_s=float(sys.argv[1]) if len(sys.argv) > 1 else 0)
    _dire("Campagne entière", entiere)
    memoire = sum(resource.getrusage(qui).ru_maxrss for qui in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"Au plus {memoire} Mio (but : moins de {BUT_MEMOIRE}) ; but pour la campagne : moins de {BUT_SECONDES} s")
    dessiner(courbe)


def croisement(dimensions: tuple[tuple[str, ...], ...], national: int = 1_600) -> Systeme:
    """Départements, régions and France, crossed with these dimensions."""
    geo = simulation.territoires()
    tirage = simulation.Tirage(1, [c for c in geo.parents if c not in set(geo.parents.values())])
    fines = {(d, *modalites): n for d, effectif in tirage.effectifs(national).items()
             for modalites, n in tirage.repartir(effectif, list(itertools.product(*dimensions))).items()}
    return assembler([simulation.tableau(geo, "essai", fines, [Hierarchie.plate(f"d{i}", "ensemble", m) for i, m in enumerate(dimensions)])])


def extrait(cellules: int) -> Systeme:
    """The first tables of the campaign that reach this number of cells, with the links between them."""
    tableaux, relations = simulation.campagne()
    tailles = itertools.accumulate(len(t.valeurs) for t in tableaux)
    gardes = tableaux[:sum(1 for taille in tailles if taille <= cellules) + 1]
    cles = {t.cellule(codes) for t in gardes for codes in t.valeurs}
    return assembler(gardes, [r for r in relations if simulation.cles(r) <= cles])


def mesurer(systeme: Systeme, budget_s: float, exact: bool = False) -> Mesure:
    """Protect, then attack."""
    exigences = primaires(systeme, REGLES).exigences
    debut = time.monotonic()
    protection = proteger(systeme, exigences, budget_s=budget_s, processus=2)
    milieu = time.monotonic()
    certificat = certifier(systeme, exigences, protection, exact=exact)
    return Mesure(len(systeme.cles), len(exigences), len(protection.secrets), milieu - debut, time.monotonic() - milieu, protection.ecart,
                  protection.arret, certificat.sur)


def dessiner(courbe: list[Mesure]) -> None:
    """Seconds by number of cells, both in powers of ten."""
    import altair as alt
    import vl_convert

    points = [{"cellules": m.cellules, "secondes": getattr(m, quoi), "étape": quoi} for m in courbe for quoi in ("protection", "attaque")]
    dessin = alt.Chart(alt.Data(values=points)).mark_line(point=True).encode(
        x=alt.X("cellules:Q", scale=alt.Scale(type="log"), title="cellules", axis=alt.Axis(values=list(CROISSANCE), labelExpr=MILLIERS)),
        y=alt.Y("secondes:Q", scale=alt.Scale(type="log"), title="secondes", axis=alt.Axis(values=list(SECONDES), labelExpr=VIRGULE)),
        color=alt.Color("étape:N", scale=alt.Scale(range=["#000091", "#c9191e"]), title=None)).properties(width=420, height=240)
    DESSIN.write_text(vl_convert.vegalite_to_svg(dessin.to_json()), "utf-8")


def _dire(nom: str, m: Mesure) -> None:
    print(f"{nom} : {m.cellules} cellules, {m.sensibles} sensibles, {m.cachees} cachées ; protection {_n(m.protection)} s ({m.arret}, écart "
          f"{_n(100 * m.ecart)} %), attaque {_n(m.attaque)} s : {'aucune brèche' if m.sure else 'BRÈCHE'}", flush=True)


def _n(valeur: float) -> str:
    return f"{valeur:.1f}".replace(".", ",")


if __name__ == "__main__":
    main()
