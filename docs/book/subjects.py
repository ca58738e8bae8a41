"""The pages of the book that list no equations: contents, boundary, events, quality, reporting items."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from contents import Contents, modules_of
from parameters import COLOUR, mark

import sim.processes
from sim.core.axes import AXES
from sim.core.model import kind_of
from sim.core.vocabulary import Driver, Equation, Stock, Valve
from sim.inputs.parameter import Parameter
from sim.processes.events import Kind
from sim.run.settings import Settings

HERE = Path(__file__).resolve().parent
SHARE = "share_2035"
HIGH, MIDDLE = 0.25, 0.15
"""Size of a rank correlation from which the impact of a parameter is called high, or middling."""


def index(contents: Contents) -> str:
    """Purpose, counts and where to look."""
    kinds = Counter(kind_of(one.it) for one in contents.entries)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    marks = Counter(one.confidence for one in contents.parameters.values())
    whole = len(contents.parameters)
    sure = ", ".join(f"{100 * marks[key] / whole:.0f} % {key}" for key in COLOUR)
    lines = [
        f"- [{page.replace('_', ' ')}]({page}.md): {_first(module.__doc__)}"
        for page, module in contents.sectors.items()
    ]
    return (
        "\n\n".join(
            [
                _text("purpose.txt"),
                f"**Size.** {len(contents.entries)} declarations: {counted}. {whole} parameters: {sure}"
                f" ([quality](quality.md)). Axes: {', '.join(AXES)}.",
                "[Boundary](boundary.md) · [events](events.md) · [feedback loops](../model/loops.md) ·"
                " [instruments](../instruments.md) · [reporting items](reporting.md)",
                "## Sectors and outcomes",
                "\n".join(lines),
            ]
        )
        + "\n"
    )


def boundary(contents: Contents) -> str:
    """What the model makes itself, what it is given; what is left out is said on the model's page."""
    inside = []
    for page in contents.sectors:
        if page.startswith("outcomes_"):
            continue
        here = [one for one in contents.entries if one.page == page]
        stocks = [f"[`{one.name}`]({page}.md#{one.anchor})" for one in here if isinstance(one.it, Stock)]
        equations = sum(isinstance(one.it, Equation) for one in here)
        inside.append(f"| [{page.replace('_', ' ')}]({page}.md) | {', '.join(stocks) or '–'} | {equations} |")
    drivers = [one for one in contents.entries if isinstance(one.it, Driver)]
    valves = [one for one in contents.entries if isinstance(one.it, Valve)]

    def rows(some: list) -> str:  # type: ignore[type-arg]
        return "\n".join(f"| [`{one.name}`]({one.page}.md#{one.anchor}) | {one.it.words} |" for one in some)

    return (
        "\n\n".join(
            [
                "# Boundary",
                "What is left out stands under [the model](../model.md#boundary).",
                "## Inside: what the model makes itself",
                "| sector | stocks | equations |\n|---|---|---|\n" + "\n".join(inside),
                "## Given from outside: drivers",
                "Drawn beforehand, from the record, or set by policy; nothing answers back on them.",
                "| driver | what it is |\n|---|---|\n" + rows(drivers),
                "## Doors between events and equations: valves",
                "| valve | what it is |\n|---|---|\n" + rows(valves),
            ]
        )
        + "\n"
    )


def events(contents: Contents) -> str:
    """Which events there are, in their order at one moment, and the modules that make them."""
    modules = "\n".join(
        f"| `sim/processes/{name}.py` | {words} |" for name, words in modules_of(sim.processes)
    )
    order = ", ".join(kind.name.lower().replace("_", " ") for kind in Kind)
    switches = ", ".join(f"`events.{name}=false`" for name in Settings().events)
    return (
        "\n\n".join(
            [
                "# Events",
                (Kind.__doc__ or "").strip(),
                f"In that order: {order}.",
                f"Each group can be switched off: {switches}.",
                "`events.parquet` of a result says what happened to which project and when.",
                "| module | what it does |\n|---|---|\n" + modules,
            ]
        )
        + "\n"
    )


def quality(contents: Contents) -> str:
    """The log of assumptions, by evidence and impact, and the six subjects of the guidance on uncertainty."""
    impact = impacts()
    rows = []
    ordered = sorted(
        contents.parameters.values(), key=lambda one: (-abs(impact.get(one.name, 0.0)), one.name)
    )
    for one in ordered:
        rho = impact.get(one.name)
        rows.append(
            f"| [`{one.name}`](parameters_{_stem(one)}.md#{one.name}) |"
            f" {mark(COLOUR[one.confidence])} {one.confidence} | {_impact(rho)} | {_first(one.words)} |"
        )
    weak = [
        one for one in ordered if COLOUR[one.confidence] == "red" and abs(impact.get(one.name, 0.0)) >= MIDDLE
    ]
    ten = [one for one in ordered[:10] if COLOUR[one.confidence] != "green"]
    marks = Counter(one.confidence for one in contents.parameters.values())
    whole = len(contents.parameters)
    told = ", ".join(f"{marks[key]} {key} ({100 * marks[key] / whole:.0f} %)" for key in COLOUR)
    return (
        "\n\n".join(
            [
                "# Quality",
                _text("quality.txt").format(
                    whole=whole, told=told, high=HIGH, middle=MIDDLE, ten=len(ten), weak=len(weak)
                ),
                "## Log of assumptions and other parameters",
                "In order of impact; a parameter that is the same in every member has none.",
                "| parameter | evidence | impact | what it is |\n|---|---|---|---|\n" + "\n".join(rows),
            ]
        )
        + "\n"
    )


def impacts() -> dict[str, float]:
    """Rank correlation with the share of 2035 by parameter: its label that matters most."""
    with (HERE / "impact.csv").open(encoding="utf-8", newline="") as text:
        return {row["parameter"]: float(row[SHARE]) for row in csv.DictReader(text)}


def _impact(rho: float | None) -> str:
    if rho is None:
        return "–"
    colour = "red" if abs(rho) >= HIGH else "amber" if abs(rho) >= MIDDLE else "green"
    return f"{mark(colour)} {f'{rho:+.2f}'.replace('-', '−')}"


def reporting() -> str:
    """Where a reader finds what two reporting guidelines ask for."""
    return _text("reporting.txt") + "\n"


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8").strip()


def _first(words: str | None) -> str:
    return " ".join((words or "").strip().split("\n\n")[0].split()).replace("|", "\\|")


def _stem(one: Parameter) -> str:
    return one.file.rsplit("/", 1)[-1].removesuffix(".yaml")
