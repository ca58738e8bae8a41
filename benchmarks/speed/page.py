"""The page of the benchmark of the engine, made of what its parts measured and of nothing else."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from . import aims
from .aims import Found, percent, times_pysd, whole_horizon
from .kept import Measured
from .parts import PARTS, SCENARIO

BUSY = 0.05
"""The part of a machine that other work may take before seconds by the clock are doubted."""
ABOUT_LABELS = {"place": "a place", "segment": "a segment", "seller": "a seller", "market": "a market"}


def page(parts: Mapping[str, Measured], written: str) -> str:
    """The whole page in Markdown; `written`: the name that it is written under."""
    found = {name: one.found for name, one in parts.items()}
    lines = ["# Benchmarks", "", *_head(parts, written), ""]
    for title, needs, body in SECTIONS:
        lines += [f"## {title}", ""]
        if any(name in found for name in needs):
            lines += [*body(found), ""]
        lacking = [f"`{name}`" for name in needs if name not in found]
        if lacking:
            lines += [f"Not measured: {', '.join(lacking)}.", ""]
    lines += ["## Aims", "", *aims.lines(found), ""]
    lines += ["## How it was measured", "", *_how(parts, Path(written).with_suffix(".json").name)]
    return "\n".join(lines) + "\n"


def _head(parts: Mapping[str, Measured], written: str) -> list[str]:
    quick = " --quick" if any(one.quick for one in parts.values()) else ""
    machines = dict.fromkeys(one.machine for one in parts.values())
    said = [f"`python benchmarks/engine.py{quick} --write {written}`. {'; '.join(machines)}."]
    busy = [name for name, one in parts.items() if one.other_work > BUSY]
    if busy:
        names = ", ".join(f"`{name}` ({percent(parts[name].other_work)})" for name in busy)
        said += [
            f"The machine did other work (of all of it) while these parts were measured: {names}.",
            "Their seconds by the clock say little, and their processor seconds are too high.",
        ]
    elif parts:
        most = max(one.other_work for one in parts.values())
        said.append(f"Other work took {percent(most)} of the machine at most while a part was measured.")
    return said


def _how(parts: Mapping[str, Measured], data: str) -> list[str]:
    """Each part with its time, and whether all measured the same engine."""
    engines = {one.engine for one in parts.values()}
    said = [
        "A part is measured alone by `python benchmarks/engine.py PART --write PAGE`; the others stay as",
        "they were measured. Other work: the part of all processors that went to anything but the benchmark.",
        f"[All figures as data]({data}).",
        "",
        "| part | what | s | other work | engine |",
        "|---|---|---:|---:|---|",
    ]
    for name, one in parts.items():
        figures = f"{one.seconds:.0f} | {percent(one.other_work)} | {one.engine}"
        said.append(f"| `{name}` | {PARTS[name].words} | {figures} |")
    total = sum(one.seconds for one in parts.values()) / 60
    same = (
        "All measured the same engine and data" if len(engines) == 1 else "NOT all measured the same engine"
    )
    return [*said, "", f"{same}; in all {total:.0f} minutes."]


def _start(found: Found) -> list[str]:
    rows = []
    for it in found["start"]:
        seconds, used = statistics.median(it["seconds"]), statistics.median(it["processor"])
        rows.append(f"| `{it['command']}` | {seconds:.2f} | {used:.2f} |")
    return ["| command | s, median of 3 | processor, s |", "|---|---:|---:|", *rows]


def _profile(found: Found) -> list[str]:
    numpy, compiled = found["profile"]["numpy"], found["profile"]["compiled"]
    rows = [f"| {name} | {numpy[name]:.1f} | {compiled[name]:.1f} |" for name in compiled]
    return [
        "| a block of the scenario, processor ms a member-run | numpy | compiled step |",
        "|---|---:|---:|",
        *rows,
        f"| all | {sum(numpy.values()):.1f} | {sum(compiled.values()):.1f} |",
    ]


def _costs(found: Found) -> list[str]:
    """One table for settings and labels, and what one more label comes to."""
    said = [
        "Blocks of the baseline on the compiled step, from draws to bytes; what is done once a run",
        "(compiling, loading) is left out. More labels are a change of data: each is like the one named and",
        "has cells like its.",
        "",
        "| baseline, 2010–2038, dt = 1/16 | cells | processor ms a member-run | of it events | their part |",
        "|---|---:|---:|---:|---:|",
    ]
    plain = found.get("costs", {}).get("as it is")
    said += [_cost(name, it) for name, it in found.get("costs", {}).items()]
    for it in found.get("labels", ()):
        said.append(_cost(f"{it['more']} more {it['axis']}{'s' * (it['more'] > 1)} like {it['like']}", it))
    if plain and "labels" in found:
        said += ["", _one_more(plain, found["labels"])]
    return said


def _cost(name: str, it: Mapping[str, float]) -> str:
    each, events = 1000 * it["each"], 1000 * it["events"]
    return f"| {name} | {it['cells']} | {each:.1f} | {events:.1f} | {percent(events / each)} |"


def _one_more(plain: Mapping[str, float], labels: Iterable[Mapping[str, Any]]) -> str:
    """By the row with the most labels of an axis, in which noise weighs least."""
    last = {it["axis"]: it for it in labels}
    told = []
    for axis, it in last.items():
        more, cells = it["more"], (it["cells"] - plain["cells"]) / it["more"]
        each, events = (1000 * (it[key] - plain[key]) / more for key in ("each", "events"))
        told.append(
            f"{ABOUT_LABELS[axis]}{f' of {cells:.0f} cells' if cells else ''} adds {each:+.1f} ms"
            f" ({1000 * (it['each'] / plain['each'] - 1) / more / 10:+.0f} %), {events:+.1f} of them events"
        )
    return f"By the last row of each axis {'; '.join(told)}."


def _rates(found: Found) -> list[str]:
    return [
        "The baseline over 2010–2038 with all events and recording, without its base, tables or pictures.",
        *MEMORY_WORDS,
        "",
        *_runs(whole_horizon(found)),
    ]


MEMORY_WORDS = (
    "A second: member-runs; after start: from the first blocks of all workers on; start: what the run takes",
    "more than its members at that rate, loading libraries in the workers above all. Where workers have few",
    "blocks neither is told. MiB of the main process, and of all processes, what they share counted once.",
)


def _runs(runs: Iterable[Mapping[str, Any]]) -> list[str]:
    said = [
        "| members × workers | s, processor s | a second | after start | start, s | MiB main, all |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for it in runs:
        rate, start = ("–" if it[key] is None else f"{it[key]:.1f}" for key in ("rate", "start"))
        members = it["members"]
        said.append(
            f"| {members:,} × {it['workers']} | {it['seconds']:.1f}, {it['processor']:.1f} |"
            f" {members / it['seconds']:.1f} | {rate} | {start} | {it['main']:,.0f}, {it['all']:,.0f} |"
        )
    return said


def _ahead(found: Found) -> list[str]:
    until = found["ahead"]["until"]
    return [
        f"The baseline until {until} only, so that the most members fit into ten minutes; all of them are",
        "computed, none stands in for others. Of the fewest members the median of some runs.",
        "",
        *_runs(found["ahead"]["runs"]),
    ]


def _commands(found: Found) -> list[str]:
    said = [
        f"`python -m sim {SCENARIO} members=…`: the scenario and its base, member by member, key figures,",
        "tables, pictures and report: a cold process in an empty folder. In the main process: all but the",
        "computing of members. MiB: the main process or a worker, whichever took more.",
        "",
        "| members | s, median | least to most | processor, s | of it main process | MiB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for it in (*found.get("commands", ()), *found.get("largest", ())):
        seconds = it["each"]["seconds"]
        default = "" if it["words"] else " (default)"
        spread = "once" if len(seconds) == 1 else f"{min(seconds):.1f} to {max(seconds):.1f}"
        used = f"{it['processor']:.1f} | {it['main']:.1f} | {it['memory']:,.0f}"
        said.append(f"| {it['members']:,}{default} | {it['seconds']:.1f} | {spread} | {used} |")
    return said


def _memory(found: Found) -> list[str]:
    rows = [
        f"| {it['members']:,} | {it['until']} | {it['processor']:.0f} | {it['main']:,.0f} |"
        for it in found["memory"]
    ]
    return [
        "A result of so many members and of their base from blocks to report, the figures in a file.",
        "64 members are computed and stand in for all others: what is held depends on how many there are and",
        "not on their numbers. The most members over a few years alone, for the disk's sake: the years are",
        "looked at one after another.",
        "",
        "| members | until | processor, s | MiB |",
        "|---:|---:|---:|---:|",
        *rows,
    ]


def _pysd(found: Found) -> list[str]:
    it = found["pysd"]
    said = [
        f"PySD reads the export in {it['reading']:.0f} s and runs a member over {it['years']:.0f} years,"
        f" without events, in {it['running']:.1f} s of processor time, a median of three."
    ]
    one = [run for run in found.get("rates", ()) if run["workers"] == 1]
    if one:
        times = it["running"] * one[-1]["members"] / one[-1]["processor"]
        said.append(
            f"In such a processor second there are {times:,.0f} times as many member-runs here, with events"
            f" and recording ({one[-1]['members']:,} members)."
        )
    if "costs" in found:
        quiet = it["running"] / found["costs"]["no events"]["each"]
        said.append(f"In blocks without events there are {quiet:,.0f} times as many.")
    ratio = times_pysd(found)
    if ratio is not None:
        said.append(f"By the clock two workers are {ratio:,.0f} times as fast as one PySD.")
    return said


Section = tuple[str, tuple[str, ...], Callable[[Found], list[str]]]
SECTIONS: tuple[Section, ...] = (
    ("Start", ("start",), _start),
    ("Where the time goes", ("profile",), _profile),
    ("What it costs", ("costs", "labels"), _costs),
    ("Member-runs a second", ("rates", "many-alone", "many-shared"), _rates),
    ("The most members, all computed", ("ahead",), _ahead),
    ("Whole commands", ("commands", "largest"), _commands),
    ("Memory of the main process", ("memory",), _memory),
    ("PySD on the exported core", ("pysd",), _pysd),
)
"""Title, the parts it shows, and what makes it of them."""
