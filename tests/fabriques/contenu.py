"""The data of a small letter, in every form of the contract of `_donnees`, with a few real published figures.

Segments plain, traced, bold, muted, badge, abbreviation, reference; a figure of each width; tables numbered or not, in both
media or one.
"""

from __future__ import annotations

FINE, INSECABLE = "\u202f", "\u00a0"
BLEU, PALE, ENCRE = "#000091", "#8585f6", "#161616"


def nombre(n: int) -> str:
    return f"{n:,}".replace(",", FINE)


EDITION = {
    "edition": "2025",
    "millesime": 2024,
    "titre": "Le système prostitutionnel en France en 2024",
    "statut": "brouillon",
    "bandeau": [
        "Reconstitution à partir de chiffres publiés.",
        "Document de démonstration, non publié par la Miprof.",
    ],
    "pied": "Le système prostitutionnel en France en 2024 · édition 2025, données 2024",
    "simule": False,
    "horodatage": 1744588800,
    "producteurs": {
        "SSMSI": {"ssp": True, "nom": "service statistique ministériel de la sécurité intérieure"},
        "OCRTEH": {"ssp": False, "nom": "Office central pour la répression de la traite des êtres humains"},
        "SDFE": {"ssp": False, "nom": "service des droits des femmes et de l’égalité"},
    },
    "aide": [
        {"numero": "17", "nom": "Urgence : police et gendarmerie".replace(" :", INSECABLE + ":")},
        {"numero": "3919", "nom": "Violences Femmes Info"},
        {"numero": "119", "nom": "Allô enfance en danger"},
        {"numero": nombre(116000), "nom": "Enfants disparus, fugues"},
    ],
}


def _chiffre(indicateur, annee, n, libelle, source, ssp, pct=None, evolution=None, lettres=None, statut="definitif"):
    return f"{indicateur}.{annee}.FR", {
        "nombre": nombre(n),
        "pct": pct,
        "evolution": evolution,
        "lettres": lettres,
        "indicateur": indicateur,
        "annee": annee,
        "libelle": libelle,
        "statut": statut,
        "prefixe": "environ " if indicateur == "psp_en_cours" and annee == 2019 else "",
        "symbole": "(p)" if statut == "provisoire" else "",
        "source": source,
        "ssp": ssp,
    }


CHIFFRES = {
    "defaut": {"annee": 2024, "territoire": "FR"},
    "chiffres": dict(
        [
            _chiffre("victimes_enregistrees", 2024, 1579, "victimes enregistrées", "SSMSI", True,
                     evolution=f"+9{FINE}%"),
            _chiffre("victimes_mineures", 2024, 659, "victimes mineures", "SSMSI", True, f"42{FINE}%",
                     f"+34{FINE}%"),
            _chiffre("victimes_majeures", 2024, 920, "victimes majeures", "SSMSI", True, None, f"−4{FINE}%"),
            _chiffre("verbalisations", 2024, 1146, "contraventions pour achat d’actes sexuels", "OCRTEH", False,
                     statut="provisoire"),
            _chiffre("verbalisations", 2023, 1160, "contraventions pour achat d’actes sexuels", "OCRTEH", False),
            _chiffre("psp_en_cours", 2019, 230, "personnes en parcours de sortie", "SDFE", False),
            _chiffre("psp_en_cours", 2024, 898, "personnes en parcours de sortie", "SDFE", False),
            _chiffre("commissions_plusieurs_reunions", 2024, 62, "commissions réunies plusieurs fois", "SDFE", False),
            _chiffre("mesures_avec_valeur", 2024, 4, "mesures qui ont une valeur", "SDFE", False, lettres="quatre"),
        ]
    ),
}
CHIFFRES["chiffres"]["victimes_mineures.2024.FR.infraction-proxenetisme"] = {
    **CHIFFRES["chiffres"]["victimes_mineures.2024.FR"], "nombre": "435", "pct": None, "evolution": None,
}

VICTIMES = {"t": nombre(1579), "cle": "victimes_enregistrees.2024.FR"}
MINEURES = {"t": "659", "cle": "victimes_mineures.2024.FR"}

PHRASES = {
    "titre_une": [{"t": "Le système prostitutionnel\nen France en 2024"}],
    "titre_victimes": [{"t": "Quatre victimes enregistrées sur dix sont mineures"}],
    "titre_teh": [{"t": "Traite et exploitation : "}, {"t": nombre(2027)}, {"t": " victimes enregistrées en 2022"}],
    "titre_parcours": [{"t": "Fin 2024, "}, {"t": "898", "cle": "psp_en_cours.2024.FR"},
                       {"t": " personnes sont engagées dans un parcours de sortie"}],
    "titre_suivi": [{"t": "Stratégie nationale : quatre mesures sur vingt-cinq ont une valeur publiée"}],
    "contraventions": [{"t": nombre(1146), "cle": "verbalisations.2024.FR", "symbole": "(p)", "fort": True},
                       {"t": " contraventions"}],
    "titre_note_362": [{"t": "362"}, {"t": f"{INSECABLE}: à lire avec prudence"}],
    "part_mineures": [MINEURES, {"t": " d’entre elles sont mineures, "}, {"t": "soit "},
                      {"t": f"42{FINE}%", "cle": "victimes_mineures.2024.FR", "fort": True}],
    "toutes_formes": [
        {"t": "Selon le "}, {"t": "SSMSI", "abbr": "service statistique ministériel de la sécurité intérieure"},
        {"t": " ("}, {"badge": "SSMSI", "ssp": True}, {"t": "), "}, VICTIMES, {"t": " victimes ; voir la "},
        {"renvoi": "fig-victimes"}, {"t": ", "}, {"renvoi": "sec-parcours"}, {"t": ". "},
        {"t": "Markdown inerte : *a* _b_ #c $d$ <e> [f] @g \\h"},
    ],
}

CHIFFRES_CLES = [
    {"valeur": [VICTIMES], "quoi": [{"t": "victimes enregistrées"}],
     "precision": [{"t": f"de proxénétisme ou de recours délictuel à la prostitution{FINE}; France"}],
     "quand": [{"t": "année 2024"}], "badge": "SSMSI", "ssp": True, "dont": False, "provisoire": False},
    {"valeur": [MINEURES], "quoi": [{"t": f"dont victimes mineures, soit 42{FINE}%"}],
     "precision": [{"t": f"filles et garçons{FINE}; même périmètre"}],
     "quand": [{"t": "année 2024"}], "badge": "SSMSI", "ssp": True, "dont": True, "provisoire": False},
    {"valeur": [{"t": nombre(1146), "cle": "verbalisations.2024.FR"}],
     "quoi": [{"t": "contraventions pour achat d’actes sexuels"}],
     "precision": [{"t": f"article 611-1 du code pénal{FINE}; auprès de majeurs"}],
     "quand": [{"t": "année 2024"}], "badge": "OCRTEH", "ssp": False, "dont": False, "provisoire": True},
    {"valeur": [{"t": "898", "cle": "psp_en_cours.2024.FR"}], "quoi": [{"t": "personnes en parcours de sortie"}],
     "precision": [{"t": f"stock de parcours en cours{FINE}; 903 au 31/12/2024 selon une autre source"}],
     "quand": [{"t": "fin 2024"}], "badge": "SDFE", "ssp": False, "dont": False, "provisoire": False},
    {"valeur": [{"t": "62", "cle": "commissions_plusieurs_reunions.2024.FR"}],
     "quoi": [{"t": "commissions réunies plusieurs fois"}],
     "precision": [{"t": f"sur 101{FINE}; 23 ne se sont pas réunies dans l’année"}],
     "quand": [{"t": "année 2024"}], "badge": "SDFE", "ssp": False, "dont": False, "provisoire": False},
]

# ------------------------------------------------------------------------------------------------ figures, tableaux


def _barres(lignes: list[tuple[str, int]], largeur: int, ident: str) -> tuple[str, dict]:
    """Horizontal bars by hand: the SVG for print and the Plotly data of the same values."""
    pas, debut = 34, 120
    echelle = (largeur - debut - 60) / max(n for _, n in lignes)
    marques = []
    for rang, (nom, n) in enumerate(lignes):
        y = 6 + rang * pas
        marques.append(
            f'<text x="0" y="{y + 15}" font-size="8.5" fill="{ENCRE}">{nom}</text>'
            f'<rect x="{debut}" y="{y}" width="{n * echelle:.1f}" height="20" fill="url(#{ident}-aplat)"/>'
            f'<text x="{debut + n * echelle + 6:.1f}" y="{y + 15}" font-size="10" font-weight="700" fill="{ENCRE}">'
            f"{nombre(n)}</text>"
        )
    hauteur = len(lignes) * pas
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur}" height="{hauteur}" '
        f'viewBox="0 0 {largeur} {hauteur}" font-family="Marianne"><defs><linearGradient id="{ident}-aplat">'
        f'<stop stop-color="{BLEU}"/></linearGradient></defs>{"".join(marques)}</svg>\n'
    )
    plotly = {
        "data": [{"type": "bar", "orientation": "h", "x": [n for _, n in lignes], "y": [nom for nom, _ in lignes],
                  "marker": {"color": BLEU}, "text": [nombre(n) for _, n in lignes]}],
        "layout": {"font": {"family": "Marianne"}, "height": hauteur + 40},
        "config": {"displayModeBar": False, "responsive": True},
    }
    return svg, plotly


def _figure(ident, titre, unite, lignes, largeur="texte", **mentions) -> tuple[dict, str, str]:
    svg, plotly = _barres(lignes, 329 if largeur == "texte" else 499, ident)
    figure = {
        "id": ident, "genre": "barres", "titre": titre, "unite": [{"t": unite}], "largeur": largeur,
        "alt": "Barres. " + " ".join(f"{nom}{INSECABLE}: {nombre(n)}." for nom, n in lignes),
        "lecture": None, "note": None, "champ": None, "source": None,
        "donnees": {"colonnes": [{"id": "groupe", "titre": "Groupe", "align": "left"},
                                 {"id": "valeur", "titre": "Valeur", "align": "right"}],
                    "lignes": [[nom, nombre(n)] for nom, n in lignes]},
        "csv": f"figures/{ident}.csv", "plotly": plotly, **mentions,
    }
    csv = "groupe;valeur\n" + "".join(f"{nom};{n}\n" for nom, n in lignes)
    return figure, svg, csv


FRANCE = [{"t": "France, victimes enregistrées par la police et la gendarmerie."}]
SSMSI = [{"t": "SSMSI", "abbr": EDITION["producteurs"]["SSMSI"]["nom"]}, {"t": ", avril 2025."}]
FIGURES = [
    _figure("victimes", [{"t": "Les mineures sont "}, MINEURES, {"t": f"{INSECABLE}: 435 victimes de proxénétisme, 224 "
                         "de recours délictuel"}], "Victimes enregistrées en 2024",
            [("Ensemble", 1579), ("Majeures", 920), ("Mineures", 659)],
            lecture=[MINEURES, {"t": " victimes mineures ont été enregistrées en 2024."}], champ=FRANCE, source=SSMSI,
            note=[{"t": "la loi du 21 avril 2021 change le champ ; voir "}, {"renvoi": "sec-parcours"}]),
    _figure("teh", [{"t": "Le proxénétisme est la forme la plus enregistrée"}], "Victimes enregistrées en 2022",
            [("Ensemble", 2027), ("Proxénétisme", 993), ("Travail", 798), ("Traite", 362), ("Mendicité", 45)],
            largeur="pleine", source=SSMSI),
    _figure("psp", [{"t": "De 5 personnes fin 2017 à "}, {"t": "898", "cle": "psp_en_cours.2024.FR"}, {"t": " fin 2024"}],
            "Personnes en parcours", [("2017", 5), ("2019", 230), ("2023", 845), ("2024", 898)], largeur="pleine",
            lecture=[{"t": "fin 2024, 898 personnes étaient en parcours de sortie."}],
            source=[{"badge": "SDFE", "ssp": False}]),
    _figure("commissions", [{"t": "Les commissions qui ne se sont pas réunies sont 23 en 2024"}],
            "Nombre de commissions, sur 101", [("Plusieurs fois", 62), ("Une fois", 16), ("Aucune", 23)],
            note=[{"t": "16 est obtenu par différence (calcul)."}]),
]

PROVISOIRE = {"t": "(p)", "abbr": "provisoire"}
NON_DISPONIBLE = {"t": "non disponible", "discret": True}
MESURES = ["Impliquer les commissions départementales", "Fermetures administratives", "Titres de séjour",
           "Sanctions de l’achat d’actes sexuels", "Accueil des victimes en procédure", "Santé et accès aux soins",
           "Capacités d’accompagnement des associations", "Délais de l’autorisation provisoire de séjour"]
TABLEAUX = [
    {"id": "demandes", "numerote": True, "titre": [{"t": "Demandes et refus : trois publications, trois bases"}],
     "unite": None, "largeur": "texte", "note": [{"t": "ces trois lignes ne forment pas une série."}], "champ": None,
     "source": [{"t": "Sénat (2022)."}], "medias": ["pdf", "html"],
     "colonnes": [{"titre": [{"t": "Année"}], "align": "left", "largeur": "auto"},
                  {"titre": [{"t": "Base publiée"}], "align": "left", "largeur": "1fr"},
                  {"titre": [{"t": "Refus publiés"}], "align": "right", "largeur": "auto"}],
     "lignes": [[[{"t": "2022"}], [{"t": "700 demandes"}], [{"t": "54"}]],
                [[{"t": "2023"}], [{"t": "non précisée"}], [{"t": f"10{FINE}%"}]],
                [[{"t": "2024"}], [{"t": "469 premières demandes"}], [{"t": f"18{FINE}%"}]]]},
    {"id": "suivi", "numerote": True, "titre": [{"t": "Les mesures de la stratégie du 2 mai 2024"}],
     "unite": [{"t": "Dernière valeur publiée"}], "largeur": "texte",
     "note": [PROVISOIRE, {"t": " provisoire."}], "champ": None, "source": None, "medias": ["pdf", "html"],
     "colonnes": [{"titre": [{"t": "N°"}], "align": "right", "largeur": "6mm"},
                  {"titre": [{"t": "Mesure"}], "align": "left", "largeur": "1fr"},
                  {"titre": [{"t": "Valeur et date"}], "align": "left", "largeur": "36mm"}],
     "lignes": [[[{"t": str(n)}], [{"t": mesure}],
                 [{"t": nombre(1146), "cle": "verbalisations.2024.FR"}, {"t": " contraventions "}, PROVISOIRE]
                 if n == 4 else [NON_DISPONIBLE]] for n, mesure in enumerate(MESURES, 1)]},
    {"id": "chiffres", "numerote": False, "titre": [{"t": "Tous les chiffres de la lettre"}], "unite": None,
     "largeur": "pleine", "note": None, "champ": None, "source": None, "medias": ["html"], "ancres": True,
     "colonnes": [{"titre": [{"t": "Chiffre"}], "align": "left", "largeur": "1fr"},
                  {"titre": [{"t": "Valeur"}], "align": "right", "largeur": "auto"}],
     "lignes": [[[{"t": c["libelle"]}], [{"t": c["nombre"], "cle": cle}]] for cle, c in CHIFFRES["chiffres"].items()]},
]
