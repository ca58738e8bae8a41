"""Competition: sellers, Dutch and rival, win orders by the same equations; orders wait in a backlog.

Shares come from attractiveness in log-odds, so they add up to one and a share near its ceiling saturates
without clipping. Money is in dollars at the reference exchange rate; the day's rate enters where sales are
counted.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, initial, ratio, smooth, stock, total

export_pull = driver(
    "1", "Log-odds that policy for market access adds for Dutch sellers.", axes=("market", "segment")
)
share_noise = driver(
    "1", "Disturbance of Dutch odds after known until: a mean-reverting path, log.", axes=("segment",)
)
delivery_noise = driver(
    "1",
    "Disturbance of Dutch delivery times after known until: a mean-reverting path, log.",
    axes=("segment",),
)
project_demand = driver(
    "MEUR/year", "Orders of a large science project to Dutch suppliers.", axes=("segment",)
)


@auxiliary(
    "1", axes=("seller",), source="A weaker euro makes euro prices cheaper in dollars: share counted in USD"
)
def currency_factor(usd_per_eur, reference_usd_per_eur, euro_invoiced, is_dutch):
    """Dollars received for a sale worth one dollar at the reference rate."""
    return 1 + is_dutch * ((usd_per_eur / reference_usd_per_eur) ** euro_invoiced - 1)


@auxiliary(
    "1", axes=("seller", "segment"), source="Elasticity: effect_parameters.csv share_elasticity_rd_stock"
)
def technology(knowledge_gained, share_elasticity_rd_stock, is_dutch, rivals_react):
    """What knowledge built up since the start is worth in log-odds; rivals' counts unless switched off."""
    return share_elasticity_rd_stock * knowledge_gained * (is_dutch + (1 - is_dutch) * rivals_react)


@auxiliary("1", axes=("seller", "segment"), source="Substitutability: assumption by segment")
def waiting_penalty(delivery_perceived, normal_delivery_time, delay_sensitivity, substitutability):
    """Buyers who can go elsewhere do so when delivery takes longer than normal."""
    return delay_sensitivity * substitutability * np.log(delivery_perceived / normal_delivery_time)


@auxiliary(
    "1", axes=("seller", "segment"), source="Price response: assumption; labour part of cost: annual reports"
)
def cost_penalty(
    wage_of_segment, is_dutch, price_sensitivity, labour_cost_share, material_cost_share, material_price_rise
):
    """Dutch wages above their reference and dearer materials raise cost and lose orders."""
    labour = labour_cost_share * np.log(wage_of_segment)
    materials = material_cost_share * np.log(1 + material_price_rise)
    return is_dutch * price_sensitivity * (labour + materials)


@auxiliary("1", axes=("seller", "market", "segment"))
def opening_pull(initial_share, home_preference, is_chinese, is_china):
    """Log-odds at the start: share, and the preference of and against Chinese sellers."""
    return np.log(initial_share) + is_chinese * (2 * is_china - 1) * home_preference


@auxiliary("1", axes=("seller", "market", "segment"))
def attraction(
    opening_pull,
    technology,
    waiting_penalty,
    cost_penalty,
    export_pull,
    firm_standing,
    experience_standing,
    is_dutch,
):
    """Log-odds that a buyer chooses a seller, before residual and adoption."""
    gained = technology + firm_standing + experience_standing
    return opening_pull + gained - waiting_penalty - cost_penalty + is_dutch * export_pull


standing = smooth(
    "attraction",
    time="adoption_time",
    initial="opening_pull",
    words="Attraction as buyers have come to see it.",
)


@auxiliary("1", axes=("seller", "market", "segment"))
def share_plain(standing):
    """Shares that standing alone gives; they add up to one."""
    pull = np.exp(standing)
    return pull / total(pull, "seller")


@auxiliary("1", axes=("segment",))
def share_beyond(share_residual, share_lasting, share_bought, share_noise):
    """Dutch log-odds that standing does not explain: of the record, bought, and after it by chance."""
    return share_residual + share_lasting + share_bought + share_noise


@auxiliary("1", axes=("seller", "market", "segment"))
def share_of_orders(
    standing,
    standing_supported,
    share_beyond,
    is_dutch,
    home_reserve,
    is_china,
    is_chinese,
):
    """Shares of orders with the residual of the record, less what China reserves; they add up to one."""
    pull = np.exp(standing + standing_supported + is_dutch * share_beyond)
    reserved = is_china * home_reserve
    return (1 - reserved) * (pull / total(pull, "seller")) + reserved * is_chinese


@flow("MUSD/year", axes=("seller", "market", "segment"))
def orders(orders_let, taken_over, won_back, brought_forward, project_orders):
    """New orders, at the reference exchange rate."""
    return orders_let + taken_over + won_back + brought_forward + project_orders


@auxiliary("MUSD/year", axes=("seller", "market", "segment"))
def project_orders(project_demand, usd_per_eur, is_dutch, is_china):
    """Orders of a large science project, which go to Dutch suppliers."""
    return is_dutch * (1 - is_china) * project_demand * usd_per_eur


@auxiliary("year", axes=("seller", "segment"), source="Backlog over sales, annual reports")
def making_time(normal_delivery_time, delivery_residual, market_pace, is_dutch):
    """Time within which the backlog may be drawn: the residual holds what held up deliveries on record."""
    return normal_delivery_time * np.exp(is_dutch * delivery_residual) / market_pace


@auxiliary(
    "year", axes=("seller", "segment"), source="Sales fall earlier or later than making: record 2010–2018"
)
def delivery_time(making_time, delivery_noise, is_dutch):
    """Time within which orders become sales: some are handed over from stock, some made and handed over late.

    Making goes on evenly meanwhile, so this chance meets no limit of people, power or capacity.
    """
    return making_time * np.exp(is_dutch * delivery_noise)


@auxiliary("MUSD/year", axes=("seller", "segment"))
def backlog_drawn(backlog, making_time):
    """What the backlog allows to be made."""
    return total(backlog, "market") / making_time


@auxiliary("1", axes=("seller", "segment"), source="A hard minimum: model documentation, what binds")
def filled(backlog_drawn, dutch_output, rival_capacity, supplied, is_dutch, price_index, market_observing):
    """The part of the backlog drawn that can be made; where the market is on record, rivals made the rest."""
    rivals = np.maximum(rival_capacity * supplied * price_index, market_observing * backlog_drawn)
    possible = is_dutch * dutch_output + (1 - is_dutch) * rivals
    return np.minimum(1, ratio(possible, backlog_drawn, 1))


@flow("MUSD/year", axes=("seller", "market", "segment"))
def shipments(backlog, delivery_time, filled):
    """Deliveries, at the reference exchange rate."""
    return backlog / delivery_time * filled


@flow(
    "MUSD/year", axes=("seller", "market", "segment"), source="Who can go elsewhere does not wait: assumption"
)
def cancellations(backlog, filled, substitutability, cancellation_time):
    """Orders withdrawn because they cannot be delivered in time."""
    return substitutability * backlog * (1 - filled) / cancellation_time


@initial("MUSD", axes=("seller", "market", "segment"))
def backlog_initial(
    segment_demand,
    market_weight,
    opening_pull,
    backlog_on_record,
    normal_delivery_time,
    is_dutch,
    has_sales_record,
):
    """The recorded backlog of the start, or orders times normal delivery time."""
    share = np.exp(opening_pull) / total(np.exp(opening_pull), "seller")
    plain = segment_demand * share * normal_delivery_time
    on_record = backlog_on_record
    use = is_dutch * has_sales_record
    return market_weight * (use * on_record + (1 - use) * plain)


backlog = stock(
    "MUSD",
    "Orders not yet delivered, at the reference exchange rate.",
    axes=("seller", "market", "segment"),
    initial="backlog_initial",
    inflows=[orders],
    outflows=[shipments, cancellations, "orders_revoked"],
)


@auxiliary("MUSD", axes=("segment",))
def dutch_backlog(backlog, is_dutch):
    """Backlog of Dutch firms."""
    return total(is_dutch * backlog, "seller", "market")


@auxiliary("year", axes=("seller", "segment"))
def delivery_now(backlog, shipments, normal_delivery_time):
    """How long an order waits at today's deliveries."""
    return ratio(total(backlog, "market"), total(shipments, "market"), normal_delivery_time)


@auxiliary("year", axes=("seller", "segment"))
def delivery_felt(delivery_now, delivery_time, normal_delivery_time):
    """Waiting that today's limits cause; what the record's residual holds is in shares already."""
    return normal_delivery_time * delivery_now / delivery_time


delivery_perceived = smooth("delivery_felt", time="delivery_perception_time")


@auxiliary("MUSD2023/year", axes=("seller", "segment"))
def rival_capacity_wanted(orders, price_index, normal_utilisation):
    """Capacity that sellers who are not modelled by place plan for their orders."""
    return total(orders, "market") / price_index / normal_utilisation


rival_capacity = smooth("rival_capacity_wanted", time="rival_capacity_time")


@auxiliary("MUSD/year", axes=("seller", "segment"))
def sales(shipments, currency_factor):
    """Sales counted in dollars of the day."""
    return total(shipments, "market") * currency_factor


@auxiliary(
    "MUSD/year", source="What all sellers ship and the part of the market in which no Dutch firm sells"
)
def world_equipment_sales(sales, equipment_demand, spending_share, counts_as_equipment):
    """World equipment sales."""
    rest = equipment_demand * (1 - total(counts_as_equipment * spending_share, "segment"))
    return total(counts_as_equipment * sales, "seller", "segment") + rest


@auxiliary(
    "MUSD/year", source="What all sellers ship and the part of the market in which no Dutch firm sells"
)
def world_chip_sales(sales, chip_demand, spending_share, counts_as_chips):
    """World semiconductor sales."""
    rest = chip_demand * (1 - total(counts_as_chips * spending_share, "segment"))
    return total(counts_as_chips * sales, "seller", "segment") + rest


@auxiliary("MUSD/year", axes=("market",))
def dutch_sales_by_market(shipments, is_dutch, counts_as_equipment, counts_as_chips):
    """Sales of Dutch firms by market, segments that count in the headline, reference exchange rate."""
    return total(is_dutch * (counts_as_equipment + counts_as_chips) * shipments, "seller", "segment")


@auxiliary("MUSD/year", axes=("segment",))
def dutch_orders_value(orders, is_dutch, currency_factor):
    """New orders of Dutch firms in dollars of the day."""
    return total(is_dutch * orders * currency_factor, "seller", "market")


@auxiliary("MUSD/year", source="As world_equipment_sales, by orders")
def world_equipment_orders(orders, currency_factor, equipment_demand, spending_share, counts_as_equipment):
    """New equipment orders of all sellers, the part of the market where no Dutch firm sells included."""
    rest = equipment_demand * (1 - total(counts_as_equipment * spending_share, "segment"))
    return total(counts_as_equipment * orders * currency_factor, "seller", "market", "segment") + rest


@auxiliary("MUSD/year", source="As world_chip_sales, by orders")
def world_chip_orders(orders, currency_factor, chip_demand, spending_share, counts_as_chips):
    """New chip orders of all sellers, the part of the market where no Dutch firm sells included."""
    rest = chip_demand * (1 - total(counts_as_chips * spending_share, "segment"))
    return total(counts_as_chips * orders * currency_factor, "seller", "market", "segment") + rest
