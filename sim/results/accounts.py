"""Public accounts of a scenario: who pays and who gains in present value, net jobs, cost per effect.

All of it is of paired differences, run minus base, member by member, with each member's own draw of
displacement and spillovers. Amounts are MEUR of 2023 in present value (`sim.results.present_value`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.inputs.instruments import PAYERS
from sim.results.key_figures import Difference, difference, numbers_of
from sim.results.present_value import Discount, discount_of
from sim.results.statistics import Array, standard_error
from sim.results.store import Stored

NEEDED = ("value_added_nl", "jobs_nl", "tax_return", "wages_nl", "rd_caused_real", "rents_above", "paid_real")
WHO = ("state", "region", "users", "firms", "workers", "tenants", "landlords", "others", "abroad")
"""Groups; what `others` and `abroad` gain is outside the net benefit, see `Accounts.net`."""
OUTSIDE = ("others", "abroad")
SPENT = ("paid_real", "paid_to_firms", "rd_caused_real")
"""What is spent, and not an effect of it: with what each payer pays it ends with the window."""
NETS: Mapping[str, Mapping[str, bool]] = {
    "without_spillover": {},
    "with_spillover": {"spillover": True},
    "without_spillover_lasting": {"beyond": True},
    "with_spillover_lasting": {"spillover": True, "beyond": True},
}
"""Sums of the entries by name: with what others gain or lose, with what lasts after the window."""
BASIS_POINTS = 1e4


@dataclass(frozen=True)
class Line:
    """One entry: whose, what for, and its present value (member,) in MEUR of 2023; gains are positive."""

    who: str
    what: str
    amount: Array


@dataclass(frozen=True)
class Cost:
    """What one unit of an effect costs: present value of public money over the mean effect.

    `found` is false where the effect, or the money, is not told from zero or has the other sign: then the
    numbers say nothing. `low` and `high` are two standard errors away.
    """

    mean: float
    low: float
    high: float
    found: bool


class Accounts:
    """The accounts of one result with a base; see `accounts_of`."""

    def __init__(self, stored: Stored, discount: Discount) -> None:
        self.stored, self.discount = stored, discount
        changed = stored.difference_of("value_added_nl")
        assert changed is not None
        self.members = numbers_of(changed)

    @property
    def nets(self) -> list[str]:
        """The names of `NETS` that this result can tell: older ones do not say how effects fade."""
        fades = "effect_fading" in self.stored.info.appraisal
        return [name for name, how in NETS.items() if fades or "beyond" not in how]

    def _present(self, name: str) -> Array:
        """The present value of a difference; nothing where it was not recorded."""
        found = self.stored.difference_of(name)
        return np.zeros(len(self.members)) if found is None else self.discount.present(found)

    def _beyond(self, name: str) -> Array:
        """What a difference of the last year is worth after it, fading; nothing of what is spent."""
        found = self.stored.difference_of(name)
        if found is None or name in SPENT or name.startswith("paid_by_"):
            return np.zeros(len(self.members))
        return self.discount.beyond(found, self.drawn("effect_fading"))

    def drawn(self, name: str) -> Array:
        """A parameter of the appraisal by member: as drawn, or its value where all members share it."""
        if name in self.stored.drawn:
            return self.stored.drawn.of_members(name).reindex(self.members).to_numpy(float)
        return np.full(len(self.members), float(self.stored.info.appraisal[name]))

    def mcpf(self, *, high: bool = False) -> float:
        """The marginal cost of public funds of this result, or the one of its second account."""
        return float(self.stored.info.appraisal["mcpf_high" if high else "mcpf"])

    def lines(self, mcpf: float | None = None, *, beyond: bool = False) -> list[Line]:
        """Who pays and who gains. State and region pay at the cost of public funds; taxes come back at
        face value. Income is taxed at one rate, whoever earns it. `beyond`: after the window, where nothing
        is spent any more and the effects of the last year fade."""
        cost = self.mcpf() if mcpf is None else mcpf
        tax, present = self.drawn("tax_return_on_value_added"), self._beyond if beyond else self._present
        displaced = self.drawn("crowding_out_labour") * present("jobs_nl") * self.drawn("wage_elsewhere")
        paid = {payer: present(f"paid_by_{payer}") for payer in PAYERS}
        if not any(x.any() for x in paid.values()):
            paid["nl"] = present("paid_real")
        added, wages, rd = present("value_added_nl"), present("wages_nl"), present("rd_caused_real")
        spillover = rd * (self.drawn("rd_social_private_ratio") - 1)
        domestic = self.drawn("spillover_domestic_share")
        rents, moved = present("rents_above"), present("tax_on_moved_profit")
        firms = [
            Line("firms", "received", present("paid_to_firms")),
            Line("firms", "rd", -rd),
            Line("firms", "own_part", -paid["firms"]),
            Line("firms", "profit", added - wages - (present("tax_return") - tax * wages)),
        ]
        away = self.drawn("owners_abroad") * sum((one.amount for one in firms), np.zeros(len(self.members)))
        return [
            Line("state", "paid", -paid["nl"] * cost),
            Line("state", "tax", present("tax_return")),
            Line("state", "profit_moved", moved),
            Line("state", "tax_elsewhere", -tax * displaced),
            Line("region", "paid", -paid["region"] * cost),
            Line("users", "tariffs", -paid["tariffs"]),
            *firms,
            Line("firms", "owners_abroad", -away),
            Line("workers", "wages", (1 - tax) * wages),
            Line("workers", "wages_elsewhere", -(1 - tax) * displaced),
            Line("tenants", "rents", -rents),
            Line("landlords", "rents", rents),
            Line("others", "spillover", domestic * spillover),
            Line("others", "waiting_societal", -present("waiting_societal")),
            Line("others", "waiting_others", -present("waiting_others")),
            Line("abroad", "paid", -paid["eu"]),
            Line("abroad", "owners", away),
            Line("abroad", "profit_moved", -moved),
            Line("abroad", "activity", present("value_added_abroad")),
            Line("abroad", "spillover", (1 - domestic) * spillover),
        ]

    def net_members(
        self, mcpf: float | None = None, *, spillover: bool = False, beyond: bool = False
    ) -> Array:
        """The net present value to the Netherlands by member; on request with what others in the country
        gain or lose, and with what lasts after the window."""
        left_out = ("abroad",) if spillover else OUTSIDE
        total = np.zeros(len(self.members))
        for one in (*self.lines(mcpf), *(self.lines(mcpf, beyond=True) if beyond else ())):
            if one.who not in left_out:
                total = total + one.amount
        return total

    def banded(self, amount: Array, key: str = "") -> Difference:
        """An amount by member with its bands and standard error."""
        return difference(amount, self.members, float(np.abs(self._present("paid_real")).mean()), key=key)

    def net(self, mcpf: float | None = None, name: str = "without_spillover") -> Difference:
        """`net_members` with bands, by its name in `NETS`."""
        key = f"accounts/net/{name}/{self.mcpf() if mcpf is None else mcpf:g}"
        return self.banded(self.net_members(mcpf, **NETS[name]), key)

    @cached_property
    def money(self) -> Array:
        """Extra public money, present value (member,)."""
        return self._present("paid_real")

    def jobs(self, *, net: bool) -> Array:
        """Extra jobs on average over the years that the appraisal counts, (member,); net of those drawn from
        other Dutch sectors."""
        gross = self._mean("jobs_nl")
        return gross * (1 - self.drawn("crowding_out_labour")) if net else gross

    def basis_points(self) -> Array:
        """Extra basis points of share on average over the same years, (member,)."""
        return self._mean("share") * BASIS_POINTS

    def _mean(self, name: str) -> Array:
        found = self.stored.difference_of(name)
        if found is None:
            return np.zeros(len(self.members))
        counted = found[found.index >= self.discount.first]
        return np.asarray(counted.to_numpy(float).mean(axis=0))

    def cost_per(self, effect: Array) -> Cost:
        """Public money for each unit of an effect (member,): ratio of the means, with its own error."""
        return ratio_of_means(self.money, effect, self.members)


def ratio_of_means(money: Array, effect: Array, members: np.ndarray) -> Cost:
    """The ratio of two means over members and two standard errors around it (delta method, pairs kept)."""
    top, below = float(money.mean()), float(effect.mean())
    told = difference(effect, members), difference(money, members)
    constant = bool(np.ptp(money) < 1e-9 * max(abs(top), 1.0)) and top != 0
    found = told[0].found and (told[1].found or constant) and top / below > 0 if below else False
    if not below:
        return Cost(float("nan"), float("nan"), float("nan"), False)
    ratio = top / below
    error = float(standard_error((money - ratio * effect) / below, members))
    return Cost(ratio, ratio - 2 * error, ratio + 2 * error, bool(found))


def accounts_of(stored: Stored) -> Accounts | None:
    """The accounts of a result; None without a base, or where it was written without what they need."""
    discount = discount_of(stored)
    if not stored.has_base or discount is None:
        return None
    if any(stored.difference_of(name) is None for name in NEEDED) or stored.years[-1] < discount.first:
        return None
    return Accounts(stored, discount)


def accounts_frame(stored: Stored) -> pd.DataFrame:
    """The accounts as a table for accounts.csv: each entry and total at both costs of public funds, jobs
    gross and net, and what a unit costs; bands over members. No rows without a base."""
    found = accounts_of(stored)
    if found is None:
        return pd.DataFrame(columns=list(_row("", "", "", None, None)))
    rows = []
    for high in (False, True):
        mcpf = found.mcpf(high=high)
        rows += [
            _row(one.who, one.what, "MEUR2023", mcpf, found.banded(one.amount)) for one in found.lines(mcpf)
        ]
        rows += [_row("net", name, "MEUR2023", mcpf, found.net(mcpf, name)) for name in found.nets]
    for name, effect in effects(found).items():
        rows.append(_row("effect", name, UNITS[name], None, difference(effect, found.members)))
        cost = found.cost_per(effect)
        row = _row("cost", name, f"MEUR2023/({UNITS[name]})", None, None)
        rows.append(row | {"mean": cost.mean, "low": cost.low, "high": cost.high, "found": cost.found})
    table = pd.DataFrame(rows)
    table.insert(0, "scenario", stored.info.scenario)
    return table


UNITS = {"jobs_gross": "person", "jobs_net": "person", "basis_points": "basis point"}


def effects(found: Accounts) -> Mapping[str, Array]:
    """What is bought, by the names in `UNITS`."""
    return {
        "jobs_gross": found.jobs(net=False),
        "jobs_net": found.jobs(net=True),
        "basis_points": found.basis_points(),
    }


def _row(who: str, what: str, unit: str, mcpf: float | None, one: Difference | None) -> dict[str, object]:
    names = ("mean", "q10", "q25", "q50", "q75", "q90", "se", "up", "down")
    row: dict[str, object] = {"who": who, "what": what, "unit": unit, "mcpf": mcpf}
    row |= {name: None if one is None else getattr(one, name) for name in names}
    return row | {"low": None, "high": None, "found": None if one is None else one.found}
