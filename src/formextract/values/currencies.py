"""Amounts in another currency: turned into 人民币 where a rate was given, else without a value."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from formextract.model.doubt import doubt
from formextract.model.interval import is_figure
from formextract.model.placement import Placement
from formextract.text import CURRENCIES, parse_unit, squeeze
from formextract.text.rates import rate_of
from formextract.values.figures import beyond_figures, read_figure
from formextract.values.reading import UNREADABLE, Reading, nothing

FOREIGN = "填的是外币金额，表中的金额以人民币计，没有给出汇率不能换算"
"""Why an amount in another currency gives no value: the end of a sentence."""
_SIGNS = {"$": "美元", "U": "美元", "€": "欧元", "£": "英镑"}
_SIGN = re.compile(r"(?:约|近)?(\$|US\$|USD|€|£)\s*(?=\d)")
_BARE = re.compile(r"[万亿千百](?:左右|以上|余|多)?$")
_BEHIND = re.compile(r"\d(?:[余多])?\s*\(?([^\d,.()%]{2,6})\)?(?:左右|以上)?$")


def read_foreign(placement: Placement, canonical: str) -> Reading | None:
    """The reading of an amount that is asked for in 人民币 and given in another currency; None where it is not."""
    text, written = placement.text, placement.unit
    behind = _unit_behind(text)
    given = next((u for u in (behind, written) if u is not None and foreign(canonical, u)), None)
    if given is None:
        return None
    if nothing(text) is not None:
        return read_figure(text, canonical)
    return converted(text, given, canonical, placement.period)


def converted(text: str, given: str, canonical: str, period: str | None) -> Reading:
    """An amount in the `given` currency by the rate that holds in its period; without a value where there is none."""
    refused = replace(UNREADABLE, unit=canonical, why=FOREIGN)
    unit, asked = parse_unit(given), parse_unit(canonical)
    rate = None if unit is None else rate_of(unit.dimension, period)
    if unit is None or asked is None or rate is None:
        return refused
    # a sign alone does not say whether the form's 万 goes with it (read_figure refuses it), nor does a bare 万
    amount = refused if _BARE.search(squeeze(text)) else read_figure(text, given, given)
    if amount.status != "reported" or amount.value is None or amount.precision is None:
        return refused
    factor = unit.factor * rate.yuan / asked.factor
    value = amount.value * factor if is_figure(amount.value) else None
    if value is None or not is_figure(value):
        return refused if value is None else beyond_figures(value)
    why = f"填的是外币（{given}），按给出的汇率 {rate.told()} 折算成{canonical}，请核对汇率"
    precision = amount.precision - math.ceil(factor.log10())
    return replace(amount, value=value, unit=canonical, precision=precision).doubted(doubt("converted", why))


def foreign(canonical: str, written: str | None) -> bool:
    """Whether an amount that is asked for in 人民币 is given in another currency."""
    asked, given = parse_unit(canonical), parse_unit(written) if written else None
    return asked is not None and asked.dimension == "money" and given is not None and given.dimension in CURRENCIES


def _unit_behind(text: str) -> str | None:
    """The unit behind the figure of a cell, or the sign before it; None where there is none."""
    sign = _SIGN.match(squeeze(text))
    if sign is not None:
        return _SIGNS[sign.group(1)[0]]
    found = _BEHIND.search(squeeze(text))
    return found.group(1) if found is not None else None
