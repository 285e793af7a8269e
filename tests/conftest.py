"""What the tests of every room share: the real command, and one real run of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.chemins import Chemins

RACINE = Path(__file__).resolve().parent.parent
EDITION = "2025"


@pytest.fixture(scope="session")
def miprof():
    """Run `miprof` with these arguments in a process of its own. `racine`: the clone it runs from; `maison`: its MIPROF_HOME."""

    def _miprof(*arguments: str, maison: Path, racine: Path = RACINE) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "orchestration.cli", *arguments], cwd=racine, capture_output=True, text=True, timeout=300,
            env=os.environ | {"MIPROF_HOME": str(maison), "PYTHONPATH": str(racine)})

    return _miprof


@pytest.fixture(scope="session")
def maison(tmp_path_factory, miprof) -> Chemins:
    """The `var/` folder after one successful `miprof lettre`. Shared by all: nothing writes in it."""
    chemins = Chemins(tmp_path_factory.mktemp("maison"))
    execution = miprof("lettre", EDITION, maison=chemins.var)
    assert execution.returncode == 0, execution.stderr
    return chemins
