"""The command `calibrate`: what the record taught of every parameter, by origin, written as data."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.failing import folder_fault
from sim.command.own_words import Asked, asked
from sim.command.progress import progress
from sim.inputs.faults import Fault, Faults

if TYPE_CHECKING:
    from sim.calibration.calibrate import Calibrated
    from sim.results.labels import Labels

MEMBERS = 512
OUT = "results/posteriors"


def calibrate(words: Sequence[str]) -> int:
    """`calibrate [origins=…] [members=…] [out=FOLDER] [lang=nl]`: writes posteriors, prints a table."""
    from sim.calibration.shipped import write_posteriors
    from sim.results.labels import load_labels

    want = asked("calibrate", words, ("out",), MEMBERS)
    folder = Path(want.own.get("out", OUT))
    if want.own.get("out") == "":
        raise Faults([Fault("out = (nothing): must be the name of a folder")])
    if fault := folder_fault(str(folder), "out"):
        raise Faults([fault])
    typed = shlex.join(["python", "-m", "sim", "calibrate", *words])
    found: list[Calibrated] = []
    with progress("calibrate") as report:
        for one in _computed(want):
            found.append(one)
            if report:
                report(len(found), len(want.origins))
    write_posteriors(found, folder, typed)
    for line in lines(found, load_labels(want.lang)):
        print(line)
    print(f"{folder}")
    return 0


def _computed(want: Asked) -> Iterable[Calibrated]:
    from joblib import Parallel, delayed

    from sim.calibration.calibrate import calibrate as one

    workers = want.settings.processes(len(want.origins))
    found: Iterable[Calibrated] = Parallel(n_jobs=workers, return_as="generator")(
        delayed(one)(want.case, want.parameters, origin, want.settings) for origin in want.origins
    )
    return found


def lines(found: Sequence[Calibrated], labels: Labels) -> list[str]:
    """A row a parameter: posterior over prior spread at each origin; and what the runs come near."""
    from sim.calibration.shipped import learnt
    from sim.hindcast.words import as_text

    table = learnt(found)
    table["name"] = table["parameter"] + table["label"].map(lambda label: f"[{label}]" if label else "")
    wide = table.pivot(index="name", columns="origin", values="ratio").sort_values(table["origin"].max())
    rows = [[labels("calibrate.parameter"), *map(str, wide.columns)]]
    rows += [
        [str(name), *(labels.number(x, 2) for x in row)]
        for name, row in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    text = [labels("calibrate.spread"), "", *as_text(rows), "", labels("calibrate.error")]
    for one in found:
        parts = [
            labels(
                "calibrate.fit",
                series=labels.of("hindcast.subject", fit.subject),
                prior=labels.number(100 * fit.prior[0]),
                posterior=labels.number(100 * fit.posterior[0]),
            )
            for fit in one.fits
        ]
        text.append(f"{one.origin}: {'; '.join(parts)}")
    return text
