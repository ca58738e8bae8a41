"""What the book tells of: the declarations of every sector by name, what each needs, and who uses it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from sim.core.model import kind_of
from sim.core.vocabulary import Correction, Declaration, Delay, Equation, Smooth, Stock
from sim.inputs.axes import load_axes
from sim.inputs.parameter import Parameter
from sim.inputs.scenarios import load_evidence
from sim.sectors import SECTORS
from sim.sectors.outcomes import OUTCOMES

ROOT = Path(__file__).resolve().parents[2]
TOLD = (".py", ".yaml")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Entry:
    """A declared name: its page (sector) and declaration; `outcome` where it is a yearly figure."""

    name: str
    page: str
    it: Declaration

    @property
    def outcome(self) -> bool:
        return kind_of(self.it) == "outcome"

    @property
    def anchor(self) -> str:
        """Where it stands in its page."""
        return self.name

    @property
    def where(self) -> str:
        """File, from the top of the project, and line."""
        return f"{Path(self.it.file).resolve().relative_to(ROOT)}:{self.it.line}"


class Contents:
    """Everything that the book's pages are made from, read from the code and configuration as they stand."""

    @cached_property
    def sectors(self) -> dict[str, ModuleType]:
        """Modules by page name, in the order of the model; outcome modules are `outcomes_<subject>`."""
        modules = {module.__name__.rsplit(".", 1)[-1]: module for module in SECTORS if module not in OUTCOMES}
        return modules | {"outcomes_" + module.__name__.rsplit(".", 1)[-1]: module for module in OUTCOMES}

    @cached_property
    def entries(self) -> list[Entry]:
        """Every declaration, in the order in which it stands in its file."""
        return [
            Entry(name, page, it)
            for page, module in self.sectors.items()
            for name, it in sorted(vars(module).items(), key=lambda pair: getattr(pair[1], "line", 0))
            if isinstance(it, Declaration) and Path(it.file) == Path(module.__file__ or "")
        ]

    @cached_property
    def variables(self) -> dict[str, Entry]:
        """Declarations of the model by name, measured names too; outcomes apart."""
        named = {one.name: one for one in self.entries if not one.outcome}
        for one in self.entries:
            if isinstance(one.it, Equation) and one.it.names:
                named.update(dict.fromkeys(one.it.names, one))
        return named

    @cached_property
    def outcomes(self) -> dict[str, Entry]:
        """Outcomes by name."""
        return {one.name: one for one in self.entries if one.outcome}

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Parameters by name."""
        return load_evidence().parameters

    @cached_property
    def indicators(self) -> frozenset[str]:
        """Names of the indicators of the axes."""
        return frozenset(load_axes().indicators)

    def needs(self, one: Entry) -> list[str]:
        """The names that a declaration reads."""
        it = one.it
        if isinstance(it, Equation):
            return list(it.arguments)
        if isinstance(it, Delay):
            return [it.inflow, it.time, *([it.initial] if it.initial else [])]
        if isinstance(it, Smooth):
            return [it.of, it.time, *([it.initial] if it.initial else [])]
        if isinstance(it, Correction):
            return [it.model, it.needed, it.half_life, *([it.mask] if it.mask else [])]
        if isinstance(it, Stock):
            return [it.initial, *self.flows(one, it.inflows), *self.flows(one, it.outflows)]
        return []

    def flows(self, one: Entry, flows: tuple[object, ...]) -> list[str]:
        """Names of flows that a stock gives as names or as declarations."""
        module = self.sectors[one.page]
        names = {id(it): name for name, it in vars(module).items() if isinstance(it, Declaration)}
        return [each if isinstance(each, str) else names[id(each)] for each in flows]

    @cached_property
    def users(self) -> dict[str, list[Entry]]:
        """By name, the declarations that read it."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for one in self.entries:
            for need in dict.fromkeys(self.needs(one)):
                found[need].append(one)
        return found

    @cached_property
    def mentions(self) -> dict[str, list[str]]:
        """By word, the tests and process modules in which it stands, as paths from the top."""
        found: dict[str, list[str]] = defaultdict(list)
        for folder in ("tests", "sim/processes", "sim/run"):
            for path in sorted((ROOT / folder).rglob("*")):
                if path.suffix in TOLD and "__pycache__" not in path.parts and "bad" not in path.parts:
                    for word in set(WORD.findall(path.read_text(encoding="utf-8"))):
                        found[word].append(str(path.relative_to(ROOT)))
        return found

    def tests(self, name: str) -> list[str]:
        """Test files in which a name stands."""
        return [path for path in self.mentions.get(name, []) if path.startswith("tests/")]

    def processes(self, name: str) -> list[str]:
        """Modules of events and policy in which a name stands."""
        return [path for path in self.mentions.get(name, []) if path.startswith("sim/")]


def equation_text(it: Equation) -> str:
    """The equation as it stands in the code, without decorator and docstring."""
    source = textwrap.dedent(inspect.getsource(it.function))
    tree = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    lines = source.splitlines()
    first = tree.body[0]
    start = tree.lineno - 1
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    head_end = first.lineno - 1
    after = (first.end_lineno or head_end) if documented else head_end
    return "\n".join([*lines[start:head_end], *lines[after:]]).rstrip()


def modules_of(package: ModuleType) -> Iterator[tuple[str, str]]:
    """Name and first paragraph of what each module of a package says of itself."""
    folder = Path(package.__file__ or "").parent
    for path in sorted(folder.glob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if text and path.stem != "__init__":
            yield path.stem, " ".join(text.split("\n\n")[0].split())
