"""Reads a YAML file as plain data with the line of every value; refuses whatever is more than data.

Numbers, truth values and nothing are read as YAML 1.2 reads them (`1e-3` is a number, `no` is a word); a date
stays a text until `as_year` makes it a year. Nothing is constructed from tags, and nothing refers to
anything.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.inputs.faults import Fault, Faults
from sim.inputs.resources import shown

LARGEST = 1 << 20  # bytes; no file of ours is a twentieth of it
LONGEST_WHOLE = 300  # digits; what is longer is no number that can be reckoned with
DEEPEST = 24  # brackets inside brackets, or levels of indentation

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_REFERENCE = re.compile(r"(?:^|[\s\[{,:])[&*!]\S", re.MULTILINE)
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A file's data and where each value stands: `lines` maps the path of keys and positions to a line."""

    file: str
    value: Any
    lines: dict[Path_, int]

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest that is written above it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_document(path: Path, *, numbered: bool = False) -> Document:
    """The data in a YAML file; raises `Faults` with every refusal that can be seen at once. Only where it is
    `numbered` may a whole number (a year) stand where a name does; it is read as text.
    """
    file = shown(path)
    try:
        if path.stat().st_size > LARGEST:
            raise Faults(
                [Fault(f"larger than 1 MiB ({path.stat().st_size} bytes): not a file of this kind", file)]
            )
        raw = path.read_bytes()
    except OSError as error:
        raise Faults([Fault(f"cannot be read: {error.strerror}", file)]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Faults([Fault("not UTF-8 text; save the file as UTF-8", file, line)]) from None
    return read_text(text, file, numbered=numbered)


def read_text(text: str, file: str, *, numbered: bool = False) -> Document:
    """The same for text already in hand; `file` is the name that faults quote."""
    refused = [Fault(words, file, text.count("\n", 0, at) + 1) for words, at in _refusals(text)]
    if refused:
        raise Faults(refused)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or ""
        whole = f"{error.context}, {problem}" if problem.startswith("but ") else problem
        words = f"cannot be read as YAML: {whole}"
        raise Faults([Fault(words, file, mark.line + 1 if mark else None)]) from None
    except yaml.YAMLError as error:
        raise Faults([Fault(f"cannot be read as YAML: {str(error).splitlines()[0]}", file)]) from None
    finally:
        loader.dispose()
    reading = _Reading(file, numbered)
    value = None if node is None else reading.value(node, ())
    if reading.faults:
        raise Faults(reading.faults)
    return Document(file, value, reading.lines)


def as_number(word: Any) -> float | None:
    """A finite number as a float, else None; truth values and text are no numbers."""
    if isinstance(word, bool) or not isinstance(word, int | float):
        return None
    try:
        return float(word) if math.isfinite(word) else None
    except OverflowError:  # a whole number of hundreds of digits
        return None


def comma_hint(word: Any) -> str:
    """What to say to who wrote a decimal comma, or nothing; in a list it makes one number too many."""
    if isinstance(word, list) and len(word) > 2 and all(isinstance(one, int | float) for one in word):
        return "; a decimal is written with a point (4.5)"
    text = str(word).strip()
    if isinstance(word, str) and re.fullmatch(r"[-+]?\d+,\d+", text):
        return f"; a decimal is written with a point: {text.replace(',', '.')}"
    return ""


def as_year(word: Any) -> float:
    """A date as a year: 2027, 2027.67, '2027-09-01' or '2027-09'; ValueError with words where it is none."""
    number = as_number(word)
    if number is None and isinstance(word, datetime.date):
        return _year_of(word.year, word.month, word.day)
    if number is None and isinstance(word, str):
        found = _DATE.fullmatch(word.strip())
        if found:
            return _year_of(int(found[1]), int(found[2]), int(found[3] or 1))
        if _NUMBER.fullmatch(word.strip()):
            number = float(word)
    if number is None or not 1900 <= number <= 2200:
        raise ValueError(
            f"must be a year or date (2027, 2027.67 or 2027-09-01), not {word!r}{comma_hint(word)}"
        )
    return number


def _year_of(year: int, month: int, day: int) -> float:
    try:
        nth = datetime.date(year, month, day).timetuple().tm_yday
    except ValueError:
        raise ValueError(f"{year}-{month:02}-{day:02} is not a date of the calendar") from None
    return year + (nth - 1) / (366 if calendar.isleap(year) else 365)


def _refusals(text: str) -> list[tuple[str, int]]:
    """What text may not hold, with the position of its first occurrence."""
    found = []
    strange = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if strange:
        return [("holds binary data: not a text file", strange.start())]
    if "${" in text:
        found.append(("'${' is not read here; write the value itself", text.index("${")))
    deep = _too_deep(text)
    if deep is not None:
        return [*found, (f"more than {DEEPEST} levels deep: not a file of this kind", deep)]
    # tokens are only looked at where a quick look suspects something: reading them costs as much as the
    # file itself
    return found + (_references(text) if _REFERENCE.search(text) else [])


def _too_deep(text: str) -> int | None:
    """Where brackets or indentation go deeper than any file of ours (a deep enough nest ends the parser's
    stack).
    """
    depth = 0
    for found in re.finditer(r"[\[{]|[\]}]|^ *(?:- ){24,}", text, re.MULTILINE):
        sign = found[0]
        depth = max(0, depth + (1 if sign in "[{" else -1)) if len(sign) == 1 else DEEPEST + 1
        if depth > DEEPEST:
            return found.start()
    levels: list[int] = []
    for line in re.finditer(r"^( *)[^\s#]", text, re.MULTILINE):
        while levels and levels[-1] >= len(line[1]):
            levels.pop()
        levels.append(len(line[1]))
        if len(levels) > DEEPEST:
            return line.start()
    return None


def _references(text: str) -> list[tuple[str, int]]:
    names = {
        yaml.AnchorToken: "an anchor (&) is not read here; write the value itself",
        yaml.AliasToken: "an alias (*) is not read here; write the value itself, or put the text in quotes",
        yaml.TagToken: "a tag (!) is not read here: a file is data and builds nothing",
        yaml.DirectiveToken: "a directive (%) is not read here",
    }
    found: dict[str, int] = {}
    try:
        for token in yaml.scan(text, Loader=_Parser):
            words = names.get(type(token))
            if words:
                found.setdefault(words, token.start_mark.index)
    except yaml.YAMLError:
        pass  # reading it says the same with its line
    return list(found.items())


# mypy cannot follow a base chosen at run time; builds of PyYAML without libyaml exist
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Parser):  # type: ignore[misc]
    """libyaml's parser with one change: whether a word is plain or quoted is kept, and no meaning is
    guessed.
    """

    def resolve(self, kind: type[Any], value: Any, implicit: Any) -> str:
        """Called for every node without a tag of its own; `implicit[0]` is true for plain words."""
        return "plain" if kind is yaml.ScalarNode and implicit[0] else "other"


class _Reading:
    """Turns nodes into values, noting lines and faults on the way."""

    def __init__(self, file: str, numbered: bool) -> None:
        self.file = file
        self.numbered = numbered
        self.lines: dict[Path_, int] = {}
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            if _CONTROL.search(node.value):  # written as an escape in quotes; it could drive a terminal
                where = ".".join(map(str, path)) or "the text"
                self.faults.append(Fault(f"{where}: holds a control character", self.file, self.lines[path]))
            return _scalar(node.value) if node.tag == "plain" else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, position)) for position, child in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: yaml.Node, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            words = _key_fault(key, key_node.tag == "plain", self.numbered)
            if words is None and key in result:
                first = self.lines[(*path, str(key))]
                words = f"'{key}' is given twice (first on line {first})"
            if words is not None:
                where = ".".join(map(str, path))
                self.faults.append(Fault(f"{where}: {words}" if where else words, self.file, line))
                continue
            self.lines[(*path, str(key))] = line
            result[str(key)] = self.value(child, (*path, str(key)))
        return result


def _key_fault(key: Any, plain: bool, numbered: bool) -> str | None:
    if not isinstance(key, str):
        return "a name is expected before the colon, not a list or mapping"
    if re.fullmatch(r"[-+]?\d+(,\d+)?", key) and not (numbered and key.isdigit()):
        return f"'{key}' stands where a name is expected; a decimal has a point (0.62), never a comma"
    if key == "<<" and plain:
        return "'<<' is not read here; write the values themselves"
    return None if key.strip() else "a name is expected before the colon"


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text) and len(text) <= LONGEST_WHOLE:
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
