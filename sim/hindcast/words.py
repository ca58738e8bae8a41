"""What a hindcast tells its reader: tables of text, for the terminal and for the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.hindcast.result import Hindcast, peak_inside
from sim.results.labels import Labels, load_labels

Row = Sequence[str]


def labels_of(found: Hindcast) -> Labels:
    """The words of the language in which it was asked."""
    return load_labels(str(found.info.get("lang", "en")))


def pooled_rows(found: Hindcast, labels: Labels) -> list[Row]:
    """Head and rows: the gain over all series by run and horizon, with and without 2023."""
    rows: list[Row] = [labels("hindcast.head.pooled").split("|")]
    whole = found.pooled[~found.pooled["without_2023"]]
    without = found.pooled[found.pooled["without_2023"]].set_index(["run", "horizon"])
    gains: dict[str, dict[object, float]] = without[["gain", "gain_error"]].to_dict()  # type: ignore[assignment]
    for one in whole.to_dict("records"):
        key = (one["run"], one["horizon"])  # a late origin may have nothing but 2023 at a horizon
        left, error = (gains[name].get(key, math.nan) for name in ("gain", "gain_error"))
        rows.append(
            (
                labels(f"hindcast.run.{one['run']}"),
                str(one["horizon"]),
                f"{one['subjects']} / {one['outcomes']} / {labels.number(one['independent'], 1)}",
                gain(one["gain"], one["gain_error"], labels),
                gain(left, error, labels),
                percent(one["covered_50"], labels),
                percent(one["covered_80"], labels),
            )
        )
    return rows


def subject_rows(found: Hindcast, run: str, labels: Labels) -> list[Row]:
    """Head and rows: every series at every horizon in a run, beside its best benchmark."""
    rows: list[Row] = [labels("hindcast.head.subjects").split("|")]
    for one in found.against_best(run).to_dict("records"):
        there = isinstance(one["best"], str)
        rows.append(
            (
                labels.of("hindcast.subject", str(one["subject"])),
                str(one["horizon"]),
                f"{one['outcomes']} / {labels.number(one['independent'], 1)}",
                percent(one["mape"], labels),
                labels.number(one["mase"], 2),
                crps(one["crps"], str(one["subject"]), labels),
                percent(one["covered_50"], labels),
                percent(one["covered_80"], labels),
                f"{percent(one['width_50'], labels)} / {percent(one['width_80'], labels)}",
                labels(f"hindcast.benchmark.{one['best']}") if there else labels("hindcast.too_few"),
                percent(one["best_mape"], labels) if there else labels("number.none"),
                crps(one["best_crps"], str(one["subject"]), labels) if there else labels("number.none"),
                gain(one["gain"], one["gain_error"], labels) if there else labels("number.none"),
            )
        )
    return rows


def peak_rows(found: Hindcast, run: str, labels: Labels) -> list[Row]:
    """Head and rows: the equipment share of 2023 as every origin saw it coming."""
    rows: list[Row] = [labels("hindcast.head.peak").split("|")]
    for origin, one in peak_inside(found, run).iterrows():
        inside = labels("hindcast.yes" if one["inside"] else "hindcast.no")
        numbers = [labels.number(100 * float(one[name]), 1) for name in ("q10", "q50", "q90", "recorded")]
        rows.append((str(origin), *numbers, inside))
    return rows


def gain(value: float, error: float, labels: Labels) -> str:
    """A gain with its standard error, in per cent."""
    if pd.isna(value):
        return labels("number.none")
    shown = labels.number(100 * value, 0, sign=True)
    return shown if pd.isna(error) else f"{shown} ± {labels.number(100 * error, 0)}"


def percent(value: float, labels: Labels) -> str:
    """A part as a percentage."""
    return labels.number(100 * value, 0)


def crps(value: float, subject: str, labels: Labels) -> str:
    """A CRPS in the unit that its subject is shown in: points for a share."""
    return labels.number(100 * value, 2) if subject.startswith("share") else labels.number(value, 0)


def as_text(rows: Sequence[Row]) -> list[str]:
    """Rows in columns for a terminal: text to the left, the rest to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def as_markdown(rows: Sequence[Row]) -> list[str]:
    """Rows as a table of a page."""
    head, *rest = rows
    rule = ["---", *["--:"] * (len(head) - 1)]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rest)]
