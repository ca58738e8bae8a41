"""What the benchmark of the engine aims at beside what it measured, and what limits what is not reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Found = Mapping[str, Any]
"""What was found, by part; a part that was not measured is not there."""
Run = Mapping[str, Any]
"""A run as `inside.run` tells it."""
CONSTANT = 0.2
"""How far a rate may be from that of few members."""


@dataclass(frozen=True)
class Aim:
    """`reached`: None where it was not measured; `limit`: a sentence on what limits it where it is not."""

    aim: str
    measured: str = "not measured"
    reached: bool | None = None
    limit: str = ""

    @property
    def verdict(self) -> str:
        """As the table has it."""
        return "–" if self.reached is None else "yes" if self.reached else "no"


def lines(found: Found) -> list[str]:
    """The table of aims, and what limits those that are not reached."""
    rows = list(aims(found))
    said = ["| aim | measured | reached |", "|---|---:|---|"]
    said += [f"| {it.aim} | {it.measured} | {it.verdict} |" for it in rows]
    return [*said, "", *(f"- {it.aim}: {it.limit}" for it in rows if it.reached is False)]


def aims(found: Found) -> Iterator[Aim]:
    """Every aim, in order."""
    yield _pysd(found)
    yield _whole(found, "commands", 1_000, 30)
    yield _whole(found, "largest", 10_000, 180)
    yield _gain(found)
    yield _steady(found)
    yield _ahead(found)
    yield from _memory(found)
    yield _start(found, "--help", 0.3)
    yield _start(found, "list", 1.0)


def whole_horizon(found: Found) -> list[Run]:
    """All runs over the whole horizon, in the order of members and workers."""
    runs = [run for part in ("rates", "many-alone", "many-shared") for run in found.get(part, ())]
    return sorted(runs, key=lambda run: (run["members"], run["workers"]))


def times_pysd(found: Found) -> float | None:
    """Member-runs by the clock on two workers, a hundred members at least, over those of one PySD."""
    two = [run for run in found.get("rates", ()) if run["workers"] > 1]
    if not two or "pysd" not in found:
        return None
    return float(found["pysd"]["running"] * two[-1]["members"] / two[-1]["seconds"])


def _pysd(found: Found) -> Aim:
    aim, ratio = "1,000 times the member-runs of PySD, by the clock, on two workers", times_pysd(found)
    if ratio is None:
        return Aim(aim)
    return Aim(aim, f"{ratio:,.0f} times", ratio >= 1_000, _slowest(found))


def _whole(found: Found, part: str, members: int, most: float) -> Aim:
    aim = f"{members:,} members, whole, in {most:.0f} s"
    for it in found.get(part, ()):
        if it["members"] == members:
            return Aim(aim, f"{it['seconds']:.0f} s", it["seconds"] <= most, _room(it, most, found))
    return Aim(aim)


def _gain(found: Found) -> Aim:
    runs = {run["workers"]: run for part in ("many-alone", "many-shared") for run in found.get(part, ())}
    aim = "10,000 members over the whole horizon: two workers 1.7 times one"
    if len(runs) < 2:
        return Aim(aim)
    one, two = (runs[workers] for workers in sorted(runs))
    aim = aim.replace("10,000", f"{one['members']:,}")
    gain = one["seconds"] / two["seconds"]
    more = _each(two) / _each(one) - 1
    limit = (
        f"a member-run takes {percent(abs(more))} {'more' if more > 0 else 'less'} of the processor with two"
        f" workers than with one ({_each(two):.1f} and {_each(one):.1f} ms), and"
        f" {two['processor'] / two['seconds']:.2f} processors were at work."
    )
    return Aim(aim, f"{gain:.2f} times", gain >= 1.7, limit)


def _steady(found: Found) -> Aim:
    aim = "member-runs a second at {:,} as at {:,}, whole horizon, start included, within 20 %"
    runs = {(run["members"], run["workers"]): run for run in whole_horizon(found)}
    many = max((run["members"] for part in MANY for run in found.get(part, ())), default=None)
    few = max((run["members"] for run in found.get("rates", ())), default=None)
    if many is None or few is None:
        return Aim(aim.format(10_000, 1_000))
    pairs = [(runs[few, at], runs[many, at]) for at in (1, 2) if (few, at) in runs and (many, at) in runs]
    ratios = [_clock(after) / _clock(before) for before, after in pairs]
    measured = ", ".join(
        f"{ratio:.2f} with {_workers(after['workers'])}"
        for ratio, (_, after) in zip(ratios, pairs, strict=True)
    )
    limit = f"{'; '.join(_compared(*pair) for pair in pairs)}."
    return Aim(aim.format(many, few), measured, all(_constant(ratio) for ratio in ratios), limit)


MANY = ("many-alone", "many-shared")


def _ahead(found: Found) -> Aim:
    if "ahead" not in found:
        return Aim("member-runs a second at 100,000 as at 1,000, after the start, within 20 %")
    few, *more = found["ahead"]["runs"]
    most, until = more[-1]["members"], found["ahead"]["until"]
    rates = f"member-runs a second at {most:,} as at {few['members']:,}"
    aim = f"{rates}, until {until}, after the start, within 20 %"
    told = [run for run in more if run["rate"] and few["rate"]]
    if len(told) < len(more):
        return Aim(aim)
    ratios = [run["rate"] / few["rate"] for run in more]
    measured = ", ".join(
        f"{ratio:.2f} at {run['members']:,} ({_clock(run) / _clock(few):.2f} with the start)"
        for ratio, run in zip(ratios, more, strict=True)
    )
    limit = f"{'; '.join(_compared(few, run) for run in more)}."
    return Aim(aim, measured, all(_constant(ratio) for ratio in ratios), limit)


def _memory(found: Found) -> Iterator[Aim]:
    """Two ways of having very many members: computed, and put together with a base, pictures and report."""
    if "ahead" in found:
        run = found["ahead"]["runs"][-1]
        aim = f"{run['members']:,} members computed until {found['ahead']['until']} in 4 GiB, all processes"
        yield _held(aim, run["all"])
    else:
        yield Aim("100,000 members computed in 4 GiB, all processes")
    if "memory" in found:
        last = max(found["memory"], key=lambda it: it["members"])
        aim = f"{last['members']:,} members until {last['until']} put together in 4 GiB, the main process"
        yield _held(aim, last["main"])
    else:
        yield Aim("100,000 members put together in 4 GiB, the main process")


def _held(aim: str, memory: float) -> Aim:
    return Aim(aim, f"{memory / 1024:.1f} GiB", memory <= 4096, "what the table above shows.")


def _start(found: Found, name: str, most: float) -> Aim:
    aim = f"`python -m sim {name}` in {most:g} s"
    for it in found.get("start", ()):
        if it["command"].endswith(f" {name}"):
            seconds, used = (sorted(it[key])[len(it[key]) // 2] for key in ("seconds", "processor"))
            limit = f"it takes {used:.2f} s of the processor."
            return Aim(aim, f"{seconds:.2f} s", seconds <= most, limit)
    return Aim(aim)


def percent(part: float) -> str:
    """A part of one in percents."""
    return f"{100 * part:.0f} %"


def _constant(ratio: float) -> bool:
    return abs(ratio - 1) <= CONSTANT


def _clock(run: Run) -> float:
    """Members a second, start included."""
    return float(run["members"] / run["seconds"])


def _each(run: Run) -> float:
    """Processor milliseconds of a member."""
    return float(1000 * run["processor"] / run["members"])


def _workers(count: int) -> str:
    return {1: "one worker", 2: "two workers"}.get(count, f"{count} workers")


def _compared(few: Run, many: Run) -> str:
    starts = "" if few["start"] is None else f", of which {few['start']:.1f} s to start"
    return (
        f"with {_workers(many['workers'])} a member-run takes {_each(few):.1f} ms of the processor at"
        f" {few['members']:,} and {_each(many):.1f} at {many['members']:,};"
        f" {few['members']:,} take {few['seconds']:.1f} s{starts}"
    )


def _slowest(found: Found) -> str:
    """What takes most of a member-run."""
    if "profile" not in found:
        return "the profile was not measured."
    parts: Mapping[str, float] = found["profile"]["compiled"]
    first, second = sorted(parts, key=lambda name: -parts[name])[:2]
    help_next = "; what would help next is queues and projects in compiled code" if first == "events" else ""
    return (
        f"of {sum(parts.values()):.0f} ms a member-run {first} take {parts[first]:.0f} and {second}"
        f" {parts[second]:.0f}{help_next}."
    )


def _room(it: Run, most: float, found: Found) -> str:
    """What limits a whole command, and what its members would have to take."""
    cores, runs = it["cores"], 2 * it["members"]
    room = max(0.0, most * cores - it["main"])
    return (
        f"{runs:,} member-runs take {it['processor'] - it['main']:.0f} s of the processor in workers, the"
        f" main process {it['main']:.0f} s. To fit, a member-run may take {1000 * room / runs:.0f} ms on"
        f" {cores} cores; {_slowest(found)}"
    )
