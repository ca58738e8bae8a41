"""The command `compare`: pictures, tables and a report from stored results, without running."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from sim.command.failing import folder_fault
from sim.inputs.faults import Fault, Faults, hint
from sim.inputs.policies import LANGUAGES

KINDS = ("html", "pdf")
"""What a report or a comparison is written as: a page, or slides and pages for paper (a comparison has its
page then too)."""


def compare(words: Sequence[str]) -> int:
    """`compare RESULT… [--base RESULT] [--out FOLDER] [--unpaired] [--lang nl|en] [--to html|pdf]`; raises
    `Faults` where one is absent."""
    parser = argparse.ArgumentParser(prog="python -m sim compare", add_help=False)
    parser.add_argument("results", nargs="+", metavar="RESULT")
    parser.add_argument("--base", metavar="RESULT")
    parser.add_argument("--out", metavar="FOLDER", type=Path)
    parser.add_argument("--unpaired", action="store_true")
    parser.add_argument("--lang", metavar="nl|en")
    parser.add_argument("--to", default="html", metavar="|".join(KINDS))
    chosen = parser.parse_args(list(words))
    faults: list[Fault] = []
    folders = [result_folder(text, faults) for text in chosen.results]
    base = result_folder(chosen.base, faults) if chosen.base else None
    if len(folders) + (base is not None) < 2:
        faults.append(Fault("compare: wants two results or more (or one and --base)"))
    if chosen.out is not None and (unwritable := folder_fault(str(chosen.out), "--out")):
        faults.append(unwritable)
    if chosen.lang not in (None, *LANGUAGES):
        faults.append(Fault(f"--lang {chosen.lang}: unknown language.{hint(chosen.lang, LANGUAGES)}"))
    faults += faults_of_kind("compare", chosen.to)
    if faults:
        raise Faults(faults)

    from sim.report.comparison import publish
    from sim.results.compare import compare as compare_results

    steps = [publish]
    if chosen.to == "pdf":
        from sim.report.pdf import publish_pdf

        steps.append(publish_pdf)
    try:
        made = compare_results(
            folders,
            base=base,
            out=chosen.out,
            unpaired=chosen.unpaired,
            lang=chosen.lang,
            command=shlex.join(["python", "-m", "sim", "compare", *words]),
            finish=steps,
        )
    except ValueError as error:  # results that do not pair: the text says why and names --unpaired
        raise Faults([Fault(str(error))]) from error
    print(made)
    return 0


def faults_of_kind(command: str, kind: str) -> list[Fault]:
    """What is wrong with a kind of file that is asked for: it is none of `KINDS`, or what writes it is not
    installed."""
    if kind not in KINDS:
        return [Fault(f"{command}: --to {kind}: must be one of {', '.join(KINDS)}")]
    if kind == "pdf":
        try:
            import pypdf  # noqa: F401
        except ImportError:
            return [Fault("--to pdf: needs pypdf, which is not installed: pip install 'sim[export]'")]
    return []


def the_result(text: str) -> Path:
    """The one result folder that a command wants; raises `Faults` where there is none of that name."""
    faults: list[Fault] = []
    folder = result_folder(text, faults)
    if faults:
        raise Faults(faults)
    return folder


def result_folder(text: str, faults: list[Fault]) -> Path:
    """The result folder that a text names: a path, or a scenario's newest result under ./results."""
    path = Path(text)
    if (path / "run.json").is_file():
        return path
    under = path if path.is_dir() else Path("results") / text
    found = sorted(under.glob("[!.]*/run.json")) if under.is_dir() else []
    if found:
        return found[-1].parent
    from sim.report.redrawing import kind_of

    if kind := kind_of(path):
        faults.append(Fault(f"'{text}' is {kind.name}, and what is wanted here is a run"))
        return path
    there = sorted(one.name for one in Path("results").glob("*") if one.is_dir() and one.name[0] != ".")
    from sim.inputs.faults import nearest

    near = nearest(text, there)
    hint = f" Did you mean '{near}'?" if near else ""
    faults.append(Fault(f"'{text}' is no result: a folder with run.json, or a scenario in ./results.{hint}"))
    return path
