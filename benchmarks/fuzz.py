"""Throws mutated files and words at every reader: only words may come back, in time, and nothing written.

    python benchmarks/fuzz.py [--inputs 100000] [--commands 1000] [--seed 1] [--workers 2] [--minutes M]
                              [--write FILE] [--state FILE]

Inputs are what is shipped (scenarios, overlays, instruments, parameters, labels, posteriors, the record, the
commands of the documentation), a stored result, and the cases of tests/bad, mutated: bytes and tokens cut,
doubled, moved, put in from a list of bad things. A breach is any exception but `Faults`, more than `LONGEST`
seconds, or a file that was not there. Readers are called in a process that has imported them; whole commands
run in processes of their own, forked from one that has imported everything: words, scenario files, and
commands that read a damaged result. With `--state` what was done is kept after each batch: the same command
with the same code goes on from there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fuzzing.mutating import mutated
from fuzzing.readers import Readers
from fuzzing.whole_commands import ENDS, HANGS, damaged, in_a_process, plan, prepare, small_result, words
from keeping import earlier, keep

from sim.inputs.faults import Faults

LONGEST = 5
"""Seconds of the processor that a reader may take for one input."""
SIZES = {"inputs": 1_000, "commands": 50}


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TimeoutError inside after `LONGEST` seconds of the processor, or `HANGS` of the clock."""

    def late(*_: Any) -> None:
        raise TimeoutError(f"longer than {LONGEST} s of the processor, or {HANGS} s")

    before = {each: signal.signal(each, late) for each in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


@dataclass
class Batch:
    """What came of some inputs: how many of a kind were tried, refused in words, and read; the breaches."""

    kind: str
    number: int
    tried: dict[str, int]
    refused: dict[str, int]
    breaches: list[str]
    seconds: float


def inputs(number: int, count: int, seed: int, ready: Readers) -> Batch:
    """Mutated texts to the readers, in turn."""
    begun, chance, folder = time.monotonic(), random.Random(f"{seed} inputs {number}"), ready.folder
    tried, refused, breaches = Counter[str](), Counter[str](), []
    before, names = _there(folder), list(ready.calls)
    for each in range(count):
        name = names[each % len(names)]
        one = chance.choice(ready.seeds[name])
        text = mutated(chance, one.text, ready.everything)
        tried[name] += 1
        try:
            with in_time():
                ready.calls[name](one.file if one.valid else "business_climate.yaml", text)
        except Faults as faults:
            refused[name] += 1
            if "Traceback" in str(faults):
                breaches.append(f"{name}: a traceback in words: {text!r}")
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            breaches.append(f"{name} {one.file}: {type(error).__name__} ({where}): {error}: {text[:500]!r}")
    put = {str(path) for kind in PUT for path in (folder / kind).glob("*")}
    breaches += [f"written: {path}" for path in _there(folder) - before - put]
    return Batch("inputs", number, dict(tried), dict(refused), breaches, time.monotonic() - begun)


PUT = ("any", "parameters", "instruments", "translations", "posteriors")
"""Folders of `Readers` into which inputs are written."""


def _there(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def commands(number: int, count: int, seed: int, ready: Readers) -> Batch:
    """Whole commands in processes of their own, by exit code; what is in order is not run."""
    begun, chance = time.monotonic(), random.Random(f"{seed} commands {number}")
    codes, breaches = Counter[str](), []
    for each in range(count):
        with tempfile.TemporaryDirectory() as above:
            place = Path(above) / "here"
            place.mkdir()
            typed, about = (plan, words, damaged)[each % 3](chance, ready, place)
            before = _there(place)
            code, said = in_a_process(typed, place)
            codes[str(code)] += 1
            if code is None:
                breaches.append(f"hangs: {typed!r} {about}")
            elif "Traceback" in said or code not in ENDS.get(typed[0], (0, 2)):
                breaches.append(f"exit code {code}: {typed!r} {about}: {said[-600:]}")
            if code != 0 and _there(place) != before:
                breaches.append(f"written: {typed!r} {about}: {_there(place) - before}")
    refused = {code: many for code, many in codes.items() if code == "2"}
    return Batch("commands", number, dict(codes), refused, breaches, time.monotonic() - begun)


@cache
def readers(result: Path) -> Readers:
    """Those of this process."""
    return Readers(Path(tempfile.mkdtemp(prefix="readers-", dir=result.parents[2])), result)


def batch(kind: str, number: int, count: int, seed: int, result: Path) -> Batch:
    """One batch, by the readers of this process."""
    make: Callable[..., Batch] = {"inputs": inputs, "commands": commands}[kind]
    return make(number, count, seed, readers(result))


def campaign(
    wanted: Mapping[str, int], seed: int, minutes: float, state: Path | None, workers: int
) -> list[Batch]:
    """Batches until as many of each kind are done, or these minutes are over."""
    done, end = earlier(state, seed, Batch), time.monotonic() + 60 * minutes
    there = {(one.kind, one.number) for one in done}
    with tempfile.TemporaryDirectory() as folder:
        result = small_result(Path(folder) / "results")
        prepare()
        context = multiprocessing.get_context("fork")  # what is imported and taken away here stays so there
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            asked = {
                pool.submit(batch, kind, number, min(size, wanted[kind] - first), seed, result)
                for kind, size in SIZES.items()
                for number, first in enumerate(range(0, wanted[kind], size))
                if (kind, number) not in there
            }
            for future in as_completed(asked):
                if future.cancelled():
                    continue
                done.append(future.result())
                print(f"{done[-1].kind} {done[-1].number}: {done[-1].seconds:.0f} s", file=sys.stderr)
                keep(state, seed, done[-1])
                if time.monotonic() > end:
                    pool.shutdown(cancel_futures=True)
    return sorted(done, key=lambda one: (one.kind, one.number))


def main() -> int:
    """Run both; prints or writes the record; 1 where there is a breach."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--state", type=Path)
    chosen = parser.parse_args()
    wanted = {"inputs": chosen.inputs, "commands": chosen.commands}
    begun = time.monotonic()
    done = campaign(wanted, chosen.seed, chosen.minutes, chosen.state, chosen.workers)
    tried, refused, codes = Counter[str](), Counter[str](), Counter[str]()
    for one in done:
        (tried if one.kind == "inputs" else codes).update(one.tried)
        refused.update(one.refused if one.kind == "inputs" else {})
    breaches = [breach for one in done for breach in one.breaches]
    lines = [
        "# Fuzz",
        "",
        f"`python benchmarks/fuzz.py --inputs {chosen.inputs} --commands {chosen.commands}"
        f" --seed {chosen.seed}`",
        "",
        "| reader | inputs | refused in words | read |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {tried[name]:,} | {refused[name]:,} | {tried[name] - refused[name]:,} |"
            for name in tried
        ),
        f"| together | {tried.total():,} | {refused.total():,} | {tried.total() - refused.total():,} |",
        "",
        f"{codes.total():,} whole commands in processes of their own: "
        + ", ".join(f"exit code {code}: {count:,}" for code, count in sorted(codes.items()))
        + " (what is in order is not run).",
        "",
        f"{len(breaches)} breaches: an exception, a traceback, another exit code than 0 and 2, more than"
        f" {LONGEST} s of the processor for an input or {HANGS} s for a command, or something written."
        f" {time.monotonic() - begun:.0f} s, {chosen.workers} processes.",
    ]
    print("\n".join(lines))
    for breach in breaches[:40]:
        print(breach[:1500])
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(bool(breaches))


if __name__ == "__main__":
    sys.exit(main())
