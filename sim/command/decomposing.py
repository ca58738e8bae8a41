"""The command `decompose`: what each entry of a scenario adds to its effect."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.inputs.faults import Fault, Faults

if TYPE_CHECKING:
    from sim.command.session import Prepared
    from sim.results.decomposition import Decomposition

MOST = 6
"""Parts whose every subset is run: 2 ** 6 = 64 runs."""
MEMBERS = 64
"""Members where none are asked for; runs are many."""


def decompose(words: Sequence[str]) -> int:
    """`decompose scenario=… [members=…] [out=FOLDER]`: prints and writes the contributions; raises
    `Faults`."""
    from sim.command import preflight
    from sim.command.failing import folder_fault
    from sim.command.one_point import given_twice, split
    from sim.command.session import Session

    mine, own = split(words, ("out",))
    out = mine.get("out")
    if not any(word.startswith("members=") for word in own):
        own.append(f"members={MEMBERS}")
    plan = preflight.plan(own, multirun=False)
    if faults := [*given_twice(words, ("out",)), *plan.faults]:
        raise Faults(faults)
    session = Session(quiet=True)
    session.check([plan.points[0].values])
    prepared = session.prepare(plan.points[0].values)
    if prepared.request.is_base:
        raise Faults([Fault("decompose: wants a scenario other than the baseline")])
    folder = _folder(out, prepared)
    if out == "":
        raise Faults([Fault("out = (nothing): must be the name of a folder")])
    if out is not None and (fault := folder_fault(out, "out")):
        raise Faults([fault])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Faults([Fault(f"out={folder}: is there already and not empty")])
    found = decomposed(prepared)
    from sim.figures.decomposition import publish
    from sim.results.decomposition import lines

    print("\n".join(lines(found)))
    publish(found, folder, shlex.join(["python", "-m", "sim", "decompose", *words]))
    print(folder)
    return 0


def decomposed(prepared: Prepared) -> Decomposition:
    """Runs every subset of the scenario's entries, with the same members, and shares the effect among them.

    Raises `Faults` where there is nothing to share: fewer than two entries.
    """
    from sim.command.job import recorded
    from sim.results.decomposition import OUTCOMES, Decomposition
    from sim.results.headline import headline
    from sim.results.labels import load_labels
    from sim.results.shapley import subsets
    from sim.run.entries import entries, parts, with_entries

    request, settings = prepared.request, prepared.settings
    found = parts(entries(request), MOST)
    if len(found) < 2:
        text = f"decompose: {request.run.name} has {len(found)} entries, so there is nothing to share"
        raise Faults([Fault(text)])
    # yearly outcomes are all that is read
    plain = replace(settings, output={"every": "year", "variables": "outcomes"})
    ends: dict[str, dict[frozenset[int], Any]] = {name: {} for name in OUTCOMES}
    units: dict[str, str] = {}
    every = subsets(len(found))
    for at, chosen in enumerate(every, start=1):
        case = with_entries(request, [one for part in sorted(chosen) for one in found[part].entries])
        ran = recorded(case, plain, f"{request.run.name}: {at} of {len(every)}")
        figures = headline(ran)
        for name in OUTCOMES:
            ends[name][chosen] = figures[name][-1]
        units, members, last = ran.units, ran.members, int(ran.years[-1])
    labels = load_labels(str(prepared.values.get("lang", "en")))
    known = request.base.instruments | request.run.instruments
    titles = {one.name: dict(known[one.name].title) for one in found if one.name in known}
    return Decomposition(
        request.run.name, found, ends, {n: units[n] for n in OUTCOMES}, members, last, labels, titles
    )


def _folder(out: str | None, prepared: Prepared) -> Path:
    if out is not None:
        return Path(out)
    import secrets
    from datetime import datetime

    from sim.results.store import short_mark

    mark = f"{datetime.now():%Y%m%d-%H%M%S}-{short_mark(secrets.token_hex(4))}"
    return Path(prepared.settings.results) / "decompositions" / f"{prepared.request.run.name}-{mark}"
