"""Puts the pictures of a hindcast beside its tables."""

from __future__ import annotations

from sim.figures.drawing import write_figures
from sim.figures.hindcast import draw_all
from sim.hindcast.result import Hindcast
from sim.hindcast.words import labels_of


def publish(found: Hindcast) -> None:
    """Draw every picture into the folder's figures."""
    write_figures(draw_all(found, labels_of(found)), found.folder / "figures")
