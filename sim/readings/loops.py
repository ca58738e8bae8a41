"""The feedback loops: a data file of chains of names, checked against the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.model import Model, kind_of
from sim.core.vocabulary import Equation, Stock, Valve
from sim.inputs.documents import Document, read_document
from sim.inputs.faults import Gathering, hint

SIGNS = {"+": 1, "-": -1}
KINDS = {"reinforcing": 1, "balancing": -1}
KEYS = ("title", "kind", "links", "cut", "outcome", "where", "switch")
LINK_KEYS = ("to", "sign", "who", "event", "across", "depends")

Step = tuple[str, str]
"""From a name to an equation that has it as an argument, or to a stock that has it as a flow."""


@dataclass(frozen=True)
class Link:
    """One arrow. `steps`: what it goes through, several over a delay; none where events carry it."""

    source: str
    target: str
    sign: int
    who: str = ""
    event: bool = False
    across: str = ""
    steps: tuple[Step, ...] = ()
    depends: str = ""


@dataclass(frozen=True)
class Loop:
    """A chain of links that closes on itself. `cut`: the step that a test cuts; `outcome`: what it moves."""

    name: str
    title: Mapping[str, str]
    kind: str
    links: tuple[Link, ...]
    cut: Step
    outcome: str
    where: Mapping[str, str] = field(default_factory=dict)
    switch: Mapping[str, float] = field(default_factory=dict)

    @property
    def sign(self) -> int:
        """The product of the signs: 1 where a loop reinforces, −1 where it balances."""
        return math.prod(link.sign for link in self.links)


def steps_of(model: Model, source: str, target: str) -> tuple[Step, ...]:
    """The steps from `source` to `target`, through the stages of a delay or a perception; or LookupError."""
    it = model.declarations[target]
    stage = model.declarations.get(f"{target}__1")
    if isinstance(it, Equation) and source in it.arguments:
        return ((source, target),)
    if isinstance(stage, Stock) and source in stage.inflows:
        found, at, now = [(source, f"{target}__1")], 1, f"{target}__1"
        while target not in found[-1]:
            last = f"{target}__{at + 1}" not in model.declarations
            out = target if last else f"{target}__{at}_out"
            found.append((now, out))
            if not last:
                at, now = at + 1, f"{target}__{at + 1}"
                found.append((out, now))
        return tuple(found)
    if isinstance(it, Stock):
        if source in (*it.inflows, *it.outflows):
            return ((source, target),)
        adjustment = f"{target}__adjustment"
        if adjustment in it.inflows and source in model.equation(adjustment).arguments:
            return ((source, adjustment), (adjustment, target))
    raise LookupError


def needs_of(model: Model, target: str) -> tuple[str, ...]:
    """The names from which a link to `target` may come, for an error that names the nearest."""
    it = model.declarations[target]
    stage = model.declarations.get(f"{target}__1")
    if isinstance(stage, Stock):
        return stage.inflows
    if isinstance(it, Stock):
        adjustment = model.declarations.get(f"{target}__adjustment")
        more = adjustment.arguments if isinstance(adjustment, Equation) else ()
        return (*it.inflows, *it.outflows, *more)
    return it.arguments if isinstance(it, Equation) else ()


def load_loops(path: Path, model: Model) -> dict[str, Loop]:
    """The loops of a file by name; raises `Faults` with all that is wrong, with line and nearest name."""
    document = read_document(path)
    gathering = Gathering()
    loops = {name: _loop(name, document, model, gathering) for name in document.value}
    gathering.finish()
    return {name: loop for name, loop in loops.items() if loop is not None}


def _loop(name: str, document: Document, model: Model, gathering: Gathering) -> Loop | None:
    entry: dict[str, Any] = document.value[name]
    before = len(gathering.faults)

    def complain(text: str, *path: str | int) -> None:
        gathering.add(f"{name}: {text}", document.file, document.line(name, *path))

    for key in entry:
        if key not in KEYS:
            complain(f"'{key}' is no part of a loop.{hint(key, KEYS)}", key)
    for key in KEYS[:5]:
        if key not in entry:
            complain(f"needs '{key}'")
    if len(gathering.faults) > before:
        return None
    if entry["kind"] not in KINDS:
        complain(f"'{entry['kind']}' is no kind of loop.{hint(entry['kind'], KINDS)}", "kind")
    if entry["outcome"] not in model.outcomes:
        complain(
            f"there is no outcome '{entry['outcome']}'.{hint(entry['outcome'], model.outcomes)}", "outcome"
        )
    links = [_link(entry["links"], at, model, complain) for at in range(len(entry["links"]))]
    chain = [link for link in links if link is not None]
    cut = [link for link in chain if [link.source, link.target] == entry["cut"]]
    if len(chain) == len(links) and (len(cut) != 1 or not _cuttable(model, cut[0])):
        complain("'cut' names one link of the loop that enters an equation or a perception", "cut")
    for axis, label in entry.get("where", {}).items():
        if label not in model.axes.labels.get(axis, ()):
            complain(f"there is no {axis} '{label}'.{hint(label, model.axes.labels.get(axis, ()))}", "where")
    for parameter in entry.get("switch", {}):
        if parameter not in model.parameters:
            complain(f"there is no parameter '{parameter}'.{hint(parameter, model.parameters)}", "switch")
    if len(gathering.faults) > before:
        return None
    loop = Loop(
        name, entry["title"], entry["kind"], tuple(chain), cut[0].steps[0], entry["outcome"],
        entry.get("where", {}), entry.get("switch", {}),
    )  # fmt: skip
    if loop.sign != KINDS[loop.kind]:
        complain(f"is said to be {loop.kind}, and the product of its signs says otherwise", "kind")
    return loop


def _cuttable(model: Model, link: Link) -> bool:
    return bool(link.steps) and isinstance(model.declarations[link.steps[0][1]], Equation)


def _link(links: list[dict[str, Any]], at: int, model: Model, complain: Any) -> Link | None:
    entry = links[at]
    for key in entry:
        if key not in LINK_KEYS:
            complain(f"'{key}' is no part of a link.{hint(key, LINK_KEYS)}", "links", at)
            return None
    source, target, sign = links[at - 1].get("to", ""), entry.get("to", ""), entry.get("sign")
    if target not in model.declarations:
        near = hint(str(target), model.declarations)
        complain(f"there is no variable '{target}' in the model.{near}", "links", at)
        return None
    if sign not in SIGNS:
        complain(f'the sign of \'{target}\' is "+" or "-", not {sign!r}', "links", at)
        return None
    steps: tuple[Step, ...] = ()
    if entry.get("event"):
        if not isinstance(model.declarations[target], Valve):
            complain(
                f"events set valves, and '{target}' is a {kind_of(model.declarations[target])}", "links", at
            )
            return None
    elif source in model.declarations:
        try:
            steps = steps_of(model, source, target)
        except LookupError:
            near = hint(source, needs_of(model, target))
            complain(f"'{target}' ({model.declarations[target].where}) does not depend on '{source}'.{near}",
                     "links", at)  # fmt: skip
            return None
    who, across = entry.get("who", ""), entry.get("across", "")
    return Link(
        source, target, SIGNS[sign], who, bool(entry.get("event")), across, steps, entry.get("depends", "")
    )
