"""All that stands on a digital page, and its lines and tables: of the left of two pages on a sheet before the right."""

from __future__ import annotations

from typing import NamedTuple

from formextract.layout.fold import half_of, spans_of
from formextract.layout.page import PageBlock
from formextract.layout.sheets_beside import PrintedPage
from formextract.layout.span import Span
from formextract.layout.vector_page import Drawn, page_blocks


class PageText(NamedTuple):
    """A page's runs of text and drawings; the runs are replaced as more is known of what is seen of them."""

    spans: list[Span]
    marks: Drawn
    number: int
    height: float
    struck: list[Span]
    unseen: list[Span]
    fold: float | None = None

    def sheet(self, width: float) -> PrintedPage:
        """The same as a sheet of paper so wide, beside which another may belong."""
        return PrintedPage(self.number, self.spans, self.struck, self.unseen, self.marks, width, self.height)

    def blocks(self) -> list[PageBlock]:
        """Its lines and tables, of the left of two pages before the right one."""
        if self.fold is None:
            return page_blocks(self.spans, self.marks, self.number, self.height, self.struck, self.unseen)
        return [block for right in (False, True) for block in self._half(self.fold, right=right).blocks()]

    def _half(self, fold: float, *, right: bool) -> PageText:
        spans, struck, unseen = (spans_of(fold, s, right=right) for s in (self.spans, self.struck, self.unseen))
        marks = half_of(fold, self.marks, right=right)
        return self._replace(spans=spans, marks=marks, struck=struck, unseen=unseen, fold=None)
