"""A workbook's bare values by python-calamine, which opens what other libraries refuse.

It knows no number formats, so that figures are in doubt where one may have changed them; and it runs in a process of
its own, since some damaged files end it.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from formextract.model import Block, Document, Ink, SourceFile, Table
from formextract.readers.office.number_format import display
from formextract.readers.office.worksheets import NOTHING, Sheet, document
from formextract.spawn import module_command, module_environment

READER = "calamine"
SECONDS = 60
NO_FORMAT = "没有读到单元格的数字格式（是否百分数、显示几位），请对照原表"


def read_values(source: SourceFile) -> Document | None:
    """The document of a workbook by its values; None where this library does not open it either or finds nothing."""
    try:
        child = subprocess.run(  # noqa: S603 - a program of ours
            module_command("formextract.readers.office.calamine_child", str(Path(source.path).absolute())),
            env=module_environment(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        sheets = [_sheet(*sheet) for sheet in json.loads(child.stdout)]
    except (subprocess.SubprocessError, OSError, ValueError):
        return None
    found = document(source, READER, sheets)
    return found if found.blocks else None


def without_formats(document: Document) -> Document:
    """A workbook whose number formats were lost, figures that one may have changed in doubt."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            cells = (replace(c, doubt=c.doubt or _doubt_of(c.text)) for c in block.cells)
            blocks.append(replace(block, cells=tuple(cells)))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _doubt_of(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return ""
    return "" if value == value.to_integral_value() and abs(value) > 1 else NO_FORMAT


def _sheet(name: str, visible: bool, merged: list[list[int]], rows: list[list[Any]]) -> Sheet:
    inks = {
        (r, c): ink
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if (ink := _ink(value)).text.strip()
    }
    spans = [(top + 1, left + 1, bottom + 1, right + 1) for top, left, bottom, right in merged]
    return Sheet(name, visible, list(inks), spans, lambda r, c: inks.get((r, c), NOTHING))


def _ink(value: Any) -> Ink:
    if isinstance(value, list):
        kind, said = value
        day = datetime.fromisoformat(said) if kind == "datetime" else date.fromisoformat(said)
        return Ink(*display(day, "yyyy-mm-dd"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        text, doubt = display(value, "")
        return Ink(text, doubt or _doubt_of(text))
    return Ink(*display(value, ""))
