"""Security: what controls cost by segment, years of lead, and foreign support by its two signs."""

from sim.core.vocabulary import outcome, ratio, total


@outcome("MEUR/year", axes=("segment",))
def sales_china(shipments, is_dutch, is_china, reference_usd_per_eur):
    """Sales of Dutch firms in China, systems and chips, at the reference exchange rate."""
    return total(is_dutch * is_china * shipments, "seller", "market") / reference_usd_per_eur


@outcome("MEUR/year", axes=("segment",))
def service_china(service_by_market, is_china, usd_per_eur):
    """Service sales of Dutch firms in China."""
    return total(is_china * service_by_market, "market") / usd_per_eur


@outcome("MEUR/year", axes=("segment",))
def orders_lost_to_controls(lost_to_controls, is_dutch, reference_usd_per_eur):
    """Orders that controls keep from Dutch firms, before anything is sold elsewhere instead."""
    return total(is_dutch * lost_to_controls, "seller") / reference_usd_per_eur


@outcome("MEUR/year", axes=("segment",))
def orders_won_back(won_back, is_dutch, reference_usd_per_eur):
    """Orders from other markets in place of those that controls keep from Dutch firms."""
    return total(is_dutch * won_back, "seller", "market") / reference_usd_per_eur


@outcome("1", axes=("segment",), source="effect_parameters.csv china_tool_self_sufficiency, by segment")
def chinese_share_at_home(shipments, is_chinese, is_china):
    """Chinese sellers' part of what is shipped in China."""
    there = total(is_china * shipments, "seller", "market")
    return ratio(total(is_chinese * is_china * shipments, "seller", "market"), there, 0)


@outcome("year", axes=("seller", "segment"))
def years_of_lead(lead_in_years):
    """How long ago Dutch knowledge stood where a seller's stands now; its change tells, not its level."""
    return lead_in_years


@outcome("MEUR/year", axes=("segment",))
def support_orders_gained(support_orders_gained, reference_usd_per_eur):
    """Dutch orders that stand on demand bought by foreign support, less those missing as it came early."""
    return support_orders_gained / reference_usd_per_eur


@outcome("MEUR/year", axes=("segment",))
def support_orders_lost(support_orders_lost, reference_usd_per_eur):
    """Orders that supported sellers take from Dutch firms by lower cost."""
    return support_orders_lost / reference_usd_per_eur


@outcome("MEUR/year", axes=("segment",))
def support_orders_net(support_orders_gained, support_orders_lost, reference_usd_per_eur):
    """The two signs of foreign support together."""
    return (support_orders_gained - support_orders_lost) / reference_usd_per_eur


@outcome("MEUR/year", axes=("seller",))
def support_given(support_money_eur):
    """Support a year by the region that gives it: for Dutch firms, what matching costs."""
    return support_money_eur
