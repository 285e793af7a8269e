--[[ Markup of the letter for the page: raw HTML.

Same functions as typst.lua, where the contract is written. Every text goes through `echapper`; keys, identifiers and
numbers come from _donnees/, nothing is computed here but escapes and addresses.
]]

local donnees = dofile(quarto.utils.resolve_path("donnees.lua"))

local html = { format = "html" }

local SYMBOLES = { ["(p)"] = "provisoire", ["(sd)"] = "semi-définitif", ["(r)"] = "révisé" }
-- The order in which a reader needs them.
local MENTIONS = { { "lecture", "Lecture" }, { "note", "Note" }, { "champ", "Champ" }, { "source", "Source" } }

-- ---------------------------------------------------------------------------------------------------------- text

local ENTITES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function echapper(texte)
  return (texte:gsub('[&<>"]', ENTITES))
end

local function abreviation(sigle, sens, classe)
  return ('<abbr%s title="%s">%s</abbr>'):format(classe and ' class="' .. classe .. '"' or "", echapper(sens), echapper(sigle))
end

function html.badge(nom, ssp)
  return ('<span class="badge %s">%s</span>'):format(ssp and "ssp" or "hors-ssp", echapper(donnees.libelle_badge(nom, ssp)))
end

function html.renvoi(cible)
  local texte = cible.numero and ("%s %d"):format(cible.genre, cible.numero) or ("«\u{a0}%s\u{a0}»"):format(cible.rubrique)
  return ('<a class="renvoi" href="#%s">%s</a>'):format(cible.id, echapper(texte))
end

-- `lies` false: in the row a number is traced to, it is not a link to itself.
local function nombre(segment, texte, lies)
  local balise = lies and ('a class="chiffre" href="#chiffre-%s"'):format(echapper(segment.cle)) or 'span class="chiffre"'
  local symbole = segment.symbole and segment.symbole ~= ""
      and "\u{a0}" .. abreviation(segment.symbole, SYMBOLES[segment.symbole], "symbole") or ""
  return ('<%s data-cle="%s">%s</%s>%s'):format(balise, echapper(segment.cle), texte, balise:match("^%a+"), symbole)
end

local function segment_html(s, lies)
  if s.badge then return html.badge(s.badge, s.ssp) end
  if s.renvoi then return html.renvoi(donnees.cible(s.renvoi)) end
  local texte = s.abbr and abreviation(s.t, s.abbr, SYMBOLES[s.t] and "symbole")
      or echapper(s.t):gsub("\n", "<br>\n")
  if s.cle then texte = nombre(s, texte, lies) end
  if s.discret then texte = '<span class="discret">' .. texte .. "</span>" end
  return s.fort and "<strong>" .. texte .. "</strong>" or texte
end

local function inline(liste, lies)
  local morceaux = {}
  for i, s in ipairs(liste) do morceaux[i] = segment_html(s, lies) end
  return table.concat(morceaux)
end

function html.segments(liste)
  return inline(liste, true)
end

-- The words alone, for accessible names.
local function brut(liste)
  local morceaux = {}
  for i, s in ipairs(liste) do morceaux[i] = s.t or s.badge or "" end
  return (table.concat(morceaux):gsub("%s*\n%s*", " "))
end

-- -------------------------------------------------------------------------------------------- figures and tables

local function mentions(objet)
  local lignes = {}
  for _, m in ipairs(MENTIONS) do
    if objet[m[1]] then
      lignes[#lignes + 1] = ('<p><strong>%s\u{a0}:</strong> %s</p>'):format(m[2], html.segments(objet[m[1]]))
    end
  end
  return #lignes > 0 and '<div class="mentions">' .. table.concat(lignes, "\n") .. "</div>\n" or ""
end

local function legende(objet, mot, numero)
  local unite = objet.unite and ('<p class="unite">%s</p>'):format(html.segments(objet.unite)) or ""
  local rang = numero and ('<p class="numero">%s %d</p>'):format(mot, numero) or ""
  return ('%s<p class="titre">%s</p>%s'):format(rang, html.segments(objet.titre), unite)
end

-- A table in a box of its own, which alone scrolls when it is wider or taller than the screen.
local function boite_tableau(id, contenu)
  return ('<div class="defile" role="group" aria-labelledby="%s-nom" tabindex="0">\n<table>%s</table>\n</div>\n'):format(id, contenu)
end

local function cellule(balise, portee, alignement, contenu)
  return ('<%s%s%s>%s</%s>'):format(balise, portee and ' scope="' .. portee .. '"' or "",
    alignement == "right" and ' class="nombre"' or "", contenu, balise)
end

local function rangee(cellules, colonnes, attribut)
  local ligne = {}
  for i, contenu in ipairs(cellules) do
    ligne[i] = cellule(i == 1 and "th" or "td", i == 1 and "row", colonnes[i].align, contenu)
  end
  return ("<tr%s>%s</tr>"):format(attribut or "", table.concat(ligne))
end

local function entete(colonnes, titre_de)
  local ligne = {}
  for i, c in ipairs(colonnes) do ligne[i] = cellule("th", "col", c.align, titre_de(c)) end
  return "<thead><tr>" .. table.concat(ligne) .. "</tr></thead>\n"
end

local function csv(texte, nom)
  -- Letters beyond ASCII are left as they are: browsers write them in UTF-8.
  local adresse = texte:gsub('[%c%%#<>&" ]', function(c) return ("%%%02X"):format(c:byte()) end)
  return ('<a class="csv" download="%s.csv" href="data:text/csv;charset=utf-8,%s">Télécharger les données (CSV)</a>')
      :format(echapper(nom), adresse)
end

local function donnees_figure(fig, id)
  local colonnes, lignes = fig.donnees.colonnes, {}
  for i, ligne in ipairs(fig.donnees.lignes) do
    local cellules = {}
    for j, texte in ipairs(ligne) do cellules[j] = echapper(texte) end
    lignes[i] = rangee(cellules, colonnes)
  end
  local nom = ('<caption id="%s-donnees-nom"><span>Données : %s</span></caption>\n'):format(id, echapper(brut(fig.titre)))
  local corps = nom .. entete(colonnes, function(c) return echapper(c.titre) end)
      .. "<tbody>" .. table.concat(lignes, "\n") .. "</tbody>"
  return "<details><summary>Données</summary>\n" .. boite_tableau(id .. "-donnees", corps) .. "</details>\n"
end

-- Each key once, in the order a reader meets it: those the figure names, else those of its own words.
local function cles(fig)
  local vues, liste = {}, {}
  local function ajouter(cle)
    if cle and not vues[cle] then
      vues[cle] = true
      liste[#liste + 1] = cle
    end
  end
  for _, cle in ipairs(fig.cles or {}) do ajouter(cle) end
  if #liste == 0 then
    for _, champ in ipairs { "titre", "unite", "lecture", "note" } do
      for _, s in ipairs(fig[champ] or {}) do ajouter(s.cle) end
    end
  end
  return liste
end

local function tracer(fig)
  local liens = {}
  for i, cle in ipairs(cles(fig)) do
    local c = donnees.par_cle(cle)
    liens[i] = ('<li><a href="#chiffre-%s">%s</a> %s, %d</li>'):format(echapper(cle), echapper(c.nombre), echapper(c.libelle), c.annee)
  end
  if #liens == 0 then return "" end
  local nom = #liens == 1 and "Tracer ce chiffre" or "Tracer ces chiffres"
  return ('<details><summary>%s</summary>\n<ul class="traces">%s</ul></details>\n'):format(nom, table.concat(liens, "\n"))
end

-- The drawing in the page itself: named and described, identifiers made unique; size and dark theme left to lettre.css,
-- where --paire-000091 is what #000091 becomes.
local function dessin(fig, id)
  local attributs, marques = fig.svg:match("<svg([^>]*)>(.*)$")
  local vue = attributs:match('viewBox="([^"]*)"')
  marques = marques:gsub('(%sid=")', "%1" .. id .. "-"):gsub("(url%(#)", "%1" .. id .. "-"):gsub('(href="#)', "%1" .. id .. "-")
  marques = marques:gsub('="#(%x%x%x%x%x%x)"', '="var(--paire-%1, #%1)"')
  return ('<svg class="statique" viewBox="%s" role="img" aria-labelledby="%s-nom %s-desc">'):format(vue, id, id)
      .. ('<title id="%s-nom">%s</title><desc id="%s-desc">%s</desc>'):format(id, echapper(brut(fig.titre)), id, echapper(fig.alt))
      .. marques
end

function html.figure(fig, numero)
  local id = "fig-" .. fig.id
  -- « < » is written as an escape of JSON, so that no text of the data can close the script.
  local plotly = pandoc.json.encode(fig.plotly):gsub("<", "\\u003c")
  return table.concat {
    ('<figure class="objet %s" id="%s" data-genre="%s">\n<figcaption>%s</figcaption>\n')
        :format(fig.largeur, id, fig.genre, legende(fig, "Figure", numero)),
    '<div class="trace">\n', dessin(fig, id), "\n</div>\n",
    mentions(fig),
    '<div class="outils">\n', donnees_figure(fig, id), tracer(fig), csv(fig.csv_texte, fig.id), "\n</div>\n",
    ('<script type="application/json" class="plotly-donnees">%s</script>\n</figure>\n'):format(plotly),
  }
end

function html.tableau(tab, numero)
  local id, lignes = "tab-" .. tab.id, {}
  for i, ligne in ipairs(tab.lignes) do
    local cellules, cle = {}, nil
    for j, liste in ipairs(ligne) do
      for _, s in ipairs(liste) do cle = cle or s.cle end
      cellules[j] = inline(liste, not tab.ancres)
    end
    local ancre = tab.ancres and cle and (' id="chiffre-%s" tabindex="-1"'):format(echapper(cle))
    lignes[i] = rangee(cellules, tab.colonnes, ancre)
  end
  local corps = ('<caption id="%s-nom"><span>%s</span></caption>\n'):format(id, legende(tab, "Tableau", numero):gsub("<(/?)p", "<%1span"))
      .. entete(tab.colonnes, function(c) return html.segments(c.titre) end)
      .. "<tbody>" .. table.concat(lignes, "\n") .. "</tbody>"
  local lien = tab.csv_texte and '<div class="outils">' .. csv(tab.csv_texte, tab.id) .. "</div>\n" or ""
  local long = tab.largeur == "pleine" and #lignes > 20
  local classes = tab.largeur .. (long and " long" or "") .. (tab.compact and " compact" or "")
  return ('<div class="objet tableau %s" id="%s"%s>\n'):format(classes, id, tab.tri and " data-filtre" or "")
      .. boite_tableau(id, corps) .. mentions(tab) .. lien .. "</div>\n"
end

-- ------------------------------------------------------------------------------------------------ lists of the une

function html.chiffres_cles(liste)
  local lignes = {}
  for i, c in ipairs(liste) do
    local provisoire = c.provisoire and " · " .. abreviation("(p)", "provisoire", "symbole") .. " provisoire" or ""
    lignes[i] = ('<li%s><p class="valeur">%s</p>\n<div><p class="quoi">%s</p>\n<p class="precision">%s</p></div>\n<p class="quand"><span>%s%s</span> %s</p></li>')
        :format(c.dont and ' class="dont"' or "", html.segments(c.valeur), html.segments(c.quoi), html.segments(c.precision),
          html.segments(c.quand), provisoire, html.badge(c.badge, c.ssp))
  end
  return '<ul class="cles" role="list">\n' .. table.concat(lignes, "\n") .. "\n</ul>\n"
end

function html.aide(liste)
  local lignes = {}
  for i, a in ipairs(liste) do
    lignes[i] = ('<li><a href="tel:%s">%s</a> <span>%s</span></li>'):format(a.numero:gsub("%D", ""), echapper(a.numero), echapper(a.nom))
  end
  return '<aside class="aide" aria-labelledby="aide-titre">\n<p class="aide-titre" id="aide-titre">Où trouver de l’aide</p>\n'
      .. '<ul role="list">' .. table.concat(lignes, "\n") .. "</ul>\n</aside>\n"
end

function html.sommaire(pages)
  local lignes = {}
  for i, p in ipairs(pages) do lignes[i] = ('<li><a href="#%s">%s</a></li>'):format(p.id, echapper(p.rubrique)) end
  return '<nav class="sommaire" id="sommaire" aria-labelledby="sommaire-titre">\n<details open>\n'
      .. '<summary id="sommaire-titre">Dans cette lettre</summary>\n<ol role="list">' .. table.concat(lignes, "\n")
      .. "</ol>\n</details>\n"
      -- Before the first paint, or the page would jump: open where there is room, folded on a phone.
      .. '<script>if (matchMedia("(max-width: 68.74em)").matches) document.currentScript.previousElementSibling.open = false</script>\n</nav>\n'
end

function html.metadonnees(edition)
  return { title = edition.titre, ["bandeau-fort"] = edition.bandeau[1], ["bandeau-suite"] = edition.bandeau[2], pied = edition.pied }
end

-- ------------------------------------------------------------------------------------------------------- wrappers

function html.page(p)
  local rubrique = p.rubrique and '<p class="rubrique">' .. echapper(p.rubrique) .. "</p>\n" or ""
  return ('<section class="page%s">\n%s'):format(p.une and " une" or "", rubrique), "</section>\n"
end

function html.bande()
  return '<div class="bande">\n<div class="texte">\n', '</div>\n<div class="notes">\n', "</div>\n</div>\n"
end

function html.note(n)
  local titre = n.titre and '<p class="note-titre">' .. html.segments(n.titre) .. "</p>\n" or ""
  return ('<aside class="note %s">\n%s'):format(n.ton, titre), "</aside>\n"
end

function html.cadre(c)
  return '<div class="cadre">\n<p class="cadre-titre">' .. html.segments(c.titre) .. "</p>\n", "</div>\n"
end

function html.chapo()
  return '<div class="chapo">\n', "</div>\n"
end

function html.sigles()
  return '<div class="sigles">\n', "</div>\n"
end

function html.encadre(e)
  return ('<div class="encadre">\n<p class="encadre-titre">%s</p>\n<div class="colonnes colonnes-%d">\n'):format(html.segments(e.titre), e.colonnes),
      "<div>\n", "</div>\n", "</div>\n</div>\n"
end

return html
