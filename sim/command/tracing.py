"""The command `trace`: the difference of a run with its base, back through the model to where it comes in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.command.comparing import the_result
from sim.command.explaining import DEEPEST
from sim.inputs.faults import Fault, Faults, hint

if TYPE_CHECKING:
    from sim.readings.trace import Moved, Pair

PER_YEAR = 4
THRESHOLD = 1e-4
MEMBERS = 8
SHOWN = 25


def trace(words: Sequence[str]) -> int:
    """`trace RUN [OUTCOME] [--year Y] [--members N] [--threshold X] [--depth D]`; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim trace", add_help=False)
    parser.add_argument("run")
    parser.add_argument("outcome", nargs="?", default="share")
    parser.add_argument("--year", type=int)
    parser.add_argument("--members", type=int)
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--depth", type=int, default=24)
    asked = parser.parse_args(list(words))
    folder = the_result(asked.run)
    faults: list[Fault] = []

    from sim.command.defaults import composed_again
    from sim.command.explaining import say_if_older
    from sim.command.session import Session
    from sim.readings.trace import above, moved, walk
    from sim.results.information import read_info
    from sim.run.block import build_model

    info = read_info(folder / "run.json")
    prepared = Session().prepare(composed_again(info.configuration)[0])
    settings, model = prepared.settings, build_model(prepared.request.run)
    if prepared.request.is_base:
        faults.append(Fault("trace: wants a run with a base; this one is its own"))
    if asked.outcome not in model.outcomes:
        faults.append(Fault(f"trace: no outcome '{asked.outcome}'.{hint(asked.outcome, model.outcomes)}"))
    first, last = int(settings.start), int(settings.end) - 1
    year = last if asked.year is None else asked.year
    if not first <= year <= last:
        faults.append(Fault(f"trace: {year} is not in the run, {first} to {last}"))
    members = min(MEMBERS, settings.members) if asked.members is None else asked.members
    if not 2 <= members <= settings.members:
        faults.append(Fault(f"--members {members}: must be 2 to {settings.members}"))
    if not 1 <= asked.depth <= DEEPEST:
        faults.append(Fault(f"--depth {asked.depth}: must be 1 to {DEEPEST}"))
    if not 0 <= asked.threshold < 1:
        faults.append(Fault(f"--threshold {asked.threshold:g}: must be a part, 0 to 1"))
    if faults:
        raise Faults(faults)
    say_if_older(info.identity, prepared)
    pair = runs(prepared, range(members))
    found = moved(pair, asked.threshold)
    period = (year - first + 1) * PER_YEAR - 1
    behind = {name: one for name, one in found.items() if name in above(model, asked.outcome)}
    print(f"{info.scenario} minus {info.base} · {members} members · means over them, by quarter")
    print(
        f"\nWhat moved first of the {len(behind)} variables behind {asked.outcome} that move by more than "
        f"{100 * asked.threshold:g} % of their size:"
    )
    for one in list(behind.values())[:SHOWN]:
        print(_line(one, pair, settings.start))
    print(f"\nThe difference of {asked.outcome} in the last quarter of {year}, back to where it comes in:")
    lines = list(walk(pair, asked.outcome, period, asked.depth))
    print("\n".join(lines) if lines else "  no difference")
    print(
        "\nParts are of what inputs bring one by one, the others as in the base; what they do together is in "
        "none.\nWhich limit to lift: python -m sim relief. One number in full: python -m sim explain."
    )
    return 0


def runs(prepared: Any, members: Sequence[int]) -> Pair:
    """The run and its base again, every variable by quarter, and what events open."""
    from sim.core.vocabulary import Valve
    from sim.readings.trace import Pair
    from sim.run.block import prepare, recorded_names
    from sim.run.recorder import Recorder

    request = prepared.request
    settings = replace(prepared.settings, output={"every": "quarter", "variables": "all"})
    series, inputs = [], []
    for case in (request.run, request.base):
        block = prepare(case, settings, list(members))
        names = {*recorded_names(block.model, settings), *block.model.of(Valve)}
        recorder = Recorder(block.model, sorted(names), settings.clock, len(members), PER_YEAR)
        block.run(recorder)
        series.append(recorder.values)
        inputs.append(block.inputs)
    return Pair(block.model, series[0], series[1], inputs[0], inputs[1], 1 / PER_YEAR)


def _line(one: Moved, pair: Pair, start: float) -> str:
    from sim.core.model import kind_of

    it = pair.model.declarations.get(one.name)
    year, quarter = divmod(one.first, PER_YEAR)
    kind, unit = ("", "") if it is None else (kind_of(it), it.unit)
    where = f" in {one.where}" if one.where else ""
    return (
        f"  {int(start) + year} Q{quarter + 1}  {one.name} ({kind}): at most {100 * one.relative:.3g} %, "
        f"{one.difference:+.4g} {unit}{where}"
    )
