"""The pages of the sectors and outcomes: each equation with what it reads, who reads it, and tests."""

from __future__ import annotations

from collections.abc import Sequence

from contents import Contents, Entry, equation_text
from stock_flow import StockRow, drawing

from sim.core.model import kind_of
from sim.core.vocabulary import Correction, Delay, Equation, Smooth, Stock, Valve

ALWAYS = (
    "Tests that hold for every equation: units by algebra (`tests/readings/test_units_core.py`);"
    " no number but 0, 1, 2 and every parameter used (`tests/engine/test_structure.py`);"
    " the same numbers from an independent program (`tests/readings/test_pysd_core.py`);"
    " conservation (`tests/engine/test_conservation.py`)."
)


class Equations:
    """Makes a page a sector."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents

    def link(self, name: str, page: str) -> str:
        """The address of a name, seen from a page of a sector; empty where the book does not tell of it."""
        one = self.contents.variables.get(name)
        if one is not None:
            return f"#{one.anchor}" if one.page == page else f"{one.page}.md#{one.anchor}"
        parameter = self.contents.parameters.get(name)
        return f"parameters_{_stem(parameter.file)}.md#{name}" if parameter is not None else ""

    def linked(self, names: Sequence[str], page: str) -> str:
        """Names as links, with commas."""
        shown = []
        for name in names:
            to = self.link(name, page)
            shown.append(f"[`{name}`]({to})" if to else f"`{name}`")
        return ", ".join(shown)

    def users(self, name: str, page: str) -> str:
        """Who reads a name, as links."""
        told = []
        for one in self.contents.users.get(name, []):
            to = f"#{one.anchor}" if one.page == page else f"{one.page}.md#{one.anchor}"
            told.append(f"[`{one.name}`]({to})")
        return ", ".join(told)

    def page(self, page: str) -> str:
        """One sector as Markdown."""
        module = self.contents.sectors[page]
        here = [one for one in self.contents.entries if one.page == page]
        title = page.removeprefix("outcomes_").replace("_", " ").capitalize()
        text = [f"# {'Outcomes: ' if page.startswith('outcomes_') else ''}{title}", module.__doc__ or ""]
        rows = [
            StockRow(
                one.name,
                self.contents.flows(one, one.it.inflows),
                self.contents.flows(one, one.it.outflows),
            )
            for one in here
            if isinstance(one.it, Stock)
        ]

        # raw HTML is not rewritten by MkDocs: its links are those of the built pages
        def built(name: str) -> str:
            return self.link(name, page).replace(".md#", ".html#")

        text.append(drawing(title.lower(), rows, built))
        text += [self.entry(one) for one in here]
        text.append(ALWAYS)
        return "\n\n".join(part for part in text if part) + "\n"

    def entry(self, one: Entry) -> str:
        """One declaration."""
        it, page = one.it, one.page
        axes = " × ".join(it.axes) or "none"
        parts = [f"## {one.name} {{#{one.anchor}}}", it.words]
        parts.append(f"*{kind_of(it)}* · unit `{it.unit or self.unit_of(one)}` · axes {axes} · `{one.where}`")
        if isinstance(it, Equation):
            parts.append(f"```python\n{equation_text(it)}\n```")
        elif isinstance(it, Stock):
            parts.append(self.balance(one, it))
        elif isinstance(it, Delay | Smooth | Correction):
            parts.append(self.short(it, page))
        elif isinstance(it, Valve):
            parts.append(f"Set by events ({it.kind}): {self.modules(one.name) or 'see [events](events.md)'}.")
        if isinstance(it, Equation) and it.arguments:
            parts.append(f"Reads {self.linked(it.arguments, page)}.")
        used = self.users(one.name, page) if not one.outcome else ""
        if used:
            parts.append(f"Read by {used}.")
        if it.source:
            parts.append(f"Source: {it.source}.")
        tests = self.contents.tests(one.name)
        if tests:
            parts.append("Named in tests: " + ", ".join(f"`{path}`" for path in tests[:8]) + ".")
        return "\n\n".join(part for part in parts if part)

    def unit_of(self, one: Entry) -> str:
        """The unit that a delay or perception takes from what it follows."""
        it = one.it
        followed = it.inflow if isinstance(it, Delay) else it.of if isinstance(it, Smooth) else ""
        source = self.contents.variables.get(followed)
        return source.it.unit if source is not None else "1"

    def balance(self, one: Entry, it: Stock) -> str:
        """A stock's balance in words."""
        flows = [
            f"{word} {self.linked(names, one.page)}"
            for word, names in (
                ("in:", self.contents.flows(one, it.inflows)),
                ("out:", self.contents.flows(one, it.outflows)),
            )
            if names
        ]
        start = f"starts at {self.linked([it.initial], one.page)}"
        return "; ".join([start, *flows]) + (". May be negative." if it.signed else ".")

    def short(self, it: Delay | Smooth | Correction, page: str) -> str:
        """What a delay, perception or correction stands for."""
        if isinstance(it, Delay):
            said = f"A material delay of order {it.order}: {self.linked([it.inflow], page)} comes out after"
            return f"{said} {self.linked([it.time], page)} on average."
        if isinstance(it, Smooth):
            return f"Follows {self.linked([it.of], page)} within {self.linked([it.time], page)}."
        return (
            f"The log of {self.linked([it.needed], page)} over {self.linked([it.model], page)} while the"
            f" record is used; fades with {self.linked([it.half_life], page)}."
        )

    def modules(self, name: str) -> str:
        """Modules of events and policy that name it."""
        return ", ".join(f"`{path}`" for path in self.contents.processes(name))


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].removesuffix(".yaml")
