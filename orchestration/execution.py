"""One materialisation of an édition in this process, followed on the terminal and recorded where Dagster's pages show it."""

from __future__ import annotations

import shutil
import warnings

from orchestration.chemins import RACINE, Chemins
from orchestration.progression import JOURNAL, Progression, Suivi

warnings.filterwarnings("ignore", module="dagster")

import dagster as dg  # noqa: E402

from orchestration.definitions import LETTRE, TITRES, defs  # noqa: E402


def fabriquer(chemins: Chemins, edition: str, moteur: str, progression: Progression) -> None:
    """Run every stage up to the letter. Raises what a stage raised."""
    preparer_dagster(chemins)
    suivi = Suivi(progression, TITRES)
    JOURNAL.addHandler(suivi)
    try:
        with dg.DagsterInstance.from_config(str(chemins.dagster)) as instance:
            defs.resolve_job_def(LETTRE).execute_in_process(
                partition_key=edition, instance=instance,
                run_config={"loggers": {"etapes": {}}, "ops": {"lettre": {"config": {"moteur": moteur}}}})
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    finally:
        JOURNAL.removeHandler(suivi)


def preparer_dagster(chemins: Chemins) -> None:
    """Give Dagster its folder, with the committed settings in it."""
    chemins.dagster.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(RACINE / "dagster.yaml", chemins.dagster / "dagster.yaml")
