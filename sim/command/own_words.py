"""Words of commands that run the engine over past origins: their own, and those of the run that they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.command.one_point import given_twice
from sim.hindcast.given import ORIGINS
from sim.inputs.faults import Fault, Faults

SET_HERE = ("scenario", "instruments", "overlay", "end", "known_until", "decided_until", "market_until")
SET_HERE_TOO = ("purchases_until", "equal_money", "output", "posterior", "start", "force", "dry_run")


@dataclass(frozen=True)
class Asked:
    """What a command is asked: its origins, its own words, the case and settings of its runs, and in which
    language it answers."""

    origins: tuple[int, ...]
    own: dict[str, str]
    case: Any
    evidence: Any
    settings: Any
    lang: str = "en"

    @property
    def parameters(self) -> Any:
        """The parameters as this command moved them."""
        return self.case.parameters


def asked(command: str, words: Sequence[str], own: Sequence[str], members: int) -> Asked:
    """Read the words of `command`; raises `Faults` with all that is wrong.

    `own`: keys besides `origins` that only this command knows; `members`: how many where nothing is said.
    """
    from sim.command import preflight
    from sim.command.session import Session
    from sim.inputs.scenarios import load_evidence

    faults = given_twice(words, ("origins", *own))
    mine: dict[str, str] = {}
    rest = [f"members={members}"] if not any(word.startswith("members=") for word in words) else []
    for word in words:
        key, _, value = word.partition("=")
        if key in ("origins", *own):
            mine[key] = value
        elif key.partition(".")[0] in (*SET_HERE, *SET_HERE_TOO):
            faults.append(Fault(f"{word}: {command} sets {key.partition('.')[0]} itself, by origin"))
        else:
            rest.append(word)
    origins: tuple[int, ...] = ORIGINS
    if "origins" in mine:
        origins, wrong = _origins(mine["origins"])
        faults += wrong
    plan = preflight.plan(rest, multirun=False)
    faults += plan.faults
    if faults:
        raise Faults(faults)
    values = plan.points[0].values
    session = Session(quiet=True)
    session.check([values])
    prepared = session.prepare(values)
    for warning in prepared.request.warnings:
        print(f"note: {warning}")
    case, lang = prepared.request.run, str(values.get("lang", "en"))
    return Asked(origins, mine, case, load_evidence().parameters, prepared.settings, lang)


def _origins(text: str) -> tuple[tuple[int, ...], list[Fault]]:
    found = []
    for one in text.split(","):
        if not one.strip().isdigit() or int(one) not in ORIGINS:
            words = f"origins = {one}: must be whole years from {ORIGINS[0]} to {ORIGINS[-1]}, as 2016,2019"
            return (), [Fault(words)]
        found.append(int(one))
    return tuple(sorted(set(found))), []


def folder_of(asked_for: str, made_by: str) -> Path:
    """A folder that holds posteriors, as `posteriors=` names it; raises `Faults` where it holds none."""
    path = Path(asked_for)
    if not any(path.glob("[0-9]*.json")):
        raise Faults([Fault(f"posteriors = {asked_for}: holds no posterior; {made_by} makes them")])
    return path
