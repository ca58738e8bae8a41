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


@outcome("MW", axes=("place",))
def mw_queued_societal(mw_queued_societal):
    """Power that waits for connection, users whom the framework ranks first."""
    return mw_queued_societal


@outcome("MW", axes=("place",))
def mw_queued_speculative(mw_queued_speculative):
    """Power that waits for connection, asked for in case."""
    return mw_queued_speculative


@outcome("MW", axes=("place",))
def mw_queued_rest(mw_queued_other, mw_queued_societal, mw_queued_speculative):
    """Power that waits for connection, all others."""
    return mw_queued_other - mw_queued_societal - mw_queued_speculative


@outcome("request", axes=("place",))
def requests_queued(mw_in_queue, mw_per_request):
    """Requests of large users that wait, at the power of one."""
    return mw_in_queue / mw_per_request


@outcome("MW/year", axes=("place",))
def mw_connected(granted_chips, granted_other):
    """Power granted a year."""
    return granted_chips + granted_other


@outcome("MW/year", axes=("place",))
def mw_connected_flexibly(granted_flexible):
    """Of this, on flexible and group contracts."""
    return granted_flexible


@outcome("project/year", axes=("place",), source="A firm's expansion is counted as one project")
def firms_served(connected, project_size, cells):
    """Expansion projects of the sector that get power."""
    return cells.total(connected / project_size, "place")


@outcome("MW/year", axes=("place",))
def mw_requested(requested_other, requested_chips):
    """New requests for power."""
    return requested_other + requested_chips


@outcome("year", axes=("place",))
def grid_wait(grid_wait_perceived):
    """The wait for a connection that users expect."""
    return grid_wait_perceived
