"""Public research: what NWO, TNO, universities and pilot lines add to the knowledge of Dutch firms.

Nobody owns it, so only what spills over to Dutch firms counts, after a lag longer than that of firms' R&D.
"""

from sim.core.vocabulary import delay, driver, flow

public_research = driver(
    "MEUR/year", "Public research, as own R&D that would teach Dutch firms the same.", axes=("segment",)
)


@flow("MUSD2023/year", axes=("seller", "segment"))
def public_research_volume(public_research, is_dutch, usd_per_eur, price_index):
    """Public research in volume, as own R&D of Dutch firms."""
    return is_dutch * public_research * usd_per_eur / price_index


public_matured = delay(
    "public_research_volume",
    time="public_research_lag",
    order=3,
    words="Public research that becomes knowledge of firms.",
)
