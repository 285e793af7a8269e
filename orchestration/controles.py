"""Blocking checks: a stage is judged on what it has just built, before anything takes the place of the last good one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import dagster as dg

from catalogue.erreurs import Anomalie, Impossible, Refus


def bloquant(nom: str, actif: dg.CoercibleToAssetKey, description: str) -> dg.AssetCheckSpec:
    """A check without which nothing downstream runs."""
    return dg.AssetCheckSpec(nom, asset=actif, description=description, blocking=True)


def exiger(controle: dg.AssetCheckSpec, anomalies: Sequence[Anomalie]) -> Iterator[dg.AssetCheckResult]:
    """Record the verdict of a check, then raise what it found, if anything."""
    yield dg.AssetCheckResult(asset_key=controle.asset_key, check_name=controle.name, passed=not anomalies,
                              metadata={"messages": dg.MetadataValue.md("\n".join(f"- {a}" for a in anomalies) or "Rien à signaler.")})
    lever(anomalies)


def lever(anomalies: Sequence[Anomalie]) -> None:
    """Raise what was found: what could not run first, else every refusal together."""
    for anomalie in anomalies:
        if isinstance(anomalie, Impossible):
            raise anomalie
    if anomalies:
        raise Refus.groupe(list(anomalies))
