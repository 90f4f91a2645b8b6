"""Which figures of a form make up a total that its label names: 收入合计 of the rows above it, 职工总数 of its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formextract.drafting.rules import Asked

CLOSES = re.compile("其[他它余]|自筹|自有|配套|剩余")
"""A part that is whatever the others leave: with it the parts make up the whole."""
ADDED_UP = re.compile(r"(?:合计|总计|小计|共计|总和)$")
"""A label that ends so says that it is added up."""
_IN_ALL = re.compile("总|合计|小计|共计")
_EMPTY = re.compile(r"总[数额量计]?|[合小共]计|金额|数量?$|额$")
LEAST = 2
"""Parts of a sum."""


def parts_of(asked: Sequence[Asked], i: int, alike: Callable[[Asked, Asked], bool]) -> Iterator[list[Asked]]:
    """The figures that make up a figure whose label names a total, once for each way in which the form divides it.

    `alike` says whether two figures can be added. What stands before it in its table down from the table's head or the
    last total is meant where the label ends in 合计, where it is the last row of its columns, or where each label has a
    word of its own; what stands behind it where that ends with 其他, or is all that its row holds.
    """
    total = asked[i]
    if total.which or not names_total(total):
        return
    before = _run(reversed(asked[:i]), total, alike)[::-1]
    behind = _run(asked[i + 1 :], total, alike)
    own = set(_EMPTY.sub("", total.plain))
    last = total.under_heads and not any(
        o.block == total.block and o.heads == total.heads and o.column == total.column for o in asked[i + 1 :]
    )
    divided = [list(g) for key, g in groupby(behind, key=lambda p: p.group) if key and key != total.group]
    if len(before) >= LEAST and (
        ADDED_UP.search(total.plain) or last or (own and all(own & set(p.plain) for p in before))
    ):
        yield before
    elif divided and all(len(g) >= LEAST for g in divided):
        yield from divided
    elif (closing := next((n for n, p in enumerate(behind) if CLOSES.search(p.plain)), 0)) >= LEAST - 1:
        yield behind[: closing + 1]
    elif total.row >= 0 and own:
        beside = list(takewhile(lambda p: p.row == total.row, behind))
        first = not any(o.row == total.row and o.block == total.block for o in asked[:i])
        if first and len(beside) >= LEAST and all(own & set(p.plain) for p in beside):
            yield beside


def names_total(a: Asked) -> bool:
    """Whether a label says that the figure is a total."""
    return _IN_ALL.search(a.plain) is not None


def _run(others: Sequence[Asked] | Iterator[Asked], total: Asked, alike: Callable[[Asked, Asked], bool]) -> list[Asked]:
    """The figures next to a total that can be added to it, up to another total or to what is no such figure."""
    out: list[Asked] = []
    for other in (o for o in others if o.column == total.column):
        if (other.block, other.heads) != (total.block, total.heads) or not alike(other, total) or names_total(other):
            break
        if not other.which:
            out.append(other)
    return out
