"""Values and places in the words of a report."""

from __future__ import annotations

import re
from decimal import Decimal

from formextract.checks import messages
from formextract.model import Finding, Observation, Source, Value
from formextract.model.interval import is_figure
from formextract.wording import ANSWERS, STATUSES, without_root

LONGEST = 60
"""Letters of a text that are shown in a table."""
_WIDE = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BLANKS = re.compile(rf"(?<=[{_WIDE}]) +(?=\S)|(?<=\S) +(?=[{_WIDE}])")
_MINUS = re.compile(r"(?<![0-9A-Za-z)])-(?=\d)")


def value_of(value: Value, unit: str | None = None, longest: int = LONGEST) -> str:
    """A value in words; '' for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ANSWERS["yes" if value else "no"]
    if isinstance(value, Decimal):
        text = f"{value:f}" if is_figure(value) else str(value)
        return text + ("" if not unit else unit if unit == "%" else f" {unit}")
    if isinstance(value, tuple):
        return cut("、".join(value), longest)
    return cut(ANSWERS.get(value, value), longest)


def like(value: Value, o: Observation | None) -> str:
    """A figure in the unit of `o` and with at least its decimals, as an applicant would write it there."""
    if o is None or not isinstance(value, Decimal) or not is_figure(value):
        return value_of(value, None if o is None else o.unit)
    digits = max(0, -int(value.normalize().as_tuple().exponent), o.precision or 0)
    return f"{value:.{digits}f}{messages.unit(o)}"


def written(o: Observation, longest: int = LONGEST) -> str:
    """What stands on the form, as far as it was understood: a figure with its unit, else the text or the status."""
    if not o.is_given:
        return STATUSES[o.status] + (f"（{cut(o.raw, longest)}）" if o.status == "unreadable" and o.raw else "")
    if isinstance(o.value, Decimal):
        return messages.shown(o) + messages.unit(o)
    return value_of(o.value, o.unit, longest)


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, shortened where it is long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def message_of(finding: Finding) -> str:
    """What a finding says, files called by their last folders: the path on the machine that loaded them tells nothing.

    Only what grouping says names files; elsewhere a path in quotation marks is an applicant's own text.
    """
    return without_root(finding.message) if finding.origin == "grouping" else finding.message


def place_of(source: Source | None) -> str:
    """Where something stands, as one looks for it: `第 4 页`, `第 2 个表第 5 行第 3 格`."""
    if source is None:
        return ""
    if source.page is not None:
        return f"第 {source.page} 页"
    return messages.cell_name(source.cell or "")


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def official(text: str) -> str:
    """Text as letters have it: no spaces between Chinese and figures, a minus sign that stays with its figure."""
    return _MINUS.sub("−", _BLANKS.sub("", text))
