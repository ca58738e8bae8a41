"""Says where a scenario changes an instrument's past: what was paid or awarded before the letter."""

from __future__ import annotations

from sim.inputs.instruments import Instrument

Points = tuple[tuple[float, float], ...]

LETTER = 2024.0
"""The date up to which the record is used unless `known_until` says otherwise."""


def changes_the_past(before: Instrument, after: Instrument, until: float = LETTER) -> bool:
    """Whether amounts dated before `until` differ, or how money of that time acts: a round is of the past
    once it was awarded."""
    paths = [(getattr(one, key), one) for key in ("money", "matched", "quantity") for one in (before, after)]
    early = [_before(path, one, until) for path, one in paths]
    if any(was != is_ for was, is_ in zip(early[::2], early[1::2], strict=True)):
        return True
    began = any(amount for path in early for _, amount in path)
    began = began or before.delivery.get("awarded", until) < until
    if not began:
        return False
    how = [(one.targets, one.effect, one.delivery, one.payer, one.delay_award) for one in (before, after)]
    awarded = "awarded" in before.delivery and before.money != after.money
    return awarded or how[0] != how[1]


def _before(path: Points, one: Instrument, until: float) -> Points:
    if not one.active or one.delivery.get("kind") == "project_round":
        return ()
    return tuple((date + one.delay_award, x) for date, x in path if date + one.delay_award < until)
