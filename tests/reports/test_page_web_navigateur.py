"""The page of the letter in Chromium: offline and silent, charts drawn without a jump, usable narrow, without scripts, by keyboard."""

import pytest

from reports import moteur
from tests.fabriques import composition, navigateur

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.skipif(navigateur.commande() is None, reason="no Chromium on this machine: none of " + ", ".join(navigateur.COMMANDES)),
]
# Document order, so that charts are met as by someone who reads.
PARCOURIR = """(async () => {
  for (const figure of document.querySelectorAll("figure.objet")) {
    figure.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((suite) => setTimeout(suite, 50));
  }
})()"""
PLACES = """(scrollTo({ top: 0, behavior: "instant" }),
  [...document.querySelectorAll("main *")].filter((e) => !e.closest(".trace, script")).map((e) => Math.round(e.getBoundingClientRect().top)))"""


@pytest.fixture(scope="module")
def onglet(tmp_path_factory):
    n = navigateur.Navigateur(tmp_path_factory.mktemp("profil"))
    yield n
    n.fermer()


@pytest.fixture(scope="module", params=["fabrique", "lettre"])
def fichier(request, tmp_path_factory):
    """The page of the small composition, and that of the real letter."""
    if request.param == "lettre":
        return request.getfixturevalue("maison").brouillon("2025") / "lettre.html"
    dossier = tmp_path_factory.mktemp("page")
    return moteur.rendre(composition.composer(dossier / "composition"), dossier, "embarque", ("html",))["html"]


def animer(onglet) -> None:
    """Scroll through the page until each figure has its chart."""
    onglet.js(PARCOURIR)
    onglet.attendre(lambda: onglet.js("document.querySelectorAll('figure.objet').length === document.querySelectorAll('.trace.animee').length"))


@pytest.mark.parametrize("largeur", [360, 1280])
def test_charts_are_drawn_offline_in_silence_and_nothing_moves(onglet, fichier, largeur):
    onglet.regler(largeur)
    onglet.ouvrir(fichier)
    onglet.js("document.fonts.ready.then(() => 0)")
    avant = onglet.js(PLACES)
    animer(onglet)
    assert onglet.js(PLACES) == avant
    assert onglet.plaintes() == []
    dessins = onglet.js("[...document.querySelectorAll('.vive .main-svg:first-child')].map((s) => s.querySelectorAll('.point, .shape-group path').length)")
    assert dessins and all(dessins)


def test_marianne_is_what_is_read_in_the_text_and_in_the_charts(onglet, fichier):
    onglet.regler(1280)
    onglet.ouvrir(fichier)
    animer(onglet)
    assert onglet.js("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + ' ' + f.weight)") >= ["Marianne 400"]
    polices = onglet.js("[...new Set([...document.querySelectorAll('main p, svg.statique text, .vive text')].map((t) => getComputedStyle(t).fontFamily.split(',')[0]))]")
    assert polices == ["Marianne"]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("largeur", [320, 360, 800, 1200, 1500])
def test_only_boxes_scroll_sideways(onglet, fichier, largeur, scripts):
    onglet.regler(largeur, scripts=scripts)
    onglet.ouvrir(fichier)
    mesures = onglet.envoyer("Page.getLayoutMetrics")
    assert mesures["cssContentSize"]["width"] <= largeur
    assert mesures["cssVisualViewport"]["scale"] == 1


def test_without_scripts_the_drawings_are_there(onglet, fichier):
    onglet.regler(1280, scripts=False)
    onglet.ouvrir(fichier)
    document = onglet.envoyer("DOM.getDocument")["root"]["nodeId"]
    dessins = onglet.envoyer("DOM.querySelectorAll", nodeId=document, selector="svg.statique")["nodeIds"]
    assert dessins
    for dessin in dessins:
        boite = onglet.envoyer("DOM.getBoxModel", nodeId=dessin)["model"]
        assert boite["width"] > 150 and boite["height"] > 40
    assert onglet.envoyer("DOM.querySelectorAll", nodeId=document, selector=".vive, .filtre")["nodeIds"] == []


@pytest.mark.parametrize("panne", ["undefined", "{ newPlot: () => Promise.reject(new Error('panne')) }"])
def test_when_plotly_fails_the_drawings_stay(onglet, fichier, panne):
    onglet.regler(1280)
    script = onglet.envoyer("Page.addScriptToEvaluateOnNewDocument",
                            source=f"Object.defineProperty(window, 'Plotly', {{ get: () => ({panne}), set() {{}} }})")
    onglet.ouvrir(fichier)
    onglet.js(PARCOURIR)
    onglet.envoyer("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
    assert onglet.js("document.querySelectorAll('.vive, .animee').length") == 0
    assert onglet.js("[...document.querySelectorAll('.statique')].every((s) => getComputedStyle(s).opacity === '1')")
    assert [p for p in onglet.plaintes() if "http" in p] == []


def test_print_shows_the_drawings_and_not_the_charts(onglet, fichier):
    onglet.regler(1280)
    onglet.ouvrir(fichier)
    animer(onglet)
    onglet.regler(1280, media="print")
    assert onglet.js("[...document.querySelectorAll('.statique')].every((s) => getComputedStyle(s).opacity === '1')")
    assert onglet.js("[...document.querySelectorAll('.vive')].every((s) => getComputedStyle(s).display === 'none')")
    assert onglet.js("getComputedStyle(document.querySelector('.impression')).display") == "block"


def test_the_dark_theme_reaches_the_drawings_and_the_charts_at_once(onglet, fichier):
    onglet.regler(1280)
    onglet.ouvrir(fichier)
    animer(onglet)
    onglet.regler(1280, sombre=True)
    couleurs = "[...new Set([...document.querySelectorAll('{}')].map((e) => getComputedStyle(e).fill))]"
    clair, nuit = "rgb(0, 0, 145)", "rgb(133, 133, 246)"
    onglet.attendre(lambda: nuit in onglet.js(couleurs.format(".vive path, .vive text")))
    assert clair not in onglet.js(couleurs.format(".vive path, .vive text"))
    assert clair not in onglet.js(couleurs.format(".statique *"))


def test_the_filter_finds_without_accents_and_lets_a_traced_number_be_seen(onglet, maison):
    onglet.regler(1280)
    onglet.ouvrir(maison.brouillon("2025") / "lettre.html")
    ecrire = "(() => {{ const c = document.querySelector('#tab-tous_les_chiffres-filtre'); c.value = '{}'; c.dispatchEvent(new Event('input')); return document.querySelector('#tab-tous_les_chiffres-filtre + output').textContent }})()"
    toutes = int(onglet.js("document.querySelector('#tab-tous_les_chiffres-filtre + output').textContent").split()[0])
    assert 0 < int(onglet.js(ecrire.format("VICTIMES  enregistrees")).split()[0]) < toutes
    assert onglet.js(ecrire.format("1579")).split()[0] != "0"
    assert onglet.js(ecrire.format("introuvable")).startswith("0 ligne sur")
    cible = onglet.js("(() => { const a = document.querySelector('main a.chiffre'); a.click(); return a.hash.slice(1) })()")
    onglet.attendre(lambda: onglet.js(f"!document.getElementById('{cible}').hidden"))
    assert onglet.js("document.querySelector('#tab-tous_les_chiffres-filtre').value") == ""
    onglet.attendre(lambda: onglet.js(f"(() => {{ const b = document.getElementById('{cible}').getBoundingClientRect(); return b.top > 0 && b.bottom < innerHeight }})()"))


def test_the_map_is_one_stop_of_the_keyboard_and_arrows_tell_each_departement(onglet, maison):
    onglet.regler(1280)
    onglet.ouvrir(maison.brouillon("2025") / "lettre.html")
    animer(onglet)
    assert onglet.js("document.querySelectorAll('.tuile').length") == 101
    assert onglet.js("document.querySelectorAll('.tuile[tabindex=\"0\"]').length") == 1
    onglet.js("document.querySelector('.tuile[tabindex=\"0\"]').focus()")
    nom = "document.activeElement.getAttribute('aria-label')"
    noms = [onglet.js(nom)]
    for fleche in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        onglet.touche(fleche)
        noms.append(onglet.js(nom))
    assert len(set(noms[:3])) == 3
    tous = onglet.js("[...document.querySelectorAll('.tuile')].map((t) => t.getAttribute('aria-label'))")
    assert all("code" in n and not set("<>&") & set(n) for n in tous)
    assert len(set(tous)) == 101 and any(n.startswith("Côte-d’Or") or n.startswith("Côte-d'Or") for n in tous)
    onglet.attendre(lambda: onglet.js("document.querySelectorAll('.hoverlayer .hovertext').length") == 1)
