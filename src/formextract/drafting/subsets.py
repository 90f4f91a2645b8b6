"""Which figure of a form is part of another one, and so no more than it."""

from __future__ import annotations

import re

from formextract.drafting.asked import Asked
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.narrower import broader
from formextract.drafting.rule_lines import line_of

_WHOLE_COUNT = re.compile(r"企业(?:总?数量?|户数|家数|总数)?$")
_PEOPLE = re.compile(r"从业人员|职工|员工|从业人数|^总人数$|人员总数")


def part_line(form: AskedFigures, i: int) -> list[str]:
    """其中 of the row before it, a narrower count of enterprises, of those who work there."""
    a, whole = form.asked[i], whole_of(form, i)
    if whole is None:
        return []
    part, of = form.at(a, a, every=True), form.at(whole, a, every=True)
    if form.yearly(whole) and not form.yearly(a):
        of = f"{whole.name}@last"
    return [line_of(f"{a.name}_part", "subset", a.label, part=part, whole=of)]


def whole_of(form: AskedFigures, i: int) -> Asked | None:
    """What a figure is part of, by 其中, by the noun that both count, or as people among those who work there."""
    a = form.asked[i]
    if a.which:
        for before in reversed(form.asked[:i]):
            if before.column != a.column and before.section == a.section:
                continue
            if before.section != a.section or (not before.which and form.comparable(a, before)):
                return before if before.section == a.section else None
        return None
    unit = form.unit(a)
    if unit == "个" and _WHOLE_COUNT.search(a.plain) and (firms := _all_firms(form, a)) is not None:
        return firms
    if (whole := broader(a, form.figures, form.comparable)) is not None:
        return whole
    if unit != "人" or a.heads or _PEOPLE.search(a.plain) or not re.search(r"人[员才]", a.plain):
        return None
    people = [x for x in form.figures if _PEOPLE.search(x.plain) and form.unit(x) == "人" and not x.which]
    earlier = [x for x in people if form.asked.index(x) < i and (x.block, x.section) == (a.block, a.section)]
    totals = [x for x in earlier if "总" in x.plain]
    return next(iter((*totals[::-1], *earlier[:1], *people[:1])), None)


def _all_firms(form: AskedFigures, a: Asked) -> Asked | None:
    """All enterprises of which a label counts some, or all small ones where it says so."""
    wholes = [x for x in form.figures if x.name != a.name and form.unit(x) == "个" and _is_all(x.plain)]
    small = next((x for x in wholes if "中小" in x.plain), None)
    if "中小" in a.plain and not _is_all(a.plain) and small is not None:
        return small
    if _is_all(a.plain) and "中小" not in a.plain:
        return None
    return next((x for x in wholes if "中小" not in x.plain), None)


def counted_whole(form: AskedFigures, a: Asked) -> Asked | None:
    """The whole that a 比例 without 占 is of: all enterprises, or the small ones where the label says so."""
    wholes = [x for x in form.figures if form.unit(x) == "个" and _is_all(x.plain)]
    small = [x for x in wholes if "中小" in x.plain]
    large = [x for x in wholes if "中小" not in x.plain]
    ordered = [*small, *large] if "中小" in a.plain else [*large, *small]
    return ordered[0] if ordered else None


def _is_all(label: str) -> bool:
    """Whether a label counts all enterprises, or all small ones, with no further word."""
    return (
        re.fullmatch(r"(?:[^中小]{0,2}[群区园地内]|全部|入驻|现有)*(?:中小)?企业(?:总?数量?|户数|家数|总数)?", label)
        is not None
    )
