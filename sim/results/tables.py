"""Writes tables as Parquet and CSV so that equal tables are equal bytes, and reads them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from sim.inputs.faults import Fault, Faults
from sim.results.accepting import accept_table, accept_text

GROUP = 1 << 18
"""Rows of a group in a Parquet file: as many texts are spelt out at a time."""


def as_table(frame: pd.DataFrame | pa.Table) -> pa.Table:
    """A frame as an Arrow table without pandas' own metadata, which names versions that change."""
    table = frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame, preserve_index=False)
    plain = [
        (
            one.name,
            pa.string()
            if pa.types.is_dictionary(one.type) or pa.types.is_large_string(one.type)
            else one.type,
        )
        for one in table.schema
    ]
    return table.cast(pa.schema(plain))


def write_parquet(frame: pd.DataFrame | pa.Table, path: Path) -> None:
    """Write one Parquet file; see `write_stream`."""
    pieces = (as_table(frame[at : at + GROUP]) for at in range(0, max(len(frame), 1), GROUP))
    write_stream(pieces, path)


def write_stream(tables: Iterable[pa.Table], path: Path, schema: pa.Schema | None = None) -> pa.Schema:
    """Write tables, one after another, as one Parquet file, in groups of `GROUP` rows however they are cut;
    returns its schema. No more than a group is held at a time. `schema`: that of a file without any table.

    Every option that may change a byte is fixed here, and no schema of Arrow's is kept.
    """
    waiting: list[pa.Table] = []
    rows, made = 0, None
    with ExitStack() as stack:

        def write(table: pa.Table) -> None:
            nonlocal made
            if made is None:
                made = stack.enter_context(_writer(path, table.schema))
            made.write_table(table.combine_chunks(), row_group_size=GROUP)

        for table in tables:
            waiting.append(as_table(table))
            rows += len(table)
            while rows >= GROUP:
                whole = pa.concat_tables(waiting)
                write(whole[:GROUP])
                waiting, rows = [whole[GROUP:]], rows - GROUP
        if not waiting and schema is not None:
            waiting = [as_table(schema.empty_table())]
        if rows or made is None:
            write(pa.concat_tables(waiting))
        found: pa.Schema = waiting[0].schema
    return found


def _writer(path: Path, schema: pa.Schema) -> parquet.ParquetWriter:
    return parquet.ParquetWriter(
        path,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        store_schema=False,
    )


def write_csv(frame: pd.DataFrame | pa.Table, path: Path) -> None:
    """Write CSV in UTF-8 with a header, a decimal point and the shortest text that gives the same number
    back."""
    csv.write_csv(as_table(frame), path)


def write_both(frame: pd.DataFrame | pa.Table, folder: Path, name: str) -> None:
    """Write `name`.parquet and `name`.csv."""
    write_parquet(frame, folder / f"{name}.parquet")
    write_csv(frame, folder / f"{name}.csv")


def read_parquet(path: Path, columns: Collection[str] = (), maker: str = "another program") -> pd.DataFrame:
    """Read a table that may come from anyone, with these columns at least; text comes as categories, which
    makes a choice among some 100,000 rows quick. `Faults` where it cannot be (see `accept_table`).
    """
    accept_table(path, columns, maker)
    return read_columns(path)


def read_columns(path: Path, names: Collection[str] | None = None) -> pd.DataFrame:
    """Columns (default: all) of a Parquet file, text as categories; `Faults` where it is broken."""
    try:
        texts = [one.name for one in parquet.read_schema(path) if pa.types.is_string(one.type)]
        chosen = None if names is None else list(names)
        return as_frame(parquet.read_table(path, columns=chosen, read_dictionary=texts))
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise Faults([Fault("is broken: cannot be read to its end", str(path))]) from None


def read_csv(path: Path, columns: Collection[str] = ()) -> pd.DataFrame:
    """Read a table as text that may come from anyone, with these columns at least and its numbers to the last
    bit as written; `Faults` where it cannot be."""
    size = len(accept_text(path).encode())
    try:
        # one block: kinds of columns are told by all their rows
        found: pd.DataFrame = csv.read_csv(path, csv.ReadOptions(block_size=size + 1)).to_pandas()
    except pa.ArrowException:
        raise Faults([Fault("cannot be read as CSV", str(path))]) from None
    if missing := [name for name in columns if name not in found]:
        raise Faults([Fault(f"has no column {', '.join(missing)}", str(path))])
    return found


def as_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame with text as categories."""
    frame: pd.DataFrame = table.to_pandas()
    return frame
