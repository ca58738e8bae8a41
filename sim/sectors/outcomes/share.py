"""Share of the world chain by definition, and the sales behind it."""

from sim.core.vocabulary import outcome, total


@outcome("1", source="Letter DGBI/43421416 names no definition; this one: data/record, dutch_hq_share")
def share(dutch_sales, counts_as_equipment, counts_as_chips, world_equipment_sales, world_chip_sales):
    """Dutch-headquartered firms' part of world equipment and chip sales."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales, "segment")
    return mine / (world_equipment_sales + world_chip_sales)


@outcome("1")
def share_equipment(dutch_sales, counts_as_equipment, world_equipment_sales):
    """Dutch-headquartered firms' part of world equipment sales."""
    return total(counts_as_equipment * dutch_sales, "segment") / world_equipment_sales


@outcome("1")
def share_chips(dutch_sales, counts_as_chips, world_chip_sales):
    """Dutch-headquartered firms' part of world semiconductor sales."""
    return total(counts_as_chips * dutch_sales, "segment") / world_chip_sales


@outcome("1")
def share_constant_fx(
    dutch_sales,
    dutch_sales_constant_fx,
    counts_as_equipment,
    counts_as_chips,
    world_equipment_sales,
    world_chip_sales,
):
    """The share at the exchange rate of 2023."""
    counted = counts_as_equipment + counts_as_chips
    mine = total(counted * dutch_sales_constant_fx, "segment")
    revalued = total(counted * (dutch_sales - dutch_sales_constant_fx), "segment")
    return mine / (world_equipment_sales + world_chip_sales - revalued)


@outcome("MEUR/year", axes=("segment",))
def sales(dutch_sales_eur):
    """Sales of Dutch-headquartered firms by segment: systems and chips."""
    return dutch_sales_eur


@outcome("MEUR/year", axes=("segment",))
def sales_with_service(dutch_total_sales_eur):
    """Sales with service and upgrades."""
    return dutch_total_sales_eur


@outcome("MUSD/year")
def world_chip_sales(world_chip_sales):
    """World semiconductor sales."""
    return world_chip_sales


@outcome("MUSD/year")
def world_equipment_sales(world_equipment_sales):
    """World equipment sales."""
    return world_equipment_sales
