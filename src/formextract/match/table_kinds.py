"""What each cell of a table is among its neighbours: the kind that its text has by itself, or one they speak for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from formextract.match.cell_kinds import VALUES, kind_of
from formextract.match.changes import ChangeColumn, change_columns, changed_rows
from formextract.match.conditions import condition_of
from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.match.years import bare_years
from formextract.model import Cell, Table
from formextract.tables import CellKind, Hit, is_relative
from formextract.tables.planned import columns_of_change
from formextract.text import fold, squeeze, strip_numbering

BOTH = frozenset({"head", "unit", "level", "role"})
"""What a short text is by itself that may be a form's caption as well."""
FILLED = VALUES - {"blank"}
LONGEST_BY_TURNS = 16
"""Letters of a caption that nobody knows, between the captions of others."""


LONGEST_OF_A_PART = 6
"""The same of a caption that the heading of its part completes."""
_OF_PART = re.compile("(?:的?(?:基本|有关|相关|主要)*(?:信息|情况|概况|资料))?(?:表|栏)?[:：]?$")


class TableKinds:
    """The kind of each cell of a table (`kinds`, by its position among the cells), and the cells of each row (`rows`).

    `changes` are columns of what was before a change and of what is now, `of_changes` the cells that only these tell
    of, `captions` the columns of known captions, `by_turns` those between values, whether known or not.
    """

    def __init__(self, table: Table, index: LabelIndex, printed: frozenset[str]) -> None:
        self.table, self.index = table, index
        self.kinds = [kind_of(c.text, index, printed) for c in table.cells]
        self.rows: list[list[int]] = [[] for _ in range(table.n_rows)]
        for i, c in enumerate(table.cells):
            for r in range(c.row, min(c.row + c.rowspan, table.n_rows)):
                self.rows[r].append(i)
        for row in self.rows:
            row.sort(key=lambda i: table.cells[i].col)
        for i in bare_years(table, self.kinds, self.rows):
            self.kinds[i] = CellKind("year", self.kinds[i].value)
        for i, hits in self._captions_of_parts():
            self.kinds[i] = CellKind("label", hits=hits)
        for i in [*self._captions_like_years(), *self._captions_like_headings()]:
            self.kinds[i] = CellKind("label", hits=index.wanted(table.cells[i].text))
        for i, hits in changed_rows({i: c.text for i, c in enumerate(table.cells)}, index).items():
            self.kinds[i] = CellKind("label", hits=hits)
        for i, hits in self._conditions():
            self.kinds[i] = CellKind("label", hits=hits)
        self.changes: list[ChangeColumn] = []
        self.of_changes: set[int] = set()
        self._changes()
        self.captions = {c.col for c, kind in zip(table.cells, self.kinds, strict=True) if kind.kind == "label"}
        self.by_turns = self._columns_by_turns()

    def row_cells(self, r: int) -> list[tuple[int, Cell]]:
        """The cells that begin in a row, with their positions among all."""
        found = self.rows[r] if r < self.table.n_rows else []
        return [(i, self.table.cells[i]) for i in found if self.table.cells[i].row == r]

    def _columns_by_turns(self) -> frozenset[int]:
        """The columns of captions that stand behind other captions' values (集群名称 | 甲 | 联系人 | 乙): where the
        form's own captions are at least as many as words that nobody knows, these are captions too.
        """
        told: Counter[int] = Counter()
        for row in self.rows:
            for before, i in pairwise(row):
                cell, kind = self.table.cells[i], self.kinds[i]
                if self.kinds[before].kind in VALUES and len(squeeze(cell.text)) <= LONGEST_BY_TURNS:
                    told[cell.col] += (kind.kind == "label") - (kind.kind == "text")
        known = {c.col for c, kind in zip(self.table.cells, self.kinds, strict=True) if kind.kind == "label"}
        return frozenset(col for col, n in told.items() if n >= 0 and col in known)

    def _captions_like_years(self) -> list[int]:
        """The cells that could head a column of this year's figures (报告期) and are the caption of what stands beside
        them: no other year in their row, and a value behind them.
        """
        found = []
        for row in self.rows:
            years = [i for i in row if self.kinds[i].kind == "year"]
            if not years or not is_relative(self.kinds[years[0]].value):
                continue
            behind = row[row.index(years[0]) + 1 :]
            alone = len(years) == 1 and behind and self.kinds[behind[0]].kind in VALUES
            told = len(row) == 2 and years == row and not is_relative(self.kinds[row[1]].value)  # noqa: PLR2004
            if (alone or told) and self.index.wanted(self.table.cells[years[0]].text):
                found.append(years[0])
        return found

    def _captions_of_parts(self) -> list[tuple[int, tuple[Hit, ...]]]:
        """The cells that only say with the heading of their part what they ask for, with what that is: 名称 below
        一、集群信息, 机构名称 below 二、运营机构信息. The words that both share count once.
        """
        found, part = [], ""
        for row in self.rows:
            filled = [i for i in row if self.table.cells[i].text.strip()]
            if len(filled) == 1:
                part = _OF_PART.sub("", squeeze(strip_numbering(self.table.cells[filled[0]].text)))
                continue
            for k, i in enumerate(row[:-1] if part else []):
                kind, own = self.kinds[i], squeeze(self.table.cells[i].text)
                known = kind.kind == "label" and kind.hits[0].score >= SAME_WORDS
                if kind.kind not in ("label", "head", "text") or known or len(own) > LONGEST_OF_A_PART:
                    continue
                shared = next((n for n in range(len(own) - 1, 0, -1) if part.endswith(own[:n])), 0)
                hits = self.index.wanted(part + own[shared:])
                if hits and hits[0].score >= SAME_WORDS and self.kinds[row[k + 1]].kind in (*VALUES, "text"):
                    found.append((i, hits))
        return found

    def _conditions(self) -> list[tuple[int, tuple[Hit, ...]]]:
        """The cells that say of which figure a condition speaks (产值年均增速高于8%), beside what is reached, with
        what they ask for.
        """
        found = []
        for row in self.rows:
            for i, k in pairwise(row):
                condition = condition_of(self.table.cells[i].text)
                kind, reached = self.kinds[i], self.table.cells[k].text
                known = kind.kind == "label" and kind.hits[0].score >= SAME_WORDS
                if condition is None or known or kind.kind not in ("text", "label", "head"):
                    continue
                if condition.unit not in fold(reached) or not (self.kinds[k].kind == "figure" or self.kinds[k].rest):
                    continue  # how it is marked, or words
                asked = (self.index.wanted(name) for name in condition.names)
                hits = next((h for h in asked if h and h[0].score >= SAME_WORDS), ())
                if hits:
                    found.append((i, tuple(replace(h, score=min(h.score, SAME_WORDS)) for h in hits)))
        return found

    def _captions_like_headings(self) -> list[int]:
        """The cells that could head columns (编号, 名称, 单位) and are the form's own captions here: what stands beside
        each speaks more for a caption with its value than for a row of headings.
        """
        found = []
        for r, row in enumerate(self.rows):
            for k, i in enumerate(row):
                kind, cell = self.kinds[i], self.table.cells[i]
                if kind.kind not in BOTH or cell.row != r or not self._is_own(cell.text):
                    continue
                others = [j for j in row if j != i]
                behind = self.kinds[row[k + 1]].kind if k + 1 < len(row) else None
                before = self.kinds[row[k - 1]].kind if k else None
                heads = sum(self.kinds[j].kind in BOTH and not self._is_own(self.table.cells[j].text) for j in others)
                told = 2.0 * (behind in FILLED) + (behind == "blank") + 0.5 * (before is None or before in VALUES)
                against = 2.0 * heads + (behind in ("label", "year") or behind is None) + (before in BOTH)
                under = [j for j, c in self.row_cells(r + cell.rowspan) if c.col == cell.col]
                against += 3.0 * any(
                    self.kinds[j].kind in FILLED and not self._is_own(self.table.cells[j].text) for j in under
                )
                if told > against:
                    found.append(i)
        return found

    def _is_own(self, text: str) -> bool:
        """Whether a text is a label of the form in its very wording."""
        hits = self.index.wanted(text)
        return bool(hits) and hits[0].score >= 1

    def _changes(self) -> None:
        """Columns of what was before a change and of what is now, where rows with captions stand below them."""
        for r, row in enumerate(self.rows[:-1]):
            heads = columns_of_change({i: self.table.cells[i].text for i in row if self.table.cells[i].row == r})
            asked, of_them = change_columns(self.table, row, heads, self.index, self.kinds) if heads else ([], set())
            if asked:
                self.changes += asked
                self.of_changes |= of_them
                for i in (c.head for c in asked):
                    self.kinds[i] = CellKind("year", heads[i]) if heads.get(i) else CellKind("head")
                continue
            under = [self.kinds[j] for j in self.rows[r + 1]]
            if heads and len(under) > len(heads) and under[0].kind == "label" and not under[0].rest:
                for i, period in heads.items():
                    self.kinds[i] = CellKind("year", period) if period else CellKind("head")
