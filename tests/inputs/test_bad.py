"""Every file in a folder of tests/bad is faulty in one way; its first line holds the
line and the exact words to give.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sim.core.axes import Axes
from sim.inputs.axes import load_axes
from sim.inputs.faults import Faults
from sim.inputs.instruments import load_instruments
from sim.inputs.parameters import load_parameters
from sim.inputs.scenarios import Evidence, compose

BAD = Path(__file__).parents[1] / "bad"
FILES = sorted(BAD.glob("*/*.yaml"))


def load(path: Path, folder: Path, axes: Axes, evidence: Evidence) -> None:
    """Load one file by the loader of its folder; the others get the small evidence."""
    if path.parent.name == "axes":
        load_axes(path)
    elif path.parent.name == "parameters":
        load_parameters(axes, Path(shutil.copy(path, folder)).parent)
    elif path.parent.name == "instruments":
        shutil.copy(path, folder / "business_climate.yaml")
        load_instruments(axes, evidence.parameters, folder)
    else:
        compose(str(path), evidence=evidence)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_faulty_file_gives_its_words(path: Path, tmp_path: Path, axes: Axes, evidence: Evidence) -> None:
    with pytest.raises(Faults) as raised:
        load(path, tmp_path, axes, evidence)
    found = raised.value.faults
    expected = re.findall(
        r"^# (?:line (\d+)|nowhere): (.*)", path.read_text(encoding="utf-8").splitlines()[0]
    )
    assert [(str(fault.line or ""), fault.text) for fault in found] == expected
