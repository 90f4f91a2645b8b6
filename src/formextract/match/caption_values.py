"""What the values of a caption are: which are filled, of what kind and unit, whether too large."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.labels import take_apart
from formextract.match.leftovers import printed_label
from formextract.model.template import Indicator
from formextract.text import per_what, squeeze

_ANSWER = re.compile("[是否有无]|没有|不存在|不属于|属于|未发生|近三年未发生")
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")
_DECIMALS = re.compile(r"\d[\d,]*\.\d*[1-9]")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def filled_values(at: KeyCell) -> list[ValueCell]:
    """The values that a caption has."""
    return [v for v in at.values if v.kind not in ("blank", "none") and not v.compares]


def unit_of(at: KeyCell, filled: Sequence[ValueCell]) -> str | None:
    """The unit that stands with a caption or its values, if any."""
    unit = at.unit or next((v.unit for v in filled if v.unit is not None), None)
    return per_what(unit, take_apart(printed_label(at)).bare) if unit else None


def kind_of_values(filled: Sequence[ValueCell]) -> str:
    kinds = {"text" if _is_number_to_call(v) else v.kind for v in filled}
    if all(v.kind in ("text", "none") and _ANSWER.fullmatch(squeeze(v.text)) for v in filled):
        return "none" if kinds == {"none"} else "ticks"
    return next((k for k in ("ticks", "blanks", "text") if k in kinds), "figure")


def _is_number_to_call(v: ValueCell) -> bool:
    """Whether a figure is as long as a telephone number, and no unit says that it measures something."""
    at = v.label
    unit = v.unit or (at and (at.unit or take_apart(printed_label(at)).unit or at.stated))
    return v.kind == "figure" and not unit and _PHONE.fullmatch(squeeze(v.text)) is not None


def too_large(text: str, indicator: Indicator) -> bool:
    """Whether a figure cannot be the indicator's: half a firm, a share above the whole."""
    if indicator.kind == "integer":
        return _DECIMALS.fullmatch(squeeze(text)) is not None
    figure = _FIGURE.fullmatch(squeeze(text))
    if indicator.unit != "%" or figure is None or indicator.plausible is None:
        return False
    return float(figure.group().replace(",", "")) > indicator.plausible[1]


def period_of_values(filled: Sequence[ValueCell], indicator: Indicator) -> str | None:
    """The period that a proposal would have: that of the caption's only value."""
    periods = {v.period for v in filled}
    only = periods.pop() if len(periods) == 1 and indicator.period == "year" else None
    return only if only is None or only[0].isdecimal() else None
