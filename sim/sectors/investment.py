"""Investment: how much capacity firms want, and where they order it.

Expected orders decide how much is wanted; the expected wait decides where. What is ordered in the Netherlands
goes the way of `expansion.py`; what is ordered abroad is built in the ordinary lead time.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, delay, driver, flow, initial, ratio, smooth, total

supported_investment = driver(
    "MUSD2023/year/year", "Capacity ordered because of investment support.", axes=("segment",)
)


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_orders_volume(orders, is_dutch, price_index):
    """Orders of Dutch firms in volume."""
    return total(is_dutch * orders, "seller", "market") / price_index


expected_orders = smooth("dutch_orders_volume", time="expectation_time", words="Orders that firms plan for.")


@auxiliary("MUSD2023/year", axes=("cell",))
def plan(expected_orders, cell_share, cells):
    """Output that a cell plans: expected orders."""
    return cells.spread(expected_orders, "segment") * cell_share


@auxiliary("year", axes=("cell",))
def expected_wait(grid_wait_perceived, permit_wait_normal, is_abroad, cells):
    """The wait that firms expect before they may build and connect."""
    return cells.spread((1 - is_abroad) * (grid_wait_perceived + permit_wait_normal), "place")


@auxiliary("1", axes=("cell",), source="Relocation: effect_parameters.csv relocation_intent_*; assumption")
def location_pull(
    cell_share, expected_wait, wait_sensitivity, permit_wait_normal, tax_location, is_abroad, cells
):
    """Where firms put the next unit of capacity: where they are, less where they wait or pay more tax."""
    wait = wait_sensitivity * np.maximum(0, expected_wait - permit_wait_normal)
    taxes = cells.spread(tax_location, "segment") * cells.spread(1 - is_abroad, "place")
    return cell_share * np.exp(taxes - wait)


@auxiliary("1", axes=("cell",))
def location_share(location_pull, cells):
    """The part of a segment's next investment that goes to a cell."""
    segment = cells.total(location_pull, "segment")
    return ratio(location_pull, cells.spread(segment, "segment"), 0)


long_run_orders = smooth("dutch_orders_volume", time="planning_memory", words="Orders of the last years.")


@auxiliary("1/year", axes=("segment",), source="Trend extrapolation: Sterman 2000, chapter 16")
def growth_planned(expected_orders, long_run_orders, planning_memory, expectation_time, planned_growth):
    """Growth that firms count on: what they have seen of late, at least the ordinary."""
    seen = (expected_orders / long_run_orders - 1) / (planning_memory - expectation_time)
    return np.maximum(planned_growth, seen)


@auxiliary("MUSD2023/year", axes=("segment",), source="Firms plan ahead of the lead time of a project")
def capacity_wanted(expected_orders, growth_planned, planning_horizon, normal_utilisation):
    """Capacity for the orders expected when it will be ready, at normal utilisation."""
    return expected_orders * (1 + growth_planned * planning_horizon) / normal_utilisation


@auxiliary("MUSD2023/year", axes=("cell",))
def under_way(investment_pending, expansion_waiting, under_construction, built_unqueued__under_way):
    """Capacity ordered and not yet in use."""
    return investment_pending + expansion_waiting + under_construction + built_unqueued__under_way


@auxiliary("MUSD2023/year", axes=("cell",))
def capacity_gap(
    capacity_wanted, volume_capacity, under_way, capacity_upgrading, planning_horizon, location_share, cells
):
    """What the segment will lack beyond what floors will make by then, put where investment goes."""
    ready = cells.total(volume_capacity + under_way, "segment") * np.exp(
        capacity_upgrading * planning_horizon
    )
    segment = capacity_wanted - ready
    return cells.spread(np.maximum(0, segment), "segment") * location_share


@auxiliary("MUSD2023/year/year", axes=("cell",), source="Additionality, never leverage")
def ordering_supported(supported_investment, cell_share, made_share_nl, is_abroad, cells):
    """Investment in the Netherlands that would not be made without public money."""
    here = cell_share * cells.spread(1 - is_abroad, "place")
    return cells.spread(ratio(supported_investment, made_share_nl, 0), "segment") * here


@auxiliary("MUSD2023/year/year", axes=("cell",))
def ordering(capacity_gap, ordering_time, credibility_factor, ordering_supported, is_abroad, cells):
    """Investment decided: what lacks, in the Netherlands as far as policy is believed, and what aid adds."""
    here = cells.spread(1 - is_abroad, "place")
    return capacity_gap / ordering_time * (1 + here * (credibility_factor - 1)) + ordering_supported


@auxiliary("MUSD2023/year/year", axes=("cell",))
def ordering_unqueued(ordering, projects_live, is_abroad, cells):
    """Investment abroad, and all investment where projects are switched off: ordinary lead time, no queue."""
    return ordering * (1 - projects_live * cells.spread(1 - is_abroad, "place"))


@auxiliary("MUSD2023/year/year", axes=("cell",))
def diverted(expansion_abroad, is_abroad, cells):
    """What left the queue for abroad starts there anew."""
    segment = cells.total(expansion_abroad, "segment")
    return cells.spread(segment, "segment") * cells.spread(is_abroad, "place")


@flow("MUSD2023/year/year", axes=("cell",))
def started_unqueued(ordering_unqueued, diverted):
    """All building that meets no queue."""
    return ordering_unqueued + diverted


@initial("MUSD2023/year/year", axes=("cell",))
def started_initial(capacity_initial, planned_growth, projects_live, is_abroad, cells):
    """At the start firms build abroad at the growth that they count on."""
    return capacity_initial * planned_growth * (1 - projects_live * cells.spread(1 - is_abroad, "place"))


built_unqueued = delay(
    "started_unqueued",
    time="ordinary_lead_time",
    order=3,
    initial="started_initial",
    words="Capacity built without a queue.",
)
