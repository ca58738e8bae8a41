"""Capacity in use: what Dutch firms could make, by cell, as it is built, renewed and worn out."""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, initial, ratio, stock, total

floor_value = driver("1", "What the same floor and tools make, in value, over 2023.", axes=("segment",))


@auxiliary("1", axes=("cell",))
def cell_share(volume_capacity, cells):
    """A cell's part of its segment's Dutch capacity."""
    segment = cells.total(volume_capacity, "segment")
    return ratio(volume_capacity, cells.spread(segment, "segment"), 0)


@initial("MUSD2023/year", axes=("cell",))
def capacity_initial(
    backlog_initial, delivery_time, is_dutch, price_index, location_share_2010, normal_utilisation, cells
):
    """Capacity for the sales of the start year at normal utilisation."""
    volume = total(is_dutch * total(backlog_initial, "market") / delivery_time, "seller") / price_index
    return cells.spread(volume / normal_utilisation, "segment") * location_share_2010


@flow("MUSD2023/year/year", axes=("cell",), source="Life of buildings and tools: assumption")
def ageing(volume_capacity, capacity_life):
    """Capacity that wears out."""
    return volume_capacity / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def renewal(ageing, capacity_wanted, volume_capacity, cells):
    """Replacement on the same site, without a new permit, as far as capacity is still wanted."""
    segment = ratio(capacity_wanted, cells.total(volume_capacity, "segment"), 1)
    return ageing * cells.spread(np.minimum(1, segment), "segment")


@flow(
    "MUSD2023/year/year",
    axes=("cell",),
    source="ASML's systems by number and value: data/record/market_history.csv",
)
def upgrading(volume_capacity, capacity_upgrading, cells):
    """The same floor and tools make products that are worth more every year."""
    return volume_capacity * cells.spread(capacity_upgrading, "segment")


@flow("MUSD2023/year/year", axes=("cell",), source="A correction: the record shows that it was there")
def capacity_on_record(
    observing,
    has_sales_record,
    dutch_sales_on_record,
    expected_orders,
    price_index,
    volume_capacity,
    normal_utilisation,
    correction_time,
    expansion_share,
    cells,
):
    """While observing, capacity that recorded sales prove, put where firms built or bought in those years.

    Segments without a record are taken to have met what was ordered: nothing tells of a shortage of years.
    """
    proven = has_sales_record * dutch_sales_on_record / price_index + (1 - has_sales_record) * expected_orders
    missing = np.maximum(0, proven / normal_utilisation - cells.total(volume_capacity, "segment"))
    return observing * cells.spread(missing / correction_time, "segment") * expansion_share


volume_capacity = stock(
    "MUSD2023/year",
    "Capacity in use, as output a year at 2023 prices.",
    axes=("cell",),
    initial="capacity_initial",
    inflows=["commissioned", "built_unqueued", renewal, upgrading, capacity_on_record],
    outflows=[ageing],
)
