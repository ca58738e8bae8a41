"""What a run sets against its base as a table of text: old and new with their unit, names in words."""

from __future__ import annotations

from typing import Any

from sim.inputs.changes import FORCE, Change, leaves
from sim.inputs.policies import in_language
from sim.inputs.translations import ENGLISH, in_scenarios
from sim.report.assumptions import confidence
from sim.report.page import Grid
from sim.results.labels import Labels
from sim.results.store import Stored

BEHIND = ("confidence", "source", "note")
HEADS = ("what", "before", "after", "unit")


def changes_grid(stored: Stored) -> Grid:
    """A row a thing that differs, resolved to the values themselves; no rows for a run that is its own
    base."""
    labels = stored.labels
    rows = []
    for number, given in enumerate(stored.info.changes):
        for one in leaves(Change(**given)):
            at = f"info/changes/{number}"
            before = _shown(one, one.before, labels, f"{at}/before")
            after = _shown(one, one.after, labels, f"{at}/after")
            rows.append((_what(one, stored), before, after, labels.of_unit(one.unit)))
    return Grid([labels(f"report.{name}") for name in HEADS], rows)


def behind_grid(stored: Stored) -> Grid | None:
    """A row an instrument that differs: how sure it is, its source, what stands to be known; None where none
    does. A text that a scenario gives itself stands in its own language."""
    labels, info = stored.labels, stored.info
    rows = []
    for name, one in info.behind.items():
        title = labels.quoted(*in_language(info.instruments.get(name, {}), labels.lang)) or name
        note = labels.of_evidence("instruments", name, "note", one.get("note", ""))
        noted = " ".join(filter(None, (note, labels.quoted(one.get("own_note", "")))))
        sure = confidence(one.get("confidence", ""), labels)
        rows.append((title, sure, _source(stored, name, one.get("source", "")), noted))
    heads = [labels("accounts.instrument"), *(labels(f"report.{name}") for name in BEHIND)]
    return Grid(heads, rows) if rows else None


def _source(stored: Stored, instrument: str, english: str) -> str:
    """The source of an instrument: in the reader's language where the scenario, or the one that it is a
    variant of, gives it and says it so."""
    labels, scenario = stored.labels, stored.info.scenario
    for name in (scenario, scenario.partition(".")[0]):
        at = f"{name}.{instrument}"
        if labels.lang != ENGLISH and in_scenarios().get(at, {}).get("source") == english:
            return labels.of_evidence("scenarios", at, "source", english)
    return labels.quoted(english)


def _what(one: Change, stored: Stored) -> str:
    """The name of the thing in words, and as a file would write it."""
    written = ".".join(part for part in (one.group, one.name, one.part) if part and part != FORCE)
    labels, said = stored.labels, ""
    if one.group == "instruments":
        said = labels.quoted(*in_language(stored.info.instruments.get(one.name, {}), labels.lang))
    elif one.group == "decided_until":
        said = labels("report.decided_until")
    elif one.group == "parameters":
        english = next((it.get("words", "") for it in stored.info.parameters if it["name"] == one.name), "")
        said = labels.of_evidence("parameters", one.name, "words", english)
    return f"{said} ({written})" if said else written


def _shown(one: Change, value: Any, labels: Labels, key: str) -> str:
    if one.part == FORCE:
        return labels("report.in_force" if value else "report.not_in_force")
    if one.group == "triggers":
        return (
            labels("report.board") + f" ({labels.of('outcome', value)})" if value else labels("report.none")
        )
    if value is None or value == []:
        return labels("report.none")
    if isinstance(value, bool):
        return labels("hindcast.yes" if value else "hindcast.no")
    if isinstance(value, int | float):
        key = key if _is_whole(one) else ""
        if one.group == "decided_until":
            return labels.year(float(value), key=key)
        return labels.value(float(value), one.unit, key=key)
    if isinstance(value, list) and all(_is_point(part) for part in value):
        return "; ".join(
            labels("report.from_date", value=_number(x, labels, f"{key}/{i}"), date=labels.year(float(date)))
            for i, (date, x) in enumerate(value)
        )
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def _is_whole(one: Change) -> bool:
    return "." not in one.part or one.group == "parameters"


def _number(x: Any, labels: Labels, key: str) -> str:
    return labels.exact(float(x), key=key) if isinstance(x, int | float) else str(x)


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int | float)
