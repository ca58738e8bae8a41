"""The grid queue: who goes first under each rule, who may pass, speculation, reinforcements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from sim.inputs.instruments import PRIORITY_RULES
from sim.inputs.policies import SETTINGS
from sim.processes.agenda import Switches
from sim.processes.grid_queue import GridQueue
from sim.processes.priority import MOVES, RULES
from sim.processes.reinforcement import Release
from tests.processes.books import Books, parameters

OTHER, CHIPS = "other", "chips"


def queue_of(
    rule: str,
    *,
    later: Sequence[tuple[float, str]] = (),
    moves: Sequence[tuple[float, str]] = (),
    **changed: Any,
) -> tuple[Books, GridQueue]:
    """An empty queue in Brainport under `rule`, with free MW and lots of 5 MW unless changed."""
    given = parameters(**{"speculative_share": 0.0, **changed})
    books = Books((0,), given=given, switches=Switches(priority=((2010.0, rule), *later), moves=tuple(moves)))
    return books, books.agenda._grid


def ask(queue: GridQueue, who: str, time: float, mw: float = 5.0) -> None:
    if who == OTHER:
        queue.file(time, 0, 0)
    else:
        ordinal = sum(row[2] == "requested" and "other" not in row[3] for row in queue._block.rows)
        queue.ask(0, 1, ordinal, mw, time, None, lambda *_: None)


def room(queue: GridQueue, mw: float, time: float) -> None:
    queue._books.release(0, 0, time, mw)
    queue._serve(0, 0, time)


def granted(books: Books) -> list[tuple[float, str]]:
    return [(row[1], row[3]) for row in books.agenda._block.rows if row[2] == "granted"]


def test_first_come_holds_the_head_of_the_line() -> None:
    books, queue = queue_of("first_come")
    ask(queue, CHIPS, 2011.0, mw=20.0)
    ask(queue, OTHER, 2011.1)
    room(queue, 10.0, 2012.0)  # the small one would fit and must not pass
    assert granted(books) == []
    room(queue, 15.0, 2013.0)
    assert granted(books) == [(2013.0, "brainport.chips/0"), (2013.0, "brainport/other/0")]


def test_chips_first_passes_the_others_and_keeps_room_for_a_large_one() -> None:
    books, queue = queue_of("chips_first")
    ask(queue, OTHER, 2011.0)
    ask(queue, CHIPS, 2011.5, mw=20.0)
    room(queue, 10.0, 2012.0)
    assert granted(books) == []
    room(queue, 10.0, 2013.0)
    room(queue, 5.0, 2014.0)
    assert granted(books) == [(2013.0, "brainport.chips/0"), (2014.0, "brainport/other/0")]


def test_societal_puts_marked_lots_before_chips_and_unmarked() -> None:
    books, queue = queue_of("societal", societal_share=0.5)
    ask(queue, CHIPS, 2010.5)
    for number in range(12):
        ask(queue, OTHER, 2011.0 + number / 16)
    marks = [books.agenda._block.uniform("societal/brainport", 0, number) < 0.5 for number in range(12)]
    room(queue, 65.0, 2012.0)
    lots = [f"brainport/other/{number}" for number in range(12)]
    first = [lot for lot, mark in zip(lots, marks, strict=True) if mark]
    rest = [lot for lot, mark in zip(lots, marks, strict=True) if not mark]
    assert 0 < len(first) < 12
    assert [name for _, name in granted(books)] == [*first, "brainport.chips/0", *rest]


def in_turn(move: str) -> tuple[list[str], list[str], list[str]]:
    """Chips ask last, after societal and unmarked lots; the societal, the others, and all as they are served,
    under the framework with `move` laid over it."""
    books, queue = queue_of("societal", moves=[(2010.0, move)], societal_share=0.5)
    for number in range(12):
        ask(queue, OTHER, 2011.0 + number / 16)
    ask(queue, CHIPS, 2011.9)
    marks = [books.agenda._block.uniform("societal/brainport", 0, number) < 0.5 for number in range(12)]
    lots = [f"brainport/other/{number}" for number in range(12)]
    room(queue, 65.0, 2012.0)
    societal = [lot for lot, mark in zip(lots, marks, strict=True) if mark]
    others = [lot for lot, mark in zip(lots, marks, strict=True) if not mark]
    assert societal
    assert others
    return societal, others, [name for _, name in granted(books)]


def test_a_move_places_chips_in_the_framework_and_keeps_the_order_of_all_others() -> None:
    chips = ["brainport.chips/0"]
    for move, place in {
        "as_decided": lambda societal, others: [*societal, *others, *chips],
        "chips_in_framework": lambda societal, others: [*societal, *chips, *others],
        "chips_first": lambda societal, others: [*chips, *societal, *others],
        "first_come": lambda societal, others: [*sorted(societal + others, key=number_of), *chips],
    }.items():
        societal, others, served = in_turn(move)
        assert served == place(societal, others), move


def number_of(lot: str) -> int:
    return int(lot.rpartition("/")[2])


def test_a_framework_decided_for_later_comes_into_force_under_a_move_that_ends() -> None:
    """Chips first from 2011 until 2013, the framework from 2012 on: it holds behind chips, and after them."""
    moves = [(2011.0, "chips_first"), (2013.0, "as_decided")]
    books, queue = queue_of("first_come", later=[(2012.0, "societal")], moves=moves)
    classes = []
    for year in (2010.5, 2011.5, 2012.5, 2013.5):
        books.agenda._visit(0, [], year)
        classes.append(queue._rules.now[0].classes)
    assert classes == [(), (("chips",),), (("chips",), ("societal",)), (("societal",),)]


def test_who_is_in_no_class_never_passes_one_who_waits_in_the_first() -> None:
    """Flexible first: an unmarked lot takes nothing of what a large flexible request waits for."""
    books, queue = queue_of("flexible_first", flexible_share=1.0)
    ask(queue, CHIPS, 2011.0, mw=20.0)
    queue._lots._flexible[0] = [0.0]
    ask(queue, OTHER, 2011.1)
    ask(queue, OTHER, 2011.2)
    room(queue, 6.0, 2012.0)
    assert granted(books) == []


@pytest.mark.parametrize(("flexible", "served"), [(1.0, ["brainport/other/0"]), (0.0, [])])
def test_only_the_flexible_pass_a_large_one(flexible: float, served: list[str]) -> None:
    books, queue = queue_of("flexible_first", flexible_share=flexible)
    ask(queue, CHIPS, 2011.0, mw=20.0)
    ask(queue, OTHER, 2011.1)
    room(queue, 6.0, 2012.0)
    assert [name for _, name in granted(books)] == served


def test_a_lot_stands_for_many_and_takes_what_there_is() -> None:
    books, queue = queue_of("first_come")
    ask(queue, OTHER, 2011.0)
    room(queue, 2.0, 2012.0)
    ask(queue, CHIPS, 2012.5, mw=1.0)
    room(queue, 4.0, 2013.0)
    rows = [(row[1], row[3], row[6]) for row in books.agenda._block.rows if row[2] == "granted"]
    assert rows == [
        (2012.0, "brainport/other/0", 2.0),
        (2013.0, "brainport/other/0", 3.0),
        (2013.0, "brainport.chips/0", 1.0),
    ]


def test_a_rule_changed_half_way_re_orders_those_who_wait() -> None:
    books, queue = queue_of("first_come", later=[(2012.5, "chips_first")])
    ask(queue, OTHER, 2011.0)
    ask(queue, CHIPS, 2011.5, mw=4.0)
    ask(queue, CHIPS, 2011.2, mw=9.0)
    books.agenda._visit(0, [], 2013.0)
    room(queue, 13.0, 2013.0)
    room(queue, 5.0, 2014.0)
    assert granted(books) == [
        (2013.0, "brainport.chips/1"),
        (2013.0, "brainport.chips/0"),
        (2014.0, "brainport/other/0"),
    ]


def test_a_rule_changed_half_way_serves_at_once_whom_it_lets_pass() -> None:
    books, queue = queue_of("first_come", later=[(2012.5, "flexible_first")], flexible_share=1.0)
    ask(queue, CHIPS, 2011.0, mw=20.0)
    ask(queue, CHIPS, 2011.5, mw=4.0)
    room(queue, 6.0, 2012.0)
    assert granted(books) == []
    books.agenda._visit(0, [], 2013.0)
    assert granted(books) == [(2012.5, "brainport.chips/1")]


def test_every_rule_says_why_and_unknown_ones_are_refused() -> None:
    assert all(rule.why for rule in RULES.values())
    with pytest.raises(ValueError, match="no priority rule 'lottery'"):
        queue_of("lottery")
    with pytest.raises(ValueError, match="no priority rule 'lottery'"):
        queue_of("societal", moves=[(2012.0, "lottery")])
    assert SETTINGS["grid_priority"] == MOVES
    assert tuple(RULES) == PRIORITY_RULES
    with pytest.raises(ValueError, match="from the run's start on"):
        Books((0,), switches=Switches(priority=((2012.0, "first_come"),)))


def test_speculative_lots_give_up_after_their_patience() -> None:
    books, queue = queue_of("first_come", speculative_share=1.0, speculative_patience=4.0)
    ask(queue, OTHER, 2011.0)
    books.agenda._visit(0, [], 2016.0)
    assert [(row[1], row[3], row[6]) for row in books.events("withdrawn")] == [
        (2015.0, "brainport/other/0", 5.0)
    ]


def test_nobody_takes_the_power_of_a_speculative_lot_that_had_to_wait() -> None:
    """At its turn it lapses and the next may; one served at the moment of asking is no phantom."""
    books, queue = queue_of("first_come", speculative_share=1.0, speculative_patience=4.0)
    ask(queue, OTHER, 2011.0)
    ask(queue, CHIPS, 2011.5, mw=3.0)
    room(queue, 4.0, 2012.0)
    assert granted(books) == [(2012.0, "brainport.chips/0")]
    assert [(row[1], row[3]) for row in books.events("withdrawn")] == [(2012.0, "brainport/other/0")]
    room(queue, 9.0, 2013.0)
    ask(queue, OTHER, 2013.5)
    assert granted(books)[-1] == (2013.5, "brainport/other/1")


def flexible_room(queue: GridQueue, mw: float, time: float) -> None:
    due = queue._block.due(0, (0, 0, "flexible", mw))
    due.time = time
    queue._release_flexible(due)


FLEX = Release("flex", "brainport", 2038.0, 1.0, flexible=True)


def flexible_queue(**changed: Any) -> tuple[Books, GridQueue]:
    given = parameters(**{"speculative_share": 0.0, "flexible_share": 1.0, **changed})
    books = Books((0,), given=given, releases=[FLEX])
    return books, books.agenda._grid


def test_flexible_room_serves_ahead_of_those_who_need_firm_power() -> None:
    """In their order, lots in part, a project only whole; nobody else may touch the room."""
    books, queue = flexible_queue()
    ask(queue, CHIPS, 2011.0, mw=20.0)
    ask(queue, OTHER, 2011.1)
    ask(queue, OTHER, 2011.2)
    flexible_room(queue, 8.0, 2012.0)
    rows = [(row[1], row[3], row[6]) for row in books.agenda._block.rows if row[2] == "granted"]
    assert rows == [(2012.0, "brainport/other/0", 5.0), (2012.0, "brainport/other/1", 3.0)]
    books, queue = flexible_queue(flexible_share=0.0)
    ask(queue, OTHER, 2011.1)
    flexible_room(queue, 8.0, 2012.0)
    assert granted(books) == []
    assert queue._books.free[0, 0] == 0.0


def test_one_served_flexibly_hears_of_it_and_frees_the_line() -> None:
    books, queue = flexible_queue(flexible_share=0.5)
    heard: list[bool] = []
    marks = [books.agenda._block.uniform("flexible/brainport.chips", 0, number) < 0.5 for number in range(9)]
    able, unable = marks.index(True), marks.index(False)
    queue.ask(0, 1, able, 6.0, 2011.0, None, lambda _, __, ___, flexible: heard.append(flexible))
    queue.ask(0, 1, unable, 2.0, 2011.5, None, lambda _, __, ___, flexible: heard.append(flexible))
    room(queue, 3.0, 2012.0)
    assert heard == []  # the large one stands in the way
    flexible_room(queue, 6.0, 2013.0)
    assert heard == [True, False]


def test_more_flexible_room_never_serves_anybody_later() -> None:
    """In books of whole runs: nobody's grant comes later, request by request, under the order of asking."""

    def grants(mw: float) -> dict[tuple[int, str], float]:
        flex = Release("flex", "brainport", 2016.0, mw, flexible=True)
        firm = Release("firm", "brainport", 2022.0, 120.0)
        books = Books(range(12), filing=[30.0, 0.0, 0.0], releases=[flex, firm])
        books.until(2030.0)
        return {(row[0], row[3]): row[1] for row in books.events("granted")}

    less, more = grants(0.0), grants(60.0)
    assert set(less) <= set(more)
    assert all(more[key] <= less[key] + 1e-9 for key in less)
    assert sum(more[key] < less[key] - 1e-9 for key in less) > 0


def test_one_that_withdraws_lets_the_line_move() -> None:
    books, queue = queue_of("first_come")
    large = queue.ask(0, 1, 0, 20.0, 2011.0, None, lambda *_: None)
    ask(queue, OTHER, 2011.5)
    room(queue, 8.0, 2012.0)
    assert granted(books) == []
    queue.withdraw(large, 2012.75)
    assert granted(books) == [(2012.75, "brainport/other/0")]
    with pytest.raises(ValueError, match="does not wait in brainport"):
        queue.withdraw(large, 2013.0)


def test_a_part_of_the_lots_is_speculative() -> None:
    books = Books(range(16), given=parameters(speculative_share=0.35), filing=[50.0, 0.0, 0.0])
    books.until(2020.0)
    asked = [row for row in books.events("requested") if row[1] < 2015.5]
    part = len(books.events("withdrawn")) / len(asked)
    assert abs(part - 0.35) < 4 * np.sqrt(0.35 * 0.65 / len(asked))


def dates_of(releases: Sequence[Release], **switches: Any) -> dict[str, set[float]]:
    books = Books(range(40), releases=releases, switches=Switches(**switches))
    books.until(2039.0)
    found: dict[str, set[float]] = {}
    for row in books.events("released"):
        found.setdefault(row[3], set()).add(row[1])
    return found


def test_known_reinforcements_keep_their_date_and_later_ones_may_slip() -> None:
    known, later = Release("known", "brainport", 2022.5, 10.0), Release("later", "twente", 2026.0, 10.0)
    dates = dates_of([known, later])
    assert dates["known"] == {2022.5}
    assert 2026.0 in dates["later"]
    assert 10 < len(dates["later"]) < 30
    assert min(dates["later"]) == 2026.0
    # Keyed by name: another reinforcement in the list, or another date of knowledge, moves nothing of it.
    assert dates_of([later, Release("a third", "twente", 2030.0, 1.0)])["later"] == dates["later"]
    assert len(dates_of([known], known_until=2016.0)["known"]) > 1


def test_undecided_and_past_reinforcements_are_left_out() -> None:
    releases = [
        Release("past", "brainport", 2009.0, 10.0),
        Release("too late", "brainport", 2023.0, 10.0, decided=2025.0),
        Release("decided", "brainport", 2023.0, 10.0, decided=2022.0),
    ]
    assert set(dates_of(releases, decided_until=2024.0)) == {"decided"}
    assert set(dates_of(releases)) == {"decided", "too late"}
    with pytest.raises(ValueError, match="one name"):
        dates_of([releases[0], releases[0]])


def test_a_queue_of_chip_requests_needs_projects() -> None:
    books = Books((0,), stocks={"mw_queued_chips": 5.0})
    with pytest.raises(ValueError, match="mw_queued_chips must be 0 at the start"):
        books.advance()


def test_released_mw_serve_the_queue_at_their_own_time() -> None:
    books = Books(
        (0,), given=parameters(), filing=[20.0, 0, 0], releases=[Release("r", "brainport", 2013.3, 12.0)]
    )
    books.until(2014.0)
    rows = [(row[1], row[6]) for row in books.events("granted")]
    assert rows == [(2013.3, 5.0), (2013.3, 5.0), (2013.3, 2.0)]
