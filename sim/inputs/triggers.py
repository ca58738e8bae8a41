"""Reads the triggers of a scenario: when the Semiconductor Board NL acts, and what it then does, as data.

A closed list of indicators and of measures: what the model cannot do soundly is refused with words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.core.axes import Axes
from sim.inputs.channels import BY_EVENTS, COMBINED
from sim.inputs.checks import Reader, shown_value
from sim.inputs.faults import hint
from sim.inputs.instruments import Instrument

INDICATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unfilled_share": ("1", ("place",)),
    "time_to_fill": ("year", ("place",)),
    "wage_index": ("1", ("place",)),
    "mw_queued": ("MW", ("place",)),
    "grid_wait": ("year", ("place",)),
    "homes_short": ("home", ("place",)),
    "rent_pressure": ("1", ("place",)),
    "value_added_nl": ("MEUR2023/year", ("place",)),
    "rd": ("MEUR/year", ("segment",)),
    "sales": ("MEUR/year", ("segment",)),
    "share": ("1", ()),
    "share_equipment": ("1", ()),
    "share_chips": ("1", ()),
    "china_exposure": ("1", ()),
    "world_chip_sales": ("MUSD/year", ()),
}
"""What the board may read, outcomes by their names: unit, and the axes of which a label must be named."""
PARTS_OF_ONE = ("unfilled_share", "share", "share_equipment", "share_chips", "china_exposure")
COMPARISONS = ("above", "below", "growth_above", "growth_below")
KEYS = ("name", "why", "when", "then", "once")
MEASURES = ("extra_money", "forward", "active")
LONGEST = 20.0
"""years; nothing that a board decides lasts longer"""


@dataclass(frozen=True)
class Condition:
    """`variable` at its labels is above or below `level`, without a break for `years` years.

    Of the comparisons growth_… `level` is the relative change over the last year.
    """

    variable: str
    labels: Mapping[str, str]
    comparison: str
    level: float
    years: float


@dataclass(frozen=True)
class Measure:
    """What is done to an instrument from the decision on.

    `extra_money`: `amount` MEUR a year more for `years` years. `forward`: what is still to be paid is paid
    in a time that is `amount` years shorter. `active`: an instrument not in force starts, its dates shifted
    so that the first is the decision's.
    """

    instrument: str
    kind: str
    amount: float = 0.0
    years: float = 0.0


@dataclass(frozen=True)
class Trigger:
    """The board acts once, at its first meeting at which the condition has held; effects start `delay` later.

    `settings`: rules that change then. `outside`: instruments not in force that a measure starts.
    """

    name: str
    why: str
    condition: Condition
    measures: tuple[Measure, ...]
    settings: Mapping[str, str]
    delay: float
    outside: Mapping[str, Instrument]


def read_triggers(
    reader: Reader,
    given: Any,
    axes: Axes,
    instruments: Mapping[str, Instrument],
    settings: Mapping[str, tuple[str, ...]],
) -> tuple[Trigger, ...]:
    """The triggers of a list, checked against labels, instruments and settings; faults go to the reader."""
    if given is None:
        return ()
    if not isinstance(given, list):
        reader.complain(f"must be a list of triggers, not {shown_value(given)}", "triggers")
        return ()
    found: dict[str, Trigger] = {}
    for position, one in enumerate(given):
        before = len(reader.gathering.faults)
        trigger = _trigger(reader.below("triggers", position), one, axes, instruments, settings)
        if trigger.name in found:
            reader.complain(f"'{trigger.name}' is given twice", "triggers", position, "name")
        if len(reader.gathering.faults) == before:
            found[trigger.name] = trigger
    return tuple(found.values())


def _trigger(
    reader: Reader,
    one: Any,
    axes: Axes,
    instruments: Mapping[str, Instrument],
    settings: Mapping[str, tuple[str, ...]],
) -> Trigger:
    given = reader.mapping(one, KEYS, required=("name", "why", "when", "then"))
    name = reader.text(given["name"], "name") if "name" in given else ""
    if name and not name.isidentifier():
        reader.complain("is no name: letters, digits and _ only", "name", equals=name)
    if given.get("once", True) is not True:
        reader.complain("a trigger acts once; write a second one for a second time", "once")
    then = reader.mapping(given.get("then"), ("instruments", "settings", "delay"), "then")
    if "then" in given and not (then.get("instruments") or then.get("settings")):
        reader.complain("does nothing; name instruments or settings", "then")
    measures = [
        measure
        for key, what in reader.mapping(then.get("instruments"), None, "then", "instruments").items()
        if (measure := _measure(reader.below("then", "instruments"), key, what, instruments)) is not None
    ]
    rules = reader.mapping(then.get("settings"), settings, "then", "settings")
    return Trigger(
        name=name,
        why=reader.text(given["why"], "why") if "why" in given else "",
        condition=_condition(reader.below("when"), given.get("when"), axes),
        measures=tuple(measures),
        settings={
            key: reader.one_of(word, settings[key], "then", "settings", key) for key, word in rules.items()
        },
        delay=_years(reader, then.get("delay", 0), "then", "delay"),
        outside={it.instrument: instruments[it.instrument] for it in measures if it.kind == "active"},
    )


def _condition(reader: Reader, one: Any, axes: Axes) -> Condition:
    given = reader.mapping(one, ("variable", *axes.labels, *COMPARISONS, "years", "unit"))
    variable = str(given.get("variable"))
    if one is not None and variable not in INDICATORS:
        if "variable" not in given:
            reader.complain("is missing; write 'variable: …'", "variable")
        else:
            known = ", ".join(INDICATORS)
            words = hint(variable, INDICATORS) or f" The board reads {known}"
            reader.complain(f"'{variable}' is no indicator of the board.{words}", "variable")
        return Condition("", {}, "above", 0.0, 0.0)
    unit, over = INDICATORS.get(variable, ("1", ()))
    if given.get("unit", unit) not in (unit, 1 if unit == "1" else unit):
        reader.complain(f"{variable} is in {unit}, not {given['unit']}", "unit")
    labels = {}
    for axis in axes.labels:
        if axis in given and axis not in over:
            reader.complain(f"{variable} has no {axis}", axis)
        elif axis in over and axis not in given:
            reader.complain(f"{variable} is read for one {axis}; name it", axis)
        elif axis in over:
            labels[axis] = str(given[axis])
            if labels[axis] not in axes.labels[axis]:
                reader.complain(
                    f"unknown {axis} '{labels[axis]}'.{hint(labels[axis], axes.labels[axis])}", axis
                )
    chosen = [key for key in COMPARISONS if key in given]
    if one is not None and len(chosen) != 1:
        reader.complain(f"needs one of {', '.join(COMPARISONS)}, with a number")
        return Condition(variable, labels, "above", 0.0, 0.0)
    comparison = chosen[0] if chosen else "above"
    level = reader.number(given.get(comparison), comparison) if chosen else 0.0
    part = variable in PARTS_OF_ONE and comparison in COMPARISONS[:2]
    if part and level is not None and not 0 <= level <= 1:
        reader.complain("beyond its limits, 0 to 1 (unit 1; 12 % is 0.12)", comparison, equals=level)
    return Condition(
        variable, labels, comparison, level or 0.0, _years(reader, given.get("years", 0), "years")
    )


def _measure(reader: Reader, name: str, what: Any, instruments: Mapping[str, Instrument]) -> Measure | None:
    if name not in instruments:
        reader.complain(f"unknown instrument.{hint(name, instruments)}", name)
        return None
    it = instruments[name]
    given = reader.mapping(what, (*MEASURES, "years"), name)
    kinds = [key for key in MEASURES if key in given]
    if len(kinds) != 1:
        if not kinds and what:
            return None  # the unknown key is said already
        reader.complain(f"the board can do one of {', '.join(MEASURES)} to an instrument", name)
        return None
    kind = kinds[0]
    if "years" in given and kind != "extra_money":
        reader.complain(f"'years' goes with extra_money, not with {kind}", name, "years")
    refused = _refused(it, kind)
    if refused:
        reader.complain(refused, name)
        return None
    if kind == "active":
        if given[kind] is not True:
            reader.complain("the board starts what is not in force; it ends nothing", name, kind)
        return Measure(name, kind)
    amount = reader.number(given[kind], name, kind) or 0.0
    if amount <= 0 or (kind == "forward" and amount > LONGEST):
        reader.complain("must be above 0", name, kind, equals=given[kind])
    if kind == "extra_money" and "years" not in given:
        reader.complain("for how many years? write years: …", name)
    years = _years(reader, given["years"], name, "years") if "years" in given else 0.0
    return Measure(name, kind, amount, years)


def _refused(it: Instrument, kind: str) -> str | None:
    """Why the board cannot do this to an instrument, in words."""
    if not it.modelled or it.channel == "coordination":
        return f"channel {it.channel} has no effect that the board could start or enlarge"
    if it.channel in BY_EVENTS:
        return f"channel {it.channel} acts by dated events; the board cannot move these"
    if it.channel in COMBINED:
        return f"channel {it.channel} is not the board's: its effects do not add to those of others"
    if it.delivery.get("kind") == "project_round":
        return "a project round has its own dates; the board cannot move these"
    if "chance" in it.delivery:
        return "its money waits for a go/no-go of its own; the board cannot move that"
    if kind == "active":
        return "is in force already" if it.active else None
    if not it.active:
        return "is not in force; start it with active: true"
    if not any(amount for _, amount in it.money):
        return f"has no money that {'could be enlarged' if kind == 'extra_money' else 'could be paid sooner'}"
    if kind == "forward" and it.money[-1][1] != 0:
        return "is paid without end; only money that ends can be paid sooner"
    return None


def _years(reader: Reader, value: Any, *path: str) -> float:
    years = reader.number(value, *path)
    if years is not None and not 0 <= years <= LONGEST:
        reader.complain(f"must be 0 to {LONGEST:g} years", *path, equals=years)
    return years or 0.0
