"""What differs between two cases, a line each: parameters by label, instruments by key, dates, switches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.inputs.channels import QUANTITY_UNIT
from sim.inputs.checks import shown_value

if TYPE_CHECKING:
    from sim.inputs.parameter import Parameter
    from sim.inputs.scenarios import Case


def differences(first: Case, second: Case) -> list[str]:
    """A sentence for each thing that `second` has otherwise than `first`, in the order of their names."""
    lines: list[str] = []
    for name in sorted({*first.parameters, *second.parameters}):
        if name in first.parameters and name in second.parameters:
            lines.extend(_parameter(first.parameters[name], second.parameters[name]))
    for name in sorted({*first.instruments, *second.instruments}):
        lines.extend(_instrument(name, first.instruments.get(name), second.instruments.get(name)))
    if first.decided_until != second.decided_until:
        lines.append(_line("decided_until", first.decided_until, second.decided_until))
    for name in sorted({*first.settings, *second.settings}):
        if first.settings.get(name) != second.settings.get(name):
            lines.append(_line(f"settings.{name}", first.settings.get(name), second.settings.get(name)))
    before, after = ({one.name: one for one in case.triggers} for case in (first, second))
    for name in sorted({*before, *after}):
        if not _same(before.get(name), after.get(name)):
            lines.append(_line(f"triggers.{name}", *(_board(one.get(name)) for one in (before, after))))
    return lines


def _board(trigger: Any) -> str:
    if trigger is None:
        return "none"
    return f"the board acts on {trigger.condition.variable}, {trigger.delay:g} year later"


def _unit(field: str, one: Any) -> str:
    """The unit of what a field of an instrument holds, where it is a number."""
    if field == "quantity":
        return QUANTITY_UNIT.get(one.channel, "")
    return {"money": "MEUR/year", "matched": "MEUR/year", "delay_award": "year"}.get(field, "")


def _line(name: str, before: Any, after: Any, unit: str = "") -> str:
    behind = f" ({unit})" if unit and unit != "1" else ""
    return f"{name}: {shown_value(before)} → {shown_value(after)}{behind}"


def _parameter(first: Parameter, second: Parameter) -> Iterator[str]:
    for at, label in enumerate(first.labels):
        before, after = (float(one.centre.ravel()[at]) for one in (first, second))
        name = ".".join(filter(None, ["parameters", first.name, label]))
        if before != after:
            yield _line(name, before, after, first.unit)
        elif any(
            not np.array_equal(getattr(first, end).ravel()[at], getattr(second, end).ravel()[at])
            for end in ("low", "high")
        ):
            yield f"{name}: {_range(first, at)} → {_range(second, at)} (range)"


def _range(parameter: Parameter, at: int) -> str:
    low, high = float(parameter.low.ravel()[at]), float(parameter.high.ravel()[at])
    return "no spread" if low == high else shown_value([low, high])


def _instrument(name: str, first: Any, second: Any) -> Iterator[str]:
    if first is None or second is None:
        yield _line(
            f"instruments.{name}", *("not in force" if one is None else "in force" for one in (first, second))
        )
        return
    for field in fields(first):
        before, after = getattr(first, field.name), getattr(second, field.name)
        if not _same(before, after):
            unit = _unit(field.name, second)
            yield _line(f"instruments.{name}.{field.name}", _plain(before), _plain(after), unit)


def _same(first: Any, second: Any) -> bool:
    return repr(_plain(first)) == repr(_plain(second))


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
