"""Kills runs and sweeps at random moments (SIGKILL) and checks what they leave, again and again.

    python benchmarks/kills.py [--kills 200] [--seed 1] [--workers 2] [--minutes M]
                               [--write FILE] [--state FILE]

Half of the moments are drawn over the whole command, half over the time from which its folder is being
written. After each kill: no result is half-written (each that can be seen has the bytes of a run that nobody
disturbed) and none that was there is lost. After some kills in one folder the same command runs to its end:
exit code 0, the same bytes, nothing hidden left. To be quick, commands start from a process that has imported
everything, and draw one picture of a run and none of a comparison. With `--state` what was done is kept
after each folder: the same command goes on from there, with the same code.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import json
import math
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path

from keeping import earlier, keep

SMALL = ("members=2", "known_until=2012", "end=2013", "workers=1")
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
class Chain:
    """What happened in one folder: a job killed again and again, then run to its end."""

    job: str
    kills: int = 0
    while_writing: int = 0
    ended_before: int = 0
    kept: int = 0
    resumed: int = 0
    seconds: float = 0.0


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
    found: list[Path] = []
    for parent in (folder / "results").glob("*"):
        if parent.name != KEPT:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # a trial folder goes at once
                found += [path for path in parent.iterdir() if path.name.startswith(".")]
    return [path for path in found if path.is_dir() or path.suffix == ".lock"]


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


def chain(job: str, kills: int, chance: random.Random, known: Bytes, seconds: float, folder: Path) -> Chain:
    """Kill a command up to `kills` times in one folder, then let it end; AssertionError for any breach."""
    words, there, found = JOBS[job], set[Path](), Chain(job)
    begun = time.monotonic()
    for _ in range(kills):
        process = start(words, folder)
        writing = moment(chance, seconds, seconds / len(known) / 2, folder, process)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        there = check(folder, known, there)
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
            found.kills += 1
            found.while_writing += writing
        else:
            found.ended_before += 1
            break
    found.kept = len(there)
    to_its_end(words, folder)
    there = check(folder, known, there)
    assert sorted(one.parent.name for one in there) == sorted(known), (
        f"{job}: not one result a scenario: {there}"
    )
    half = list((folder / "results" / KEPT).glob("*/.*"))
    assert not hidden(folder), f"left behind: {hidden(folder)}"
    assert not half, f"half of members kept for later runs left behind: {half}"
    found.resumed, found.seconds = 1, time.monotonic() - begun
    return found


def campaign(
    kills: int,
    seed: int,
    jobs: Sequence[str] = tuple(JOBS),
    minutes: float = math.inf,
    longest: int = CHAIN,
    state: Path | None = None,
    workers: int = 1,
) -> list[Chain]:
    """All kills, shared among the jobs, or as many as these minutes allow, `workers` folders at a time;
    AssertionError for a breach.
    """
    end = time.monotonic() + 60 * minutes
    done = earlier(state, seed, Chain)
    prepare()
    undisturbed = {job: _alone(job) for job in jobs}
    under_way: dict[Future[Chain], tuple[str, int]] = {}
    context = multiprocessing.get_context("fork")  # what is imported here is imported there
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        while True:
            for job in jobs:
                begun = [one.kills for one in done if one.job == job]
                begun += [asked for of, asked in under_way.values() if of == job]
                left = kills // len(jobs) - sum(begun)
                if left > 0 and len(under_way) < workers and time.monotonic() < end:
                    asked = min(longest, left)
                    future = pool.submit(_chain, job, asked, f"{seed} {job} {len(begun)}", *undisturbed[job])
                    under_way[future] = job, asked
            if not under_way:
                return done
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                del under_way[future]
                done.append(future.result())
                keep(state, seed, done[-1])
            print(f"{sum(one.kills for one in done)} kills", file=sys.stderr, flush=True)


def _alone(job: str) -> tuple[Bytes, float]:
    with tempfile.TemporaryDirectory() as folder:
        return reference(JOBS[job], Path(folder))


def _chain(job: str, kills: int, chance: str, known: Bytes, seconds: float) -> Chain:
    """A chain of its own chance in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return chain(job, kills, random.Random(chance), known, seconds, Path(folder))


def main() -> int:
    """Run the campaign and print or write its record; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--job", choices=list(JOBS), action="append", help="both unless one is named")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--state", type=Path)
    chosen = parser.parse_args()
    begun = time.monotonic()
    try:
        done = campaign(
            chosen.kills,
            chosen.seed,
            chosen.job or tuple(JOBS),
            chosen.minutes,
            state=chosen.state,
            workers=chosen.workers,
        )
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
        own = [asdict(one) for one in done if one.job == job]
        columns = ("kills", "while_writing", "ended_before", "kept", "resumed")
        lines.append(f"| {job} | {' | '.join(str(sum(one[name] for one in own)) for name in columns)} |")
    total = sum(one.kills for one in done)
    lines += ["", f"{total} of {total} kills left no half-written result and lost none that was finished."]
    lines += [f"{time.monotonic() - begun:.0f} s, {chosen.workers} folders at a time."]
    print("\n".join(lines))
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
