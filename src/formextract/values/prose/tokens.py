"""A sentence as tokens: periods, figures, breaks, and the words that the lexicon knows.

One alternation, longest word first, is all the segmentation that is needed: between the words that count, a sentence
may say what it likes, and how much it says there is itself something to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from formextract.model.prose import ProseRules
from formextract.text import squeeze
from formextract.values.numerals import chinese_number
from formextract.values.prose.periods import PERIODS, Period, period_of

Kind = Literal["figure", "period", "break", "word"]

_UNITS = (
    "吨标准煤/万元|吨标煤/万元|吨二氧化碳/万元|吨/万元|千克标准煤/万元|万元/人|万元/亩|元人民币|元|美元|欧元|港元|日元|%|‰"
    "|个百分点|百分点|平方公里|平方千米|平方米|公顷|亩|人年|人年|人次|家次|家|户|个|项|件|人|名|位|所|倍|台|吨标准煤|吨标煤|千克标准煤|吨二氧化碳|吨|套|种|座|次|把|辆|只|条|公里"
    "|千瓦时|千瓦|字|页|期|天|小时|米|株|头|羽|张|册|层|栋|间|P|分|批|款|场|处|支|枚|棵|箱|年|标箱"
)
_FIGURE = (
    r"(?P<figure>(?P<about>约为?|大约|近|将近|接近|超过|超|逾|突破了?|不到|不足)?(?:"
    r"(?<![\d.A-Za-z\-第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?![\d.]|[-~—至]\d|强|[A-Za-z])"
    r"(?P<many>余|多|来|\+)?(?P<times>万亿|千亿|百亿|亿|千万|百万|十万|万|千(?![克瓦米])|百)?(?P<more>余|多)?"
    rf"(?P<unit>{_UNITS})?"
    r"|(?<![第一二三四五六七八九十百千万亿])(?P<words>[一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千万亿]*)"
    r"(?P<some>余|多)?(?P<large>万|亿)?(?P<counter>元|家|户|件|名|所|项|个|人)))"
)
_BREAKS = r"(?P<break>[,，;；。！!？?\n、()（）]|(?:以及|和|及|与)(?=(?:近|约|超过?|逾)?\d))"
_COMPARISON = re.compile(r"(?:与|同|和|跟)[^,，。;；]{1,30}?相比|对照[^,，。;；]{2,40}?(?:要求|标准|条件)(?=[,，])")
_ASIDE = re.compile(r"[(（][^()（）\d]*[)）]")
_PER = ("万元", "万名")
"""With what a name begins that is as often said with 每 before it: 每万元产值能耗."""
_LIMITS = frozenset(["sized", "~county", "~firm_scope", "~stranger"])
"""What a remark in brackets may say of a figure so that it is not the cluster's."""
_SHORT_COUNTERS = frozenset("项个人元")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence: `tags` are a word's concepts and marks, `period` what a period says."""

    kind: Kind
    text: str
    start: int
    end: int
    tags: frozenset[str] = frozenset()
    period: Period | None = None
    number: str = ""
    unit: str = ""
    about: bool = False


class Tokens:
    """The lexicon's words, ready to be found."""

    def __init__(self, rules: ProseRules) -> None:
        tags: dict[str, set[str]] = {}
        for group in (rules.heads, rules.sides):
            for name, words in group.items():
                for word in words:
                    tags.setdefault(tidy(word), set()).add(name)
        for name, words in rules.marks.items():
            for word in words:
                tags.setdefault(tidy(word), set()).update({"~" + name, name} if name in rules.neutral else {"~" + name})
        for word in rules.fillers.words:
            tags.setdefault(tidy(word), set()).add("filler")
        for words in rules.foreign:
            for word in words:
                tags.setdefault(tidy(word), set()).add("foreign")
        for word in rules.sized:
            tags.setdefault(tidy(word), set()).add("sized")
        for word in [w for w in tags if w.startswith(_PER)]:
            tags.setdefault("每" + word, tags[word])
        self.tags = {word: frozenset(found) for word, found in tags.items()}
        longest = "|".join(re.escape(w) for w in sorted(self.tags, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(f"{PERIODS}|{_FIGURE}|{_BREAKS}|(?P<word>{longest})")

        limits = [w for w, found in self.tags.items() if found & _LIMITS]
        longest = "|".join(re.escape(w) for w in sorted(limits, key=lambda w: (-len(w), w)))
        self._limits = re.compile(longest or "(?!)")

    def tidy(self, text: str) -> str:
        """The text without white space, quotes and remarks in brackets that hold no figure; of a remark that says of
        which firms or places a figure is, the words stay: 总产值（规上口径）186亿元.
        """
        return _ASIDE.sub(lambda m: m.group()[1:-1] if self._limits.search(m.group()) else "", _plain(text))

    def of(self, text: str) -> Iterator[Token]:
        """The tokens of a tidied text, in order."""
        # 与温州（产值900亿元）相比: another's figures, blotted out letter by letter, so that places stay
        text = _COMPARISON.sub(lambda m: "　" * len(m.group()), text)
        for m in self._pattern.finditer(text):
            if m.group("figure") is not None:
                figure = _figure(m)
                if figure is not None:
                    yield figure
            elif m.group("break"):
                yield Token("break", m.group(), m.start(), m.end())
            elif m.group("word"):
                yield Token("word", m.group(), m.start(), m.end(), self.tags[m.group()])
            else:
                yield Token("period", m.group(), m.start(), m.end(), period=period_of(m))


def _figure(m: re.Match[str]) -> Token | None:
    if m.group("number") is not None:
        unit = (m.group("times") or "") + (m.group("unit") or "")
        about = bool(m.group("about") or m.group("many") or m.group("more"))
        number = m.group("number")
        return Token("figure", m.group("figure"), m.start(), m.end(), number=number, unit=unit, about=about)
    words, counter = m.group("words"), m.group("counter")
    if len(words) == 1 and (counter in _SHORT_COUNTERS or words == "一"):
        return None  # 两项指标, 三个, 一家
    large = m.group("large") or ""
    if not large and words[-1] in "万亿":
        words, large = words[:-1], words[-1]
    value = chinese_number(words)
    if value is None:
        return None
    about = bool(m.group("about") or m.group("some"))
    return Token("figure", m.group("figure"), m.start(), m.end(), number=str(value), unit=large + counter, about=about)


_OF_A_PAPER = re.compile("《[^《》]*》")
"""A paper's name: 《…产业集群发展规划（2023—2027年）》 says nothing of whose, of when or how sure its sentence is."""


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """The text without white space, quotes, and remarks in brackets that hold no figure."""
    return _ASIDE.sub("", _plain(text))


def _plain(text: str) -> str:
    return squeeze(_OF_A_PAPER.sub("", text)).replace('"', "").replace("'", "").replace("《", "").replace("》", "")
