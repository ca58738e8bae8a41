"""The command `switches`: every structural switch turned once, in a run and its base alike."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.one_point import one_point
from sim.inputs.faults import Fault, Faults, hint

if TYPE_CHECKING:
    from sim.command.session import Prepared
    from sim.inputs.parameter import Parameter
    from sim.inputs.scenarios import Case

OWN = ("switch", "year")
YEAR = 2035
"""The year shown unless year= says otherwise, or the last one where the run ends before it."""
NONE = ("", math.nan)
"""The name of the run with every switch at its default."""


def switches(words: Sequence[str]) -> int:
    """`switches [scenario=…] [switch=NAME[,NAME]] [year=YEAR] [members=…]`; raises `Faults`."""
    from sim.command.many import measured
    from sim.results.paired import measure
    from sim.results.switches import Turned, turns

    point = one_point(words, OWN)
    own, values, prepared = point.own, point.values, point.prepared
    run, base = prepared.request.run, prepared.request.base
    there = {name: one for name, one in run.parameters.items() if one.kind == "switch"}
    year, chosen = _asked(own, prepared, there)
    mine = [name for name in chosen if there[name].at() != base.parameters[name].at()]
    points = [NONE, *((name, x) for name in chosen if name not in mine for x in _others(there[name]))]
    cases = {("run", at): _at(run, at) for at in points}
    if not prepared.request.is_base:
        cases |= {("base", at): _at(base, at) for at in points}
    found = measured(
        {f"{which} {number}": case for number, ((which, _), case) in enumerate(cases.items())},
        prepared.settings,
        measure,
        f"switches, {len(cases)} runs",
    )
    by_point = dict(zip(cases, found.values(), strict=True))
    runs, bases = (
        {at: one for (of, at), one in by_point.items() if of == which} for which in ("run", "base")
    )
    turned = Turned(
        run.name,
        year,
        len(runs[NONE].members),
        prepared.settings.seed,
        {name: there[name].at() for name in chosen},
        {name: there[name].words for name in chosen},
        tuple(mine),
        tuple(turns(runs, bases, year)),
    )

    from sim.report.switches import publish, show

    command = shlex.join(["python", "-m", "sim", "switches", *words])
    lang = str(values.get("lang", "en"))
    show(turned, lang, publish(turned, lang, command, Path(prepared.settings.results)))
    return 0


def _asked(
    own: Mapping[str, str], prepared: Prepared, there: Mapping[str, Parameter]
) -> tuple[int, list[str]]:
    faults = []
    settings = prepared.settings
    first, last = settings.known_until, settings.end - 1
    given = own.get("year", f"{min(max(YEAR, math.ceil(first)), last):g}")
    if not given.isdigit() or not first <= int(given) <= last:
        faults.append(Fault(f"year = {given}: must be a whole year from {first:g} to {last:g}"))
    chosen = own["switch"].split(",") if "switch" in own else list(there)
    for name in chosen:
        if name not in there:
            faults.append(Fault(f"switch = {name}: no structural switch.{hint(name, there)}"))
    if faults:
        raise Faults(faults)
    return int(given), chosen


def _others(switch: Parameter) -> list[float]:
    """The values of a switch other than the one that it has."""
    return [x for x in switch.choices if x != switch.at()]


def _at(case: Case, at: tuple[str, float]) -> Case:
    """The case with one switch at a value; as it is for `NONE`."""
    from sim.inputs.overriding import override

    name, value = at
    return case if not name else replace(case, parameters=override(case.parameters, {name: value}))
