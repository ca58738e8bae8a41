"""Grid: free, contracted and requested power by place, and the wait that users come to expect.

Requests queue in the events (`grid_queue.py`), which pour MW between these stocks. Other users file requests
in the equations: a longer expected wait brings more of them, with a gain below one over the whole range.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, flow, ratio, smooth, stock, valve

requested_other = valve(
    "MW/year", "Requests of other users that enter the queue.", axes=("place",), kind="quantity"
)
requested_chips = valve(
    "MW/year", "Requests of the sector that enter the queue.", axes=("place",), kind="quantity"
)
granted_other = valve("MW/year", "Power granted to other users.", axes=("place",), kind="quantity")
granted_chips = valve("MW/year", "Power granted to the sector.", axes=("place",), kind="quantity")
withdrawn_other = valve("MW/year", "Requests that other users withdraw.", axes=("place",), kind="quantity")
withdrawn_chips = valve("MW/year", "Requests that the sector withdraws.", axes=("place",), kind="quantity")
mw_released = valve(
    "MW/year", "Power that reinforcement or new rules release.", axes=("place",), kind="quantity"
)

mw_released_flexible = valve(
    "MW/year", "Room outside the peak, for flexible and group contracts.", axes=("place",), kind="quantity"
)
granted_flexible = valve(
    "MW/year", "Power granted on flexible and group contracts.", axes=("place",), kind="quantity"
)
requested_societal = valve(
    "MW/year", "The part of requests that the framework ranks first.", axes=("place",), kind="quantity"
)
granted_societal = valve("MW/year", "The part of grants that they get.", axes=("place",), kind="quantity")
withdrawn_societal = valve("MW/year", "What they withdraw.", axes=("place",), kind="quantity")
requested_speculative = valve(
    "MW/year", "The part of requests made in case.", axes=("place",), kind="quantity"
)
granted_speculative = valve("MW/year", "The part of grants that they get.", axes=("place",), kind="quantity")
withdrawn_speculative = valve(
    "MW/year", "Requests made in case that lapse.", axes=("place",), kind="quantity"
)


# What other users ask -------------------------------------------------------------------------------------


@flow("MW/year/year", axes=("place",), source="Electrification saturates: assumption")
def electrification(mw_demand, mw_demand_growth, mw_demand_ceiling):
    """Growth of the yearly need for power, slower as it comes near its ceiling."""
    return mw_demand_growth * mw_demand * (1 - ratio(mw_demand, mw_demand_ceiling, 1))


mw_demand = stock(
    "MW/year",
    "Power that other users newly need each year.",
    axes=("place",),
    initial="mw_demand_initial",
    inflows=[electrification],
)


@auxiliary(
    "MW/year", axes=("place",), source="Zombie applications: Netbeheer Nederland 2024; size assumption"
)
def speculative_filing(
    mw_demand, grants_expected, grid_wait_perceived, speculative_response, speculative_half_wait
):
    """Double and early requests: they compete for what is handed out; a longer wait brings more of them."""
    fear = grid_wait_perceived / (grid_wait_perceived + speculative_half_wait)
    return speculative_response * np.minimum(mw_demand, grants_expected) * fear


@flow("MW/year", axes=("place",))
def request_filing_mw(mw_demand, speculative_filing, homes_completed, mw_per_home):
    """Requests of other users: new need, what the queue itself brings, and new homes."""
    return mw_demand + speculative_filing + homes_completed * mw_per_home


@auxiliary(
    "1", axes=("place",), source="At most a quarter of speculative_response, whatever need, grants and queue"
)
def speculative_gain(
    mw_in_queue, grants_expected, mw_demand, speculative_response, speculative_half_wait, speculative_patience
):
    """Loop gain: requests that one queued MW brings while it waits, were expectations to follow at once."""
    wait = mw_in_queue / grants_expected
    slope = speculative_response * speculative_half_wait / (wait + speculative_half_wait) ** 2
    return np.minimum(1, mw_demand / grants_expected) * slope * np.minimum(wait, speculative_patience)


# Stocks between which events pour ---------------------------------------------------------------------------

requests_pending_mw = stock(
    "MW",
    "Requests of other users, not yet a whole lot.",
    axes=("place",),
    initial="mw_none",
    inflows=[request_filing_mw],
    outflows=[requested_other],
)
mw_queued_other = stock(
    "MW",
    "Requests of other users in the queue.",
    axes=("place",),
    initial="mw_none",
    inflows=[requested_other],
    outflows=[granted_other, withdrawn_other],
)
mw_queued_chips = stock(
    "MW",
    "Requests of the sector in the queue.",
    axes=("place",),
    initial="mw_none",
    inflows=[requested_chips],
    outflows=[granted_chips, withdrawn_chips],
)
mw_free = stock(
    "MW",
    "Power that the grid can still give.",
    axes=("place",),
    initial="mw_free_initial",
    inflows=[mw_released, granted_flexible],
    outflows=[granted_other, granted_chips],
)
mw_free_flexible = stock(
    "MW",
    "Room outside the peak that flexible and group contracts can still take; it joins mw_free at the grant.",
    axes=("place",),
    initial="mw_none",
    inflows=[mw_released_flexible],
    outflows=[granted_flexible],
)
mw_queued_societal = stock(
    "MW",
    "Of mw_queued_other, what the framework ranks first: a memo.",
    axes=("place",),
    initial="mw_none",
    inflows=[requested_societal],
    outflows=[granted_societal, withdrawn_societal],
)
mw_queued_speculative = stock(
    "MW",
    "Of mw_queued_other, what was asked for in case: a memo.",
    axes=("place",),
    initial="mw_none",
    inflows=[requested_speculative],
    outflows=[granted_speculative, withdrawn_speculative],
)
mw_contracted_other = stock(
    "MW",
    "Power contracted by other users.",
    axes=("place",),
    initial="mw_contracted_other_initial",
    inflows=[granted_other],
)
mw_contracted_chips = stock(
    "MW",
    "Power contracted by the sector.",
    axes=("place",),
    initial="mw_contracted_chips_initial",
    inflows=[granted_chips],
)


# What users see -------------------------------------------------------------------------------------------


@auxiliary("MW", axes=("place",))
def mw_in_queue(mw_queued_other, mw_queued_chips):
    """All power that is asked for and not granted."""
    return mw_queued_other + mw_queued_chips


@auxiliary("MW/year", axes=("place",))
def grants(granted_other, granted_chips):
    """Power granted."""
    return granted_other + granted_chips


grants_seen = smooth("grants", time="grid_perception_time", words="Yearly grants as users see them.")


@auxiliary("MW/year", axes=("place",))
def grants_expected(grants_seen, grants_announced):
    """Yearly grants that users count on: what they see, at least what the operator has announced."""
    return np.maximum(grants_seen, grants_announced)


@auxiliary("year", axes=("place",), source="Little's law")
def grid_wait_now(mw_in_queue, grants_expected):
    """The wait that the queue of this moment means."""
    return mw_in_queue / grants_expected


grid_wait_perceived = smooth(
    "grid_wait_now", time="grid_perception_time", words="The wait that users expect."
)


@auxiliary("MW", axes=("place",), source="Contracted power is 1.2–1.8 times the average: assumption")
def mw_load(mw_contracted_other, mw_contracted_chips, peak_to_average):
    """Average load behind the contracts."""
    return (mw_contracted_other + mw_contracted_chips) / peak_to_average
