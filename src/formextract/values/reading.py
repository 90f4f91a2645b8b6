"""What reading a cell gives, whatever kind of value it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formextract.model import Status, Value
from formextract.text import is_blank, squeeze


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its status. `confidence` is of the reading alone, before the label's match is weighed in.

    `unit` and `precision` (digits after the point, after conversion) go with figures only. `why` says in Chinese, as
    the end of a sentence, why ink that one can read gives no value, where there is more to say than that it does not.
    """

    status: Status
    value: Value = None
    unit: str | None = None
    precision: int | None = None
    confidence: float = 1.0
    why: str = ""


BLANK = Reading("blank")
NONE = Reading("none")
UNREADABLE = Reading("unreadable", confidence=0.0)

_NOTHING = re.compile(
    r"(?:暂?无|没有|暂?未(?:有|开展|涉及|建立)|不(?:适用|涉及|存在)|非高[耗用][能水]行业,?不适用|无(?:此项|相关情况|该项|数据)|"
    r"n/?a|none|nil|[/\\|、]+|[-—–_一]+|…+|\*+)[。.;,]?",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\((.*)\)")


def is_none(text: str) -> bool:
    """Whether the applicant wrote that there is nothing: 无, 不适用, a slash, a dash."""
    squeezed = squeeze(text)
    inner = _WRAPPED.fullmatch(squeezed)
    return bool(_NOTHING.fullmatch(inner.group(1) if inner else squeezed))


def nothing(text: str) -> Reading | None:
    """BLANK or NONE where the text says so, else None."""
    if is_blank(text):
        return BLANK
    return NONE if is_none(text) else None
