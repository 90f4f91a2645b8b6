"""Workbooks opened without painting their merged cells, which is most of what opening one costs.

openpyxl gives each cell of a merged range its share of the range's border, so that a workbook written anew looks as
before. Nothing is written here, and no border is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from openpyxl.worksheet.merge import MergedCellRange

_plain: ContextVar[bool] = ContextVar("_plain", default=False)
_painted = MergedCellRange.format


def _format(self: Any) -> None:
    if not _plain.get():
        _painted(self)


MergedCellRange.format = _format


@contextmanager
def merges_unpainted() -> Iterator[None]:
    """Within it openpyxl leaves covered cells as they are; others who use it in this process are not concerned."""
    before = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(before)
