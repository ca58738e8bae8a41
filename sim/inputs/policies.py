"""Reads scenario and overlay files: data with a closed list of keys, never a configuration of anything
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.inputs.checks import Reader, shown_value
from sim.inputs.documents import Document, read_document
from sim.inputs.faults import Faults, Gathering
from sim.inputs.finding import find_overlay, find_scenario, name_fault, parent_of
from sim.inputs.resources import root, shown

BASELINE = "baseline"
LANGUAGES = ("nl", "en")
"""Languages of results, and of the titles and questions in files."""
SCENARIO_KEYS = (
    "title", "question", "kind", "base", "why", "instruments", "parameters", "settings", "triggers",
    "decided_until",
)  # fmt: skip
POLICY, SHOCK = KINDS = ("policy", "shock")
"""What a scenario is: a choice that somebody here can make, or what the world may do to us. A comparison
ranks choices with each other and sets shocks apart."""
OVERLAY_KEYS = ("title", "question", "why", "parameters", "scenarios", "money_cap")
SETTINGS = {
    "grid_priority": (
        "first_come", "societal", "chips_first", "flexible_first", "chips_in_framework", "as_decided",
    )
}  # fmt: skip
"""Structural choices that a scenario may make, each with the words it takes: a word, or [[date, word], …]."""


@dataclass(frozen=True)
class Scenario:
    """A scenario file as read: what it says itself, and the scenario that it builds on.

    `instruments`, `parameters` and `triggers` are as written, checked when composed; `document`
    knows their lines.
    """

    name: str
    document: Document
    title: Mapping[str, str]
    questions: Mapping[str, str]
    why: str
    base: Scenario | None
    instruments: Mapping[str, Any]
    parameters: Mapping[str, Any]
    settings: Mapping[str, Any]
    decided_until: float | None
    triggers: Any = None
    kind: str = POLICY

    @property
    def question(self) -> str:
        """The question in English, or in the language that there is."""
        return in_language(self.questions, "en")[0]

    @property
    def chain(self) -> tuple[Scenario, ...]:
        """From the scenario that everything builds on to this one."""
        return (*(self.base.chain if self.base else ()), self)


@dataclass(frozen=True)
class Overlay:
    """An overlay file as read: a future that goes with any scenario, as parameters; or a bundle of policy.

    `parts`: the scenarios of a bundle, each with what its own file says (a variant: its parent's too), and
    not with what it builds on. `money_cap`: the most that the run's extra money may be worth, in MEUR of
    2023, present value; more is scaled down to it.
    """

    name: str
    document: Document
    title: Mapping[str, str]
    questions: Mapping[str, str]
    why: str
    parameters: Mapping[str, Any]
    parts: tuple[Scenario, ...] = ()
    money_cap: float | None = None

    @property
    def question(self) -> str:
        """The question in English, or in the language that there is."""
        return in_language(self.questions, "en")[0]


def in_language(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """The text in a language and that language, or else in the first that there is; both empty without
    any."""
    if lang in texts:
        return texts[lang], lang
    return next(((text, other) for other, text in texts.items()), ("", ""))


def load_scenario(text: str) -> Scenario:
    """The scenario of that name or path, with the scenarios it builds on; raises `Faults`."""
    return _scenario(find_scenario(text), ())


def scenario_title(name: str, lang: str) -> str:
    """What a reader calls a scenario that is found by its name; the name where none is found."""
    try:
        return in_language(load_scenario(name).title, lang)[0] or name
    except Faults:
        return name


def load_overlay(name: str) -> Overlay:
    """The overlay of that name; raises `Faults`."""
    path = find_overlay(name)
    document = read_document(path)
    gathering = Gathering()
    reader = Reader(gathering, document)
    given = reader.mapping(document.value, OVERLAY_KEYS, required=("title", "why"))
    if ("parameters" in given) == ("scenarios" in given):
        reader.complain("an overlay has either parameters (a future) or scenarios (a bundle of policy)")
    overlay = Overlay(
        path.stem,
        document,
        _title(reader, given),
        _questions(reader, given),
        reader.text(given["why"], "why") if "why" in given else "",
        reader.mapping(given.get("parameters"), None, "parameters"),
        _parts(reader, given.get("scenarios")),
        _cap(reader, given),
    )
    gathering.finish()
    return overlay


def _parts(reader: Reader, names: Any) -> tuple[Scenario, ...]:
    """The scenarios of a bundle, each once, a variant after its parent."""
    found: dict[str, Scenario] = {}
    for name in reader.texts(names, "scenarios"):
        if name == BASELINE:
            reader.complain("the baseline changes nothing; leave it out", "scenarios")
            continue
        with reader.gathering.also():
            whole = load_scenario(name)
            for one in whole.chain:
                if one is whole or one.name == parent_of(name):
                    found.setdefault(one.name, one)
    return tuple(found.values())


def _cap(reader: Reader, given: Mapping[str, Any]) -> float | None:
    if "money_cap" not in given:
        return None
    if "scenarios" not in given:
        reader.complain("only a bundle of policy has money to cap", "money_cap")
    cap = reader.number(given["money_cap"], "money_cap")
    if cap is not None and cap <= 0:
        reader.complain("must be above 0 (EUR m of 2023, present value)", "money_cap", equals=cap)
    return cap


def _scenario(path: Path, above: tuple[Path, ...]) -> Scenario:
    document = read_document(path)
    gathering = Gathering()
    reader = Reader(gathering, document)
    bad_name = name_fault(path)
    if bad_name:
        reader.complain(bad_name)
    if path.stem == BASELINE and path.resolve() != (root() / "scenarios" / "baseline.yaml").resolve():
        reader.complain("the name 'baseline' is taken by the base of every difference; rename the file")
    given = reader.mapping(document.value, SCENARIO_KEYS, required=("title", "why"))
    base = None
    with gathering.also():
        base = _base(reader, given, path, (*above, path.resolve()))
    settings = reader.mapping(given.get("settings"), SETTINGS, "settings")
    until = given.get("decided_until")
    scenario = Scenario(
        name=path.stem,
        document=document,
        title=_title(reader, given),
        questions=_questions(reader, given),
        why=reader.text(given["why"], "why") if "why" in given else "",
        base=base,
        instruments=reader.mapping(given.get("instruments"), None, "instruments"),
        parameters=reader.mapping(given.get("parameters"), None, "parameters"),
        settings={key: _setting(reader, key, one) for key, one in settings.items()},
        decided_until=None if until is None else reader.year(until, "decided_until"),
        triggers=given.get("triggers"),
        kind=_kind(reader, given, base),
    )
    gathering.finish()
    return scenario


def _kind(reader: Reader, given: Mapping[str, Any], base: Scenario | None) -> str:
    """Policy or shock; a scenario that builds on a shock stands in its world and is one too."""
    if "kind" in given:
        return reader.one_of(given["kind"], KINDS, "kind")
    return base.kind if base else POLICY


def _setting(reader: Reader, key: str, value: Any) -> str | tuple[tuple[float, str], ...]:
    """One word for all the time from known until on, or words by date, rising."""
    if not isinstance(value, list):
        return reader.one_of(value, SETTINGS[key], "settings", key)
    points: list[tuple[float, str]] = []
    for place, one in enumerate(value):
        if not isinstance(one, list) or len(one) != 2:
            reader.complain(f"must be [date, word], not {shown_value(one)}", "settings", key, place)
            continue
        date = reader.year(one[0], "settings", key, place)
        word = reader.one_of(one[1], SETTINGS[key], "settings", key, place)
        if date is not None:
            if points and date <= points[-1][0]:
                reader.complain("dates must rise", "settings", key, place, equals=one)
            points.append((date, word))
    return tuple(points)


def _base(reader: Reader, given: Mapping[str, Any], path: Path, above: tuple[Path, ...]) -> Scenario | None:
    """The scenario below this one; every scenario but the baseline builds on the baseline at least."""
    if path.stem == BASELINE:
        if given.get("base") is not None:
            reader.complain("the baseline builds on nothing", "base")
        return None
    text = BASELINE if given.get("base") is None else reader.text(given["base"], "base")
    if not text:
        return None
    parent = parent_of(path.stem)
    if parent is not None and parent not in (text, Path(text).stem):
        reader.complain(f"'{path.name}' is by its name a variant of '{parent}'; write base: {parent}", "base")
        return None
    beside = path.parent / text
    try:
        below = find_scenario(str(beside) if "/" in text and beside.is_file() else text)
    except Faults as found:
        reader.complain(found.faults[0].text.splitlines()[0], "base")
        return None
    if below.resolve() in above:
        names = [shown(one) for one in (*above[above.index(below.resolve()) :], below)]
        reader.complain(f"goes in a circle: {' → '.join(names)}", "base")
        return None
    return _scenario(below, above)


def _title(reader: Reader, given: Mapping[str, Any]) -> dict[str, str]:
    title = given.get("title", {})
    if isinstance(title, str):
        return {"en": title}
    parts = reader.mapping(title, LANGUAGES, "title")
    return {language: reader.text(one, "title", language) for language, one in parts.items()}


def _questions(reader: Reader, given: Mapping[str, Any]) -> dict[str, str]:
    """The question by language; a bare text is English."""
    asked = given.get("question", {})
    if isinstance(asked, str):
        return {"en": reader.text(asked, "question")}
    parts = reader.mapping(asked, LANGUAGES, "question")
    return {language: reader.text(one, "question", language) for language, one in parts.items()}
