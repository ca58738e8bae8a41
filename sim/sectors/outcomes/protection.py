"""Protection: what leaks, whom screening checks and sends elsewhere, which deals it deters."""

from sim.core.vocabulary import outcome, total


@outcome("MUSD2023/year", axes=("segment",))
def leaked(leaked):
    """Knowledge that rivals gain from stolen material."""
    return total(leaked, "seller")


@outcome("MUSD2023/year", axes=("segment",))
def imitated(imitation, is_dutch):
    """Knowledge that rivals gain by diffuse imitation."""
    return total((1 - is_dutch) * imitation, "seller")


@outcome("person/year", source="The bill counts 8,000 checks a year for all sensitive technology")
def people_checked(migrants_applying, approval, checked_share):
    """Migrants for the sector whose knowledge and post are checked."""
    return total(total(migrants_applying, "place") / approval * checked_share, "level", "origin")


@outcome("person", source="effect_parameters.csv offshore_per_refusal")
def jobs_moved_abroad(kept_away_by_screening, offshore_per_refusal):
    """Posts that firms fill abroad because people were refused here."""
    return total(kept_away_by_screening, "place") * offshore_per_refusal


@outcome("1")
def deals_deterred(deals_deterred):
    """Part of foreign deals in screened sectors that screening deters."""
    return deals_deterred
