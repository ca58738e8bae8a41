"""The six columns of the IAMC format, which the tools of integrated assessment read: Model, Scenario, Region,
Variable, Unit, and a column a year."""

from __future__ import annotations

import pandas as pd

from sim.results.statistics import QUANTILES
from sim.results.store import Stored

COUNTRY, WORLD, ABROAD = "Netherlands", "World", "World|Outside the Netherlands"
OF_THE_WORLD = ("world_",)
"""Beginnings of outcomes that belong to the world and not to the country."""
STATISTIC = {"mean": "Mean"} | {name: f"{100 * part:.1f}th Percentile" for name, part in QUANTILES.items()}
"""Statistics over members as the last part of a variable, percentiles as the AR6 scenario database writes
them."""
PARTS = ("segment", "seller", "market", "level", "origin", "node")


def iamc(stored: Stored) -> pd.DataFrame:
    """Yearly statistics of a run, and of its base as a scenario of its own, in the six columns.

    A variable is the outcome, then its labels, then the statistic: `Sales|Lithography|50.0th Percentile`.
    Places are regions. ValueError where quarters were recorded: the format counts years.
    """
    if any(year != int(year) for year in stored.series["year"].unique()):
        raise ValueError("the IAMC format counts years; this result holds quarters (output.every=quarter)")
    frames = [stored.series] + ([stored.base] if stored.has_base else [])
    table = pd.concat([_wide(frame, stored) for frame in frames], ignore_index=True)
    return table.sort_values(["Scenario", "Variable", "Region"], ignore_index=True)


def _wide(frame: pd.DataFrame, stored: Stored) -> pd.DataFrame:
    rows = frame[frame["statistic"].isin(list(STATISTIC))]
    keys = ["scenario", "variable", "place", *PARTS, "unit", "statistic"]
    text = rows.astype(dict.fromkeys(keys, str))
    wide = text.pivot(index=keys, columns="year", values="value")
    places = {str(one): stored.labels.of("place", str(one)) for one in set(text["place"])}
    heads = []
    for key in wide.index:
        scenario, variable, place, *labels, unit, statistic = (str(one) for one in key)
        name = "|".join([_words(variable), *(_words(one) for one in labels if one), STATISTIC[statistic]])
        heads.append((f"sim {stored.info.engine}", scenario, _region(variable, place, places), name, unit))
    found = pd.DataFrame(heads, columns=["Model", "Scenario", "Region", "Variable", "Unit"])
    years = pd.DataFrame(wide.to_numpy(float), columns=[str(int(year)) for year in wide.columns])
    return pd.concat([found, years], axis=1)


def _region(variable: str, place: str, places: dict[str, str]) -> str:
    if place == "abroad":
        return ABROAD
    if place:
        return f"{COUNTRY}|{places[place]}"
    return WORLD if variable.startswith(OF_THE_WORLD) else COUNTRY


def _words(name: str) -> str:
    """`value_added_nl` as `Value Added NL`."""
    return " ".join(
        word.upper() if word in ("nl", "eu", "mw", "rd", "fx") else word.capitalize()
        for word in name.split("_")
    )
