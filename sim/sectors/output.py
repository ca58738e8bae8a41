"""Output: the least of what is desired and all limits, and which limit takes how much.

People, contracted power, capacity, orders and licences each set a limit: a hard minimum. Missing inputs take
their part of what the others let through, since they strike some firms whole and others not at all.
"""

import numpy as np

from sim.core.vocabulary import (
    auxiliary,
    correction,
    driver,
    flow,
    initial,
    measure,
    ratio,
    smooth,
    stock,
    total,
)

people_lifted = driver("1", "1 where people set no limit any more (a relief run).", axes=("place",))
power_lifted = driver("1", "1 where power sets no limit any more (a relief run).", axes=("place",))
capacity_lifted = driver("1", "1 where capacity sets no limit any more (a relief run).", axes=("place",))


@auxiliary("MW*year/MUSD2023", axes=("segment",), source="Power follows floor and tools: assumption")
def power_need(mw_per_output, floor_value):
    """Power at full capacity for a yearly output: less as the same floor and tools make more value."""
    return mw_per_output / floor_value


@initial("MW", axes=("cell",))
def site_power_initial(capacity_initial, power_need, power_margin, cells):
    """Contracts of the start year cover capacity with a margin."""
    return capacity_initial * cells.spread(power_need * power_margin, "segment")


@flow("MW/year", axes=("cell",))
def power_gained(
    connected,
    connected_flexible,
    flexible_curtailment,
    built_unqueued,
    capacity_on_record,
    power_need,
    power_margin,
    cells,
):
    """New connections, made for the capacity that they serve; a flexible one is curtailed in peak hours."""
    firm = connected - flexible_curtailment * connected_flexible
    return (firm + built_unqueued + capacity_on_record) * cells.spread(power_need * power_margin, "segment")


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
def productivity(output_per_person, productivity_residual, rd_jobs):
    """Output a year per person with the residual of the record; people go where research goes."""
    return output_per_person * np.exp(productivity_residual) / rd_jobs


@auxiliary("person", axes=("cell",))
def staff_for_output(desired_output, productivity):
    """People whom today's desired output needs, all levels together."""
    return desired_output / productivity


staff_wanted = smooth(
    "staff_for_output",
    time="staff_planning_time",
    words="People whom firms plan to have, not every swing followed.",
)


@auxiliary("MUSD2023/year", axes=("cell",))
def demand_limit(backlog_drawn, is_dutch, price_index, cell_share, cells):
    """Orders and the backlog that may be drawn."""
    return cells.spread(total(is_dutch * backlog_drawn, "seller") / price_index, "segment") * cell_share


@auxiliary("MUSD2023/year", axes=("cell",))
def desired_output(plan, demand_limit):
    """The larger of the plan and what orders ask at the delivery time that buyers count on."""
    return np.maximum(plan, demand_limit)


def eased(limit, desired_output, lifted):
    """A limit that binds no more in the part `lifted` (0 to 1) of a step; exactly itself where that is 0."""
    return (1 - lifted) * limit + lifted * np.maximum(limit, desired_output)


@auxiliary("MUSD2023/year", axes=("cell",), source="Overtime and hired staff: assumption")
def people_limit(
    effective_staff, productivity, overtime, people_limit_live, desired_output, people_lifted, cells
):
    """What the people present can make, overtime and hired staff included; no limit where lifted or cut."""
    made = effective_staff * productivity * overtime
    lifted = np.maximum(cells.spread(people_lifted, "place"), 1 - people_limit_live)
    return eased(made, desired_output, lifted)


@auxiliary("MUSD2023/year", axes=("cell",), source="Power is contracted for a peak: more hours need no more")
def power_limit(site_power, power_need, stretch, desired_output, power_lifted, cells):
    """What contracted power can drive, at a stretch; no limit where lifted."""
    driven = site_power * cells.spread(stretch / power_need, "segment")
    return eased(driven, desired_output, cells.spread(power_lifted, "place"))


@auxiliary(
    "MUSD2023/year", axes=("cell",), source="Sales of a year over the former peak: data/record/market.csv"
)
def capacity_limit(volume_capacity, stretch, desired_output, capacity_lifted, cells):
    """What capacity in place can make, at a stretch; no limit where lifted."""
    made = volume_capacity * cells.spread(stretch, "segment")
    return eased(made, desired_output, cells.spread(capacity_lifted, "place"))


@flow("MUSD/year", axes=("segment",))
def barred_from_book(orders_barred, orders_revoked, is_dutch):
    """Dutch orders that controls keep out of the book or take out of it."""
    return total(is_dutch * (orders_barred + orders_revoked), "seller", "market")


@flow("MUSD/year", axes=("segment",))
def barred_past(barred_book, normal_delivery_time):
    """Barred orders that would have been delivered by now."""
    return barred_book / normal_delivery_time


barred_book = stock(
    "MUSD",
    "Orders that would be in the Dutch book but for controls; a memory, no order.",
    axes=("segment",),
    initial="no_orders_barred",
    inflows=[barred_from_book],
    outflows=[barred_past],
)


@auxiliary("MUSD2023/year", axes=("cell",))
def output_barred(barred_past, won_back, is_dutch, price_index, cell_share, cells):
    """Output that licences take: barred orders due by now, less what is won back in other markets."""
    net = np.maximum(0, barred_past - total(is_dutch * won_back, "seller", "market"))
    return cells.spread(net / price_index, "segment") * cell_share


@auxiliary("MUSD2023/year", axes=("cell",))
def output_wanted(desired_output, demand_limit, output_barred):
    """Output desired if no order were barred: the plan, or orders with those that licences bar."""
    return np.maximum(desired_output, demand_limit + output_barred)


@auxiliary("MUSD2023/year", axes=("cell",))
def makeable_output(desired_output, demand_limit, people_limit, power_limit, capacity_limit):
    """Output if no input were missing: the least of what is desired and every other limit.

    Licences limit orders (controls), so what they take is missing in the limit of demand already.
    """
    least = np.minimum(np.minimum(demand_limit, people_limit), np.minimum(power_limit, capacity_limit))
    return np.minimum(desired_output, least)


@auxiliary("MUSD2023/year", axes=("cell",))
def realised_output(makeable_output, supplied_at_home, cells):
    """Output: what can be made, as far as its inputs are there."""
    return makeable_output * cells.spread(supplied_at_home, "segment")


@auxiliary("person", axes=("cell",))
def people_standing_in(realised_output, productivity, overtime, effective_staff, people_lifted, cells):
    """People whom output beyond the limit of those present takes; nobody unless that limit is lifted."""
    beyond = np.maximum(0, realised_output / productivity / overtime - effective_staff)
    return beyond * cells.spread(people_lifted, "place")


@auxiliary("MUSD2023/year", axes=("cell",))
def inputs_limit(output_wanted, supplied_at_home, cells):
    """What the inputs that are there let firms make of what is wanted."""
    return output_wanted * cells.spread(supplied_at_home, "segment")


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
def what_binds(
    output_wanted,
    output_barred,
    demand_limit,
    people_limit,
    power_limit,
    capacity_limit,
    inputs_limit,
    realised_output,
):
    """The gap between what is wanted, barred orders included, and realised output, shared among the limits
    tight enough to cause it.

    Access is licences and inputs: what demand takes because orders are barred, and what missing inputs take
    beyond the largest loss of any limit, is put down to it.
    """
    limits = (demand_limit, people_limit, power_limit, capacity_limit, inputs_limit)
    losses = [np.maximum(0, output_wanted - limit) for limit in limits]
    upward = _ordered(losses)
    part, before, parts = 0, 0, []
    for number, loss in enumerate(upward):
        part = part + (loss - before) / (len(losses) - number)
        before = loss
        parts.append(part)
    demand, *others, access = (_part_of(loss, upward, parts) for loss in losses)
    by_controls = demand * np.minimum(1, ratio(output_barred, losses[0], 0))
    gap = np.maximum(upward[-1], output_wanted - realised_output)
    return (demand - by_controls, *others, access + by_controls + gap - upward[-1], gap)


def _ordered(values):
    """The values of each cell and member from the least to the largest: neighbours change places."""
    result = list(values)
    for last in range(len(result) - 1, 0, -1):
        for at in range(last):
            one, other = result[at], result[at + 1]
            result[at], result[at + 1] = np.minimum(one, other), np.maximum(one, other)
    return result


def _part_of(loss, upward, parts):
    """The part that belongs to a loss; equal losses have equal parts."""
    result = parts[-1]
    for value, part in zip(upward[-2::-1], parts[-2::-1], strict=True):
        result = np.where(loss == value, part, result)
    return result
