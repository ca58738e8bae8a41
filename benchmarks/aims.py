"""What the benchmark of the engine aims at beside what it measured, and what limits what is not reached."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, of all processors and of the main process, MiB at most (the main process or its
    largest worker)."""

    members: int
    workers: int
    seconds: float
    processor: float
    memory: float
    main: float = 0.0


@dataclass(frozen=True)
class Found:
    """What the parts of the page measured."""

    steady: Sequence[Run]
    pairs: Sequence[Run]
    memory: Mapping[int, float]
    parts: Mapping[str, float]
    ratio: float | None
    start: tuple[float, float]


def aims(say: Say, found: Found) -> None:
    """What was aimed at beside what was measured, and what limits what is not met."""
    rate = {(it.members, it.workers): it.members / it.seconds for it in found.steady}
    rows: list[tuple[str, str, bool, str]] = []
    if found.ratio is not None:
        words = f"{found.ratio:,.0f} times"
        rows.append(("1,000 times the member-runs of PySD", words, found.ratio >= 1_000, _slow(found.parts)))
    for members, most in ((1_000, 30), (10_000, 180)):
        took = [it for it in found.pairs if it.members == members]
        if took:
            seconds = statistics.median(it.seconds for it in took)
            why = _whole_limit(took[-1], found.parts, most)
            rows.append(
                (f"{members:,} members, whole, in {most} s", f"{seconds:.0f} s", seconds <= most, why)
            )
    few, many = min(it.members for it in found.steady), max(it.members for it in found.steady)
    gain = rate[many, 2] / rate[many, 1]
    rows.append((f"{many:,} members: two workers 1.7 times one", f"{gain:.2f} times", gain >= 1.7, SHARED))
    steady = rate[many, 2] / rate[few, 2]
    within = f"as many member-runs a second at {many:,} as at {few:,}, within 20 %"
    rows.append((within, f"{steady:.2f}", abs(steady - 1) <= 0.2, SHARED))
    for members, memory in found.memory.items():
        if members == max(found.memory):
            words = f"{memory / 1024:.1f} GiB"
            rows.append(
                (f"{members:,} members in 4 GiB", words, memory <= 4096, "What the table above shows.")
            )
    for name, seconds, limit in (("--help", found.start[0], 0.3), ("list", found.start[1], 1.0)):
        why = "The processor seconds are those of starting Python and of reading the evidence."
        rows.append((f"`python -m sim {name}` in {limit:g} s", f"{seconds:.2f} s", seconds <= limit, why))
    say("## Aims")
    say("")
    say("| aim | measured | reached |")
    say("|---|---:|---|")
    for aim, measured, reached, _ in rows:
        say(f"| {aim} | {measured} | {'yes' if reached else 'no'} |")
    say("")
    for aim, _, reached, why in rows:
        if not reached:
            say(f"- {aim}: {why}")
    say("")


SHARED = (
    "two workers share the memory and the caches of the machine, and what the main process does (it stores"
    " what they send) comes on top; on a machine that does other work at the time the ratio says nothing."
)


def _slow(parts: Mapping[str, float]) -> str:
    """What takes most of a member-run, in a sentence."""
    first, second = sorted(parts, key=lambda name: -parts[name])[:2]
    whole = sum(parts.values())
    return (
        f"of {whole:.0f} ms a member-run {first} take {parts[first]:.0f} and {second} {parts[second]:.0f};"
        " what would help next is queues and projects in compiled code."
    )


def _whole_limit(it: Run, parts: Mapping[str, float], most: float) -> str:
    """What limits a whole command, and what its members would have to take."""
    cores, runs = os.cpu_count() or 1, 2 * it.members
    room = max(0.0, most * cores - it.main)
    return (
        f"{runs:,} member-runs take {it.processor - it.main:.0f} s of the processor in workers, the main"
        f" process {it.main:.0f} s. To fit, a member-run may take {1000 * room / runs:.0f} ms on {cores}"
        f" cores; {_slow(parts)}"
    )
