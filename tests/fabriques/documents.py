"""The documents of a small letter: every class of div and every shortcode once."""

SECTIONS = {
    "une": """
::: {.page .une}

# {{< phrase titre_une >}} {#sec-une}

::: {.bande}
::: {.texte}
::: {.chapo}
En {{< millesime >}}, la police et la gendarmerie ont enregistré {{< chiffre victimes_enregistrees >}} victimes de
proxénétisme ou de recours délictuel. {{< phrase part_mineures >}}. Les contraventions pour achat d'actes sexuels sont
{{< chiffre verbalisations >}}, après {{< chiffre verbalisations annee=2023 >}} en {{< millesime -1 >}}.
:::
:::
::: {.notes}
{{< sommaire >}}
:::
:::

## Cinq chiffres clés

{{< chiffres-cles >}}

::: {.encadre colonnes="3" titre="Ce que ces chiffres disent, et ne disent pas"}
**Ils comptent ce qui est enregistré.** Une personne qui n'a pas été repérée n'y figure pas.

**Ils ne s'additionnent pas.** Victimes, contraventions et parcours comptent des objets différents.

**Ils ne mesurent pas l'ampleur.** La personne concernée n'est pas comptée comme victime.
:::

::: {.sigles}
**SSP** : service statistique public. **(p)** : provisoire.
:::

:::
""",
    "victimes": """
::: {.page rubrique="Victimes enregistrées"}

# {{< phrase titre_victimes >}} {#sec-victimes}

::: {.bande}
::: {.texte}
En {{< millesime >}}, les services ont enregistré {{< chiffre victimes_enregistrees >}} victimes. C'est
{{< chiffre victimes_enregistrees forme=evolution >}} depuis la même publication. La {{< renvoi fig-psp >}} et le
{{< renvoi tab-suivi >}} viennent plus loin, {{< renvoi sec-parcours >}} ; est-ce clair ? « Oui ».

{{< phrase toutes_formes >}}

{{< figure victimes >}}

Parmi les mineures, {{< chiffre victimes_mineures infraction=proxenetisme >}} sont victimes de proxénétisme ; leur part
est de {{< chiffre victimes_mineures forme=pct >}}.

- un premier point ;
- un second, avec [une adresse](https://www.exemple.gouv.fr/page).
:::
::: {.notes}
::: {.note titre="Périmètre"}
Victimes de proxénétisme **ou** de recours délictuel. {{< badge SSMSI >}}
:::

::: {.note titre="Rupture : loi de 2021" ton="alerte"}
Depuis cette loi, acheter un acte sexuel à un mineur de moins de quinze ans est poursuivi comme viol.
:::

::: {.note titre-phrase="titre_note_362" ton="alerte"}
Définition à confirmer auprès de l'auteur. {{< phrase contraventions >}}.
:::
:::
:::

:::
""",
    "teh": """
::: {.page rubrique="Traite et exploitation"}

# {{< phrase titre_teh >}} {#sec-teh}

::: {.cadre titre="Autre périmètre"}
Cette page porte sur la **traite et l'exploitation** des êtres humains.

{{< figure teh >}}
:::

## Un intertitre {#sec-intertitre}

Un paragraphe sous l'intertitre, avec une note[^1].

[^1]: Le texte de la note de bas de page.

:::
""",
    "parcours": """
::: {.page rubrique="Parcours de sortie"}

# {{< phrase titre_parcours >}} {#sec-parcours}

Le parcours de sortie est ouvert par décision du préfet. Il concerne {{< chiffre psp_en_cours >}} personnes, après
{{< chiffre psp_en_cours annee=2019 >}} à ses débuts.

{{< figure psp >}}

::: {.bande}
::: {.texte}
{{< figure commissions >}}

{{< tableau demandes >}}
:::
::: {.notes}
::: {.note titre="Qui décide ?"}
La commission donne un **avis** ; le **préfet décide**.
:::
:::
:::

:::
""",
    "suivi": """
::: {.page rubrique="Suivi de la stratégie, aide"}

# {{< phrase titre_suivi >}} {#sec-suivi}

::: {.bande}
::: {.texte}
{{< tableau suivi >}}

Les {{< chiffre mesures_avec_valeur forme=lettres >}} mesures de l'édition {{< edition >}}.

::: {.content-visible when-format="typst"}
Une phrase pour l'imprimé seulement.
:::
:::
::: {.notes}
{{< aide >}}
:::
:::

:::

::: {.content-visible when-format="html"}
::: {.page rubrique="Tous les chiffres"}

# Tous les chiffres {#sec-chiffres}

{{< tableau chiffres >}}

:::
:::
""",
}
