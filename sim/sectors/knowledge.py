"""Knowledge: R&D spending becomes knowledge after years, ages, and leaks to rivals.

Every seller spends a part of its sales. What policy causes comes on top for Dutch firms. R&D counts in
volume, after wages, and is limited by people and not by money alone.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, delay, driver, flow, initial, ratio, smooth, stock, total

tax_credit_caused = driver("MEUR/year", "R&D caused by tax credits.", axes=("segment",))
support_caused = driver("MEUR/year", "R&D caused by direct support that is paid yearly.", axes=("segment",))
box_caused = driver("MEUR/year", "R&D caused by the innovation box.", axes=("segment",))


sales_expected = smooth("sales", time="rd_budget_time", words="Sales on which R&D budgets rest.")


@auxiliary("MEUR/year", axes=("segment",), source="Additionality, never leverage: effect_parameters.csv")
def rd_caused(tax_credit_caused, support_caused, aid_caused, box_caused):
    """R&D that would not have been done without public money."""
    return tax_credit_caused + support_caused + aid_caused + box_caused


@auxiliary(
    "MUSD/year", axes=("seller", "segment"), source="R&D over sales: annual reports, data/record/market.csv"
)
def rd_spending(sales_expected, rd_intensity, rd_effort, chinese_reaction, rd_by_policy):
    """R&D budgets in money of the day."""
    return sales_expected * rd_intensity * rd_effort * chinese_reaction + rd_by_policy


@auxiliary("MUSD/year", axes=("seller", "segment"))
def rd_by_policy(rd_caused, usd_per_eur, is_dutch, observing, policy_reaches_rd):
    """What policy adds to budgets; the switch acts after known until: the record was made with policy."""
    return is_dutch * (observing + (1 - observing) * policy_reaches_rd) * rd_caused * usd_per_eur


@auxiliary("1", axes=("segment",))
def wage_of_segment(staff, wage_index, cells):
    """Real wage in a segment relative to its reference, over the places where it works."""
    bill = cells.total(staff * cells.spread(wage_index, "place"), "segment")
    return ratio(bill, cells.total(staff, "segment"), 1)


@auxiliary("1", axes=("segment",))
def rd_people(staff, people_sufficiency, cells):
    """The part of planned R&D work for which there are people."""
    enough = cells.total(staff * cells.spread(people_sufficiency, "place"), "segment")
    return ratio(enough, cells.total(staff, "segment"), 1)


@flow("MUSD2023/year", axes=("seller", "segment"), source="Goolsbee: part of R&D money becomes wages")
def rd_volume(rd_spending, rd_done_per_dollar, cluster_gain, is_dutch):
    """R&D work done: budgets after prices and wages, limited by people; more in a larger cluster."""
    return rd_spending * rd_done_per_dollar * (1 + is_dutch * cluster_gain)


@auxiliary("MUSD2023/MUSD", axes=("seller", "segment"))
def rd_done_per_dollar(price_index, wage_of_segment, rd_people, rd_wage_share, rd_exposure, is_dutch):
    """R&D work that a dollar of budget buys and people can do; what moved abroad meets neither limit."""
    wages = 1 + is_dutch * rd_exposure * rd_wage_share * (wage_of_segment - 1)
    people = 1 - is_dutch * np.minimum(1, rd_exposure * (1 - rd_people))
    return people / price_index / wages


@initial("MUSD2023/year", axes=("seller", "segment"))
def rd_volume_usual(sales_expected, rd_intensity, rd_by_policy, rd_done_per_dollar):
    """R&D work of the start year at the usual part of sales, as in the years before."""
    return (sales_expected * rd_intensity + rd_by_policy) * rd_done_per_dollar


pilot_line_gain = driver("year", "Time to market that new pilot lines save.", axes=("segment",))


@auxiliary("year", axes=("seller", "segment"))
def rd_lag_now(rd_lag, rd_lag_least, pilot_line_gain, is_dutch):
    """Lag from R&D to knowledge, less what pilot lines save Dutch firms since known until."""
    return np.minimum(rd_lag, np.maximum(rd_lag_least, rd_lag - is_dutch * pilot_line_gain))


rd_matured = delay(
    "rd_volume",
    time="rd_lag_now",
    order=3,
    initial="rd_volume_usual",
    words="R&D that becomes usable knowledge.",
)


@flow("MUSD2023/year", axes=("seller", "segment"), source="effect_parameters.csv rd_depreciation_*")
def obsolescence(knowledge, obsolescence_rate):
    """Knowledge that no longer helps to win orders."""
    return knowledge * obsolescence_rate


@flow(
    "MUSD2023/year", axes=("seller", "segment"), source="Leakage: assumption, effect_parameters.csv leakage_*"
)
def imitation(knowledge, imitation_rate, leakage_policy, segment_leader):
    """Followers learn a part of the distance to the leader each year, less where knowledge is protected."""
    return imitation_rate * np.exp(leakage_policy) * np.maximum(0, segment_leader - knowledge)


@auxiliary("MUSD2023", axes=("segment",))
def segment_leader(knowledge, is_dutch):
    """The knowledge of Dutch firms, from which others can learn."""
    return total(is_dutch * knowledge, "seller")


@initial("MUSD2023", axes=("seller", "segment"))
def knowledge_initial(rd_volume_usual, obsolescence_rate, past_growth):
    """Steady growth: what past budgets, the usual part of growing sales, have left."""
    return rd_volume_usual / (obsolescence_rate + past_growth)


knowledge = stock(
    "MUSD2023",
    "Usable knowledge from R&D.",
    axes=("seller", "segment"),
    initial="knowledge_initial",
    inflows=[rd_matured, "public_matured", imitation, "leaked"],
    outflows=[obsolescence],
)

knowledge_reference = stock(
    "MUSD2023",
    "Knowledge at the start, against which technology is measured; never changes.",
    axes=("seller", "segment"),
    initial="knowledge_initial",
)


@auxiliary("MEUR/year", axes=("segment",))
def dutch_rd(rd_spending, is_dutch, usd_per_eur):
    """R&D budgets of Dutch firms in euro of the day."""
    return total(is_dutch * rd_spending, "seller") / usd_per_eur
