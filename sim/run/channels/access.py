"""Channels of access: what of the orders may be delivered."""

from __future__ import annotations

from sim.run.channels.book import Channel

SHAPES: dict[str, tuple[str, ...]] = {"barred": ("market", "segment")}

CHANNELS: dict[str, Channel] = {}
