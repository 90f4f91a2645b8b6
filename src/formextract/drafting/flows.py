"""What was there, what came, what went and what is there then: 上年结转, 本年受理, 本年办结, 年末未结."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from formextract.drafting.frames import OPENS

_CLOSES = re.compile("[年期月季]末|结转|结余|余额|库存|存[栏量]|[未待].{1,3}$")
_OUT = re.compile("减|支出|销|出[库栏]|领用|消耗|办结|审结")


class Flow(NamedTuple):
    """The places in a row of labels of the four figures: `closing` = `opening` + `came` − `went`."""

    opening: int
    came: int
    went: int
    closing: int


def flow_in(labels: Sequence[str]) -> Flow | None:
    """The four figures that stand one behind the other; what came is before what went, unless words deny that."""
    for n in range(len(labels) - 3):
        first, one, other, last = labels[n : n + 4]
        if not OPENS.search(first) or OPENS.search(last) or not _CLOSES.search(last):
            continue
        if _OUT.search(one) and not _OUT.search(other):
            return Flow(n, n + 2, n + 1, n + 3)
        return Flow(n, n + 1, n + 2, n + 3)
    return None


def balanced(flow: Flow, refs: Sequence[str]) -> dict[str, str]:
    """The parts of a sum by the references of the figures."""
    return {
        "total": refs[flow.closing],
        "parts": f"[{refs[flow.opening]}, {refs[flow.came]}]",
        "less": f"[{refs[flow.went]}]",
    }
