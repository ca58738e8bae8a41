"""The captions of pictures: what the band holds, what the dashed line and the dotted line are."""

from __future__ import annotations

import textwrap

from sim.results.store import Stored


def caption(stored: Stored, name: str, *, base_line: bool = True, dotted: bool = True) -> str:
    """The caption of picture `name`; base and dotted line are mentioned where the picture
    draws them."""
    labels = stored.labels
    parts = [labels(f"figures.{name}.caption")]
    if base_line and stored.has_base:
        parts.append(labels("figures.caption_base", base=stored.base_said))
    if dotted and stored.info.base_year in stored.years:
        parts.append(labels("figures.dotted"))
    return " ".join(parts)


def in_lines(text: str, width: int) -> str:
    """A text in lines of at most `width` letters where its words allow it."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False))
