"""What a reader sees of a sensitivity study: the lines of the command and the page with its picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.analysis.points import CHANCE, OTHERS
from sim.analysis.stored import Sensitivity
from sim.figures.drawing import Drawn, write_figures
from sim.figures.tornado import draw_tornado
from sim.inputs.parameter import WEAK
from sim.inputs.policies import scenario_title
from sim.report.page import Grid, placed, render
from sim.results.key_figures import SHOWN

MOST = 25
"""Rows of the screening of parameters that the page shows; parameters.csv holds them all."""


def publish(made: Sensitivity) -> None:
    """Add figures/ and sensitivity.html to a study; for `write(finish=[publish])`."""
    draw(made)


def draw(made: Sensitivity, other: str = "") -> Path:
    """Write the picture and the page of a study into its folder and return the page.

    `other`: what their names get where they are in another language than its own, as .nl.
    """
    picture = draw_tornado(made, heading(made), unit(made), scale(made))
    write_figures([picture], made.folder / f"figures{other}")
    path = made.folder / f"sensitivity{other}.html"
    path.write_text(page(made, picture), encoding="utf-8")
    return path


def page(made: Sensitivity, picture: Drawn) -> str:
    """The page as text."""
    labels = made.labels
    tables = [
        ("assumptions", assumptions_grid(made), labels("sensitivity.assumptions_explained")),
        ("sectors", effects_grid(made, made.study.sectors), labels("sensitivity.sectors_explained")),
        (
            "screened",
            effects_grid(made, made.study.parameters.head(MOST)),
            labels("sensitivity.screened_explained", count=len(made.parameters)),
        ),
    ]
    return render(
        "sensitivity.html.j2",
        labels,
        title=heading(made),
        sentences=sentences(made),
        picture=placed(picture, labels),
        tables=tables,
        note=labels("sensitivity.unit_note", unit=unit(made)),
        command=made.about.command,
    )


def heading(made: Sensitivity) -> str:
    """What the study is about, in words."""
    labels, about = made.labels, made.about
    figure = labels.of("figure_of", about.outcome)
    if about.at:
        figure += f" ({', '.join(labels.of(axis, label) for axis, label in about.at.items())})"
    key = "sensitivity.level" if about.base is None else "sensitivity.difference"
    scenario, base = (scenario_title(one or "", labels.lang) for one in (about.scenario, about.base))
    return labels(key, figure=figure, year=about.year, scenario=scenario, base=base)


def scale(made: Sensitivity) -> float:
    """By how much the outcome is multiplied to be shown."""
    shown = SHOWN.get(made.about.outcome)
    return shown.scale if shown and not made.about.at else 1.0


def unit(made: Sensitivity) -> str:
    """The unit in which changes are shown."""
    labels, name = made.labels, made.about.outcome
    if name not in SHOWN or made.about.at:
        return labels.of("unit", made.about.unit)
    key = f"difference_unit.{name}"
    return labels(key) if labels.has(key) else labels(f"unit_of.{name}")


def unit_of_level(made: Sensitivity) -> str:
    """The unit in which the level is shown: % where changes are in points."""
    labels, name = made.labels, made.about.outcome
    if name not in SHOWN or made.about.at:
        return labels.of("unit", made.about.unit)
    return labels(f"unit_of.{name}")


def sentences(made: Sensitivity) -> list[str]:
    """What was found, in words."""
    labels, about = made.labels, made.about
    per_cent = {
        "first": made.part(CHANCE, "first"),
        "total": made.part(CHANCE),
        "others": made.part(OTHERS),
        "chance_margin": made.part(CHANCE, "total_margin"),
        "others_margin": made.part(OTHERS, "total_margin"),
    }
    count = len(made.parameters)
    return [
        labels(
            "sensitivity.intro",
            runs=labels.number(made.study.runs),
            seed=about.seed,
            known=f"{about.known_until:g}",
            usual=labels.number(made.study.usual * scale(made), _digits([made.study.usual * scale(made)])),
            unit=unit(made) if made.about.base else unit_of_level(made),
        ),
        labels("sensitivity.weak_sentence", count=count, weak=made.weak, sure=len(made.sure)),
        labels(
            "sensitivity.chance_sentence",
            count=count,
            **{name: labels.number(100 * part) for name, part in per_cent.items()},
        ),
    ]


def assumptions_grid(made: Sensitivity) -> Grid:
    """The table of parameters that matter, all others and chance."""
    labels, rows = made.labels, made.assumptions
    factor = scale(made)
    digits = _digits((factor * rows[["low", "high"]]).abs().max().tolist())

    def change(row: pd.Series, name: str) -> str:
        value = factor * float(row[name])
        if not math.isfinite(value):
            return ""
        error = labels.number(factor * float(row[f"{name}_se"]), digits)
        return f"{labels.number(value, digits, sign=True)} ± {error}"

    def part(row: pd.Series, name: str) -> str:
        return f"{labels.number(100 * row[name])} ± {labels.number(100 * row[f'{name}_margin'])}"

    found = [
        (
            _name(made, str(row["factor"])),
            labels.of("sector", str(row["sector"])) if row["sector"] else "",
            part(row, "first"),
            part(row, "total"),
            change(row, "low"),
            change(row, "high"),
            _confidence(made, str(row["confidence"])),
            made.words(str(row["factor"])),
        )
        for _, row in rows.iterrows()
    ]
    heads = ("factor", "sector", "first", "total", "low", "high", "confidence", "words")
    return Grid([labels(f"sensitivity.{name}") for name in heads], found)


def effects_grid(made: Sensitivity, table: pd.DataFrame) -> Grid:
    """A screening as text, largest first."""
    labels, factor = made.labels, scale(made)
    digits = _digits([factor * float(table["effect"].max())])
    rows = [
        (
            _name(made, str(row["factor"])),
            f"{labels.number(factor * row['effect'], digits)} ± "
            f"{labels.number(factor * row['margin'], digits)}",
            made.words(str(row["factor"])),
        )
        for _, row in table.iterrows()
    ]
    heads = ("factor", "effect", "words")
    if not any(words for *_, words in rows):
        heads, rows = ("sector", "effect"), [row[:2] for row in rows]  # type: ignore[assignment, misc]
    return Grid([labels(f"sensitivity.{name}") for name in heads], rows)


def lines(made: Sensitivity) -> list[str]:
    """What the command prints."""
    labels = made.labels
    found = [heading(made), *sentences(made), ""]
    for name, table in (
        ("sectors", effects_grid(made, made.study.sectors)),
        ("assumptions", assumptions_grid(made)),
    ):
        found += [f"{labels(f'sensitivity.{name}')}. {labels(f'sensitivity.{name}_explained')}"]
        rows = [row[:7] for row in (table.columns, *table.rows)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        found += ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
                  for row in rows]  # fmt: skip
        found += [labels("sensitivity.unit_note", unit=unit(made)), ""]
    return found


def _name(made: Sensitivity, factor: str) -> str:
    """A parameter by its name, a sector, chance and all others in words."""
    if factor in (CHANCE, OTHERS):
        return made.labels(f"sensitivity.{factor}")
    return factor if factor in made.about.parameters else made.labels.of("sector", factor)


def _confidence(made: Sensitivity, text: str) -> str:
    labels = made.labels
    shown = labels.of("confidence", text) if text else ""
    return f"{labels('sensitivity.weak')}: {shown}" if text in WEAK else shown


def _digits(values: Sequence[float]) -> int:
    """Decimals that give three figures to the largest."""
    largest = max((abs(x) for x in values if math.isfinite(x)), default=0.0)
    return 0 if largest == 0 else min(max(2 - math.floor(math.log10(largest)), 0), 6)
