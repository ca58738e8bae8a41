"""The permit queue: first come first served, exact starts; waiting times against theory: tests/theory."""

from __future__ import annotations

import pytest

from sim.processes.permits import Authority


def test_handling_starts_when_it_would_have_for_one_known_late() -> None:
    authority: Authority[str] = Authority(1, since=2010.0)
    assert authority.apply("first", 2011.0) == 2011.0
    assert authority.free(2011.5) is None
    assert authority.apply("known late", 2011.4) == 2011.5


def test_first_come_first_served_and_leaving() -> None:
    authority: Authority[str] = Authority(1, since=0.0)
    assert authority.apply("a", 1.0) == 1.0
    assert authority.apply("b", 1.1) is None
    assert authority.apply("c", 1.2) is None
    assert authority.apply("d", 1.3) is None
    authority.leave("b")
    assert authority.waiting == 2
    assert authority.free(1.25) == ("c", 1.25)
    assert authority.free(1.28) == ("d", 1.3)
    with pytest.raises(ValueError, match="does not wait"):
        authority.leave("b")


def test_an_authority_has_a_worker() -> None:
    with pytest.raises(ValueError, match="a case worker at least, not 0"):
        Authority(0, since=0.0)
