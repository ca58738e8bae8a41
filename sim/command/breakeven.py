"""The command `breakeven`: at which value of a parameter a scenario's net present value is zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.inputs.faults import Fault, Faults, nearest
from sim.results.breakeven import BreakEven, Point, break_evens

WORD = "parameter="
DEFAULT = "direct_subsidy_additionality"
ADDITIONALITY = "additionality"
"""Parameters with this in their name say what a euro of aid adds; one less it is the deadweight."""


def breakeven(words: Sequence[str]) -> int:
    """`breakeven scenario=… [parameter=NAME] [members=…]`; raises `Faults` with everything that is wrong."""
    from sim.command import preflight
    from sim.command.session import Session

    name = next((word.removeprefix(WORD) for word in words if word.startswith(WORD)), DEFAULT)
    plan = preflight.plan([word for word in words if not word.startswith(WORD)], multirun=False)
    if plan.faults:
        raise Faults(list(plan.faults))
    session = Session(quiet=True)
    low, high = points(session, plan.points[0].values, name)
    for line in lines(low, high, name, session.prepare(plan.points[0].values).request.run.name):
        print(line)
    return 0


def points(session: Any, values: Mapping[str, Any], name: str) -> tuple[Point, Point]:
    """The scenario and its base at both ends of the parameter's range, everything else drawn alike."""
    prepared = session.prepare(values)
    parameters = prepared.request.run.parameters
    if name not in parameters:
        near = nearest(name, list(parameters))
        hint = f" Did you mean '{near}'?" if near else ""
        raise Faults([Fault(f"parameter = {name}: unknown parameter.{hint}")])
    ends = float(parameters[name].low.min()), float(parameters[name].high.max())
    if ends[0] == ends[1]:
        raise Faults(
            [Fault(f"parameter = {name}: has no range, so there are no two points to draw a line by")]
        )
    if prepared.request.is_base:
        raise Faults([Fault("breakeven: wants a scenario other than the baseline")])
    asked = []
    for end in ends:
        own = deepcopy(dict(values))
        own["parameters"] = {**(own.get("parameters") or {}), name: {"value": end, "spread": "none"}}
        asked.append(own)
    session.check(asked)
    low, high = (_point(session, own, end) for own, end in zip(asked, ends, strict=True))
    return low, high


def _point(session: Any, values: Mapping[str, Any], end: float) -> Point:
    from sim.command.about import about
    from sim.command.job import recorded
    from sim.results.accounts import accounts_of
    from sim.results.store import in_memory

    prepared = session.prepare(values)
    request, settings = prepared.request, prepared.settings
    base, ran = (recorded(one, settings, f"{one.name} at {end:g}") for one in (request.base, request.run))
    info = about(prepared, ran, ["breakeven"], "", datetime.now(UTC), 0.0)
    found = accounts_of(in_memory(ran, base, info, Path()))
    if found is None or not found.money.any():
        raise Faults([Fault(f"breakeven: scenario {request.run.name} pays nothing more than its base")])
    return Point(end, found)


def lines(low: Point, high: Point, name: str, scenario: str) -> list[str]:
    """What the reader is told, a line each."""
    labels = low.accounts.stored.labels
    parameter = next(one for one in low.accounts.stored.info.parameters if one["name"] == name)
    members = len(low.accounts.members)
    texts = [labels("accounts.breakeven_head", scenario=scenario, parameter=name, members=members)]
    for one in break_evens(low, high):
        with_ = labels("accounts.breakeven_spillover") if one.spillover else ""
        texts.append(_line(one, name, with_, (low.value, high.value), labels))
    texts.append(labels("accounts.breakeven_means", words=parameter["words"]))
    return texts


def _line(one: BreakEven, name: str, with_: str, ends: tuple[float, float], labels: Any) -> str:
    shown = {"mcpf": f"{one.mcpf:g}", "with_": with_}
    shown |= {"low": f"{ends[0]:g}", "high": f"{ends[1]:g}"}
    shown |= {
        "net_low": labels.number(one.net[0], sign=True),
        "net_high": labels.number(one.net[1], sign=True),
    }
    if not one.found:
        return str(labels("accounts.breakeven_none", parameter=name, **shown))
    value, error = labels.number(one.value, 2), labels.number(one.error, 2)
    text = labels("accounts.breakeven", value=value, error=error, **shown)
    if ADDITIONALITY in name:
        key = "deadweight" if 0 <= one.value <= 1 else "any_deadweight" if one.middle > 0 else "no_deadweight"
        text += labels(f"accounts.breakeven_{key}", deadweight=labels.number(100 * (1 - one.value)))
    return str(text)
