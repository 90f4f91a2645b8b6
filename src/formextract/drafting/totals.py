"""Which figures of a form make up a total that its label names: 收入合计 of the rows above it, 职工总数 of its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formextract.drafting.asked import Asked
    from formextract.tables import HeadWords

CLOSES = re.compile("其[他它余]|自筹|自有|配套|剩余")
"""A part that is whatever the others leave: with it the parts make up the whole."""
_EMPTY = re.compile(r"总[数额量计]?|[合小共]计|金额|数量?$|额$")
LEFT = re.compile("结[余转]|剩余|余[额款]|差额|^尚?[未待](?!来)")
"""What is left of one column when the next is taken away: 结余, 差额, 未整改."""
_NOT = re.compile("尚?未|不|非|无")
LEAST = 2
"""Parts of a sum."""
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]"),
)
"""How Chinese papers number what is below what (GB/T 9704, 7.3.3)."""


def denies(one: str, other: str) -> bool:
    """Whether a label is another one denied, so that neither is part of the other: 不合格数, 合格数."""
    return any(one[: m.start()] + one[m.end() :] == other for m in _NOT.finditer(one))


def level_of(label: str) -> int:
    """How deep a row is by its number: 一、 1, （一） 2, 1. 3, （1） 4; 0 where it has none."""
    return next((n for n, pattern in enumerate(_NUMBERED, 1) if pattern.match(label.strip())), 0)


def coded_below(upper: Asked, lower: Asked) -> bool:
    """Whether a row's code says that it is part of another row: 50101 of 501, in steps of two digits and more."""
    one, other = upper.code, lower.code
    told = one.isdigit() and other.isdigit() and upper.block == lower.block
    return told and len(one) >= LEAST and len(other) >= len(one) + LEAST and other.startswith(one)


def uppermost(parts: list[Asked]) -> list[Asked]:
    """Of numbered rows the uppermost only: 一、… and 二、…, not the 1. and 2. that make these up; 501, not 50101."""
    parts = [p for p in parts if not any(coded_below(o, p) for o in parts)]
    levels = [level for p in parts if (level := level_of(p.label))]
    if levels and level_of(parts[-1].label) in (0, min(levels)):
        return [p for p in parts if level_of(p.label) in (0, min(levels))]
    return parts


def parts_of(
    asked: Sequence[Asked], i: int, alike: Callable[[Asked, Asked], bool], said: HeadWords
) -> Iterator[list[Asked]]:
    """The figures that make up a figure whose label names a total, once for each way in which the form divides it.

    `alike` says whether two figures can be added. What stands before it in its table down from the table's head or the
    last total is meant where the label ends in 合计, where it is the last row of its columns, or where each label has a
    word of its own; what stands behind it where that ends with 其他, or is all that its row holds.
    """
    total = asked[i]
    if total.which or not said.names_total(total.plain):
        return
    before = uppermost(_run(reversed(asked[:i]), total, alike, said))[::-1]
    level = level_of(total.label)
    if level and any(level_of(p.label) > level for p in before):
        before = []  # （一） and （二） above 五、利润总额 are those of 四、
    behind = _run(asked[i + 1 :], total, alike, said)
    own = set(_EMPTY.sub("", total.plain))
    last = total.under_heads and not any(
        o.block == total.block and o.heads == total.heads and o.column == total.column for o in asked[i + 1 :]
    )
    divided = [list(g) for key, g in groupby(behind, key=lambda p: p.group) if key and key != total.group]
    if _left_of(total):
        return
    below = list(takewhile(lambda p: not _left_of(p), behind))
    if len(below) >= LEAST and _is_headed(asked, i, before, alike, said):
        yield below
    elif len(before) >= LEAST and (
        said.ends_in_total(total.plain)
        or (last and not _several(asked, i, before))
        or (own and all(own & set(p.plain) for p in before))
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


def _left_of(figure: Asked) -> bool:
    """Whether a figure is what others leave, whatever its label ends in: 利润总额 of 营业收入 and 营业成本."""
    return "利润" in figure.plain or LEFT.search(figure.plain) is not None


def _several(asked: Sequence[Asked], i: int, before: Sequence[Asked]) -> bool:
    """Whether one of the rows before a total has parts of its own, so that the table is a list of unlike figures."""
    return bool(before) and any(o.which for o in asked[asked.index(before[0]) : i])


def _is_headed(
    asked: Sequence[Asked], i: int, before: Sequence[Asked], alike: Callable[[Asked, Asked], bool], said: HeadWords
) -> bool:
    """Whether totals stand above their rows in a table, so that those before this one are of the total before it:
    收入合计, its rows, 支出合计, its rows.
    """
    total = asked[i]
    table = [o for o in asked if (o.block, o.column) == (total.block, total.column) and not o.which]
    first = table.index(before[0]) if before and before[0] in table else 0
    if not first or said.names_total(table[-1].plain):
        return False
    above = table[first - 1]
    own = _run(table[: first - 1][::-1], above, alike, said)
    return said.names_total(above.plain) and alike(above, total) and not own


def _run(
    others: Sequence[Asked] | Iterator[Asked], total: Asked, alike: Callable[[Asked, Asked], bool], said: HeadWords
) -> list[Asked]:
    """The figures next to a total that can be added to it, up to another total or to what is no such figure."""
    out: list[Asked] = []
    for other in (o for o in others if o.column == total.column):
        apart = other.block != total.block or not set(total.heads) <= set(other.heads)
        apart = apart or bool(other.heads) != bool(total.heads)
        if apart or not alike(other, total) or said.names_total(other.plain):
            break
        if not other.which:
            out.append(other)
    return out
