"""A filled form held against the blank one: rows and columns that are not as printed, parts that share a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formextract.match.cell_kinds import kind_of
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.reading_order import STEP, Stream
from formextract.match.targets import find_targets
from formextract.model import Cell, Document, Place, Table
from formextract.model.placement import Alteration, Placement
from formextract.model.template import FieldSpec, LayoutRules, Template
from formextract.text import is_blank, squeeze, strip_numbering, unwrapped

SEVERAL = 2
"""Cells with years from which a row is a heading of columns, and placements from which a table is the form's."""
LONGEST = 60
"""Letters of a caption; more is a text."""
LONGEST_LABEL = 220
CUT = 0.8
"""Share of a printed caption that a cell still holds which a narrow column or a page has cut, to be taken for it."""
SHORTEST = 2
ROW = 1000
"""Order numbers that a row of a table may use."""
NAMELESS = frozenset({"narrative", "targets", "region", "line", "rows"})
"""Shapes that are no rows of a table."""


def alterations(
    document: Document,
    template: Template,
    index: LabelIndex,
    printed: frozenset[str],
    stream: Stream,
    placements: list[Placement],
) -> tuple[Alteration, ...]:
    """What a form whose layout must not be altered shows otherwise than its template; nothing for other forms."""
    rules = template.layout
    if rules is None:
        return ()
    held = _Held(document, template, rules, index, printed, stream, placements)
    found = (*held.rows_removed(), *held.relabelled(), *held.rows_added(), *held.columns(), *held.pages())
    scanned = _captions_scanned(document, placements)
    places = document.scanned_places()
    return tuple(replace(a, misread=scanned if a.place is None else a.place in places) for a in found)


def _captions_scanned(document: Document, placements: list[Placement]) -> bool:
    """Whether any cell but the values was read from a picture: a row that is not found may stand there, misread."""
    values = {p.place for p in placements}
    cells = (c for b in document.blocks if isinstance(b, Table) for c in b.cells)
    return any(c.legibility.scanned and c.place not in values for c in cells)


class _Held:
    def __init__(
        self,
        document: Document,
        template: Template,
        rules: LayoutRules,
        index: LabelIndex,
        printed: frozenset[str],
        stream: Stream,
        placements: list[Placement],
    ) -> None:
        self.rules, self.index, self.printed, self.stream = rules, index, printed, stream
        self.specs = [f for f in template.fields if f.section in rules.parts and f.shape not in NAMELESS]
        keys = {f.key for f in self.specs}
        self.placed = [p for p in placements if p.field.key in keys]
        self.known = {_key(text) for f in template.fields for text in (f.label, *f.synonyms)}
        # a line of a caption that wraps in a print, or that a page cut, is no row of the applicant's
        self.wordings = self.printed | {squeeze(text) for f in template.fields for text in (f.label, *f.synonyms)}
        places = {p.place for p in self.placed}
        tables = [(n * STEP, b) for n, b in enumerate(document.blocks) if isinstance(b, Table)]
        self.tables = [(n, t) for n, t in tables if sum(c.place in places for c in t.cells) >= SEVERAL]
        self.begins, self.ends = self._reach()
        self.places = places
        self.captions = {_key(c.text) for _, t in self.tables for c in t.cells if len(c.text) <= LONGEST_LABEL}

    def rows_removed(self) -> Iterator[Alteration]:
        """Rows of the blank form that were not found."""
        found = {p.field.key for p in self.placed}
        for spec in self.specs:
            if spec.key not in found:
                yield Alteration("removed", spec.section, spec.label, "", None, spec.key)

    def relabelled(self) -> Iterator[Alteration]:
        """Rows whose caption is not the printed one, numbering, brackets and unit apart."""
        seen: set[str] = set()
        for p in self.placed:
            if p.field.key in seen or not p.label:
                continue
            seen.add(p.field.key)
            cut = p.place.page is not None and squeeze(strip_numbering(unwrapped(p.label))) in squeeze(p.field.label)
            if not _alike(p.label, p.field) and not self._stands(p.field) and not cut:
                yield Alteration("relabelled", p.field.section, p.field.label, unwrapped(p.label), p.place, p.field.key)

    def _stands(self, spec: FieldSpec) -> bool:
        """Whether the printed caption stands in some cell, though the value was found by another (已提供的服务：☐…)."""
        printed = {_key(text) for text in (spec.label, *spec.synonyms)}
        return not printed.isdisjoint(self.captions) or any(
            p.startswith(c) and len(c) >= CUT * len(p) for p in printed for c in self.captions
        )

    def rows_added(self) -> Iterator[Alteration]:
        """Rows of the form's tables with a caption that the blank form does not have."""
        for order, table in self.tables:
            planned = find_targets(table)[1]  # rows of the planning table are the applicant's to add
            for row in range(table.n_rows):
                cells = [c for c in table.cells if c.row <= row < c.row + c.rowspan]
                own = [c for c in cells if c.row == row]
                if (
                    row in planned
                    or not self._within(order, row)
                    or len(cells) < SEVERAL
                    or any(c.place in self.places for c in cells)
                ):
                    continue
                caption = next((c for c in sorted(own, key=lambda c: c.col) if not is_blank(c.text)), None)
                if caption is not None and self._unknown(caption) and not self._goes_on_overleaf(order, table, caption):
                    text = " ".join(unwrapped(caption.text).split())
                    yield Alteration("added", "", "", text, caption.place, "")

    def _goes_on_overleaf(self, order: int, table: Table, caption: Cell) -> bool:
        """Whether a caption stands first on a page on which the table goes on: what is left of a row that the page cut
        looks the same as a row of the applicant's, and is far more often what stands there.
        """
        page = caption.place.page
        if page is None:
            return False
        above = [c.place.page for c in table.cells if c.row + c.rowspan <= caption.row and c.place.page is not None]
        before = [c.place.page for n, t in self.tables if n < order for c in t.cells if c.place.page is not None]
        last = max(above or before, default=None)
        return last is not None and last < page

    def columns(self) -> Iterator[Alteration]:
        """Headings with other columns than the years that the blank form prints."""
        for order, table in self.tables:
            for row in range(table.n_rows):
                cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.col)
                years = [c for c in cells if kind_of(c.text, self.index, self.printed).kind == "year"]
                if len(years) < SEVERAL or not self._within(order, row):
                    continue
                said = {squeeze(c.text) for c in years}
                if len(said) != self.rules.years:
                    names = "、".join(squeeze(c.text) for c in years)
                    yield Alteration("columns", "", str(self.rules.years), names, years[0].place, "")
                for c in cells[1:]:
                    if c not in years and not is_blank(c.text) and self._unknown(c):
                        yield Alteration("columns", "", "", " ".join(c.text.split()), c.place, "")

    def pages(self) -> Iterator[Alteration]:
        """Parts that begin on the page on which the part before them ends."""
        starts: dict[str, Place] = {}
        for _, section, line in self.stream.lines:
            if section.startswith("#"):
                starts.setdefault(section[1:], line.place)
        last: dict[str, int] = {}
        for p in self.placed:
            if p.place.page is not None:
                last[p.field.section] = max(last.get(p.field.section, 0), p.place.page)
        for before, part in zip(self.rules.parts, self.rules.parts[1:], strict=False):
            start = starts.get(part)
            if start is not None and start.page is not None and start.page == last.get(before):
                yield Alteration("page", part, before, str(start.page), start, "")

    def _reach(self) -> tuple[int, int]:
        """Where the parts begin and end, as order numbers: what stands before and behind them is not theirs."""
        headings = [(order, section[1:]) for order, section, _ in self.stream.lines if section.startswith("#")]
        of_parts = [order for order, section in headings if section in self.rules.parts]
        if not of_parts:
            return 0, 1 << 60
        begins = min(of_parts)
        behind = [order for order, section in headings if order > max(of_parts)]
        return begins, min(behind, default=1 << 60)

    def _within(self, order: int, row: int) -> bool:
        return self.begins <= order + row * ROW <= self.ends

    def _unknown(self, cell: Cell) -> bool:
        """Whether a caption is none of the blank form's words."""
        text = unwrapped(cell.text)
        if not SHORTEST <= len(squeeze(text)) <= LONGEST or _key(text) in self.known or squeeze(text) in self.printed:
            return False
        return kind_of(text, self.index, self.printed).kind in ("label", "text", "unit") and not any(
            squeeze(part) in p for p in self.wordings for part in (text, strip_numbering(text))
        )


def _alike(label: str, spec: FieldSpec) -> bool:
    found = take_apart(unwrapped(label))
    for text in (spec.label, *spec.synonyms):
        printed = take_apart(text)
        if {found.key, found.bare} & {printed.key, printed.bare}:
            return True
    return False


def _key(text: str) -> str:
    return take_apart(unwrapped(text)).bare
