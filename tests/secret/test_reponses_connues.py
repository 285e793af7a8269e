"""Tables of other software of the field, whose answers are known."""

from publication.secret import (
    Cellule,
    Equation,
    Exigence,
    Hierarchie,
    Parametre,
    Profil,
    Regles,
    Systeme,
    Tableau,
    assembler,
    attaquer,
    primaires,
    proteger,
)

# sdcTable (sdcTools), tests/testthat/test-simpleheuristic.R: rows w to z by columns a to d, nine cells marked as sensitive.
SDCTABLE = {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)}
MARQUEES = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")
# rtauargus (InseeFrLab), first example of its README: activity × size, number of firms, value, largest firm.
RTAUARGUS = {
    ("01", "tr1"): (100, 10, 20), ("01", "tr2"): (50, 5, 15), ("02", "tr1"): (30, 2, 20), ("02", "tr2"): (20, 5, 10),
    ("06", "tr1"): (60, 8, 16), ("06", "tr2"): (40, 6, 38),
}


def sdctable(poids=lambda n: 1.0):
    cellules = {f"{ligne}{colonne}": n for ligne, ns in SDCTABLE.items() for colonne, n in zip("abcd", ns)}
    lignes = [Equation.somme(f"{i}+", [f"{i}{j}" for j in "abcd"], f"ligne {i}") for i in SDCTABLE]
    colonnes = [Equation.somme(f"+{j}", [f"{i}{j}" for i in SDCTABLE], f"colonne {j}") for j in "abcd"]
    totaux = {e.termes[0][0]: sum(cellules[c] for c, _ in e.termes[1:]) for e in lignes + colonnes}
    grand = [Equation.somme("++", [f"{i}+" for i in SDCTABLE], "total des lignes"),
             Equation.somme("++", [f"+{j}" for j in "abcd"], "total des colonnes")]
    valeurs = cellules | totaux | {"++": sum(cellules.values())}
    assert valeurs["++"] == 3943
    return Systeme([Cellule(c, n, poids(n)) for c, n in valeurs.items()], lignes + colonnes + grand)


def test_two_hidden_cells_in_each_line_do_not_make_the_table_of_sdctable_safe():
    trouve = {i.cle: i for i in attaquer(sdctable().vue(MARQUEES))}
    assert (trouve["wb"].bas, trouve["wb"].haut) == (47, 47)
    assert {c for c, i in trouve.items() if i.largeur == 0} == {"wb"}


def test_one_complementary_cell_is_enough_for_the_table_of_sdctable():
    protection = proteger(sdctable(), [Exigence(c, 1, 1, 2) for c in MARQUEES])
    assert len(protection.secrets) == len(MARQUEES) + 1
    assert (protection.cout, protection.arret) == (1, "optimal")


def test_the_smallest_complementary_cell_of_sdctable_leaves_two_cells_between_0_and_78():
    systeme = sdctable(poids=float)
    protection = proteger(systeme, [Exigence(c, 1, 1, 2) for c in MARQUEES])
    assert protection.caches - set(MARQUEES) == {"xd"} and protection.cout == 31
    trouve = {i.cle: (i.bas, i.haut) for i in attaquer(systeme.vue(protection.caches))}
    assert {c for c, intervalle in trouve.items() if intervalle == (0, 78)} == {"wb", "xd"}


def test_the_complementary_cell_that_sdctable_chooses_gives_the_interval_that_it_finds():
    trouve = {i.cle: i for i in attaquer(sdctable().vue([*MARQUEES, "xb"]))}
    assert (trouve["wb"].bas, trouve["wb"].haut) == (0, 141)


def test_the_first_example_of_rtauargus_needs_two_complementary_cells():
    activites, tailles = ("01", "02", "06"), ("tr1", "tr2")
    geo = (Hierarchie.plate("activite", "Total", activites), Hierarchie.plate("taille", "Total", tailles))
    valeurs = {c: float(v) for c, (v, _, _) in RTAUARGUS.items()}
    for a in activites:
        valeurs[a, "Total"] = sum(valeurs[a, t] for t in tailles)
    for t in (*tailles, "Total"):
        valeurs["Total", t] = sum(valeurs[a, t] for a in activites)
    tableau = Tableau("act_size", "val", geo, valeurs, entier=False, poids=lambda codes: 1.0)
    systeme = assembler([tableau])
    profils = {tableau.cellule(c): Profil(n, (maximum,)) for c, (_, n, maximum) in RTAUARGUS.items()}
    regles = Regles("exemple", Parametre(None, "ce ne sont pas des personnes"), dominance=Parametre((1, 85), "exemple publié"),
                    declarants_min=Parametre(3, "exemple publié"), marge_pct=Parametre(10.0, "exemple publié"))
    sensibles = primaires(systeme, regles, profils=profils).exigences
    assert {(e.cle, *e.motifs) for e in sensibles} == {
        ("val.activite-02.taille-tr1", "declarants_min"), ("val.activite-06.taille-tr2", "dominance")}
    protection = proteger(systeme, sensibles)
    assert protection.caches - {e.cle for e in sensibles} == {"val.activite-02.taille-tr2", "val.activite-06.taille-tr1"}
    assert protection.arret == "optimal"
