"""Puts the pictures of a hindcast beside its tables, in the language asked for."""

from __future__ import annotations

from pathlib import Path

from sim.figures.drawing import write_figures
from sim.figures.hindcast import draw_all
from sim.hindcast.result import Hindcast
from sim.hindcast.words import labels_of
from sim.results.labels import load_labels, suffix


def publish(found: Hindcast) -> None:
    """Draw every picture into the folder's figures."""
    draw(found)


def draw(found: Hindcast, lang: str = "") -> Path:
    """Draw every picture into figures/, in another language than the hindcast's into figures.nl/ (or en);
    returns that folder."""
    labels = load_labels(lang) if lang else labels_of(found)
    folder = found.folder / f"figures{suffix(lang, labels_of(found).lang)}"
    write_figures(draw_all(found, labels), folder)
    return folder
