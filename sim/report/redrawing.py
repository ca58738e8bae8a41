"""Draws the pictures and the page of a result folder again, of whatever kind it is, without running."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sim.results.labels import suffix


@dataclass(frozen=True)
class Kind:
    """A kind of result folder: what it is called, and what draws it as a page and as PDF (None: it has none),
    in a language (empty: its own). Both return what they wrote."""

    name: str
    page: Callable[[Path, str], list[Path]]
    pdf: Callable[[Path, str], list[Path]] | None = None


def _run(folder: Path, lang: str) -> list[Path]:
    from sim.report.report import redraw

    return [redraw(folder, lang)]


def _run_pdf(folder: Path, lang: str) -> list[Path]:
    from sim.report.pdf import write_pdf
    from sim.results.store import read_run

    return write_pdf(read_run(folder), lang)


def _comparison(folder: Path, lang: str) -> list[Path]:
    from sim.report.comparison import draw
    from sim.results.reopened import read_comparison

    comparison, own = read_comparison(folder, lang)
    return [draw(comparison, suffix(lang, own))]


def _comparison_pdf(folder: Path, lang: str) -> list[Path]:
    from sim.report.pdf import write_comparison_pdf
    from sim.results.reopened import read_comparison

    comparison, own = read_comparison(folder, lang)
    return write_comparison_pdf(comparison, suffix(lang, own))


def _sensitivity(folder: Path, lang: str) -> list[Path]:
    from sim.analysis.stored import read
    from sim.report.sensitivity import draw

    made = read(folder)
    own = made.about.lang
    said = replace(made, about=replace(made.about, lang=lang or own))
    return [draw(said, suffix(lang, own))]


def _hindcast(folder: Path, lang: str) -> list[Path]:
    from sim.hindcast.result import read_hindcast
    from sim.report.hindcast import draw

    return [draw(read_hindcast(folder), lang)]


def _relief(folder: Path, lang: str) -> list[Path]:
    from sim.inputs.reliefs import load_reliefs
    from sim.inputs.scenarios import load_evidence
    from sim.report.relief import redraw

    return [redraw(folder, lang, load_reliefs(load_evidence()))]


def _switches(folder: Path, lang: str) -> list[Path]:
    from sim.report.switches import redraw

    return [redraw(folder, lang)]


def _decomposition(folder: Path, lang: str) -> list[Path]:
    from sim.figures.decomposition import redraw

    return [redraw(folder, lang)]


KINDS: Mapping[str, Kind] = {
    "run.json": Kind("a run", _run, _run_pdf),
    "comparison.json": Kind("a comparison", _comparison, _comparison_pdf),
    "sensitivity.json": Kind("a sensitivity study", _sensitivity),
    "hindcast.json": Kind("a hindcast", _hindcast),
    "relief.json": Kind("an answer of relief", _relief),
    "switches.json": Kind("an answer of switches", _switches),
    "decomposition.json": Kind("a decomposition", _decomposition),
}
"""The kinds of result folders, each by the file in it that tells what it is."""


UNDRAWN: Mapping[str, str] = {
    "relief.parquet": "an answer of relief from an older version, which kept no more than its table",
    "switches.parquet": "an answer of switches from an older version, which kept no more than its table",
    "contributions.csv": "a decomposition from an older version, which kept no more than its tables",
    "learnt.csv": "what calibrate learnt, of which no page is made",
}
"""Folders that cannot be drawn again, each by a file that tells what it is."""


def kind_of(folder: Path) -> Kind | None:
    """The kind of a result folder; None where it is none."""
    return next((kind for mark, kind in KINDS.items() if (folder / mark).is_file()), None)


def why_undrawn(folder: Path) -> str:
    """What a folder is that cannot be drawn again; empty where it is none of these."""
    return next((why for mark, why in UNDRAWN.items() if (folder / mark).is_file()), "")
