"""Exposure: to one market, to one segment."""

from sim.core.vocabulary import outcome, total


@outcome("1", source="Sales of Dutch firms in China over all, equipment and chips")
def china_exposure(dutch_sales_by_market, is_china):
    """China's part of Dutch sales that count in the headline."""
    return total(is_china * dutch_sales_by_market, "market") / total(dutch_sales_by_market, "market")


@outcome("1", source="Herfindahl index")
def concentration(dutch_sales, counts_as_equipment, counts_as_chips):
    """Herfindahl index of Dutch sales over segments."""
    mine = (counts_as_equipment + counts_as_chips) * dutch_sales
    part = mine / total(mine, "segment")
    return total(part * part, "segment")
