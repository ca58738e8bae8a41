"""Capacity and output: what Dutch firms can make, where, and what holds it back.

Expected orders decide how much capacity is wanted; the expected wait decides where. Expansion in the
Netherlands queues for permit, grid and builders (events), and what waits too long goes abroad. Output is the
least of what is desired and all limits: a hard minimum.
"""

import numpy as np

from sim.core.vocabulary import (
    auxiliary,
    correction,
    delay,
    flow,
    initial,
    measure,
    ratio,
    smooth,
    stock,
    total,
    valve,
)

proposed = valve("MUSD2023/year/year", "Expansion proposed.", axes=("cell",), kind="quantity")
permitted = valve("MUSD2023/year/year", "Expansion that got its permit.", axes=("cell",), kind="quantity")
connected = valve("MUSD2023/year/year", "Expansion that got power.", axes=("cell",), kind="quantity")
commissioned = valve("MUSD2023/year/year", "Expansion taken into use.", axes=("cell",), kind="quantity")
dropped_at_permit = valve(
    "MUSD2023/year/year", "Given up, waiting for a permit.", axes=("cell",), kind="quantity"
)
dropped_at_grid = valve("MUSD2023/year/year", "Given up, waiting for power.", axes=("cell",), kind="quantity")
abroad_at_permit = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for a permit.", axes=("cell",), kind="quantity"
)
abroad_at_grid = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for power.", axes=("cell",), kind="quantity"
)


# What firms plan ------------------------------------------------------------------------------------------


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_orders_volume(orders, is_dutch, price_index):
    """Orders of Dutch firms in volume."""
    return total(is_dutch * orders, "seller", "market") / price_index


expected_orders = smooth("dutch_orders_volume", time="expectation_time", words="Orders that firms plan for.")


@auxiliary("1", axes=("cell",))
def cell_share(volume_capacity, cells):
    """A cell's part of its segment's Dutch capacity."""
    segment = cells.total(volume_capacity, "segment")
    return ratio(volume_capacity, cells.spread(segment, "segment"), 0)


@auxiliary("MUSD2023/year", axes=("cell",))
def plan(expected_orders, cell_share, cells):
    """Output that a cell plans: expected orders."""
    return cells.spread(expected_orders, "segment") * cell_share


@auxiliary("year", axes=("cell",))
def expected_wait(grid_wait_perceived, permit_wait_normal, is_abroad, cells):
    """The wait that firms expect before they may build and connect."""
    return cells.spread((1 - is_abroad) * (grid_wait_perceived + permit_wait_normal), "place")


@auxiliary("1", axes=("cell",), source="Relocation: effect_parameters.csv relocation_intent_*; assumption")
def location_pull(cell_share, expected_wait, wait_sensitivity, permit_wait_normal):
    """Where firms put the next unit of capacity: where they are, less where they must wait."""
    return cell_share * np.exp(-wait_sensitivity * np.maximum(0, expected_wait - permit_wait_normal))


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
def under_way(
    investment_pending, waiting_permit, waiting_grid, under_construction, built_unqueued__under_way
):
    """Capacity ordered and not yet in use."""
    queued = investment_pending + waiting_permit + waiting_grid + under_construction
    return queued + built_unqueued__under_way


@auxiliary("MUSD2023/year", axes=("cell",))
def capacity_gap(capacity_wanted, volume_capacity, under_way, location_share, cells):
    """What the segment still lacks, put where investment goes."""
    segment = capacity_wanted - cells.total(volume_capacity + under_way, "segment")
    return cells.spread(np.maximum(0, segment), "segment") * location_share


# From order to use ----------------------------------------------------------------------------------------


@flow("MUSD2023/year/year", axes=("cell",))
def capacity_ordering(capacity_gap, ordering_time, projects_live, is_abroad, cells):
    """Investment that has to ask for permit and power."""
    queued = projects_live * cells.spread(1 - is_abroad, "place")
    return queued * capacity_gap / ordering_time


@auxiliary("MUSD2023/year/year", axes=("cell",))
def ordering_unqueued(capacity_gap, ordering_time, projects_live, is_abroad, cells):
    """Investment abroad, and all investment where projects are switched off: ordinary lead time, no queue."""
    queued = projects_live * cells.spread(1 - is_abroad, "place")
    return (1 - queued) * capacity_gap / ordering_time


@auxiliary("MUSD2023/year/year", axes=("cell",))
def diverted(abroad_at_permit, abroad_at_grid, is_abroad, cells):
    """What left the queue for abroad starts there anew."""
    segment = cells.total(abroad_at_permit + abroad_at_grid, "segment")
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

investment_pending = stock(
    "MUSD2023/year",
    "Investment decided, not yet a whole project.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[capacity_ordering],
    outflows=[proposed],
)
waiting_permit = stock(
    "MUSD2023/year",
    "Expansion that waits for a permit.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[proposed],
    outflows=[permitted, dropped_at_permit, abroad_at_permit],
)
waiting_grid = stock(
    "MUSD2023/year",
    "Expansion that waits for power.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[permitted],
    outflows=[connected, dropped_at_grid, abroad_at_grid],
)
under_construction = stock(
    "MUSD2023/year",
    "Expansion being built.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[connected],
    outflows=[commissioned],
)


@initial("MUSD2023/year", axes=("cell",))
def capacity_initial(
    backlog_initial, delivery_time, is_dutch, price_index, location_share_2010, normal_utilisation, cells
):
    """Capacity for the sales of the start year at normal utilisation."""
    volume = total(is_dutch * total(backlog_initial, "market") / delivery_time, "seller") / price_index
    return cells.spread(volume / normal_utilisation, "segment") * location_share_2010


@flow("MUSD2023/year/year", axes=("cell",), source="Life of buildings and tools: assumption")
def ageing(volume_capacity, capacity_life):
    """Capacity that wears out."""
    return volume_capacity / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def renewal(ageing, capacity_wanted, volume_capacity, cells):
    """Replacement on the same site, without a new permit, as far as capacity is still wanted."""
    segment = ratio(capacity_wanted, cells.total(volume_capacity, "segment"), 1)
    return ageing * cells.spread(np.minimum(1, segment), "segment")


@flow("MUSD2023/year/year", axes=("cell",), source="A correction: the record shows that it was there")
def capacity_on_record(
    observing,
    has_sales_record,
    dutch_sales_on_record,
    expected_orders,
    price_index,
    volume_capacity,
    normal_utilisation,
    correction_time,
    expansion_share,
    cells,
):
    """While observing, capacity that recorded sales prove, put where firms built or bought in those years.

    Segments without a record are taken to have met what was ordered: nothing tells of a shortage of years.
    """
    proven = has_sales_record * dutch_sales_on_record / price_index + (1 - has_sales_record) * expected_orders
    missing = np.maximum(0, proven / normal_utilisation - cells.total(volume_capacity, "segment"))
    return observing * cells.spread(missing / correction_time, "segment") * expansion_share


volume_capacity = stock(
    "MUSD2023/year",
    "Capacity in use, as output a year at 2023 prices.",
    axes=("cell",),
    initial="capacity_initial",
    inflows=[commissioned, "built_unqueued", renewal, capacity_on_record],
    outflows=[ageing],
)

# Power and people on site ---------------------------------------------------------------------------------


@initial("MW", axes=("cell",))
def site_power_initial(capacity_initial, mw_per_output, power_margin, cells):
    """Contracts of the start year cover capacity with a margin."""
    return capacity_initial * cells.spread(mw_per_output * power_margin, "segment")


@flow("MW/year", axes=("cell",))
def power_gained(connected, built_unqueued, capacity_on_record, mw_per_output, power_margin, cells):
    """New connections, made for the capacity that they serve."""
    return (connected + built_unqueued + capacity_on_record) * cells.spread(
        mw_per_output * power_margin, "segment"
    )


@flow("MW/year", axes=("cell",))
def power_given_up(site_power, ageing, renewal, volume_capacity):
    """Contracts that end with capacity that is not renewed."""
    return site_power * ratio(ageing - renewal, volume_capacity, 0)


site_power = stock(
    "MW",
    "Contracted power on the sites of a cell.",
    axes=("cell",),
    initial="site_power_initial",
    inflows=[power_gained],
    outflows=[power_given_up],
)


@flow("MUSD2023/person/year/year", axes=("cell",), source="Labour productivity: assumption")
def productivity_gain(output_per_person, productivity_growth, cells):
    """More output per person every year."""
    return output_per_person * cells.spread(productivity_growth, "segment")


@initial("MUSD2023/person/year", axes=("cell",))
def output_per_person_initial(capacity_initial, normal_utilisation, staff):
    """Sales of the start year over the people of the start year."""
    return capacity_initial * normal_utilisation / staff


output_per_person = stock(
    "MUSD2023/person/year",
    "Output a year per person, at 2023 prices.",
    axes=("cell",),
    initial="output_per_person_initial",
    inflows=[productivity_gain],
)


@auxiliary("MUSD2023/person/year", axes=("cell",))
def output_per_person_on_record(dutch_sales_on_record, price_index, cell_share, staff, cells):
    """What recorded sales say about output per person."""
    return cells.spread(dutch_sales_on_record / price_index, "segment") * cell_share / staff


productivity_residual = correction(
    "output_per_person",
    needed="output_per_person_on_record",
    where="has_cell_record",
    half_life="productivity_half_life",
)


@auxiliary("MUSD2023/person/year", axes=("cell",))
def productivity(output_per_person, productivity_residual):
    """Output a year per person with the residual of the record."""
    return output_per_person * np.exp(productivity_residual)


@auxiliary("person", axes=("cell",))
def staff_for_output(desired_output, productivity):
    """People whom today's desired output needs, all levels together."""
    return desired_output / productivity


staff_wanted = smooth(
    "staff_for_output",
    time="staff_planning_time",
    words="People whom firms plan to have, not every swing followed.",
)


# Output: the least of what is desired and all limits ------------------------------------------------------


@auxiliary("MUSD2023/year", axes=("cell",))
def demand_limit(backlog_drawn, is_dutch, price_index, cell_share, cells):
    """Orders and the backlog that may be drawn."""
    return cells.spread(total(is_dutch * backlog_drawn, "seller") / price_index, "segment") * cell_share


@auxiliary("MUSD2023/year", axes=("cell",))
def desired_output(plan, demand_limit):
    """The larger of the plan and what orders ask at the delivery time that buyers count on."""
    return np.maximum(plan, demand_limit)


@auxiliary("MUSD2023/year", axes=("cell",), source="Overtime and hired staff: assumption")
def people_limit(effective_staff, productivity, overtime, people_limit_live, desired_output):
    """What the people present can make, overtime and hired staff included; no limit where switched off."""
    made = effective_staff * productivity * overtime
    return np.where(people_limit_live > 0, made, np.maximum(made, desired_output))


@auxiliary("MUSD2023/year", axes=("cell",))
def power_limit(site_power, mw_per_output, cells):
    """What contracted power can drive."""
    return site_power / cells.spread(mw_per_output, "segment")


@auxiliary("MUSD2023/year", axes=("cell",))
def access_limit(desired_output, access_of_orders, cells):
    """What may be delivered under licences."""
    return desired_output * cells.spread(access_of_orders, "segment")


@auxiliary("1", axes=("segment",))
def access_of_orders(backlog, is_dutch, access):
    """The part of the Dutch backlog that may be delivered."""
    mine = total(is_dutch * backlog, "seller")
    return ratio(total(mine * access, "market"), total(mine, "market"), 1)


@auxiliary("MUSD2023/year", axes=("cell",))
def realised_output(desired_output, demand_limit, people_limit, power_limit, volume_capacity, access_limit):
    """Output: the least of what is desired and every limit."""
    least = np.minimum(np.minimum(demand_limit, people_limit), np.minimum(power_limit, volume_capacity))
    return np.minimum(np.minimum(desired_output, access_limit), least)


@auxiliary("MUSD/year", axes=("segment",))
def dutch_output(realised_output, price_index, cells):
    """What Dutch firms can ship, in money of the day at the reference exchange rate."""
    return cells.total(realised_output, "segment") * price_index


@measure(
    "MUSD2023/year",
    axes=("cell",),
    names=(
        "output_lost_demand",
        "output_lost_people",
        "output_lost_power",
        "output_lost_capacity",
        "output_lost_access",
        "output_gap",
    ),
    source="Shapley value of the largest loss (airport game: Littlechild & Owen 1973)",
)
def what_binds(desired_output, demand_limit, people_limit, power_limit, volume_capacity, access_limit):
    """The gap between desired and realised output, shared among the limits tight enough to cause it."""
    limits = np.stack(
        np.broadcast_arrays(demand_limit, people_limit, power_limit, volume_capacity, access_limit)
    )
    losses = np.maximum(0, desired_output - limits)
    order = np.argsort(losses, axis=0, kind="stable")
    upward = np.take_along_axis(losses, order, axis=0)
    slices = np.diff(upward, axis=0, prepend=0)
    causes = np.arange(len(losses), 0, -1).reshape(-1, *[1] * desired_output.ndim)
    parts = np.cumsum(slices / causes, axis=0)
    shares = np.empty_like(parts)
    np.put_along_axis(shares, order, parts, axis=0)
    return (*shares, upward[-1])
