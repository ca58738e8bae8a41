"""Reads amounts on dates, as instruments have them: money a year from each date on, quantities at a date."""

from __future__ import annotations

from typing import Any

from sim.inputs.checks import Reader, shown_value
from sim.inputs.documents import as_number, comma_hint

Path_ = tuple[tuple[float, float], ...]
MOST = 1_000_000
"""The largest amount: in EUR m a year about what the whole Dutch economy earns, in any unit no policy."""


def amounts(reader: Reader, value: Any, key: str, old: Path_ | None) -> Path_:
    """The amounts that stand at `key`, each from its date on; a number replaces those of `old` that are
    not 0. What is wrong goes to the reader.
    """
    number = as_number(value)
    if number is not None and not 0 <= number <= MOST:
        reader.complain(_amount_words(number), key, equals=value)
        return ()
    if number == 0 and not old:
        return ()
    if number is not None and old:
        return tuple((date, number if amount else 0.0) for date, amount in old)
    if not isinstance(value, list):
        words = f"must be [[date, amount], …], not {shown_value(value)}{comma_hint(value)}"
        reader.complain(words, key)
        return ()
    points: list[tuple[float, float]] = []
    for place, one in enumerate(value):
        if not isinstance(one, list) or len(one) != 2:
            reader.complain(f"must be [date, amount], not {shown_value(one)}{comma_hint(one)}", key, place)
            continue
        date, amount = reader.year(one[0], key, place), reader.number(one[1], key, place)
        if amount is not None and not 0 <= amount <= MOST:
            reader.complain(_amount_words(amount), key, place, equals=amount)
        if date is not None and amount is not None:
            if points and date <= points[-1][0]:
                reader.complain("dates must rise", key, place, equals=one)
            points.append((date, amount))
    return tuple(points)


def _amount_words(amount: float) -> str:
    return "must be at least 0" if amount < 0 else f"must be at most {MOST:,}"
