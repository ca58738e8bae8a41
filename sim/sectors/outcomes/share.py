"""Share of the world chain by definition, and the sales behind it."""

from sim.core.vocabulary import outcome, ratio, total


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


@outcome("1", source="A variant without the memory cycle in the denominator; Dutch firms make no memory")
def share_ex_memory(
    dutch_sales, counts_as_equipment, counts_as_chips, world_equipment_sales, world_chip_sales, memory_sales
):
    """The share in a world without memory chips."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales, "segment")
    return mine / (world_equipment_sales + world_chip_sales - memory_sales)


@outcome("1", source="Only what no rival could serve within two years: assumption by segment")
def share_indispensable(
    dutch_sales,
    counts_as_equipment,
    counts_as_chips,
    indispensable_share,
    world_equipment_sales,
    world_chip_sales,
):
    """The part of the share that no rival could take over within two years."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales * indispensable_share, "segment")
    return mine / (world_equipment_sales + world_chip_sales)


@outcome("1", source="The second reading of the letter's goal: what is made in the Netherlands")
def share_made_in_nl(
    dutch_sales,
    realised_output,
    counts_as_equipment,
    counts_as_chips,
    world_equipment_sales,
    world_chip_sales,
    is_abroad,
    cells,
):
    """The share counted by place: sales of Dutch firms that are made in the Netherlands."""
    home = cells.total(realised_output * cells.spread(1 - is_abroad, "place"), "segment")
    at_home = ratio(home, cells.total(realised_output, "segment"), 0)
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales * at_home, "segment")
    return mine / (world_equipment_sales + world_chip_sales)


@outcome("1", source="Orders lead shipments by the delivery time")
def share_by_orders(
    dutch_orders_value, counts_as_equipment, counts_as_chips, world_equipment_orders, world_chip_orders
):
    """The share by orders instead of shipments."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_orders_value, "segment")
    return mine / (world_equipment_orders + world_chip_orders)


@outcome("1")
def share_equipment_by_orders(dutch_orders_value, counts_as_equipment, world_equipment_orders):
    """The equipment share by orders instead of shipments."""
    return total(counts_as_equipment * dutch_orders_value, "segment") / world_equipment_orders


@outcome("1")
def share_chips_by_orders(dutch_orders_value, counts_as_chips, world_chip_orders):
    """The share of chips by orders instead of shipments."""
    return total(counts_as_chips * dutch_orders_value, "segment") / world_chip_orders


@outcome("1", source="As if no firm had been bought or sold since 2010: without Freescale, with Nexperia")
def share_constant_perimeter(
    dutch_sales_constant_perimeter,
    counts_as_equipment,
    counts_as_chips,
    world_equipment_sales,
    world_chip_sales,
):
    """The share at the perimeter of 2010: purchases taken out, what was sold left in."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales_constant_perimeter, "segment")
    return mine / (world_equipment_sales + world_chip_sales)
