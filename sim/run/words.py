"""Reads the settings of a run from words: every value checked, every fault collected, none guessed.

Used by the command and by `sim.run`; knows no Hydra. Values come as plain Python: text, numbers, mappings.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.inputs.amounts import MOST
from sim.inputs.checks import shown_value
from sim.inputs.faults import Fault, Faults, nearest
from sim.inputs.policies import LANGUAGES

if TYPE_CHECKING:
    from sim.run.settings import Settings

EVENTS = ("projects", "grid", "subsidies", "seasons", "shocks", "board")
KINDS = ("local", "dask")
OUTPUT = {"every": ("year", "quarter"), "variables": ("outcomes", "all")}
SMALLEST_STEP, LARGEST_STEP = 1 / 256, 1 / 16
FIRST_YEAR, LAST_YEAR = 1990, 2100
START = 2010
"""The only year in which a run can start: stocks begin at their values in that year of the record."""
MOST_MEMBERS = 100_000
MOST_LOGGED = 20_000
"""Members whose events can be logged: a longer log could not be read again (`sim.results.accepting`)."""
MOST_WORKERS = 1_024

Check = Callable[[str, Any], Any]


def settings_from_words(words: Mapping[str, Any]) -> Settings:
    """The settings that these words say; `Faults` with all of them when some cannot be."""
    from sim.run.settings import Settings

    return Settings(**checked(words))


def checked(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words as values of their own kinds (years in float, counts in int); raises `Faults`."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for name, word in words.items():
        check = CHECKS.get(name)
        try:
            if check is None:
                raise _Refused(f"unknown setting.{nearest_hint(name, CHECKS)}")
            values[name] = check(name, word)
        except _Refused as refused:
            faults.append(Fault(_sentence(name, word, str(refused))))
        except Faults as several:
            faults.extend(several.faults)
    faults.extend(_window_faults(values))
    if faults:
        raise Faults(faults)
    return values


def nearest_hint(name: str, names: Any) -> str:
    """' Did you mean …?' with the nearest valid name, or nothing."""
    near = nearest(name, list(names))
    return f" Did you mean '{near}'?" if near else ""


class _Refused(Exception):
    """A value that is not what its name asks for; the text says what would be."""


def _sentence(name: str, word: Any, text: str) -> str:
    return f"{name}: {text}" if text.startswith("unknown") else f"{name} = {_shown(word)}: {text}"


def _shown(word: Any) -> str:
    return "(nothing)" if word is None or word == "" else shown_value(word)


def _comma_hint(word: Any) -> str:
    text = str(word)
    if isinstance(word, str) and text.replace(",", "", 1).isdigit() and "," in text:
        return f"; a decimal is written with a point: {text.replace(',', '.')}"
    return ""


def _number(word: Any, wanted: str) -> float:
    if isinstance(word, bool) or not isinstance(word, int | float | str):
        raise _Refused(f"must be {wanted}")
    try:
        value = float(word)
    except (ValueError, OverflowError):
        raise _Refused(f"must be {wanted}{_comma_hint(word)}") from None
    if not math.isfinite(value):
        raise _Refused(f"must be {wanted}")
    return value


def _whole(least: int, step: int, wanted: str, most: float = math.inf) -> Check:
    def check(name: str, word: Any) -> int:
        value = _number(word, wanted)
        if value != int(value) or not least <= value <= most or int(value) % step:
            raise _Refused(f"must be {wanted}")
        return int(value)

    return check


def _as_year(word: Any, wanted: str) -> float:
    if isinstance(word, str) and word.count("-") == 2:
        from sim.inputs.documents import as_year

        try:
            return float(as_year(word))
        except (ValueError, TypeError):
            raise _Refused(f"must be {wanted}") from None
    return _number(word, wanted)


def _start(name: str, word: Any) -> float:
    wanted = f"{START}, the year whose stocks the record gives; a later end or known_until can be chosen"
    if _number(word, wanted) != START:
        raise _Refused(f"must be {wanted}")
    return float(START)


def _whole_year(name: str, word: Any) -> float:
    wanted = f"a whole year between {FIRST_YEAR} and {LAST_YEAR}"
    value = _number(word, wanted)
    if value != int(value) or not FIRST_YEAR <= value <= LAST_YEAR:
        raise _Refused(f"must be {wanted}")
    return value


def _year(name: str, word: Any) -> float:
    wanted = f"a year between {FIRST_YEAR} and {LAST_YEAR} (2027.67 or 2027-09-01)"
    value = _as_year(word, wanted)
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise _Refused(f"must be {wanted}")
    return value


def _year_or_none(name: str, word: Any) -> float | None:
    return None if word is None or word == "null" else _year(name, word)


def _step(name: str, word: Any) -> float:
    wanted = "a power of one half between 1/256 (0.00390625) and 1/16 (0.0625) year"
    if isinstance(word, str) and word.startswith("1/") and word[2:].isdigit() and int(word[2:]):
        word = 1 / int(word[2:])
    value = _number(word, wanted)
    near = 2.0 ** round(math.log2(value)) if value > 0 else LARGEST_STEP
    near = min(max(near, SMALLEST_STEP), LARGEST_STEP)
    if value != near:
        raise _Refused(f"must be {wanted}; the nearest is {near:.10g}")
    return value


def _amount_or_none(name: str, word: Any) -> float | None:
    if word is None or word == "null":
        return None
    value = _number(word, "an amount in EUR m of 2023, as 500")
    if value == 0:
        raise _Refused("must not be 0: the base is the run without extra money")
    if abs(value) > MOST:
        raise _Refused(f"must be at most {MOST:,} EUR m")
    return value


def _truth(name: str, word: Any) -> bool:
    if not isinstance(word, bool):
        raise _Refused("must be true or false")
    return word


def _one_of(choices: tuple[str, ...]) -> Check:
    def check(name: str, word: Any) -> str:
        if word not in choices:
            raise _Refused(f"must be {' or '.join(choices)}.{nearest_hint(str(word), choices)}")
        return str(word)

    return check


def _gigabytes(name: str, word: Any) -> float:
    value = _number(word, "gigabytes, at least 0 (0: nothing is kept)")
    if value < 0:
        raise _Refused("must be gigabytes, at least 0 (0: nothing is kept)")
    return value


def _executor(name: str, word: Any) -> dict[str, Any]:
    if not isinstance(word, Mapping):
        word = {"kind": _one_of(KINDS)(name, word)}
    values: dict[str, Any] = _group({"kind": _one_of(KINDS), "address": _address})(name, word)
    if values.get("kind") == "dask" and not values.get("address"):
        raise _Refused("needs the address of a scheduler: executor.address=tcp://HOST:8786")
    if values.get("kind") == "local" and values.get("address"):
        raise _Refused("an address belongs to executor=dask")
    return values


def _address(name: str, word: Any) -> str | None:
    if word is None or (isinstance(word, str) and word.startswith(("tcp://", "tls://"))):
        return word
    raise _Refused("must be the address of a Dask scheduler, as tcp://HOST:8786")


def _text(name: str, word: Any) -> str:
    if not isinstance(word, str) or not word.strip() or "\0" in word:
        raise _Refused("must be the name of a folder")
    try:
        os.fsencode(word)
        return os.fspath(Path(word).expanduser())  # not every shell does so after a =
    except UnicodeEncodeError:
        raise _Refused("holds half a character, which no folder's name can") from None
    except RuntimeError:
        raise _Refused("no such home folder") from None


def _group(checks: Mapping[str, Check]) -> Check:
    def check(name: str, word: Any) -> dict[str, Any]:
        if not isinstance(word, Mapping):
            raise _Refused(f"has parts, write one of {', '.join(f'{name}.{part}=…' for part in checks)}")
        faults, values = [], {}
        for part, value in word.items():
            whole = f"{name}.{part}"
            try:
                if part not in checks:
                    raise _Refused(f"unknown setting.{nearest_hint(str(part), checks)}")
                values[str(part)] = checks[part](whole, value)
            except _Refused as refused:
                faults.append(Fault(_sentence(whole, value, str(refused))))
        if faults:
            raise Faults(faults)
        return values

    return check


def _window_faults(values: Mapping[str, Any]) -> list[Fault]:
    """The window must be in order; said once, for the values that are themselves in order."""
    faults = []
    start, end, known = (values.get(name) for name in ("start", "end", "known_until"))
    if start is not None and end is not None and end < start + 2:
        faults.append(Fault(f"end = {end:g}: must be at least two years after start = {start:g}"))
    elif known is not None and start is not None and end is not None and not start + 1 <= known < end:
        words = f"must be at least a year after start = {start:g} and before end = {end:g}"
        faults.append(Fault(f"known_until = {known:g}: {words}"))
    for name in ("market_until", "purchases_until"):
        until = values.get(name)
        if until is not None and known is not None and until < known:
            words = f"must not be before known_until = {known:g}, up to which all is known"
            faults.append(Fault(f"{name} = {until:g}: {words}"))
    return faults


CHECKS: Mapping[str, Check] = {
    "start": _start,
    "end": _whole_year,
    "known_until": _year,
    "decided_until": _year_or_none,
    "posterior": _year_or_none,
    "market_until": _year_or_none,
    "purchases_until": _year_or_none,
    "dt": _step,
    "members": _whole(
        2,
        2,
        f"an even whole number of at least 2 (two members share one draw) and at most {MOST_MEMBERS:,}",
        MOST_MEMBERS,
    ),
    "seed": _whole(0, 1, "a whole number of at least 0"),
    "block": _whole(2, 2, "an even whole number of at least 2"),
    "workers": _whole(
        0,
        1,
        f"a whole number of at least 0 (0: one for each core) and at most {MOST_WORKERS:,}",
        MOST_WORKERS,
    ),
    "events": _group(dict.fromkeys(EVENTS, _truth)),
    "output": _group(
        {
            **{name: _one_of(choices) for name, choices in OUTPUT.items()},
            "log": _whole(0, 1, f"a whole number of members, at most {MOST_LOGGED:,}", MOST_LOGGED),
            "csv": _truth,
        }
    ),
    "results": _text,
    "keep": _gigabytes,
    "executor": _executor,
    "equal_money": _amount_or_none,
    "lang": _one_of(LANGUAGES),
    "force": _truth,
    "dry_run": _truth,
}
