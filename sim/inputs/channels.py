"""The closed set of channels through which an instrument can act: which are modelled, and their quantity."""

from __future__ import annotations

MODELLED = (
    "rd_tax_credit",
    "direct_rd_support",
    "profit_box",
    "general_tax_climate",
    "public_research",
    "investment_support",
    "equity",
    "contingent_demand",
    "training",
    "migration",
    "retention",
    "grid_capacity",
    "grid_flexibility",
    "nitrogen_room",
    "permit_speed",
    "accessibility",
    "housing",
    "land",
    "screening",
    "knowledge_security",
    "coordination",
    "market_access",
    "export_control",
    "partnership",
    "resilience",
)
NOT_YET: tuple[str, ...] = ()
CHANNELS = MODELLED + NOT_YET
BY_EVENTS = ("grid_capacity", "land", "permit_speed", "nitrogen_room", "grid_flexibility")
"""Channels whose effect comes by dated events, not by a path in time."""
COMBINED = ("export_control",)
"""Channels whose effects do not add up: what one instrument brings hangs on the others."""
QUANTITY_UNIT = {
    "grid_capacity": "MW",
    "grid_flexibility": "MW",
    "permit_speed": "person",
    "housing": "home",
    "land": "person",
    "training": "person",
    "migration": "person",
    "resilience": "day",
    "coordination": "reversal of policy",
}
TO_FIRMS = (
    "rd_tax_credit",
    "direct_rd_support",
    "profit_box",
    "general_tax_climate",
    "investment_support",
    "equity",
)
"""Channels whose money goes to firms of the sector; the money of the others is spent on works and lessons."""
