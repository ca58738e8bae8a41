"""The settings of a run: window, step, members, seed, events, output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.core.loop import Clock


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
    output: Mapping[str, str] = field(default_factory=lambda: {"every": "year", "variables": "outcomes"})
    results: str = "results"
    keep: float = 4.0
    """Gigabytes of computed members that are kept beside the results for later runs."""
    executor: Mapping[str, str | None] = field(default_factory=lambda: {"kind": "local", "address": None})

    @property
    def market_known(self) -> float:
        """Up to when world sales and the exchange rate are taken from the record: given, or known until."""
        return max(self.known_until, self.market_until or self.known_until)

    @property
    def clock(self) -> Clock:
        """The clock of the run."""
        return Clock(self.start, self.end, self.dt)
