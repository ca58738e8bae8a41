"""Public accounts: taxes on what is added, wages, rents, R&D and activity abroad, all at 2023 prices.

Each is an amount of one run. What a policy yields, net jobs and who gains are differences of two runs and
stand in the results.
"""

import numpy as np

from sim.core.vocabulary import outcome, total


@outcome("MEUR2023/year", axes=("place",), source="Macro tax ratio; see parameter")
def tax_return(value_added, tax_return_on_value_added, is_abroad):
    """Taxes and premiums on value added in the Netherlands."""
    return value_added * (1 - is_abroad) * tax_return_on_value_added


@outcome("MEUR2023/year", axes=("place",))
def wages_nl(sector_staff, wage_index, wage_cost, is_abroad):
    """Labour cost of the people at work in the Netherlands."""
    return sector_staff * (1 - is_abroad) * wage_index * wage_cost


@outcome("MEUR2023/year")
def rd_caused_real(rd_caused, eur_price_index):
    """R&D that would not have been done without public money, at 2023 prices."""
    return total(rd_caused, "segment") / eur_price_index


@outcome("MEUR2023/year", axes=("place",))
def rents_above(homes, rent_pressure, rent_that_moves, is_abroad):
    """What residents pay for their homes beyond rents at the reference scarcity."""
    return (1 - is_abroad) * homes * rent_that_moves * (rent_pressure - 1)


@outcome("MEUR2023/year")
def value_added_abroad(value_added, is_abroad):
    """Value added abroad by Dutch firms."""
    return total(value_added * is_abroad, "place")


@outcome("MEUR2023/year", source="Residual profit follows R&D; see location")
def tax_on_moved_profit(
    profit, profit_routine_share, ip_share_nl, rd_exposure, corporate_tax_rate, eur_price_index
):
    """Profit tax that comes, or goes, with R&D that moved since known until; zero where none did."""
    moved = profit * (1 - profit_routine_share) * (np.minimum(1, ip_share_nl * rd_exposure) - ip_share_nl)
    return total(moved, "segment") * corporate_tax_rate / eur_price_index


@outcome("MEUR2023/year", axes=("place",), source="BCG 2024: what congestion costs a year; see parameter")
def waiting_societal(mw_queued_societal, cost_of_waiting):
    """What it costs that homes and public services wait for power."""
    return mw_queued_societal * cost_of_waiting


@outcome("MEUR2023/year", axes=("place",), source="BCG 2024: what congestion costs a year; see parameter")
def waiting_others(mw_queued_other, mw_queued_societal, mw_queued_speculative, cost_of_waiting):
    """What it costs that other users wait for power: neither the sector nor requests made in case."""
    return (mw_queued_other - mw_queued_societal - mw_queued_speculative) * cost_of_waiting
