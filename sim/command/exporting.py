"""The command `export`: a stored result for a spreadsheet, for other models' tools, or as a model."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.command.comparing import result_folder
from sim.command.failing import folder_fault
from sim.inputs.faults import Fault, Faults, hint
from sim.inputs.policies import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from sim.inputs.parameter import Parameter
    from sim.results.store import Stored

FORMATS = {"xlsx": ".xlsx", "iamc": "-iamc.csv", "csv": "-csv", "netcdf": ".nc", "xmile": ".xmile"}
"""How the name of what is written ends; csv makes a folder."""
OF_COMPARISON = ("xlsx", "csv")
DUTCH = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"}
"""As a spreadsheet with Dutch settings opens it by a double click."""


def export(words: Sequence[str]) -> int:
    """`export RESULT --to FORMAT [--out PATH] [--lang nl|en] [--member M]`; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim export", add_help=False)
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("--to", required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--lang")
    parser.add_argument("--member", type=int)
    asked = parser.parse_args(list(words))
    faults: list[Fault] = []
    if asked.to not in FORMATS:
        faults.append(Fault(f"--to {asked.to}: unknown format.{hint(asked.to, FORMATS)}"))
    comparison = (Path(asked.result) / "comparison.json").is_file()
    folder = Path(asked.result) if comparison else result_folder(asked.result, faults)
    if comparison and asked.to in FORMATS and asked.to not in OF_COMPARISON:
        faults.append(Fault(f"--to {asked.to}: a comparison goes to {' or '.join(OF_COMPARISON)}"))
    if asked.member is not None and asked.to != "xmile":
        faults.append(Fault("--member: only a model (--to xmile) is of one member"))
    if faults:
        raise Faults(faults)

    from sim.results.store import read_run

    stored = None if comparison else read_run(folder)
    lang = asked.lang or (stored.info.lang if stored else "en")
    if lang not in LANGUAGES:
        raise Faults([Fault(f"--lang {lang}: unknown language.{hint(lang, LANGUAGES)}")])
    out = asked.out or Path(_name(folder, stored) + FORMATS[asked.to])
    if out.exists():
        raise Faults([Fault(f"{out} is there already; name another with --out")])
    if unwritable := folder_fault(str(out.parent), "--out"):
        raise Faults([unwritable])
    if asked.to == "csv":
        _write_csv(folder, stored, out, dutch=lang == "nl")
    else:
        made = _bytes(asked.to, folder, stored, lang, asked.member)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made)
    print(out)
    return 0


def _bytes(to: str, folder: Path, stored: Stored | None, lang: str, member: int | None) -> bytes:
    if to == "xlsx":
        return _workbook(folder, stored, lang)
    assert stored is not None
    if to == "netcdf":
        from sim.results.netcdf import netcdf

        return netcdf(stored)
    if to == "iamc":
        from sim.results.iamc import iamc

        try:
            text: str = iamc(stored).to_csv(index=False, lineterminator="\n")
        except ValueError as error:  # quarters
            raise Faults([Fault(f"--to iamc: {error}")]) from error
        return text.encode()
    return _model(stored, member).encode()


def _workbook(folder: Path, stored: Stored | None, lang: str) -> bytes:
    from sim.results.exported import plain_tables, sheets
    from sim.results.labels import load_labels
    from sim.results.workbook import workbook

    try:
        labels = load_labels(lang)
    except FileNotFoundError as error:
        raise Faults([Fault(f"--lang {lang}: there are no texts in this language yet")]) from error
    if stored is None:
        tables: Mapping[str, pd.DataFrame] = {n: t for n, t in plain_tables(folder, None).items() if len(t)}
        title = labels("compare.title")
    else:
        tables, title = sheets(stored, labels), stored.info.title or stored.info.scenario
    try:
        return workbook(tables, labels, title)
    except ImportError as error:
        text = "--to xlsx: needs XlsxWriter, which is not installed: pip install 'sim[export]'"
        raise Faults([Fault(text)]) from error


def _write_csv(folder: Path, stored: Stored | None, out: Path, *, dutch: bool) -> None:
    from sim.results.exported import plain_tables
    from sim.results.whole import whole

    tables = plain_tables(folder, stored)
    flavour: dict[str, Any] = dict(DUTCH) if dutch else {}
    end = "\r\n" if dutch else "\n"
    with whole(out) as making:
        for name, table in tables.items():
            table.to_csv(making / f"{name}.csv", index=False, lineterminator=end, **flavour)


def _model(stored: Stored, member: int | None) -> str:
    """The equations as XMILE, with the parameters of one member or, without one, the centres of all."""
    from sim.command.session import Session
    from sim.readings.xmile import export as xmile
    from sim.run.block import build_model, sampled

    prepared = Session().prepare(stored.info.configuration)
    case, settings = prepared.request.run, prepared.settings
    if member is not None and not 0 <= member < settings.members:
        text = f"--member {member}: not in the run, 0 to {settings.members - 1}"
        raise Faults([Fault(text)])
    parameters = _centres(case.parameters) if member is None else sampled(case, settings, [member])
    return xmile(build_model(case), parameters, settings.dt, settings.start, settings.end)


def _centres(parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    from sim.core.vocabulary import Curve

    found: dict[str, Any] = {}
    for name, one in parameters.items():
        found[name] = one.centre
        if one.points is not None:
            x, y = (tuple(float(number) for number in column) for column in one.points.T)
            found[name] = Curve(x, y, one.centre)
    return found


def _name(folder: Path, stored: Stored | None) -> str:
    mark = folder.resolve().name.rsplit("-", 1)[-1]
    return f"{'comparison' if stored is None else stored.info.scenario}-{mark}"
