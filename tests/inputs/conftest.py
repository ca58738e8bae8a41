"""The small body of evidence, and a folder of scenarios of one's own to stand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.core.axes import Axes
from sim.inputs.axes import load_axes
from sim.inputs.instruments import load_instruments
from sim.inputs.parameters import load_parameters
from sim.inputs.scenarios import Evidence

WORLD = Path(__file__).parent / "world"


@pytest.fixture(scope="session")
def axes() -> Axes:
    return load_axes()


@pytest.fixture(scope="session")
def evidence(axes: Axes) -> Evidence:
    parameters = load_parameters(axes, WORLD / "parameters")
    return Evidence(axes, parameters, load_instruments(axes, parameters, WORLD / "instruments"))


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Writes scenarios/<name>.yaml (or variants/…) in an empty folder, the current one from then on."""
    monkeypatch.chdir(tmp_path)

    def write_one(name: str, text: str) -> Path:
        path = tmp_path / "scenarios" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_one
