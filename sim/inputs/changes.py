"""What a run sets against its base: each parameter, part of an instrument, switch and trigger, old and
new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from sim.inputs import instruments as policy
from sim.inputs.channels import QUANTITY_UNIT
from sim.inputs.checks import shown_value

if TYPE_CHECKING:
    from sim.inputs.scenarios import Case

FORCE = "force"
"""The part of an instrument that says whether it is in force, as true or false."""
UNITS = {"money": "MEUR/year", "matched": "MEUR/year", "delay_award": "year"}


@dataclass(frozen=True)
class Change:
    """One thing, before (in the base) and after (in the run), as plain values; a path is [[year, value], …].

    `group`: parameters, instruments, settings, triggers or decided_until; `name` within it; `part`: a label
    of the parameter, or what of the instrument.
    """

    group: str
    name: str
    part: str
    before: Any
    after: Any
    unit: str = ""
    implied: bool = False
    """Whether it only says what an instrument holds that is put in force, or taken out."""


def changes(base: Case, run: Case) -> list[Change]:
    """What the run sets against its base, in the order of the files."""
    return [
        *_of_parameters(base, run),
        *_of_instruments(base, run),
        *(
            Change("settings", key, "", _plain(base.settings.get(key)), _plain(value))
            for key, value in run.settings.items()
            if base.settings.get(key) != value
        ),
        *(
            Change("triggers", one.name, "", None, one.condition.variable)
            for one in run.triggers
            if one not in base.triggers
        ),
        *(
            [Change("decided_until", "decided_until", "", base.decided_until, run.decided_until)]
            if run.decided_until != base.decided_until
            else []
        ),
    ]


def sentences(base: Case, run: Case) -> list[str]:
    """The same as 'name: old → new', for the terminal; what an instrument holds is left out."""
    return [sentence(one) for one in changes(base, run) if not one.implied]


def sentence(one: Change) -> str:
    """A change as 'name: old → new', for the terminal."""
    name = ".".join(filter(None, (one.group, one.name, one.part)))
    before, after = shown_value(one.before), shown_value(one.after)
    if one.group == "parameters":
        return f"{name}: {before} → {after} (unit {one.unit})"
    if one.part == FORCE:
        forces = ("not in force", "in force")
        return f"instruments.{one.name}: {forces[one.before]} → {forces[one.after]}"
    if one.group == "settings":
        return f"{name} = {after}"
    if one.group == "triggers":
        return f"{name}: the board acts on {one.after}"
    if one.group == "decided_until":
        return f"decided_until: {before} → {after}"
    return f"{name}: {before} → {after}"


def leaves(one: Change) -> Iterator[Change]:
    """A change of something with parts as a change of each part that differs; any other as it is."""
    before, after = one.before, one.after
    if not isinstance(before, Mapping) and not isinstance(after, Mapping):
        yield one
        return
    old, new = (value if isinstance(value, Mapping) else {} for value in (before, after))
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            part = f"{one.part}.{key}"
            yield from leaves(Change(one.group, one.name, part, old.get(key), new.get(key), one.unit))


def _of_parameters(base: Case, run: Case) -> Iterator[Change]:
    for name, new in run.parameters.items():
        old = base.parameters[name]
        for place, label in enumerate(new.labels):
            before, after = float(old.centre.ravel()[place]), float(new.centre.ravel()[place])
            if before != after:
                yield Change("parameters", name, label, before, after, new.unit)


def _of_instruments(base: Case, run: Case) -> Iterator[Change]:
    for name, measure in base.instruments.items():
        now = run.instruments.get(name)
        if now is None:
            yield Change("instruments", name, FORCE, True, False)
            yield from _held(measure, into=False)
            continue
        for key in policy.CHANGES:
            before, after = getattr(measure, key), getattr(now, key)
            if before != after:
                yield Change("instruments", name, key, _plain(before), _plain(after), _unit(measure, key))
    for name in run.instruments:
        if name not in base.instruments:
            yield Change("instruments", name, FORCE, False, True)
            yield from _held(run.instruments[name], into=True)


def _held(one: policy.Instrument, *, into: bool) -> Iterator[Change]:
    """The paths of an instrument that is put in force (`into`) or taken out."""
    for key in ("money", "matched", "quantity"):
        path = _plain(getattr(one, key))
        if path:
            before, after = ([], path) if into else (path, [])
            yield Change("instruments", one.name, key, before, after, _unit(one, key), implied=True)


def _unit(one: policy.Instrument, key: str) -> str:
    return QUANTITY_UNIT.get(one.channel, "") if key == "quantity" else UNITS.get(key, "")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
