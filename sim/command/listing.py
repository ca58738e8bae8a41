"""The commands `list`, `show` and `diff`: what there is, one thing in full, what differs in two scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sim.inputs.faults import Fault, Faults, hint

KINDS = ("scenarios", "overlays", "parameters", "instruments")
_KIND_WORDS = {
    "switch": "structural switch: turned one at a time by `python -m sim switches`, never drawn",
    "knockout": "knock-out: cuts a mechanism, for tests and what-if runs",
}


@dataclass(frozen=True)
class Inventory:
    """Everything that has a name, as loaded, by that name."""

    scenarios: Mapping[str, Any]
    overlays: Mapping[str, Any]
    parameters: Mapping[str, Any]
    instruments: Mapping[str, Any]


def inventory() -> Inventory:
    """Load all of it; raises `Faults` where something of it cannot be read."""
    from sim.inputs.scenarios import load_evidence, load_overlay, load_scenario

    evidence = load_evidence()
    return Inventory(
        {name: load_scenario(name) for name in names("scenarios")},
        {name: load_overlay(name) for name in names("overlays")},
        evidence.parameters,
        evidence.instruments,
    )


def names(kind: str) -> list[str]:
    """The names of the scenarios or overlays that can be said, in order, each variant right
    after its parent; opens no file.
    """
    from sim.inputs.scenarios import known_overlays, known_scenarios

    return list(known_scenarios()) if kind == "scenarios" else sorted(known_overlays())


def answer(command: str, words: Sequence[str]) -> int:
    """Do one of the three commands; raises `Faults` for words it cannot use."""
    {"list": show_list, "show": show_one, "diff": show_difference}[command](list(words))
    return 0


def show_list(words: list[str]) -> None:
    """`list [KIND] [PART OF A NAME]`: a line each."""
    kind = words.pop(0) if words and words[0] in KINDS else None
    if len(words) > 1:
        raise Faults([Fault(f"list: '{words[0]}' is no kind.{hint(words[0], KINDS)}")])
    part = words[0] if words else ""
    there = inventory()
    found = False
    for each in [kind] if kind else KINDS:
        rows = [_row(each, name, it) for name, it in getattr(there, each).items() if part in name]
        if rows:
            found = True
            print(f"{each} ({len(rows)})")
            print("\n".join(_columns(rows)))
    if part and not found:
        every = [name for each in ([kind] if kind else KINDS) for name in getattr(there, each)]
        raise Faults([Fault(f"list: no name holds '{part}'.{hint(part, [*every, *KINDS])}")])


def show_one(words: list[str]) -> None:
    """`show NAME`: all that is known about it."""
    if len(words) != 1:
        raise Faults([Fault("show: wants one name, of a scenario, overlay, parameter or instrument")])
    name, there = words[0], inventory()
    found = [(kind, getattr(there, kind)[name]) for kind in KINDS if name in getattr(there, kind)]
    if not found:
        every = [one for kind in KINDS for one in getattr(there, kind)]
        raise Faults([Fault(f"show: nothing is called '{name}'.{hint(name, every)}")])
    for kind, it in found:
        print(f"{name} ({kind.removesuffix('s')})")
        print("\n".join(_in_full(kind, name, it, there)))


def show_difference(words: list[str]) -> None:
    """`diff A B`: what scenario or stored result B has otherwise than A, resolved."""
    if len(words) != 2:
        raise Faults([Fault("diff: wants two scenarios or results, by name or path")])
    from sim.command.differences import differences

    cases = []
    faults: list[Fault] = []
    for word in words:
        try:
            cases.append(_case(word))
        except Faults as found:
            faults.extend(found.faults)
    if faults:
        raise Faults(faults)
    lines = differences(*cases)
    print("\n".join([f"{words[0]} → {words[1]}", *(f"  {line}" for line in lines)]))
    if not lines:
        print("  no difference")


def _case(word: str) -> Any:
    """What a scenario, or the run of a stored result, is made of once everything is put together."""
    from pathlib import Path

    if (Path(word) / "run.json").is_file():
        from sim.command.session import Session
        from sim.results.information import read_info

        return Session().prepare(read_info(Path(word) / "run.json").configuration).request.run
    from sim.inputs.scenarios import compose

    return compose(word, [], {}, {}).run


def _row(kind: str, name: str, it: Any) -> tuple[str, ...]:
    if kind == "parameters":
        from sim.command.about import described

        text = described(it)
        unit = "" if text["unit"] == "1" else f" {text['unit']}"
        value = "curve" if it.points is not None else text["value"]
        return name, (value if len(value) <= 30 else "by label") + unit, text["confidence"], text["words"]
    if kind == "instruments":
        mark = "" if it.modelled else " (not yet modelled)"
        return name, f"{it.channel}{mark}", f"{it.decided:.1f}", _title(it)
    if kind == "scenarios":
        from sim.inputs.scenarios import parent_of

        return f"  {name}" if parent_of(name) else name, it.question or _title(it)
    return name, it.question or _title(it)


def _title(it: Any) -> str:
    return str(it.title.get("en") or next(iter(it.title.values()), ""))


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    """Lines with the columns under each other; the last is as long as it is, so that a line stays a line."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield "  " + "  ".join([*cells, row[-1]]).rstrip()


def _in_full(kind: str, name: str, it: Any, there: Inventory) -> Iterable[str]:
    from sim.inputs.checks import shown_value

    if kind == "parameters":
        from sim.command.about import described
        from sim.command.uses import effect, used_by
        from sim.inputs.axes import load_axes

        text = described(it)
        extra = {
            "axes": ", ".join(it.axes),
            "limits": shown_value(it.limits),
            "distribution": it.distribution,
        }
        if it.choices:  # its limits and distribution follow from them
            extra = {
                "axes": extra["axes"],
                "kind": _KIND_WORDS[it.kind],
                "choices": ", ".join(map(shown_value, it.choices)),
            }
        rows = {**text, **extra, "evidence": it.evidence, "known since": it.known_since, "note": it.note}
        rows.pop("labels", None)  # value and range say it
        rows["file"] = it.file
        uses = used_by(name, there.parameters, there.instruments, load_axes())
        rows |= {f"used by {at}" if at > 1 else "used by": use for at, use in enumerate(uses, start=1)}
        rows["effect"] = effect(name)
    elif kind == "instruments":
        rows = {field.name: getattr(it, field.name) for field in fields(it) if field.name != "name"}
        rows["modelled"] = "yes" if it.modelled else "not yet: it has no effect"
    else:
        from sim.inputs.finding import find_overlay, find_scenario

        path = find_scenario(name) if kind == "scenarios" else find_overlay(name)
        yield from _of_policy(kind, name, it)
        yield ""
        yield path.read_text(encoding="utf-8").rstrip()
        return
    for key, value in rows.items():
        if value not in (None, "", (), {}):
            yield f"  {key:<14}{value if isinstance(value, str) else shown_value(value)}"


def _of_policy(kind: str, name: str, it: Any) -> Iterable[str]:
    """Title, question and what a scenario or overlay changes, each change marked as record or hypothesis."""
    from sim.command.differences import differences
    from sim.inputs.finding import find_overlay, find_scenario
    from sim.inputs.marks import marks
    from sim.inputs.scenarios import compose

    yield f"  title     {_title(it)}"
    yield f"  question  {it.question or 'none given'}"
    if kind == "scenarios":
        sources = [find_scenario(one.name) for one in it.chain]
        changes = compose(name).changes
    else:
        sources = [find_overlay(name), *(find_scenario(one.name) for one in it.parts)]
        changes = compose("baseline", [name]).changes  # of a bundle; a future reaches the base too
        changes = changes or tuple(differences(compose("baseline").run, compose("baseline", [name]).run))
    said = {key: mark for path in sources for key, mark in marks(path).items()}
    yield f"  changes   {len(changes)}, by the files {', '.join(path.name for path in sources)}"
    for change in changes:
        section, _, rest = change.partition(".")
        entry = next((key for key in said if key[0] == section and _begins(rest, key[1])), None)
        if entry:
            yield f"    {change}  [{said[entry] or 'not marked'}]"
        else:
            yield f"    {change}" + ("  [by its date of decision]" if section == "instruments" else "")


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) :][:1].isidentifier()
