"""What binds when: by place and year, what each cause takes, and for how many members it takes most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.headline import added_by_place, by_place
from sim.results.statistics import Array
from sim.run.recorded import Recorded

LOST = "output_lost_"
LIMITS = ("demand", "people", "power", "capacity", "access")
"""What adds up to the gap. What missing inputs take has a name of its own and stands in access already."""
WAITS, SENT = "capacity_waits_", "capacity_sent_"
KEPT = "kept_away_"
NOTHING = "nothing"
GROUPS = {
    "people": "people",
    "people_homes": "homes",
    "people_screening": "people",
    "people_places": "people",
    "power": "power",
    "capacity_grid": "power",
    "capacity_slot": "power",
    "capacity_permit": "permits",
    "capacity_nitrogen": "nitrogen",
    "capacity_land": "land",
    "capacity_money": "money",
    "capacity_builders": "builders",
    "capacity_build": "building",
    "capacity": "building",
    "demand": "demand",
    "access": "access",
}
"""The causes as the sources name them: the power that firms miss and the grid that projects wait for are one
to a reader, the slot of a crew with them, and stay causes of their own in the table."""
COLUMNS = ("scenario", "place", "year", "cause", "share_members", "lost", "lost_share", "unit")


def lost_by_cause(run: Recorded) -> dict[str, Array]:
    """Lost output by cause, each (year, place, member) in the unit of the outcome; the causes add up to the
    gap.

    The second stage, cell by cell: a project brings capacity and the power for it, so the part of capacity,
    and of power as much as is no more than that, goes to what the missing capacity waits for, in proportion,
    and to the queue that sent it away. What power takes beyond that stays with it: there is capacity that
    a flexible contract does not drive in peak hours. The part of people goes to those whom homes, refusals
    and study places kept away, in proportion to the people short, the rest to people. Where nothing waits or
    nobody was kept away it stays with the limit itself.
    """
    lost = {limit: by_place(run, LOST + limit) for limit in LIMITS if LOST + limit in run.values}
    if "capacity" in lost:
        lost |= _with_projects(run)
    kept = _of_causes(run, (KEPT,), partial(by_place, run))
    kept = {name: np.maximum(0.0, one) for name, one in kept.items()}
    if "people" in lost and kept and "people_short" in run.values:
        short = np.maximum(0.0, by_place(run, "people_short"))
        whole = np.maximum(short, sum(kept.values(), np.zeros_like(short)))
        lost |= _parted("people", lost["people"], kept, whole)
    return lost


def _with_projects(run: Recorded) -> dict[str, Array]:
    """What is lost because projects are not there, by what they wait for, and what power alone takes."""
    waits = _of_causes(run, (WAITS, SENT), run.values.__getitem__)
    if not waits:
        return {}
    axes, capacity = run.axes[LOST + "capacity"], run.values[LOST + "capacity"]
    power = run.values.get(LOST + "power", np.zeros_like(capacity))
    common = np.minimum(power, capacity)
    parts = _parted("capacity", capacity + common, waits, sum(waits.values(), np.zeros_like(capacity)))
    if LOST + "power" in run.values:
        parts["power"] = power - common
    return {cause: added_by_place(run, part, axes) for cause, part in parts.items()}


def _of_causes(run: Recorded, prefixes: tuple[str, ...], amount: Callable[[str], Array]) -> dict[str, Array]:
    """Amounts of the outcomes whose names begin with a prefix, summed by the cause that follows it."""
    found: dict[str, Array] = {}
    for prefix in prefixes:
        for name in run.values:
            if name.startswith(prefix):
                cause = name.removeprefix(prefix)
                found[cause] = found[cause] + amount(name) if cause in found else amount(name)
    return found


def _parted(limit: str, loss: Array, amounts: Mapping[str, Array], whole: Array) -> dict[str, Array]:
    """The loss of a limit among its causes in proportion to amounts of `whole`; the rest stays with it."""
    rest = whole - sum(amounts.values(), np.zeros_like(loss))
    none = whole <= 0

    def part(amount: Array) -> Array:
        return loss * np.divide(amount, whole, out=np.zeros_like(loss), where=~none)

    parts = {f"{limit}_{name}": part(amount) for name, amount in amounts.items()}
    return {**parts, limit: np.where(none, loss, part(rest))}


def share_by_group(binding: pd.DataFrame, scenario: str, place: str) -> pd.DataFrame:
    """Of a table as `binding_frame` makes it: years × (groups, `nothing`), the part of members that each
    leads."""
    rows = binding[(binding["scenario"] == scenario) & (binding["place"] == place)]
    groups = rows["cause"].astype(str).map(lambda cause: GROUPS.get(cause, cause))
    table = rows.assign(group=groups).pivot_table(
        index="year", columns="group", values="share_members", aggfunc="sum"
    )
    order = [*dict.fromkeys(GROUPS.values()), *sorted(set(groups) - set(GROUPS.values()))]
    return table[[name for name in order if name in table]]


def binding_frame(run: Recorded, scenario: str) -> pd.DataFrame:
    """A row a place, year and cause.

    `share_members` is the part of members for which this cause is the largest of the group (`GROUPS`) that
    takes the most, so that a group loses nothing by being counted in parts (cause `nothing`: where no
    output is lost); `lost` is its mean over members, `lost_share` its part of the mean of all causes.
    """
    names, shares, means = [NOTHING], [], []
    for window in run.windows():
        causes = lost_by_cause(run.part(window))
        if not causes:
            return pd.DataFrame({name: [] for name in COLUMNS})
        names = [*sorted(causes), NOTHING]
        stacked = np.stack([causes[name] for name in names[:-1]])
        largest = np.where(stacked.max(axis=0) > 0, _leading(stacked, names[:-1]), len(names) - 1)
        shares.append(np.stack([(largest == i).mean(axis=-1) for i in range(len(names))]))
        means.append(np.concatenate([stacked.mean(axis=-1), np.zeros((1, *stacked.shape[1:3]))]))
    share, mean = np.concatenate(shares, axis=1), np.concatenate(means, axis=1)
    whole = mean.sum(axis=0)
    part = np.divide(mean, whole, out=np.zeros_like(mean), where=whole > 0)
    places = run.labels.labels["place"]
    shape = (len(names), len(run.years), len(places))
    index = np.indices(shape).reshape(3, -1)
    unit = next(run.units[name] for name in run.values if name.startswith(LOST))
    return pd.DataFrame(
        {
            "scenario": scenario,
            "place": np.array(places, dtype=object)[index[2]],
            "year": run.years[index[1]],
            "cause": np.array(names, dtype=object)[index[0]],
            "share_members": share.ravel(),
            "lost": mean.ravel(),
            "lost_share": part.ravel(),
            "unit": unit,
        }
    )


def _leading(stacked: Array, names: Sequence[str]) -> npt.NDArray[np.intp]:
    """Of (cause, year, place, member): the largest cause of the group that takes the most."""
    groups = [GROUPS.get(name, name) for name in names]
    whole = np.stack([stacked[[one == group for one in groups]].sum(axis=0) for group in groups])
    return np.asarray(np.where(whole == whole.max(axis=0), stacked, -np.inf).argmax(axis=0))
