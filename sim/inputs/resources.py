"""Finds the folder that holds configs, scenarios and data: the checkout's top, the copy inside a wheel, or
a folder of one's own.
"""

from __future__ import annotations

import os
from pathlib import Path

from sim.inputs.faults import Fault, Faults

HOME = "SIM_HOME"


def root() -> Path:
    """The folder that holds `configs/`, `scenarios/` and `data/`: the one that SIM_HOME names, else what is
    shipped. `Faults` where SIM_HOME holds none, FileNotFoundError where nothing is shipped.
    """
    own = os.environ.get(HOME)
    if own:
        if (Path(own) / "configs" / "axes.yaml").is_file():
            return Path(own).resolve()
        raise Faults(
            [Fault(f"{HOME} = {own}: holds no configs/axes.yaml; copy configs/, scenarios/ and data/")]
        )
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_shipped", package.parent):
        if (place / "configs" / "axes.yaml").is_file():
            return place
    raise FileNotFoundError(
        f"configs/axes.yaml stands neither in {package.parent} nor in {package / '_shipped'}"
    )


def shown(path: Path) -> str:
    """A path as a reader would type it: from here, or from the top of what is shipped, else in full."""
    whole = path if path.is_absolute() else Path.cwd() / path
    for start in (Path.cwd(), root()):
        if whole.is_relative_to(start):
            return whole.relative_to(start).as_posix()
        if whole.resolve().is_relative_to(start.resolve()):
            return whole.resolve().relative_to(start.resolve()).as_posix()
    return str(path)
