"""The sector as reports count it: turnover in the Netherlands, people in service, the lead firm's region.

All of it is counted where the work is done. Statistics count where sales and profit are booked, which for
lead firms is mostly the Netherlands; so these figures lie below the published ones (docs/model/talent.md).
"""

import numpy as np

from sim.core.vocabulary import outcome, ratio


@outcome("MEUR/year", axes=("place",), source="RVO 2023: over 30 bn booked, with 50,000 people")
def turnover_nl(realised_output, service_sales, price_index, cell_share, usd_per_eur, is_abroad, cells):
    """Sales, service too, of what is made in a place, in euro of the day: suppliers' deliveries count too,
    what ASML makes abroad and books in Veldhoven does not."""
    made = realised_output * price_index + cells.spread(service_sales, "segment") * cell_share
    return (1 - is_abroad) * cells.total(made, "place") / usd_per_eur


@outcome("person", axes=("segment",), source="Service follows the installed base, which stands abroad")
def service_jobs(service_sales, price_index, service_per_person):
    """People abroad who serve installed systems; not among those who make them."""
    return service_sales / price_index / service_per_person


@outcome(
    "1", axes=("place",), source="Eindhoven News, 18 November 2025: ASML 22 % of Brainport's value added"
)
def lead_share_of_region(
    realised_output,
    service_sales,
    price_index,
    cell_share,
    value_added_share,
    real_usd_per_eur,
    is_measured,
    value_added,
    region_value_added_other,
    cells,
):
    """Lead firms' part of all value added of a region; 0 where no figure of the region is known."""
    service = cells.spread(service_sales / price_index, "segment") * cell_share
    made = (realised_output + service) * cells.spread(value_added_share * is_measured, "segment")
    mine = cells.total(made, "place") / real_usd_per_eur
    part = ratio(mine, region_value_added_other + value_added, 0)
    return np.where(region_value_added_other > 0, part, 0)
