"""Recorded victims of the letter's perimeter."""

from __future__ import annotations

from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, dite, eventuel, ligne, rupture, source
from reports.phrases.outils import comparaison
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte


def victimes(ch: Chiffres) -> Figure:
    """The total, its adults and minors, the minors by offence, with the evolutions that were published."""
    arbre = [("victimes_enregistrees", "Ensemble", "total", 0, "victimes_evolution"),
             ("victimes_majeures", "Majeures", "second", 1, "victimes_majeures_evolution"),
             ("victimes_mineures", "Mineures", "principal", 1, "victimes_mineures_evolution"),
             ("victimes_mineures_proxenetisme", "de proxénétisme", "principal", 2, None),
             ("victimes_mineures_recours_delictuel", "de recours délictuel", "principal", 2,
              "victimes_mineures_recours_delictuel_evolution")]
    effectifs = {i: ch.un(i) for i, *_ in arbre}
    evolutions = {i: eventuel(ch, e) if e else None for i, *_, e in arbre}
    publiees = [e for e in evolutions.values() if e]
    base = publiees[0].annee_base if publiees else None
    mineures = effectifs["victimes_mineures"]
    return Figure(
        id="victimes",
        chart=Chart.de("barres", [_branche(effectifs[i], libelle, ton, niveau, evolutions[i]) for i, libelle, ton, niveau, _ in arbre],
                       unite="victimes", entetes={"libelle": "Victimes", "valeur": f"Victimes en {ch.millesime}",
                                                  "evolution": f"Évolution publiée {base}-{ch.millesime}"}),
        titre=texte("Les mineures sont ", mineures, " : ", effectifs["victimes_mineures_proxenetisme"], " victimes de proxénétisme, ",
                    effectifs["victimes_mineures_recours_delictuel"], " de recours délictuel"),
        unite=texte(f"Victimes enregistrées en {ch.millesime}", f", et évolution publiée depuis {base}" if base else ""),
        lecture=texte(mineures, f" victimes mineures ont été enregistrées en {mineures.annee}",
                      *_depuis(evolutions["victimes_mineures"]), "."),
        note=rupture(ch, publiees), champ=champ(mineures), source=source(ch, [*effectifs.values(), *publiees]),
    )


def _depuis(evolution: Chiffre | None) -> Texte:
    return texte(", soit ", comparaison(evolution), f" qu’en {evolution.annee_base}") if evolution else []


def _branche(c: Chiffre, libelle: str, ton: str, niveau: int, evolution: Chiffre | None) -> dict[str, object]:
    suite = {"cle": f"{c.cle};{evolution.cle}", "evolution": evolution.valeur, "evolution_texte": evolution.nombre} if evolution else {}
    return ligne(c, libelle, ton, niveau=niveau, **suite)


def parts(ch: Chiffres) -> Figure:
    """Two shares of the same total, each on its own bar so that they are never combined."""
    total = ch.un("victimes_enregistrees")
    couples = [("Femmes et filles", ch.un("victimes_femmes"), ch.un("victimes_femmes_part")),
               ("Mineures, filles et garçons", ch.un("victimes_mineures"), ch.un("victimes_mineures_part"))]
    (_, _, femmes), (_, _, mineures) = couples
    return Figure(
        id="parts",
        chart=Chart.de("barres", [_part(libelle, effectif, part, total) for libelle, effectif, part in couples], unite="des victimes",
                       entetes={"libelle": "Groupe", "valeur": "Part dans l’ensemble", "effectif": "Victimes", "base": "Ensemble"}),
        titre=texte("Deux parts, un même total : elles ne se combinent pas"),
        unite=texte(f"Part dans l’ensemble des victimes enregistrées en {total.annee}, en %"),
        lecture=texte(femmes, " des ", total, " victimes sont des femmes ou des filles ; ", mineures, " des mêmes ", total,
                      " victimes sont mineures."),
        champ=champ(total), source=source(ch, [total, *(c for _, *chiffres in couples for c in chiffres)]),
    )


def _part(libelle: str, effectif: Chiffre, part: Chiffre, total: Chiffre) -> dict[str, object]:
    return ligne(part, libelle, niveau=1, **{
        "cle": ";".join((part.cle, effectif.cle, total.cle)), "base": total.valeur, "base_texte": f"{total.nombre} victimes",
        "effectif": effectif.valeur, "effectif_texte": dite(effectif)})
