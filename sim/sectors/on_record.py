"""What the record says of Dutch orders, shares and deliveries, and the residuals that keep the model on it.

Sales and backlog are on record, orders follow from them by accounting. Three residuals put the model's
shares, order books and delivery times on the record and fade after known until; they are never cut.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, correction, driver, flow, initial, ratio, stock, total

recorded_dutch_sales = driver(
    "MUSD/year",
    "System and chip sales of Dutch firms, record, as far ahead as a correction lags.",
    axes=("segment",),
    source="Annual reports",
)
recorded_backlog = driver(
    "MEUR", "Backlog of Dutch firms, record.", axes=("segment",), source="Annual reports"
)
recorded_backlog_slope = driver("MEUR/year", "Yearly change of recorded backlog.", axes=("segment",))
bought_share = driver(
    "1", "Part of Dutch sales by a firm that bought, as recorded sales take it in.", axes=("segment",)
)
recorded_dutch_slope = driver("MUSD/year/year", "Yearly change of recorded sales.", axes=("segment",))


@auxiliary("MUSD/year", axes=("segment",))
def dutch_sales_on_record(recorded_dutch_sales, currency_factor, is_dutch):
    """Recorded sales at the reference exchange rate."""
    return recorded_dutch_sales / total(is_dutch * currency_factor, "seller")


@auxiliary("MUSD/MEUR")
def euro_at_reference(usd_per_eur, currency_factor, is_dutch):
    """Dollars at the reference rate for a euro of Dutch sales."""
    return usd_per_eur / total(is_dutch * currency_factor, "seller")


@auxiliary("MUSD", axes=("segment",))
def backlog_on_record(
    recorded_backlog, euro_at_reference, has_backlog_record, normal_delivery_time, dutch_sales_on_record
):
    """Recorded backlog; where there is no record, sales times normal delivery time."""
    plain = dutch_sales_on_record * normal_delivery_time
    return has_backlog_record * recorded_backlog * euro_at_reference + (1 - has_backlog_record) * plain


@auxiliary("MUSD/year", axes=("segment",), source="Accounting: orders are sales and the change of backlog")
def dutch_orders_needed(
    dutch_sales_on_record,
    recorded_dutch_slope,
    recorded_backlog_slope,
    euro_at_reference,
    has_backlog_record,
    normal_delivery_time,
    backlog_on_record,
    dutch_backlog,
    currency_factor,
    is_dutch,
    backlog_correction_time,
):
    """Orders that make recorded sales and the recorded backlog follow."""
    plain = normal_delivery_time * recorded_dutch_slope / total(is_dutch * currency_factor, "seller")
    build = has_backlog_record * recorded_backlog_slope * euro_at_reference + (1 - has_backlog_record) * plain
    return dutch_sales_on_record + build + (backlog_on_record - dutch_backlog) / backlog_correction_time


@auxiliary("1", axes=("segment",), source="Record: NXP's sales before and after Freescale")
def share_bought(bought_share, freescale_part):
    """Log-odds that came with a firm that was bought: of the record, but no passing deviation."""
    return -np.log(1 - bought_share * freescale_part)


@auxiliary("1", axes=("segment",))
def dutch_odds(share_plain, market_weight, is_dutch, share_lasting, share_bought):
    """Dutch odds in a segment over both markets, with what lasts of the residual and what was bought."""
    share = total(is_dutch * market_weight * share_plain, "seller", "market")
    return share / (1 - share) * np.exp(share_lasting + share_bought)


@auxiliary("1", axes=("segment",))
def dutch_odds_needed(dutch_orders_needed, rival_orders_needed, odds_floor):
    """Dutch odds that the record implies."""
    return np.maximum(dutch_orders_needed, 0) / np.maximum(
        rival_orders_needed, odds_floor * dutch_orders_needed
    )


@auxiliary("MUSD/year", axes=("segment",), source="Record of the segment less the record of Dutch firms")
def rival_orders_needed(
    chip_sales_ahead,
    equipment_sales_ahead,
    recorded_chip_slope,
    recorded_equipment_slope,
    counts_as_chips,
    spending_share,
    dutch_sales_on_record,
    recorded_dutch_slope,
    normal_delivery_time,
    odds_floor,
):
    """What rivals sold on the record in the segment, and what their backlog took up."""
    world = counts_as_chips * chip_sales_ahead + (1 - counts_as_chips) * equipment_sales_ahead
    slope = counts_as_chips * recorded_chip_slope + (1 - counts_as_chips) * recorded_equipment_slope
    build = normal_delivery_time * (slope * spending_share - recorded_dutch_slope)
    return np.maximum(
        world * spending_share - dutch_sales_on_record + build, odds_floor * world * spending_share
    )


share_residual = correction(
    "dutch_odds", needed="dutch_odds_needed", where="has_sales_record", half_life="cycle_half_life"
)


@flow("1/year", axes=("segment",), source="A filter on the record; nothing after known until")
def share_confirmed(observing, share_residual, share_memory):
    """While observing, what a year's orders say of a share comes to be taken as lasting, over some years."""
    return observing * share_residual / share_memory


@flow("1/year", axes=("segment",), source="As every residual: it fades and is never cut")
def share_forgotten(observing, share_lasting, share_half_life):
    """After known until the lasting part of the residual fades slowly."""
    return (1 - observing) * share_lasting * np.log(2) / share_half_life


@initial("1", axes=("segment",))
def share_lasting_initial(
    share_plain, market_weight, is_dutch, dutch_odds_needed, has_sales_record, correction_floor
):
    """The gap at the start is taken as lasting."""
    share = total(is_dutch * market_weight * share_plain, "seller", "market")
    gap = np.maximum(dutch_odds_needed * (1 - share) / share, correction_floor)
    return has_sales_record * np.log(gap)


share_lasting = stock(
    "1",
    "Part of the residual of Dutch odds that years of record confirm.",
    axes=("segment",),
    initial="share_lasting_initial",
    inflows=[share_confirmed],
    outflows=[share_forgotten],
    signed=True,
)


@auxiliary("MUSD/year", axes=("segment",))
def orders_needed(dutch_orders_needed, rival_orders_needed):
    """All orders that the record implies in a segment."""
    return dutch_orders_needed + rival_orders_needed


@auxiliary("MUSD/year", axes=("segment",), source="As chip_trend_ahead")
def segment_demand_ahead(
    segment_demand,
    counts_as_chips,
    chip_sales_ahead,
    recorded_chip_sales,
    equipment_sales_ahead,
    recorded_equipment_sales,
):
    """Demand in a segment, as far ahead as a correction lags."""
    chips = chip_sales_ahead / recorded_chip_sales
    equipment = equipment_sales_ahead / recorded_equipment_sales
    return segment_demand * (counts_as_chips * chips + (1 - counts_as_chips) * equipment)


book_residual = correction(
    "segment_demand_ahead", needed="orders_needed", where="has_sales_record", half_life="cycle_half_life"
)


@auxiliary("year", axes=("segment",))
def delivery_time_plain(normal_delivery_time):
    """Delivery time with room to spare."""
    return normal_delivery_time


@auxiliary("year", axes=("segment",))
def delivery_time_on_record(
    backlog_on_record,
    recorded_backlog_slope,
    has_backlog_record,
    euro_at_reference,
    correction_time,
    dutch_sales_on_record,
    normal_delivery_time,
):
    """Backlog over sales on the record, both as far ahead as a correction lags."""
    growth = has_backlog_record * recorded_backlog_slope * euro_at_reference
    return ratio(backlog_on_record + growth * correction_time, dutch_sales_on_record, normal_delivery_time)


delivery_residual = correction(
    "delivery_time_plain",
    needed="delivery_time_on_record",
    where="has_backlog_record",
    half_life="delivery_half_life",
)
