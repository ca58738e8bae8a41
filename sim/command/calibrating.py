"""The command `calibrate`: what the record taught of every parameter, by origin, written as data."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.failing import folder_fault
from sim.command.own_words import Asked, asked
from sim.command.progress import progress
from sim.inputs.faults import Faults

if TYPE_CHECKING:
    from sim.calibration.calibrate import Calibrated

MEMBERS = 512
OUT = "results/posteriors"


def calibrate(words: Sequence[str]) -> int:
    """`calibrate [origins=…] [members=…] [out=FOLDER]`: writes posteriors, prints a table."""
    from sim.calibration.shipped import write_posteriors

    want = asked("calibrate", words, ("out",), MEMBERS)
    folder = Path(want.own.get("out", OUT))
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
    for line in lines(found):
        print(line)
    print(f"{folder}")
    return 0


def _computed(want: Asked) -> Iterable[Calibrated]:
    from joblib import Parallel, delayed

    from sim.calibration.calibrate import calibrate as one

    workers = min(want.settings.workers or os.cpu_count() or 1, len(want.origins))
    found: Iterable[Calibrated] = Parallel(n_jobs=workers, return_as="generator")(
        delayed(one)(want.case, want.parameters, origin, want.settings) for origin in want.origins
    )
    return found


def lines(found: Sequence[Calibrated]) -> list[str]:
    """A row a parameter: posterior over prior spread at each origin; and what the runs come near."""
    from sim.calibration.shipped import learnt

    table = learnt(found)
    table["name"] = table["parameter"] + table["label"].map(lambda label: f"[{label}]" if label else "")
    wide = table.pivot(index="name", columns="origin", values="ratio").sort_values(table["origin"].max())
    text = ["Posterior over prior spread: 1.00 says that the record taught nothing", ""]
    text.append(f"{'parameter':<46}" + "".join(f"{origin:>7}" for origin in wide.columns))
    text += [
        f"{name:<46}" + "".join(f"{x:>7.2f}" for x in row)
        for name, row in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    text += ["", "Mean absolute error of the median in the years calibrated on, prior → posterior, %"]
    for one in found:
        parts = [f"{fit.subject} {100 * fit.prior[0]:.0f} → {100 * fit.posterior[0]:.0f}" for fit in one.fits]
        text.append(f"{one.origin}: {', '.join(parts)}")
    return text
