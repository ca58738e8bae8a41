"""Reads configs/instruments: every instrument of the letter and after it, on a closed set of channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.core.axes import Axes
from sim.inputs import resources
from sim.inputs.amounts import Path_, amounts
from sim.inputs.channels import CHANNELS, MODELLED, QUANTITY_UNIT
from sim.inputs.checks import CONFIDENCE, Reader, shown_value
from sim.inputs.documents import as_number, read_document
from sim.inputs.faults import Gathering, hint
from sim.inputs.parameter import Parameter

PRIORITIES = ("business_climate", "talent", "space", "protect", "partner", "governance")
PAYERS = ("nl", "region", "eu", "firms", "tariffs")
DUTCH_PUBLIC = ("nl", "region")
"""Payers whose money is Dutch public money; that of others is booked apart."""
KINDS = ("entitlement", "annual_call", "project_round", "event")
ROUND_DATES = ("call", "nominated", "approved", "awarded", "until")
EVENT_DATES = ("starts", "ends", "decision", "by")
PRIORITY_RULES = ("first_come", "societal", "chips_first", "flexible_first")
ROUND_COUNTS = ("nominated_projects", "awarded_projects")
ROUND_PARAMETERS = ("call_to_award", "drop_out")
TRANCHE = ("go_no_go", "chance")
TARGETS = ("seller", "market", "place", "segment", "level", "origin", "node", "large_firms")
LATEST = 50
"""Years by which an award may come later or earlier."""
NAMED = ("seller", "market", "node")
"""Targets that say for each label which part is meant; the shares of the others divide a whole."""
CHANGES = ("money", "matched", "payer", "quantity", "targets", "delivery", "effect", "delay_award")
CHANGEABLE = (*CHANGES, "active", "source", "confidence", "note", "why")
FIXED = ("title", "priority", "channel", "decided", "overlaps", "in_letter", "evidence")
KEYS = (*FIXED, *(key for key in CHANGEABLE if key != "why"))


@dataclass(frozen=True)
class Instrument:
    """A measure, programme, law or board. `money` and `matched`: MEUR a year from each date until the next.

    `payer`: whose money it is (PAYERS; default nl, the State): a euro acts the same whoever pays, and is
    booked under its payer. `quantity`: amounts that arrive at a date, in the channel's unit
    (QUANTITY_UNIT). `targets`: shares by label that add to at most 1 an axis (what is missing goes outside
    the model), and `large_firms`; `seller`, `market` and `node` name the part of each that is meant.
    `effect` and the parts `call_to_award` and `drop_out` of `delivery` name parameters; a number beside
    `effect`'s names is never written here. `evidence`: its row in data/evidence/instruments.csv, by name
    there.
    `delay_award`: years that the award comes later than otherwise. Not `active`: as if it were not; `forced`:
    a scenario made it active, whatever the date to which decisions count. In `delivery`: `decision`, a firm's
    go or no-go at that date, which hangs on what other channels promise `by` a year (`needs`: amounts by
    channel); `go_no_go`, the date at which conditional money is released with its `chance`; `priority`, a
    rule of the grid's queue from `starts` on.
    """

    name: str
    title: Mapping[str, str]
    priority: str
    channel: str
    decided: float
    money: Path_ = ()
    matched: Path_ = ()
    payer: str = "nl"
    quantity: Path_ = ()
    targets: Mapping[str, Any] = field(default_factory=dict)
    delivery: Mapping[str, Any] = field(default_factory=dict)
    effect: Mapping[str, str] = field(default_factory=dict)
    overlaps: tuple[str, ...] = ()
    in_letter: bool = False
    evidence: str = ""
    delay_award: float = 0.0
    active: bool = True
    forced: bool = False
    source: str = ""
    confidence: str = ""
    note: str = ""

    @property
    def modelled(self) -> bool:
        """Whether its channel has an equation or process yet; the others are shown and do nothing."""
        return self.channel in MODELLED

    @property
    def counts(self) -> bool:
        """Whether its money or quantity does something in the model."""
        return (
            self.active
            and self.modelled
            and self.channel != "coordination"
            and any(x for _, x in self.money + self.quantity)
        )


def load_instruments(
    axes: Axes, parameters: Mapping[str, Parameter], folder: Path | None = None
) -> dict[str, Instrument]:
    """Every instrument of the files in `folder` (default configs/instruments), by name; raises `Faults`."""
    folder = folder or resources.root() / "configs" / "instruments"
    gathering = Gathering()
    result: dict[str, Instrument] = {}
    readers: dict[str, Reader] = {}
    for path in sorted(folder.glob("*.yaml")):
        with gathering.also():
            document = read_document(path)
            top = Reader(gathering, document)
            for name, entry in top.mapping(document.value, None).items():
                if name in readers:
                    top.complain("is given twice; a name belongs to one instrument", name)
                    continue
                readers[name] = top.below(name)
                result[name] = _instrument(readers[name], name, entry, axes, parameters, path.stem)
    for name, reader in readers.items():
        for other in result[name].overlaps:
            if other not in result:
                reader.complain(f"unknown instrument '{other}'.{hint(other, result)}", "overlaps")
            elif other == name:
                reader.complain("an instrument does not overlap with itself", "overlaps")
    gathering.finish()
    return result


def change(
    reader: Reader,
    instruments: Mapping[str, Instrument],
    changes: Any,
    axes: Axes,
    parameters: Mapping[str, Parameter],
) -> dict[str, Instrument]:
    """The instruments after what a scenario or the command line says of them; faults go to the reader.

    A list replaces a list. A single number for money or quantity replaces every amount that is not 0.
    """
    result = dict(instruments)
    for name, given in reader.mapping(changes, None).items():
        if name not in instruments:
            reader.complain(f"unknown instrument.{hint(name, instruments)}", name)
            continue
        below, before = reader.below(name), len(reader.gathering.faults)
        parts = below.mapping(given, CHANGEABLE)
        known = _parts(below, parts, axes, parameters, instruments[name])
        # mappings merge, lists replace; the shares of one axis are a whole and replace each other
        for key in ("delivery", "targets", "effect"):
            known[key] = {**getattr(instruments[name], key), **known.get(key, {})}
        result[name] = replace(instruments[name], **known)
        if len(reader.gathering.faults) == before:
            _check_round(below, result[name])
    return result


def _instrument(
    reader: Reader, name: str, entry: Any, axes: Axes, parameters: Mapping[str, Parameter], file: str
) -> Instrument:
    before = len(reader.gathering.faults)
    required = ("title", "priority", "channel", "decided", "in_letter", "source", "confidence")
    given = reader.mapping(entry, KEYS, required=required)
    if not name.isidentifier():
        reader.complain("is no name: letters, digits and _ only")
    title = reader.mapping(given.get("title", {}), ("nl", "en"), "title")
    if "priority" in given and reader.one_of(given["priority"], PRIORITIES, "priority") != file:
        reader.complain(f"belongs into configs/instruments/{given['priority']}.yaml", "priority")
    instrument = Instrument(
        name=name,
        title={language: reader.text(one, "title", language) for language, one in title.items()},
        priority=str(given.get("priority")),
        channel=reader.one_of(given["channel"], CHANNELS, "channel") if "channel" in given else "",
        decided=(reader.year(given["decided"], "decided") or 0.0) if "decided" in given else 0.0,
        overlaps=reader.texts(given.get("overlaps"), "overlaps"),
        in_letter=reader.truth(given.get("in_letter", False), "in_letter"),
        evidence=reader.text(given["evidence"], "evidence") if "evidence" in given else "",
        **_parts(reader, given, axes, parameters, None),
    )
    if len(reader.gathering.faults) == before:
        _check_round(reader, instrument)
    return instrument


def _check_round(reader: Reader, instrument: Instrument) -> None:
    """A round pays a sum between two dates, wholly to segments; conditional money waits for its go."""
    asked = [key for key in TRANCHE if key in instrument.delivery]
    if len(asked) == 1:
        lacks = TRANCHE[1 - TRANCHE.index(asked[0])]
        reader.complain(f"conditional money has a date and a chance: '{lacks}' is missing", "delivery")
    elif asked and any(date < instrument.delivery["go_no_go"] for date, _ in instrument.money):
        reader.complain("pays before its go/no-go; nothing may", "money")
    if instrument.delivery.get("kind") != "project_round":
        return
    if len(instrument.money) < 2 or instrument.money[-1][1] != 0:
        words = (
            "a project round pays between two dates, as [[2027, 75], [2031, 0]]; for nothing write 0 amounts"
        )
        reader.complain(words, "money")
    if instrument.payer not in DUTCH_PUBLIC:
        reader.complain("a project round is paid by nl or region; others pay yearly", "payer")
    shares = sum(instrument.targets.get("segment", {}).values())
    if abs(shares - 1) > 1e-9:
        reader.complain(f"the shares of a project round add to 1, not {shares:.4g}", "targets", "segment")


def _parts(
    reader: Reader,
    given: Mapping[str, Any],
    axes: Axes,
    parameters: Mapping[str, Parameter],
    old: Instrument | None,
) -> dict[str, Any]:
    """The keys that scenarios may change too, checked."""
    known: dict[str, Any] = {}
    for key in ("money", "matched", "quantity"):
        if key in given:
            known[key] = amounts(reader, given[key], key, getattr(old, key) if old else None)
    channel = old.channel if old else str(given.get("channel"))
    if known.get("quantity") and channel not in QUANTITY_UNIT:
        has = ", ".join(QUANTITY_UNIT)
        reader.complain(f"channel {channel} has no quantity, only money (with a quantity: {has})", "quantity")
    if "payer" in given:
        known["payer"] = reader.one_of(given["payer"], PAYERS, "payer")
    if "targets" in given:
        known["targets"] = _targets(reader, given["targets"], axes)
    if "delivery" in given:
        known["delivery"] = _delivery(reader, given["delivery"], parameters, partial=old is not None)
    if "effect" in given:
        effect = reader.mapping(given["effect"], None, "effect")
        known["effect"] = {
            key: _reference(reader, one, parameters, "effect", key) for key, one in effect.items()
        }
    if "delay_award" in given:
        delay = reader.number(given["delay_award"], "delay_award") or 0.0
        if abs(delay) > LATEST:
            reader.complain(f"beyond its limits, -{LATEST} to {LATEST} (years)", "delay_award", equals=delay)
        known["delay_award"] = delay
    if "active" in given:
        known["active"] = reader.truth(given["active"], "active")
        known["forced"] = known["active"] and old is not None
    if "confidence" in given:
        known["confidence"] = reader.one_of(given["confidence"], CONFIDENCE, "confidence")
    for key in ("source", "note"):
        if key in given:
            known[key] = reader.text(given[key], key)
    return known


def _targets(reader: Reader, value: Any, axes: Axes) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for axis, shares in reader.mapping(value, TARGETS, "targets").items():
        if axis == "large_firms":
            number = reader.number(shares, "targets", axis)
            if number is not None and not 0 <= number <= 1:
                reader.complain("beyond its limits, 0 to 1 (unit 1)", "targets", axis, equals=number)
            result[axis] = number
            continue
        found = {}
        for label, share in reader.mapping(shares, None, "targets", axis).items():
            if label not in axes.labels[axis]:
                reader.complain(f"unknown label.{hint(label, axes.labels[axis])}", "targets", axis, label)
                continue
            number = reader.number(share, "targets", axis, label)
            if number is not None and not 0 <= number <= 1:
                reader.complain("beyond its limits, 0 to 1 (unit 1)", "targets", axis, label, equals=number)
            found[label] = number or 0.0
        if axis not in NAMED and sum(found.values()) > 1 + 1e-9:
            reader.complain(f"shares add to {sum(found.values()):.4g}, more than 1", "targets", axis)
        result[axis] = found
    return result


def _delivery(
    reader: Reader, value: Any, parameters: Mapping[str, Parameter], *, partial: bool
) -> dict[str, Any]:
    keys = (
        "kind", "priority", "needs", *ROUND_DATES, *EVENT_DATES, *ROUND_COUNTS, *ROUND_PARAMETERS, *TRANCHE,
    )  # fmt: skip
    given = reader.mapping(value, keys, "delivery", required=() if partial else ("kind",))
    result: dict[str, Any] = {}
    for key, one in given.items():
        if key == "kind":
            result[key] = reader.one_of(one, KINDS, "delivery", key)
        elif key == "priority":
            result[key] = reader.one_of(one, PRIORITY_RULES, "delivery", key)
        elif key == "needs":
            needs = reader.mapping(one, CHANNELS, "delivery", key)
            amounts = {name: reader.number(each, "delivery", key, name) for name, each in needs.items()}
            result[key] = {name: each for name, each in amounts.items() if each}
        elif key in (*ROUND_DATES, *EVENT_DATES, "go_no_go"):
            result[key] = reader.year(one, "delivery", key)
        elif key in ROUND_COUNTS:
            if isinstance(one, bool) or not isinstance(one, int) or one < 1:
                reader.complain("must be a whole number of at least 1", "delivery", key, equals=one)
            result[key] = one
        elif key == "chance" and as_number(one) is not None:
            if one not in (0, 1):
                words = "names a parameter, or is 1 (released) or 0 (refused) where that is decided"
                reader.complain(words, "delivery", key, equals=one)
            result[key] = float(one)
        else:
            result[key] = _reference(reader, one, parameters, "delivery", key)
    if not partial and result.get("kind") == "project_round":
        for key in ("call", "nominated_projects", "until", *ROUND_PARAMETERS):
            if key not in result:
                reader.complain(f"a project round needs '{key}'", "delivery")
    return result


def _reference(reader: Reader, value: Any, parameters: Collection[str], *path: str) -> str:
    if not isinstance(value, str):
        reader.complain(f"must name a parameter, not {shown_value(value)}", *path)
    elif value not in parameters:
        reader.complain(f"unknown parameter '{value}'.{hint(value, parameters)}", *path)
    return str(value)
