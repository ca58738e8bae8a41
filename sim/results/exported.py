"""What an export holds, whatever its format: the tables of a result in the shape in which people use them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.inputs.parameter import WEAK
from sim.inputs.policies import in_language
from sim.results.labels import Labels
from sim.results.remarks import said_again
from sim.results.statistics import LABELS
from sim.results.store import WITH_CSV, Stored

LEVELS = ("mean", "q10", "q25", "q50", "q75", "q90")
CHANGES = (*LEVELS, "se", "share_up")
BESIDE = ("accounts", "accounts_by_place", "summary")
"""Tables that a result holds as CSV alone."""


def by_year(frame: pd.DataFrame, statistics: Sequence[str]) -> pd.DataFrame:
    """A tidy table with the years as columns: a row a variable, label and statistic, in the order of both."""
    rows = frame[frame["statistic"].isin(statistics)]
    index = [name for name in (*LABELS, "statistic") if name in rows]
    text = rows.astype(dict.fromkeys(index, str))
    wide = text.pivot(index=index, columns="year", values="value")
    order = {name: at for at, name in enumerate(statistics)}
    wide = wide.sort_index(
        level=index, key=lambda level: level.map(order) if level.name == "statistic" else level
    )
    wide.columns = pd.Index([f"{year:g}" for year in wide.columns])
    return wide.reset_index()


def assumptions(stored: Stored, labels: Labels) -> pd.DataFrame:
    """A row a parameter of the run: value as a number where it is one, unit, range, how sure, source or whose
    assumption; weak ones are marked."""
    mark = labels("export.weak")
    rows = [
        {
            "name": one["name"],
            "meaning": labels.of_evidence("parameters", one["name"], "words", one.get("words", "")),
            "value": _number(one.get("value", "")),
            "unit": one.get("unit", ""),
            "range": one.get("range", ""),
            "confidence": labels.of("confidence", one.get("confidence", "")),
            "weak": mark if one.get("confidence") in WEAK else "",
            "source": labels.grounds(one["name"], one.get("source", ""), one.get("assumption", "")),
        }
        for one in stored.info.parameters
    ]
    return pd.DataFrame(rows)


def about(stored: Stored, labels: Labels) -> pd.DataFrame:
    """What was run and with what, a row a fact."""
    info = stored.info
    title, question = (in_language(texts, labels.lang)[0] for texts in (info.titles, info.questions))
    facts: dict[str, object] = {"scenario": info.scenario}
    facts |= {"title": title or info.title, "question": question or info.question}
    facts |= {"base": info.base if stored.has_base else "", "members": info.members, "seed": info.seed}
    facts |= {"known_until": info.known_until, "first_year": stored.years[0], "last_year": stored.years[-1]}
    facts |= {"engine": info.engine, "commit": info.commit or "", "command": info.command}
    facts |= {f"differs {at}": text for at, text in enumerate(info.differs, start=1)}
    notes = [said_again(text, labels) for text in (*info.notes, *info.warnings)]
    facts |= {f"note {at}": text for at, text in enumerate(notes, start=1)}
    return pd.DataFrame(list(facts.items()), columns=["fact", "value"])


def sheets(stored: Stored, labels: Labels) -> dict[str, pd.DataFrame]:
    """The tables of a workbook by name, those that most readers want first; empty ones are left out."""
    found = {
        "about": about(stored, labels),
        "summary": _beside(stored.folder, "summary"),
        "outcomes": by_year(stored.series, LEVELS),
        "changes": by_year(stored.difference, CHANGES),
        "accounts": _beside(stored.folder, "accounts"),
        "accounts_by_place": _beside(stored.folder, "accounts_by_place"),
        "money": stored.money,
        "binding": stored.binding,
        "binding_year": stored.binding_year,
        "members": stored.kpi,
        "assumptions": assumptions(stored, labels),
    }
    return {name: table for name, table in found.items() if len(table)}


def plain_tables(folder: Path, stored: Stored | None) -> dict[str, pd.DataFrame]:
    """The tables that a folder holds as CSV, by file name, of a result or (`stored` None) of a comparison."""
    if stored is None:
        return {path.stem: _read(path) for path in sorted(folder.glob("*.csv"))}
    tables = {name: getattr(stored, name) for name in WITH_CSV}
    tables |= {name: _beside(folder, name) for name in BESIDE}
    return {name: table for name, table in tables.items() if len(table)}


def _beside(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    return _read(path) if path.is_file() else pd.DataFrame()


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, keep_default_na=False, na_values=[""])
    except pd.errors.EmptyDataError:
        return pd.DataFrame()


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
