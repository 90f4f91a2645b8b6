"""What the words of a rate or a mean say of the two figures that it is of: 占, 每千人口, 户均, 单位."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_SHARE = re.compile(r"(.*?)占(?!比)(.+?)的?(?:比例|比重|百分比|比率|百分率|比|率)?$")
_RATIO = re.compile(r"(.+?)(?:所)?(?:占比|比重|比例|百分比)$")
_BARE = re.compile("所?占?(?:总额|合计)?的?(?:比例|比重|百分比|比率|占比)")
_PAIR = re.compile("[\u4e00-\u9fff]{2}比(?<!占比)(?<!同比)(?<!环比)(?<!对比)")
_EACH = re.compile(r"(.*?)每(百|千|万)?(?:名|个)?([人户亩辆床班天日次吨件张元家]口?)(?:次)?(.+)")
_COUNTER = "人户亩辆车床班生日月次件案吨项栋处家期"
_MEAN = re.compile(rf"(.*?)([{_COUNTER}])均(?!衡)(.+)")
_OVER = re.compile(r"(?:平均每?)(.+)|(.+?)平均(.+)")
MEASURED_BY = {"日": "天", "车": "辆", "床": "张", "案": "件", "月": "月", "生": "人"}
TIMES = {"万": "10000", "千": "1000", "百": "100", "十": "10"}


def is_pair(plain: str) -> bool:
    """Whether a label is a ratio of two that it calls by one letter each: 生师比, 医护比."""
    return _PAIR.fullmatch(plain) is not None


@dataclass(frozen=True)
class Rate:
    """A rate or a mean: its words, its unit, where it stands, and how a rule calls it."""

    plain: str
    unit: str
    block: int = 0
    row: int = -1
    order: int = 0
    ref: str = ""

    @property
    def share(self) -> bool:
        """Whether it is a share in per cent."""
        return self.unit == "%"

    @property
    def pair(self) -> bool:
        """Whether it names the two that it is of by a letter each: 生师比."""
        return not self.share and is_pair(self.plain)

    @cached_property
    def bare(self) -> bool:
        """Whether it is a share that says of what no more than that it is of all: 占比, 所占比例."""
        return self.share and _BARE.fullmatch(self.plain) is not None

    @cached_property
    def said(self) -> tuple[str, str, str]:
        """The words of its part, of its whole, and the counting word of its whole; "" where its own say nothing."""
        if self.bare:
            return "", "", ""
        if self.share:
            if (m := _SHARE.fullmatch(self.plain)) is not None:
                return m.group(1), m.group(2), ""
            if (m := _RATIO.fullmatch(self.plain)) is not None:
                return m.group(1), "", ""
            return "", "", ""
        if self.pair:
            return self.plain[0], self.plain[1], ""
        if (m := _EACH.fullmatch(self.plain)) is not None:
            who = m.group(3)
            return m.group(4), m.group(1) or (who if len(who) > 1 else ""), who[0]
        if (m := _MEAN.fullmatch(self.plain)) is not None:
            return m.group(1) + m.group(3), m.group(1), m.group(2)
        if (m := _OVER.fullmatch(self.plain)) is not None:
            return m.group(1) or m.group(3), m.group(2) or "", ""
        return self.plain, "", ""

    @cached_property
    def scale(self) -> int:
        """How many of its whole it is for: 1000 of 每千人口."""
        m = _EACH.fullmatch(self.plain)
        return int(TIMES.get(m.group(2) or "", "1")) if m is not None and not self.share else 1

    @cached_property
    def name(self) -> str:
        """What a share is called by, the word for a rate apart."""
        return re.sub(r"(?:率|进度|面|比例|比重|占比)$", "", self.plain)
