"""Reads a word by Hydra's grammar, refuses in words of ours what cannot be read, hands words on to Hydra."""

from __future__ import annotations

import re

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from sim.command.hints import bare_word, unread
from sim.command.sampling import OPEN
from sim.inputs.faults import Fault, Faults

PATHS = ("results", "scenario")
_NEEDS_QUOTES = re.compile(r"[^\w/\-+.,%*@?|]|[^\x00-\x7f]")


def parse(word: str) -> Override:
    """One word read by Hydra's grammar; raises `Faults` in words of ours."""
    if "=" not in word and not word.startswith("~"):
        raise Faults([Fault(bare_word(word))])
    if "${" in word:
        raise Faults([Fault(f"{word}: '${{' is not read here; write the value itself")])
    try:
        override: Override = OverridesParser.create().parse_override(word)
    except HydraException as error:
        raise Faults([Fault(f"{word}: cannot be read{unread(word, error)}")]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise Faults([Fault(f"{word[:60]}…: too long for a number")]) from None
    if not override.key_or_group:
        raise Faults([Fault(f"{word}: nothing stands before the =")])
    return override


def hydra_word(word: str) -> str:
    """The word as Hydra takes it: values below an open mapping are added, and ours are already checked."""
    return f"++{word}" if word.startswith(tuple(f"{name}." for name in OPEN)) else quoted(word)


def quoted(word: str) -> str:
    """The word with quotes around a path that Hydra's grammar would not take as it stands (results=één map);
    each path of a list that a comma makes.
    """
    key, sign, text = word.partition("=")
    if key not in PATHS or re.search(r"""['"()\[\]{}$]""", text) or not _NEEDS_QUOTES.search(text):
        return word
    return f"{key}{sign}" + ",".join(f'"{one}"' for one in text.split(","))
