"""The log of events as columns: texts are kept once, so that millions of rows can be carried about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    {
        "member": pa.int64(), "time": pa.float64(), "kind": TEXT, "identity": TEXT,
        "place": TEXT, "segment": TEXT, "amount": pa.float64(), "unit": TEXT,
    }
)  # fmt: skip


def event_table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows of the log (member, time, kind, identity, place, segment, amount, unit) as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = []
    for column, field in zip(columns, SCHEMA, strict=True):
        if field.type == TEXT:
            arrays.append(pa.array(column, pa.string()).dictionary_encode())
        else:
            arrays.append(pa.array(column, field.type))
    return pa.table(arrays, schema=SCHEMA)


def together(tables: Sequence[pa.Table]) -> pa.Table:
    """The logs of blocks one after another; texts are still kept once."""
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


@dataclass(frozen=True)
class Log:
    """The events of a run as tables that follow each other in the order of members, read one at a time.

    `tables` gives them anew each time that it is called.
    """

    tables: Callable[[], Iterable[pa.Table]] = tuple

    def __iter__(self) -> Iterator[pa.Table]:
        return iter(self.tables())

    def table(self) -> pa.Table:
        """All of them as one table."""
        return together(list(self))


def as_frame(log: pa.Table) -> pd.DataFrame:
    """A log as a frame."""
    plain = [(one.name, pa.string() if one.type == TEXT else one.type) for one in SCHEMA]
    frame: pd.DataFrame = log.cast(pa.schema(plain)).to_pandas()
    return frame
