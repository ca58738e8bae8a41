"""What the tests of results share: a made-up run with its base, written once a test session."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import info, recorded


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    """A written and read result of 16 members, 0.12 points above its base in the end."""
    folder = write_run(recorded(16, 0.12), recorded(16), info(), tmp_path_factory.mktemp("results"))
    return read_run(folder)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of four results: two scenarios and the base with 16 members, one scenario with 8."""
    where, base = tmp_path_factory.mktemp("many"), recorded(16)
    return {
        "ipcei_boost": write_run(recorded(16, 0.12), base, info(), where),
        "grid_first": write_run(recorded(16, 0.03), base, info("grid_first"), where),
        "baseline": write_run(base, None, info("baseline"), where),
        "small": write_run(recorded(8, 0.12), recorded(8), info("small"), where),
    }
