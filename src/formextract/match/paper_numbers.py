"""A date and an official paper's number in one cell: 认定时间及文号 | 2022年10月26日（鄂经信产业〔2022〕168号）."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import is_blank, unwrapped

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s*[〔\[(（【〈]\s*(?:19|20)\d\d\s*[〕\])）】〉]\s*第?\s*\d+\s*号")
"""The number of an official paper: its office, year and serial number (党政机关公文格式, GB/T 9704)."""
_DATE = re.compile(r"(?:19|20)\d\d\s*(?:年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)")
_ASKS_NUMBER = "文号"


def with_paper_numbers(
    placements: Sequence[Placement], template: Template, indicators: Mapping[str, Indicator]
) -> list[Placement]:
    """The placements with a date and a paper's number that share a cell each in the field that asks for it: the date
    right before the number, or that cell's own.
    """
    out = list(placements)
    for n, spec in enumerate(template.fields):
        if _ASKS_NUMBER not in spec.label or n == 0 or indicators[template.fields[n - 1].indicator].kind != "date":
            continue
        fields = {"date": template.fields[n - 1], "number": spec}
        placed = {k: next((p for p in out if p.indicator == f.indicator), None) for k, f in fields.items()}
        both = next((p for p in placed.values() if p is not None and _told(p.text) is not None), None)
        told = None if both is None else _told(both.text)
        if both is None or told is None:
            continue
        for kind, text in told.items():
            old = placed[kind]
            if old is both:
                out[out.index(both)] = replace(both, text=text)
            elif old is None or is_blank(old.text):
                out = [p for p in out if p is not old] + [_of(both, fields[kind], text)]
    return out


def _told(text: str) -> dict[str, str] | None:
    """The date and the number of a paper that a text holds; None where one is not there, or more than one is."""
    text = unwrapped(text)
    numbers = list(_NUMBER.finditer(text))
    rest = _NUMBER.sub("", text)
    dates = _DATE.findall(rest)
    return {"date": dates[0], "number": numbers[0].group()} if len(numbers) == 1 and len(dates) == 1 else None


def _of(both: Placement, spec: FieldSpec, text: str) -> Placement:
    return replace(both, field=spec, indicator=spec.indicator, text=text)
