"""Writes a result folder whole or not at all, and reads one back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from sim.results.accepting import accept_table
from sim.results.binding import binding_frame
from sim.results.binding_year import binding_year_frame, no_binding_years
from sim.results.by_column import ByMember, Columns, opened
from sim.results.datapackage import write_datapackage
from sim.results.headline import headline_tables
from sim.results.information import RunInfo, read_info, write_info
from sim.results.kpi import kpi_table
from sim.results.labels import Labels, load_labels
from sim.results.money_table import empty as no_money
from sim.results.money_table import money_frame
from sim.results.statistics import LABELS, PAIRED, common_members, described, tidy
from sim.results.tables import as_frame, as_table, read_parquet, write_csv, write_parquet, write_stream
from sim.results.whole import whole
from sim.run.event_table import SCHEMA, Log
from sim.run.recorded import Recorded

WITH_CSV = ("series", "difference", "binding", "binding_year", "money")
READ = ("series", "difference", "base", "paired", "kpi", "binding", "binding_year", "money")
BY_MEMBER = ("paired", "kpi")
"""Tables with rows by member, of which columns are read where they are large."""
FRAMES = tuple(name for name in READ if name not in BY_MEMBER)
"""The other tables, in the order of the fields of `Stored`."""
LOG = "events"
TABLES = (*READ, LOG)
TIDY = ("series", "difference", "base")
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TIDY, ("scenario", "variable", "unit", "year", "statistic", "value")),
    "paired": ("scenario", "member", "year"),
    "kpi": ("member",),
    **dict.fromkeys(("binding", "binding_year", "money"), ("scenario",)),
    LOG: ("member", "time", "kind"),
}
"""Columns without which a table cannot be read; labels of an axis that came later are filled in."""
LATER = {"money": no_money, "binding_year": no_binding_years}
"""Tables that came later, each with what stands for it in older results."""


OF_BASE = " (base)"
"""What a base is called in the tables after its name where the run itself has that name."""


@dataclass(frozen=True)
class Stored:
    """A result as it stands in its folder: what it says about itself and its tables.

    `series`, `difference` and `base` are tidy (see `sim.results.statistics.COLUMNS`); the last two are empty
    for a run that is its own base. `paired` has a row a scenario (the run, its base), member and year with
    the headline outcomes; `kpi` a row a member; `binding` a row a scenario, place, year and cause;
    `money` a row a scenario, instrument and year.
    """

    folder: Path
    info: RunInfo
    paired: ByMember
    drawn: Columns
    series: pd.DataFrame
    difference: pd.DataFrame
    base: pd.DataFrame
    binding: pd.DataFrame
    binding_year: pd.DataFrame
    money: pd.DataFrame
    lang: str = field(default="", kw_only=True)
    """The language in which it is read; empty: that of the run."""
    keyed: bool = field(default=False, kw_only=True)
    log: Log | None = field(default=None, kw_only=True)
    """The events of a result that is not in its folder yet."""

    @property
    def kpi(self) -> pd.DataFrame:
        """A row a member: all that was drawn, and the headline outcomes at both ends."""
        return self.drawn.read()

    @cached_property
    def events(self) -> pd.DataFrame:
        """The log of events, a row an event; read when it is asked for, as nothing else is so long."""
        if self.log is not None:
            return as_frame(self.log.table().unify_dictionaries())
        return read_parquet(self.folder / f"{LOG}.parquet", NEEDED[LOG], _maker(self.info))

    def table(self, name: str) -> pd.DataFrame:
        """One of the `TABLES`, whole."""
        found: pd.DataFrame = self.paired.read() if name == "paired" else getattr(self, name)
        return found

    @cached_property
    def labels(self) -> Labels:
        """The words in the language in which it is read."""
        labels = load_labels(self.lang or self.info.lang)
        return labels.with_keys() if self.keyed else labels

    def read_in(self, lang: str = "", *, keyed: bool = False) -> Stored:
        """The same result in another language (empty: the same one); `keyed`: with numbers that carry what
        they
        are, for a page."""
        return replace(self, lang=lang or self.lang, keyed=keyed)

    @property
    def base_said(self) -> str:
        """The base as a sentence names it: the baseline in words, another scenario by its name."""
        name = self.info.base.removesuffix(OF_BASE)
        key = f"base.{name}"
        return self.labels(key) if self.labels.has(key) else name

    @property
    def has_base(self) -> bool:
        """Whether the run was paired with a base other than itself."""
        return len(self.difference) > 0

    @property
    def years(self) -> list[int]:
        """The calendar years that are recorded, in order."""
        return sorted({int(year) for year in self.paired.years()})

    def members_of(self, name: str, *, base: bool = False) -> pd.DataFrame | None:
        """A headline outcome as years × members, of the run or its base; None where it was not recorded."""
        if name not in self.paired or (base and not self.has_base):
            return None
        return self.paired.of(self.info.base if base else self.info.scenario, name)

    def difference_of(self, name: str) -> pd.DataFrame | None:
        """Run minus base of a headline outcome, years × the members that both have."""
        if name not in self.paired or not self.has_base:
            return None
        return self.paired.difference(self.info.scenario, self.info.base, name)

    def unit(self, name: str) -> str:
        """The unit of an outcome; empty where it was not recorded."""
        rows = self.series.loc[self.series["variable"] == name, "unit"]
        return str(rows.iloc[0]) if len(rows) else ""


def write_run(
    run: Recorded,
    base: Recorded | None,
    info: RunInfo,
    folder: Path,
    finish: Sequence[Callable[[Stored], None]] = (),
    csv: bool = True,
) -> Path:
    """Write `folder`/<scenario>/<YYYYmmdd-HHMMSS>-<6 hex>/ and return it; without `base` the run is its own.

    The folder appears whole or not at all (`sim.results.whole`). `finish` are called with the result before
    that and may add files to its folder (pictures, report). `csv`: whether tables stand there as CSV too.
    """
    info = _named(run, base, info)
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    mark = short_mark(info.configuration_hash, info.started, secrets.token_hex(4))
    final = folder / info.scenario / f"{moment}-{mark}"
    with whole(final) as making:
        _fill(run, base, info, making, finish, csv)
    return final


def in_memory(run: Recorded, base: Recorded | None, info: RunInfo, folder: Path) -> Stored:
    """A result as `read_run` would give it, without writing anything; `folder` is what it calls its own."""
    info = _named(run, base, info)
    tables = _tables(run, base, info)
    paired = pa.concat_tables(_paired(run, base, info)).unify_dictionaries()
    return _stored(tables, as_frame(paired), as_frame(tables["kpi"]), info, folder, run.log)


def _stored(
    tables: Mapping[str, pa.Table],
    paired: pd.DataFrame | Path,
    kpi: pd.DataFrame | Path,
    info: RunInfo,
    folder: Path,
    log: Log,
) -> Stored:
    frames = {name: as_frame(tables[name]) for name in FRAMES}
    return Stored(folder, info, ByMember(paired), Columns(kpi), *frames.values(), log=log)


def _named(run: Recorded, base: Recorded | None, info: RunInfo) -> RunInfo:
    """What a result says about itself, with its members, and a base that cannot be taken for the run."""
    same = base is not None and info.base == info.scenario
    return replace(info, members=len(run.members), base=f"{info.base}{OF_BASE}" if same else info.base)


def short_mark(*texts: str) -> str:
    """Six hexadecimal digits of these texts, to tell folders of one moment apart."""
    return hashlib.blake2b("\n".join(texts).encode()).hexdigest()[:6]


def _fill(
    run: Recorded,
    base: Recorded | None,
    info: RunInfo,
    folder: Path,
    finish: Sequence[Callable[[Stored], None]],
    csv: bool,
) -> None:
    with ThreadPoolExecutor(1) as beside:  # the log takes as long as all the rest, and no Python
        logged = beside.submit(write_stream, run.log, folder / f"{LOG}.parquet", SCHEMA)
        _fill_but_log(run, base, info, folder, finish, csv)
        logged.result()


def _fill_but_log(
    run: Recorded,
    base: Recorded | None,
    info: RunInfo,
    folder: Path,
    finish: Sequence[Callable[[Stored], None]],
    csv: bool,
) -> None:
    tables = _tables(run, base, info)
    schemas = {name: table.schema for name, table in tables.items()}
    for name, table in tables.items():
        write_parquet(table, folder / f"{name}.parquet")
        if csv and name in WITH_CSV:
            write_csv(table, folder / f"{name}.csv")
    schemas["paired"] = write_stream(_paired(run, base, info), folder / "paired.parquet")
    schemas[LOG] = SCHEMA
    del tables["kpi"]
    paired, kpi = (opened(folder / f"{name}.parquet", NEEDED[name], _maker(info)) for name in BY_MEMBER)
    stored = _stored(tables, paired, kpi, info, folder, run.log)
    write_info(info, folder / "run.json")
    in_order = {name: schemas[name] for name in TABLES}
    write_datapackage(folder / "datapackage.json", in_order, run, info, stored.labels)
    # late: the summary reads a Stored, so it stands above this module
    from sim.results.accounts import accounts_frame, accounts_of
    from sim.results.by_place import by_place
    from sim.results.summary_table import summary_frame

    summary_frame(stored).to_csv(folder / "summary.csv", index=False)
    accounts_frame(stored).to_csv(folder / "accounts.csv", index=False)
    found = accounts_of(stored)
    if found is not None:
        by_place(found).to_csv(folder / "accounts_by_place.csv", index=False)
    for step in finish:
        step(stored)


def _paired(run: Recorded, base: Recorded | None, info: RunInfo) -> Iterator[pa.Table]:
    """The headline outcomes by member, of the run and of its base."""
    yield from headline_tables(run, info.scenario)
    if base is not None:
        yield from headline_tables(base, info.base)


def _tables(run: Recorded, base: Recorded | None, info: RunInfo) -> dict[str, pa.Table]:
    """Every table of a result but that of the headline outcomes by member and the log."""
    binding, money = [binding_frame(run, info.scenario)], [money_frame(run, info.scenario)]
    first = [binding_year_frame(run, info.scenario, info.base_year)]
    if base is not None:
        binding.append(binding_frame(base, info.base))
        first.append(binding_year_frame(base, info.base, info.base_year))
        money.append(money_frame(base, info.base))
        if not len(common_members(run.members, base.members)[0]):
            raise ValueError("the run and its base have no member in common")
    statistics = described(run, base)
    found: dict[str, pa.Table | pd.DataFrame] = {
        "series": tidy(info.scenario, run.years, statistics["series"]),
        "difference": tidy(info.scenario, run.years, statistics["difference"], PAIRED),
        "base": tidy(info.base, run.years, statistics["base"]),
        "kpi": kpi_table(run, base, info.base_year),
        "binding": pd.concat(binding, ignore_index=True),
        "binding_year": pd.concat(first, ignore_index=True),
        "money": pd.concat([one for one in money if len(one)] or money[:1], ignore_index=True),
    }
    return {name: table if isinstance(table, pa.Table) else as_table(table) for name, table in found.items()}


def read_run(path: Path | str) -> Stored:
    """Read a result folder, of this version or an older one; FileNotFoundError where `path` is none, `Faults`
    where it is broken, larger than a result can be, or of a version that this one cannot read.
    """
    folder = Path(path)
    if not (folder / "run.json").is_file():
        raise FileNotFoundError(f"{folder} is no result: it has no run.json")
    info = read_info(folder / "run.json")
    maker = _maker(info)
    accept_table(folder / f"{LOG}.parquet", NEEDED[LOG], maker)
    there = [name for name in READ if (folder / f"{name}.parquet").exists() or name not in LATER]
    paths = {name: folder / f"{name}.parquet" for name in READ}
    paired, kpi = (opened(paths[name], NEEDED[name], maker) for name in BY_MEMBER)
    tables = {name: read_parquet(paths[name], NEEDED[name], maker) for name in there if name not in BY_MEMBER}
    for name, none in LATER.items():  # results of an older engine hold none
        tables.setdefault(name, none())
    for name in TIDY:
        for label in LABELS:  # an axis that came later: it did not apply
            if label not in tables[name]:
                tables[name].insert(0, label, pd.Series("", tables[name].index, dtype="category"))
    return Stored(folder, info, ByMember(paired), Columns(kpi), *(tables[name] for name in FRAMES))


def _maker(info: RunInfo) -> str:
    return f"version {info.engine}" if info.engine else "an unknown version"
