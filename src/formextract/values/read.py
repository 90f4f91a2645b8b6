"""A placement to a reading: which kind of value it holds decides who reads it."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.model.doubt import doubt
from formextract.model.interval import is_figure
from formextract.model.placement import Placement
from formextract.model.template import Indicator
from formextract.text import WRAP, conversion, plain_letters, squeeze, unwrapped
from formextract.text.units import counts_per_people
from formextract.values.choices import read_choice, read_chosen, read_multichoice
from formextract.values.currencies import read_foreign
from formextract.values.dates import read_date
from formextract.values.figures import beyond_figures, read_as_written, read_figure
from formextract.values.names import read_names
from formextract.values.reading import BLANK, UNFILLED, UNREADABLE, Reading, is_prompt, nothing
from formextract.values.regions import read_place, read_region
from formextract.values.texts import read_text

IMPLAUSIBLE = 0.6
"""Confidence of a figure outside its indicator's plausible range where no unit was written: the unit is in doubt."""
MISFIT_UNIT = 0.5
"""Confidence of a figure whose label or column names a unit that measures something else."""
_OWN_UNIT = re.compile(r"^[^\d]*[\d,.]+")
"""A figure and what stands before it; what is left behind is its own unit."""
_PER_PEOPLE = re.compile(r"[每万千]人|[每万千]名|人均|平均")
"""In the name of what is a rate, whatever its unit is called: 每万人有效发明专利拥有量（件）."""
_YEARLY = re.compile(r"(?<=[元件人家个吨])\s*(?:[/／]|每)\s*年\s*$")
"""Behind the amount of a year: 8000万元/年."""
_LETTERS_MISSING = doubt("letters_missing", "有些字的编码缺失，读不出来", 0.5)
"""Of a text some of whose letters could not be read."""
_LETTERS_GONE = doubt("letters_missing", "有些字的编码缺失，数字可能不全", 0.0)
_LETTERS_LOST = "编码"
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LONG = 24
"""Letters; longer texts keep their paragraphs."""


def read(placement: Placement, indicator: Indicator, context: str = "", count: int | None = None) -> Reading:
    """The value of a placement. `context`: text that completes a region; `count`: the number beside a list."""
    if placement.doubt and not (_LETTERS_LOST in placement.doubt and not _LOST.search(placement.text)):
        return replace(UNREADABLE, doubts=(doubt("reader_refuses", placement.doubt),))
    if WRAP in placement.text and indicator.kind != "list":
        placement = replace(placement, text=unwrapped(placement.text))
    plain = plain_letters(placement.text)
    if plain != placement.text:
        placement = replace(placement, text=plain)
    if is_prompt(placement.text):
        return replace(BLANK, unit=indicator.unit, doubts=(UNFILLED,))
    reading = _read(placement, indicator, context, count)
    if reading.status == "reported" and _LOST.search(placement.text):
        # letters without a meaning: a figure may lack a digit, a text some words
        return replace(UNREADABLE, doubts=(_LETTERS_GONE,)) if reading.unit else reading.doubted(_LETTERS_MISSING)
    return reading


def _read(placement: Placement, indicator: Indicator, context: str, count: int | None) -> Reading:
    if placement.part in ("baseline", "target"):
        return _as_written(placement.text, placement.unit)
    if placement.part in ("province", "city", "county"):
        return read_region(placement.text, placement.part, context)
    if indicator.place is not None:
        return read_place(placement.text, indicator.place)
    kind = indicator.kind
    if kind in ("number", "integer"):
        return _figure(placement, indicator)
    if kind == "list":
        return read_names(placement.text, count)
    if kind == "date":
        return read_date(placement.text)
    if kind in ("bool", "choice"):
        options = placement.field.options
        question = f"{placement.label}{indicator.label}"
        reading = read_choice(placement.text, options if isinstance(options, dict) else {}, question)
        if kind == "bool" and reading.status == "reported":
            return replace(reading, value=reading.value == "yes")
        return reading
    if kind == "multichoice":
        options = placement.field.options
        return read_multichoice(placement.text, tuple(options))
    return read_chosen(placement.text) or read_text(placement.text, paragraphs=len(placement.text) > _LONG)


def _figure(placement: Placement, indicator: Indicator) -> Reading:
    canonical = indicator.unit or ""
    written = placement.unit
    misfit = written is not None and conversion(written, canonical) is None
    in_currency = read_foreign(placement, canonical)
    if in_currency is not None:
        return in_currency
    text = _YEARLY.sub("", placement.text) if indicator.period == "year" else placement.text
    reading = read_figure(text, canonical, None if misfit else written, whole=indicator.kind == "integer")
    if reading.status != "reported":
        return replace(reading, unit=canonical)
    if misfit:
        why = f"标签或表头写的单位“{written}”与这一项的单位“{canonical}”不是一类"
        reading = reading.doubted(doubt("unit_unsure", why, MISFIT_UNIT))
    rate = (
        _rate(placement, written) if canonical and not _PER_PEOPLE.search(placement.label + indicator.label) else None
    )
    if rate is not None:
        why = f"写的单位“{rate}”是按人数平均的，这一项要的是总数"
        reading = reading.doubted(doubt("unit_unsure", why, MISFIT_UNIT))
    if indicator.plausible is not None and written is None and reading.value is not None:
        low, high = indicator.plausible
        if not low <= float(str(reading.value)) <= high and reading.value != 0:
            why = f"没有写单位，按{canonical}计超出常见范围，单位可能不对"
            reading = reading.doubted(doubt("implausible", why, IMPLAUSIBLE))
    return replace(reading, unit=canonical)


def _rate(placement: Placement, written: str | None) -> str | None:
    """The unit of a figure where it counts things for so many people: 件/万人 in its cell or its caption."""
    units = (_OWN_UNIT.sub("", squeeze(placement.text)), written or "")
    return next((u for u in units if counts_per_people(u)), None)


def _as_written(text: str, caption_unit: str | None = None) -> Reading:
    """A value of the planning table: a figure with its own unit, else its caption's or its column's, or words."""
    empty = nothing(text)
    if empty is not None:
        return empty
    figure = read_as_written(text)
    if figure is None:
        return read_text(text)
    value, unit, precision = figure
    unit = unit or caption_unit or ""
    if not is_figure(value):
        return replace(beyond_figures(value), unit=unit or None)
    return Reading("reported", value, unit or None, precision)


__all__ = ["UNREADABLE", "read"]
