"""What `dry_run=true` prints: the runs that would be made, what is there, an estimate of time and disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.command.session import Prepared, Session
    from sim.inputs.scenarios import Case
    from sim.results.information import RunInfo
    from sim.run.settings import Settings

MAIN, MAIN_EACH, WORKER = 700e6, 12e3, 350e6
"""Bytes of memory of the main process, a member more, and of a worker, as docs/benchmarks.md has them."""
FIGURES, IN_FILE = 150e3, 850
"""Bytes of a member's figures in a file of their own, and members from which on there is one: what
`sim.run.sheets.IN_MEMORY` comes to."""


LONGEST = 60.0
"""Seconds that writing a result may take; a report that is younger was not written with it."""


@dataclass(frozen=True)
class Measured:
    """What an earlier run took: seconds of wall clock a member run, those of tables, pictures and report
    (`beside`), and the bytes of its folder: those that do not grow with members, and a member's own
    (`logged`: of its events)."""

    seconds: float
    beside: float
    fixed: float
    each: float
    logged: float
    folder: Path

    def size(self, settings: Settings) -> float:
        """Bytes of a result with these settings."""
        logged = min(settings.members, settings.logged)
        return self.fixed + settings.members * self.each + logged * self.logged


def plan_lines(session: Session, points: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """A line a point (what it is, its values) and two that add up; computes nothing and writes nothing."""
    from sim.command import job

    counted: dict[Path, set[int]] = {}
    members, running = 0, 0
    new: list[Settings] = []
    for name, values in points:
        prepared = session.prepare(values)
        found = None if prepared.force else job.find(prepared)
        if found is not None:
            yield f"{name}: there already, {found}"
            continue
        request = prepared.request
        cases = [request.base] if request.is_base else [request.base, request.run]
        missing = sum(_missing(case, prepared, counted) for case in cases)
        members, running = members + missing, max(running, len(cases) * prepared.settings.members)
        new.append(prepared.settings)
        yield f"{name}: {missing} member runs to compute, of {len(cases) * prepared.settings.members}"
    results = Path(points[0][1]["results"])
    before = _measured(results)
    made = f"{len(new)} results to make, {members} member runs to compute"
    yield f"{made}; a base that points share counts once."
    if before is None:
        yield f"No time or disk is estimated: no earlier result of this engine stands in {results}."
    else:
        size = sum(before.size(one) for one in new)
        seconds = members * before.seconds + len(new) * before.beside
        yield (
            f"About {_time(seconds)} and {size / 1e6:,.0f} MB, as in"
            f" {before.folder}; kept members come on top (keep=)."
        )
    if new:
        largest = max(one.members for one in new)
        figures = FIGURES * running if largest > IN_FILE else 0
        memory = MAIN + MAIN_EACH * largest
        yield (
            f"While it runs: about {memory / 1e9:.1f} GB of memory in the main process and"
            f" {WORKER / 1e9:.1f} GB in each worker, {figures / 1e9:,.0f} GB on disk for figures of members."
        )


def _missing(case: Case, prepared: Prepared, counted: dict[Path, set[int]]) -> int:
    """Members of a case that are neither kept nor counted for an earlier point."""
    from sim.command import job

    settings = prepared.settings
    kept = None if prepared.force else job.kept_for(case, settings)
    if kept is None:
        return settings.members
    there = counted.setdefault(kept.folder, kept.members())
    missing = set(range(settings.members)) - there
    there |= missing
    return len(missing)


def _measured(results: Path) -> Measured | None:
    """The newest result that says how long it took, as seconds a member run and bytes."""
    from sim.inputs.faults import Faults
    from sim.results.information import read_info
    from sim.results.store import BY_MEMBER, LOG

    for path in sorted(results.glob("[!.]*/[!.]*/run.json"), key=lambda one: one.parent.name, reverse=True):
        try:
            info = read_info(path)
        except (OSError, ValueError, Faults):  # a damaged result is passed over: this is an estimate
            continue
        if info.seconds and info.members:
            pair = 1 if info.scenario == info.base else 2
            sizes = {file: file.stat().st_size for file in path.parent.rglob("*") if file.is_file()}
            each = sum(sizes.get(path.with_name(f"{name}.parquet"), 0) for name in BY_MEMBER)
            log = sizes.get(path.with_name(f"{LOG}.parquet"), 0)
            return Measured(
                info.seconds / (pair * info.members),
                _beside(path.with_name("report.html"), info),
                float(sum(sizes.values()) - each - log),
                each / info.members,
                log / info.members,
                path.parent,
            )
    return None


def _beside(report: Path, info: RunInfo) -> float:
    """Seconds from the end of a run to its report; none where that was drawn again, or copied, later."""
    try:
        ended = datetime.fromisoformat(info.started).timestamp() + (info.seconds or 0.0)
        seconds = report.stat().st_mtime - ended
    except (OSError, ValueError):
        return 0.0
    return seconds if 0 < seconds < LONGEST else 0.0


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
