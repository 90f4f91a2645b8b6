"""Tables to csv and parquet."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any, BinaryIO

from formextract.errors import UsageError
from formextract.outputs.defuse import defused
from formextract.outputs.frames import CellValue, Column, TableFrame

BOM = "\ufeff"
"""Excel takes a csv file without it for GBK."""


def write_csv(frame: TableFrame, stream: BinaryIO, *, bom: bool) -> None:
    """Comma-separated UTF-8, ids in the first line, text that might be a formula defused, figures as written."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
    try:
        if bom:
            text.write(BOM)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([defused(c.id) for c in frame.columns])
        for row in frame.rows:
            writer.writerow([csv_cell(value) for value in row])
    finally:
        text.detach()


def csv_cell(value: CellValue) -> str:
    """A value as csv spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")  # never 1E+3
    return str(value) if isinstance(value, int) else defused(value)


def write_parquet(frame: TableFrame, stream: BinaryIO) -> None:
    """Parquet with typed columns: float64, int64, boolean, string; a column of figures and words is string.

    UsageError without the extra `parquet`.
    """
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as e:
        mend = "请运行 pip install 'formextract[parquet]'，或改用 --format csv"
        raise UsageError(f"导出 parquet 需要 pyarrow。{mend}") from e
    import pandas as pd

    rows = list(frame.rows)
    data = {c.id: _series([row[n] for row in rows], c) for n, c in enumerate(frame.columns)}
    pd.DataFrame(data).to_parquet(stream, engine="pyarrow", index=False)


def _series(values: list[Any], column: Column) -> object:
    import pandas as pd

    if column.kind == "number":
        return pd.array([None if v is None else float(v) for v in values], dtype="Float64")
    if column.kind == "integer":
        return pd.array([None if v is None else int(v) for v in values], dtype="Int64")
    if column.kind == "bool":
        return pd.array(values, dtype="boolean")
    return pd.array([None if v is None else _parquet_text(v) for v in values], dtype="string")


def _parquet_text(value: CellValue) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return csv_cell(value)
