"""Telephones written into the cell of the person whom they reach: 谭芳 0731-88889999 / 13700003333."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formextract.match.leftovers import Leftovers
from formextract.model import Place
from formextract.model.doubt import SURE, confidence_of, doubt
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Template
from formextract.text import fold, is_blank, squeeze

_NUMBER = r"(?:(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}|(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?)"
_NUMBERS = re.compile(rf"(?<![\d.]){_NUMBER}(?:\s*[/、,，;；或]\s*{_NUMBER})*(?![\d.])")
_ASKS_NUMBER = re.compile("电话|手机|联系方式")
_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_ROW = re.compile(r"(?P<sheet>.*?)(?:R(?P<row>\d+)C\d+|[A-Z]{1,3}(?P<line>\d+))")
"""The row of a cell as a table of a text numbers it, or as a sheet does."""
_BESIDE = doubt("label_differs", "姓名和电话分在两格，电话一格没有标签", 0.85)
_TOGETHER = doubt("label_differs", "姓名写在电话一栏里，没有写在联系人一栏", 0.85)
_MORE = doubt("several_values", "电话之外还有别的数字，请看原件", 0.7)
_DATED = re.compile(r"\(?20\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})\)?")
_OFFICE = re.compile(r"(?<=[一-鿿])\s*[(（][一-鿿、]{2,12}[)）]")
_SIGNS = r"[\s,，、/;；:：()（）]*"
_AROUND = re.compile(rf"^{_SIGNS}|{_SIGNS}(?:(?:联系)?(?:电话|手机|方式){_SIGNS})?$")


def with_telephones(placements: Sequence[Placement], template: Template, left: Leftovers) -> list[Placement]:
    """The placements with numbers that stand behind a person's name taken to the field that asks for them: the one
    that the template has right behind the person's (`after`). Where it holds others, these are left over.
    """
    out = list(placements)
    for spec in template.fields:
        if spec.after is None or not _ASKS_NUMBER.search(spec.label):
            continue
        at = next((k for k, p in enumerate(out) if p.indicator == spec.after and p.part == "value"), None)
        told = None if at is None else with_number(out[at].text)
        if at is not None and told is None and not any(p.indicator == spec.indicator and p.text for p in out):
            out = _with_number_beside(out, at, spec, left)
            continue
        if told is None:
            out = _with_name_before(out, at, spec, template)
        if at is None or told is None:
            continue
        person = out[at]
        name, numbers = told
        out[at] = replace(person, text=name)
        own = next((k for k, p in enumerate(out) if p.indicator == spec.indicator), None)
        if own is None:
            out.insert(at + 1, _placed(person, spec, numbers))
        elif is_blank(out[own].text):
            out[own] = _placed(person, spec, numbers)
        elif squeeze(numbers) not in squeeze(out[own].text):
            left.add(person.label, numbers, person.place, 0)
    out = [_alone(p, left) if _asks_only_number(p.field) else p for p in out]
    return [_of_whom(p, out) if _asks_only_number(p.field) else p for p in out]


def _with_name_before(out: list[Placement], at: int | None, spec: FieldSpec, template: Template) -> list[Placement]:
    """The placements with the name that stands before a number in its own cell (联系方式 | 饶丽 0715-5353026) taken to
    the person's field, where that one is not filled.
    """
    own = next((k for k, p in enumerate(out) if p.indicator == spec.indicator and p.part == "value"), None)
    told = None if own is None else with_number(out[own].text)
    asked = next((f for f in template.fields if f.indicator == spec.after), None)
    if own is None or told is None or asked is None or _NAME.fullmatch(squeeze(told[0])) is None:
        return out
    number, name = replace(out[own], text=told[1]), squeeze(told[0])
    if at is None:
        return [
            *out[:own],
            replace(_placed(number, asked, name), doubts=(*number.doubts, _TOGETHER)),
            number,
            *out[own + 1 :],
        ]
    if is_blank(out[at].text):
        out[at] = replace(_placed(number, asked, name), doubts=(*number.doubts, _TOGETHER))
    elif squeeze(out[at].text) != name:
        return out
    out[own] = number
    return out


def _of_whom(number: Placement, placements: Sequence[Placement]) -> Placement:
    """A placed number, in doubt where the person before it stands under a caption that may be of somebody else."""
    person = next((p for p in placements if p.indicator == number.field.after and p.part == "value"), None)
    if person is None or is_blank(number.text) or is_blank(person.text):
        return number
    caption = [d for d in person.doubts if d.kind == "label_differs" and d not in (_BESIDE, _TOGETHER)]
    if confidence_of(1.0, person.doubts) >= SURE or not caption:
        return number
    whose = doubt("label_differs", f"前面的人写在“{person.label}”一栏，这个电话不一定是要填的联系人的，请核对", 0.85)
    return replace(number, doubts=(*number.doubts, whose))


def _asks_only_number(spec: FieldSpec) -> bool:
    """Whether a field is one person's number, and not a person with it (联系人及联系电话)."""
    return spec.after is not None and _ASKS_NUMBER.search(spec.label) is not None


def _alone(p: Placement, left: Leftovers) -> Placement:
    """A placed number without the date behind it; in doubt where other figures stand with it: 13700003333 分机 12 8."""
    text = fold(p.text)
    found = list(_NUMBERS.finditer(text))
    if not found or not re.search(r"\d", text[: found[0].start()] + text[found[-1].end() :]):
        return p
    if _DATED.fullmatch(squeeze(text[found[0].end() :])) and found[0].start() == 0 and len(text) == len(p.text):
        left.add("", p.text[found[0].end() :].strip(), p.place, 0)
        return replace(p, text=p.text[: found[0].end()], doubts=(*p.doubts, _MORE))
    return replace(p, doubts=(*p.doubts, _MORE))


def with_number(text: str) -> tuple[str, str] | None:
    """A name and the numbers beside it in a text; None where there is not one of each."""
    folded = fold(text)
    found = _NUMBERS.search(folded)
    if found is None or len(folded) != len(text):
        return None
    before, behind = (_AROUND.sub("", _without_office(p)) for p in (text[: found.start()], text[found.end() :]))
    if _NUMBERS.search(fold(behind)) or not re.search("[\u4e00-\u9fff]", before + behind):
        return None  # two persons, each with a number, or a number alone
    return before + behind, text[found.start() : found.end()].strip()


def _without_office(text: str) -> str:
    """A name without the office in brackets behind it: 欧阳俊（秘书长）."""
    return _OFFICE.sub("", text)


def _with_number_beside(out: list[Placement], at: int, spec: FieldSpec, left: Leftovers) -> list[Placement]:
    """The placements with a number in the cell behind a person's, under no caption: 联系人 | 邱实 | 18671000023."""
    person = out[at]
    blank = is_blank(person.text)
    own = {squeeze(person.text), squeeze(person.label)}
    beside = left.taken(
        lambda x: (
            is_number(x.text)
            and (_NAME.fullmatch(squeeze(x.label)) is not None if blank else squeeze(x.label) in own)
            and _in_one_row(x.place, person.place)
        )
    )
    if beside is None:
        return out
    if blank:
        person = replace(person, text=beside.label, doubts=(*person.doubts, _BESIDE))
    number = replace(_placed(person, spec, beside.text), place=beside.place)
    rest = [p for p in out[at + 1 :] if p.indicator != spec.indicator]
    return [*out[:at], person, number, *rest]


def _in_one_row(place: Place, other: Place) -> bool:
    """Whether two cells stand in one row of a sheet or table, by their names or, on a page, by how high they stand."""
    if place.bbox is not None and other.bbox is not None:
        middle = (place.bbox[1] + place.bbox[3]) / 2
        return place.page == other.page and other.bbox[1] < middle < other.bbox[3]
    rows = [_ROW.fullmatch(p.cell or "") for p in (place, other)]
    return None not in rows and len({(r["sheet"], r["row"] or r["line"]) for r in rows if r is not None}) == 1


def is_number(text: str) -> bool:
    """Whether a text is a telephone number, or several."""
    return _NUMBERS.fullmatch(fold(text).strip()) is not None


def _placed(person: Placement, spec: FieldSpec, numbers: str) -> Placement:
    return replace(person, field=spec, indicator=spec.indicator, text=numbers)
