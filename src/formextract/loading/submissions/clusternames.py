"""When two names mean the same cluster: 湖北省XX县YY产业集群, XX县YY集群, XX县YY."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from formextract.text import squeeze

LIKE = 0.8
"""Likeness from which a name that a scan gave may be another one misread: one letter in five."""
MARGIN = 0.05
"""By how much the best of several must lead."""
SHORTEST = 4
"""Letters that a name must have to be looked for in other texts."""

_TAIL = re.compile(r"(?:中小企业)?(?:特色|优势|先进制造业|创新型|战略性新兴)?(?:产业)?(?:集群|聚集区|集聚区)$|产业$")
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}?(?:省|自治区|维吾尔自治区|壮族自治区|回族自治区)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,4}?市(?=[\u4e00-\u9fff]{1,4}?[县区市])")
_NOT_LETTERS = re.compile(r"[^\w\u4e00-\u9fff]")


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """The name without province, prefecture and what every cluster is called; '' where nothing is left."""
    text = _NOT_LETTERS.sub("", squeeze(name))
    text = _CITY.sub("", _PROVINCE.sub("", text))
    return _TAIL.sub("", text) or text


def same(a: str, b: str) -> bool:
    """Whether both are one cluster's name, in full or short form: neither is misread."""
    x, y = core(a), core(b)
    if not x or not y:
        return False
    short, long = sorted((x, y), key=len)
    return x == y or (len(short) >= SHORTEST and long.endswith(short))


def likeness(a: str, b: str) -> float:
    """How alike two names are where one may be misread, 0 to 1."""
    return 1.0 if same(a, b) else ratio(core(a), core(b)) / 100


def stands_in(name: str, text: str) -> bool:
    """Whether the cluster is named in a text or a path: its name without province and tail stands there."""
    short = core(name)
    return len(short) >= SHORTEST and short in _NOT_LETTERS.sub("", squeeze(text))
