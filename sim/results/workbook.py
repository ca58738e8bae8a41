"""Writes tables as a workbook for a spreadsheet: a guide first, one table a sheet, equal bytes for equal
tables."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from sim.results.labels import Labels

EPOCH = datetime(2000, 1, 1)
"""What stands as the moment of making, so that equal tables are equal bytes; run.json has the true one."""
MOST_ROWS = 1_048_576
"""Rows that a sheet can hold (Office Open XML)."""
WIDEST = 60


def workbook(tables: Mapping[str, pd.DataFrame], labels: Labels, title: str) -> bytes:
    """The tables as .xlsx: numbers as numbers, the heads in bold and frozen, a filter on them.

    The first sheet says what each sheet and each of its columns holds. ImportError where XlsxWriter is not
    there; ValueError for a table that no sheet can hold.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": title, "created": EPOCH})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "font_size": 13})
    names = {name: labels.of("export.sheet", name)[:31] for name in tables}
    _guide(book.add_worksheet(labels("export.guide")), tables, names, labels, title, (bold, head, wrap))
    for name, table in tables.items():
        if len(table) >= MOST_ROWS:
            raise ValueError(f"{name}: {len(table)} rows are more than a sheet can hold")
        _sheet(book.add_worksheet(names[name]), table, head)
    book.close()
    return out.getvalue()


def _guide(
    sheet: Any, tables: Mapping[str, pd.DataFrame], names: Mapping[str, str], labels: Labels, title: str,
    looks: tuple[Any, Any, Any],
) -> None:  # fmt: skip
    bold, head, wrap = looks
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 100)
    sheet.write_string(0, 0, title, bold)
    row = 2
    for key in ("read", "statistics", "members", "units", "limits"):
        sheet.merge_range(row, 0, row, 2, labels(f"export.how_{key}"), wrap)
        sheet.set_row(row, 32)
        row += 1
    row += 1
    for at, key in enumerate(("sheet_head", "column_head", "meaning_head")):
        sheet.write_string(row, at, labels(f"export.{key}"), head)
    for name, table in tables.items():
        row += 1
        sheet.write_string(row, 0, names[name])
        sheet.write_string(row, 2, labels.of("export.about", name), wrap)
        for column in table:
            key = f"columns.{column}"
            if labels.has(key):
                row += 1
                sheet.write_string(row, 1, str(column))
                sheet.write_string(row, 2, labels(key), wrap)


def _sheet(sheet: Any, table: pd.DataFrame, head: Any) -> None:
    text = 0
    for at, name in enumerate(table):
        sheet.write_string(0, at, str(name), head)
        column = table[name]
        number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        values = column.to_numpy(float).tolist() if number else column.astype(object).tolist()
        width = len(str(name))
        for row, value in enumerate(values, start=1):
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                continue
            if isinstance(value, bool | np.bool_):
                sheet.write_boolean(row, at, bool(value))
            elif isinstance(value, int | float | np.number):
                sheet.write_number(row, at, float(value))
            else:
                sheet.write_string(row, at, str(value))
                width = max(width, len(str(value)))
        sheet.set_column(at, at, min(max(width + 1, 8), WIDEST))
        text += not number and at == text
    sheet.freeze_panes(1, min(text, 1) if len(table.columns) > 1 else 0)
    sheet.autofilter(0, 0, max(len(table), 1), max(len(table.columns) - 1, 0))
