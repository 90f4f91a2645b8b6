"""Which figure another one is a narrower one of, by the noun that both count: 获投融资的在孵企业数, of 在孵企业数."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from formextract.drafting.frames import AIM, BEFORE, ONLY_THEN, SO_FAR
from formextract.drafting.totals import LEFT, denies

if TYPE_CHECKING:
    from formextract.drafting.asked import Asked

_COUNT = re.compile("总?[数额量计]$")
_WHEN = re.compile("累计|当年|本年|本[月季期]|新增|年末|期末|现有|全部|总(?!部)")
_MOMENT = re.compile("[年期月学]([初末])")
_GONE = re.compile("减少|流失|注销|退出|淘汰|报废|离职|外$|区外|带动|未来|非")
"""What is no longer, or not yet, or never was among those that are counted."""
LEAST = 2
"""Letters of a noun."""


def followed(asked: Sequence[Asked], unit_of: Callable[[Asked], str]) -> list[Asked]:
    """The figures, with those that go on a 其中 in its row marked as one: 从业人员 | 其中：大专以上 | 留学回国人员."""
    out: list[Asked] = []
    for a in asked:
        last = out[-1] if out else None
        goes_on = (
            last is not None
            and last.which
            and not (a.which or a.total or a.heads or a.column or last.heads)
            and a.row >= 0
            and (a.block, a.row, a.section) == (last.block, last.row, last.section)
            and unit_of(a) == unit_of(last) not in ("", "%")
            and re.search("总|合计|均|每", a.plain) is None
        )
        out.append(replace(a, which=True) if goes_on else a)
    return out


def broader(a: Asked, figures: Sequence[Asked], alike: Callable[[Asked, Asked], bool]) -> Asked | None:
    """The figure that counts the same and more: the one whose noun the label ends with, or all of a kind (企业总数).

    `alike` says whether two figures are of one unit. What was counted before, is planned or has gone is no part.
    """
    if a.column or a.heads or per_one(a.plain) or any(p.search(a.plain) for p in (BEFORE, AIM, LEFT, _GONE)):
        return None
    mine = noun(a.plain)
    others = [
        w
        for w in figures
        if w is not a and moment_of(w) == moment_of(a) and not (w.column or w.heads or w.which) and alike(a, w)
    ]
    others = [w for w in others if not (BEFORE.search(w.plain) or AIM.search(w.plain))]
    held = []
    for w in others:
        counted = noun(w.plain)
        if len(counted) < LEAST or denies(mine, counted):
            continue
        then = (ONLY_THEN.search(a.plain) or "新增" in a.plain) and SO_FAR.search(w.plain)
        if (mine.endswith(counted) and mine != counted and _when(a) >= _when(w)) or (mine == counted and then):
            held.append((len(counted), w))
            continue
        here = (w.block, w.section) == (a.block, a.section) and w.row <= a.row
        kind = mine.endswith(counted[-LEAST:]) and mine != counted and counted[-1] not in "员人才"
        if here and kind and _all(w) and not _all(a):
            held.append((LEAST, w))
    most = max((n for n, _ in held), default=0)
    best = [w for n, w in held if n == most]
    return best[0] if len(best) == 1 else None


def noun(plain: str) -> str:
    """What a label counts, without how much and when: 企业 of 企业总数, 毕业企业 of 累计毕业企业数."""
    return _WHEN.sub("", _COUNT.sub("", plain))


def _when(a: Asked) -> bool:
    """Whether a label counts those of a while only."""
    return ONLY_THEN.search(a.plain) is not None or "新增" in a.plain


def moment_of(a: Asked) -> str:
    """初 or 末, where a label says when in a year its figure was counted: 年初存货 is no part of 年末存货."""
    found = _MOMENT.search(a.plain)
    return found.group(1) if found is not None else ""


def intensive(a: Asked, unit: str) -> bool:
    """Whether a figure is of one of many things (a price, a yield, a mean), so that nothing adds up to it."""
    return "/" in unit or per_one(a.column or a.plain)


def per_one(words: str) -> bool:
    """Whether words call a price, a yield or a mean, as such or by a unit with 每."""
    return re.search("均(?!衡)|单价|标准|每|单产|亩产|单耗|[（(][^（）()]*/[^（）()]*[)）]$", words) is not None


def _all(w: Asked) -> bool:
    """Whether a label says that it counts all."""
    return re.search("总[数量]$", w.plain) is not None
