"""One run from words that are in order to a folder: the base, the run, the results, the table."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.identity import code_key, content_key, data_hashes, settings_content
from sim.command.progress import progress
from sim.results.accepting import LARGEST_TEXT

if TYPE_CHECKING:
    from sim.command.session import Prepared, Session
    from sim.inputs.scenarios import Case
    from sim.run.kept import Kept
    from sim.run.recorded import Recorded
    from sim.run.settings import Settings


SUMMARIES = 12
"""Runs of a sweep up to which the summary of each is printed; of more a line a run, and the comparison."""
KEPT = ".base"
"""The folder beside the results in which computed members stand; it may be deleted at any time."""


def identity(prepared: Prepared) -> str:
    """The key of all that changes the numbers of this run: inputs, labels, settings, record, code,
    libraries.
    """
    from sim.inputs.axes import load_axes

    return content_key(prepared.key, load_axes(), code_key(), data_hashes())


def find(prepared: Prepared) -> Path | None:
    """The newest stored result of an equal run, if there is one."""
    wanted = f'"identity": "{identity(prepared)}"'.encode()
    stored = Path(prepared.settings.results) / prepared.request.run.name
    for path in sorted(stored.glob("[!.]*/run.json"), reverse=True):
        with suppress(OSError):  # what cannot be read is no equal run
            if path.stat().st_size <= LARGEST_TEXT and wanted in path.read_bytes():
                return path.parent
    return None


def in_language(folder: Path, lang: str) -> Path | None:
    """The report of a result in a language other than the run's, drawn now; None where it has that one."""
    from sim.results.information import read_info

    if not lang or read_info(folder / "run.json").lang == lang:
        return None
    from sim.report.report import redraw

    return redraw(folder, lang)


def run(prepared: Prepared, session: Session, command: Sequence[str]) -> Path:
    """Run a point and its base, write the results whole or not at all, print the table; returns it."""
    from sim.command.about import about
    from sim.report.report import publish
    from sim.results.store import read_run, write_run
    from sim.results.summary import print_summary

    request, settings = prepared.request, prepared.settings
    session.tell((*request.notes, *settings.notes, *request.warnings))
    started, begun = datetime.now(UTC), time.perf_counter()

    def ran_or_kept(case: Case, title: str) -> Recorded:
        return recorded(case, settings, title, None if prepared.force else kept_for(case, settings))

    base = session.base_of(prepared, lambda: ran_or_kept(request.base, f"{request.base.name} (base)"))
    ran = base if request.is_base else ran_or_kept(request.run, request.run.name)
    seconds = time.perf_counter() - begun
    info = about(prepared, ran, command, identity(prepared), started, seconds)
    paired = None if request.is_base else base
    folder = write_run(ran, paired, info, Path(settings.results), finish=[publish], csv=settings.csv)
    session.done.append(folder)
    if session.points > SUMMARIES:
        session.say(f"{len(session.done)} of {session.points}: {folder}")
    elif not session.quiet:
        print_summary(read_run(folder))
    return folder


def recorded(case: Case, settings: Settings, title: str, kept: Kept | None = None) -> Recorded:
    """Run the members of a case, those that are not kept, with a progress bar where someone looks on."""
    from sim.run.engine import run_case
    from sim.run.kept import prune, remove_unfinished

    remove_unfinished(Path(settings.results) / KEPT)
    with progress(title) as report:
        found = run_case(case, settings, progress=report, kept=kept)
    if kept:
        kept.used()
        prune([Path(settings.results) / KEPT], settings.keep, spare=[kept.folder])
    return found


def kept_for(case: Case, settings: Settings) -> Kept | None:
    """Where the computed members of this case stand, whatever their number; None where none are kept."""
    from sim.inputs.axes import load_axes
    from sim.run.kept import Kept

    if not settings.keep:
        return None
    content = {name: value for name, value in settings_content(settings).items() if name != "members"}
    content["output"] = {name: value for name, value in settings.output.items() if name != "csv"}
    key = content_key(case, content, load_axes(), code_key(), data_hashes())
    return Kept(Path(settings.results) / KEPT / key, settings.keep)


def compare_sweep(
    points: Sequence[str], made: Sequence[Path | BaseException], command: Sequence[str]
) -> Path:
    """One comparison of what a sweep made, with its table of runs, failed ones too; returns its folder."""
    from sim.report.comparison import publish
    from sim.results.compare import write_comparison

    typed = shlex.join(["python", "-m", "sim", *command])
    return write_comparison(points, made, typed, finish=[publish])
