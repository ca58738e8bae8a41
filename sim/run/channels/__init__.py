"""What each channel pays and causes, a file a priority: `SHAPES` its drivers, `CHANNELS` its functions.

A channel turns an instrument's money or quantity path, its targets and the parameters that its effect names
into the drivers that equations read. Additionality drives; leverage (`matched`) is never used here. Rounds
and megawatts come by events (`sim.run.agenda`).
"""

from sim.run.channels import (
    access,
    credibility,
    firms,
    investment,
    people,
    place,
    protection,
    research,
    resilience,
    taxes,
)
from sim.run.channels.book import Book, Channel

_MODULES = (research, taxes, investment, people, place, access, resilience, protection, credibility, firms)
CHANNELS: dict[str, Channel] = {name: it for module in _MODULES for name, it in module.CHANNELS.items()}
SHAPES: dict[str, tuple[str, ...]] = {
    "paid_by_scheme": (),
    "paid_by_others": (),
    **{name: axes for module in _MODULES for name, axes in module.SHAPES.items()},
}

__all__ = ["CHANNELS", "SHAPES", "Book", "Channel"]
