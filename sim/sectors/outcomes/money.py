"""Public money: budgeted, awarded, paid."""

from sim.core.vocabulary import outcome


@outcome("MEUR/year")
def budgeted(money_budgeted):
    """Public money budgeted."""
    return money_budgeted


@outcome("MEUR/year")
def awarded(money_awarded):
    """Public money awarded."""
    return money_awarded


@outcome("MEUR/year")
def paid(money_paid):
    """Public money paid."""
    return money_paid


@outcome("MEUR2023/year")
def paid_real(money_paid_real):
    """Public money paid, at 2023 prices."""
    return money_paid_real


@outcome("MEUR/year")
def paid_by_others(paid_by_others):
    """Money of the EU and of firms paid through instruments, beside Dutch public money."""
    return paid_by_others
