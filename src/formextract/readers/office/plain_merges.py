"""Workbooks opened with their merged cells as the file has them.

openpyxl gives each cell of a merged range its share of the range's border, so that a workbook written anew looks as
before; nothing is written here, no border is read, and it is most of what opening one costs. And it forgets what stands
in the cells that a merge covers: a merge by the format painter leaves it there, where nobody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

_plain: ContextVar[bool] = ContextVar("_plain", default=False)
_painted = MergedCellRange.format
_emptied = Worksheet._clean_merge_range  # noqa: SLF001 - the one place where covered cells lose what they hold


def _format(self: Any) -> None:
    if not _plain.get():
        _painted(self)


def _clean(self: Any, merged: Any) -> None:
    if not _plain.get():
        _emptied(self, merged)


MergedCellRange.format = _format
Worksheet._clean_merge_range = _clean  # noqa: SLF001


@contextmanager
def merges_unpainted() -> Iterator[None]:
    """Within it openpyxl leaves covered cells as they are, what they hold included; others who use it in this process
    are not concerned.
    """
    before = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(before)
