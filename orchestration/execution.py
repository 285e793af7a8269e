"""One materialisation of an édition in this process, followed on the terminal.

Dagster keeps no history of it: writing one costs a third of the run. The history belongs to the runs started from its pages.
"""

from __future__ import annotations

import warnings

from orchestration.progression import JOURNAL, Progression, Suivi

warnings.filterwarnings("ignore", module="dagster")

import dagster as dg  # noqa: E402

from orchestration.definitions import LETTRE, TITRES, defs  # noqa: E402


def fabriquer(edition: str, moteur: str, progression: Progression, budget: float = 60) -> None:
    """Run every stage up to the letter; `budget`: seconds given to hiding as few counts as possible. Raises what a stage raised, KeyboardInterrupt when interrupted."""
    suivi = Suivi(progression, TITRES)
    JOURNAL.addHandler(suivi)
    try:
        defs.resolve_job_def(LETTRE).execute_in_process(
            partition_key=edition, run_config={"loggers": {"etapes": {}}, "ops": {
                "lettre": {"config": {"moteur": moteur}}, "protection_des_comptages": {"config": {"secondes": budget}}}})
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    finally:
        JOURNAL.removeHandler(suivi)
