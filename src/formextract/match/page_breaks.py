"""Cells cut by a page break, made whole again where the two halves read as one label."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.match.cell_kinds import kind_of
from formextract.match.labels import LabelIndex
from formextract.model import Cell, Table
from formextract.model.doubt import all_of
from formextract.tables import is_figure
from formextract.text import WRAP, squeeze

BETTER = 0.9
"""Score from which the joined halves are taken for a label."""

_REMARK = re.compile(r"[（(].*[)）]")
_LENGTH = re.compile(r"[（(]\d+字(?:以内|左右)?[)）]")


def mend(table: Table, index: LabelIndex, printed: frozenset[str]) -> Table:
    """The table with cells that go on overleaf as one cell each.

    The readers cannot know it: both halves are ruled off. The label tells, for its two halves make a wording that
    neither makes alone; the cells to its right then belong together as well.
    """
    if not table.page_starts:
        return table
    cells = list(table.cells)
    for start in table.page_starts:
        cells = _mend_at(cells, start, index, printed)
    cells.sort(key=lambda c: (c.row, c.col))
    return replace(table, cells=tuple(cells))


def _mend_at(cells: list[Cell], start: int, index: LabelIndex, printed: frozenset[str]) -> list[Cell]:
    below = sorted((c for c in cells if c.row == start), key=lambda c: c.col)
    above = [c for c in cells if c.row + c.rowspan == start]
    pairs = [(next((c for c in above if _same_column(c, cell)), None), cell) for cell in below]
    # figures on both sides of the break are two figures: the rows are two rows, whatever their labels
    apart = any(u is not None and is_figure(u.text) and is_figure(c.text) for u, c in pairs)
    # a row of which no cell is a caption of its own goes on from above, where it stands beside a caption that does
    captioned = any(_captions(c.text, index, printed) for u, c in pairs if u is None or c.text.strip() != "")
    labelled = False
    bare = sum(1 for c in below if c.text.strip()) == 1
    bare_above = sum(1 for u, _ in pairs if u is not None and u.text.strip()) == 1
    whole = True  # every cell further left in this row goes on from above
    gone: set[int] = set()
    merged: list[Cell] = []
    for upper, cell in pairs:
        if upper is None:
            whole = False
            continue
        single = not apart and (upper.rowspan == cell.rowspan == 1 or cell.col > 0)
        if (
            _one_label(upper.text, cell.text, index, printed)
            or _label_below(upper.text, cell.text, index, printed)
            or (bare and _end_of_label(upper.text, cell.text, index))
            or (bare_above and not bare and _rest_of_label(upper.text, cell.text, index))
        ):
            joins, whole, labelled = True, single, True
        elif bare and upper is pairs[-1][0] and _leads_in(upper.text, cell.text, index, printed):
            joins, whole = True, single
        elif _stands_alone(upper.text, cell.text, index):
            joins = whole = False
        elif not cell.text.strip() and _is_label(upper.text, index, printed):
            joins, whole = True, single  # the label ended on the page before
        else:
            goes_on = whole or (labelled and not captioned and not apart)
            joins = goes_on and ((cell.col > 0 and not apart) or not cell.text.strip())
        if joins:
            merged.append(_one_cell(upper, cell))
            gone |= {id(upper), id(cell)}
        else:
            whole = False
    return [c for c in cells if id(c) not in gone] + merged


def _one_cell(upper: Cell, cell: Cell) -> Cell:
    """Both halves as one cell, which is no more to be trusted than either."""
    return replace(
        upper,
        rowspan=upper.rowspan + cell.rowspan,
        text=_join(upper.text, cell.text),
        doubt=upper.doubt or cell.doubt,
        shown=None,
        further=(*upper.further, cell.place, *cell.further),
        legibility=all_of((upper.legibility, cell.legibility)),
    )


def _captions(text: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    """Whether a cell captions others: a label, a year, a level, a heading word."""
    return kind_of(text, index, printed).kind in ("label", "year", "level", "role", "head", "unit")


def _same_column(a: Cell, b: Cell) -> bool:
    """Whether two cells stand in one column: same edges, or nearly, where the parts were ruled a little differently."""
    common = min(a.col + a.colspan, b.col + b.colspan) - max(a.col, b.col)
    return (
        common > 0
        and (a.col == b.col or a.col + a.colspan == b.col + b.colspan)
        and common * 2 >= max(a.colspan, b.colspan)
    )


def _one_label(upper: str, lower: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    if not upper.strip() or not lower.strip():
        return False
    joined = _join(upper, lower)
    if _is_heading(joined, index, printed) and not any(_is_heading(t, index, printed) for t in (upper, lower)):
        return True  # 国 and 际
    hits = index.hits(joined)
    if squeeze(joined) in printed or (_LENGTH.fullmatch(squeeze(lower)) and hits):
        return True  # how long the text may be is no label by itself
    if _REMARK.fullmatch(squeeze(lower)) and index.exact(joined):
        return True
    if not hits or hits[0].score < BETTER:
        return False
    alone = [h[0].score for h in (index.hits(upper), index.hits(lower)) if h]
    return hits[0].score > max(alone, default=0.0)


def _end_of_label(upper: str, lower: str, index: LabelIndex) -> bool:
    """Whether both halves are a wording of what the lower one says in fewer words (国家级专精特新 and 小巨人企业数):
    so in a row of which nothing else stands overleaf.
    """
    short = set(index.exact(lower)) if upper.strip() and lower.strip() else set()
    return bool(short & set(index.exact(_join(upper, lower)))) and not index.exact(upper)


def _rest_of_label(upper: str, lower: str, index: LabelIndex) -> bool:
    """Whether the lower half is no caption, and with the upper one a caption of something else than the upper alone
    (单位产值能耗, 累计下降幅度): so where all that is filled in stands beside the lower half.
    """
    if not upper.strip() or not lower.strip() or _hits(lower, index):
        return False
    whole = _hits(_join(upper, lower), index)
    return bool(whole) and whole != _hits(upper, index)


def _hits(text: str, index: LabelIndex) -> frozenset[str]:
    """What a text may be the caption of, as good as surely."""
    return frozenset(h.indicator for h in index.hits(text) if h.score >= BETTER)


def _is_heading(text: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    """Whether a text is a level or a role, which no label says."""
    return kind_of(text, index, printed).kind in ("level", "role")


def _leads_in(upper: str, lower: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    """Whether a caption at a page's end says by its colon that something follows in its cell, and something does."""
    ends = upper.rstrip().endswith((":", "："))
    return ends and bool(lower.strip()) and _is_label(upper, index, printed) and not _captions(lower, index, printed)


def _is_label(text: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    hits = index.hits(text)
    return squeeze(text) in printed or bool(hits and hits[0].score >= BETTER)


def _label_below(upper: str, lower: str, index: LabelIndex, printed: frozenset[str]) -> bool:
    """A label set in the middle of its cell may stand wholly on the second page."""
    return not upper.strip() and bool(lower.strip()) and _is_label(lower, index, printed)


def _stands_alone(upper: str, lower: str, index: LabelIndex) -> bool:
    """Whether the lower half is a label of its own, or begins with one, so that the row is a new one."""
    if not lower.strip():
        return not upper.strip()
    caption, colon, _ = lower.strip().partition("\n")[0].replace("：", ":").partition(":")
    return bool(index.exact(lower) or (colon and index.exact(caption)))


def _join(upper: str, lower: str) -> str:
    if not lower.strip():
        return upper
    between = "\n" if upper.rstrip().endswith((":", "：")) else WRAP
    return f"{upper.rstrip()}{between}{lower.lstrip()}" if upper.strip() else lower
