"""A small economy for the agenda: stocks that only valves and plain inflows move, on axes of three places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.valves import Valves
from sim.core.vocabulary import Valve
from sim.ensemble.streams import Streams
from sim.processes.agenda import Agenda, Switches

AXES = Axes(
    labels={
        "seller": ("dutch", "others"),
        "market": ("rest",),
        "place": ("brainport", "twente", "abroad"),
        "segment": ("lithography", "chips"),
        "cell": (
            "brainport.lithography",
            "brainport.chips",
            "twente.chips",
            "abroad.lithography",
            "abroad.chips",
        ),
        "level": ("wo",),
        "origin": ("nl",),
        "node": ("materials",),
    },
    indicators={"is_abroad": ("place", frozenset({"abroad"}))},
)

CAUSES = ("money", "land", "permit", "nitrogen", "grid")


def gone(at: str) -> tuple[str, str, str]:
    """The valves of those who leave while they wait for something."""
    return f"dropped_at_{at}", f"shrunk_at_{at}", f"abroad_at_{at}"


CELL_FLOWS = {
    "investment_pending": ((), ("proposed",)),
    "waiting_money": (("proposed",), ("financed", *gone("money"))),
    "waiting_land": (("financed",), ("sited", *gone("land"))),
    "waiting_permit": (("sited",), ("permitted", "stopped_by_nitrogen", *gone("permit"))),
    "waiting_nitrogen": (("stopped_by_nitrogen",), ("permitted_after_stop", *gone("nitrogen"))),
    "waiting_grid": (("permitted", "permitted_after_stop"), ("power_granted", *gone("grid"))),
    "waiting_slot": (("power_granted",), ("works_begun",)),
    "connecting": (("works_begun",), ("connected",)),
    "waiting_builders": (("connected",), ("building_begun",)),
    "under_construction": (("building_begun",), ("commissioned",)),
    "capacity": (("commissioned",), ()),
    "dropped": (tuple(gone(at)[0] for at in CAUSES), ()),
    "shrunk": (tuple(gone(at)[1] for at in CAUSES), ()),
    "flexibly_connected": (("connected_flexible",), ()),
    "moved": (tuple(gone(at)[2] for at in CAUSES), ()),
}
PLACE_FLOWS = {
    "land_free": (("land_issued", "land_given_back"), ("land_taken", "land_sold_elsewhere")),
    "land_brought": (("land_issued",), ()),
    "land_returned": (("land_given_back",), ()),
    "land_gone": (("land_taken", "land_sold_elsewhere"), ()),
    "requests_pending_mw": ((), ("requested_other",)),
    "mw_queued_other": (("requested_other",), ("granted_other", "withdrawn_other")),
    "mw_queued_chips": (("requested_chips",), ("granted_chips", "withdrawn_chips")),
    "mw_contracted": (("granted_other", "granted_chips"), ()),
    "mw_free": (("mw_released", "granted_flexible"), ("granted_other", "granted_chips")),
    "mw_free_flexible": (("mw_released_flexible",), ("granted_flexible",)),
    "mw_queued_societal": (("requested_societal",), ("granted_societal", "withdrawn_societal")),
    "mw_queued_speculative": (("requested_speculative",), ("granted_speculative", "withdrawn_speculative")),
}
AID = {"aid_awarded": "quantity", "aid_budgeted": "quantity", "aid_paid": "switch", "aid_caused": "switch"}


def declared() -> dict[str, Valve]:
    """The valves of the processes, as the sectors declare them."""
    valves = {}
    for flows, axis in ((CELL_FLOWS, "cell"), (PLACE_FLOWS, "place")):
        for inflows, outflows in flows.values():
            for name in (*inflows, *outflows):
                valves[name] = Valve(unit="1/year", axes=(axis,), kind="quantity")
    for name, kind in AID.items():
        valves[name] = Valve(unit="MEUR/year", axes=("segment",), kind=kind)
    return valves


PARAMETERS: dict[str, Any] = {
    "project_size": {
        "brainport.lithography": 500.0,
        "brainport.chips": 100.0,
        "twente.chips": 100.0,
        "abroad.lithography": 500.0,
        "abroad.chips": 100.0,
    },
    "case_workers": 2.0,
    "permit_handling_time": 0.7,
    "nitrogen_since": 2019.41,
    "nitrogen_stop_share": {"brainport": 0.4, "twente": 0.2, "abroad": 0.0},
    "nitrogen_permit_rate": 0.3,
    "appeal_share": 0.0,
    "appeal_time": 1.2,
    "appeal_spread": 0.3,
    "permit_time_full": 1.8,
    "permit_time_shortest": 0.25,
    "permit_speed_effect": 1.0,
    "nitrogen_room_effect": 1.0,
    "shrink_share": 0.0,
    "shrink_to": 0.5,
    "power_margin": 1.2,
    "mw_per_output": {"lithography": 0.01, "chips": 0.05},
    "capacity_upgrading": 0.0,
    "fits_connection_share": 0.0,
    "construction_time": 1.5,
    "construction_spread": 0.2,
    "connection_time": 0.75,
    "connections_a_year": 1e9,
    "mw_per_request": 0.65,
    "patience_time": 5.0,
    "patience_spread": 0.4,
    "abroad_share": 0.5,
    "request_lot_size": {"brainport": 5.0, "twente": 3.0, "abroad": 5.0},
    "speculative_share": 0.35,
    "speculative_patience": 4.0,
    "societal_share": 0.3,
    "flexible_share": 0.25,
    "reinforcement_delay_chance": 0.44,
    "reinforcement_delay": 3.0,
    "reinforcement_delay_spread": 0.4,
    "award_spread": 0.15,
    "ipcei_call_to_award": 2.55,
    "ipcei_drop_out": 1.0 / 3.0,
    "direct_subsidy_additionality": 1.1,
    "permits_lifted_from": 2200.0,
    "power_lifted_from": 2200.0,
    "money_lifted_from": 2200.0,
    "land_lifted_from": 2200.0,
    "builders_lifted_from": 2200.0,
    "finance_gap_share": 0.0,
    "finance_time": 1.0,
    "award_wait_share": 0.0,
    "fits_site_share": 1.0,
    "land_per_output": 0.01,
    "land_issued_a_year": 0.0,
    "land_kept_time": 2.0,
    "building_crews": 1000.0,
    "relief_reaches": {"brainport": 1.0, "twente": 1.0, "abroad": 0.0},
}
AXIS_OF = {"lithography": "segment", "brainport": "place", "brainport.lithography": "cell"}


def parameters(**changed: Any) -> dict[str, Array]:
    """The parameters above, changed, as eight-dimensional arrays of one member."""
    arrays = {}
    for name, value in {**PARAMETERS, **changed}.items():
        if isinstance(value, Mapping):
            axis = AXIS_OF[next(iter(value))]
            arrays[name] = np.array([value[label] for label in AXES.labels[axis]]).reshape(
                AXES.shape((axis,))
            )
        elif np.ndim(value):
            arrays[name] = np.asarray(value, dtype=float).reshape(1, 1, 1, 1, 1, 1, 1, -1)
        else:
            arrays[name] = np.full(AXES.shape(()), float(value))
    return arrays


class Books:
    """Stocks by name, (label, member), and the agenda that moves them."""

    def __init__(
        self,
        members: Sequence[int] = (0, 1, 2, 3),
        *,
        given: Mapping[str, Array] | None = None,
        switches: Switches | None = None,
        ordering: Any = 0.0,
        filing: Any = 0.0,
        stocks: Mapping[str, Any] | None = None,
        start: float = 2010.0,
        dt: float = 0.0625,
        seed: int = 1,
        **events: Any,
    ) -> None:
        self.members, self.start, self.dt, self.step = tuple(members), start, dt, 0
        self.trades_demand = 1.0
        self.valves = Valves(declared(), AXES, len(self.members))
        self.agenda = Agenda(
            AXES,
            self.members,
            given or parameters(),
            self.valves,
            Streams(seed),
            start,
            switches or Switches(),
            **events,
        )
        self.stocks = {
            name: np.zeros((AXES.size(axis), len(self.members)))
            for flows, axis in ((CELL_FLOWS, "cell"), (PLACE_FLOWS, "place"))
            for name in flows
        }
        self.aid = {name: np.zeros((AXES.size("segment"), len(self.members))) for name in AID}
        for name, value in (stocks or {}).items():
            self.stocks[name][...] = value
        self.inflow = {
            "investment_pending": self._column(ordering),
            "requests_pending_mw": self._column(filing),
        }

    @staticmethod
    def _column(rate: Any) -> Array:
        rates = np.asarray(rate, dtype=float)
        return rates.reshape(-1, 1) if rates.ndim == 1 else rates

    @property
    def time(self) -> float:
        return self.start + self.step * self.dt

    def advance(self, steps: int = 1) -> None:
        """Steps of the loop: events, means of the valves, then the stocks."""
        for _ in range(steps):
            start, end = self.time, self.start + (self.step + 1) * self.dt
            self.agenda.advance(start, end, self._state())
            means = {
                name: mean.reshape(-1, len(self.members))
                for name, mean in self.valves.means(start, end).items()
            }
            for flows in (CELL_FLOWS, PLACE_FLOWS):
                for name, (inflows, outflows) in flows.items():
                    net = np.zeros_like(self.stocks[name]) + self.inflow.get(name, 0.0)
                    for flow in inflows:
                        net = net + means[flow]
                    for flow in outflows:
                        net = net - means[flow]
                    self.stocks[name] += self.dt * net
            for name in AID:
                self.aid[name] += self.dt * means[name]
            self.step += 1

    def until(self, time: float) -> None:
        self.advance(round((time - self.time) / self.dt))

    def events(self, *kinds: str, member: int | None = None) -> list[tuple[Any, ...]]:
        """Rows of the log of these kinds (all where none is named)."""
        return [
            row
            for row in self.agenda.log
            if (not kinds or row[2] in kinds) and (member is None or row[0] == member)
        ]

    def _state(self) -> dict[str, Array]:
        state = {}
        for flows, axis in ((CELL_FLOWS, "cell"), (PLACE_FLOWS, "place")):
            for name in flows:
                state[name] = self.stocks[name].reshape(AXES.shape((axis,), len(self.members)))
        return {**state, "trades_demand": np.full(AXES.shape(()), self.trades_demand)}
