"""Writes docs/instruments.md out of configs/instruments and data/evidence/instruments.csv.

    python docs/make_instruments.py [--check]

Run it where the package is installed. With --check nothing is written; the answer is 1 where the page is
not what it would be.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from sim.inputs import resources
from sim.inputs.channels import QUANTITY_UNIT
from sim.inputs.instruments import PRIORITIES, Instrument
from sim.inputs.scenarios import load_evidence

PAGE = Path(__file__).resolve().parent / "instruments.md"
TITLES = {
    "business_climate": "Business climate",
    "talent": "Talent",
    "space": "Room to grow",
    "protect": "Protect",
    "partner": "Partner",
    "governance": "Governance",
}
PAID_BY = {"region": " (paid by the region)", "eu": " (paid by the EU)", "firms": " (paid by firms)"}
HEAD = """# Instruments
Every instrument, programme, law, board and event that the letter of December 2023 names, and what followed
with public money or an effect. This page is made from `configs/instruments` by `docs/make_instruments.py`;
in a terminal, `python -m sim list instruments` and `python -m sim show NAME` say the same and more.

Money is in million euro a year, from each date on until the next; *matched* money is shown and drives
nothing. A mark ✉ says that the letter names it."""


def page() -> str:
    """The whole page."""
    instruments = load_evidence().instruments
    parts = [HEAD, _count(instruments.values())]
    for priority in PRIORITIES:
        here = [one for one in instruments.values() if one.priority == priority]
        rows = [(_name(one), _channel(one), _money(one), _does(one), one.source) for one in here]
        parts += [
            f"## {TITLES[priority]}",
            _table(("instrument", "channel", "money", "in the model", "source"), rows),
        ]
    linked = {one.evidence for one in instruments.values()}
    with (resources.root() / "data" / "evidence" / "instruments.csv").open(
        encoding="utf-8", newline=""
    ) as text:
        left = [row for row in csv.DictReader(text) if row["instrument"] not in linked]
    parts += [
        "## In the evidence, but no instrument",
        "Measures of other states, reports, motions and decisions of firms: nothing that Dutch or European"
        " policy sets or pays for the Dutch sector.",
        _table(("row", "note"), [(row["instrument"], row["note"]) for row in left]),
    ]
    return "\n\n".join(parts) + "\n"


def _count(instruments: Iterable[Instrument]) -> str:
    every = list(instruments)
    acting = sum(_acts(one) for one in every)
    named = sum(one.in_letter for one in every)
    return (
        f"{len(every)} instruments: {named} of the letter, {len(every) - named} after or beside it;"
        f" {acting} act in the model."
    )


def _acts(one: Instrument) -> bool:
    """Whether the model does something with it unless a scenario says otherwise."""
    words = {"pull", "stay", "reversal", "time_saved", "permit_rate", "stops_avoided", "sales", "exports"}
    words |= {"shorten", "second", "part", "time_gain"}
    of_itself = bool(words & set(one.effect)) or "priority" in one.delivery
    return one.counts or (one.active and one.modelled and of_itself)


def _name(one: Instrument) -> str:
    return f"{one.title['en']}{' ✉' if one.in_letter else ''}<br>`{one.name}`"


def _channel(one: Instrument) -> str:
    return one.channel.replace("_", " ") + ("" if one.modelled else " (no equation yet)")


def _money(one: Instrument) -> str:
    paths = [_path(one.money, "") + PAID_BY.get(one.payer, "")] if one.money else []
    return "<br>".join([*paths, *([_path(one.matched, "matched ")] if one.matched else [])]) or "none booked"


def _path(points: Sequence[tuple[float, float]], word: str) -> str:
    steps = [*pairwise(points), (points[-1], (None, None))]
    shown = [f"{word}{amount:.4g} from {date:.6g}" for (date, amount), _ in steps if amount]
    end = f", until {points[-1][0]:.6g}" if not points[-1][1] and shown else ""
    return (", ".join(shown) + end) or "0: only a scenario gives money"


def _does(one: Instrument) -> str:
    words = []
    if one.quantity:
        unit = QUANTITY_UNIT[one.channel]
        dates = f"{one.quantity[0][0]:.6g}" + (
            f" to {one.quantity[-1][0]:.6g}" if len(one.quantity) > 1 else ""
        )
        words.append(f"{sum(amount for _, amount in one.quantity):,.6g} ({unit}), {dates}")
    if _acts(one) and one.effect:
        words.append("by " + ", ".join(f"`{name}`" for name in one.effect.values()))
    if not _acts(one):
        words.append("nothing" if one.active else "nothing unless a scenario switches it on")
    if one.overlaps:
        words.append("same money or matter as " + ", ".join(f"`{name}`" for name in one.overlaps))
    return ". ".join([*words, *([one.note] if one.note else [])])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(_cell(one) for one in row) + " |" for row in rows)])


def _cell(text: str) -> str:
    words = [f"<{one}>" if one.startswith("http") else one for one in text.replace("|", "\\|").split(" ")]
    return " ".join(words)


def main() -> int:
    """Write the page, or say whether it is up to date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    text = page()
    if parser.parse_args().check:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/instruments.md is out of date: run python docs/make_instruments.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
