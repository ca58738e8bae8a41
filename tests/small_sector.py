"""The equations of the small model: every word of the vocabulary at least once."""

import numpy as np

from sim.core.vocabulary import (
    auxiliary,
    correction,
    delay,
    driver,
    flow,
    initial,
    outcome,
    ratio,
    smooth,
    stock,
    table,
    total,
    valve,
)

observing = driver("1", "1 while the record is used.")
demand = driver("MUSD2023/year", "World demand.", axes=("segment",))
recorded_demand = driver("MUSD2023/year", "World demand as recorded.", axes=("segment",))
commissioned = valve("MUSD2023/year/year", "Capacity taken into use.", axes=("cell",), kind="quantity")
campaign = valve("person/year", "Extra students.", axes=("place",), kind="switch")

residual = correction("demand_plain", needed="recorded_demand", where="has_record")


@auxiliary("MUSD2023/year", axes=("segment",))
def demand_plain(demand, demand_scale):
    """Demand as the model has it."""
    return demand * demand_scale


@auxiliary("MUSD2023/year", axes=("segment",))
def demand_corrected(demand_plain, residual):
    """Demand on the record."""
    return demand_plain * np.exp(residual)


@auxiliary("1", axes=("seller",))
def pull(attraction, is_dutch, quality, quality_reference, elasticity):
    """What draws buyers."""
    return attraction * (1 - is_dutch + is_dutch * (quality / quality_reference) ** elasticity)


@flow("MUSD2023/year", axes=("seller", "market", "segment"))
def orders(demand_corrected, pull, is_china, china_part):
    """Orders by seller and market."""
    market = is_china * china_part + (1 - is_china) * (1 - china_part)
    return demand_corrected * market * ratio(pull, total(pull, "seller"), 0)


@flow("MUSD2023/year", axes=("seller", "market", "segment"))
def shipments(backlog, lead_time, dutch_limit, is_dutch):
    """Shipments: what stands in the backlog, the Dutch no more than they can make."""
    wanted = backlog / lead_time
    dutch_wanted = total(is_dutch * wanted, "seller", "market")
    return wanted * np.minimum(1, is_dutch * ratio(dutch_limit, dutch_wanted, 0) + (1 - is_dutch))


@initial("MUSD2023", axes=("seller", "market", "segment"))
def backlog_initial(orders, lead_time):
    """Steady state."""
    return orders * lead_time


backlog = stock(
    "MUSD2023",
    "Orders not yet shipped.",
    axes=("seller", "market", "segment"),
    initial="backlog_initial",
    inflows=[orders],
    outflows=[shipments],
)


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_orders(orders, is_dutch):
    """Orders of Dutch firms."""
    return total(is_dutch * orders, "seller", "market")


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_limit(capacity, staffing, cells):
    """What Dutch firms can make."""
    return cells.total(capacity * cells.spread(staffing, "place"), "segment")


expected_orders = smooth("dutch_orders", time="expectation_time")


@auxiliary("1", axes=("cell",))
def cell_share(capacity, cells):
    """A cell's part of its segment."""
    return ratio(capacity, cells.spread(cells.total(capacity, "segment"), "segment"), 0)


@flow("MUSD2023/year/year", axes=("cell",))
def starts(expected_orders, capacity, cell_share, ordering_time, cells):
    """New capacity begun where the gap is."""
    gap = expected_orders - cells.total(capacity, "segment")
    return cells.spread(np.maximum(0, gap), "segment") * cell_share / ordering_time


finished = delay("starts", time="build_time", order=3)
noted = delay("commissioned", time="build_time", order=1)


@flow("MUSD2023/year/year", axes=("cell",))
def scrapped(capacity, life):
    """Capacity at the end of its life."""
    return capacity / life


@auxiliary("MUSD2023/year/year", axes=("cell",))
def pace(commissioned, capacity_start, life):
    """What hangs on a valve within the moment, and is wanted at the start."""
    return commissioned + capacity_start / life


@initial("MUSD2023/year", axes=("cell",))
def capacity_initial(pace, life):
    """Capacity that its own pace would keep."""
    return pace * life


capacity = stock(
    "MUSD2023/year",
    "Capacity.",
    axes=("cell",),
    initial="capacity_initial",
    inflows=[finished, noted],
    outflows=[scrapped],
)


@flow("person/year", axes=("place", "level"))
def enrolment(enrolment_normal, campaign, level_part, staffing, staffing_curve):
    """Students who start; more where staff is short."""
    return (enrolment_normal + campaign) * level_part * table(staffing, staffing_curve)


graduation = delay("enrolment", time="study_time", order=2)


@flow("person/year", axes=("place", "level"))
def leaving(staff, leaving_rate):
    """Staff that leaves."""
    return np.where(staff > 0, staff * leaving_rate, 0)


staff = stock(
    "person",
    "Staff.",
    axes=("place", "level"),
    initial="staff_start",
    inflows=["graduation"],
    outflows=[leaving],
)


@auxiliary("1", axes=("place",))
def staffing(staff, staff_wanted):
    """Staff there is for staff wanted, at most 1."""
    return np.minimum(1, total(staff, "level") / staff_wanted)


@flow("1/year")
def learning(capacity, capacity_start, learning_rate):
    """Quality grows with the root of capacity."""
    return learning_rate * np.sqrt(total(capacity, "cell") / total(capacity_start, "cell"))


@flow("1/year")
def forgetting(quality, quality_reference, forgetting_rate):
    """Quality fades the faster the higher it is."""
    return forgetting_rate * np.log(1 + (quality / quality_reference) ** 2)


quality = stock(
    "1", "Quality of Dutch products.", initial="quality_reference", inflows=[learning], outflows=[forgetting]
)


@outcome("1")
def share(shipments, is_dutch):
    """The Dutch part of all shipments."""
    everything = total(shipments, "seller", "market", "segment")
    return total(is_dutch * shipments, "seller", "market", "segment") / everything
