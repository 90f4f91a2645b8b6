"""Rows of a summary sheet that stand for no applicant: totals, notes, examples, group headings, lines to sign on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from formextract.tables import is_figure
from formextract.text import is_none, squeeze

LEAST_ADDENDS = 2
"""Figures from which their sum is told from a figure that happens to be the same."""

_SUM = re.compile(r"[^,。:]*[合总小共累]计(?:\(.*\)|[:为]?\d.*)?")
"""合计, 襄阳市小计, 总计（4 家）, 共计4家: no cluster is called so. Commas and stops part sentences."""
_NOTE = re.compile(r".{1,12}:.*|.*[。;]|\(.*\)", re.DOTALL)
"""注：…, 填表人：…, a sentence, a remark in brackets: what a name never is."""
_CAPTION = re.compile(r".{2,12}:")
_EXAMPLE = re.compile(r"(?:示|样|举)?例(?:如|子)?[:\d]*")
_NO_NAME = re.compile(r"[xX×]{2,}|[*○〇]{2,}|某某")
"""What a form prints where a name is to stand."""
_OF_A_GROUP = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|[A-Z]{1,4})\)?[、.,]?")
"""一, （二）, A, Ⅲ: how groups are numbered where applicants have figures."""
_OF_COLUMNS = re.compile(r"[甲乙丙丁戊]|栏次|行次|序号")
LEAST_NUMBERS = 3
"""Columns from which numbers that go on by one are those of the columns."""
_AMOUNT = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)[^\d]*")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's filled cells by column, squeezed; where running numbers and names stand in the sheet."""

    texts: Mapping[int, str]
    number_at: int | None
    name_at: int | None
    number: str | None
    """The running number; None where the row has no cell for it, '' where that is empty."""

    @classmethod
    def of(cls, texts: Mapping[int, str], number_at: int | None, name_at: int | None) -> SheetRow:
        """The row of these cells (by column, empty ones too)."""
        squeezed = {col: squeeze(text) for col, text in texts.items()}
        number = None if number_at is None else squeezed.get(number_at)
        return cls({c: t for c, t in squeezed.items() if t and not is_none(t)}, number_at, name_at, number)

    @property
    def beside(self) -> list[str]:
        """What stands in the row beside its first text: of an applicant its operator, its place, its industry."""
        lead = self.lead
        return [t for col, t in self.texts.items() if col != lead and not (col == self.number_at and t.isdecimal())]

    @property
    def lead(self) -> int | None:
        """The column of the row's first text; its number does not count."""
        return min((c for c, t in self.texts.items() if not (c == self.number_at and t.isdecimal())), default=None)


def stands_for_nobody(row: SheetRow, above: Sequence[SheetRow], *, numbered: bool, cut: bool) -> bool:
    """Whether a row of a summary is a total, a note or a heading, given the rows of applicants above it.

    `numbered`: the sheet numbers its rows. `cut`: a page begins with this row, so that it may be the rest of one.
    """
    if row.lead is None:
        return False
    lead, beside = row.texts[row.lead], row.beside
    if _is_printed(row) or (numbered and row.number and _CAPTION.fullmatch(row.number)):
        return True
    if _SUM.fullmatch(lead) or (numbered and _heads_a_group(row)):
        return True
    if all(_NOTE.fullmatch(t) for t in (lead, *beside)):
        # of a row cut by the page the rest of a text may end in a stop, and no more
        return not cut or row.lead in (row.number_at, row.name_at)
    if not all(is_figure(t) for t in beside):
        return False
    if beside:
        return _sums(row, above)
    return numbered and not cut and row.lead in (row.number_at, row.name_at) and row.number in ("", lead)


def _heads_a_group(row: SheetRow) -> bool:
    """Whether a row bears a number of another kind than applicants do, and beside it no more than one text."""
    words = [t for c, t in row.texts.items() if c != row.number_at and not is_figure(t)]
    return bool(row.number) and _OF_A_GROUP.fullmatch(row.number or "") is not None and len(words) <= 1


def _is_printed(row: SheetRow) -> bool:
    """Whether a row is the form's own: the numbers of its columns, an example of how to fill it in."""
    if (row.number and _EXAMPLE.fullmatch(row.number)) or _NO_NAME.search(row.texts.get(row.name_at or -1, "")):
        return True
    texts = [t for _, t in sorted(row.texts.items()) if not _OF_COLUMNS.fullmatch(t)]
    numbers = [int(t) for t in texts if t.isdecimal()]
    return len(numbers) == len(texts) >= LEAST_NUMBERS and all(b == a + 1 for a, b in pairwise(numbers))


def _sums(row: SheetRow, above: Sequence[SheetRow]) -> bool:
    """Whether every figure of a row is the sum of those above it in its column, all of them or since the last total."""
    figures = {c: a for c, t in row.texts.items() if c != row.lead and (a := _amount(t)) is not None}
    if len(figures) < len(row.beside):
        return False
    return all(_adds_up(total, [_amount(r.texts.get(c, "")) for r in above]) for c, total in figures.items())


def _adds_up(total: Decimal, column: Sequence[Decimal | None]) -> bool:
    addends = [a for a in column if a is not None]
    return len(addends) >= LEAST_ADDENDS and any(
        sum(addends[k:]) == total for k in range(len(addends) - LEAST_ADDENDS + 1)
    )


def _amount(text: str) -> Decimal | None:
    found = _AMOUNT.fullmatch(text)
    return None if found is None else Decimal(found.group(1).replace(",", ""))
