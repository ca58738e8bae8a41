"""A model: sectors wired by name, ordered, checked at construction, and immutable afterwards."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from sim.core.axes import AXES, Axes
from sim.core.expansions import expand
from sim.core.vocabulary import (
    Correction,
    Declaration,
    Delay,
    Driver,
    Equation,
    Smooth,
    Stock,
    Valve,
)

KIND = {
    Stock: "stock",
    Driver: "driver",
    Valve: "valve",
    Delay: "delay",
    Smooth: "perception",
    Correction: "correction",
}
CELLS = "cells"


class ModelError(Exception):
    """The model cannot be built; the text lists every fault with file and line."""


def kind_of(declaration: Declaration) -> str:
    """The field's word for a declaration: stock, flow, auxiliary, driver, …"""
    return declaration.kind if isinstance(declaration, Equation) else KIND[type(declaration)]


def _read(
    modules: Iterable[ModuleType], faults: list[str]
) -> tuple[dict[str, Declaration], dict[str, Equation]]:
    """All declarations by name, with stocks' flows turned into names; and the outcomes apart."""
    found: dict[str, Declaration] = {}
    outcomes: dict[str, Equation] = {}
    names: dict[int, str] = {}
    for module in modules:
        for name, it in vars(module).items():
            if not isinstance(it, Declaration):
                continue
            if isinstance(it, Equation) and it.kind == "outcome":
                if outcomes.setdefault(name, it) is not it:
                    faults.append(f"'{name}' is declared twice: {outcomes[name].where} and {it.where}")
                continue
            if name in found and found[name] is not it:
                faults.append(f"'{name}' is declared twice: {found[name].where} and {it.where}")
            found[name] = it
            names[id(it)] = name
    for name, it in found.items():
        if isinstance(it, Stock):
            # A flow of a module that is not among these has no name here; the check of names then says so.
            def named(flows: tuple[Any, ...]) -> tuple[str, ...]:
                return tuple(
                    each if isinstance(each, str) else names.get(id(each), f"the flow of {each.where}")
                    for each in flows
                )

            found[name] = replace(it, inflows=named(it.inflows), outflows=named(it.outflows))
    return found, outcomes


def _sort(wanted: Iterable[str], needs: Callable[[str], Iterable[str]]) -> list[str]:
    """Depth-first order in which everything stands after what it needs; RecursionError names a circle."""
    order: list[str] = []
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in done:
            return
        if name in trail:
            circle = (*trail[trail.index(name) :], name)
            raise RecursionError(" → ".join(circle))
        for need in needs(name):
            visit(need, (*trail, name))
        done.add(name)
        order.append(name)

    for name in wanted:
        visit(name, ())
    return order


@dataclass(frozen=True)
class Model:
    """Equations in their order of evaluation, stocks with their flows, and what comes from outside."""

    axes: Axes
    declarations: Mapping[str, Declaration]
    outcomes: Mapping[str, Equation]
    constants: tuple[str, ...]
    steps: tuple[str, ...]
    starts: tuple[str, ...]
    parameters: tuple[str, ...]

    def of(self, kind: type | str) -> dict[str, Any]:
        """Declarations of one kind, by name: a class (`Stock`, `Driver`, `Valve`) or an equation's kind."""
        if kind == "outcome":
            return dict(self.outcomes)
        return {
            name: it
            for name, it in self.declarations.items()
            if (kind_of(it) == kind if isinstance(kind, str) else isinstance(it, kind))
        }

    def equation(self, name: str) -> Equation:
        """The equation of that name; TypeError where the name is no equation."""
        it = self.declarations[name]
        if not isinstance(it, Equation):
            raise TypeError(f"'{name}' is a {kind_of(it)}, not an equation")
        return it

    @staticmethod
    def build(*modules: ModuleType, axes: Axes, parameters: Iterable[str]) -> Model:
        """Wire the modules' declarations; ModelError lists all faults with file, line and nearest name."""
        faults: list[str] = []
        given = set(parameters) | set(axes.indicators) | {CELLS}
        declared, outcomes = _read(modules, faults)
        short = {name: it for name, it in declared.items() if isinstance(it, Delay | Smooth | Correction)}
        _check_names(short, given, faults, among=declared)
        if faults:
            raise ModelError("\n".join(faults))
        try:
            declarations = expand(declared)
        except (LookupError, RecursionError) as fault:
            raise ModelError(str(fault)) from None
        _check_stocks(declarations, faults)
        _check_names(declarations, given, faults, among=declarations)
        _check_names(outcomes, given, faults, among=declarations)
        if faults:
            raise ModelError("\n".join(faults))
        return _order(axes, declarations, outcomes, given)


def _needs(it: Declaration) -> tuple[str, ...]:
    if isinstance(it, Equation):
        return it.arguments
    if isinstance(it, Delay):
        return (it.inflow, it.time, *((it.initial,) if it.initial else ()))
    if isinstance(it, Smooth):
        return (it.of, it.time, *((it.initial,) if it.initial else ()))
    if isinstance(it, Correction):
        more = (it.mask,) if it.mask else ()
        return (it.model, it.needed, it.half_life, *more)
    if isinstance(it, Stock):
        return (it.initial, *it.inflows, *it.outflows)
    return ()


def _check_names(
    declared: Mapping[str, Declaration], given: set[str], faults: list[str], among: Mapping[str, Declaration]
) -> None:
    known = set(among) | given
    measured = {each for d in among.values() if isinstance(d, Equation) for each in d.names}
    for name, it in declared.items():
        if name in given:
            faults.append(f"{kind_of(it)} '{name}' ({it.where}) has the name of a parameter or indicator")
        for axis in it.axes:
            if axis not in AXES:
                faults.append(f"{kind_of(it)} '{name}' ({it.where}) has no such axis: '{axis}'")
        for need in _needs(it):
            if need in known:
                target = among.get(need)
                if isinstance(target, Equation) and target.kind == "measure" and kind_of(it) != "outcome":
                    faults.append(f"{kind_of(it)} '{name}' ({it.where}) reads the measurement '{need}'")
                continue
            if need in measured and kind_of(it) == "outcome":
                continue
            near = difflib.get_close_matches(need, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            faults.append(
                f"{kind_of(it)} '{name}' ({it.where}) needs '{need}', "
                f"which is neither a variable nor a parameter{hint}"
            )


def _check_stocks(declarations: Mapping[str, Declaration], faults: list[str]) -> None:
    used: set[str] = set()
    for name, it in declarations.items():
        if not isinstance(it, Stock):
            continue
        for flow in (*it.inflows, *it.outflows):
            used.add(flow)
            target = declarations.get(flow)
            is_flow = isinstance(target, Valve) or (isinstance(target, Equation) and target.kind == "flow")
            if target is not None and not is_flow:
                faults.append(
                    f"stock '{name}' ({it.where}) has '{flow}', a {kind_of(target)}, among its flows"
                )
    for name, it in declarations.items():
        if isinstance(it, Equation) and it.kind == "flow" and name not in used:
            faults.append(f"flow '{name}' ({it.where}) enters and leaves no stock")


def _order(
    axes: Axes, declarations: Mapping[str, Declaration], outcomes: Mapping[str, Equation], given: set[str]
) -> Model:
    def running(name: str) -> bool:
        it = declarations.get(name)
        return isinstance(it, Equation) and it.kind in ("auxiliary", "flow", "measure")

    def inputs(name: str) -> Iterable[str]:
        it = declarations[name]
        return [need for need in it.arguments if running(need)] if isinstance(it, Equation) else []

    def at_start(name: str) -> Iterable[str]:
        it = declarations.get(name)
        if isinstance(it, Stock):
            return (it.initial,)
        return it.arguments if isinstance(it, Equation) else ()

    try:
        order = _sort((name for name in declarations if running(name)), inputs)
    except RecursionError as circle:
        raise ModelError(f"these equations need each other within one moment: {circle}") from None
    try:
        starts = _sort(
            (name for name, it in declarations.items() if isinstance(it, Stock)),
            at_start,
        )
    except RecursionError as circle:
        raise ModelError(f"these initial values need each other: {circle}") from None

    fixed: set[str] = set(given)
    for name in order:
        it = declarations[name]
        if (
            isinstance(it, Equation)
            and it.kind == "auxiliary"
            and all(need in fixed for need in it.arguments)
        ):
            fixed.add(name)
    constants = tuple(name for name in order if name in fixed)
    used = {
        need for it in (*declarations.values(), *outcomes.values()) for need in _needs(it) if need in given
    }
    return Model(
        axes=axes,
        declarations=dict(declarations),
        outcomes=dict(outcomes),
        constants=constants,
        steps=tuple(name for name in order if name not in fixed),
        starts=tuple(name for name in starts if name not in given and name not in fixed),
        parameters=tuple(sorted(used - set(axes.indicators) - {CELLS})),
    )
