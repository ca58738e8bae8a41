"""What a design says, in sentences made from its numbers: how far figures range, what they follow, where a
policy changes them."""

from __future__ import annotations

from sim.results.comparison_words import few_figures
from sim.results.design import DIFFERENCE, LEVEL, Design, key_of
from sim.results.key_figures import SHOWN
from sim.results.labels import Labels
from sim.results.wording import difference_unit

FIGURE = "share"
MOST = 4
"""Policies of which there is a sentence each."""


def design_sentences(design: Design, labels: Labels) -> list[str]:
    """What a reader should take away of a design, a sentence or two each: where the share lies over its
    points and which axis it follows, then the same of what each policy changes."""
    policies = list(design.policies)[:MOST]
    told = [_told(design, policy, of, labels) for of in (LEVEL, DIFFERENCE) for policy in policies]
    return [text for text in told if text]


def sentence_of_picture(design: Design, picture: str, labels: Labels) -> str:
    """What the picture of that name shows of its first policy, design_level or design_difference; nothing of
    the pictures of the rest."""
    _, of, *rest = picture.split("_")
    if rest:
        return ""
    return next(filter(None, (_told(design, policy, of, labels) for policy in design.policies)), "")


def _told(design: Design, policy: str, of: str, labels: Labels) -> str:
    rows = [one for axis in design.axes if (one := design.row(policy, of, FIGURE, axis))]
    if not rows or rows[0]["lowest"] == rows[0]["highest"] == 0:
        return ""
    strongest = max(rows, key=lambda row: abs(row["rank_correlation"]) if row["told"] else -1.0)
    how, is_level = SHOWN[FIGURE], of == LEVEL
    first = str(rows[0]["axis"])

    def number(column: str, axis: str = first) -> str:
        x, key = float(design.row(policy, of, FIGURE, axis)[column]), key_of(policy, of, FIGURE, axis, column)
        if column == "runs":
            return labels.number(x, key=key)
        if column == "above_zero":
            return labels.number(x, scale=100, key=key)
        if column == "rank_correlation":
            return labels.number(x, 2, sign=True, key=key)
        return (
            labels.number(x, how.digits, scale=how.scale, key=key)
            if is_level
            else few_figures(x, labels, sign=True, scale=how.scale, key=key)
        )

    text = labels(
        f"design.say_{of}",
        policy=design.title(policy),
        year=rows[0]["year"],
        runs=number("runs"),
        low=number("lowest"),
        high=number("highest"),
        middle=number("middle"),
        part=number("above_zero"),
        unit=labels(f"unit_of.{FIGURE}") if is_level else difference_unit(FIGURE, labels),
    )
    if not strongest["told"]:
        return f"{text} {labels('design.say_no_axis')}"
    axis = str(strongest["axis"])
    way = "up" if strongest["rank_correlation"] > 0 else "down"
    follows = labels(
        f"design.say_{way}", axis=design.said(axis, labels), rank=number("rank_correlation", axis)
    )
    return f"{text} {follows}"
