"""Kills runs and sweeps at random moments (SIGKILL) and checks what they leave, again and again.

    python benchmarks/kills.py [--kills 200] [--seed 1] [--minutes M] [--write benchmarks/kills.md]

Half of the moments are drawn over the whole command, half over the time from which its folder is being
written. After each kill: no result is half-written (each that can be seen has the bytes of a run that nobody
disturbed) and none that was there is lost. After some kills in one folder the same command runs to its end:
exit code 0, the same bytes, nothing hidden left. To be quick, commands start from a process that has imported
everything, and draw one picture of a run and none of a comparison.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import math
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SMALL = ("members=2", "end=2026", "workers=1")
JOBS = {
    "a run": ("scenario=ipcei_boost", *SMALL),
    "a sweep": ("-m", "scenario=baseline,ipcei_boost", *SMALL),
}
CHAIN = 20
"""Kills in one folder before the command may end."""
KEPT = ".base"
LONGEST = 600.0
"""Seconds after which a command is taken to hang."""

Bytes = dict[str, dict[str, str]]


@dataclass
class Tally:
    """What happened, by job."""

    kills: Counter[str] = field(default_factory=Counter)
    while_writing: Counter[str] = field(default_factory=Counter)
    after_the_end: Counter[str] = field(default_factory=Counter)
    resumed: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


def prepare() -> None:
    """Import what a command needs, and have it draw the first picture of a run only."""
    from sim.figures import drawing
    from sim.report import comparison

    for name in ("app", "job", "about"):
        importlib.import_module(f"sim.command.{name}")

    first = drawing.pictures()[:1]
    drawing.pictures = lambda: first  # type: ignore[assignment]
    comparison.draw_comparison = lambda compared: []  # type: ignore[assignment]


def start(words: Sequence[str], folder: Path) -> int:
    """Start a command in `folder`; the number of its process."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        os.chdir(folder)
        out = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        from sim.__main__ import main

        code = main(list(words))
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


def ended(process: int) -> int | None:
    """The exit code of a process (minus the signal), None while it runs."""
    done, status = os.waitpid(process, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def to_its_end(words: Sequence[str], folder: Path) -> float:
    """Run a command undisturbed; its seconds. Raises AssertionError where it does not end well."""
    begun, process = time.monotonic(), start(words, folder)
    while (code := ended(process)) is None:
        if time.monotonic() - begun > LONGEST:
            os.kill(process, signal.SIGKILL)
            raise AssertionError(f"{' '.join(words)} hangs")
        time.sleep(0.005)
    assert code == 0, f"{' '.join(words)}: exit code {code}\n{(folder / 'said.txt').read_text()[-2000:]}"
    return time.monotonic() - begun


def results(folder: Path) -> Iterator[Path]:
    """The results that a reader sees, comparisons left out."""
    for path in sorted((folder / "results").glob("[!.]*/[!.]*")):
        if path.is_dir() and path.parent.name != "comparisons":
            yield path


def bytes_of(result: Path) -> dict[str, str]:
    """A digest of each file of a result that is the same in equal runs."""
    return {
        path.relative_to(result).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.suffix in (".parquet", ".csv", ".svg", ".png")
    }


def check(folder: Path, known: Bytes, before: set[Path]) -> set[Path]:
    """What is there after a kill: whole, of the known bytes, and all that was there before."""
    now = set(results(folder))
    assert before <= now, f"lost: {before - now}"
    for one in now:
        json.loads((one / "run.json").read_text(encoding="utf-8"))
        assert (one / "report.html").is_file(), f"{one} has no report"
        assert bytes_of(one) == known[one.parent.name], f"{one} has other bytes"
    return now


def hidden(folder: Path) -> list[Path]:
    """What is left of results that were not finished; members kept for later runs are none."""
    found = (folder / "results").glob("*/.*")
    return [path for path in found if path.parent.name != KEPT and (path.is_dir() or path.suffix == ".lock")]


def moment(chance: random.Random, whole: float, writing: float, folder: Path, process: int) -> bool:
    """Wait for a random moment of a command; whether its folder was being written then."""
    was = set(hidden(folder))  # left by an earlier kill
    if chance.random() < 0.5:
        until = time.monotonic() + chance.uniform(0, whole)
        while time.monotonic() < until and not _gone(process):
            time.sleep(0.002)
        return bool(set(hidden(folder)) - was)
    while not (set(hidden(folder)) - was) and not _gone(process):
        time.sleep(0.002)
    time.sleep(chance.uniform(0, writing))
    return True


def _gone(process: int) -> bool:
    try:
        return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def reference(words: Sequence[str], folder: Path) -> tuple[Bytes, float]:
    """The bytes of each scenario's result when nobody disturbs the command, and its seconds."""
    seconds = to_its_end(words, folder)
    return {one.parent.name: bytes_of(one) for one in results(folder)}, seconds


def chain(
    job: str, kills: int, chance: random.Random, known: Bytes, seconds: float, folder: Path, tally: Tally
) -> None:
    """Kill a command `kills` times in one folder, then let it end; raises AssertionError for any breach."""
    words, there = JOBS[job], set[Path]()
    for _ in range(kills):
        process = start(words, folder)
        writing = moment(chance, seconds, seconds / len(known) / 2, folder, process)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        there = check(folder, known, there)
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
            tally.kills[job] += 1
            tally.while_writing[job] += writing
        else:
            tally.after_the_end[job] += 1
            break
    tally.kept[job] += len(there)
    to_its_end(words, folder)
    there = check(folder, known, there)
    assert sorted(one.parent.name for one in there) == sorted(known), (
        f"{job}: not one result a scenario: {there}"
    )
    assert not hidden(folder), f"left behind: {hidden(folder)}"
    tally.resumed[job] += 1


def campaign(
    kills: int, seed: int, jobs: Sequence[str] = tuple(JOBS), minutes: float = math.inf, longest: int = CHAIN
) -> Tally:
    """All kills, shared among the jobs, or as many as these minutes allow; AssertionError for a breach."""
    begun = time.monotonic()
    prepare()
    chance, tally = random.Random(seed), Tally()
    undisturbed = {}
    for job in jobs:
        with tempfile.TemporaryDirectory() as folder:
            undisturbed[job] = reference(JOBS[job], Path(folder))
    while (late := time.monotonic() - begun) < 60 * minutes:
        open_jobs = [job for job in jobs if tally.kills[job] < kills // len(jobs)]
        if not open_jobs:
            break
        for job in open_jobs:
            with tempfile.TemporaryDirectory() as folder:
                some = min(longest, kills // len(jobs) - tally.kills[job])
                chain(job, some, chance, *undisturbed[job], Path(folder), tally)
        print(f"{sum(tally.kills.values())} kills, {late:.0f} s", file=sys.stderr, flush=True)
    return tally


def main() -> int:
    """Run the campaign and print or write its record; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--job", choices=list(JOBS), action="append", help="both unless one is named")
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    begun = time.monotonic()
    try:
        tally = campaign(chosen.kills, chosen.seed, chosen.job or tuple(JOBS), chosen.minutes)
    except AssertionError as breach:
        print(f"BROKEN: {breach}")
        return 1
    head = ("", "kills", "while its folder was written", "had ended before", "results kept", "resumed")
    lines = ["# Kills", "", f"`python benchmarks/kills.py --kills {chosen.kills} --seed {chosen.seed}`:"]
    lines += [
        "SIGKILL at random moments, by job. Kept: finished results that a folder held when its kills were"
    ]
    lines += [
        "over. Resumed: folders that the same command then brought to the bytes of an undisturbed run.",
        "",
    ]
    lines += [f"- {job}: `python -m sim {' '.join(words)}`" for job, words in JOBS.items()]
    lines += ["", f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for job in JOBS:
        numbers = (tally.kills, tally.while_writing, tally.after_the_end, tally.kept, tally.resumed)
        lines.append(f"| {job} | {' | '.join(str(one[job]) for one in numbers)} |")
    total = sum(tally.kills.values())
    lines += ["", f"{total} of {total} kills left no half-written result and lost none that was finished."]
    lines += [f"{time.monotonic() - begun:.0f} s."]
    print("\n".join(lines))
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
