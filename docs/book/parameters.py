"""The pages of the parameters: value, range, limits, confidence, source, and the equations that read each."""

from __future__ import annotations

from collections import Counter

import numpy as np
from contents import Contents
from equations import Equations, _stem

from sim.inputs.parameter import Parameter, limits_words

COLOUR = {"verified": "green", "derived": "green", "recalled": "amber", "assumption": "red"}
"""The colour of the evidence behind a parameter, by its confidence."""


def mark(colour: str) -> str:
    """A coloured dot, with its colour as text for who cannot see it."""
    return f'<span class="mark {colour}" role="img" aria-label="{colour}"></span>'


class Parameters:
    """Makes a page a file of parameters."""

    def __init__(self, contents: Contents, equations: Equations) -> None:
        self.contents, self.equations = contents, equations

    @property
    def files(self) -> list[str]:
        """The names of the files, without path and ending."""
        return sorted({_stem(one.file) for one in self.contents.parameters.values()})

    def page(self, stem: str) -> str:
        """One file as Markdown."""
        here = [one for one in self.contents.parameters.values() if _stem(one.file) == stem]
        counted = Counter(one.confidence for one in here)
        title = stem.replace("_", " ").capitalize()
        head = ", ".join(f"{counted[key]} {key}" for key in COLOUR if counted[key])
        text = [
            f"# Parameters: {title}",
            f"{len(here)} parameters: {head}. File: `configs/parameters/{stem}.yaml`.",
        ]
        return "\n\n".join([*text, *(self.entry(one) for one in here)]) + "\n"

    def entry(self, one: Parameter) -> str:
        """One parameter."""
        parts = [f"## {one.name} {{#{one.name}}}", one.words, self.values(one)]
        facts = [f"unit `{one.unit}`", f"possible: {limits_words(one.limits, one.unit)}"]
        facts.append(
            "the same in every member" if one.constant else f"drawn {one.distribution.replace('_', ' ')}"
        )
        parts.append(" · ".join(facts))
        if one.assumption:
            whose, why = one.assumption.get("whose", ""), one.assumption.get("why", "")
            parts.append(f"{mark(COLOUR[one.confidence])} **Assumption** of {whose}: {why}.")
        else:
            parts.append(f"{mark(COLOUR[one.confidence])} **{one.confidence.capitalize()}**: {one.source}")
        if one.evidence:
            parts.append(f"Row of the evidence: `{one.evidence}` (`data/evidence`).")
        if one.known_since:
            parts.append(f"Known since {one.known_since:.6g}.")
        if one.note:
            parts.append(one.note)
        used = self.equations.users(one.name, f"parameters_{_stem(one.file)}")
        modules = self.equations.modules(one.name)
        parts.append(
            "Read by " + "; ".join(each for each in (used, modules) if each) + "." if used or modules else ""
        )
        tests = self.contents.tests(one.name)
        parts.append("Named in tests: " + ", ".join(f"`{path}`" for path in tests[:8]) + "." if tests else "")
        return "\n\n".join(part for part in parts if part)

    def values(self, one: Parameter) -> str:
        """Value and range, a row a label."""
        if one.points is not None:
            rows = "\n".join(f"| {x:.6g} | {y:.6g} |" for x, y in one.points)
            scale = f"\n\nMembers differ in its scale, {_range(one, 0)}." if not one.constant else ""
            return f"| {one.x_unit or 'x'} | {one.unit} |\n|---|---|\n{rows}{scale}"
        if not one.labels or one.labels == ("",):
            return f"**{_number(one.centre.ravel()[0])}**{_range(one, 0)}"
        rows = [
            f"| {label} | {_number(x)} | {_range(one, at).strip(' ()')} |"
            for at, (label, x) in enumerate(zip(one.labels, one.centre.ravel(), strict=False))
        ]
        return "| | value | 5 % … 95 % |\n|---|---|---|\n" + "\n".join(rows)


def _number(x: float) -> str:
    return f"{x:.6g}".replace("-", "−")


def _range(one: Parameter, at: int) -> str:
    low, high = (np.broadcast_to(each, one.centre.shape).ravel()[at] for each in (one.low, one.high))
    return "" if low == high else f" ({_number(low)} … {_number(high)})"
