"""World market: how much chip makers and their customers spend, by segment and by market.

Demand is what buyers want to spend; world sales are what all sellers ship (sector competition). The trend
grows at an uncertain rate; around it run a chip cycle, which equipment follows amplified, and shocks. A
segment's weight in spending is a force of its own: nothing else explains the equipment share of 2023.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, correction, driver, flow, ratio, stock, total

observing = driver("1", "1 while the record is used, 0 after known until.")
market_observing = driver(
    "1", "1 while the record of the world market is used: until known until, unless that market is given."
)
years_ahead = driver("year", "Years since known until; 0 before.")
usd_per_eur = driver("MUSD/MEUR", "Exchange rate.", source="ECB annual averages, data/record/market.csv")
price_index = driver("MUSD/MUSD2023", "Price level of chips and equipment, 2023 = 1.")
chip_noise = driver("1", "Chip cycle after known until: a mean-reverting path with a period, log.")
equipment_noise = driver("1", "Equipment's own disturbance after known until, log.")
weight_noise = driver("1", "Disturbance of a segment's weight in spending, log.", axes=("segment",))
downturn = driver("1", "Log change of demand in an imposed downturn (overlay); 0 otherwise.")
extra_trend_growth = driver(
    "1/year", "Growth of the world market beyond its trend, for a time (overlay); 0 otherwise."
)
recorded_chip_sales = driver("MUSD/year", "World semiconductor sales, record.", source="WSTS and SIA")
recorded_equipment_sales = driver("MUSD/year", "World equipment sales, record.", source="SEMI")
chip_sales_ahead = driver(
    "MUSD/year", "World semiconductor sales on record, as far ahead as a correction lags."
)
equipment_sales_ahead = driver(
    "MUSD/year", "World equipment sales on record, as far ahead as a correction lags."
)
recorded_chip_slope = driver("MUSD/year/year", "Yearly change of recorded chip sales.")
recorded_equipment_slope = driver("MUSD/year/year", "Yearly change of recorded equipment sales.")
recorded_weight = driver("1", "A segment's part of its world total, record.", axes=("segment",))
orders_lead = driver(
    "1",
    "Orders over sales in a market that is given: sold a delivery time later. 1 otherwise.",
    axes=("segment",),
)
market_pace = driver(
    "1",
    "Deliveries of all sellers over what order books would give, in a market that is given. 1 otherwise.",
    axes=("segment",),
)
memory_share = driver("1", "Memory's part of world chip sales, before the cycle.", source="SIA")
china_weight = driver("1", "China's part of demand.", axes=("segment",), source="SEMI for equipment")


@flow("MUSD/year/year", source="Trend growth: effect_parameters.csv trend_growth")
def chip_trend_growth(chip_trend, trend_growth, extra_trend_growth):
    """The world market for chips grows at its trend."""
    return chip_trend * (trend_growth + extra_trend_growth)


@flow("MUSD/year/year", source="A filter on the record; nothing after known until")
def chip_trend_correction(market_observing, recorded_chip_sales, chip_trend, trend_time):
    """While observing, the trend follows recorded chip sales slowly."""
    return market_observing * (recorded_chip_sales - chip_trend) / trend_time


chip_trend = stock(
    "MUSD/year",
    "Trend of world chip demand, cycle taken out.",
    initial="recorded_chip_sales",
    inflows=[chip_trend_growth, chip_trend_correction],
)


@flow("MUSD/year/year", source="Capital intensity of chip making, record 2010–2023")
def equipment_trend_growth(equipment_trend, trend_growth, extra_trend_growth, capital_intensity_growth):
    """Equipment grows with chips and with the capital that a chip takes."""
    return equipment_trend * (trend_growth + extra_trend_growth + capital_intensity_growth)


@flow("MUSD/year/year", source="A filter on the record; nothing after known until")
def equipment_trend_correction(market_observing, recorded_equipment_sales, equipment_trend, trend_time):
    """While observing, the trend follows recorded equipment sales slowly."""
    return market_observing * (recorded_equipment_sales - equipment_trend) / trend_time


equipment_trend = stock(
    "MUSD/year",
    "Trend of world equipment demand, cycle taken out.",
    initial="recorded_equipment_sales",
    inflows=[equipment_trend_growth, equipment_trend_correction],
)


@auxiliary("MUSD/year", source="A correction lags by its own time, so it compares what will be then")
def chip_trend_ahead(chip_trend, chip_trend_growth, chip_trend_correction, correction_time):
    """The trend of chip demand, as far ahead as a correction lags."""
    return chip_trend + (chip_trend_growth + chip_trend_correction) * correction_time


@auxiliary("MUSD/year", source="As chip_trend_ahead")
def equipment_trend_ahead(
    equipment_trend, equipment_trend_growth, equipment_trend_correction, correction_time
):
    """The trend of equipment demand, as far ahead as a correction lags."""
    return equipment_trend + (equipment_trend_growth + equipment_trend_correction) * correction_time


chip_residual = correction(
    "chip_trend_ahead",
    needed="chip_sales_ahead",
    half_life="cycle_half_life",
    observing="market_observing",
)
equipment_residual = correction(
    "equipment_trend_ahead",
    needed="equipment_sales_ahead",
    half_life="cycle_half_life",
    observing="market_observing",
)


@auxiliary(
    "MUSD/year", source="Trend times cycle; cycle: effect_parameters.csv cycle_length, cycle_amplitude_*"
)
def chip_demand(chip_trend, chip_residual, chip_noise, downturn):
    """World demand for chips, in money of the day."""
    return chip_trend * np.exp(chip_residual + chip_noise + downturn)


@auxiliary("MUSD/year", source="Equipment swings beta times chips: record 2010–2023, 1.27 ± 0.29")
def equipment_demand_plain(
    equipment_trend, equipment_residual, chip_noise, downturn, equipment_cycle_beta, equipment_noise
):
    """World demand for equipment without foreign support, in money of the day."""
    swing = equipment_cycle_beta * (chip_noise + downturn)
    return equipment_trend * np.exp(equipment_residual + swing + equipment_noise)


@auxiliary("MUSD/year")
def equipment_demand(equipment_demand_plain, supported_demand, demand_paid_back):
    """World demand for equipment: what support adds now comes partly from later."""
    return equipment_demand_plain + supported_demand - demand_paid_back


@auxiliary("MUSD/year", axes=("segment",))
def family_demand(equipment_demand, chip_demand, counts_as_equipment, counts_as_chips, counts_in_supply):
    """The world total that a segment belongs to; suppliers and packaging hang on equipment."""
    return (counts_as_equipment + counts_in_supply) * equipment_demand + counts_as_chips * chip_demand


@auxiliary("1", axes=("segment",))
def weight_plain(segment_weight):
    """A segment's normal part of its world total."""
    return segment_weight


@auxiliary("year", source="A structural question: does the 2023 pull-in by China fade or stay?")
def weight_fading_time(pull_in_fades, weight_half_life, weight_stays_half_life):
    """Half-life of a recorded weight: that of a pull-in, or so long that the horizon does not see it fade."""
    return pull_in_fades * weight_half_life + (1 - pull_in_fades) * weight_stays_half_life


weight_residual = correction(
    "weight_plain", needed="recorded_weight", where="has_weight_record", half_life="weight_fading_time"
)


@auxiliary("1/year", axes=("segment",), source="A structural question: grows on or stops?")
def weight_trend(weight_growth, litho_weight_grows, has_weight_record):
    """Growth of weights after known until; where a rise is on record, only if it goes on."""
    return weight_growth * (1 - has_weight_record * (1 - litho_weight_grows))


@auxiliary(
    "1", axes=("segment",), source="Segment weights: data/record/market.csv; assumptions where no record"
)
def weight_odds(segment_weight, weight_residual, weight_trend, years_ahead, weight_noise):
    """A segment's pull on spending before all pulls are made to add up to one."""
    return segment_weight * np.exp(weight_residual + weight_trend * years_ahead + weight_noise)


@auxiliary("1", source="SIA: memory sales 2012–2023, data/record/market_history.csv")
def memory_part(memory_share, chip_noise, downturn, memory_swing):
    """Memory's part of chip spending: it swings more than the rest."""
    swing = np.exp(memory_swing * (chip_noise + downturn))
    return memory_share * swing / (1 - memory_share + memory_share * swing)


@auxiliary("1", axes=("segment",), source="Dutch firms make no memory: their markets miss its cycle")
def outside_memory(memory_part, memory_share_long_run, counts_as_chips):
    """What is left of chip spending beside memory, over what is left of it in the long run."""
    return 1 + counts_as_chips * ((1 - memory_part) / (1 - memory_share_long_run) - 1)


@auxiliary("1", axes=("segment",))
def spending_share(
    weight_odds, segment_weight, outside_memory, counts_as_equipment, counts_as_chips, counts_in_supply
):
    """A segment's part of its family's spending; pulls compete with each other and with the rest."""
    pull = weight_odds - segment_weight
    crowd = counts_as_equipment * total(counts_as_equipment * pull, "segment")
    crowd = crowd + counts_as_chips * total(counts_as_chips * pull, "segment")
    return outside_memory * ratio(weight_odds, 1 + crowd * (1 - counts_in_supply), 0)


@auxiliary("MUSD/year", axes=("segment",))
def segment_demand(family_demand, spending_share, orders_lead):
    """World demand in a segment, in money of the day."""
    return family_demand * spending_share * orders_lead


@auxiliary("1", axes=("market", "segment"))
def market_weight(china_weight, is_china):
    """The part of a segment's demand that stands in each market."""
    return is_china * china_weight + (1 - is_china) * (1 - china_weight)


@auxiliary("MUSD/year", source="SIA: memory sales 2012–2023, data/record/market_history.csv")
def memory_sales(world_chip_sales, memory_part):
    """World memory sales; Dutch firms make none."""
    return world_chip_sales * memory_part
