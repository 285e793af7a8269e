--[[ Markup of the letter for print: raw Typst.

html.lua has the same functions with the same arguments for the page; shortcodes.lua and structure.lua call either
one, chosen by FORMAT. Every function returns text (raw markup), never pandoc elements.

A *segment list* is what _donnees/*.json holds: {t}, {t,cle}, {t,cle,symbole} (« (p) », set after it), {t,fort=true},
{t,discret=true} (muted, for « non disponible »), {t,abbr}, {badge,ssp}, {renvoi="fig-…"}; "\n" inside `t` breaks the
line. JSON null is nil here.

  format                      "typst" | "html": the name pandoc wants on a raw element
  segments(liste)             inline
  badge(nom, ssp)             inline; the label comes from donnees.libelle_badge(nom, ssp)
  renvoi(cible)               inline; cible = donnees.cible("fig-…") = {genre="figure"|"tableau"|"section", id (with
                              its prefix), numero (nil for a section), rubrique (section only)}
  figure(fig, numero)         block; fig = the decoded _donnees/figures/<id>.json, plus fig.svg = text of the SVG
                              and fig.csv_texte = text of its CSV
  tableau(tab, numero)        block; numero is nil for an unnumbered table; tab.csv_texte as above when there is a CSV
  chiffres_cles(liste)        block
  aide(liste)                 block; liste = edition.aide
  sommaire(pages)             block; pages = donnees.pages() = list of {id, rubrique}: the pages that have a rubrique,
                              in order, those shown in this format only
  metadonnees(edition)        table of plain strings set as document metadata, for the template

Wrappers of a div: each returns the raw pieces that go before, between and after its content.
  page{rubrique, une, id, serree}  -> debut, fin; `rubrique` is text (for the une: donnees.surtitre()), `id` that of its
                              heading, `serree` asks for less white on paper (::: {.page rubrique="…" serre="oui"})
  bande()                     -> debut, entre, fin: text, then notes
  note{titre, ton}            -> debut, fin; titre = segment list or nil, ton = "neutre" | "alerte"
  cadre{titre}                -> debut, fin
  chapo(), sigles()           -> debut, fin
  encadre{titre, colonnes}    -> debut, debut_colonne, fin_colonne, fin; colonnes = integer
]]

local donnees = dofile(quarto.utils.resolve_path("donnees.lua"))

local M = { format = "typst" }

-- A string is safe whatever it holds: no sign of the markup means anything inside it. The semicolon closes the
-- expression, so that a point or a parenthesis after it stays text.
local function chaine(texte) return '"' .. texte:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"' end

local function code(expression) return "#" .. expression .. ";" end

local function texte_brut(texte, fonction)
  local morceaux = {}
  for ligne in (texte .. "\n"):gmatch("(.-)\n") do
    local litteral = chaine(ligne)
    table.insert(morceaux, ligne ~= "" and code(fonction and fonction .. "(" .. litteral .. ")" or litteral) or "")
  end
  return table.concat(morceaux, code("linebreak()"))
end

local function segment(s)
  if s.badge then return M.badge(s.badge, s.ssp) end
  if s.renvoi then return M.renvoi(donnees.cible(s.renvoi)) end
  local statut = s.abbr and s.t:match("^%(.+%)$")
  local texte = texte_brut(s.t, s.fort and "strong" or s.discret and "discret" or statut and "statut")
  if s.symbole and s.symbole ~= "" then
    texte = texte .. code(chaine("\u{a0}")) .. code("statut(" .. chaine(s.symbole) .. ")")
  end
  return texte
end

function M.segments(liste)
  local morceaux = {}
  for _, s in ipairs(liste) do table.insert(morceaux, segment(s)) end
  return table.concat(morceaux)
end

function M.badge(nom, ssp)
  return code(("badge(%s, ssp: %s)"):format(chaine(donnees.libelle_badge(nom, ssp)), tostring(ssp == true)))
end

function M.renvoi(cible)
  if cible.genre == "section" then return code(("renvoi-page(<%s>)"):format(cible.id)) end
  return code(("link(<%s>, %s)"):format(cible.id, chaine(cible.genre .. "\u{a0}" .. cible.numero)))
end

-- ---------------------------------------------------------------------------------------------- blocks

local function contenu(liste) return liste and "[" .. M.segments(liste) .. "]" or "none" end

-- A call with named arguments, one a line, in the order given: the .typ is read by people too.
local function appel(fonction, arguments)
  local lignes = {}
  for _, paire in ipairs(arguments) do
    table.insert(lignes, ("  %s%s,"):format(paire[1] and paire[1] .. ": " or "", paire[2]))
  end
  return ("#%s(\n%s\n)"):format(fonction, table.concat(lignes, "\n"))
end

local function tuple(elements) return "(" .. table.concat(elements, ", ") .. (#elements > 0 and ",)" or ")") end

local function mentions(objet)
  local liste = {}
  for _, nom in ipairs { "lecture", "note", "champ", "source" } do
    if objet[nom] then table.insert(liste, ("%s: %s"):format(nom, contenu(objet[nom]))) end
  end
  return #liste > 0 and "(" .. table.concat(liste, ", ") .. ",)" or "(:)"
end

local function entete(objet, numero)
  return {
    { "numero", numero and tostring(numero) or "none" },
    { "titre", contenu(objet.titre) },
    { "unite", contenu(objet.unite) },
    { "pleine", tostring(objet.largeur == "pleine") },
    { "mentions", mentions(objet) },
  }
end

function M.figure(fig, numero)
  local arguments = entete(fig, numero)
  table.insert(arguments, { "chemin", chaine("_donnees/figures/" .. fig.id .. ".svg") })
  table.insert(arguments, { "alt", chaine(fig.alt) })
  return appel("figure-lettre", arguments) .. (" <fig-%s>"):format(fig.id)
end

local ALIGNEMENTS = { left = "left", right = "right" }

local function largeur(colonne)
  local mesure = colonne.largeur or "auto"
  if mesure == "auto" or mesure:match("^[%d.]+fr$") or mesure:match("^[%d.]+mm$") then return mesure end
  error(("Largeur de colonne « %s » inconnue : auto, 1fr ou 23mm."):format(mesure), 0)
end

function M.tableau(tab, numero)
  local largeurs, alignements, titres, lignes = {}, {}, {}, {}
  for _, colonne in ipairs(tab.colonnes) do
    table.insert(largeurs, largeur(colonne))
    table.insert(alignements, ALIGNEMENTS[colonne.align])
    table.insert(titres, contenu(colonne.titre))
  end
  for _, ligne in ipairs(tab.lignes) do
    local cellules = {}
    for _, cellule in ipairs(ligne) do table.insert(cellules, contenu(cellule)) end
    table.insert(lignes, table.concat(cellules, ", "))
  end
  local arguments = entete(tab, numero)
  table.insert(arguments, { "colonnes", tuple(largeurs) })
  table.insert(arguments, { "alignements", tuple(alignements) })
  table.insert(arguments, { "entetes", tuple(titres) })
  table.insert(arguments, { "compact", tostring(tab.compact == true) })
  for _, ligne in ipairs(lignes) do table.insert(arguments, { nil, ligne }) end
  return appel("tableau-lettre", arguments) .. (" <tab-%s>"):format(tab.id)
end

function M.chiffres_cles(liste)
  local arguments = {}
  for _, chiffre in ipairs(liste) do
    table.insert(arguments, { nil, ("(valeur: %s, quoi: %s, precision: %s, quand: %s, badge: [%s], dont: %s, provisoire: %s)"):format(
      contenu(chiffre.valeur), contenu(chiffre.quoi), contenu(chiffre.precision), contenu(chiffre.quand),
      M.badge(chiffre.badge, chiffre.ssp), tostring(chiffre.dont == true), tostring(chiffre.provisoire == true)) })
  end
  return appel("chiffres-cles", arguments)
end

function M.aide(liste)
  local arguments = {}
  for _, ligne in ipairs(liste) do
    table.insert(arguments, { nil, ("(%s, %s)"):format(chaine(ligne.numero), chaine(ligne.nom)) })
  end
  return appel("aide", arguments)
end

function M.sommaire(pages)
  local arguments = {}
  for _, page in ipairs(pages) do
    table.insert(arguments, { nil, ("(<%s>, %s)"):format(page.id, chaine(page.rubrique)) })
  end
  return appel("sommaire", arguments)
end

function M.metadonnees() return {} end -- typst-template.typ reads edition.json by itself

-- ---------------------------------------------------------------------------------------------- wrappers

function M.page(a)
  return ("#page-lettre(rubrique: %s, une: %s, serree: %s)["):format(
    a.rubrique and chaine(a.rubrique) or "none", tostring(a.une), tostring(a.serree)), "]"
end

function M.bande() return "#bande[", "][", "]" end

function M.note(a) return ("#note(titre: %s, alerte: %s)["):format(contenu(a.titre), tostring(a.ton == "alerte")), "]" end

function M.cadre(a) return ("#cadre(titre: %s)["):format(contenu(a.titre)), "]" end

function M.chapo() return "#chapo[", "]" end

function M.sigles() return "#sigles[", "]" end

function M.encadre(a)
  return ("#encadre(titre: %s, colonnes: %d,"):format(contenu(a.titre), a.colonnes), "[", "],", ")"
end

return M
