/* What scripts add to a page that is whole without them: charts to point at, a filter, the place in the sommaire. */
(() => {
  "use strict";

  /* ------------------------------------------------------------------------------------------------- charts */

  // The data of a chart, in the colours of the theme: the pairs are in lettre.css, none in the light theme.
  function lire(figure) {
    const style = getComputedStyle(figure);
    const couleur = (hex) => style.getPropertyValue("--paire-" + hex.slice(1)).trim() || hex;
    return JSON.parse(figure.querySelector(".plotly-donnees").textContent.replace(/#[0-9a-f]{6}\b/g, couleur));
  }

  // Small multiples: five a row, then two, then one, on the same scale.
  function disposer(layout, largeur) {
    const axes = Object.keys(layout).filter((nom) => /^xaxis\d*$/.test(nom));
    const colonnes = largeur >= 640 ? axes.length : largeur >= 400 ? 2 : 1;
    const rangees = Math.ceil(axes.length / colonnes);
    if (rangees === 1) return;
    const [haut, bas, gouttiere] = [48, 30, 0.06];
    layout.height = rangees * 190;
    layout.margin = { ...layout.margin, t: 0, b: 0 };
    axes.forEach((nom, i) => {
      const large = (1 + gouttiere) / colonnes;
      const x = (i % colonnes) * large;
      const y = 1 - Math.floor(i / colonnes) / rangees;
      layout[nom].domain = [x, x + large - gouttiere];
      layout[nom.replace("x", "y")].domain = [y - 1 / rangees + bas / layout.height, y - haut / layout.height];
      Object.assign(layout.annotations[i], { x, y, yanchor: "top" });
    });
  }

  const ETROIT = 480;

  const ADAPTER = {
    multiples: (data, layout, largeur) => disposer(layout, largeur),

    // Squares; on a phone a tile holds its code alone, and its value is in the list and in the label.
    tuiles(data, layout, largeur) {
      const etendue = (axe) => Math.abs(axe.range[1] - axe.range[0]);
      layout.height = largeur * etendue(layout.yaxis) / etendue(layout.xaxis);
      if (largeur < ETROIT) data[0].text = data[0].text.map((texte) => texte.split("<br>")[0]);
    },

    // On a phone the first and last labels are wider than what is left beside their points.
    points(data, layout, largeur) {
      if (largeur < ETROIT) Object.assign(layout.margin, { l: 24, r: 30 });
    },

    // On a phone the bars leave room for the column at their right, and the headings take two lines.
    barres(data, layout, largeur) {
      const entetes = (layout.annotations || []).filter((note) => note.yref === "paper");
      if (largeur >= ETROIT || !entetes.length) return;
      layout.xaxis.domain = [0, layout.xaxis.domain[1] - 0.16];
      for (const note of entetes) note.text = note.text.replace(/^(.{6,}?) /, "$1<br>");
      layout.margin.t += 16;
      layout.height += 16;
    },
  };

  function preparer(figure) {
    const trace = figure.querySelector(".trace");
    const { data, layout } = lire(figure);
    const largeur = trace.querySelector(".statique").getBoundingClientRect().width;
    ADAPTER[figure.dataset.genre]?.(data, layout, largeur);
    // Room is made before anyone sees it: when the chart comes, nothing moves.
    trace.style.minHeight = layout.height + "px";
    return { data, layout: { ...layout, width: largeur, height: trace.getBoundingClientRect().height } };
  }

  function abandonner(figure) {
    const trace = figure.querySelector(".trace");
    trace.style.minHeight = "";
    trace.classList.remove("souple", "ample");
  }

  async function animer(figure) {
    const trace = figure.querySelector(".trace");
    const vive = document.createElement("div");
    vive.className = "vive";
    vive.setAttribute("aria-hidden", "true");
    trace.append(vive);
    try {
      await document.fonts.ready;
      const { data, layout } = preparer(figure);
      await Plotly.newPlot(vive, data, layout, { displayModeBar: false, doubleClick: false, scrollZoom: false });
      trace.classList.add("animee");
      if (figure.dataset.genre === "tuiles") parcourir(trace, vive);
      refaire(figure, vive);
    } catch (erreur) {
      vive.remove();
      abandonner(figure);
    }
  }

  const sombre = matchMedia("(prefers-color-scheme: dark)");

  // Again when the theme or the width changes.
  function refaire(figure, vive) {
    let largeur = vive.clientWidth;
    const dessiner = () => {
      const { data, layout } = preparer(figure);
      Plotly.react(vive, data, layout);
    };
    sombre.addEventListener("change", dessiner);
    new ResizeObserver(() => {
      if (Math.abs(vive.clientWidth - largeur) < 2) return;
      largeur = vive.clientWidth;
      dessiner();
    }).observe(vive);
  }

  // What a label of Plotly says, without its markup.
  function dire(texte) {
    return new DOMParser().parseFromString(texte.replace(/<br>/g, ", "), "text/html").body.textContent;
  }

  /* One stop of the keyboard for the map; arrows go from a tile to the nearest one that way. */
  function parcourir(trace, vive) {
    const { x, y, hovertext } = vive.data[0];
    const groupe = document.createElement("div");
    groupe.setAttribute("role", "group");
    groupe.setAttribute("aria-label", "Départements : les flèches vont de l’un à l’autre");
    const tuiles = x.map((_, i) => {
      const tuile = document.createElement("span");
      tuile.className = "tuile";
      tuile.setAttribute("role", "img");
      tuile.setAttribute("aria-label", dire(hovertext[i]));
      tuile.tabIndex = i ? -1 : 0;
      tuile.addEventListener("focus", () => Plotly.Fx.hover(vive, [{ curveNumber: 0, pointNumber: i }]));
      tuile.addEventListener("blur", () => Plotly.Fx.unhover(vive));
      groupe.append(tuile);
      return tuile;
    });
    const placer = () => {
      const { xaxis, yaxis } = vive._fullLayout;
      const cote = Math.abs(xaxis.l2p(1) - xaxis.l2p(0));
      tuiles.forEach((tuile, i) => {
        tuile.style.cssText = `left:${xaxis._offset + xaxis.l2p(x[i]) - cote / 2}px;top:${yaxis._offset + yaxis.l2p(y[i]) - cote / 2}px;width:${cote}px;height:${cote}px`;
      });
    };
    const FLECHES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    groupe.addEventListener("keydown", (evenement) => {
      if (evenement.key === "Escape") Plotly.Fx.unhover(vive);
      const sens = FLECHES[evenement.key];
      const ici = tuiles.indexOf(evenement.target);
      if (!sens || ici < 0) return;
      evenement.preventDefault();
      const ecart = (i) => {
        const [dx, dy] = [x[i] - x[ici], y[i] - y[ici]];
        const avance = dx * sens[0] + dy * sens[1];
        return avance > 0 ? avance + 3 * Math.abs(dx * sens[1] + dy * sens[0]) : Infinity;
      };
      const proche = x.map((_, i) => i).reduce((a, b) => (ecart(b) < ecart(a) ? b : a));
      if (ecart(proche) === Infinity) return;
      tuiles[ici].tabIndex = -1;
      tuiles[proche].tabIndex = 0;
      tuiles[proche].focus();
    });
    placer();
    vive.on("plotly_afterplot", placer);
    trace.append(groupe);
  }

  // Charts that can be as narrow as a phone; the others keep a readable size and scroll in their own box.
  const SOUPLES = "[data-genre=barres], [data-genre=tuiles], [data-genre=multiples], [data-genre=points]:not(.pleine)";
  const figures = typeof Plotly === "undefined" ? [] : [...document.querySelectorAll("figure.objet")];
  const veilleur = new IntersectionObserver((entrees) => {
    for (const entree of entrees.filter((e) => e.isIntersecting)) {
      veilleur.unobserve(entree.target);
      animer(entree.target);
    }
  }, { rootMargin: "400px 0px" });
  for (const figure of figures) {
    try {
      figure.querySelector(".trace").classList.add(figure.matches(SOUPLES) ? "souple" : "ample");
      preparer(figure);
      veilleur.observe(figure);
    } catch (erreur) {
      abandonner(figure);
    }
  }

  // A box that scrolls must be reached by the keyboard; one that does not should not stop it.
  for (const boite of document.querySelectorAll(".trace, .defile")) {
    new ResizeObserver(() => {
      const deborde = boite.scrollWidth > boite.clientWidth || boite.scrollHeight > boite.clientHeight;
      if (deborde) boite.tabIndex = 0;
      else boite.removeAttribute("tabindex");
    }).observe(boite);
  }

  /* ----------------------------------------------------------------------------------------- filter of a table */

  // « département » is found by « DEPARTEMENT », « 1 579 » by « 1579 ».
  const normaliser = (texte) => texte.normalize("NFD").replace(/[\u0300-\u036f\s]/g, "").toLowerCase();

  function filtrer(tableau) {
    const lignes = [...tableau.querySelectorAll("tbody tr")].map((ligne) => [ligne, normaliser(ligne.textContent)]);
    const boite = document.createElement("div");
    boite.className = "filtre";
    boite.innerHTML = "<label>Filtrer les lignes</label><input type=\"search\" autocomplete=\"off\"><output></output>";
    const [label, champ, compte] = boite.children;
    label.htmlFor = champ.id = tableau.id + "-filtre";
    const appliquer = () => {
      const cherche = normaliser(champ.value);
      let vues = 0;
      for (const [ligne, texte] of lignes) {
        ligne.hidden = !texte.includes(cherche);
        vues += !ligne.hidden;
      }
      compte.textContent = vues + (vues > 1 ? " lignes" : " ligne") + " sur " + lignes.length;
    };
    champ.addEventListener("input", appliquer);
    // A number traced to a row that the filter hides.
    addEventListener("hashchange", () => {
      const cible = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (cible && cible.hidden && tableau.contains(cible)) {
        champ.value = "";
        appliquer();
        cible.scrollIntoView({ block: "center" });
      }
    });
    appliquer();
    tableau.before(boite);
  }
  document.querySelectorAll("[data-filtre]").forEach(filtrer);

  /* ------------------------------------------------------------------------------------------------- sommaire */

  const liens = new Map([...document.querySelectorAll(".sommaire a")].map((lien) => [lien.hash.slice(1), lien]));
  const lecteur = new IntersectionObserver((entrees) => {
    for (const entree of entrees.filter((e) => e.isIntersecting)) {
      const titre = entree.target.querySelector("h1, h2");
      for (const [id, lien] of liens) {
        if (titre && id === titre.id) lien.setAttribute("aria-current", "true");
        else lien.removeAttribute("aria-current");
      }
    }
  }, { rootMargin: "-30% 0px -70% 0px" });
  document.querySelectorAll(".page").forEach((page) => lecteur.observe(page));
})();
