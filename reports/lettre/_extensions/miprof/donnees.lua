--[[ What the composition folder holds, read once: _donnees/*.json, and the plan of the document.

Lengths, signs and spaces of the numbers are already typeset there; nothing is formatted here.
]]

local M = {}

local FINE, INSECABLE = "\u{202f}", "\u{a0}"
local DIMENSIONS = { "age", "infraction", "modalite", "nationalite", "sexe" } -- alphabetical, as in the keys

local function racine()
  return quarto.project.directory or pandoc.system.get_working_directory()
end

local function lire(chemin)
  local fichier = io.open(pandoc.path.join { racine(), chemin }, "rb")
  if not fichier then return nil end
  local texte = fichier:read("a")
  fichier:close()
  return texte
end

-- JSON as Lua wants it: null is nil, a whole number an integer. The Plotly figure is passed on as it came, nulls included.
local function simplifier(valeur)
  if type(valeur) == "number" then return math.tointeger(valeur) or valeur end
  if type(valeur) ~= "table" then return valeur end
  for cle, element in pairs(valeur) do
    if element == pandoc.json.null then valeur[cle] = nil elseif cle ~= "plotly" then valeur[cle] = simplifier(element) end
  end
  return valeur
end

local decodes = {}
local function json(nom)
  if decodes[nom] == nil then
    local texte = lire("_donnees/" .. nom .. ".json")
    -- false: {"t": …} is a segment of the letter, not an element of pandoc
    decodes[nom] = texte and simplifier(pandoc.json.decode(texte, false)) or false
  end
  return decodes[nom] or nil
end

local function refuser(phrase, ...) error(phrase:format(...), 0) end

-- ---------------------------------------------------------------------------------------------- typography

--- Text typed with plain spaces → with the no-break spaces of French typography.
function M.typographie(texte)
  return (texte:gsub(" ([;!?])", FINE .. "%1"):gsub(" %%", FINE .. "%%"):gsub(" :", INSECABLE .. ":")
    :gsub("« ", "«" .. INSECABLE):gsub(" »", INSECABLE .. "»"))
end

-- ---------------------------------------------------------------------------------------------- édition

function M.edition() return json("edition") or refuser("« _donnees/edition.json » est absent.") end

function M.millesime() return M.edition().millesime end

--- The line above the title of the une.
function M.surtitre()
  local edition = M.edition()
  return ("Lettre annuelle · édition %s · données %d"):format(edition.edition, edition.millesime)
end

function M.libelle_badge(nom, ssp) return nom .. (ssp and " · statistique publique" or " · hors SSP") end

--- Whether the producer `nom` is a service statistique public.
function M.ssp(nom)
  local producteur = (M.edition().producteurs or {})[nom]
  if not producteur then refuser("Le producteur « %s » n’existe pas.", nom) end
  return producteur.ssp
end

-- ---------------------------------------------------------------------------------------------- chiffres

--- A chiffre as one segment. `choix`: text values of annee, territoire, the dimensions and forme, each optional.
-- A value that is not exact says so (« environ 230 »), one that is not definitive carries its symbol (« 1 146 (p) »).
function M.chiffre(indicateur, choix)
  local defaut = json("chiffres").defaut
  local morceaux = { indicateur, choix.annee or defaut.annee, choix.territoire or defaut.territoire }
  for _, dimension in ipairs(DIMENSIONS) do
    if choix[dimension] then table.insert(morceaux, dimension .. "-" .. choix[dimension]) end
  end
  local cle = table.concat(morceaux, ".")
  local chiffre = M.par_cle(cle)
  local forme = choix.forme or chiffre.nombre and "nombre" or "pct"
  local texte = chiffre[forme] or refuser("Le chiffre « %s » n’a pas la forme « %s ».", cle, forme)
  local prefixe = (forme == "nombre" or forme == "pct") and chiffre.prefixe or ""
  return { t = prefixe .. texte, cle = cle, symbole = chiffre.symbole }
end

--- The record of a key: {nombre, libelle, annee, statut, symbole, source, ssp…}.
function M.par_cle(cle) return json("chiffres").chiffres[cle] or refuser("Le chiffre « %s » n’existe pas.", cle) end

function M.phrase(id) return json("phrases")[id] or refuser("La phrase « %s » n’existe pas.", id) end

function M.chiffres_cles() return json("chiffres_cles") or refuser("« _donnees/chiffres_cles.json » est absent.") end

function M.figure(id)
  local figure = json("figures/" .. id) or refuser("La figure « %s » n’existe pas.", id)
  figure.svg = lire("_donnees/figures/" .. id .. ".svg") or refuser("Le dessin de la figure « %s » est absent.", id)
  figure.csv_texte = figure.csv and lire("_donnees/" .. figure.csv)
  return figure
end

function M.tableau(id)
  local tableau = json("tableaux/" .. id) or refuser("Le tableau « %s » n’existe pas.", id)
  tableau.csv_texte = tableau.csv and lire("_donnees/" .. tableau.csv)
  return tableau
end

--- Whether a table is for the format being made.
function M.visible(tableau)
  local media = FORMAT == "typst" and "pdf" or "html"
  for _, m in ipairs(tableau.medias) do
    if m == media then return true end
  end
  return false
end

-- ---------------------------------------------------------------------------------------------- plan

local function lignes_du_document(chemin, ajouter)
  for ligne in ((lire(chemin) or refuser("« %s » est absent.", chemin)):gsub("<!%-%-.-%-%->", "") .. "\n"):gmatch("(.-)\r?\n") do
    local inclus = ligne:match("^%s*{{<%s*include%s+(%S+)%s*>}}")
    if inclus then lignes_du_document(inclus, ajouter) else ajouter(ligne) end
  end
end

-- Whether what stands in the open divs is seen in `format`.
local function vu(ouverts, format)
  for _, attributs in ipairs(ouverts) do
    local seul = attributs:match("%.content%-visible") and attributs:match('when%-format="([^"]*)"')
    if seul and seul ~= format then return false end
  end
  return true
end

local function numerote(tableau) return tableau.numerote and #tableau.medias == 2 end

local plan
-- Pages and numbers are read in the source, before anything is rendered: a reference may point forward, and what is in
-- one format only takes no number, so that both formats have the same ones.
local function lire_plan()
  if plan then return plan end
  plan = { pages = {}, numeros = {}, rubriques = {} }
  local ouverts, compte, page = {}, { figure = 0, tableau = 0 }, nil
  local document = quarto.doc.input_file and pandoc.path.filename(quarto.doc.input_file) or "lettre.qmd"
  lignes_du_document(document, function(ligne)
    if ligne:match("^%s*:::+%s*$") then
      table.remove(ouverts)
    elseif ligne:match("^%s*:::+") then
      table.insert(ouverts, ligne)
      if ligne:match("%.page[%s}]") then page = { rubrique = ligne:match('rubrique="([^"]*)"') } end
    end
    local id = page and ligne:match("^#%s.*{#(sec%-[%w_-]+)")
    if id and not page.id then
      page.id = id
      if page.rubrique then
        page.rubrique = M.typographie(page.rubrique)
        plan.rubriques[id] = page.rubrique
        if vu(ouverts, FORMAT == "typst" and "typst" or "html") then table.insert(plan.pages, page) end
      end
    end
    for genre, nom in ligne:gmatch("{{<%s*(%l+)%s+([%w_-]+)%s*>}}") do
      if compte[genre] and vu(ouverts, "typst") and vu(ouverts, "html") then
        if genre == "figure" or numerote(M.tableau(nom)) then
          compte[genre] = compte[genre] + 1
          plan.numeros[genre .. "-" .. nom] = compte[genre]
        end
      end
    end
  end)
  return plan
end

--- The pages that have a rubrique, in order: {id, rubrique}.
function M.pages() return lire_plan().pages end

--- The number of a figure or a table, nil when it has none.
function M.numero(genre, id) return lire_plan().numeros[genre .. "-" .. id] end

local GENRES = { fig = "figure", tab = "tableau", sec = "section" }

--- What "fig-x", "tab-x" or "sec-x" points to: {genre, id, numero, rubrique}; `id` keeps its prefix.
function M.cible(id)
  local prefixe, nom = id:match("^(%l+)%-(.+)$")
  local genre = GENRES[prefixe] or refuser("Le renvoi « %s » ne commence pas par fig-, tab- ou sec-.", id)
  local cible = { genre = genre, id = id, numero = M.numero(genre, nom), rubrique = lire_plan().rubriques[id] }
  if not cible.numero and not cible.rubrique then refuser("Le renvoi « %s » ne mène à rien.", id) end
  return cible
end

return M
