"""The base units of the model, once for equations and for what analysts write."""

BASE = (
    "year",
    "person",
    "MEUR",
    "MUSD",
    "MEUR2023",
    "MUSD2023",
    "MW",
    "day",
    "home",
    "project",
    "request",
    "firm",
    "hectare",
)
"""The closed list of base units; money of one year is a unit of its own."""
