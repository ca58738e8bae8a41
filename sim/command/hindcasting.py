"""The command `hindcast`: forecasts from past origins beside what came, and beside benchmarks with bands."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.own_words import Asked, asked, folder_of
from sim.command.progress import progress
from sim.inputs.faults import Fault, Faults

if TYPE_CHECKING:
    from sim.hindcast.result import Hindcast
    from sim.inputs.scenarios import Case

MEMBERS = 256


def hindcast(words: Sequence[str]) -> int:
    """`hindcast [origins=…] [members=…] [priors=true] [posteriors=FOLDER] [lang=nl]`; raises `Faults`.

    Writes a folder of tables and pictures under results, prints the table of scores.
    """
    want = asked("hindcast", words, ("priors", "posteriors"), MEMBERS)
    priors = want.own.get("priors", "false")
    if priors not in ("true", "false"):
        raise Faults([Fault(f"priors = {priors}: must be true or false")])
    shipped = want.own.get("posteriors")
    where = None if shipped is None else folder_of(shipped, "python -m sim calibrate out=FOLDER")
    cases = {origin: _case(want, origin, where, priors == "true") for origin in want.origins}

    from sim.hindcast.forecasts import forecasts
    from sim.hindcast.result import write_hindcast
    from sim.report.hindcast import publish

    with progress("hindcast") as report:
        table = forecasts(cases.__getitem__, want.settings, want.origins, progress=report)
    said = {
        "command": shlex.join(["python", "-m", "sim", "hindcast", *words]),
        "draws": "prior" if priors == "true" else "posterior",
        "posteriors": shipped or "",
        "origins": list(want.origins),
        "lang": want.lang,
    }
    above = Path(want.settings.results) / "hindcast"
    for line in lines(write_hindcast(table, above, said, want.settings, finish=[publish])):
        print(line)
    return 0


def lines(found: Hindcast) -> list[str]:
    """What the reader is told, a line each."""
    from sim.hindcast import words

    labels, settings = words.labels_of(found), found.info["settings"]
    kind = labels(f"hindcast.text.{found.info['draws']}")
    first, last = found.info["origins"][0], found.info["origins"][-1]
    told = {"members": settings["members"], "seed": settings["seed"], "first": first, "last": last}
    text = [labels("hindcast.text.title", kind=kind, **told), ""]
    text += [*words.as_text(words.pooled_rows(found, labels)), labels("hindcast.text.gain")]
    for run in ("nothing", "market"):
        text += ["", labels(f"hindcast.run.{run}"), *words.as_text(words.subject_rows(found, run, labels))]
    peak = words.peak_rows(found, "market", labels)
    if len(peak) > 1:
        told_run = labels("hindcast.run.market")
        text += ["", labels("hindcast.text.peak", run=told_run), *words.as_text(peak)]
    return [*text, "", f"{found.folder}"]


def _case(want: Asked, origin: int, where: Path | None, priors: bool) -> Case:
    """The baseline with the posterior of an origin, or with the ranges as far as they were known then."""
    from sim.inputs.posteriors import posterior_at, prior_at, with_learnt

    learnt = (
        prior_at(want.parameters, float(origin))
        if priors
        else posterior_at(want.parameters, origin, float(origin), where)
    )
    return replace(with_learnt(want.case, learnt, want.evidence), decided_until=None)
