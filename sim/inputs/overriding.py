"""Moves the centre of parameters, for scenarios and the command line; the spread travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.core.axes import Array
from sim.inputs.checks import Reader, shown_value
from sim.inputs.faults import Gathering, hint
from sim.inputs.parameter import Parameter, beyond, limits_words, not_chosen, within

Path = tuple[str, ...]


def override(
    parameters: Mapping[str, Parameter], overrides: Mapping[str, Any], *, warnings: list[str] | None = None
) -> dict[str, Parameter]:
    """The parameters with other centres; a parameter set to its own value stays what it is, bit for bit.

    An override is a number (for all labels), a mapping by label, or `{value: …, spread: none}`, which takes
    the spread away. Beyond the limits: `Faults`; beyond the evidence's range: a sentence is added to
    `warnings`.
    """
    gathering = Gathering()
    reader = Reader(gathering, None, "parameters")
    result = apply(reader, parameters, overrides, [] if warnings is None else warnings)
    gathering.finish()
    return result


def apply(
    reader: Reader, parameters: Mapping[str, Parameter], overrides: Any, warnings: list[str]
) -> dict[str, Parameter]:
    """The same, noting faults with the reader, which knows file and line."""
    result = dict(parameters)
    for name, given in reader.mapping(overrides, None).items():
        if name not in parameters:
            reader.complain(f"unknown parameter.{hint(name, parameters)}", name)
            continue
        result[name] = _moved(reader.below(name), parameters[name], given, warnings)
    return result


def paths(overrides: Mapping[str, Any]) -> dict[Path, Any]:
    """What overrides set, as (parameter, label, …) → number; `{value, spread}` is taken as its value."""
    found: dict[Path, Any] = {}

    def visit(one: Any, at: Path) -> None:
        if isinstance(one, Mapping):
            for key, below in one.items():
                if key == "value":
                    visit(below, at)
                elif key != "spread":
                    visit(below, (*at, str(key)))
        else:
            found[at] = one

    visit(overrides, ())
    return found


def _moved(reader: Reader, parameter: Parameter, given: Any, warnings: list[str]) -> Parameter:
    spread = True
    start: Path = ()
    if isinstance(given, Mapping) and ("value" in given or "spread" in given):
        parts = reader.mapping(given, ("value", "spread"), required=("value",))
        if "spread" in parts:
            spread = reader.one_of(parts["spread"], ("none", "travels"), "spread") == "travels"
        if "value" not in parts:
            return parameter
        given, start = parts["value"], ("value",)
    numbers = _numbers(reader, parameter, given, start)
    if not numbers:
        return parameter
    centre, low, high = (array.ravel().copy() for array in (parameter.centre, parameter.low, parameter.high))
    for label, number in numbers.items():
        if words := not_chosen(number, parameter.choices):
            reader.complain(words, *start, *_path(label), equals=number)
            continue
        if beyond(number, parameter.limits):
            words = f"beyond its limits, {limits_words(parameter.limits, parameter.unit)}"
            reader.complain(words, *start, *_path(label), equals=number)
            continue
        at = parameter.labels.index(label)
        if not low[at] <= number <= high[at] and parameter.distribution != "fixed":
            name = ".".join(filter(None, [reader.prefix, label]))
            ends = f"{shown_value(float(low[at]))} to {shown_value(float(high[at]))}"
            warnings.append(
                f"{name} = {shown_value(number)}: beyond the evidence's range, {ends} (unit {parameter.unit})"
            )
        if number != centre[at]:
            low[at], high[at] = _travelled(parameter, centre[at], low[at], high[at], number)
            centre[at] = number
        if not spread:
            low[at] = high[at] = number
    shape = parameter.centre.shape
    return replace(parameter, centre=_fixed(centre, shape), low=_fixed(low, shape), high=_fixed(high, shape))


def _numbers(reader: Reader, parameter: Parameter, given: Any, start: Path) -> dict[str, float]:
    """The number for each flat label that the override names."""
    known = [_path(label) for label in parameter.labels]
    found: dict[str, float] = {}

    def visit(one: Any, at: Path) -> None:
        below = [path for path in known if path[: len(at)] == at]
        if not isinstance(one, Mapping):
            number = reader.number(one, *start, *at)
            if number is not None:
                found.update({".".join(path): number for path in below})
            return
        choices = list(dict.fromkeys(path[len(at)] for path in below if len(path) > len(at)))
        if set(one) & {"value", "spread"} and at:
            words = "value and spread stand above the labels"
            reader.complain(f"{words}: {reader.prefix}={_as_typed(at)}", *start, *at)
            return
        for label, value in one.items():
            if label in choices:
                visit(value, (*at, label))
            elif choices:
                reader.complain(f"unknown label.{hint(str(label), choices)}", *start, *at, str(label))
            else:
                words = "unknown key; write a number, or {value: …, spread: none}"
                reader.complain(words, *start, *at, str(label))

    visit(given, ())
    return found


def _travelled(
    parameter: Parameter, centre: float, low: float, high: float, number: float
) -> tuple[float, float]:
    """The ends of the range after a move: by ratio, of a share on the logit, from 0 by difference."""
    if low == high:
        return number, number
    if parameter.limits == (0, 1) and 0 < centre < 1:
        if number in (0, 1):
            return number, number
        odds = number / (1 - number) * (1 - centre) / centre
        ends = [odds * end / (1 - end + odds * end) for end in (low, high)]
    elif centre != 0:
        ends = sorted((low * number / centre, high * number / centre))
    else:
        ends = [low + number, high + number]
    ends = [within(end, parameter.limits) for end in ends]
    return min(ends[0], number), max(ends[1], number)


def _as_typed(at: Path) -> str:
    inner = "…"
    for label in reversed(at):
        inner = f"{{{label}: {inner}}}"
    return f"{{value: {inner}, spread: none}}"


def _path(label: str) -> Path:
    return tuple(label.split(".")) if label else ()


def _fixed(flat: Array, shape: tuple[int, ...]) -> Array:
    array = flat.reshape(shape)
    array.setflags(write=False)
    return array
