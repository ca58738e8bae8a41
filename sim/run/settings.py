"""The settings of a run: window, step, members, seed, events, output."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.core.loop import Clock

MOST_A_CORE = 4
"""Processes that are started for each core at most: more are slower, and each holds the libraries anew."""


def most_processes() -> int:
    """How many processes this machine is asked for at most, whatever `workers` says."""
    return MOST_A_CORE * (os.cpu_count() or 1)


LOGGED = 20_000
"""Members whose events are logged where nothing else is asked, the first ones."""


@dataclass(frozen=True)
class Settings:
    """What a run needs besides its case; dates and lengths in years. `sim.run.words` checks the values."""

    start: float = 2010.0
    end: float = 2039.0
    known_until: float = 2024.0
    decided_until: float | None = None
    market_until: float | None = None
    purchases_until: float | None = None
    dt: float = 1 / 16
    members: int = 512
    seed: int = 1
    block: int = 64
    workers: int = 0
    events: Mapping[str, bool] = field(
        default_factory=lambda: dict.fromkeys(
            ("projects", "grid", "subsidies", "seasons", "shocks", "board"), True
        )
    )
    output: Mapping[str, str | int] = field(
        default_factory=lambda: {"every": "year", "variables": "outcomes", "log": LOGGED, "csv": True}
    )
    results: str = "results"
    keep: float = 4.0
    """Gigabytes of computed members that are kept beside the results for later runs."""
    executor: Mapping[str, str | None] = field(default_factory=lambda: {"kind": "local", "address": None})

    @property
    def market_known(self) -> float:
        """Up to when world sales and the exchange rate are taken from the record: given, or known until."""
        return max(self.known_until, self.market_until or self.known_until)

    def processes(self, jobs: int) -> int:
        """How many processes of this machine do that many jobs, at least 1."""
        return max(1, min(self.workers or os.cpu_count() or 1, most_processes(), jobs))

    @property
    def logged(self) -> int:
        """The member before which the events of each are logged."""
        return int(self.output.get("log", LOGGED))

    @property
    def csv(self) -> bool:
        """Whether the tables of a result stand in its folder as CSV too; settings of an older result: yes."""
        return bool(self.output.get("csv", True))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the result must know of the settings."""
        if self.logged >= self.members:
            return ()
        few = f"of {self.members} members the first ones alone have their events logged"
        return (f"output.log = {self.logged}: {few}",)

    @property
    def clock(self) -> Clock:
        """The clock of the run."""
        return Clock(self.start, self.end, self.dt)
