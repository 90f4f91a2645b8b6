"""A paragraph as tokens: periods, figures, breaks, and the words that the rules know.

One alternation, longest word first, is all the segmentation that is needed: between the words that count, a sentence
may say what it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from formextract.model.template import ProseNoun, ProseRules
from formextract.text import squeeze

RESPECTIVELY = "分别"
OF_THESE = "其中"  # a token of its own, or 其中国家级 would speak of 中国
Kind = Literal["figure", "year", "part", "span", "relative", "noun", "other", "behind", "break", "word"]

_SPOKEN_LISTS = (
    "together", "elsewhere", "each", "added", "stock", "strangers", "subjects", "own", "chain", "part_subjects",
)  # fmt: skip
_UNITS = (
    "元人民币|元|美元|欧元|港元|日元|%|‰|个百分点|百分点|平方公里|平方千米|平方米|公顷|亩|人年|人次|家次|家|户|个|项|件|人|名|"
    "倍|台|吨|套|种|座|次"
)
_FIGURE = (
    r"(?P<figure>(?P<about>约为?|大约|近|将近|接近|超过|超|逾|突破了?|不到|不足)?(?<![\d.A-Za-z\-])"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d.]|[-~—至]\d)"
    r"(?P<many>余|多|来|\+)?(?P<times>万亿|千亿|百亿|亿|千万|百万|十万|万|千|百)?(?P<more>余|多)?"
    rf"(?P<unit>{_UNITS})?)"
)
_PART = (
    r"(?P<part>(?:20\d\d年)?(?:上半年|下半年|前?[一二三四]个?季度|前\d{1,2}个月|\d{1,2}[-~—至]\d{1,2}月份?"
    r"|(?:1[01]|0?[1-9])月(?:份|底|末)?(?:\d{1,2}日)?))"
)
_PERIODS = (
    _PART + r"|(?P<span>20\d\d年?[-~—至到]20\d\d年|[近过]去?[三3]年来?|[三3]年来)"
    r"|(?:截[至止]到?)?(?P<year>20\d\d)年(?:12月)?(?:底|末|度|年底|年末|31日)?"
    r"|(?P<relative>去年|上年度?|上一年度?)"
)
_THAN_YEAR = r"(?<!占)[比较]20\d\d年(?:同期|底|末)?"
_BREAKS = r"(?P<break>[,，;；。！!？?\n、()（）]|(?:以及|和|及|与)(?=(?:近|约|超过?|逾)?\d))"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence. `value` is the year, the sign of a break or the word; `nouns` what a name stands for."""

    kind: Kind
    value: str
    start: int
    end: int
    nouns: tuple[ProseNoun, ...] = ()
    about: str = ""
    number: str = ""
    unit: str = ""


class Tokens:
    """The rules' words, ready to be found."""

    def __init__(self, rules: ProseRules) -> None:
        self.nouns: dict[str, list[ProseNoun]] = {}
        for noun in rules.nouns:
            for word in noun.words:
                self.nouns.setdefault(tidy(word), []).append(noun)
        self.behind = {tidy(w) for noun in rules.nouns for w in noun.behind}
        self.others = {tidy(w) for w in rules.others}
        self.compared = {tidy(w) for w in rules.compared}
        words = {*self.nouns, *self.behind, *self.others, *self.compared, RESPECTIVELY, OF_THESE}
        for name in (
            "together",
            "elsewhere",
            "each",
            "added",
            "stock",
            "strangers",
            "subjects",
            "own",
            "chain",
            "part_subjects",
        ):
            words |= {tidy(w) for w in getattr(rules, name)}
        longest = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
        compared = "|".join(re.escape(w) for w in sorted(self.compared, key=len, reverse=True)) or "(?!)"
        self._pattern = re.compile(
            f"(?P<skip>{compared}|{_THAN_YEAR})|{_PERIODS}|{_FIGURE}|{_BREAKS}|(?P<word>{longest})"
        )

    def of(self, text: str) -> Iterator[Token]:
        """The tokens of a tidied text, in order."""
        # 与温州（产值900亿元）相比: another's figures, blotted out letter by letter, so that places stay
        text = _COMPARISON.sub(lambda m: "　" * len(m.group()), text)
        for m in self._pattern.finditer(text):
            kind = m.lastgroup
            if m.group("number") is not None:
                unit = (m.group("times") or "") + (m.group("unit") or "")
                about = m.group("about") or ("约" if m.group("many") or m.group("more") else "")
                yield Token("figure", m.group("figure"), m.start(), m.end(), (), about, m.group("number"), unit)
            elif m.group("year"):
                yield Token("year", m.group("year"), m.start(), m.end())
            elif kind in ("part", "span", "relative", "break"):
                yield Token(kind, m.group(), m.start(), m.end())  # type: ignore[arg-type]
            elif m.group("word"):
                yield self._word(m.group(), m.start(), m.end())

    def _word(self, word: str, start: int, end: int) -> Token:
        nouns = self.nouns.get(word)
        if nouns:
            return Token("noun", word, start, end, tuple(nouns))
        kind: Kind = "other" if word in self.others else "behind" if word in self.behind else "word"
        return Token(kind, word, start, end)


_COMPARISON = re.compile(r"(?:与|同|和)[^,，。;；]{1,30}?相比")
_ASIDE = re.compile(r"[(（][^()（）\d]*[)）]")


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """The text without white space, quotes, and remarks in brackets that hold no figure."""
    return _ASIDE.sub("", squeeze(text)).replace('"', "").replace("'", "").replace("《", "").replace("》", "")
