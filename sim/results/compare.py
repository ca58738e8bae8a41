"""Compares stored results without running: what pairs with what, and a folder with the tables of it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from sim.results.compared import Compared as Compared
from sim.results.compared import Comparison as Comparison
from sim.results.naming import names_of
from sim.results.regret import regret_by_member
from sim.results.reopened import About
from sim.results.runs_table import figures_frame
from sim.results.store import Stored, read_run, short_mark
from sim.results.whole import whole

MUST_AGREE = ("seed", "known_until", "data_hashes", "engine")
"""What two results must share to be paired; the names are those of `RunInfo`."""


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """The tables of a comparison by file name; those with a row for each pair or member last."""
    return {
        "runs": comparison.runs,
        "key_figures": figures_frame(comparison),
        **({} if comparison.design is None else {"design": comparison.design.table}),
        "equal_money": comparison.equal_money,
        "places_segments": comparison.by_label,
        "binding": comparison.binding,
        "regret": comparison.regret,
        "pairs": comparison.pairs,
        "regret_members": regret_by_member(comparison),
    }


def compare(
    folders: Sequence[Path | str],
    base: Path | str | None = None,
    out: Path | str | None = None,
    *,
    unpaired: bool = False,
    lang: str | None = None,
    command: str = "",
    finish: Sequence[Callable[[Comparison], None]] = (),
) -> Path:
    """Compare results and return the folder with `runs.csv` and what `finish` adds (pictures, a page).

    `base` None pairs each result with the base that it was run with. `out` None makes
    <results>/comparisons/<time>-<short id>. `lang` None: the words are in that of the first result. Raises
    ValueError for results with another seed, known until or data, unless `unpaired`; different numbers of
    members pair on those that both have.
    """
    twice = [str(one) for at, one in enumerate(folders) if _same(one) in map(_same, folders[:at])]
    if twice:
        raise ValueError(f"{twice[0]} is given twice")
    found = [read_run(folder) for folder in folders]
    if lang is not None:
        found = [replace(one, info=replace(one.info, lang=lang)) for one in found]
    against = None if base is None else read_run(base)
    if against is not None:
        found = [one for one in found if one.folder.resolve() != against.folder.resolve()]
    results = tuple(
        Compared(name, stored, against) for name, stored in zip(names_of(found), found, strict=True)
    )
    if not results:
        raise ValueError("nothing to compare: the base is the only result")
    return _write(results, (), _folder(out, found), unpaired, command, finish)


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
    # points that came to one result (seed=1,1; lang=nl,en) are one row
    first = {one: point for point, one in reversed(list(zip(points, made, strict=True)))}
    done = [(first[one], read_run(one)) for one in dict.fromkeys(made) if isinstance(one, Path)]
    if not done:
        raise ValueError("nothing to compare: no run was made")
    failed = tuple(
        (point, f"{type(one).__name__}: {one}")
        for point, one in zip(points, made, strict=True)
        if not isinstance(one, Path)
    )
    names = names_of([stored for _, stored in done])
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
    if final.exists() and (not final.is_dir() or any(final.iterdir())):
        raise ValueError(f"{final} is there already and not empty; name another folder with --out")
    with whole(final) as making:
        comparison = Comparison(making, results, failed, ", ".join(differ), command)
        for name, table in tables(comparison).items():
            table.to_csv(making / f"{name}.csv", index=False)
        beside = None if not bases else Path(os.path.relpath(bases[0].folder, final.parent)).as_posix()
        places = comparison.runs["folder"].dropna().tolist()
        About(command, comparison.unpaired, places, beside, comparison.labels.lang).write(making)
        for step in finish:
            step(comparison)
    return final


def _same(folder: Path | str) -> Path:
    return Path(folder).resolve()


def _folder(out: Path | str | None, found: Sequence[Stored]) -> Path:
    if out is not None:
        return Path(out)
    above = found[0].folder.parent.parent / "comparisons" if found else Path("results") / "comparisons"
    return above / f"{datetime.now():%Y%m%d-%H%M%S}-{short_mark(secrets.token_hex(4))}"
