"""Delays, perceptions and corrections written out as the plain stocks and flows they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.core.vocabulary import (
    Correction,
    Declaration,
    Delay,
    Equation,
    Smooth,
    Stock,
    ratio,
)

Expansion = Iterator[tuple[str, Declaration]]


def _rename(
    kind: str,
    like: Declaration,
    unit: str,
    axes: tuple[str, ...],
    words: str,
    **how: Any,
) -> Equation:
    return Equation(
        kind=kind,
        unit=unit,
        axes=axes,
        words=words,
        file=like.file,
        line=like.line,
        **how,
    )


def _stage(level: Any, time: Any, order: int) -> Any:
    return level / (time / order)


def expand_delay(name: str, it: Delay, inflow: Declaration) -> Expansion:
    """`order` stages of equal length; the outflow of the last one carries the delay's own name."""
    unit, axes, order = inflow.unit, inflow.axes, it.order
    yield (
        f"{name}__under_way",
        _rename(
            "auxiliary",
            it,
            f"{unit}*year",
            axes,
            f"All that is under way to {name}.",
            function=lambda first, *rest: sum(rest, first),
            arguments=tuple(f"{name}__{k}" for k in range(1, order + 1)),
        ),
    )
    for k in range(1, order + 1):
        stage = f"{name}__{k}"
        out = name if k == order else f"{name}__{k}_out"
        into = it.inflow if k == 1 else f"{name}__{k - 1}_out"
        yield (
            stage,
            Stock(
                unit=f"{unit}*year",
                axes=axes,
                words=f"Under way to {name}, stage {k} of {order}.",
                initial=f"{stage}_initial",
                inflows=(into,),
                outflows=(out,),
                file=it.file,
                line=it.line,
            ),
        )
        yield (
            f"{stage}_initial",
            _rename(
                "initial",
                it,
                f"{unit}*year",
                axes,
                f"Steady state of stage {k}.",
                function=lambda inflow, time, order=order: inflow * (time / order),
                arguments=(it.initial or it.inflow, it.time),
            ),
        )
        yield (
            out,
            _rename(
                "flow",
                it,
                unit,
                axes,
                it.words or f"What leaves stage {k} of {order} of the delay of {it.inflow}.",
                function=lambda level, time, order=order: _stage(level, time, order),
                arguments=(stage, it.time),
            ),
        )


def expand_smooth(name: str, it: Smooth, of: Declaration) -> Expansion:
    """A signed stock that closes its gap to the input within `time`."""
    adjustment = f"{name}__adjustment"
    yield (
        name,
        Stock(
            unit=of.unit,
            axes=of.axes,
            words=it.words or f"Perceived {it.of}.",
            initial=it.initial or it.of,
            inflows=(adjustment,),
            signed=True,
            file=it.file,
            line=it.line,
        ),
    )
    yield (
        adjustment,
        _rename(
            "flow",
            it,
            f"{of.unit}/year",
            of.axes,
            f"Adjustment of {name}.",
            function=lambda now, perceived, time: (now - perceived) / time,
            arguments=(it.of, name, it.time),
        ),
    )


def _gap(model: Any, needed: Any, floor: Any) -> Any:
    return np.log(np.maximum(ratio(needed, model, 1), floor))


def _gap_where(model: Any, needed: Any, floor: Any, where: Any) -> Any:
    return where * np.log(np.where(where > 0, np.maximum(ratio(needed, model, 1), floor), 1))


def expand_correction(name: str, it: Correction, model: Declaration) -> Expansion:
    """A signed stock that follows log(needed/model) while observing and fades with a half-life afterwards."""
    mask = (it.mask,) if it.mask else ()
    gap = _gap_where if it.mask else _gap
    inputs = (it.model, it.needed, "correction_floor", *mask)

    def learning(observing: Any, residual: Any, time: Any, *rest: Any) -> Any:
        return observing * (gap(*rest) - residual) / time

    def fading(observing: Any, residual: Any, half_life: Any) -> Any:
        return (1 - observing) * residual * np.log(2) / half_life

    learn, fade, start = f"{name}__learning", f"{name}__fading", f"{name}__initial"
    yield (
        name,
        Stock(
            unit="1",
            axes=model.axes,
            words=it.words or f"Log residual that keeps {it.model} on the record; fades after known until.",
            initial=start,
            inflows=(learn,),
            outflows=(fade,),
            signed=True,
            file=it.file,
            line=it.line,
        ),
    )
    yield (
        start,
        _rename(
            "initial",
            it,
            "1",
            model.axes,
            "Gap at the start.",
            function=gap,
            arguments=inputs,
        ),
    )
    yield (
        learn,
        _rename(
            "flow",
            it,
            "1/year",
            model.axes,
            f"Correction of {it.model} towards the record.",
            function=learning,
            arguments=(it.observing, name, "correction_time", *inputs),
        ),
    )
    yield (
        fade,
        _rename(
            "flow",
            it,
            "1/year",
            model.axes,
            f"Fading of the residual of {it.model} after known until.",
            function=fading,
            arguments=(it.observing, name, it.half_life),
        ),
    )


def expand(declared: Mapping[str, Declaration]) -> dict[str, Declaration]:
    """Replace every delay, perception and correction by its stocks and flows, in place and in order."""
    result: dict[str, Declaration] = {}

    def resolve(name: str, trail: tuple[str, ...] = ()) -> Declaration:
        """The declaration that says unit and axes of `name`, looking through delays and perceptions."""
        if name not in declared:
            raise LookupError(
                f"'{trail[-1]}' ({declared[trail[-1]].where}) needs a variable: '{name}' is a parameter"
            )
        it = declared[name]
        if name in trail:
            raise RecursionError(" → ".join((*trail, name)))
        if isinstance(it, Delay):
            return resolve(it.inflow, (*trail, name))
        if isinstance(it, Smooth):
            return resolve(it.of, (*trail, name))
        return it

    for name, it in declared.items():
        if isinstance(it, Delay):
            result.update(expand_delay(name, it, resolve(it.inflow, (name,))))
        elif isinstance(it, Smooth):
            result.update(expand_smooth(name, it, resolve(it.of, (name,))))
        elif isinstance(it, Correction):
            result.update(expand_correction(name, it, resolve(it.model, (name,))))
        else:
            result[name] = it
    return result
