"""The real catalogue with one definition changed or added, for what no real definition does."""

from __future__ import annotations

from catalogue import Catalogue, charger
from catalogue.modeles import Calcul


def avec(id: str, modele: str, **changements: object) -> Catalogue:
    """The catalogue where indicator `id` is a copy of `modele` with `changements`; `calcul` may be a plain dict."""
    reel = charger()
    if isinstance(changements.get("calcul"), dict):
        changements["calcul"] = Calcul.model_validate(changements["calcul"])
    indicateur = reel.indicateurs[modele].model_copy(update={"id": id, "calcul": None} | changements)
    return Catalogue({**reel.indicateurs, id: indicateur}, reel.sources, reel.nomenclatures)
