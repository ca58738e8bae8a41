"""Puts a run together: evidence, scenario, overlays and what the command line says, for the run and for its
base.

One base: the same run without the scenario. Parameters of the command line and overlays reach both; the
scenario and the instruments of the command line reach the run alone; what the scenario itself sets, the
command line changes in the run alone. Two files that set the same thing are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sim.core.axes import Axes
from sim.inputs import instruments as policy
from sim.inputs import overriding
from sim.inputs.axes import load_axes
from sim.inputs.bundles import bundled
from sim.inputs.changes import sentences
from sim.inputs.checks import Reader, shown_value
from sim.inputs.faults import Gathering
from sim.inputs.finding import by_parent as by_parent
from sim.inputs.finding import find_scenario as find_scenario
from sim.inputs.finding import known_overlays as known_overlays
from sim.inputs.finding import known_scenarios as known_scenarios
from sim.inputs.finding import parent_of as parent_of
from sim.inputs.instruments import Instrument, load_instruments
from sim.inputs.learnt import Learnt
from sim.inputs.parameter import Parameter
from sim.inputs.parameters import load_parameters
from sim.inputs.past import LETTER, changes_the_past
from sim.inputs.policies import BASELINE, SETTINGS, Overlay, Scenario
from sim.inputs.policies import load_overlay as load_overlay
from sim.inputs.policies import load_scenario as load_scenario
from sim.inputs.triggers import Trigger, read_triggers

Path = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """All that one run is made of, but for its settings of time and members. Inactive instruments are left
    out; a trigger carries those that it would start. `learnt`: a posterior that draws go through.
    """

    name: str
    title: dict[str, str]
    parameters: dict[str, Parameter]
    instruments: dict[str, Instrument]
    decided_until: float | None
    settings: dict[str, Any]
    triggers: tuple[Trigger, ...] = ()
    learnt: Learnt | None = None


@dataclass(frozen=True)
class Request:
    """A run and its base. `notes`: words for the summary; `changes`: what the run sets against its base, a
    line each.

    `is_base`: the run is its own base (the baseline without instruments from the command line).
    `money_cap`: the lowest cap of its bundles on what its extra money is worth, MEUR of 2023.
    """

    run: Case
    base: Case
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    is_base: bool
    changes: tuple[str, ...] = ()
    money_cap: float | None = None


@dataclass(frozen=True)
class Evidence:
    """What every scenario starts from: labels, parameters and instruments as the files give them."""

    axes: Axes
    parameters: dict[str, Parameter]
    instruments: dict[str, Instrument]


def load_evidence(axes: Axes | None = None) -> Evidence:
    """Labels, parameters and instruments; raises `Faults`. A sweep may load it once and hand it to
    `compose`.
    """
    axes = axes or load_axes()
    parameters = load_parameters(axes)
    return Evidence(axes, parameters, load_instruments(axes, parameters))


def compose(
    scenario: str = BASELINE,
    overlays: Sequence[str] = (),
    parameter_overrides: Mapping[str, Any] | None = None,
    instrument_overrides: Mapping[str, Any] | None = None,
    axes: Axes | None = None,
    evidence: Evidence | None = None,
) -> Request:
    """The run that these words ask for, and its base; raises `Faults` with everything wrong in all of
    them.
    """
    gathering = Gathering()
    asked: Scenario | None = None
    futures: list[Overlay] = []
    with gathering.also():
        asked = load_scenario(scenario)
    for name in dict.fromkeys(overlays):
        with gathering.also():
            futures.append(load_overlay(name))
    with gathering.also():
        evidence = evidence or load_evidence(axes)
    if asked is None or evidence is None:
        gathering.finish()
        raise AssertionError("unreachable")
    given = parameter_overrides or {}
    parts = bundled(gathering, asked, futures)
    own = _own_paths([*asked.chain, *parts])
    _refuse_doubles(gathering, asked, own, futures)
    common, alone = _split(given, own)
    building = _Building(gathering, evidence)
    base_chain = [one for one in asked.chain if one.name == BASELINE][:1]
    base = building.case(base_chain, futures, common, {})
    run = building.case(list(asked.chain), futures, given, instrument_overrides or {}, parts)
    _refuse_money_twice(gathering, run)
    gathering.finish()
    changes = tuple(sentences(base, run))
    notes = [
        f"parameters.{'.'.join(path)} = {shown_value(value)}:"
        f" the scenario sets this itself, so it changes {asked.name} alone"
        for path, value in overriding.paths(alone).items()
    ]
    notes += _overlaid(futures, given)
    if parts:
        notes.append(f"what {', '.join(one.name for one in parts)} set reaches the run alone, not its base")
    is_base = asked.name == BASELINE and not instrument_overrides and not parts
    warnings = tuple(dict.fromkeys(building.warnings))
    cap = min((one.money_cap for one in futures if one.money_cap is not None), default=None)
    return Request(run, base, tuple(notes), warnings, is_base, changes, cap)


class _Building:
    """Builds cases on one body of evidence, gathering faults and warnings."""

    def __init__(self, gathering: Gathering, evidence: Evidence) -> None:
        self.gathering = gathering
        self.evidence = evidence
        self.warnings: list[str] = []

    def case(
        self,
        chain: Sequence[Scenario],
        futures: Sequence[Overlay],
        parameter_overrides: Mapping[str, Any],
        instrument_overrides: Mapping[str, Any],
        parts: Sequence[Scenario] = (),
    ) -> Case:
        """Scenarios in the order they build on each other, those of a bundle, overlays, the command line."""
        axes, parameters, instruments = (
            self.evidence.axes,
            self.evidence.parameters,
            self.evidence.instruments,
        )
        settings: dict[str, Any] = {}
        decided_until = None
        policies = [*chain, *parts]
        sources = [
            (Reader(self.gathering, one.document), one.parameters, one.instruments) for one in policies
        ]
        sources += [(Reader(self.gathering, one.document), one.parameters, {}) for one in futures]
        sources += [(Reader(self.gathering, None), parameter_overrides, instrument_overrides)]
        for reader, numbers, measures in sources:
            parameters = overriding.apply(reader.below("parameters"), parameters, numbers, self.warnings)
            before = instruments
            instruments = policy.change(reader.below("instruments"), instruments, measures, axes, parameters)
            self.warnings += [
                f"instruments.{name}: channel {one.channel} is not yet modelled, so this changes nothing"
                for name, one in instruments.items()
                if one is not before[name] and not one.modelled
            ]
            if reader.document is not None:
                self.warnings += [
                    f"instruments.{name}: changes what was before {LETTER:g}, inside the record; give later"
                    f" dates, or a later call"
                    for name, one in instruments.items()
                    if one is not before[name] and changes_the_past(before[name], one)
                ]
        for scenario in chain:
            decided_until = decided_until if scenario.decided_until is None else scenario.decided_until
        triggers: dict[str, Trigger] = {}
        for scenario in policies:
            settings.update(scenario.settings)
            reader = Reader(self.gathering, scenario.document)
            own = read_triggers(reader, scenario.triggers, axes, instruments, SETTINGS)
            triggers.update({one.name: one for one in own})
        active = {name: one for name, one in instruments.items() if one.active}
        last = chain[-1]
        return Case(
            last.name,
            dict(last.title),
            parameters,
            active,
            decided_until,
            settings,
            tuple(triggers.values()),
        )


def _own_paths(policies: Sequence[Scenario]) -> dict[Path, Scenario]:
    """What the scenario sets itself: every parameter path of its files, the baseline's left out."""
    return {
        path: one for one in policies if one.name != BASELINE for path in overriding.paths(one.parameters)
    }


def _meet(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _refuse_doubles(
    gathering: Gathering, asked: Scenario, own: Mapping[Path, Scenario], futures: Sequence[Overlay]
) -> None:
    """Scenario and overlay, or two overlays, that set the same parameter."""
    said: list[tuple[Path, Scenario | Overlay]] = list(own.items())
    said += [(path, asked.chain[0]) for path in overriding.paths(asked.chain[0].parameters)]
    for future in futures:
        for path in overriding.paths(future.parameters):
            for other, source in said:
                if _meet(path, other):
                    file, line = source.document.file, source.document.line("parameters", *other)
                    Reader(gathering, future.document).complain(
                        f"is also set in {file}:{line}; keep one of the two", "parameters", *path
                    )
        said += [(path, future) for path in overriding.paths(future.parameters)]


def _split(given: Mapping[str, Any], own: Mapping[Path, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of the command line reaches both, and what reaches the run alone because the scenario sets it."""

    def part(one: Any, at: Path) -> tuple[Any, Any]:
        if isinstance(one, Mapping) and "value" not in one and "spread" not in one:
            both: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
            for key, below in one.items():
                for result, found in zip(both, part(below, (*at, str(key))), strict=True):
                    if found is not None and found != {}:
                        result[str(key)] = found
            return both
        return (None, one) if any(_meet(at, path) for path in own) else (one, None)

    common, alone = part(given, ())
    return common, alone


def _refuse_money_twice(gathering: Gathering, run: Case) -> None:
    outside = {name: one for trigger in run.triggers for name, one in trigger.outside.items()}
    started = {name: replace(one, active=True) for name, one in outside.items()}
    counting = {name: one for name, one in {**run.instruments, **started}.items() if one.counts}
    for one, other in combinations(counting.values(), 2):
        if other.name in one.overlaps or one.name in other.overlaps:
            gathering.add(
                f"instruments.{one.name} and instruments.{other.name} hold the same money, which would be"
                f" counted twice; set money: 0 for one of them"
            )


def _overlaid(futures: Sequence[Overlay], given: Mapping[str, Any]) -> list[str]:
    """The command line has the last word over an overlay, and says so."""
    return [
        f"parameters.{'.'.join(path)} = {shown_value(value)}: instead of what overlay {future.name} sets"
        for path, value in overriding.paths(given).items()
        for future in futures
        if any(_meet(path, other) for other in overriding.paths(future.parameters))
    ]
