"""Takes a scenario apart into its entries, and puts any of them on its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sim.inputs.parameter import Parameter
from sim.inputs.scenarios import Case, Request

OTHER = "other"
"""The group of what is no instrument."""


@dataclass(frozen=True)
class Entry:
    """One thing that a run sets against its base: `section` and `name` as the scenario file writes them; its
    `group` and `channel` are the letter's priority and the channel, of an instrument."""

    section: str
    name: str
    group: str = OTHER
    channel: str = ""

    @property
    def short(self) -> str:
        """Its name where that says enough: an instrument's."""
        return self.name if self.section == "instruments" else str(self)

    def __str__(self) -> str:
        return f"{self.section}.{self.name}" if self.name else self.section


@dataclass(frozen=True)
class Part:
    """Entries that are taken together, under one name."""

    name: str
    entries: tuple[Entry, ...]


def entries(request: Request) -> tuple[Entry, ...]:
    """What the run has otherwise than its base, in the order of a scenario file."""
    base, run = request.base, request.run
    found: list[Entry] = []
    for name in dict.fromkeys([*base.instruments, *run.instruments]):
        before, after = base.instruments.get(name), run.instruments.get(name)
        if before != after:
            known = after or before
            assert known is not None
            found.append(Entry("instruments", name, known.priority, known.channel))
    found += [
        Entry("parameters", name)
        for name, after in run.parameters.items()
        if name in base.parameters and not _equal(base.parameters[name], after)
    ]
    settings = dict.fromkeys([*base.settings, *run.settings])
    found += [Entry("settings", key) for key in settings if base.settings.get(key) != run.settings.get(key)]
    found += [Entry("triggers", one.name) for one in run.triggers if one not in base.triggers]
    if base.decided_until != run.decided_until:
        found.append(Entry("decided_until", ""))
    return tuple(found)


def parts(found: Sequence[Entry], most: int) -> tuple[Part, ...]:
    """One part an entry; where there are more than `most`, those nearest to each other are taken together.

    Two of one channel first, then two of one priority, then any; of these the smallest, in the order of the
    file.
    """
    groups = [[one] for one in found]
    while len(groups) > most:
        pairs = combinations(range(len(groups)), 2)
        first, second = min(pairs, key=lambda pair: _distance(groups[pair[0]], groups[pair[1]]))
        groups[first] += groups.pop(second)
    return tuple(Part(" + ".join(one.short for one in own), tuple(own)) for own in groups)


def _distance(one: Sequence[Entry], other: Sequence[Entry]) -> tuple[int, int]:
    both = [*one, *other]
    if len({each.channel for each in both}) == 1:
        level = 0
    else:
        level = 1 if len({each.group for each in both}) == 1 else 2
    return level, len(both)


def with_entries(request: Request, chosen: Sequence[Entry]) -> Case:
    """The base with these entries of the run put on it; all of them make the run, none the base."""
    base, run = request.base, request.run
    instruments, parameters = dict(base.instruments), dict(base.parameters)
    settings, triggers, until = dict(base.settings), list(base.triggers), base.decided_until
    for one in chosen:
        if one.section == "instruments":
            instruments.pop(one.name, None)
            if one.name in run.instruments:
                instruments[one.name] = run.instruments[one.name]
        elif one.section == "parameters":
            parameters[one.name] = run.parameters[one.name]
        elif one.section == "settings":
            settings.pop(one.name, None)
            if one.name in run.settings:
                settings[one.name] = run.settings[one.name]
        elif one.section == "triggers":
            triggers += [trigger for trigger in run.triggers if trigger.name == one.name]
        else:
            until = run.decided_until
    return replace(
        run,
        parameters=parameters,
        instruments=instruments,
        settings=settings,
        triggers=tuple(triggers),
        decided_until=until,
    )


def _equal(one: Parameter, other: Parameter) -> bool:
    if one is other:
        return True
    arrays = ((getattr(one, name), getattr(other, name)) for name in ("centre", "low", "high"))
    same = all((first == second).all() for first, second in arrays)
    points = one.points is other.points or (
        one.points is not None and other.points is not None and one.points.tolist() == other.points.tolist()
    )
    return bool(same and points and one.distribution == other.distribution)
