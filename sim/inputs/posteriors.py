"""The shipped posteriors: a file an origin in data/posteriors, and how one reaches a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.inputs import resources
from sim.inputs.documents import as_number
from sim.inputs.faults import Fault, Faults
from sim.inputs.json_files import read_json
from sim.inputs.learnt import Learnt, not_yet_known, streams_of
from sim.inputs.parameter import Parameter
from sim.inputs.resources import shown
from sim.inputs.scenarios import Case

LARGEST = 8 << 20
"""Bytes of a posterior; the largest that is shipped is a hundredth of it."""


def folder() -> Path:
    """Where the posteriors stand."""
    return resources.root() / "data" / "posteriors"


def known_origins(where: Path | None = None) -> list[int]:
    """The origins that a posterior ships for, in order."""
    return sorted(int(path.stem) for path in (where or folder()).glob("[0-9]*.json"))


def read_posterior(origin: int, where: Path | None = None) -> dict[str, Any]:
    """What the file of an origin holds; raises `Faults` where there is none, or it is no posterior."""
    path = (where or folder()) / f"{origin}.json"
    if not path.is_file():
        there = ", ".join(str(one) for one in known_origins(where)) or "none"
        raise Faults([Fault(f"posterior = {origin}: no such posterior; there is {there}")])
    found = read_json(path, LARGEST)
    faults = [Fault(f"{name}: {words}", shown(path)) for name, words in _wrong(found)]
    if faults:
        raise Faults(faults)
    return found


def _wrong(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the parts of a posterior that a run is given, by name."""
    streams = found.get("streams")
    for name in ("streams", "wider"):
        names = found.get(name)
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            yield name, "must be a list of names of draws"
        elif len(set(names)) < len(names):
            yield name, "names a draw twice"
    if not isinstance(streams, list):
        return
    count = len(streams)
    if not _finite(found.get("shift"), count):
        yield "shift", f"must be {count} numbers, one for each of the streams"
    factor = found.get("factor")
    rows = factor if isinstance(factor, list) else []
    if len(rows) != count or not all(_finite(row, count) for row in rows):
        yield "factor", f"must be {count} rows of {count} numbers"


def _finite(row: Any, count: int) -> bool:
    return isinstance(row, list) and len(row) == count and all(as_number(x) is not None for x in row)


def prior_at(parameters: Mapping[str, Parameter], origin: float) -> Learnt:
    """The priors of an origin: ranges whose evidence is younger are wider."""
    return Learnt(origin, wider=not_yet_known(parameters, origin))


def posterior_at(
    parameters: Mapping[str, Parameter], origin: int, known_until: float, where: Path | None = None
) -> Learnt:
    """The posterior of an origin for a run known until `known_until` (at the origin or later).

    Streams that did not move keep their range, wider where its evidence is younger than `known_until`.
    """
    found = read_posterior(origin, where)
    there = {stream for it in parameters.values() for stream in streams_of(it)}
    streams = tuple(found["streams"])
    if lost := sorted(set(streams) - there):
        raise Faults(
            [Fault(f"posterior = {origin}: moves {', '.join(lost)}, which no parameter draws; make it again")]
        )
    wider = not_yet_known(parameters, known_until) - set(streams) | set(found["wider"])
    return Learnt(
        float(origin), streams, np.array(found["shift"]), np.array(found["factor"]), frozenset(wider)
    )


def with_learnt(case: Case, learnt: Learnt, evidence: Mapping[str, Parameter]) -> Case:
    """The case with a posterior; what a scenario or the command line set itself stays as it was set."""
    own = {name for name, it in case.parameters.items() if _set(it, evidence[name])}
    kept = frozenset(stream for name in own for stream in streams_of(evidence[name]))
    return replace(case, learnt=learnt.but(kept))


def _set(parameter: Parameter, evidence: Parameter) -> bool:
    """Whether a parameter is not as the evidence has it."""
    pairs = ((getattr(one, name) for one in (parameter, evidence)) for name in ("centre", "low", "high"))
    return not all(np.array_equal(one, other) for one, other in pairs)
