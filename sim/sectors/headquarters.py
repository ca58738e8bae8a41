"""Whose sales count as Dutch: what sales and purchases of firms move across, while the work stays.

Purchases move sales across: a firm sold abroad takes its sales out of the headline and leaves people and
output where they are. On record the readings differ: with Nexperia or without, with Freescale or without.
"""

from sim.core.vocabulary import auxiliary, driver, ratio, total, valve

lead_firm_sold = valve("1", "1 from the sale of a segment's lead firm on.", axes=("segment",), kind="switch")
nexperia_part = driver("1", "Nexperia's part of Dutch sales on record since 2017.", axes=("segment",))
bought_part = driver("1", "Part of recorded Dutch sales by the firm that bought.", axes=("segment",))
purchased_part = driver(
    "1", "Part of Dutch sales by a firm whose purchase after known until is given.", axes=("segment",)
)


@auxiliary("1", axes=("segment",), source="Record: Nexperia in Chinese hands since February 2017")
def headquartered(firm_value, value_here, lead_firm_sold, nexperia_part, nexperia_counts_as_dutch):
    """The part of sales of firms here that counts as Dutch."""
    population = ratio(firm_value, value_here, 1)
    return population * (1 - lead_firm_sold) * (1 - (1 - nexperia_counts_as_dutch) * nexperia_part)


@auxiliary("1", axes=("segment",), source="As dutch_sales_constant_perimeter, the other way round")
def with_purchases(purchased_part, freescale_part):
    """Sales with a purchase that is given over sales without: it moves across what rivals made before."""
    return 1 / (1 - purchased_part * freescale_part)


@auxiliary("MUSD/year", axes=("segment",))
def dutch_sales(sales, is_dutch, headquartered, with_purchases):
    """Sales of Dutch-headquartered firms, in dollars of the day."""
    return total(is_dutch * sales, "seller") * headquartered * with_purchases


@auxiliary("MUSD/year", axes=("segment",))
def dutch_sales_constant_fx(shipments, is_dutch, headquartered, with_purchases):
    """Sales of Dutch-headquartered firms at the reference exchange rate."""
    return total(is_dutch * shipments, "seller", "market") * headquartered * with_purchases


@auxiliary("MUSD/year", axes=("segment",), source="Record: NXP's sales before and after Freescale")
def dutch_sales_constant_perimeter(sales, is_dutch, bought_part, freescale_part):
    """Sales as if no firm had been bought or sold since the start: without Freescale, with Nexperia."""
    return total(is_dutch * sales, "seller") * (1 - bought_part * freescale_part)
