"""The report of a run: one HTML file that works offline, every sentence made from the stored numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sim.figures.drawing import Drawn, draw_all, write_figures
from sim.inputs.policies import in_language
from sim.inputs.translations import untold
from sim.report.accounts import accounts_grid, costs_grid, money_grid, places_grid, size_grid, years_grid
from sim.report.assumptions import assumption_grid, is_weak
from sim.report.binding import binding_year_grid
from sim.report.changes import behind_grid, changes_grid
from sim.report.page import Grid, placed, render
from sim.results import keyed
from sim.results.key_figures import KeyFigure, key_figures, start_and_end
from sim.results.labels import suffix
from sim.results.remarks import said_again
from sim.results.remembering import remember, title_of
from sim.results.store import Stored, read_run
from sim.results.wording import (
    difference_parts,
    difference_text,
    level,
    money_cells,
    sentences,
    without_number,
)

LEAD = ("value_added_nl", "jobs_nl")
"""The key figures that the summary says in sentences beside the share, which is what is remembered."""

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
    """Add figures/ and report.html to a result; for `write_run(finish=[publish])`."""
    redraw(stored)


def redraw(result: Stored | Path | str, lang: str = "") -> Path:
    """Draw the pictures and write the report of a stored result again, without running; returns the report.

    In the language of the run they are figures/ and report.html, in another figures.nl/ and report.nl.html
    (or en). Equal results give equal bytes.
    """
    stored = result if isinstance(result, Stored) else read_run(result)
    other = suffix(lang, stored.info.lang)
    said = stored.read_in(lang)
    drawn = draw_all(said)
    write_figures(drawn, stored.folder / f"figures{other}")
    path = stored.folder / f"report{other}.html"
    path.write_text(report_text(said, drawn), encoding="utf-8")
    return path


def report_text(stored: Stored, drawn: Sequence[Drawn]) -> str:
    """The report as HTML, in the language in which `stored` is read."""
    stored = stored.read_in(keyed=True)
    labels, info = stored.labels, stored.info
    weak = sum(is_weak(one.get("confidence", "")) for one in info.parameters)
    count = labels.number(len(info.parameters), key="info/parameters/count")
    intro = labels(
        "report.assumptions_intro", count=count, weak=labels.number(weak, key="info/parameters/weak")
    )
    if left := untold("parameters", (one["name"] for one in info.parameters), labels.lang):
        intro += " " + labels("report.untold", names=", ".join(left))
    return render(
        "report.html.j2",
        labels,
        title=labels("report.title", title=title_of(stored)),
        question=question_of(stored),
        made=made_line(stored),
        remember=remember(stored),
        lead=lead_sentences(stored),
        key_table=key_grid(stored),
        remarks=[
            (labels(f"report.{name}"), [said_again(text, labels) for text in texts])
            for name, texts in (("notes", info.notes), ("warnings", info.warnings))
        ],
        pictures=[placed(one, labels) for one in drawn],
        binding_year=binding_year_grid(stored),
        accounts=[
            (labels(f"accounts.{name}"), grid)
            for name, table in ACCOUNTS.items()
            if (grid := table(stored)) is not None
        ],
        differs=changes_grid(stored),
        behind=behind_grid(stored),
        assumptions=assumption_grid(stored),
        assumptions_intro=intro,
        info=info,
        facts=_facts(stored),
        configuration=json.dumps(info.configuration, indent=1, ensure_ascii=False, default=str),
    )


def question_of(stored: Stored) -> str:
    """The question that the scenario asks, in the language of the reader where its file gives that."""
    text, lang = in_language(stored.info.questions, stored.labels.lang)
    if not text:
        return stored.info.question
    return text if lang == stored.labels.lang or not stored.keyed else keyed.spoken(text, lang)


def made_line(stored: Stored) -> str:
    """How many members were run, over which years, and up to when the record is known."""
    info, labels = stored.info, stored.labels
    first, last = start_and_end(stored)
    return labels(
        "report.made",
        members=labels.number(info.members, key="info/members"),
        seed=labels.exact(info.seed, key="info/seed"),
        first=first + 1,
        last=last,
        known=labels.year(info.known_until, key="info/known_until"),
    )


def lead_sentences(stored: Stored) -> list[str]:
    """The summary below what is remembered: what becomes of value added and jobs, what the scenario changes
    in
    them, the size of the effort, chance, cost."""
    found = []
    for one in key_figures(stored):
        if one.name in LEAD:
            found.append(_level_sentence(one, stored))
            if one.difference is not None:
                found[-1] += " " + _change_sentence(one, stored)
    return found + sentences(stored, remembered=False)


def _level_sentence(one: KeyFigure, stored: Stored) -> str:
    labels = stored.labels
    shown = {name: level(one, part, labels) for name, part in _LEVELS.items()}
    names = {"label": labels(f"figure_of.{one.name}"), "unit": labels(f"unit_of.{one.name}")}
    return labels("report.level_sentence", first=one.first, last=one.last, **names, **shown)


_LEVELS = {"start": "start", "end": "end", "low": "q25", "high": "q75"}


def _change_sentence(one: KeyFigure, stored: Stored) -> str:
    labels, changed = stored.labels, one.difference
    assert changed is not None
    without = without_number(one.name, changed, labels)
    if without:
        return labels("report.equal_sentence", base=stored.base_said, words=without)
    parts = difference_parts(one.name, changed, labels)
    said = labels("report.changed_sentence", base=stored.base_said, **parts)
    return f"{said} {labels('remember.few', **parts)}" if changed.carried_by_few else said


def key_grid(stored: Stored) -> Grid:
    """The key figures as a table of text."""
    labels = stored.labels
    first, last = start_and_end(stored)
    heads = [labels("report.figure"), labels("report.unit"), str(first), str(last), labels("summary.band")]
    if stored.has_base:
        heads.append(labels("summary.difference", base=stored.base_said))
    rows = []
    for one in key_figures(stored):
        band = labels("summary.to", low=level(one, "q25", labels), high=level(one, "q75", labels))
        levels = [level(one, "start", labels), level(one, "end", labels), band]
        row = [labels(f"figure_of.{one.name}"), labels(f"unit_of.{one.name}"), *levels]
        rows.append(row + ([difference_text(one.name, one.difference, labels)] if stored.has_base else []))
    money = money_cells(stored)
    if money:
        row = [labels("figure_of.public_money"), labels("unit_of.public_money"), ""]
        rows.append([*row, *(money if stored.has_base else money[:2])])
    return Grid(heads, rows)


def _facts(stored: Stored) -> list[tuple[str, str]]:
    info, labels = stored.info, stored.labels
    facts = {
        "seed": str(info.seed),
        "members": labels.number(info.members, key="info/members"),
        "known": labels.year(info.known_until, key="info/known_until"),
        "commit": info.commit or "",
        "hash": info.configuration_hash,
        "versions": ", ".join(f"{name} {version}" for name, version in info.versions.items()),
        "data": ", ".join(f"{name} {digest}" for name, digest in info.data_hashes.items()),
        "times": ", ".join(text for text in (info.started, info.finished) if text),
    }
    return [(labels(f"report.{name}"), value) for name, value in facts.items() if value]
