"""What was most likely meant by a word that cannot be read as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hydra.errors import HydraException

from sim.command.help import COMMANDS
from sim.inputs.faults import nearest

COUNTS = ("members", "seed", "block", "workers")  # never a decimal, so never one with a comma
_DECIMAL_COMMA = re.compile(r"(?<![\w.])\d+,\d+(?![\w.])")
_DUTCH = re.compile(r"-?\d{1,3}(\.\d{3})+,\d+")


def bare_word(word: str) -> str:
    """What to say to a word that is neither a command nor key=value."""
    from sim.command.listing import names

    text = f"'{word}' is neither a command nor key=value."
    scenario = word if word.endswith((".yaml", ".yml")) else nearest(word, names("scenarios"))
    command = nearest(word, list(COMMANDS))
    if scenario and (scenario == word or not command):
        return f"{text} Did you mean scenario={scenario}?"
    return text + (f" Did you mean 'python -m sim {command}'?" if command else " See python -m sim --help")


def unread(word: str, error: HydraException) -> str:
    """Why Hydra's grammar does not take a word, with what was most likely meant."""
    if re.search(r"\s[\w.]+=", word.partition("=")[2]):
        return f"; several words are typed apart: {word}"
    calls = re.search(r"[(\[]", word)  # commas have a meaning there
    return ("" if calls else comma_hint(word)) or f" ({str(error).splitlines()[0]})"


def comma_hint(text: str) -> str:
    """What to say to who wrote a decimal comma in a word, or nothing; a count has none."""
    key, _, value = text.partition("=")
    if key in COUNTS:
        return ""
    dutch = _DUTCH.fullmatch(value)
    if dutch:
        plain = value.replace(".", "").replace(",", ".")
        return f"; a decimal is written with a point, thousands without: {plain}"
    found = _DECIMAL_COMMA.search(value)
    return f"; a decimal is written with a point: {found.group().replace(',', '.')}" if found else ""


def has_number_key(value: Any) -> bool:
    """Whether a mapping holds a number where a name stands: what a comma makes of a decimal."""
    if isinstance(value, Mapping):
        return any(not isinstance(key, str) or has_number_key(below) for key, below in value.items())
    return False
