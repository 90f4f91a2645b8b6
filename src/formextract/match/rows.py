"""Summary sheets: a heading row of known labels, then one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from formextract.match.assign import sure
from formextract.match.label_doubts import label_doubts
from formextract.match.labels import LabelIndex
from formextract.match.paraphrased import columns
from formextract.match.totals import SheetRow, stands_for_nobody
from formextract.model import TYPED, Cell, Document, Legibility, Line, Place, Table
from formextract.model.doubt import all_of
from formextract.model.placement import Leftover, Match, Placement, Proposed
from formextract.model.template import FieldSpec, Template
from formextract.tables import HeadWords
from formextract.text import is_blank, squeeze

_REMARK = re.compile(r"\([^()]*\)")
"""What a column is to be filled with, in brackets below its heading, in words of the sender's own."""
_CAPTION = re.compile(r"(?:^|(?<=[\s;；,，、]))\s*([^\s:：;；,，]{2,24})\s*[:：]")
_NUMBER_OF = re.compile("(?:联系)?(?:电话|手机|方式)(?:号码?)?$")
_STAMPED = re.compile(r"[(（](?:盖章|公章|签字)[)）]")
LEAST_COLUMNS = 3
"""Known columns that make a row the heading of a summary."""


def match_rows(document: Document, template: Template, index: LabelIndex, printed: frozenset[str]) -> list[Match]:
    """One match an applicant's row. What stands outside them, totals and notes too, is left over with the first one."""
    sheet = _Sheet(template, index, printed)
    for block in document.blocks:
        if isinstance(block, Line):
            sheet.line(block)
        else:
            sheet.table(block)
    heads, rest = _heads(sheet.outside, template, {i.place: i.legibility for i in document.items()})
    outside = [*rest, *(Leftover("（隐藏内容）", h.text, h.place) for h in document.hidden)]
    return [
        Match((*placements, *heads), (*left, *(outside if number == 0 else [])), template.years)
        for number, (placements, left) in enumerate(sheet.records)
    ]


def _heads(
    outside: Iterable[Leftover], template: Template, read: Mapping[Place, Legibility]
) -> tuple[list[Placement], list[Leftover]]:
    """What stands above or below the rows for all of them (市州经信部门：…), and what is left of what stands there."""
    fields = {squeeze(c): f for f in template.fields if f.shape == "line" for c in (f.label, *f.synonyms)}
    found: dict[str, Placement] = {}
    rest: list[Leftover] = []
    person: Placement | None = None  # whose telephone may come next
    for left in outside:
        told = list(_captioned(left.text, fields))
        if not told:
            rest.append(left)
            person = None
        for caption, text in told:
            spec = fields.get(caption)
            if spec is not None and spec.key not in found:
                person = found[spec.key] = Placement(
                    spec, spec.indicator, spec.label, None, (), text, left.place, legibility=read.get(left.place, TYPED)
                )
            elif spec is None and person is not None and _NUMBER_OF.search(squeeze(person.label)):
                further = () if left.place == person.place else (left.place,)  # 联系人：刘伟 | 联系电话：139…
                found[person.field.key] = replace(person, text=f"{person.text} {text}".strip(), further=further)
                person = None
            else:
                rest.append(left if len(told) == 1 else replace(left, label=caption, text=text))
    return list(found.values()), rest


def _captioned(text: str, fields: Mapping[str, FieldSpec]) -> Iterator[tuple[str, str]]:
    """The captions in a text that fields have, or that ask for a telephone, each with what stands behind it; none
    where the text begins with another.
    """
    heads = [
        (m, caption)
        for m in _CAPTION.finditer(text)
        if (caption := _REMARK.sub("", squeeze(m.group(1)))) in fields or _NUMBER_OF.fullmatch(caption)
    ]
    if not heads or text[: heads[0][0].start()].strip():
        return
    ends = [*(m.start() for m, _ in heads[1:]), len(text)]
    for (m, caption), end in zip(heads, ends, strict=True):
        yield caption, _STAMPED.sub("", text[m.end() : end]).strip(" \t\r\n\u3000;；,，、")


class _Sheet:
    """The rows of all tables in turn: the columns of the last heading hold until the next one."""

    def __init__(self, template: Template, index: LabelIndex, printed: frozenset[str]) -> None:
        self.template, self.index, self.printed = template, index, printed
        self.words = index.table_words
        self.title = squeeze(template.title)
        self.columns: dict[int, tuple[FieldSpec, str, float]] = {}
        self.captions: dict[int, str] = {}
        self.proposed: dict[int, tuple[Proposed, ...]] = {}
        self.records: list[tuple[tuple[Placement, ...], list[Leftover]]] = []
        self.applicants: list[SheetRow] = []
        self.numbered = False
        self.outside: list[Leftover] = []

    def line(self, line: Line) -> None:
        """A line outside tables: left over, but for what the form prints."""
        text = squeeze(line.text)
        if text and text not in self.printed and self.title not in text:
            self.outside.append(Leftover("", line.text.strip(), line.place))

    def table(self, table: Table) -> None:
        """A table's rows: headings, applicants, and what is neither."""
        by_row: dict[int, list[Cell]] = {}
        for cell in table.cells:
            by_row.setdefault(cell.row, []).append(cell)
        before: str | None = None  # the number of the row before
        below = 0  # the row behind the last one of a heading
        for r in sorted(by_row):
            if r < below:
                continue
            below, cells = _whole_heading(by_row, r)
            heading, proposed = _columns(cells, self.template, self.index)
            if not heading:
                below, cells = 0, [self._under_caption(c) for c in by_row[r]]
            else:
                lower = [c for c in by_row.get(below, ()) if not is_blank(c.text)]
                if lower and not any(c.col in heading for c in lower):  # captions below others, nothing merged
                    both = [*(c for c in cells if c.col not in {o.col for o in lower}), *lower]
                    more, unsure = _columns(both, self.template, self.index)
                    if len(more) > len(heading):
                        heading, proposed, cells, below = more, unsure, both, below + 1
                self.columns, self.proposed = heading, proposed
                self.captions = {c.col: squeeze(c.text) for c in cells}
                self.numbered = self._has_numbers(c for row in by_row for c in by_row[row] if row > r)
                continue
            filled = [c for c in cells if not is_blank(c.text) and squeeze(c.text) not in self.printed]
            if not filled:
                continue
            if not self.columns or len(cells) == 1 or all(_REMARK.fullmatch(squeeze(c.text)) for c in filled):
                self.outside += [Leftover("", c.text.strip(), c.place) for c in filled if not self._titled(c)]
                continue
            starts = r in table.page_starts
            row = self._row(cells)
            if stands_for_nobody(row, self.applicants, numbered=self.numbered, cut=starts and bool(self.records)):
                self._no_record(row, filled)
                continue
            before = self._record(row, cells, before, starts=starts)

    def _record(self, row: SheetRow, cells: list[Cell], before: str | None, *, starts: bool) -> str | None:
        """Takes a row for an applicant's, or for the rest of the one before; its running number."""
        placements, left = _row(cells, self.columns, self.captions, self.proposed, self.words)
        number = next((c.text for c in cells if c.col == self._number_at()), None)
        whole = _begins(number, placements) and not (self.records and number is not None and is_blank(before or ""))
        if self.records and starts and not whole:
            self.records[-1] = (_continued(self.records[-1][0], placements), self.records[-1][1] + left)
        elif any(not is_blank(p.text) for p in placements if not self.words.is_number(squeeze(p.field.label))):
            self.records.append((tuple(placements), left))
            self.applicants.append(row)
        else:
            self.outside += left
        return number

    def _no_record(self, row: SheetRow, filled: list[Cell]) -> None:
        """Lists what stands in a row that is no applicant's: the figures of a total under its own name."""
        lead = next((c for c in filled if c.col == row.lead), filled[0])
        self.outside.append(Leftover("", lead.text.strip(), lead.place))
        for c in filled:
            if c is not lead and c.col in row.texts and not (c.col == row.number_at and squeeze(c.text).isdecimal()):
                label = " ".join(filter(None, (squeeze(lead.text), self.captions.get(c.col, ""))))
                self.outside.append(Leftover(label, c.text.strip(), c.place))

    def _under_caption(self, cell: Cell) -> Cell:
        """A cell that begins beside its column's caption and spans it, as edges that nobody drew come out, under it."""
        inside = [col for col, said in self.captions.items() if said and cell.col <= col < cell.col + cell.colspan]
        return replace(cell, col=inside[0]) if len(inside) == 1 and cell.unruled else cell

    def _titled(self, cell: Cell) -> bool:
        return self.title in squeeze(cell.text)

    def _row(self, cells: list[Cell]) -> SheetRow:
        names = (col for col, (field, _, _) in self.columns.items() if field.key == self.template.fields[0].key)
        texts = {c.col: "" if is_blank(c.text) else c.text for c in cells}
        return SheetRow.of(texts, self._number_at(), next(names, None))

    def _number_at(self) -> int | None:
        return next((col for col, caption in self.captions.items() if self.words.is_number(caption)), None)

    def _has_numbers(self, below: Iterable[Cell]) -> bool:
        """Whether applicants have running numbers in the rows below a heading."""
        at = self._number_at()
        return at is not None and any(c.col == at and squeeze(c.text).isdecimal() for c in below)


def _whole_heading(by_row: Mapping[int, list[Cell]], r: int) -> tuple[int, list[Cell]]:
    """The row behind a heading that begins with row `r`, and its cells: of captions in two levels the lower ones.

    A lower caption says the upper one behind its own. Of a row that spans no further it is the row itself.
    """
    end = r + max((c.rowspan for c in by_row[r]), default=1)
    lower = [c for n in range(r + 1, end) for c in by_row.get(n, ())]
    if not lower or any(c.row + c.rowspan > end for c in lower):
        return r + 1, by_row[r]
    out = []
    for cell in by_row[r]:
        under = [c for c in lower if cell.col <= c.col < cell.col + cell.colspan]
        out += [replace(c, text=f"{c.text}\n{cell.text}") for c in under] or [cell]
    return end, out


def _columns(
    cells: Iterable[Cell], template: Template, index: LabelIndex
) -> tuple[dict[int, tuple[FieldSpec, str, float]], dict[int, tuple[Proposed, ...]]]:
    """Field, caption and confidence by column, and what other columns may be, where a row of cells is the heading."""
    fields = {f.key: f for f in template.fields if f.shape == "column"}
    found: dict[str, tuple[float, int, str, float]] = {}
    for cell in cells:
        first_line = cell.text.split("\n")[0]
        hits = [h for h in index.hits(cell.text) or index.hits(first_line) if h.indicator in fields]
        if not hits:
            continue
        best = hits[0]
        margin = best.score - (hits[1].score if len(hits) > 1 else 0.0)
        if best.indicator not in found or best.score > found[best.indicator][0]:
            found[best.indicator] = (best.score, cell.col, cell.text, sure(best.score, margin))
    if len(found) < LEAST_COLUMNS:
        return {}, {}
    told = {col: (fields[name], " ".join(text.split()), s) for name, (_, col, text, s) in found.items()}
    others = {
        c.col: c.text
        for c in cells
        if c.col not in told and not index.table_words.is_number(squeeze(c.text)) and not is_blank(c.text)
    }
    more, proposed = columns(others, {col: f for col, (f, _, _) in told.items()}, template, index)
    return told | {col: (f, " ".join(others[col].split()), sure) for col, (f, sure) in more.items()}, proposed


def _row(
    cells: list[Cell],
    columns: dict[int, tuple[FieldSpec, str, float]],
    captions: dict[int, str],
    proposed: dict[int, tuple[Proposed, ...]],
    words: HeadWords,
) -> tuple[list[Placement], list[Leftover]]:
    placements: list[Placement] = []
    left: list[Leftover] = []
    for cell in cells:
        spec = columns.get(cell.col)
        if spec is not None:
            field, caption, confidence = spec
            placements.append(
                Placement(
                    field,
                    field.indicator,
                    caption,
                    None,
                    (),
                    cell.text,
                    cell.place,
                    None,
                    "value",
                    label_doubts(caption, field, confidence),
                    cell.doubt,
                    legibility=cell.legibility,
                )
            )
        elif not is_blank(cell.text) and not words.is_number(captions.get(cell.col, "")):
            told = proposed.get(cell.col, ())
            left.append(Leftover(captions.get(cell.col, ""), cell.text.strip(), cell.place, told))
    return placements, left


def _begins(number: str | None, placements: list[Placement]) -> bool:
    """Whether a row at the top of a page is a new one: it has its number or, where none has, most of its cells."""
    if number is not None:
        return not is_blank(number)
    return sum(not is_blank(p.text) for p in placements) * 2 > len(placements)


def _continued(above: tuple[Placement, ...], below: list[Placement]) -> tuple[Placement, ...]:
    """A row cut by the page's end: the lower halves of its cells set behind the upper ones, with their doubts."""
    lower = {p.indicator: p for p in below if not is_blank(p.text)}
    return tuple(_with(p, lower[p.indicator]) if p.indicator in lower else p for p in above)


def _with(upper: Placement, lower: Placement) -> Placement:
    return replace(
        upper,
        text=upper.text + lower.text,
        doubt=upper.doubt or lower.doubt,
        further=(*upper.further, lower.place, *lower.further),
        legibility=all_of((upper.legibility, lower.legibility)),
    )
