"""Run by itself: a workbook's values by python-calamine, as JSON. Some damaged files end the process that it is in."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from formextract.platforms import limit_memory

MOST_BYTES = 3_000_000_000
"""Of memory: a damaged file may ask for any amount."""


def main(path: str) -> None:
    """Prints the sheets: their names, whether they are shown, merged cells, rows of values."""
    with suppress(ValueError, OSError):
        limit_memory(MOST_BYTES)
    out = []
    with open(path, "rb") as file:  # noqa: PTH123 - by its bytes: the library goes by endings otherwise
        book = CalamineWorkbook.from_filelike(file)
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            rows = [[_said(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = [[*a, *b] for a, b in sheet.merged_cell_ranges or ()]
            out.append([meta.name, meta.visible == SheetVisibleEnum.Visible, merged, rows])
    json.dump(out, sys.stdout)


def _said(value: object) -> object:
    """A value that JSON can say; a day or a time as a list of its kind and its ISO form."""
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time | timedelta):
        return str(value)
    return value


if __name__ == "__main__":
    main(sys.argv[1])
