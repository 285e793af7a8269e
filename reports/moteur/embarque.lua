--[[ The embedded engine's stand-in for Quarto: a small `quarto`, the call of shortcodes, content by format.

documents.py has replaced each `{{< nom a b cle=x >}}` by `[]{.raccourci nom="nom" arg1="a" arg2="b" cle="x"}`.
The working directory is the composition folder.
]]

local EXTENSION = pandoc.path.join { pandoc.system.get_working_directory(), "_extensions", "miprof" }

quarto = {
  project = { directory = pandoc.system.get_working_directory() },
  doc = {},
  utils = { resolve_path = function(nom) return pandoc.path.join { EXTENSION, nom } end },
}

local appels = dofile(quarto.utils.resolve_path("shortcodes.lua"))

local function resoudre(span, contexte)
  local args, kwargs = {}, {}
  for nom, valeur in pairs(span.attributes) do
    local rang = nom:match("^arg(%d+)$")
    if rang then args[tonumber(rang)] = valeur elseif nom ~= "nom" then kwargs[nom] = valeur end
  end
  return appels[span.attributes.nom](args, kwargs, {}, args, contexte)
end

local function est_raccourci(element) return element.t == "Span" and element.classes:includes("raccourci") end

-- Alone in its paragraph, a shortcode may give blocks.
local function paragraphe(bloc)
  if #bloc.content ~= 1 or not est_raccourci(bloc.content[1]) then return nil end
  local resultat = resoudre(bloc.content[1], "block")
  return resultat.t == "RawInline" and pandoc.Para { resultat } or resultat
end

local function en_ligne(span) return est_raccourci(span) and resoudre(span, "inline") or nil end

local raccourcis = {
  Pandoc = function(doc)
    quarto.doc.input_file = pandoc.utils.stringify(doc.meta.document)
    return doc:walk { Para = paragraphe, Plain = paragraphe }:walk { Span = en_ligne }
  end,
}

local visibilite = {
  Div = function(div)
    local format = div.classes:includes("content-visible") and div.attributes["when-format"]
    if format then return FORMAT:match("^" .. format) and div.content or {} end
  end,
}

dofile(quarto.utils.resolve_path("structure.lua"))

return { raccourcis, visibilite, { Div = Div, Header = Header, Inlines = Inlines, Meta = Meta } }
