"""Power by place: contracted, asked, queued, and the wait."""

from sim.core.vocabulary import outcome


@outcome("MW", axes=("place",))
def mw_contracted(mw_contracted_chips, mw_contracted_other):
    """Contracted power of large users, the sector and others."""
    return mw_contracted_chips + mw_contracted_other


@outcome("MW", axes=("place",))
def mw_queued(mw_in_queue):
    """Power that waits for connection, all users."""
    return mw_in_queue


@outcome("MW", axes=("place",))
def mw_queued_sector(mw_queued_chips):
    """Power that waits for connection, chip sector."""
    return mw_queued_chips


@outcome("MW/year", axes=("place",))
def mw_requested(requested_other, requested_chips):
    """New requests for power."""
    return requested_other + requested_chips


@outcome("year", axes=("place",))
def grid_wait(grid_wait_perceived):
    """The wait for a connection that users expect."""
    return grid_wait_perceived
