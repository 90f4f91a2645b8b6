"""The rates and means of a form, each with the figures that it may be of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.asked import Asked
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.column_figures import frames_of, total_of
from formextract.drafting.draft import DraftField
from formextract.drafting.figures import Figure, of_columns
from formextract.drafting.frames import frame_of
from formextract.drafting.newly import is_score
from formextract.drafting.rate_words import Rate, is_pair
from formextract.drafting.subsets import whole_of
from formextract.model.template import Indicator
from formextract.tables import HeadWords
from formextract.text import squeeze

GROWTH = re.compile(r"同比|增[长减幅速]|比上|较上|变化|变动|(?:降低|下降|减少)(?:率|幅度|比例)|降幅")
_MEAN = re.compile("均(?!衡)|每")


def is_rate(plain: str, unit: str) -> bool:
    """Whether a figure is one of others: a share, or a mean by its unit or its words; growth is not meant."""
    if GROWTH.search(plain) or re.search("平均人[数次]$", plain):  # 从业人员平均人数
        return False
    return unit == "%" or "/" in unit or is_pair(plain) or (_MEAN.search(plain) is not None and unit != "")


def by_columns(fields: Sequence[DraftField], said: HeadWords) -> Iterator[tuple[DraftField, str, Rate, list[Figure]]]:
    """The rates beside the values of each row by their headings, with the figures of the row and of the row that adds
    up its table.
    """
    for n, f in enumerate(fields):
        if not f.found.columns or f.found.table:
            continue
        total = total_of(n, fields, said)
        frames = frames_of(f, said)
        figures = of_columns(frames)
        if total is not None and total is not f:
            figures += of_columns(frames_of(total, said), squeeze(total.found.label))
        heads = f.found.heads or tuple(h for h, _ in (*f.found.columns, *f.found.beside))
        for (head, unit), (name, made) in zip(f.found.beside, f.more, strict=False):
            frame = frame_of(head, name, said)
            plain = re.sub(r"[（(].*?[)）]", "", frame.plain)
            if made.kind in ("number", "integer") and is_rate(plain, unit):
                behind = (k for k, x in enumerate(frames) if heads.index(x.head) > heads.index(head))
                yield f, head, Rate(plain, unit, 0, 0, next(behind, len(frames)), name), figures


def of_place(form: AskedFigures, n: int) -> tuple[Rate, list[Figure]]:
    """A rate that is a place of its own, with the other figures of the form that stand as it does."""
    a = form.asked[n]
    indicator = form.indicators[a.name]
    figures: list[Figure] = []
    for k, f in enumerate(form.asked):
        other = form.indicators[f.name]
        if f is a or f.column or other.kind not in ("number", "integer"):
            continue
        if _heads(f, other) == _heads(a, indicator) and (indicator.period != "year" or other.period == "year"):
            above = whole_of(form, k) if f.which else None
            told = form.at(above, a) if above is not None else ""
            unit = other.unit or ""
            figures.append(Figure(form.at(f, a), f.plain, unit, f.block, f.row, k, f.which, f.total, above=told))
        elif not _heads(a, indicator) and "column" in other.dims and _adds_up(f, form.said):
            figures += _cells(f, other, k, form.said)
    return Rate(a.plain, indicator.unit or "", a.block, a.row, n, a.name), figures


def _adds_up(f: Asked, said: HeadWords) -> bool:
    """Whether a row is that of a table's total."""
    return f.total or said.names_total(f.plain) or f.plain.startswith("总")


def _cells(f: Asked, indicator: Indicator, order: int, said: HeadWords) -> Iterator[Figure]:
    """The single cells of a total's row: 支出合计 below 本年预算."""
    for head in f.heads:
        if is_score(head) or re.search(r"[\],=]", head):
            continue
        frame = frame_of(head, f'"{f.name}[column={head}]"', said)
        plain, unit = said.without_total(f.plain) + frame.plain, frame.unit or indicator.unit or ""
        yield Figure(
            frame.ref, plain, unit, f.block, f.row, order, total=True, this_year=frame.this_year, cell=True
        )  # fmt: skip


def _heads(f: Asked, indicator: Indicator) -> tuple[str, ...]:
    """The headings that tell a row's figures apart; those of years do not."""
    return f.heads if "column" in indicator.dims else ()
