"""The report of a run: one HTML file that works offline, every sentence made from the stored numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sim.figures.drawing import Drawn, draw_all, write_figures
from sim.report.accounts import accounts_grid, costs_grid, money_grid, places_grid, size_grid, years_grid
from sim.report.binding import binding_year_grid
from sim.report.page import Grid, placed, render
from sim.results.key_figures import KeyFigure, key_figures, start_and_end
from sim.results.labels import Labels
from sim.results.store import Stored, read_run
from sim.results.wording import (
    difference_parts,
    difference_text,
    level,
    money_cells,
    sentences,
    without_number,
)

WEAK = ("recalled", "assumption")
"""Confidences that the reader is warned of."""
LEAD = ("share", "value_added_nl", "jobs_nl")
"""The key figures that the summary says in sentences; the table holds them all."""

ACCOUNTS = {
    "by_instrument": money_grid,
    "by_year": years_grid,
    "by_size": size_grid,
    "distribution": accounts_grid,
    "by_place": places_grid,
    "costs": costs_grid,
}
"""The tables of the public accounts, by the label that stands above each."""


def publish(stored: Stored) -> None:
    """Add figures/ and report.html to a result; for `write_run(finish=[publish])` and for redrawing."""
    drawn = draw_all(stored)
    write_figures(drawn, stored.folder / "figures")
    write_report(stored, drawn)


def write_report(result: Stored | Path | str, drawn: Sequence[Drawn] | None = None) -> Path:
    """Write report.html into a result's folder and return its path; pictures are drawn where none are
    given."""
    stored = result if isinstance(result, Stored) else read_run(result)
    path = stored.folder / "report.html"
    path.write_text(report_text(stored, draw_all(stored) if drawn is None else drawn), encoding="utf-8")
    return path


def report_text(stored: Stored, drawn: Sequence[Drawn]) -> str:
    """The report as HTML."""
    labels, info = stored.labels, stored.info
    first, last = start_and_end(stored)
    weak = sum(_is_weak(one.get("confidence", "")) for one in info.parameters)
    intro = labels("report.assumptions_intro", count=len(info.parameters), weak=weak)
    made = labels(
        "report.made",
        members=info.members,
        seed=info.seed,
        first=first + 1,
        last=last,
        known=f"{info.known_until:g}",
    )
    return render(
        "report.html.j2",
        labels,
        title=labels("report.title", title=info.title or info.scenario),
        question=info.question,
        made=made,
        lead=lead_sentences(stored),
        key_table=key_grid(stored),
        remarks=[
            (labels("report.notes"), list(info.notes)),
            (labels("report.warnings"), list(info.warnings)),
        ],
        pictures=[placed(one, labels) for one in drawn],
        binding_year=binding_year_grid(stored),
        accounts=[
            (labels(f"accounts.{name}"), grid)
            for name, table in ACCOUNTS.items()
            if (grid := table(stored)) is not None
        ],
        differs=list(info.differs),
        assumptions=assumption_grid(stored),
        assumptions_intro=intro,
        info=info,
        facts=_facts(stored),
        configuration=json.dumps(info.configuration, indent=1, ensure_ascii=False, default=str),
    )


def lead_sentences(stored: Stored) -> list[str]:
    """The summary: what the headline becomes, what the scenario changes, what binds, what it costs."""
    found = []
    for one in key_figures(stored):
        if one.name in LEAD:
            found.append(_level_sentence(one, stored))
            if one.difference is not None:
                found[-1] += " " + _change_sentence(one, stored)
    return found + sentences(stored)


def _level_sentence(one: KeyFigure, stored: Stored) -> str:
    labels = stored.labels
    first, last = start_and_end(stored)
    shown = {name: level(one, getattr(one, part), labels) for name, part in _LEVELS.items()}
    names = {"label": labels(f"figure_of.{one.name}"), "unit": labels(f"unit_of.{one.name}")}
    return labels("report.level_sentence", first=first, last=last, **names, **shown)


_LEVELS = {"start": "start", "end": "end", "low": "q25", "high": "q75"}


def _change_sentence(one: KeyFigure, stored: Stored) -> str:
    labels, changed = stored.labels, one.difference
    assert changed is not None
    without = without_number(one.name, changed, labels)
    if without:
        return labels("report.equal_sentence", base=stored.info.base, words=without)
    return labels(
        "report.changed_sentence", base=stored.info.base, **difference_parts(one.name, changed, labels)
    )


def key_grid(stored: Stored) -> Grid:
    """The key figures as a table of text."""
    labels = stored.labels
    first, last = start_and_end(stored)
    heads = [labels("report.figure"), labels("report.unit"), str(first), str(last), labels("summary.band")]
    if stored.has_base:
        heads.append(labels("summary.difference", base=stored.info.base))
    rows = []
    for one in key_figures(stored):
        band = labels("summary.to", low=level(one, one.q25, labels), high=level(one, one.q75, labels))
        levels = [level(one, one.start, labels), level(one, one.end, labels), band]
        row = [labels(f"figure_of.{one.name}"), labels(f"unit_of.{one.name}"), *levels]
        rows.append(row + ([difference_text(one.name, one.difference, labels)] if stored.has_base else []))
    money = money_cells(stored)
    if money:
        row = [labels("figure_of.public_money"), labels("unit_of.public_money"), ""]
        rows.append([*row, *(money if stored.has_base else money[:2])])
    return Grid(heads, rows)


def assumption_grid(stored: Stored) -> Grid:
    """The parameters with their sources, the weak ones marked and first."""
    labels = stored.labels
    heads = ("parameter", "meaning", "value", "unit", "range", "confidence", "source")
    ordered = sorted(
        stored.info.parameters, key=lambda one: (not _is_weak(one.get("confidence", "")), one["name"])
    )
    rows = [
        (
            one["name"],
            one.get("words", ""),
            one.get("value", ""),
            one.get("unit", ""),
            one.get("range", ""),
            _confidence(one.get("confidence", ""), labels),
            one.get("source") or one.get("assumption", ""),
        )
        for one in ordered
    ]
    return Grid([labels(f"report.{name}") for name in heads], rows)


def _confidence(text: str, labels: Labels) -> str:
    shown = labels.of("confidence", text) if text else ""
    return f"{labels('report.weak')}: {shown}" if _is_weak(text) else shown


def _is_weak(confidence: str) -> bool:
    return confidence in WEAK


def _facts(stored: Stored) -> list[tuple[str, str]]:
    info, labels = stored.info, stored.labels
    facts = {
        "seed": str(info.seed),
        "members": str(info.members),
        "known": f"{info.known_until:g}",
        "commit": info.commit or "",
        "hash": info.configuration_hash,
        "versions": ", ".join(f"{name} {version}" for name, version in info.versions.items()),
        "data": ", ".join(f"{name} {digest}" for name, digest in info.data_hashes.items()),
        "times": ", ".join(text for text in (info.started, info.finished) if text),
    }
    return [(labels(f"report.{name}"), value) for name, value in facts.items() if value]
