"""Both drawings of every figure: same values, readable, in the State's typeface and colours."""

import re
from datetime import date
from html import unescape
from itertools import combinations

import pytest

from reports.figures import dessin_plotly, dessin_svg, donnees, palette
from reports.figures.chart import Chart
from reports.figures.definitions import FIGURES
from reports.figures.geometrie import graduations
from reports.polices import FAMILLE
from reports.typographie import nombre
from tests.fabriques.dessin import aplats, taille, textes, traits

COULEURS = {v for k, v in vars(palette).items() if k.isupper() and isinstance(v, str)}
NOMBRE = re.compile(r"[\d\u202f]*\d")


@pytest.fixture(scope="module")
def svgs(figures):
    return {nom: dessin_svg.dessiner(f.chart) for nom, f in figures.items()}


def sans_balises(texte):
    return unescape(re.sub(r"<[^>]*>", " ", texte))


def etiquettes_web(plotly):
    """Texts that the web drawing shows without hovering: those of the marks, and the annotations."""
    marques = [t for trace in plotly["data"] for t in trace.get("text") or []]
    return [sans_balises(t) for t in marques + [a["text"] for a in plotly["layout"].get("annotations", [])] if t]


def valeurs_web(plotly):
    """Every value that the web drawing places on a scale or says on hover."""
    return [sans_balises(t) for trace in plotly["data"] for t in trace.get("hovertext") or []]


def dessinees(chart):
    """The values that a drawing writes: all of them, the ends of each line for small multiples."""
    if chart.genre != "multiples":
        return chart.publiees["texte"].to_list()
    bouts = {chart.frame["annee"].min(), chart.frame["annee"].max()}
    return [r["texte"] for r in chart.publiees.to_dicts() if r["annee"] in bouts]


@pytest.mark.parametrize("nom", FIGURES)
def test_both_drawings_write_the_same_values(nom, figures, svgs):
    chart = figures[nom].chart
    imprimes, web = [t.texte for t in textes(svgs[nom])], etiquettes_web(dessin_plotly.dessiner(chart))
    for valeur in dessinees(chart):
        assert sum(valeur in t for t in imprimes) >= dessinees(chart).count(valeur), f"{valeur} in print"
        assert sum(valeur in t for t in web) >= dessinees(chart).count(valeur), f"{valeur} on the web"


def test_the_first_notes_of_small_multiples_on_the_web_name_their_panels_in_order(figures):
    chart = figures["teh_victimes"].chart
    noms = [" ".join(sans_balises(a["text"]).split()) for a in dessin_plotly.dessiner(chart)["layout"]["annotations"]]
    assert noms == [*chart.frame["libelle"].unique(maintain_order=True), "ensemble"]


@pytest.mark.parametrize("nom", FIGURES)
def test_no_drawing_writes_a_number_that_the_data_table_does_not_hold(nom, figures, svgs):
    chart = figures[nom].chart
    table = {n for ligne in donnees.lignes(chart) for cellule in ligne for n in NOMBRE.findall(cellule)}
    table |= {n for titre in chart.entetes.values() for n in NOMBRE.findall(titre)}
    table |= {str(r["date"].year + i) for r in chart.lignes if "date" in r for i in range(-3, 4)}
    table |= {nombre(v) for v in graduations(chart.frame["valeur"].max())} if chart.genre == "multiples" else set()
    for t in [t.texte for t in textes(svgs[nom])] + etiquettes_web(dessin_plotly.dessiner(chart)):
        assert set(NOMBRE.findall(t)) <= table, t


@pytest.mark.parametrize("nom", FIGURES)
def test_hover_tells_every_row_with_its_status_and_its_producer(nom, figures):
    chart = figures[nom].chart
    dits = valeurs_web(dessin_plotly.dessiner(chart))
    attendues = chart.publiees.to_dicts() if chart.genre != "tuiles" else chart.lignes
    assert len(dits) == len(attendues)
    for r in attendues:
        mots = [r["libelle"], r["texte"] or "non publié", r["statut"] or "", r["source"] or "", r.get("code") or ""]
        assert any(all(m in t for m in mots) for t in dits), r


@pytest.mark.parametrize("nom", ["victimes", "parts", "psp_classes", "diagnostic", "justice", "commissions"])
def test_bars_are_as_long_as_their_values_in_both_drawings(nom, figures, svgs):
    chart = figures[nom].chart
    pales = {palette.BLEU_950}
    longueurs = sorted(a.boite.x1 - a.boite.x0 for a in aplats(svgs[nom]) if a.couleur not in pales)
    valeurs = sorted(chart.publiees["valeur"])
    assert len(longueurs) == len(valeurs)
    assert [round(long / longueurs[-1], 2) for long in longueurs] == pytest.approx([v / valeurs[-1] for v in valeurs], abs=0.011)
    traces = [t for t in dessin_plotly.dessiner(chart)["data"] if t["type"] == "bar" and t["hoverinfo"] == "text"]
    assert sorted(v for t in traces for v in t["x"]) == valeurs


def test_points_stand_at_their_date_and_value(figures, svgs):
    chart = figures["psp"].chart
    places = [(float(m[1]), float(m[2])) for m in re.finditer(r'transform="translate\(([\d.]+),([\d.]+)\)" d="M[^"]*A', svgs["psp"])]
    lignes = chart.publiees.sort("date").to_dicts()
    assert len(places) == len(lignes)
    (x0, y0), (x1, y1) = places[0], places[-1]
    for (x, y), r in zip(places, lignes):
        jours = (r["date"] - lignes[0]["date"]).days / (lignes[-1]["date"] - lignes[0]["date"]).days
        montee = (r["valeur"] - lignes[0]["valeur"]) / (lignes[-1]["valeur"] - lignes[0]["valeur"])
        assert (x - x0) / (x1 - x0) == pytest.approx(jours, abs=0.005)
        assert (y - y0) / (y1 - y0) == pytest.approx(montee, abs=0.01)
    trace = dessin_plotly.dessiner(chart)["data"][0]
    assert (trace["x"], trace["y"]) == ([r["date"].isoformat() for r in lignes], [r["valeur"] for r in lignes])
    assert trace["mode"] == "markers+text", "no line between two publications"


def test_small_multiples_hold_every_year_of_every_series(figures):
    chart = figures["teh_victimes"].chart
    series = {t["name"]: dict(zip(t["x"], t["y"])) for t in dessin_plotly.dessiner(chart)["data"] if "name" in t}
    attendues = {}
    for r in chart.lignes:
        attendues.setdefault(r["libelle"], {})[r["annee"]] = r["valeur"]
    assert series == attendues


@pytest.mark.parametrize("nom", ["teh_victimes", "teh_mis_en_cause"])
def test_no_line_passes_through_a_value(nom, svgs):
    values = [t for t in textes(svgs[nom]) if t.corps == 8.5 and t.texte.replace("\u202f", "").isdigit()]
    segments = traits(svgs[nom])
    assert len(values) == 10 and len(segments) == 6 * 9
    for valeur in values:
        assert not any(valeur.boite.coupe(a, b, marge=0) for a, b in segments), valeur.texte


@pytest.mark.parametrize("nom", FIGURES)
def test_texts_of_the_print_drawing_stay_inside_and_apart(nom, svgs):
    large, haut = taille(svgs[nom])
    dessines = textes(svgs[nom])
    assert dessines
    for t in dessines:
        assert t.boite.x0 >= -0.5 and t.boite.x1 <= large + 0.5 and t.boite.y0 >= -0.5 and t.boite.y1 <= haut + 0.5, t
    for a, b in combinations(dessines, 2):
        assert not a.boite.touche(b.boite), f"« {a.texte} » meets « {b.texte} »"


@pytest.mark.parametrize("nom", FIGURES)
def test_texts_of_the_print_drawing_are_large_enough_and_contrast_with_what_is_under_them(nom, svgs):
    for t in textes(svgs[nom]):
        assert t.corps >= 6.5
        milieu = (t.boite.x0 + t.boite.x1) / 2, (t.boite.y0 + t.boite.y1) / 2
        dessous = [a.couleur for a in aplats(svgs[nom]) if a.boite.x0 <= milieu[0] <= a.boite.x1 and a.boite.y0 <= milieu[1] <= a.boite.y1]
        assert palette.contraste(t.couleur, ([palette.BLANC, *dessous])[-1]) >= 4.5, f"« {t.texte} » on {dessous}"


@pytest.mark.parametrize("nom", FIGURES)
def test_typeface_and_colours_are_the_state_s_in_both_drawings(nom, figures, svgs):
    plotly = dessin_plotly.dessiner(figures[nom].chart)
    assert set(re.findall(r'font-family="([^"]*)"', svgs[nom])) == {FAMILLE}
    assert set(re.findall(r"'family': '([^']*)'", str(plotly))) == {FAMILLE}
    assert set(re.findall(r"#[0-9a-fA-F]{6}", svgs[nom] + str(plotly))) <= COULEURS


@pytest.mark.parametrize("nom", FIGURES)
def test_the_svg_carries_nothing_of_the_tool_that_made_it(nom, svgs):
    assert svgs[nom].startswith("<svg ") and "<script" not in svgs[nom] and "href" not in svgs[nom]
    assert not re.search(r" (class|role|aria-\w+)=", svgs[nom])


@pytest.mark.parametrize("nom", FIGURES)
def test_plotly_accepts_the_web_drawing(nom, figures):
    from plotly.graph_objects import Figure

    plotly = dessin_plotly.dessiner(figures[nom].chart)
    Figure(data=plotly["data"], layout=plotly["layout"])
    assert plotly["layout"]["separators"] == ",\u202f"
    assert plotly["config"]["displayModeBar"] is False and plotly["layout"]["showlegend"] is False


def test_a_computed_segment_is_dashed_in_print_and_hollow_on_the_web(figures, svgs):
    chart = figures["commissions"].chart
    calcules = chart.frame["derive"].sum()
    assert calcules == 2
    assert svgs["commissions"].count("stroke-dasharray") == calcules
    couleurs = [c for t in dessin_plotly.dessiner(chart)["data"] for c in t["marker"]["color"]]
    assert couleurs.count(palette.BLANC) == calcules


def test_a_longer_label_is_broken_and_the_row_grows(figures):
    longue = "Une modalité dont le nom est bien trop long pour tenir sur une seule ligne de la colonne de gauche"
    lignes = [{"libelle": t, "valeur": 10.0, "texte": "10", "ton": "principal", "niveau": 1} for t in (longue, "Une autre")]
    svg = dessin_svg.dessiner(Chart.de("barres", lignes, unite="victimes", entetes={"valeur": "Victimes"}))
    dessines = textes(svg)
    assert " ".join(t.texte for t in dessines[:-3]) == longue
    assert not any(a.boite.touche(b.boite) for a, b in combinations(dessines, 2))


def test_labels_of_points_close_in_time_are_moved_apart():
    points = [(date(2024, 1, 31), "31 janvier 2024"), (date(2024, 2, 29), "29 février 2024"), (date(2024, 12, 31), "31 décembre 2024")]
    lignes = [{"libelle": "Personnes", "valeur": 800.0 + i, "texte": f"80{i}", "ton": "principal", "date": d, "precision": p, "plein": True}
              for i, (d, p) in enumerate(points)]
    svg = dessin_svg.dessiner(Chart.de("points", lignes, unite="personnes", entetes={"valeur": "Personnes"}))
    assert not any(a.boite.touche(b.boite) for a, b in combinations(textes(svg), 2))


def test_a_row_with_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="legende"):
        Chart.de("barres", [{"libelle": "x", "legende": "y"}], unite="victimes", entetes={})
