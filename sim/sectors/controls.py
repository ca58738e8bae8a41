"""Export controls: what may not be delivered, who takes it over, what comes back, what is ordered ahead.

A step bars a part of what sellers could sell in a market, and apart from it a part of the service there. What
is barred is lost to that market but for what other sellers can take over; in time a part is sold elsewhere.
Before an announced date buyers order ahead, from later. The same equations hold for every seller. Steps that
the record holds act from known until on (channel export_control): before it the record has them.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, ratio, smooth, stock, total

barred = driver(
    "1", "Part of what Dutch firms could sell that may not be delivered.", axes=("market", "segment")
)
barred_service = driver(
    "1", "Part of the installed base that may not be serviced.", axes=("market", "segment")
)
revoking = driver(
    "1/year", "Rate at which orders in the book lose their licence.", axes=("market", "segment")
)
ordering_ahead = driver(
    "1", "Extra part of orders that is placed before an announced step.", axes=("market", "segment")
)
barred_too = driver("1", "Part of a step that holds for a rival as well.", axes=("seller", "market"))
access_lifted = driver("1", "1 where licences and missing inputs bind Dutch firms no more (a relief run).")


@auxiliary("1", axes=("seller", "market"))
def bound(barred_too, is_dutch, access_lifted):
    """The part of a step that binds a seller: Dutch firms wholly, rivals as far as their countries join."""
    return is_dutch * (1 - access_lifted) + (1 - is_dutch) * barred_too


@auxiliary("1", axes=("seller", "market", "segment"))
def access(barred, bound):
    """Part of what a seller could sell that may be delivered."""
    return np.maximum(0, 1 - barred * bound)


@auxiliary("MUSD/year", axes=("market", "segment"))
def demand_here(segment_demand, book_residual, market_weight):
    """Orders that a market places in a segment, all sellers together."""
    return segment_demand * np.exp(book_residual) * market_weight


@flow("MUSD/year", axes=("seller", "market", "segment"), source="effect_parameters.csv china_stockpiling")
def brought_forward(ordering_ahead, bound, demand_here, share_of_orders, access):
    """Orders placed ahead of an announced step, from what would have been ordered later."""
    return ordering_ahead * bound * demand_here * share_of_orders * access


@flow("MUSD/year", axes=("seller", "market", "segment"))
def ahead_used(ordered_ahead, ahead_use_time, demand_here, share_of_orders):
    """Orders not placed because they were placed ahead; never more than all."""
    return np.minimum(ordered_ahead / ahead_use_time, demand_here * share_of_orders)


ordered_ahead = stock(
    "MUSD",
    "Orders placed ahead and not yet missed later.",
    axes=("seller", "market", "segment"),
    initial="nothing_ordered_ahead",
    inflows=[brought_forward],
    outflows=[ahead_used],
)


@auxiliary("MUSD/year", axes=("seller", "market", "segment"))
def orders_wanted(demand_here, share_of_orders, ahead_used):
    """Orders that buyers would place if nothing were barred."""
    return demand_here * share_of_orders - ahead_used


@auxiliary("MUSD/year", axes=("seller", "market", "segment"))
def orders_let(orders_wanted, access):
    """The part of wanted orders that may be delivered."""
    return orders_wanted * access


@auxiliary("MUSD/year", axes=("seller", "market", "segment"))
def orders_barred(orders_wanted, orders_let):
    """The part of wanted orders that may not be delivered."""
    return orders_wanted - orders_let


@auxiliary(
    "MUSD/year",
    axes=("seller", "market", "segment"),
    source="Substitutability by segment: assumption; NY Fed Staff Report 1096 on lost customers",
)
def taken_over(orders_barred, orders_let, substitutability):
    """What of a seller's barred orders goes to the others, in proportion to what they may deliver."""
    others = np.maximum(0, total(orders_let, "seller") - orders_let)
    offered = substitutability * ratio(orders_barred, others, 0)
    return orders_let * (total(offered, "seller") - offered)


@auxiliary("MUSD/year", axes=("seller", "segment"))
def lost_to_controls(orders_barred):
    """Orders that a seller loses to controls, all markets together."""
    return total(orders_barred, "market")


lost_of_late = smooth("lost_to_controls", time="recapture_time", words="Orders lost to controls of late.")


@auxiliary(
    "MUSD/year",
    axes=("seller", "market", "segment"),
    source="effect_parameters.csv export_shock_recapture: chips not made in China are made elsewhere",
)
def won_back(lost_of_late, recapture, is_china):
    """Orders from other markets in place of those that controls bar."""
    return recapture * lost_of_late * (1 - is_china)


@flow("MUSD/year", axes=("seller", "market", "segment"))
def orders_revoked(backlog, revoking, bound):
    """Orders in the book that lose their licence."""
    return backlog * revoking * bound


# How China answers ----------------------------------------------------------------------------------------


@auxiliary("1", axes=("segment",))
def bite(orders_barred, orders_wanted, is_china):
    """The part of what China would buy that is barred."""
    barred_there = total(is_china * orders_barred, "seller", "market")
    return ratio(barred_there, total(is_china * orders_wanted, "seller", "market"), 0)


@auxiliary("1", axes=("segment",), source="Caution in other segments: assumption")
def bite_felt(bite, caution, counts_as_equipment):
    """The bite as buyers in China take it: their segment's, and a part of the other tools' bite."""
    others = total(counts_as_equipment * bite, "segment") - counts_as_equipment * bite
    return bite + caution * counts_as_equipment * others


@flow(
    "1/year",
    axes=("segment",),
    source="effect_parameters.csv china_self_sufficiency_speed, china_domestic_rule",
)
def reserve_growth(bite_felt, full_bite, home_reserve, home_reserve_speed, home_reserve_ceiling):
    """Demand that China turns to its own sellers while controls bite, up to what they can make."""
    room = np.maximum(0, 1 - home_reserve / home_reserve_ceiling)
    return home_reserve_speed * np.minimum(1, bite_felt / full_bite) * room


home_reserve = stock(
    "1",
    "Part of China's demand reserved for its own sellers since controls bite.",
    axes=("segment",),
    initial="home_reserve_at_start",
    inflows=[reserve_growth],
)


@auxiliary("1", axes=("seller", "segment"), source="effect_parameters.csv target_rd_response, contested")
def chinese_reaction(bite_felt, is_chinese, chinese_rd_after_controls, chinese_rd_response):
    """R&D budgets over the usual, as Chinese firms answer controls: up or down by the switch."""
    return 1 + is_chinese * chinese_rd_after_controls * chinese_rd_response * np.minimum(1, bite_felt)
