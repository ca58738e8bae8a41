"""The model as a structure: units of every equation, no bare numbers, every parameter used and sourced."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sim.sectors
from sim.core.model import Model
from sim.core.vocabulary import Equation, Stock
from sim.inputs.reliefs import load_reliefs
from sim.inputs.scenarios import Evidence
from sim.readings.units import check
from sim.sectors import SECTORS

ROOT = Path(sim.sectors.__file__).parents[2]


@pytest.fixture(scope="module")
def model(evidence: Evidence) -> Model:
    return Model.build(*SECTORS, axes=evidence.axes, parameters=evidence.parameters)


def test_units_and_axes_of_every_equation(model: Model, evidence: Evidence) -> None:
    declared = {name: (it.unit, it.axes) for name, it in evidence.parameters.items()}
    assert check(model, declared) == []


def test_no_number_in_a_sector_but_0_1_2() -> None:
    """A number in an equation would be a parameter without a source; a delay's order is its own."""
    found = []
    for path in sorted((ROOT / "sim" / "sectors").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            measured = any("measure" in ast.dump(each) for each in function.decorator_list)
            for node in ast.walk(function):
                number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
                if number and not measured and node.value not in (0, 1, 2):
                    found.append(f"{path.name}:{node.lineno} {node.value}")
    assert found == []


def test_sectors_import_the_vocabulary_and_nothing_else_of_ours() -> None:
    for path in sorted((ROOT / "sim" / "sectors").rglob("[a-z]*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module in ("sim.core.vocabulary",), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Import):
                assert [each.name for each in node.names] == ["numpy"], f"{path.name}:{node.lineno}"


def test_imports_point_one_way() -> None:
    """core ← readings, ensemble, inputs, processes ← run ← results, hindcast, calibration ← analysis
    ← figures, report ← command."""
    rank = {
        "core": 0, "sectors": 1, "readings": 1, "ensemble": 2, "inputs": 1, "processes": 2, "run": 3,
        "results": 4, "hindcast": 4, "calibration": 4, "analysis": 5, "figures": 6, "report": 7, "command": 8,
    }  # fmt: skip
    for path in sorted((ROOT / "sim").rglob("*.py")):
        parts = path.relative_to(ROOT / "sim").parts
        if len(parts) < 2:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sim."):
                target = node.module.split(".")[1]
                assert rank[target] <= rank[parts[0]], (
                    f"{'/'.join(parts)}:{node.lineno} imports {node.module}"
                )


def test_every_parameter_is_used_somewhere(model: Model, evidence: Evidence) -> None:
    """By an equation, by an instrument's or a small relief's reference, by a driver or by an event."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("run", "processes")
        for path in (ROOT / "sim" / folder).rglob("*.py")
    )
    referred = {
        name
        for it in evidence.instruments.values()
        for name in (
            *it.effect.values(),
            it.delivery.get("call_to_award"),
            it.delivery.get("drop_out"),
            it.delivery.get("chance"),
        )
    }
    referred |= {name for it in load_reliefs(evidence).small.values() for name in it.effect.values()}
    built = {"reinforcement_delay_chance", "reinforcement_delay", "reinforcement_delay_spread",
             "downturn_depth", "downturn_start", "downturn_length"}  # fmt: skip
    unused = [
        name
        for name in evidence.parameters
        if name not in model.parameters
        and name not in referred
        and f'"{name}"' not in code
        and name not in built
    ]
    assert unused == []
    for name in built:
        assert name.rpartition("_")[2] in code


def test_every_parameter_has_a_source_or_says_whose_assumption_it_is(evidence: Evidence) -> None:
    for name, it in evidence.parameters.items():
        assert bool(it.source) != bool(it.assumption), name
        if it.assumption:
            assert all(it.assumption[key] for key in ("whose", "why")), name


def test_every_equation_says_in_words_what_it_is(model: Model) -> None:
    for name, it in {**model.declarations, **model.outcomes}.items():
        if isinstance(it, Equation | Stock):
            assert len(it.words) > 8, name


def test_every_flow_leaves_one_stock_at_most_and_enters_one_at_most(model: Model) -> None:
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for name, it in model.of(Stock).items():
        for flow in it.inflows:
            into.setdefault(flow, []).append(name)
        for flow in it.outflows:
            out.setdefault(flow, []).append(name)
    # A grant takes the MW out of the queue and out of what is free; it is contracted once.
    twice = {"granted_other", "granted_chips"}
    assert {flow for flow, stocks in into.items() if len(stocks) > 1} == set()
    assert {flow for flow, stocks in out.items() if len(stocks) > 1} <= twice
