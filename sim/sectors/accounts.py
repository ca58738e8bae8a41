"""What it yields and what it costs: service, value added, jobs, and public money."""

from sim.core.vocabulary import auxiliary, driver, flow, ratio, stock, total, valve

aid_awarded = valve("MEUR/year", "Aid awarded in project rounds.", axes=("segment",), kind="quantity")
aid_budgeted = valve("MEUR/year", "Aid budgeted at the call.", axes=("segment",), kind="quantity")
aid_paid = valve("MEUR/year", "Aid paid over a project's years.", axes=("segment",), kind="switch")
aid_caused = valve("MEUR/year", "R&D caused by aid.", axes=("segment",), kind="switch")
paid_by_scheme = driver("MEUR/year", "Dutch public money of yearly schemes, all channels together.")
paid_by_others = driver("MEUR/year", "Money of yearly schemes that the EU, firms or network tariffs pay.")
eur_price_index = driver("MEUR/MEUR2023", "Dutch price level, 2023 = 1.")


@auxiliary("MEUR/year", axes=("segment",))
def dutch_sales_eur(dutch_sales, usd_per_eur):
    """Sales of Dutch firms in euro of the day."""
    return dutch_sales / usd_per_eur


@auxiliary("MEUR/year", axes=("segment",))
def dutch_total_sales_eur(dutch_sales, service_sales, usd_per_eur):
    """Sales with service of Dutch firms in euro of the day."""
    return (dutch_sales + service_sales) / usd_per_eur


@auxiliary("MEUR", axes=("segment",))
def dutch_backlog_eur(dutch_backlog, usd_per_eur, dutch_sales, dutch_sales_constant_fx):
    """Backlog of Dutch firms valued at the day's exchange rate."""
    return dutch_backlog * ratio(dutch_sales, dutch_sales_constant_fx, 1) / usd_per_eur


@auxiliary(
    "MEUR2023/year", axes=("place",), source="Value added over output: CBS, annual reports; see parameter"
)
def value_added(
    realised_output, service_sales, price_index, cell_share, value_added_share, real_usd_per_eur, cells
):
    """Value added by place at 2023 prices and the reference exchange rate."""
    service = cells.spread(service_sales / price_index, "segment") * cell_share
    made = (realised_output + service) * cells.spread(value_added_share, "segment")
    return cells.total(made, "place") / real_usd_per_eur


@flow("MEUR/year", axes=("segment",))
def aid_outstanding_paid(aid_paid):
    """Payment of awarded aid."""
    return aid_paid


aid_outstanding = stock(
    "MEUR",
    "Aid awarded and not yet paid.",
    axes=("segment",),
    initial="aid_at_start",
    inflows=[aid_awarded],
    outflows=[aid_outstanding_paid],
)


@auxiliary("MEUR/year")
def money_paid(paid_by_scheme, aid_paid):
    """Dutch public money paid, of the instruments that the model holds."""
    return paid_by_scheme + total(aid_paid, "segment")


@auxiliary("MEUR/year")
def money_awarded(paid_by_scheme, aid_awarded):
    """Public money awarded: yearly schemes when paid, rounds when awarded."""
    return paid_by_scheme + total(aid_awarded, "segment")


@auxiliary("MEUR/year")
def money_budgeted(paid_by_scheme, aid_budgeted):
    """Public money budgeted: yearly schemes when paid, rounds at their call."""
    return paid_by_scheme + total(aid_budgeted, "segment")


@auxiliary("MEUR2023/year")
def money_paid_real(money_paid, eur_price_index):
    """Public money paid, at 2023 prices."""
    return money_paid / eur_price_index
