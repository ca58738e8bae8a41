"""Output wanted, made and lost, by the limit that takes it, and what missing capacity waits for."""

from sim.core.vocabulary import outcome


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_money(waiting_money):
    """Expansion that waits for money: the firm's own, or the award of a subsidy."""
    return waiting_money


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_land(waiting_land):
    """Expansion that waits for a site."""
    return waiting_land


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_permit(waiting_permit):
    """Expansion that waits for a permit, at the authority or under appeal."""
    return waiting_permit


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_nitrogen(waiting_nitrogen):
    """Expansion that is stopped for nitrogen."""
    return waiting_nitrogen


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_grid(waiting_grid, connecting):
    """Expansion that waits for power, and of which the connection is being built."""
    return waiting_grid + connecting


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_slot(waiting_slot):
    """Expansion that has power granted and waits for a crew to connect it."""
    return waiting_slot


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_builders(waiting_builders):
    """Expansion that waits for builders."""
    return waiting_builders


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_build(under_construction, investment_pending, built_unqueued__under_way):
    """Expansion in its ordinary lead time."""
    return under_construction + investment_pending + built_unqueued__under_way


@outcome("MUSD2023/year", axes=("cell",))
def output(realised_output):
    """Output at 2023 prices."""
    return realised_output


@outcome("MUSD2023/year", axes=("cell",))
def output_desired(output_wanted):
    """Output that firms wanted, orders that licences bar included."""
    return output_wanted


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_demand(output_lost_demand):
    """Output below the plan for lack of orders."""
    return output_lost_demand


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_people(output_lost_people):
    """Output lost for lack of people."""
    return output_lost_people


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_power(output_lost_power):
    """Output lost for lack of power on site."""
    return output_lost_power


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_access(output_lost_access):
    """Output lost to licences."""
    return output_lost_access


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_capacity(output_lost_capacity):
    """Output lost for lack of capacity, whatever the capacity waits for."""
    return output_lost_capacity


@outcome("MUSD2023/year", axes=("cell",))
def capacity_sent_money(sent_away_by_money):
    """Capacity that is not there because the wait for money sent it away."""
    return sent_away_by_money


@outcome("MUSD2023/year", axes=("cell",))
def capacity_sent_land(sent_away_by_land):
    """Capacity that is not there because the wait for a site sent it away."""
    return sent_away_by_land


@outcome("MUSD2023/year", axes=("cell",))
def capacity_sent_permit(sent_away_by_permit):
    """Capacity that is not there because the wait for a permit sent it away."""
    return sent_away_by_permit


@outcome("MUSD2023/year", axes=("cell",))
def capacity_sent_nitrogen(sent_away_by_nitrogen):
    """Capacity that is not there because a stop for nitrogen sent it away."""
    return sent_away_by_nitrogen


@outcome("MUSD2023/year", axes=("cell",))
def capacity_sent_grid(sent_away_by_grid):
    """Capacity that is not there because the wait for power sent it away."""
    return sent_away_by_grid


@outcome("person", axes=("place",))
def people_short(people_short):
    """People whom firms want and do not have."""
    return people_short


@outcome("person", axes=("cell",))
def people_stood_in(people_standing_in, is_abroad, cells):
    """People in the Netherlands for whom a lifted limit of people stands."""
    return people_standing_in * cells.spread(1 - is_abroad, "place")
