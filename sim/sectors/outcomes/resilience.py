"""Resilience: cover, days and output lost to missing inputs here and at European users; Europe's share."""

from sim.core.vocabulary import outcome, ratio, total


@outcome("day", axes=("node",))
def days_of_cover(cover, is_dutch):
    """Days for which stocks of Dutch firms last when a supply stops."""
    return total(is_dutch * cover, "seller")


@outcome("day/year", axes=("segment",))
def days_lost(output_lost_inputs, desired_output, days_per_year, cells):
    """Days of desired output lost to missing inputs."""
    lost = cells.total(output_lost_inputs, "segment")
    return days_per_year * ratio(lost, cells.total(desired_output, "segment"), 0)


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_inputs(output_lost_inputs):
    """Output that everything else allows and that missing inputs take."""
    return output_lost_inputs


@outcome("MEUR2023/year", source="The mean over members is the expected yearly loss")
def expected_loss(output_lost_inputs, value_added_share, real_usd_per_eur, is_nl, cells):
    """Value added in the Netherlands not made for want of inputs; what is made up later is not taken off."""
    here = output_lost_inputs * cells.spread(is_nl, "place") * cells.spread(value_added_share, "segment")
    return total(here, "cell") / real_usd_per_eur


@outcome("MEUR2023/year", source="IMK: about 10 euro of value added per euro of missing parts")
def loss_european_users(
    output_lost_inputs, counts_as_chips, chips_to_europe, missing_chip_multiplier, real_usd_per_eur, cells
):
    """Value added that European users lose because chips of Dutch firms do not come."""
    missing = total(output_lost_inputs * cells.spread(counts_as_chips, "segment"), "cell")
    return missing * chips_to_europe * missing_chip_multiplier / real_usd_per_eur


@outcome("MEUR2023/year", axes=("node",))
def stock_cost(stock_cost):
    """What stock beyond the usual costs Dutch firms."""
    return stock_cost


@outcome("1", source="Head offices in the EU, by sales; the 9.8 % of 2022 (ECA 12/2025) counts value added")
def eu_share(
    sales,
    is_european,
    counts_as_equipment,
    counts_as_chips,
    world_equipment_sales,
    world_chip_sales,
):
    """Part of world equipment and chip sales of firms with their head office in the EU."""
    mine = total(is_european * (counts_as_equipment + counts_as_chips) * sales, "seller", "segment")
    return mine / (world_equipment_sales + world_chip_sales)
