"""What reading a cell gives, whatever kind of value it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from formextract.model import Doubt, Status, Value
from formextract.model.doubt import confidence_of, distinct, doubt
from formextract.text import is_blank, is_none, squeeze


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its status. `doubts` are about what is meant, before letters and label are weighed in.

    `unit` and `precision` (digits after the point, after conversion) go with figures only. `why` says in Chinese, as
    the end of a sentence, why ink that one can read gives no value, where there is more to say than that it does not.
    """

    status: Status
    value: Value = None
    unit: str | None = None
    precision: int | None = None
    doubts: tuple[Doubt, ...] = ()
    why: str = ""

    @property
    def confidence(self) -> float:
        """How sure (0 to 1) what is meant is."""
        return confidence_of(1.0, self.doubts)

    def doubted(self, *doubts: Doubt) -> Reading:
        """The same with further doubts."""
        return replace(self, doubts=distinct((*self.doubts, *doubts)))


BLANK = Reading("blank")
NONE = Reading("none")
UNREADABLE = Reading("unreadable", doubts=(doubt("no_value", "写的内容读不成这一项要的值"),))

_PROMPT = re.compile(
    r"(?:(?:请(?:先|直接)?(?:在此处?|于此处?)?|(?:请?(?:单击|点击|双击|轻触)(?:或(?:点击|轻触))?(?:此处|这里|此)?以?))"
    r"(?:输入|填写|填入|录入|键入|选择)[^,;。]{0,10}[。.]?|选择一项[。.]?|在此(?:处)?(?:输入|填写|键入)[^,;。]{0,10}[。.]?|"
    r"(?:click|tap)(?:ortap|orclick)?heretoenter(?:text|adate)\.?|chooseanitem\.?)+",
    re.IGNORECASE,
)
UNFILLED = doubt("odd_spelling", "写的是提示填写的话，可能没有填写")


def is_prompt(text: str) -> bool:
    """Whether all that is written asks to be replaced by an answer, as controls and drop-downs do before that."""
    return _PROMPT.fullmatch(squeeze(text)) is not None


def nothing(text: str) -> Reading | None:
    """BLANK or NONE where the text says so, else None."""
    if is_blank(text):
        return BLANK
    return NONE if is_none(text) else None
