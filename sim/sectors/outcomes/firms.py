"""Firms: how many there are by stage, what they are worth, how many were sold, what public stakes return."""

import numpy as np

from sim.core.vocabulary import outcome, ratio, total


@outcome("firm", axes=("segment",))
def startups(startups):
    """Start-ups by segment."""
    return startups


@outcome("firm", axes=("segment",))
def scaleups(scaleups):
    """Scale-ups in Dutch hands by segment."""
    return scaleups


@outcome("firm", axes=("segment",))
def large_firms(large_firms):
    """Large firms beside the lead firms, by segment."""
    return large_firms


@outcome("firm", axes=("segment",))
def firms_kept(startups, scaleups, large_firms):
    """Firms in Dutch hands beside the lead firms, all stages."""
    return startups + scaleups + large_firms


@outcome("firm/year", axes=("segment",))
def firms_sold(scaleups_sold):
    """Scale-ups sold abroad in a year."""
    return scaleups_sold


@outcome("firm", axes=("segment",))
def firms_sold_here(sold_before, sold_since):
    """Firms sold abroad that still work here."""
    return sold_before + sold_since


@outcome("MEUR2023", axes=("segment",))
def firm_value(firm_value):
    """What firms in Dutch hands are worth beside the lead firms."""
    return firm_value


@outcome("1", axes=("segment",), source="At least one, where as many are expected: Poisson")
def chance_unicorn(billion_firms, one_firm):
    """Chance of a firm above EUR 1 bn beside the lead firms."""
    return 1 - np.exp(-billion_firms / one_firm)


@outcome("MEUR2023", axes=("segment",))
def public_equity(public_equity):
    """Public stakes in firms."""
    return public_equity


@outcome("MEUR2023/year", axes=("segment",))
def equity_returned(equity_returned):
    """Money back from public stakes that were sold again."""
    return equity_returned


@outcome("1/year", source="Gain less cost over stakes held; 0 where none are held")
def return_on_equity(equity_result, public_equity):
    """Yearly real return on public stakes."""
    return ratio(equity_result, total(public_equity, "segment"), 0)
