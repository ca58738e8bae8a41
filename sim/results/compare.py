"""Compares stored results without running: what pairs with what, the differences, and the table of runs."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from sim.results.findings import public_money
from sim.results.key_figures import SHOWN, Difference, difference, numbers_of, start_and_end
from sim.results.labels import Labels
from sim.results.store import Stored, read_run, short_mark
from sim.results.whole import whole
from sim.results.wording import words

MUST_AGREE = ("seed", "known_until", "data_hashes", "engine")
"""What two results must share to be paired; the names are those of `RunInfo`."""

SILENT = ("scenario", "block", "workers", "results", "lang", "force")
"""Words of a configuration that set no run apart in a name."""

PER_100 = ("share", "value_added_nl", "jobs_nl")
"""Outcomes that the table of runs also gives per EUR 100 m of public money."""


@dataclass(frozen=True)
class Compared:
    """One result in a comparison: its name in it, and the base that it is paired with (None: it is its own
    base)."""

    name: str
    stored: Stored
    base: Stored | None = None
    overrides: str = ""

    def members(self, outcome: str) -> pd.DataFrame | None:
        """A headline outcome as years × members."""
        return self.stored.members_of(outcome)

    def base_members(self, outcome: str) -> pd.DataFrame | None:
        """The same of its base; None where it is its own base."""
        if self.base is None:
            return self.stored.members_of(outcome, base=True)
        return None if self.base.folder == self.stored.folder else self.base.members_of(outcome)

    def difference(self, outcome: str) -> pd.DataFrame | None:
        """Result minus base on the years and members that both have; None where there is nothing to differ
        from."""
        mine, theirs = self.members(outcome), self.base_members(outcome)
        if mine is None or theirs is None:
            return None
        members, years = mine.columns.intersection(theirs.columns), mine.index.intersection(theirs.index)
        return mine.loc[years, members] - theirs.loc[years, members]

    def end(self, outcome: str) -> Difference | None:
        """The difference in the last year."""
        found = self.difference(outcome)
        if found is None or not found.size:
            return None
        mine = self.members(outcome)
        size = 0.0 if mine is None else float(np.abs(mine.iloc[-1].to_numpy(float)).mean())
        return difference(found.iloc[-1].to_numpy(float), numbers_of(found), size)

    def per_100(self, outcome: str) -> float | None:
        """The difference in the last year for each EUR 100 m of present value; None where the difference or
        the money is not told from zero."""
        money = public_money(self.stored) if self.base is None and self.stored.has_base else None
        found = self.end(outcome)
        if money is None or found is None or not (found.found and money.present.found):
            return None
        return 100 * found.mean / money.present.mean


@dataclass(frozen=True)
class Comparison:
    """Results side by side in a folder of their own; `unpaired` says in what they differ, empty where they
    pair."""

    folder: Path
    results: tuple[Compared, ...]
    failed: tuple[tuple[str, str], ...] = ()
    unpaired: str = ""
    command: str = ""

    @property
    def labels(self) -> Labels:
        """The words, in the language of the first result."""
        return self.results[0].stored.labels

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: its name, overrides, status, key figures in the last year in their own units,
        differences."""
        labels, regret, first = self.labels, _regret(self.results), _first(self.results)
        rows: list[dict[str, object]] = []
        for one in self.results:
            last = start_and_end(one.stored)[1]
            row: dict[str, object] = {"run": one.name, "scenario": one.stored.info.scenario}
            row |= {"overrides": one.overrides, "status": one.stored.info.status}
            row |= {"members": one.stored.info.members, "seed": one.stored.info.seed, "year": last}
            for name in SHOWN:
                mine, changed = one.members(name), one.end(name)
                row[name] = None if mine is None else float(np.median(mine.loc[last].to_numpy(float)))
                for part in ("mean", "q25", "q75", "se", "up"):
                    row[f"{name}_difference_{part}"] = None if changed is None else getattr(changed, part)
                row[f"{name}_difference_words"] = "" if changed is None else words(changed, labels)
            money = public_money(one.stored) if one.stored.has_base else None
            row["public_money_present_value"] = None if money is None else money.present.mean
            for name in PER_100:
                row[f"{name}_per_100_meur"] = one.per_100(name)
            row["share_regret"] = regret.get(one.name)
            row["share_first"] = first.get(one.name)
            row["folder"] = Path(os.path.relpath(one.stored.folder, self.folder.parent)).as_posix()
            rows.append(row)
        rows += [{"run": name, "status": f"{labels('compare.failed')}: {why}"} for name, why in self.failed]
        return pd.DataFrame(rows)


def compare(
    folders: Sequence[Path | str],
    base: Path | str | None = None,
    out: Path | str | None = None,
    *,
    unpaired: bool = False,
    finish: Sequence[Callable[[Comparison], None]] = (),
) -> Path:
    """Compare results and return the folder with `runs.csv` and what `finish` adds (pictures, a page).

    `base` None pairs each result with the base that it was run with. `out` None makes
    <results>/comparisons/<time>-<short id>. Raises ValueError for results with another seed, known until or
    data, unless `unpaired`; different numbers of members pair on those that both have.
    """
    found = [read_run(folder) for folder in folders]
    against = None if base is None else read_run(base)
    if against is not None:
        found = [one for one in found if one.folder.resolve() != against.folder.resolve()]
    results = tuple(
        Compared(name, stored, against) for name, stored in zip(_names(found), found, strict=True)
    )
    if not results:
        raise ValueError("nothing to compare: the base is the only result")
    return _write(results, (), _folder(out, found), unpaired, "", finish)


def write_comparison(
    points: Sequence[str],
    made: Sequence[Path | BaseException],
    command: str = "",
    out: Path | str | None = None,
    finish: Sequence[Callable[[Comparison], None]] = (),
) -> Path:
    """The comparison that ends a sweep: a point's words and, in the same order, its folder or why it failed.

    Each result is paired with the base that it was run with. Points of a sweep may well have another seed or
    known until: they are then shown side by side as unpaired. Raises ValueError where no run was made.
    """
    done = [(point, read_run(one)) for point, one in zip(points, made, strict=True) if isinstance(one, Path)]
    if not done:
        raise ValueError("nothing to compare: no run was made")
    failed = tuple(
        (point, f"{type(one).__name__}: {one}")
        for point, one in zip(points, made, strict=True)
        if not isinstance(one, Path)
    )
    names = _names([stored for _, stored in done])
    results = tuple(
        Compared(name, stored, None, point) for name, (point, stored) in zip(names, done, strict=True)
    )
    return _write(results, failed, _folder(out, [stored for _, stored in done]), True, command, finish)


def disagreements(found: Sequence[Stored]) -> list[str]:
    """In which of `MUST_AGREE` results differ, each as words with the values."""
    texts = []
    for name in MUST_AGREE:
        values = [json.dumps(getattr(one.info, name), sort_keys=True) for one in found]
        if len(set(values)) > 1:
            shown = name.replace("_", " ")
            # hashes say nothing to a reader
            texts.append(shown if name == "data_hashes" else f"{shown} ({', '.join(dict.fromkeys(values))})")
    return texts


def _write(
    results: tuple[Compared, ...],
    failed: tuple[tuple[str, str], ...],
    final: Path,
    unpaired: bool,
    command: str,
    finish: Sequence[Callable[[Comparison], None]],
) -> Path:
    bases = [one.base for one in results if one.base is not None]
    differ = disagreements([*(one.stored for one in results), *bases])
    if differ and not unpaired:
        raise ValueError(
            f"These results do not pair: they differ in {' and in '.join(differ)}. "
            "Add --unpaired to compare them all the same; every picture will say so."
        )
    if final.exists() and any(final.iterdir()):
        raise ValueError(f"{final} is there already and not empty; name another folder with --out")
    with whole(final) as making:
        comparison = Comparison(making, results, failed, ", ".join(differ), command)
        comparison.runs.to_csv(making / "runs.csv", index=False)
        about = {
            "command": command,
            "unpaired": comparison.unpaired,
            "results": comparison.runs["folder"].dropna().tolist(),
            "base": None if not bases else Path(os.path.relpath(bases[0].folder, final.parent)).as_posix(),
        }
        (making / "comparison.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
        for step in finish:
            step(comparison)
    return final


def _folder(out: Path | str | None, found: Sequence[Stored]) -> Path:
    if out is not None:
        return Path(out)
    above = found[0].folder.parent.parent / "comparisons" if found else Path("results") / "comparisons"
    return above / f"{datetime.now():%Y%m%d-%H%M%S}-{short_mark(secrets.token_hex(4))}"


def _names(found: Sequence[Stored]) -> list[str]:
    """The scenario of each result; where one stands twice, with the words in which these differ, and with its
    short id where they differ in none."""
    words = [dict(_flat(one.info.configuration)) for one in found]
    names = []
    for one, own in zip(found, words, strict=True):
        alike = [
            there
            for other, there in zip(found, words, strict=True)
            if other.info.scenario == one.info.scenario
        ]
        keys = [key for key in dict.fromkeys(key for there in alike for key in there) if key not in SILENT]
        differ = [key for key in keys if len({there.get(key, "") for there in alike}) > 1]
        said = [f"{key.partition('.')[2] or key}={own[key]}" for key in differ if key in own]
        names.append(" · ".join([one.info.scenario, *said]))
    return [
        name if names.count(name) == 1 else f"{name} · {one.folder.name.rsplit('-', 1)[-1]}"
        for name, one in zip(names, found, strict=True)
    ]


def _flat(values: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """A composed configuration as dotted words and the text of their values."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)


def _ends(results: Sequence[Compared]) -> pd.DataFrame:
    """The share in the last year, members × results, where there are two results at least."""
    ends = {}
    for one in results:
        share = one.members("share")
        if share is not None:
            ends[one.name] = share.iloc[-1]
    return pd.DataFrame(ends).dropna() if len(ends) > 1 else pd.DataFrame()


def _regret(results: Sequence[Compared]) -> dict[str, float]:
    """Mean over members of the best share in the last year among these results, minus the own one."""
    table = _ends(results)
    best = table.max(axis=1)
    return {str(name): float((best - table[name]).mean()) for name in table}


def _first(results: Sequence[Compared]) -> dict[str, float]:
    """Part of members in which each result has the highest share in the last year; ties are shared."""
    table = _ends(results)
    best = table.eq(table.max(axis=1), axis=0)
    best = best.div(best.sum(axis=1), axis=0)
    return {str(name): float(best[name].mean()) for name in table}
