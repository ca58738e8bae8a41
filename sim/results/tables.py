"""Writes tables as Parquet and CSV so that equal tables are equal bytes, and reads them back."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from sim.inputs.faults import Fault, Faults
from sim.results.accepting import accept_table

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
    """Write one Parquet file; every option that may change a byte is fixed here, and no schema of Arrow's is
    kept."""
    rows, first = len(frame), as_table(frame[:GROUP])
    with parquet.ParquetWriter(
        path,
        first.schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        store_schema=False,
    ) as file:
        file.write_table(first, row_group_size=GROUP)
        for at in range(GROUP, rows, GROUP):
            file.write_table(as_table(frame[at : at + GROUP]), row_group_size=GROUP)


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
    schema = accept_table(path, columns, maker)
    texts = [one.name for one in schema if pa.types.is_string(one.type)]
    try:
        return as_frame(parquet.read_table(path, read_dictionary=texts))
    except (pa.ArrowException, OSError):
        raise Faults([Fault("is broken: cannot be read to its end", str(path))]) from None


def as_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame with text as categories."""
    frame: pd.DataFrame = table.to_pandas()
    return frame
