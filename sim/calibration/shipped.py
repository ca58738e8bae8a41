"""Writes posteriors as data: a file an origin, and a table of what the record taught of every parameter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.calibration.calibrate import STEPS, Calibrated
from sim.calibration.moments import FROM
from sim.inputs.learnt import WIDER

DIGITS = 6
TAUGHT = 0.95
"""A posterior spread below this part of the prior's is shown as something that the record taught."""


def write_posteriors(found: Sequence[Calibrated], folder: Path, command: str) -> None:
    """Write <origin>.json of each, and learnt.csv with every stream; equal posteriors are equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in found:
        text = json.dumps(as_mapping(one, command), indent=1, ensure_ascii=False)
        (folder / f"{one.origin}.json").write_text(text + "\n", encoding="utf-8")
    learnt(found).to_csv(folder / "learnt.csv", index=False, lineterminator="\n")


def as_mapping(one: Calibrated, command: str) -> dict[str, object]:
    """What a posterior's file holds; `wider` only of streams that moved, the others follow the run."""
    posterior = one.learnt
    assert posterior.shift is not None
    assert posterior.factor is not None
    return {
        "origin": one.origin,
        "command": command,
        "seed": one.settings.seed,
        "members": one.settings.members,
        "steps": STEPS,
        "record": f"{FROM} to {one.origin - 1}",
        "streams": list(posterior.streams),
        "wider": sorted(set(posterior.streams) & one.wider),
        "wider_by": WIDER,
        "shift": [round(float(x), DIGITS) for x in posterior.shift],
        "factor": [[round(float(x), DIGITS) for x in row] for row in posterior.factor],
        "moments": [
            {
                "name": before.name,
                "observed": round(before.observed, DIGITS),
                "prior": [round(float(x), DIGITS) for x in (before.members.mean(), before.members.std())],
                "posterior": [round(float(x), DIGITS) for x in (after.members.mean(), after.members.std())],
                "implausibility": [round(x, 3) for x in (before.implausibility, after.implausibility)],
            }
            for before, after in zip(one.before, one.after, strict=True)
        ],
        "fit": [
            {
                "subject": fit.subject,
                "prior": [round(x, 4) for x in fit.prior],
                "posterior": [round(x, 4) for x in fit.posterior],
            }
            for fit in one.fits
        ],
    }


def learnt(found: Sequence[Calibrated]) -> pd.DataFrame:
    """A row a stream and origin: posterior over prior spread, shift of the centre in prior spreads, and
    whether the prior was widened because its evidence is younger than the origin.
    """
    rows = [
        {
            "origin": one.origin,
            "parameter": name.partition("/")[0],
            "label": name.partition("/")[2],
            "ratio": round(float(ratio), 4),
            "shift": round(float(shift), 4),
            "wider": name in one.wider,
        }
        for one in found
        for name, ratio, shift in zip(one.streams, one.ratio, one.belief.mean, strict=True)
    ]
    return pd.DataFrame(rows)
