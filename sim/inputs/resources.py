"""Finds the folder that holds configs, scenarios and data: the checkout's top, or the copy inside a wheel."""

from __future__ import annotations

from pathlib import Path


def root() -> Path:
    """The folder that holds `configs/`, `scenarios/` and `data/`; FileNotFoundError where neither place
    has them.
    """
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
