"""What reading a cell gives, whatever kind of value it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from formextract.model import Doubt, Status, Value
from formextract.model.doubt import confidence_of, distinct, doubt
from formextract.text import is_blank, is_none


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


def nothing(text: str) -> Reading | None:
    """BLANK or NONE where the text says so, else None."""
    if is_blank(text):
        return BLANK
    return NONE if is_none(text) else None
