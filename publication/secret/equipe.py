"""The independent problems of a system, one after the other or on several processors: the answers are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Self, TypeVar

R = TypeVar("R")


class Equipe:
    """`processus` workers; one means this process."""

    def __init__(self, processus: int):
        self.processus = processus
        self._pool = ProcessPoolExecutor(processus, get_context("spawn")) if processus > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def chacune(self, travail: Callable[..., R], taches: Iterable[tuple]) -> list[R]:
        """`travail(*tache)` for each, in order. A task is taken from `taches` only when somebody is free for it."""
        if self._pool is None:
            return [travail(*tache) for tache in taches]
        toutes: list[Future] = []
        en_cours: set[Future] = set()
        for tache in taches:
            toutes.append(self._pool.submit(travail, *tache))
            en_cours.add(toutes[-1])
            if len(en_cours) >= self.processus:
                en_cours = wait(en_cours, return_when=FIRST_COMPLETED).not_done
        return [future.result() for future in toutes]
