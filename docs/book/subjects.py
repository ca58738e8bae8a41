"""The pages of the book that are no list of equations: contents, boundary, events, quality, reporting items."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from contents import Contents, modules_of
from parameters import MARK

import sim.processes
from sim.core.model import kind_of
from sim.core.vocabulary import Driver, Equation, Stock, Valve
from sim.inputs.parameter import Parameter
from sim.processes.events import Kind
from sim.run.settings import Settings

HERE = Path(__file__).resolve().parent
SHARE = "share_2035"
HIGH, MIDDLE = 0.2, 0.1
"""Size of a rank correlation from which the impact of a parameter is called high, or middling."""

PURPOSE = """# Model book

**Purpose.** Under which mix of policies does the Dutch share of the world semiconductor chain grow over ten to fifteen years, what holds
it back, when and where, at what public cost, and how sure can one be? The engine compares policies under stated assumptions, member
by member of an ensemble; it does not foretell the share.

This book is made from the model at each build of these pages: what stands here is what runs. From a number of a report to its ground
takes three steps: the name of the outcome ([outcomes](outcomes_share.md), for instance) with its equation, the variables and
parameters that it reads, each with its own equation or range, and the source below it; the tests that name it stand there too. In a
terminal, `python -m sim explain RUN NAME YEAR` shows the same tree with the values of a run."""


def index(contents: Contents) -> str:
    """Purpose, counts and where to look."""
    kinds = Counter(kind_of(one.it) for one in contents.entries)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    marks = Counter(one.confidence for one in contents.parameters.values())
    whole = len(contents.parameters)
    sure = ", ".join(f"{100 * marks[key] / whole:.0f} % {key}" for key in MARK)
    lines = [f"- [{page.replace('_', ' ')}]({page}.md): {_first(module.__doc__)}" for page, module in contents.sectors.items()]
    return "\n\n".join(
        [
            PURPOSE,
            f"**Size.** {len(contents.entries)} declarations: {counted}. {whole} parameters: {sure}"
            " ([quality](quality.md)). Eight axes: seller, market, place, segment, cell, level, origin, node.",
            "[Boundary](boundary.md) · [events](events.md) · [feedback loops](../model/loops.md) ·"
            " [instruments](../instruments.md) · [reporting items](reporting.md)",
            "## Sectors and outcomes",
            "\n".join(lines),
        ]
    ) + "\n"


def boundary(contents: Contents) -> str:
    """What the model makes itself, what it is given; the words for what is left out stand on the model's page."""
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

    return "\n\n".join(
        [
            "# Boundary",
            "What is left out, and what that means, stands in words under [the model](../model.md#boundary).",
            "## Inside: what the model makes itself",
            "| sector | stocks | equations |\n|---|---|---|\n" + "\n".join(inside),
            "## Given from outside: drivers",
            "Drawn beforehand, from the record, or set by policy; nothing in the model answers back on them.",
            "| driver | what it is |\n|---|---|\n" + rows(drivers),
            "## Doors between events and equations: valves",
            "| valve | what it is |\n|---|---|\n" + rows(valves),
        ]
    ) + "\n"


def events(contents: Contents) -> str:
    """Which events there are, in their order at one moment, and the modules that make them."""
    modules = "\n".join(f"| `sim/processes/{name}.py` | {words} |" for name, words in modules_of(sim.processes))
    order = ", ".join(kind.name.lower().replace("_", " ") for kind in Kind)
    switches = ", ".join(f"`events.{name}=false`" for name in Settings().events)
    return "\n\n".join(
        [
            "# Events",
            (Kind.__doc__ or "").strip(),
            f"In that order: {order}.",
            f"Each group can be switched off: {switches}. `events.parquet` of a result says what happened to which project and when.",
            "| module | what it does |\n|---|---|\n" + modules,
        ]
    ) + "\n"


def quality(contents: Contents) -> str:
    """The log of assumptions, by evidence and impact, and the six subjects of the guidance on uncertainty."""
    impact = impacts()
    rows = []
    ordered = sorted(contents.parameters.values(), key=lambda one: (-abs(impact.get(one.name, 0.0)), one.name))
    for one in ordered:
        rho = impact.get(one.name)
        rows.append(
            f"| [`{one.name}`](parameters_{_stem(one)}.md#{one.name}) | {MARK[one.confidence]} {one.confidence} |"
            f" {_impact(rho, one)} | {_first(one.words)} |"
        )
    weak = [one for one in ordered if MARK[one.confidence] == "🔴" and abs(impact.get(one.name, 0.0)) >= MIDDLE]
    ten = [one for one in ordered[:10] if MARK[one.confidence] != "🟢"]
    marks = Counter(one.confidence for one in contents.parameters.values())
    whole = len(contents.parameters)
    told = ", ".join(f"{marks[key]} {key} ({100 * marks[key] / whole:.0f} %)" for key in MARK)
    text = (HERE / "quality.txt").read_text(encoding="utf-8")
    return "\n\n".join(
        [
            "# Quality",
            f"**Evidence.** Of {whole} parameters: {told}. Green: verified in its source or derived from one; amber: recalled from the"
            " literature without the page at hand; red: an assumption, with whose and why.",
            f"**Impact.** The rank correlation of a sampled parameter with the share of 2035 over the draws of the baseline (`docs/book/impact.csv`,"
            f" made by `python docs/make_impact.py RESULT`): red from {HIGH:g}, amber from {MIDDLE:g}, green below."
            f" Of the ten that matter most, {len(ten)} are not green in evidence; {len(weak)} assumptions have an impact of amber or more."
            " `python -m sim sensitivity` says more: interactions, other outcomes, differences.",
            text.strip(),
            "## Log of assumptions and other parameters",
            "In order of impact; what is the same in every member has none here, its switch or knock-out is turned by hand.",
            "| parameter | evidence | impact | what it is |\n|---|---|---|---|\n" + "\n".join(rows),
        ]
    ) + "\n"


def impacts() -> dict[str, float]:
    """Rank correlation with the share of 2035 by parameter: its label that matters most."""
    with (HERE / "impact.csv").open(encoding="utf-8", newline="") as text:
        return {row["parameter"]: float(row[SHARE]) for row in csv.DictReader(text)}


def _impact(rho: float | None, one: Parameter) -> str:
    if rho is None:
        return "–" if one.constant else "🟢"
    mark = "🔴" if abs(rho) >= HIGH else "🟠" if abs(rho) >= MIDDLE else "🟢"
    return f"{mark} {rho:+.2f}".replace("-", "−")


def reporting() -> str:
    """Where a reader finds what two reporting guidelines ask for."""
    return (HERE / "reporting.txt").read_text(encoding="utf-8")


def _first(words: str | None) -> str:
    return " ".join((words or "").strip().split("\n\n")[0].split()).replace("|", "\\|")


def _stem(one: Parameter) -> str:
    return one.file.rsplit("/", 1)[-1].removesuffix(".yaml")
