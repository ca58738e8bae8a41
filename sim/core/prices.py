"""The year whose prices and products the engine counts volumes in."""

PRICES_OF = 2023.5
"""The middle of that year, as a date: what grows around it is 1 there."""
