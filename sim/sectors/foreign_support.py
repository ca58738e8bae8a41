"""Foreign support: two opposite signs, told apart.

Money that governments abroad (and, where they match it, at home) give for chip factories buys equipment, in
part ahead of time: that part is missing later. It also lowers the cost of the sellers that it reaches, who
take orders from the others. A future, not a policy of ours: zero unless a scenario says otherwise.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, smooth, stock, total

support_running = driver("1", "1 while foreign support runs, 0 before and after.")


@auxiliary("MUSD/year", axes=("seller",))
def support_money(foreign_support, support_running, yearly_gdp, support_years):
    """Support a year, by the region whose government gives it."""
    return foreign_support * support_running * yearly_gdp / support_years


@auxiliary("MUSD/year", source="effect_parameters.csv foreign_fab_demand_effect")
def supported_demand(support_money, fab_tool_demand):
    """Equipment that supported factories buy beyond what they would have bought by then."""
    return fab_tool_demand * total(support_money, "seller")


@flow("MUSD/year", source="Part borrowed from later: assumption")
def demand_borrowed(supported_demand, support_borrowed):
    """The part of supported demand that would have come later anyway."""
    return support_borrowed * supported_demand


@flow("MUSD/year")
def demand_paid_back(demand_ahead, pay_back_time, equipment_demand_plain):
    """Demand that is missing because it came early; never more than there is."""
    return np.minimum(demand_ahead / pay_back_time, equipment_demand_plain)


demand_ahead = stock(
    "MUSD",
    "Equipment demand that support has drawn forward and that is still to be missed.",
    initial="no_demand_ahead",
    inflows=[demand_borrowed],
    outflows=[demand_paid_back],
)


@auxiliary(
    "1",
    axes=("seller", "segment"),
    source="effect_parameters.csv foreign_subsidy_cost_effect (shipyards: an analogue)",
)
def support_pull(
    foreign_support, support_running, support_reference, support_cost_fall, support_reach, price_sensitivity
):
    """Log-odds that sellers gain by lower cost, as far as support reaches the price of the segment."""
    fall = support_cost_fall * foreign_support * support_running / support_reference
    return 0 - price_sensitivity * support_reach * np.log(1 - fall)


standing_supported = smooth(
    "support_pull", time="adoption_time", words="Lower cost by support as buyers have come to see it."
)


@auxiliary("1", axes=("market", "segment"))
def dutch_share_unsupported(standing, share_beyond, is_dutch, home_reserve, is_china):
    """The Dutch share of orders had no seller support."""
    pull = np.exp(standing + is_dutch * share_beyond)
    return (1 - is_china * home_reserve) * total(is_dutch * pull, "seller") / total(pull, "seller")


@auxiliary("MUSD/year", axes=("segment",))
def support_orders_lost(demand_here, share_of_orders, dutch_share_unsupported, is_dutch):
    """Orders that supported sellers take from Dutch firms; below zero where Dutch firms win by support."""
    share = total(is_dutch * share_of_orders, "seller")
    return total(demand_here * (dutch_share_unsupported - share), "market")


@auxiliary("MUSD/year", axes=("segment",))
def support_orders_gained(
    orders, supported_demand, demand_paid_back, equipment_demand, is_dutch, counts_as_chips
):
    """Dutch orders that stand on supported demand, less those missing because demand came early."""
    part = (supported_demand - demand_paid_back) / equipment_demand
    return (1 - counts_as_chips) * part * total(is_dutch * orders, "seller", "market")


@auxiliary("MEUR/year", axes=("seller",))
def support_money_eur(support_money, reference_usd_per_eur):
    """Support a year in euro: what matching costs where it is matched."""
    return support_money / reference_usd_per_eur
