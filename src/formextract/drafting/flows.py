"""What was there, what came, what went and what is there then: 上年结转, 本年受理, 本年办结, 年末未结."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from formextract.drafting.frames import OPENS

_CLOSES = re.compile("[年期月季]末|结转|结余|余额|库存|存[栏量]|[未待].{1,3}$")
_OUT = re.compile("减|退|支出|销|出[库栏]|领用|消耗|办结|审结")
_IN = re.compile("增|新|入|进|购|受理|接收")
"""What came, where it is named behind what went, too."""
_ADDED_UP = re.compile("[合总共]计")
LEAST = 4
"""Figures of a flow: the two moments, and what came and went between them."""


class Flow(NamedTuple):
    """The places in a row of labels of its figures: `closing` = `opening` + all of `came` − all of `went`."""

    opening: int
    came: tuple[int, ...]
    went: tuple[int, ...]
    closing: int

    @property
    def members(self) -> tuple[int, ...]:
        """All of its figures."""
        return (self.opening, *self.came, *self.went, self.closing)


def flow_in(labels: Sequence[str]) -> Flow | None:
    """The figures that stand one behind the other from one moment to the next; what came is before what went, unless
    words deny that: 期初库存, 采集入库, 临床发放, 报废, 期末库存.
    """
    for n, first in enumerate(labels):
        if not OPENS.search(first):
            continue
        last = next((k for k in range(n + 1, len(labels)) if _is_end(labels[k])), 0)
        if last - n < LEAST - 1:
            continue
        between = range(n + 1, last)
        if any(_ADDED_UP.search(labels[k]) for k in between):
            continue  # 可用资金合计 between 本年收入 and 本年支出 is a sum of its own
        came = [k for k in between if (k == n + 1 or _IN.search(labels[k])) and not _goes(labels, k, between)]
        went = [k for k in between if k not in came]
        if came and went:
            return Flow(n, tuple(came), tuple(went), last)
    return None


def _is_end(label: str) -> bool:
    return _CLOSES.search(label) is not None and not OPENS.search(label)


def _goes(labels: Sequence[str], k: int, between: range) -> bool:
    """Whether what is named first is nevertheless what went: 本年支出 before 本年收入."""
    return _OUT.search(labels[k]) is not None and any(not _OUT.search(labels[o]) for o in between)


def balanced(flow: Flow, refs: Sequence[str]) -> dict[str, str]:
    """The parts of a sum by the references of the figures."""
    return {
        "total": refs[flow.closing],
        "parts": f"[{', '.join(refs[n] for n in (flow.opening, *flow.came))}]",
        "less": f"[{', '.join(refs[n] for n in flow.went)}]",
    }
