"""A made-up recorded run on the real axes, with plausible numbers: what results, pictures and reports are
tested on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.core.axes import AXES, Axes
from sim.inputs.axes import load_axes
from sim.results.information import RunInfo
from sim.run.event_table import SCHEMA, Log
from sim.run.recorded import Recorded

YEARS = np.arange(2010, 2039)
RECORDED_SHARE = {
    2010: 0.0308,
    2013: 0.0328,
    2016: 0.0414,
    2019: 0.0466,
    2021: 0.049,
    2022: 0.0515,
    2023: 0.067,
}
PLACE_WEIGHT = {"brainport": 0.62, "delft": 0.07, "twente": 0.06, "arnhem_nijmegen": 0.12, "almere": 0.05}
WAITS = {"permit": 0.2, "nitrogen": 0.1, "grid": 0.5, "build": 0.2}
CAUSES = {"demand": 0.5, "access": 0.2, "people": 1.0, "power": 0.7, "capacity": 0.8}
UNITS = {
    "share": ("1", ()),
    "share_equipment": ("1", ()),
    "share_chips": ("1", ()),
    "share_constant_fx": ("1", ()),
    "sales": ("MEUR/year", ("segment",)),
    "value_added_nl": ("MEUR2023/year", ("place",)),
    "jobs_nl": ("person", ("cell",)),
    "rd": ("MEUR/year", ("segment",)),
    "rd_caused": ("MEUR/year", ()),
    "vacancies": ("person", ("place", "level")),
    "unfilled_share": ("1", ("place",)),
    "time_to_fill": ("year", ("place",)),
    "graduates": ("person/year", ("place", "level")),
    "mw_contracted": ("MW", ("place",)),
    "mw_queued": ("MW", ("place",)),
    "grid_wait": ("year", ("place",)),
    "budgeted": ("MEUR/year", ()),
    "awarded": ("MEUR/year", ()),
    "paid": ("MEUR/year", ()),
    "world_chip_sales": ("MUSD/year", ()),
    "world_equipment_sales": ("MUSD/year", ()),
    "people_trained": ("person", ()),
    "people_needed": ("person", ()),
    **{f"output_lost_{cause}": ("MUSD2023/year", ("cell",)) for cause in CAUSES},
    **{f"capacity_waits_{cause}": ("MUSD2023/year", ("cell",)) for cause in WAITS},
}


def recorded(members: int = 64, boost: float = 0.0, seed: int = 1, first: int = 0) -> Recorded:
    """A run whose share rises by about `boost` percentage points after 2027; equal draws for equal seed and
    member."""
    axes = load_axes()
    numbers = np.arange(first, first + members)
    draw = np.array([np.random.default_rng([seed, 0, m // 2]).normal(size=4) for m in numbers]).T
    chance = np.array([np.random.default_rng([seed, 1, m]).normal(size=(4, len(YEARS))) for m in numbers])
    chance = np.moveaxis(chance, 0, -1)
    after = np.clip(YEARS - 2023, 0, None)[:, None]
    level = np.sqrt(after) * (0.35 * draw[0] + 0.15 * np.cumsum(chance[0], axis=0) / 3)
    policy = (
        boost
        * np.clip((YEARS - 2027) / 6, 0, 1)[:, None]
        * (1 + 0.6 * draw[1] + 0.5 * chance[1].mean(axis=0))
    )
    share = 3.0 + 0.16 * (YEARS - 2010)[:, None] - 0.05 * after + level + policy
    values = {name: _values(name, axes, share, draw, chance, after, boost) for name in UNITS}
    return Recorded(
        years=YEARS,
        values={name: _shaped(x, UNITS[name][1], axes) for name, x in values.items()},
        units={name: unit for name, (unit, _) in UNITS.items()},
        axes={name: axis for name, (_, axis) in UNITS.items()},
        words={name: f"Made-up {name.replace('_', ' ')}." for name in UNITS},
        log=Log(lambda: [pa.Table.from_pandas(_events(numbers), preserve_index=False).cast(SCHEMA)]),
        drawn={"rd_elasticity": 0.1 + 0.02 * draw[1], "stay_rate[other]": 0.4 + 0.03 * draw[2]},
        members=numbers,
        labels=axes,
    )


def _values(
    name: str,
    axes: Axes,
    share: np.ndarray,
    draw: np.ndarray,
    chance: np.ndarray,
    after: np.ndarray,
    boost: float,
) -> np.ndarray:
    t = (YEARS - 2010)[:, None]
    grown = 1.055**t * (1 + 0.02 * draw[3] * np.sqrt(after) + 0.01 * chance[2])
    cell = [PLACE_WEIGHT.get(label.split(".")[0], 0.04) / 4 for label in axes.labels["cell"]]
    place = [PLACE_WEIGHT.get(label, 0.04) for label in axes.labels["place"]]
    queue = np.clip(YEARS - 2020, 0, 6)[:, None] * 110 * np.exp(0.25 * draw[2] * (after > 0)) - 35 * np.clip(
        after - 6, 0, 9
    )
    aid = np.where((YEARS >= 2024) & (YEARS < 2032), 27.6 + 275 * boost, 0.0)[:, None] * (1 + 0.1 * draw[3])
    lost = np.clip(300 + 120 * chance[3] + 250 * draw[2] + 20 * after, 0, None)
    if name.startswith("output_lost_"):
        cause = name.removeprefix("output_lost_")
        slope = {"people": 1 + 0.12 * after, "power": 2.6 - 0.12 * after, "capacity": 1.4 + 0 * after}.get(
            cause, 0.8
        )
        return _labelled(lost * CAUSES[cause] * np.clip(slope, 0, None) * np.exp(0.5 * draw[1]), cell)
    if name.startswith("capacity_waits_"):
        weight = WAITS[name.removeprefix("capacity_waits_")]
        return _labelled(weight * (lost + 1), cell)
    segment = [1 / axes.size("segment")] * axes.size("segment")
    level = [0.35, 0.4, 0.25]
    plain = {
        "share": share / 100,
        "share_equipment": 0.05 + 4 * share / 100,
        "share_chips": 0.45 * share / 100,
        "share_constant_fx": 0.98 * share / 100,
        "rd_caused": 0.5 * aid,
        "budgeted": aid * 1.2,
        "awarded": aid * 1.1,
        "paid": np.vstack([np.zeros_like(aid[:1]), aid[:-1]]),
        "world_chip_sales": 298_000 * grown,
        "world_equipment_sales": 40_000 * grown,
        "people_trained": 900 * after * (1 + 0.1 * draw[0]),
        "people_needed": 1700 * after * (1 + 0.2 * draw[1]),
    }
    if name in plain:
        return plain[name]
    unfilled = (
        0.03
        + 0.004 * np.clip(YEARS - 2014, 0, 12)[:, None] * np.exp(0.3 * draw[1])
        - 0.01 * boost * (after > 5)
    )
    wide = {
        "sales": (30_000 * share / 5 * grown / 2, segment),
        "rd": (4_500 * grown, segment),
        "value_added_nl": (9_000 * grown * (1 + 0.01 * boost * (after > 4)), place),
        "jobs_nl": (24_000 * grown**0.6 * (1 + 0.01 * boost * (after > 4)), cell),
        "unfilled_share": (unfilled, [0.6 + w for w in place]),
        "time_to_fill": (0.3 + 3 * unfilled, [1.0] * len(place)),
        "mw_contracted": (400 * grown, place),
        "mw_queued": (np.clip(queue, 0, None), [1.5 * w for w in place]),
        "grid_wait": (np.clip(queue, 0, None) / 90, [0.5 + w for w in place]),
    }
    if name in wide:
        return _labelled(*wide[name])
    amount = {"vacancies": 3_000 * grown**0.7, "graduates": 5_000 * grown**0.2}[name]
    return _labelled(amount, [w * part for w in place for part in level])


def _labelled(x: np.ndarray, weights: list[float]) -> np.ndarray:
    return x[:, None, :] * np.array(weights)[None, :, None]


def _shaped(x: np.ndarray, axes: tuple[str, ...], labels: Axes) -> np.ndarray:
    x = np.broadcast_to(x, (len(YEARS), *x.shape[1:]))
    sizes = [labels.size(axis) if axis in axes else 1 for axis in AXES]
    return np.ascontiguousarray(x, dtype=float).reshape(len(YEARS), *sizes, x.shape[-1])


def _events(members: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "member": members,
            "time": 2026.5 + members / 100,
            "kind": "commissioned",
            "identity": [f"brainport.lithography/{m}" for m in members],
            "place": "brainport",
            "segment": "lithography",
            "amount": 120.0,
            "unit": "MUSD2023/year",
        }
    )


def info(scenario: str = "ipcei_boost", **changes: object) -> RunInfo:
    """What the command would say about such a run."""
    said: dict[str, object] = {
        "title": "More and faster IPCEI",
        "question": "Does doubling IPCEI aid move the share?",
        "titles": {"nl": "Meer en sneller IPCEI", "en": "More and faster IPCEI"},
        "questions": {
            "nl": "Verschuift twee keer zoveel IPCEI-steun het aandeel?",
            "en": "Does doubling IPCEI aid move the share?",
        },
        "instruments": {"ipcei_me_ct": {"nl": "IPCEI Micro-elektronica", "en": "IPCEI ME/CT"}},
        "changes": (
            {
                "group": "instruments",
                "name": "ipcei_me_ct",
                "part": "money",
                "before": [[2024, 27.6], [2032, 0]],
                "after": [[2024, 55.1], [2032, 0]],
                "unit": "MEUR/year",
                "implied": False,
            },
            {
                "group": "parameters",
                "name": "stay_rate",
                "part": "other",
                "before": 0.4,
                "after": 0.5,
                "unit": "1",
                "implied": False,
            },
        ),
        "command": f"python -m sim scenario={scenario} members=64",
        "configuration": {"scenario": scenario, "members": 64, "seed": 1},
        "configuration_hash": "3fa9c1",
        "scenario_text": "title: {en: More and faster IPCEI}\nbase: baseline\n",
        "data_hashes": {"market_history.csv": "aa11"},
        "versions": {"python": "3.11", "numpy": "2.4.6"},
        "started": "2026-11-23T18:15:02+00:00",
        "finished": "2026-11-23T18:15:16+00:00",
        "seconds": 14.2,
        "appraisal": {
            "discount_rate": 0.0225,
            "appraisal_year": 2024,
            "mcpf": 1.0,
            "mcpf_high": 1.25,
            "crowding_out_labour": 0.8,
            "wage_elsewhere": 0.08,
            "rd_social_private_ratio": 3.0,
            "spillover_domestic_share": 0.25,
            "owners_abroad": 0.75,
            "tax_return_on_value_added": 0.37,
            "effect_fading": 0.18,
        },
        "differs": ("instruments.ipcei_me_ct.money: 27.6 → 55.1 MEUR a year from 2024",),
        "parameters": (
            {
                "name": "stay_rate[other]",
                "words": "Part of international graduates still in the Netherlands after five years",
                "value": "0.40",
                "unit": "1",
                "range": "0.30 – 0.50",
                "confidence": "verified",
                "source": "Nuffic, stay rates, https://www.nuffic.nl/",
                "labels": {"other": [0.4, 0.3, 0.5]},
            },
            {
                "name": "rd_elasticity",
                "words": "Rise of technology with knowledge",
                "value": "0.10",
                "unit": "1",
                "range": "0.05 – 0.15",
                "confidence": "assumption",
                "source": "the engine's authors: <no> estimate & no record",
                "labels": {"": [0.1, 0.05, 0.15]},
            },
        ),
        "record": {
            "share": RECORDED_SHARE,
            "share_equipment": {2010: 0.151, 2015: 0.1596, 2020: 0.1938, 2022: 0.1817, 2023: 0.2558},
            "share_chips": {2010: 0.0148, 2016: 0.028, 2020: 0.0227, 2023: 0.0293},
        },
    }
    return RunInfo(scenario=scenario, **(said | changes))  # type: ignore[arg-type]
