"""The answer of the command `relief`: tables on the terminal and in a folder, a picture, a short page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from sim.figures.drawing import Drawn, drawn
from sim.figures.ranges import Panel, draw_ranges, numbers
from sim.inputs.faults import Fault, Faults
from sim.inputs.policies import scenario_title
from sim.inputs.reliefs import Reliefs
from sim.report.page import Grid
from sim.report.paired import Page, digits_of, figures, print_grid, print_lines
from sim.report.paired import draw as draw_page
from sim.report.paired import publish as publish_page
from sim.results.labels import Labels, load_labels, suffix
from sim.results.relief import ALL, Found, Relief, read_relief, relief_frame, said
from sim.results.summary import shown_path

SCALES = {"output_nl": 1e-3, "value_added_nl": 1e-3, "jobs_nl": 1.0, "share": 1e2}
"""Outcomes of a lifted limit and their factor: USD bn, EUR bn, persons, points."""
SMALL_SCALES = {"value_added_nl": 1.0, "jobs_nl": 1.0, "share": 1e4}
"""Outcomes of a small relief and their factor: EUR m, persons, basis points."""
WORTH = ("value_added_nl", "present_value")
PICTURED = ("value_added_nl", "jobs_nl", "share")


def publish(found: Found, definitions: Reliefs, lang: str, command: str, results: Path) -> Path:
    """Write <results>/relief/<time>-<short id>/ with tables, picture and page, whole; returns it."""
    labels = load_labels(lang)
    return publish_page(_page(found, definitions, labels), labels, command, results)


def redraw(folder: Path, lang: str, definitions: Reliefs) -> Path:
    """Draw the picture and the page of a stored answer again, in another language beside its own; returns the
    page. Raises `Faults` where the folder is broken, or lifts what this version does not know."""
    found, about = read_relief(folder)
    own = {"limit": {ALL, *definitions.limits}, "small": {*definitions.small}}
    unknown = [f"{one.kind} {one.name}" for one in found.reliefs if one.name not in own.get(one.kind, ())]
    if unknown or not found.kind("limit"):
        text = f"lifts what this version does not know: {', '.join(unknown) or 'nothing'}"
        raise Faults([Fault(text, str(folder))])
    labels = load_labels(lang or about.lang)
    page = _page(found, definitions, labels)
    return draw_page(page, labels, about.command, folder, suffix(lang, about.lang))


def _page(found: Found, definitions: Reliefs, labels: Labels) -> Page:
    return Page(
        name="relief",
        frame=relief_frame(found),
        about=said(found),
        picture=_picture(found, definitions, labels),
        title=labels("relief.title", scenario=scenario_title(found.scenario, labels.lang)),
        intro=_intro(found, labels),
        tables=_tables(found, definitions, labels),
        notes=[*_notes(found, labels), *_meanings(definitions, found, labels)],
    )


def show(found: Found, definitions: Reliefs, lang: str, folder: Path) -> None:
    """Print the tables, what to know when reading them, and where the rest is."""
    labels = load_labels(lang)
    print(_intro(found, labels))
    for title, grid in _tables(found, definitions, labels):
        print_grid(grid, title)
    print_lines([*_notes(found, labels), shown_path(folder / "relief.html")])


def _intro(found: Found, labels: Labels) -> str:
    return labels(
        "relief.intro",
        scenario=scenario_title(found.scenario, labels.lang),
        members=found.members,
        seed=found.seed,
        since=f"{found.since:g}",
        where=labels.of("place", found.place) if found.place else labels("relief.everywhere"),
    )


def _tables(found: Found, definitions: Reliefs, labels: Labels) -> list[tuple[str, Grid]]:
    first, last = int(found.since), found.last
    year = labels("relief.in_year", year=found.year)
    whole = labels("relief.summed", first=first, last=last)
    limits = found.kind("limit")
    where = labels.of("place", found.small_place)
    return [
        (year, _limits(limits, "year", definitions, labels)),
        (whole, _limits(limits, "cumulated", definitions, labels)),
        (
            labels("relief.worth", place=where, first=first, last=last, year=found.year),
            _worths(found.kind("small"), definitions, labels),
        ),
    ]


def _limits(rows: Sequence[Relief], span: str, definitions: Reliefs, labels: Labels) -> Grid:
    heads = [labels("relief.limit"), *(labels(f"relief.{span}.{name}") for name in SCALES)]
    cells = [
        [
            _name(one, definitions, labels),
            *(figures(one.of(name, span), scale, labels) for name, scale in SCALES.items()),
        ]
        for one in rows
    ]
    return Grid(heads, cells)


def _worths(rows: Sequence[Relief], definitions: Reliefs, labels: Labels) -> Grid:
    heads = [labels("relief.unit"), labels("relief.present_value")]
    heads += [labels(f"relief.small.{name}") for name in SMALL_SCALES]
    cells = [
        [
            _name(one, definitions, labels),
            figures(one.of(*WORTH), 1.0, labels),
            *(figures(one.of(name, "year"), scale, labels) for name, scale in SMALL_SCALES.items()),
        ]
        for one in rows
    ]
    return Grid(heads, cells)


def _name(one: Relief, definitions: Reliefs, labels: Labels) -> str:
    if one.kind == "limit":
        return labels("relief.all") if one.name == ALL else definitions.limits[one.name].title[labels.lang]
    small = definitions.small[one.name]
    unit = small.unit[labels.lang]
    per = unit if small.per == 1 else f"{labels.number(small.per)} {unit}"
    return labels("relief.per", title=small.title[labels.lang], per=per)


def _notes(found: Found, labels: Labels) -> list[str]:
    """What a reader must know: it does not add up, by how much here, and what the error says."""
    limits = [one for one in found.kind("limit") if one.name != ALL]
    whole = next(one for one in found.kind("limit") if one.name == ALL)
    alone, together = (
        1e-3 * sum(one.of("value_added_nl", "cumulated").mean for one in which) for which in (limits, [whole])
    )
    digits = max(digits_of(alone), digits_of(together))
    adds = labels(
        "relief.not_added",
        alone=labels.number(alone, digits, sign=True),
        together=labels.number(together, digits, sign=True),
    )
    rate = labels.number(100 * found.discount.rate, 2)
    present = labels("relief.present", first=found.discount.first, rate=rate)
    return [adds, labels("paired.explained"), labels("relief.jobs"), present]


def _meanings(definitions: Reliefs, found: Found, labels: Labels) -> list[str]:
    chosen = [definitions.limits[one.name] for one in found.kind("limit") if one.name != ALL]
    texts = [f"{one.title[labels.lang]}: {one.means[labels.lang]}." for one in chosen]
    texts += [
        labels(
            "relief.small_means",
            title=one.title[labels.lang],
            means=one.means[labels.lang],
            size=labels.number(one.size),
            unit=one.unit[labels.lang],
        )
        for one in definitions.small.values()
    ]
    return texts


def _picture(found: Found, definitions: Reliefs, labels: Labels) -> Drawn:
    limits = found.kind("limit")
    names = [_name(one, definitions, labels) for one in limits]
    panels = {
        labels(f"relief.year.{name}"): Panel(
            labels(f"relief.year.{name}"), SCALES[name], [one.of(name, "year") for one in limits]
        )
        for name in PICTURED
    }
    title = labels(
        "relief.picture.title",
        year=found.year,
        since=f"{found.since:g}",
        scenario=scenario_title(found.scenario, labels.lang),
    )
    caption, described = (labels(f"relief.picture.{part}") for part in ("caption", "description"))
    draw = partial(draw_ranges, title, caption, names, list(panels.values()), labels)
    return drawn("relief", title, described, caption, draw, pd.DataFrame(numbers(names, panels)))
