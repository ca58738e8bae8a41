"""Policy credibility: what firms believe of promises, worn by reversals, rebuilt where policy is steady.

A stock between 0 and 1. A reversal takes a part of what is there, steadiness gives back a part of what lacks.
It scales investment in the Netherlands, relative to what it was at known until: the record holds the rest.
"""

from sim.core.vocabulary import auxiliary, driver, flow, initial, stock

credibility_shocks = driver("1/year", "What reversals with a date take, spread over the year after each.")
credibility_care = driver("1/year", "Extra rebuilding that steady policy is given credit for.")


@initial("1")
def credibility_usual(reversal_rate_usual, reversal_erosion, credibility_rebuild_time):
    """Credibility where reversals come at the usual rate for ever."""
    return 1 / (1 + reversal_rate_usual * reversal_erosion * credibility_rebuild_time)


@flow("1/year", source="effect_parameters.csv policy_reversal_rate; size of one reversal: assumption")
def credibility_lost(credibility, reversal_rate_usual, reversal_erosion, credibility_shocks):
    """What reversals take."""
    return credibility * (reversal_rate_usual * reversal_erosion + credibility_shocks)


@flow("1/year")
def credibility_rebuilt(credibility, credibility_rebuild_time, credibility_care):
    """What steadiness gives back."""
    return (1 - credibility) * (1 / credibility_rebuild_time + credibility_care)


credibility = stock(
    "1",
    "Credibility of policy: 1 is that every promise is believed.",
    initial="credibility_usual",
    inflows=[credibility_rebuilt],
    outflows=[credibility_lost],
)


@flow("1/year")
def credibility_remembered(observing, credibility_rebuilt, credibility_lost):
    """The memory follows credibility until known until and stays there."""
    return observing * (credibility_rebuilt - credibility_lost)


credibility_then = stock(
    "1",
    "Credibility of policy at known until.",
    initial="credibility_usual",
    inflows=[credibility_remembered],
)


@auxiliary("1", source="effect_parameters.csv policy_credibility_discount: assumption")
def credibility_factor(credibility, credibility_then, credibility_elasticity):
    """Investment in the Netherlands relative to what firms would order at the credibility of known until."""
    return (credibility / credibility_then) ** credibility_elasticity
