--[[ The shortcodes of the letter: look up in _donnees/, hand over to typst.lua or html.lua.

Quarto gives arguments as strings or as pandoc Inlines, and an empty Inlines for an absent keyword: see `texte`.
]]

local donnees = dofile(quarto.utils.resolve_path("donnees.lua"))
local rendu = dofile(quarto.utils.resolve_path(FORMAT == "typst" and "typst.lua" or "html.lua"))

local function texte(argument)
  local valeur = argument and pandoc.utils.stringify(argument) or ""
  return valeur ~= "" and valeur or nil
end

local function en_ligne(markup) return pandoc.RawInline(rendu.format, markup) end
local function bloc(markup) return pandoc.RawBlock(rendu.format, markup) end
local function simple(valeur) return en_ligne(rendu.segments { { t = tostring(valeur) } }) end

local CHOIX = { "annee", "territoire", "sexe", "age", "infraction", "nationalite", "modalite", "forme" }

return {
  chiffre = function(args, kwargs)
    local choix = {}
    for _, nom in ipairs(CHOIX) do choix[nom] = texte(kwargs[nom]) end
    return en_ligne(rendu.segments { donnees.chiffre(texte(args[1]), choix) })
  end,

  phrase = function(args) return en_ligne(rendu.segments(donnees.phrase(texte(args[1])))) end,

  figure = function(args)
    local id = texte(args[1])
    return bloc(rendu.figure(donnees.figure(id), donnees.numero("figure", id)))
  end,

  tableau = function(args)
    local id = texte(args[1])
    local tableau = donnees.tableau(id)
    if not donnees.visible(tableau) then return pandoc.Blocks {} end
    return bloc(rendu.tableau(tableau, donnees.numero("tableau", id)))
  end,

  ["chiffres-cles"] = function() return bloc(rendu.chiffres_cles(donnees.chiffres_cles())) end,

  millesime = function(args)
    return simple(donnees.millesime() + math.tointeger(tonumber(texte(args[1]) or 0)))
  end,

  edition = function() return simple(donnees.edition().edition) end,

  badge = function(args)
    local nom = texte(args[1])
    return en_ligne(rendu.badge(nom, donnees.ssp(nom)))
  end,

  renvoi = function(args) return en_ligne(rendu.renvoi(donnees.cible(texte(args[1])))) end,

  aide = function() return bloc(rendu.aide(donnees.edition().aide)) end,

  sommaire = function() return bloc(rendu.sommaire(donnees.pages())) end,
}
