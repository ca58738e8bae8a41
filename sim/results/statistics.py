"""Statistics over members as tidy rows: of a run, and of its paired difference with the base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.core.axes import AXES, Axes
from sim.run.recorded import Recorded

Array = npt.NDArray[np.float64]
Years = npt.NDArray[np.int64] | npt.NDArray[np.float64]

QUANTILES = {"q05": 0.05, "q10": 0.10, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q90": 0.90, "q95": 0.95}
STATISTICS = ("mean", "sd", *QUANTILES)
PAIRED = (*STATISTICS, "se", "share_up")
LABELS = ("scenario", "variable", "place", "segment", "seller", "market", "level", "origin", "node", "unit")
COLUMNS = (*LABELS, "year", "statistic", "value")


def describe(x: Array) -> Array:
    """The `STATISTICS` of x (…, member), as (…, statistic); quantiles are linear between members, sd is a
    sample's."""
    members = x.shape[-1]
    ordered = np.sort(x, axis=-1)  # one sort gives all seven quantiles, in a third of the time of np.quantile
    at = np.array(list(QUANTILES.values())) * (members - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, members - 1)
    below = ordered[..., low]
    quantiles = below + (at - low) * (ordered[..., high] - below)
    mean = x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(x - mean).sum(axis=-1, keepdims=True) / max(members - 1, 1))
    return np.concatenate([mean, spread, quantiles], axis=-1)


def describe_difference(difference: Array, members: npt.NDArray[np.int64]) -> Array:
    """The `PAIRED` statistics of run minus base (…, member), as (…, statistic)."""
    se = standard_error(difference, members)
    up = (difference > 0).mean(axis=-1)
    return np.concatenate([describe(difference), se[..., None], up[..., None]], axis=-1)


def standard_error(x: Array, members: npt.NDArray[np.int64]) -> Array:
    """Standard error of the mean of x (…, member) over members.

    The two members of a pair share a draw and are not independent: what is independent are the means of
    pairs.
    """
    paired = in_pairs(x, members)
    means = x if paired is None else paired.mean(axis=-1)
    count = means.shape[-1]
    if count < 2:
        return np.full(x.shape[:-1], np.nan)
    return np.asarray(means.std(axis=-1, ddof=1) / np.sqrt(count))


def in_pairs(x: Array, members: npt.NDArray[np.int64]) -> Array | None:
    """x (…, member) as (…, pair, 2), or None where the members do not come in whole pairs 2k, 2k+1."""
    whole = (
        len(members) % 2 == 0 and np.all(members[::2] % 2 == 0) and np.all(members[1::2] == members[::2] + 1)
    )
    return x.reshape(*x.shape[:-1], -1, 2) if whole else None


def chance_share(x: Array, members: npt.NDArray[np.int64]) -> float:
    """Part of the variance of x (member,) that is chance: variance within pairs over total; nan where there
    is none."""
    paired = in_pairs(x, members)
    total = float(x.var(ddof=1)) if len(x) > 1 else 0.0
    if paired is None or total <= 0:
        return float("nan")
    within = float(np.mean(np.square(paired[:, 0] - paired[:, 1])) / 2)
    return min(within / total, 1.0)


@dataclass(frozen=True)
class Block:
    """The statistics of one variable: `figures` is (year, label, statistic), `texts` the label columns by
    label."""

    variable: str
    unit: str
    figures: Array
    texts: dict[str, list[str]]


def blocks(run: Recorded, base: Recorded | None = None) -> Iterable[Block]:
    """The statistics of every variable of a run, or of its paired difference with `base`, in order of
    name."""
    return described(run, base)["series" if base is None else "difference"]


def described(run: Recorded, base: Recorded | None = None) -> dict[str, list[Block]]:
    """The statistics of every variable in order of name: of the run (`series`), of its `base` and of their
    paired `difference` (both empty without one). Each figure of a member is read once."""
    found: dict[str, list[Block]] = {"series": [], "difference": [], "base": []}
    mine = theirs = None
    members = run.members
    if base is not None and not np.array_equal(run.members, base.members):
        mine, theirs = common_members(run.members, base.members)
        members = run.members[mine]
    for name in sorted({*run.values, *(base.values if base is not None else ())}):
        parts: dict[str, list[Array]] = {kind: [] for kind in found}
        one = run if name in run.values or base is None else base
        for window in one.windows(name):
            x = run.read(name, window) if name in run.values else None
            y = base.read(name, window) if base is not None and name in base.values else None
            if x is not None:
                parts["series"].append(describe(x))
            if y is not None:
                parts["base"].append(describe(y))
            if x is not None and y is not None:
                changed = x - y if mine is None else x[..., mine] - y[..., theirs]
                parts["difference"].append(describe_difference(changed, members))
        for kind, figures in parts.items():
            if figures:
                of = base if kind == "base" and base is not None else run
                whole = np.concatenate(figures)
                whole = whole.reshape(whole.shape[0], -1, whole.shape[-1])
                found[kind].append(Block(name, of.units[name], whole, label_texts(of.axes[name], of.labels)))
    return found


def common_members(
    one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Positions of the members that both have, in the order of their numbers."""
    _, mine, theirs = np.intersect1d(one, other, return_indices=True)
    return mine, theirs


def label_texts(axes: tuple[str, ...], labels: Axes) -> dict[str, list[str]]:
    """For the flattened labels of a variable, the text of each label column; a cell gives place and
    segment."""
    used = [axis for axis in AXES if axis in axes]
    sizes = [labels.size(axis) for axis in used]
    index = np.indices(sizes).reshape(len(used), int(np.prod(sizes)))
    texts: dict[str, list[str]] = {}
    for axis, row in zip(used, index, strict=True):
        names = labels.labels[axis]
        if axis == "cell":
            pairs = [names[i].split(".") for i in row]
            texts["place"] = [place for place, _ in pairs]
            texts["segment"] = [segment for _, segment in pairs]
        else:
            texts[axis] = [names[i] for i in row]
    return texts


def tidy(
    scenario: str,
    years: Years,
    found: Iterable[Block],
    statistics: tuple[str, ...] = STATISTICS,
) -> pa.Table:
    """Blocks as one tidy table with `COLUMNS`; a label column is empty where its axis does not apply."""
    pieces = [_rows(scenario, years, block, statistics) for block in found]
    if not pieces:
        kinds = {"year": pa.int32(), "value": pa.float64()}
        text = pa.dictionary(pa.int32(), pa.string())
        return pa.schema([(name, kinds.get(name, text)) for name in COLUMNS]).empty_table()
    return pa.concat_tables(pieces).unify_dictionaries().combine_chunks()


def _rows(scenario: str, years: Years, block: Block, statistics: tuple[str, ...]) -> pa.Table:
    shape = block.figures.shape
    fixed = {"scenario": scenario, "variable": block.variable, "unit": block.unit}
    columns: dict[str, pa.Array] = {}
    for name in LABELS:
        texts = block.texts.get(name, [fixed.get(name, "")] * shape[1])
        columns[name] = _spread(texts, shape, 1)
    # quarters are recorded as parts of a year, so only whole years become whole numbers
    moments = years.astype(np.int32 if np.issubdtype(years.dtype, np.integer) else np.float64)
    columns["year"] = pa.array(np.repeat(moments, shape[1] * shape[2]))
    columns["statistic"] = _spread(list(statistics), shape, 2)
    columns["value"] = pa.array(block.figures.ravel())
    return pa.table({name: columns[name] for name in COLUMNS})


def _spread(texts: list[str], shape: tuple[int, ...], axis: int) -> pa.DictionaryArray:
    """One text a label (axis 1) or a statistic (axis 2), repeated over the other two, without making the
    texts."""
    words = list(dict.fromkeys(texts))
    codes = np.array([words.index(text) for text in texts], dtype=np.int32)
    codes = codes[:, None] if axis == 1 else codes[None, :]
    whole = np.broadcast_to(codes, shape).ravel()
    return pa.DictionaryArray.from_arrays(pa.array(whole), pa.array(words, pa.string()))
