--[[ The divs of the letter become the raw markup of typst.lua or html.lua around their content.

It only wraps, and never looks inside a shortcode: it gives the same result before and after they are resolved.
]]

local donnees = dofile(quarto.utils.resolve_path("donnees.lua"))
local rendu = dofile(quarto.utils.resolve_path(FORMAT == "typst" and "typst.lua" or "html.lua"))

local FINE, INSECABLE = "\u{202f}", "\u{a0}"

local function brut(markup) return pandoc.RawBlock(rendu.format, markup) end

local function autour(contenu, debut, fin)
  local blocs = pandoc.Blocks { brut(debut) }
  blocs:extend(contenu)
  blocs:insert(brut(fin))
  return blocs
end

local function titre(div)
  local phrase = div.attributes["titre-phrase"]
  if phrase then return donnees.phrase(phrase) end
  local ecrit = div.attributes.titre or div.attributes.title
  return ecrit and { { t = donnees.typographie(ecrit) } }
end

local function enfant(div, classe)
  for _, bloc in ipairs(div.content) do
    if bloc.t == "Div" and bloc.classes:includes(classe) then return bloc end
  end
  error(("Une div « .bande » n’a pas de div « .%s »."):format(classe), 0)
end

local function identifiant(div)
  for _, bloc in ipairs(div.content) do
    if bloc.t == "Header" then return bloc.identifier end
  end
end

-- A web page has one h1, the title of the une; on paper each page has its own.
local function sous_la_une(div)
  return rendu.format == "html" and div:walk { Header = function(titre) titre.level = titre.level + 1 return titre end } or div
end

local STRUCTURE = {
  page = function(div)
    local une = div.classes:includes("une")
    if not une then div = sous_la_une(div) end
    local rubrique = une and donnees.surtitre() or div.attributes.rubrique
    return autour(div.content, rendu.page {
      rubrique = rubrique and donnees.typographie(rubrique), une = une, id = identifiant(div), serree = div.attributes.serre == "oui",
    })
  end,

  bande = function(div)
    local debut, entre, fin = rendu.bande()
    local blocs = autour(enfant(div, "texte").content, debut, entre)
    blocs:extend(enfant(div, "notes").content)
    blocs:insert(brut(fin))
    return blocs
  end,

  note = function(div)
    return autour(div.content, rendu.note { titre = titre(div), ton = div.attributes.ton or "neutre" })
  end,

  cadre = function(div) return autour(div.content, rendu.cadre { titre = titre(div) }) end,
  chapo = function(div) return autour(div.content, rendu.chapo()) end,
  sigles = function(div) return autour(div.content, rendu.sigles()) end,

  encadre = function(div)
    local debut, debut_colonne, fin_colonne, fin =
      rendu.encadre { titre = titre(div), colonnes = tonumber(div.attributes.colonnes) or 1 }
    local blocs = pandoc.Blocks { brut(debut) }
    for _, colonne in ipairs(div.content) do
      blocs:extend(autour(colonne.t == "Div" and colonne.content or { colonne }, debut_colonne, fin_colonne))
    end
    blocs:insert(brut(fin))
    return blocs
  end,
}

-- Quarto draws its own callouts (typst-template.typ redefines them); the embedded engine leaves them to this filter.
local CALLOUTS = {
  ["callout-note"] = "neutre", ["callout-tip"] = "neutre",
  ["callout-important"] = "alerte", ["callout-warning"] = "alerte", ["callout-caution"] = "alerte",
}

function Div(div)
  for _, classe in ipairs(div.classes) do
    if STRUCTURE[classe] then return STRUCTURE[classe](div) end
    if CALLOUTS[classe] then
      return autour(div.content, rendu.note { titre = titre(div), ton = CALLOUTS[classe] })
    end
  end
end

-- « \ » typed in a title breaks its line: pandoc reads it as a no-break space inside a word.
function Header(titre)
  titre.content = titre.content:walk {
    Str = function(mot)
      local avant, apres = mot.text:match("^(.+)\u{a0}(.+)$")
      local saut = pandoc.RawInline(rendu.format, rendu.segments { { t = "\n" } })
      return avant and { pandoc.Str(avant), saut, pandoc.Str(apres) } or nil
    end,
  }
  return titre
end

local AVANT = { [";"] = FINE, ["!"] = FINE, ["?"] = FINE, ["%"] = FINE, [":"] = INSECABLE }

-- No-break spaces where French typography wants them: authors type plain ones.
function Inlines(inlines)
  for rang, element in ipairs(inlines) do
    if element.t == "Space" or element.t == "SoftBreak" then
      local suivant, precedent = inlines[rang + 1], inlines[rang - 1]
      local espace = suivant and suivant.t == "Str"
        and (AVANT[suivant.text:sub(1, 1)] or suivant.text:find("^»") and INSECABLE)
      if precedent and precedent.t == "Str" and precedent.text:find("«$") then espace = INSECABLE end
      if espace then inlines[rang] = pandoc.Str(espace) end
    end
  end
  return inlines
end

function Meta(meta)
  local edition = donnees.edition()
  meta.title = meta.title or edition.titre
  for nom, valeur in pairs(rendu.metadonnees(edition)) do meta[nom] = valeur end
  return meta
end
