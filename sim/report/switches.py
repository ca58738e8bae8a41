"""The answer of the command `switches`: a table on the terminal and in a folder, a picture, a short page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.figures.drawing import Drawn, drawn
from sim.figures.ranges import Panel, draw_ranges, numbers
from sim.inputs.faults import Fault, Faults
from sim.inputs.policies import scenario_title
from sim.report.page import Grid
from sim.report.paired import Page, figures, print_grid, print_lines
from sim.report.paired import draw as draw_page
from sim.report.paired import publish as publish_page
from sim.results.key_figures import Difference, difference
from sim.results.labels import Labels, load_labels, suffix
from sim.results.summary import shown_path
from sim.results.switches import Turn, Turned, read_switches, said, switches_frame, turned_sign

HEADLINE = "share"
POINTS, BASIS_POINTS = 1e2, 1e4


def publish(turned: Turned, lang: str, command: str, results: Path) -> Path:
    """Write <results>/switches/<time>-<short id>/ with table, picture and page, whole; returns it."""
    labels = load_labels(lang)
    return publish_page(_page(turned, labels), labels, command, results)


def redraw(folder: Path, lang: str) -> Path:
    """Draw the picture and the page of a stored answer again, in another language beside its own; returns the
    page. Raises `Faults` where the folder is broken."""
    turned, about = read_switches(folder)
    if not turned.of(HEADLINE):
        raise Faults([Fault("its table holds no turn of the share", str(folder))])
    labels = load_labels(lang or about.lang)
    return draw_page(_page(turned, labels), labels, about.command, folder, suffix(lang, about.lang))


def _page(turned: Turned, labels: Labels) -> Page:
    return Page(
        name="switches",
        frame=switches_frame(turned),
        about=said(turned),
        picture=_picture(turned, labels),
        title=labels("switches.title", scenario=scenario_title(turned.scenario, labels.lang)),
        intro=_intro(turned, labels),
        tables=[(labels("switches.table", year=turned.year), _table(turned, labels))],
        notes=[*_notes(turned, labels), *_meanings(turned, labels)],
    )


def show(turned: Turned, lang: str, folder: Path) -> None:
    """Print the table, what to know when reading it, and where the rest is."""
    labels = load_labels(lang)
    print(_intro(turned, labels))
    print_grid(_table(turned, labels), labels("switches.table", year=turned.year))
    print_lines([*_notes(turned, labels), shown_path(folder / "switches.html")])


def _intro(turned: Turned, labels: Labels) -> str:
    return labels(
        "switches.intro",
        scenario=scenario_title(turned.scenario, labels.lang),
        members=turned.members,
        seed=turned.seed,
        year=turned.year,
    )


def _table(turned: Turned, labels: Labels) -> Grid:
    rows = turned.of(HEADLINE)
    quantities = {"level_change": POINTS}
    if rows[0].effect is not None:
        quantities |= {"effect": BASIS_POINTS, "effect_change": BASIS_POINTS}
    heads = [labels(f"switches.{key}") for key in ("switch", "value", "level", *quantities)]
    cells = []
    for one in rows:
        name, value = _name(one, turned, labels)
        cell = [name, value, labels.number(POINTS * one.level.mean, 2)]
        for quantity, scale in quantities.items():
            found: Difference | None = getattr(one, quantity)
            cell.append("" if found is None else figures(found, scale, labels))
        cells.append(cell)
    return Grid(heads, cells)


def _name(one: Turn, turned: Turned, labels: Labels) -> tuple[str, str]:
    if not one.switch:
        return labels("switches.all_default"), ""
    return one.switch, f"{labels.exact(one.value)} ({labels.exact(turned.defaults[one.switch])})"


def _meanings(turned: Turned, labels: Labels) -> list[str]:
    said = {
        name: labels.of_evidence("parameters", name, "words", text) for name, text in turned.words.items()
    }
    return [f"{name}: {text}." for name, text in said.items()]


def _notes(turned: Turned, labels: Labels) -> list[str]:
    first = turned.of(HEADLINE)[0]
    notes = []
    if first.effect is None:
        notes.append(labels("switches.baseline"))
    elif not first.effect.found:
        notes.append(labels("switches.turns_not_found"))
    else:
        names = turned_sign(turned)
        key = "turns" if names else "turns_none"
        notes.append(
            labels(f"switches.{key}", names=", ".join(names)) if names else labels(f"switches.{key}")
        )
    if turned.left_out:
        notes.append(labels("switches.own", names=", ".join(turned.left_out)))
    return [*notes, labels("switches.never_averaged"), labels("paired.explained")]


def _picture(turned: Turned, labels: Labels) -> Drawn:
    rows = turned.of(HEADLINE)
    names = [" ".join(_name(one, turned, labels)).strip() for one in rows]
    nothing = difference(np.zeros(2), np.arange(2))
    changed = [one.level_change or nothing for one in rows]
    panels = {"level": Panel(labels("switches.picture.level"), POINTS, changed)}
    effects = [one.effect for one in rows if one.effect is not None]
    if effects:
        panels["effect"] = Panel(labels("switches.picture.effect"), BASIS_POINTS, effects)
    title = labels(
        "switches.picture.title", year=turned.year, scenario=scenario_title(turned.scenario, labels.lang)
    )
    caption, described = (labels(f"switches.picture.{part}") for part in ("caption", "description"))
    draw = partial(draw_ranges, title, caption, names, list(panels.values()), labels)
    return drawn("switches", title, described, caption, draw, pd.DataFrame(numbers(names, panels)))
