"""Words of a command that runs one point in many versions: the command's own, and those of the point."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.inputs.faults import Fault

if TYPE_CHECKING:
    from sim.command.session import Prepared, Session


MANY = ("-m", "--multirun")
"""Flags of a sweep."""


@dataclass(frozen=True)
class Point:
    """The own words of a command by name, and the run that the others ask for."""

    own: Mapping[str, str]
    session: Session
    values: Mapping[str, Any]
    prepared: Prepared


def one_point(words: Sequence[str], own: Sequence[str]) -> Point:
    """The point that `words` ask for, those of `own` set apart; raises `Faults` with everything wrong."""
    from sim.command import preflight
    from sim.command.session import Session

    mine, others = split([word for word in words if word not in MANY], own)
    plan = preflight.plan(others, multirun=False)
    session = Session(quiet=True)
    session.check([one.values for one in plan.points], [*_wrong(words, own), *plan.faults])
    for note in plan.notes:
        print(note, file=sys.stderr)
    values = plan.points[0].values
    return Point(mine, session, values, session.prepare(values))


def _wrong(words: Sequence[str], own: Sequence[str]) -> list[Fault]:
    many = [Fault(f"{word}: this command takes one run at a time") for word in words if word in MANY]
    return [*many, *given_twice(words, own)]


def given_twice(words: Sequence[str], own: Sequence[str]) -> list[Fault]:
    """A fault for each own word of a command that is given more than once."""
    counted = Counter(word.partition("=")[0] for word in words)
    return [Fault(f"{key}: given {counted[key]} times") for key in own if counted[key] > 1]


def split(words: Sequence[str], own: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The words that are a command's own, by name, and those of every run."""
    mine = {key: value for key, _, value in (word.partition("=") for word in words) if key in own}
    return mine, [word for word in words if word.partition("=")[0] not in own]
