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
ADDED = "additionality"
"""Effects whose key begins so say what a euro of aid adds; one less that is the deadweight."""
RELATIVE = "large_to_small"
"""The effect that says how much of it a euro to large firms adds: 1 in a break-even of what a euro adds."""


def breakeven(words: Sequence[str]) -> int:
    """`breakeven scenario=… [parameter=NAME[,NAME]] [members=…]`; raises `Faults` with everything wrong.

    Several parameters move together. Without one: what the scenario's own instruments name as additionality.
    """
    from sim.command import preflight
    from sim.command.session import Session

    asked = [word.removeprefix(WORD) for word in words if word.startswith(WORD)]
    plan = preflight.plan([word for word in words if not word.startswith(WORD)], multirun=False)
    if plan.faults:
        raise Faults(list(plan.faults))
    session = Session(quiet=True)
    values = plan.points[0].values
    prepared = session.prepare(values)
    if prepared.request.is_base:
        raise Faults([Fault("breakeven: wants a scenario other than the baseline")])
    added = _named(prepared, ADDED)
    names = [name for text in asked for name in text.split(",")] or added
    alike = [] if asked else _named(prepared, RELATIVE)
    if not names:
        raise Faults([Fault("breakeven: no own instrument names an additionality; give parameter=NAME")])
    low, high = points(session, values, names, alike)
    for line in lines(low, high, names, prepared.request.run.name, deadweight=set(names) <= set(added)):
        print(line)
    return 0


def _named(prepared: Any, what: str) -> list[str]:
    """The parameters that the scenario's own instruments name under effects that begin with `what`."""
    from sim.run.equal_money import own_instruments

    own = own_instruments(prepared.request, prepared.settings)
    effects = [prepared.request.run.instruments[name].effect for name in sorted(own)]
    return list(dict.fromkeys(one for it in effects for key, one in it.items() if key.startswith(what)))


def points(
    session: Any, values: Mapping[str, Any], names: Sequence[str], alike: Sequence[str] = ()
) -> tuple[Point, Point]:
    """The scenario and its base at both ends of the parameters' ranges, everything else drawn alike.

    Parameters in `alike` are 1 at both.
    """
    parameters = session.prepare(values).request.run.parameters
    for name in names:
        if name not in parameters:
            near = nearest(name, list(parameters))
            hint = f" Did you mean '{near}'?" if near else ""
            raise Faults([Fault(f"parameter = {name}: unknown parameter.{hint}")])
    ends = (
        min(float(parameters[name].low.min()) for name in names),
        max(float(parameters[name].high.max()) for name in names),
    )
    if ends[0] == ends[1]:
        why = "has no range, so there are no two points to draw a line by"
        raise Faults([Fault(f"parameter = {','.join(names)}: {why}")])
    asked = []
    for end in ends:
        own = deepcopy(dict(values))
        fixed = {name: {"value": 1.0, "spread": "none"} for name in alike}
        fixed |= {name: {"value": end, "spread": "none"} for name in names}
        own["parameters"] = {**(own.get("parameters") or {}), **fixed}
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


def lines(low: Point, high: Point, names: Sequence[str], scenario: str, *, deadweight: bool) -> list[str]:
    """What the reader is told, a line each; with `deadweight` the break-even is also said as that."""
    stored, members = low.accounts.stored, len(low.accounts.members)
    labels, name = stored.labels, " = ".join(names)
    texts = [labels("accounts.breakeven_head", scenario=scenario, parameter=name, members=members)]
    for one in break_evens(low, high):
        with_ = labels("accounts.breakeven_spillover") if one.spillover else ""
        texts.append(_line(one, name, with_, (low.value, high.value), labels, deadweight=deadweight))
    english = {one["name"]: one["words"] for one in stored.info.parameters}
    words = {name: labels.of_evidence("parameters", name, "words", english[name]) for name in names}
    texts += [labels("accounts.breakeven_means", name=one, words=text) for one, text in words.items()]
    return texts


def _line(
    one: BreakEven, name: str, with_: str, ends: tuple[float, float], labels: Any, *, deadweight: bool
) -> str:
    shown = {"mcpf": f"{one.mcpf:g}", "with_": with_, "low": f"{ends[0]:g}", "high": f"{ends[1]:g}"}
    for key, net in zip(("net_low", "net_high"), one.net, strict=True):
        shown[key] = labels.number(net, sign=True)
    if not one.found:
        return str(labels("accounts.breakeven_none", parameter=name, **shown))
    value, error = labels.number(one.value, 2), labels.number(one.error, 2)
    text = labels("accounts.breakeven", value=value, error=error, **shown)
    if deadweight:
        key = "deadweight" if 0 <= one.value <= 1 else "any_deadweight" if one.middle > 0 else "no_deadweight"
        text += labels(f"accounts.breakeven_{key}", deadweight=labels.number(100 * (1 - one.value)))
    return str(text)
