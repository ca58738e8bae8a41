"""Runs a case: its members in blocks over processes, put together in the order of members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from sim.core.axes import AXES, Array, Axes
from sim.inputs.axes import load_axes
from sim.inputs.scenarios import Case
from sim.run import executors
from sim.run.block import DRAWN, build_model, varying
from sim.run.event_table import Log
from sim.run.kept import Kept
from sim.run.money import Money
from sim.run.packed import Packed, unpacked
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from sim.run.sheets import Sheet, Sheets, Window


def run_case(
    case: Case,
    settings: Settings,
    members: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    kept: Kept | None = None,
) -> Recorded:
    """Run `members` (default: 0 … members − 1) of a case.

    Blocks and workers change speed only: every number belongs to (case, seed, member). `progress` is called
    with members done and members in all. What is `kept` is not computed again; what is computed is kept at
    once. Raises what a member raised, and RuntimeError if a worker dies.
    """
    chosen = list(range(settings.members)) if members is None else list(members)
    place = {member: at for at, member in enumerate(chosen)}
    sheets = Sheets(len(chosen), Path(settings.results))
    missing = dict.fromkeys(chosen)

    def take(block: Packed, data: bytes) -> None:
        sheets.put(place[block.first], block, data)
        for member in block.members:
            del missing[member]

    for found in kept.blocks(chosen) if kept else ():
        take(*found)
    blocks = [
        span[i : i + settings.block] for span in _spans(missing) for i in range(0, len(span), settings.block)
    ]
    for data in executors.results(case, settings, blocks, len(chosen)) if blocks else ():
        block = unpacked(data)
        if kept:
            kept.write(block, data)
        take(block, data)
        if progress:
            progress(len(chosen) - len(missing), len(chosen))
    return _recorded(case, settings, sheets, chosen)


def _spans(members: Iterable[int]) -> list[list[int]]:
    """Members cut where they do not follow each other, so that blocks can be put together in order."""
    spans: list[list[int]] = []
    for member in members:
        if spans and spans[-1][-1] == member - 1:
            spans[-1].append(member)
        else:
            spans.append([member])
    return spans


def _recorded(case: Case, settings: Settings, sheets: Sheets, members: Sequence[int]) -> Recorded:
    axes = load_axes()
    model = build_model(case, axes)
    values = Sheet(sheets, "values")
    owner = {each: name for name, it in model.of("measure").items() for each in it.names}
    declared = {
        name: model.outcomes[name] if name in model.outcomes else model.declarations[owner.get(name, name)]
        for name in values
    }
    per_year = 4 if settings.output["every"] == "quarter" else 1
    periods = sheets.shape(f"values/{next(iter(values))}")[0]
    years = settings.start + np.arange(periods) / per_year
    return Recorded(
        years=years.astype(int) if per_year == 1 else years,
        values=values,
        units={name: it.unit for name, it in declared.items()},
        axes={name: it.axes for name, it in declared.items()},
        words={name: it.words for name, it in declared.items()},
        members=np.array(members),
        labels=axes,
        log=Log(sheets.logs),
        drawn=Drawn(_drawn_names(case, axes), sheets),
        money=_money(case, sheets),
    )


def _money(case: Case, sheets: Sheets) -> dict[str, Money]:
    """The money of each instrument; zero in a block in which it pays nothing."""
    started = {name: it for one in case.triggers for name, it in one.outside.items()}
    instruments = {**started, **case.instruments}
    names = sorted({name.rpartition("/")[0] for name in sheets.names("money")})
    return {name: Money(instruments[name], Sheet(sheets, f"money/{name}")) for name in names}


class Drawn(Mapping[str, Array]):
    """What was drawn, by column; columns that are asked for in their order are read some at a time."""

    TOGETHER = 32

    def __init__(self, names: Sequence[str], sheets: Sheets) -> None:
        self._place = {name: at for at, name in enumerate(names)}
        self._sheets = sheets
        self._held: tuple[int, Array] = (-1, np.zeros(0))

    def __getitem__(self, name: str) -> Array:
        group, row = divmod(self._place[name], self.TOGETHER)
        if self._held[0] != group:
            start = group * self.TOGETHER
            self._held = (group, self._sheets.read(DRAWN, Window(start, start + self.TOGETHER)))
        found: Array = self._held[1][row]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)


def _drawn_names(case: Case, axes: Axes) -> list[str]:
    """The columns of `sim.run.block.packed`: every parameter that differs between members, by label."""
    names = []
    for name in varying(case):
        shape = case.parameters[name].centre.shape[:-1]
        labels = [axes.labels[axis] for axis, length in zip(AXES, shape, strict=True) if length > 1]
        names += [f"{name}[{'/'.join(each)}]" if each else name for each in _product(labels)]
    return names


def _product(labels: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    result: list[tuple[str, ...]] = [()]
    for each in labels:
        result = [(*row, label) for row in result for label in each]
    return result
