"""The command `verify`: a stored result is run again from its run.json and set beside what stands in it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.command.comparing import result_folder
from sim.inputs.faults import Fault, Faults, Gathering

if TYPE_CHECKING:
    from sim.results.information import RunInfo
    from sim.results.sameness import Sameness, TableSameness
    from sim.results.store import Stored

SAME, DIFFERENT = 0, 1
TOLERANCE = 1e-9
"""Part of an outcome's largest figure; other processors and libraries move the last bits by far less."""


def verify(words: Sequence[str]) -> int:
    """`verify RESULT [--tolerance X]`: prints what came of it; 0 the same, 1 different; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim verify", add_help=False)
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("--tolerance", metavar="X", type=float, default=TOLERANCE)
    chosen = parser.parse_args(list(words))
    faults: list[Fault] = []
    folder = result_folder(chosen.result, faults)
    if not 0 <= chosen.tolerance < 1:
        faults.append(Fault(f"--tolerance {chosen.tolerance:g}: must be a part of the figure, 0 to 1 (1e-9)"))
    if faults:
        raise Faults(faults)

    from sim.results.sameness import sameness
    from sim.results.store import read_run

    stored = read_run(folder)
    info = stored.info
    print(f"{info.scenario} · {info.members} members · seed {info.seed} · {folder}")
    with tempfile.TemporaryDirectory() as work:
        with as_then(info, Path(work)) as (values, notes):
            again = run_again(values, Path(work) / "results")
        for note in [*notes, *changed(info, again.info)]:
            print(f"note: {note}")
        found = sameness(stored, again)
    print(verdict(found, chosen.tolerance))
    return SAME if found.identical or found.within(chosen.tolerance) else DIFFERENT


@contextmanager
def as_then(info: RunInfo, work: Path) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """The values that the run was composed of, and what to say of them; a scenario file that has changed or
    is gone is taken from the text in run.json, written under `work`.
    """
    from sim.command.defaults import composed_again, defaults
    from sim.inputs.finding import find_scenario

    values, unknown = composed_again(info.configuration)
    values["executor"] = defaults()["executor"]  # a cluster of then need not be there now
    notes = [f"this version knows no setting {', '.join(unknown)}; left out"] if unknown else []
    text = str(values["scenario"])
    try:
        now: str | None = find_scenario(text).read_text(encoding="utf-8")
    except (Faults, OSError, UnicodeDecodeError):
        now = None
    if now != info.scenario_text and info.scenario_text and Path(text).stem != "baseline":
        why = "is not there any more" if now is None else "has changed since"
        notes.append(f"scenario {text} {why}: run from the text that run.json holds")
        values["scenario"] = str(_written(info, work))
    yield values, notes


def run_again(values: Mapping[str, Any], results: Path) -> Stored:
    """Run these values and their base anew, use nothing stored, and write the result under `results`."""
    from sim.command.about import about
    from sim.command.job import identity, recorded
    from sim.command.session import Session
    from sim.results.store import read_run, write_run

    session = Session(quiet=True)
    session.check([values])
    prepared = session.prepare(values)
    request, settings = prepared.request, prepared.settings
    base = recorded(request.base, settings, f"{request.base.name} (base)")
    ran = base if request.is_base else recorded(request.run, settings, request.run.name)
    info = about(prepared, ran, [], identity(prepared), datetime.now(UTC), 0.0)
    paired = None if request.is_base else base
    return read_run(write_run(ran, paired, info, results, csv=settings.csv))


def changed(then: RunInfo, now: RunInfo) -> list[str]:
    """What is not as it was when the result was made, a sentence each: versions, data, parameters, code."""
    if then.identity == now.identity:
        return []
    texts = [
        f"{name} is {now.versions.get(name, 'absent')}, was {was}"
        for name, was in then.versions.items()
        if now.versions.get(name) != was
    ]
    files = sorted(set(then.data_hashes) | set(now.data_hashes))
    data = [name for name in files if then.data_hashes.get(name) != now.data_hashes.get(name)]
    if data:
        texts.append(f"data changed since: {', '.join(data)}")
    was, are = ({one["name"]: one for one in info.parameters} for info in (then, now))
    moved = [
        f"{name} ({was[name].get('value')} → {are[name].get('value')})"
        if was[name].get("value") != are[name].get("value")
        else f"{name} (its range)"
        for name in was
        if name in are and any(was[name].get(key) != are[name].get(key) for key in ("value", "range"))
    ]
    texts += [f"parameters changed since: {_some(moved)}"] if moved else []
    new, gone = sorted(set(are) - set(was)), sorted(set(was) - set(are))
    texts += [f"parameters since added: {_some(new)}"] if new else []
    texts += [f"parameters since removed: {_some(gone)}"] if gone else []
    differs = sorted(set(then.differs) ^ set(now.differs))
    texts += [f"what the scenario sets changed since: {_some(differs)}"] if differs else []
    return texts or ["the engine's code, its labels or an instrument changed since this result was made"]


def verdict(found: Sameness, tolerance: float) -> str:
    """The answer in words: bit-identical, equal within the tolerance, or different and where."""
    numbers = sum(one.numbers for one in found.tables)
    if found.identical:
        return f"bit-identical: {found.files} data files, {numbers:,} numbers"
    worst = found.worst
    if found.within(tolerance) and worst.largest == 0:
        return f"the same numbers, {numbers:,}, in files of other bytes: {', '.join(found.other_bytes)}"
    lines = [_line(one) for one in found.tables if not one.within(0.0)]
    if found.within(tolerance):
        head = (
            f"equal within {tolerance:g} of each outcome's largest figure, at most {worst.largest:.2g} apart"
        )
    else:
        head = f"DIFFERENT: beyond {tolerance:g} of an outcome's largest figure, or other rows"
    return "\n".join([head, *lines])


def _line(one: TableSameness) -> str:
    rows = [f"{one.only_then:,} rows only then"] if one.only_then else []
    rows += [f"{one.only_now:,} rows only now"] if one.only_now else []
    if one.differ:
        rows.append(
            f"{one.differ:,} of {one.numbers:,} numbers differ, most by {one.largest:.2g}"
            f" of its largest figure: {one.where}: {one.then:.10g} then, {one.now:.10g} now"
        )
    return f"  {one.name}: {'; '.join(rows)}"


def _written(info: RunInfo, work: Path) -> Path:
    from sim.inputs.finding import name_fault

    path = work / "scenario" / f"{info.scenario}.yaml"
    gathering = Gathering()
    if Path(info.scenario).name != info.scenario or name_fault(path):
        gathering.add(f"run.json: scenario = {info.scenario!r} is no name of a scenario")
    gathering.finish()
    path.parent.mkdir()
    path.write_text(info.scenario_text, encoding="utf-8")
    return path


def _some(names: Sequence[str], most: int = 6) -> str:
    more = [f"… {len(names) - most} more"] if len(names) > most else []
    return ", ".join([*names[:most], *more])
