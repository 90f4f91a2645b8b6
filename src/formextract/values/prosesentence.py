"""The figures of one sentence.

A figure belongs to the name before it in its item, else to the one behind it, else to the one that the sentence goes on
about; a year holds until another is said; plans and other subjects keep it from us.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from formextract.model.doubt import doubt
from formextract.model.template import Indicator, ProseNoun, ProseRules
from formextract.text import conversion
from formextract.values.figures import read_figure
from formextract.values.proseseries import series
from formextract.values.prosetokens import Token, Tokens, tidy
from formextract.values.reading import Reading

Subject = Literal["own", "other", "part"]

SURE = 0.95
"""A figure right beside its name, with its year: of the invented sentences of the tests all are read right."""
APPROXIMATE = 0.9
DISTANT = 0.75
"""A figure whose name stands in the clause before."""
CARRIED = 0.9
"""Factor where the year was said in an earlier sentence."""
UNDATED = 0.6
"""A yearly figure of which no year is said: the last reporting year is likely meant."""

_COMMAS = ",，;；"
_SINCE = re.compile(r"(?:由|从)?(?:20\d\d年[度底末]?)?的?$")
_FROM = re.compile(r"(?:由|从)(?:最初的?|原来的?|原先的?|当初的?|的)?$")
_GOES_ON = re.compile(r"(?:达到?了?|实现了?|仅?约?为|仅有|增至|升至|总数达到?|总数为?|总量达到?|累计达到?|合计)")
_PLAIN = re.compile(r"(?:集群|园区|现|共|其|相关|关联|各类|上下游|产业链|产业链上下游)*")
_SIZED = re.compile(r"(?:以上)?(?:企业|项目|级)")
_CLASS = re.compile(
    r"(?:以上|以下|及以上)?(?:[、和][^,，。;；]{0,16}(?:以上|以下))?的(?:企业|集群|单位|项目|园区|有|给)"
)
_INCREMENT = re.compile(r"(?:净增|新增|增加|增长|减少|下降|提高|提升|多|少|增)了?(?:约|近)?$")
_OWN_PART = re.compile(r"(?:其中)?[^,，]{0,4}(?:集群|园区|开发区|产业园)[内中]?(?:就?占了?|有|达)?")
_ITS_PART = re.compile(r"其中[^,，]{1,6}(?:就有|就?占了?)")
_TODAY = re.compile(r"(?:目前|现在|如今)的?$")
_BESIDE = 8
"""Letters before a name among which a word makes it something else: 服务中小企业320家."""
_HARDLY = 3
"""Letters that name nothing: 现已增加到."""
_LONGEST_SUBJECT = 6
"""Letters that may stand before 全省 in its clause, for it to be what the clause is about."""


@dataclass(frozen=True, slots=True)
class SentenceFigure:
    """A figure of an indicator in a sentence; `subject` says whether it is the cluster's own."""

    indicator: str
    period: str | None
    dims: tuple[tuple[str, str], ...]
    reading: Reading
    raw: str
    subject: Subject = "own"


class Sentence:
    """One sentence of a paragraph, read from its first figure to its last."""

    def __init__(
        self,
        rules: ProseRules,
        indicators: Mapping[str, Indicator],
        tokens: Tokens,
        text: str,
        years: tuple[int, ...],
        said: str | None,
        asked: Collection[str] = frozenset(),
    ) -> None:
        self.asked = asked
        self.rules, self.indicators, self.years = rules, indicators, years
        self.text = text
        self.all = list(tokens.of(text))
        self.series = series(self.all, text, years)
        self.year: str | None = None
        self.carried = said
        self.until = self._until()
        self.last: ProseNoun | None = None
        self.spoken: Token | None = None
        """The name of the last amount, whose share may follow."""
        self.rate: tuple[str, Mapping[str, str]] | None = None
        """What the last percentage was of."""
        self.span = False
        self.pair: tuple[str | None, str | None] = (None, None)
        """The years of `由2021年的…增至2023年的…`."""
        self.chained = False

    def _until(self) -> int:
        """Where the cluster's present ends in the sentence: at the clause of a plan, or at another's name."""
        ends = [len(self.text)]
        for word in (tidy(w) for w in self.rules.plans):
            at = self.text.find(word)
            if at >= 0:
                ends.append(self._clause_from(at))
        goals = re.finditer(r"(?:^|[,，;；])到(20\d\d)年(?![底末]|[^,，;；]*已)", self.text)
        ends += [m.start() for m in goals if not self.years or int(m.group(1)) > self.years[-1]]
        for word in self.rules.elsewhere:
            ends += [m.start() for m in re.finditer(f"(?<!上市){re.escape(word)}", self.text)][:1]
        return min(ends)

    def _clause_from(self, at: int) -> int:
        return max(self.text.rfind(c, 0, at) for c in _COMMAS) + 1

    def run(self) -> list[SentenceFigure]:
        """The sentence's mentions in order; afterwards `year` is the one that it said last."""
        out: list[SentenceFigure] = []
        part: Literal["", "flow", "point"] = ""
        subject: Subject | Literal["stranger"] = "own"
        added = False
        for i, token in enumerate(self.all):
            if token.start >= self.until:
                break
            if token.kind == "year":
                self.year, part, self.span = token.value, "", False
            elif token.kind == "relative":
                self.year, part, self.span = (str(self.years[-1]) if self.years else None), "", False
            elif token.kind == "part":
                part = "point" if self._is_point(token) else "flow"
            elif token.kind == "span":
                self.span = True
            elif token.value in self.rules.added:
                added = True
            elif token.value in self.rules.stock:
                added = False
            elif token.value in self.rules.strangers:
                subject = "stranger" if not self._is_whole(token) else subject
            elif token.value in self.rules.subjects:
                subject = "other" if self._heads_clause(token) else subject
            elif token.value in self.rules.part_subjects:
                subject = "part"
            elif token.value in self.rules.own or (token.kind == "noun" and "集群" in token.value):
                subject = subject if self._is_whole(token) else "own"
            elif token.kind == "figure" and (token.unit or i in self.series):
                mention = self._mention(i, token, part)  # also of what was added: the total may follow
                if mention is not None and not added and subject != "stranger":
                    self._supersede(out, mention)
                    out.append(replace(mention, subject=subject))
        return out

    def _is_point(self, token: Token) -> bool:
        """Whether a month is the day up to which was counted: 截至2024年6月底."""
        before = self.text[max(0, token.start - 3) : token.start]
        return "月" in token.value and "-" not in token.value and ("截" in before or token.value.endswith(("底", "末")))

    def _heads_clause(self, token: Token) -> bool:
        """Whether 全省 is what the clause is about, not what something is a share of or first in."""
        before = self.text[self._clause_from(token.start) : token.start]
        before = re.sub(r"(?:截[至止]到?)?20\d\d年[度底末]?|目前|截至|累计|其中|去年|上年|今年|当年", "", before)
        return len(before) <= _LONGEST_SUBJECT and not re.search(r"[占居位列较比高低在与]|领先", before)

    def _is_whole(self, token: Token) -> bool:
        """Whether a name is what something is a share of: 占集群总产值的."""
        return "占" in self.text[self._clause_from(token.start) : token.start]

    @staticmethod
    def _supersede(out: list[SentenceFigure], mention: SentenceFigure) -> None:
        """突破200亿元大关，达到203.6亿元 is one figure."""
        if not out:
            return
        old = out[-1]
        same = (old.indicator, old.period, old.dims) == (mention.indicator, mention.period, mention.dims)
        low, high = old.reading.value, mention.reading.value
        rough = old.raw.startswith(("突破", "超", "逾"))
        if same and rough and isinstance(low, Decimal) and isinstance(high, Decimal) and low <= high:
            out.pop()

    # -- whose figure

    def _mention(self, i: int, figure: Token, part: str) -> SentenceFigure | None:
        lo, hi = self._item(i)
        clause = self._clause(i)
        item = self.text[self.all[lo - 1].end if lo else 0 : self._end(hi)]
        if any(w in item for w in self.rules.above_scale) or self._is_size(figure):
            return None
        if i in self.series:
            return self._of_series(i, figure, item, clause)
        if "%" in figure.unit:
            rate = self._percentage(i, figure)
            whole = rate is None or part != "flow" or self.indicators[rate.indicator].period != "year"
            return rate if whole else None
        if any(w in clause for w in self.rules.each) or _INCREMENT.search(self.text[: figure.start]):
            return None
        together = self._together(figure, clause)
        if together is not None:
            return together
        noun, sure = self._noun(i, lo, hi, figure, item, clause)
        if noun is None or noun.percent:
            return None
        self.last = noun
        indicator = self.indicators[noun.indicator]
        if part == "flow" and (noun.flow or indicator.period == "year"):
            return None
        if part == "point":
            return None if noun.flow else self._said(noun.indicator, noun.dims, figure, min(sure, UNDATED), at=None)
        chained = self.chained
        period, known = self._of_pair(i, figure)
        if self.span and indicator.period == "year" and not chained and not known:
            return None  # 近三年累计
        if known and period is None:
            return None  # 由12家 of a year that nobody says
        return self._said(noun.indicator, noun.dims, figure, sure, at=period if known else "")

    def _is_size(self, figure: Token) -> bool:
        """Whether a figure only says of which size others are: 过10亿元企业3家; 2000万元以上的有83家."""
        behind = self.text[figure.end :]
        money = "元" in figure.unit or figure.unit.endswith(("亿", "万"))
        return _CLASS.match(behind) is not None or (money and _SIZED.match(behind) is not None)

    def _of_series(self, i: int, figure: Token, item: str, clause: str) -> SentenceFigure | None:
        """A figure among several that are said 分别: its own year or its own name."""
        found = self.series[i]
        if found is None:
            return None
        whole = replace(figure, unit=found.unit)
        if "%" in whole.unit:
            rate = self._rate_of_series(found.before, found.name if found.year is None else None)
            return None if rate is None else self._said(rate, {}, whole, SURE, at=found.year)
        noun = self._fitting(found.name, whole, item, clause)
        if noun is None or noun.percent:
            return None
        self.last, self.spoken = noun, found.name
        return self._said(noun.indicator, noun.dims, whole, SURE, at=found.year if found.year is not None else "")

    def _rate_of_series(self, at: int, name: Token | None) -> str | None:
        """What percentages said 分别 are of; `at` is where the word stands, `name` that of one among several."""
        if name is not None:
            return next((n.indicator for n in name.nouns if n.percent and not n.share), None)
        start = self._clause_from(at)
        nouns = [t for t in self.all if t.kind == "noun" and start <= t.start < at]
        for t in nouns:
            rest = self.text[t.end : at]
            for noun in t.nouns:
                if noun.percent and not noun.share and not rest:
                    return noun.indicator
                named = "占" in rest and any(w in rest for w in noun.of)
                if noun.share and (named or (_ALONE.fullmatch(rest) and (noun.percent or noun.alone))):
                    return noun.share
        return None

    def _of_pair(self, i: int, figure: Token) -> tuple[str | None, bool]:
        """The year of `由…增至…`, and whether it follows from there rather than from the years said before.

        `由36家增加到58家` after `由2021年的208家增长至2023年的267家` means the same two years.
        """
        text = self.text[self._clause_from(figure.start) : figure.start]
        own_year = i > 0 and self.all[i - 1].kind in ("year", "relative")
        before = self.text[: self.all[i - 1].start] if own_year else self.text[: figure.start]
        if _FROM.search(before):
            self.chained = True
            if own_year:
                self.pair = (self.year, None)
                return self.year, False
            return self.pair[0], True
        on = any(w in text for w in self.rules.chain)
        if on and self.chained:
            self.chained = False
            if own_year:
                self.pair = (self.pair[0], self.year)
                return self.year, False
            if self.pair[1] is not None and not _TODAY.search(before):
                return self.pair[1], True
        return None, False

    def _item(self, i: int) -> tuple[int, int]:
        """The tokens of the item that a figure stands in: from the break before it to the one behind."""
        lo = hi = i
        while lo > 0 and self.all[lo - 1].kind not in ("break", "figure"):
            lo -= 1
        while hi + 1 < len(self.all) and self.all[hi + 1].kind not in ("break", "figure"):
            hi += 1
        return lo, hi

    def _end(self, hi: int) -> int:
        return self.all[hi + 1].start if hi + 1 < len(self.all) else len(self.text)

    def _clause(self, i: int) -> str:
        """The text between the commas around a figure."""
        at = self.all[i]
        behind = [p for c in ",，;；。" if (p := self.text.find(c, at.end)) >= 0]
        return self.text[self._clause_from(at.start) : min(behind, default=len(self.text))]

    def _noun(self, i: int, lo: int, hi: int, figure: Token, item: str, clause: str) -> tuple[ProseNoun | None, float]:
        before = [t for t in self.all[lo:i] if t.kind in ("noun", "other")]
        if before:
            self.spoken = before[-1]
            return self._fitting(before[-1], figure, item, clause), SURE
        if self._on(i) and self.last is not None and self._counts(self.last, figure):
            return self.last, SURE
        to_figure = hi + 1 < len(self.all) and self.all[hi + 1].kind == "figure" and self.all[hi + 1].unit
        behind = [t for t in self.all[i + 1 : hi + 1] if t.kind in ("noun", "other", "behind")]
        if behind and behind[-1].kind == "behind" and "的" + behind[-1].value in item:
            area = next((n for n in self.rules.nouns if behind[-1].value in n.behind), None)
            if area is not None and self._converts(area, figure):
                return area, DISTANT
        if behind and not to_figure:
            named = [t for t in behind if t.kind != "behind"]
            special = [t for t in named if t.value != "企业"] or named
            if special:
                self.spoken = special[0]
                return self._fitting(special[0], figure, item, clause), SURE
            return None, 0.0
        if behind:
            return None, 0.0
        if self.last is not None and self._counts(self.last, figure) and self._goes_on(lo, i):
            return self.last, SURE
        if not any(w in clause for w in self.rules.topic):
            return None, 0.0
        return self._topic(lo, figure, item, clause), DISTANT

    def _on(self, i: int) -> bool:
        """Whether a figure is where another one of its clause went: …增加到, with nothing else named on the way."""
        words = [t for t in self.all[self._item(i)[0] : i] if t.kind == "word" and t.value in self.rules.chain]
        if not words:
            return False
        start = self._clause_from(self.all[i].start)
        before = any(t.kind == "figure" and t.start >= start for t in self.all[:i])
        return before or words[0].start - start <= _HARDLY

    def _goes_on(self, lo: int, i: int) -> bool:
        """Whether a clause without a name goes on about the last one: 2023年为139亿元; 其中集群内58家; 总数达4300家."""
        start = self._clause_from(self.all[i].start)
        words = self.text[start : self.all[i].start]
        if lo < i and self.all[lo].kind == "year" and self.text[self.all[lo].end : self.all[i].start] == "":
            return True
        bare = re.sub(r"(?:截[至止]到?)?20\d\d年[度底末]?", "", words)
        if not bare:
            return words != ""
        if _GOES_ON.fullmatch(bare):
            return True
        own = any(t.value in self.rules.own for t in self.all[lo:i])
        return (own and _OWN_PART.fullmatch(bare) is not None) or _ITS_PART.fullmatch(bare) is not None

    def _topic(self, lo: int, figure: Token, item: str, clause: str) -> ProseNoun | None:
        """What the clause before speaks of, where it gave no figure: 专精特新“小巨人”企业，全县有3家."""
        k = lo - 1
        if k < 1 or self.all[k].value not in ",，":
            return None
        k -= 1
        while k >= 0 and self.all[k].kind not in ("break", "figure"):
            if self.all[k].kind in ("noun", "other"):
                return self._fitting(self.all[k], figure, item, clause)
            k -= 1
        return None

    def _fitting(self, token: Token, figure: Token, item: str, clause: str) -> ProseNoun | None:
        """The indicator of a name that the figure fits: by unit, by counter, by the words beside it."""
        for noun in token.nouns:
            if not self._counts(noun, figure) or not self._is_asked(noun):
                continue
            if noun.needs and not self._opens(token) and not any(w in clause for w in noun.needs):
                continue
            if noun.needs and len(re.findall(f"{token.value}\\d", clause)) > 1:
                continue  # 整机企业12家、配套企业263家: kinds of them, none of which is all
            near = item[max(0, item.find(token.value) - _BESIDE) :]
            if any(w in near for w in noun.unless):
                continue
            return noun
        return None

    def _is_asked(self, noun: ProseNoun) -> bool:
        return not noun.only_asked or noun.indicator in self.asked

    def _opens(self, token: Token) -> bool:
        """Whether a general name is all that its item says: ，相关企业1500家."""
        start = max(self.text.rfind(c, 0, token.start) for c in ",，;；、。()（）") + 1
        return _PLAIN.fullmatch(self.text[start : token.start]) is not None

    def _counts(self, noun: ProseNoun, figure: Token) -> bool:
        """Whether a figure's unit is one that the indicator is counted or measured in."""
        if noun.counters and not any(figure.unit.endswith(c) for c in noun.counters):
            return False
        return noun.percent or self._converts(noun, figure)

    def _converts(self, noun: ProseNoun, figure: Token) -> bool:
        unit = self.indicators[noun.indicator].unit or ""
        written = figure.unit + "元" if figure.unit.endswith(("亿", "万")) and unit.endswith("元") else figure.unit
        return conversion(written, unit) is not None

    def _together(self, figure: Token, clause: str) -> SentenceFigure | None:
        before = clause[: clause.find(figure.value)]
        if not any(before.endswith(w) for w in self.rules.together):
            return None
        for total in self.rules.sums:
            if all(w in before for w in total.of) and figure.unit.endswith(("家", "个", "户")):
                return self._said(total.indicator, {}, figure, SURE)
        return None

    # -- percentages

    def _percentage(self, i: int, figure: Token) -> SentenceFigure | None:
        before = self.text[self._clause_from(figure.start) : figure.start]
        lo = self._clause_start(i)
        nouns = [t for t in self.all[lo:i] if t.kind in ("noun", "other")]
        period, known = self._of_pair(i, figure)
        if known and period is None:
            return None
        if self.rate is not None and (self._on(i) or (not nouns and self._goes_on(lo, i))):
            return self._said(*self.rate, figure, SURE)
        if any(w in before for w in self.rules.chain):
            for word in self.rules.chain:
                before = before.replace(word, "")
        grows = any(w in before for w in (*self.rules.growth, *self.rules.fall))
        average = any(w in before for w in self.rules.average)
        if average and grows:
            return self._of_noun(nouns or self._before(lo), "average", figure, before)
        if grows and not any(n.percent and not n.share for t in nouns for n in t.nouns):
            return self._of_noun(nouns or self._before(lo), "growth", figure, before)
        rates = [n for n in (nouns[-1].nouns if nouns else ()) if n.percent and not n.share and self._is_asked(n)]
        if rates and "占" not in before.rpartition(nouns[-1].value)[2]:
            self.rate = (rates[0].indicator, rates[0].dims)
            return self._said(*self.rate, figure, SURE)
        return self._share(lo, nouns, figure, before) if any(w in before for w in self.rules.share) else None

    def _clause_start(self, i: int) -> int:
        k = i
        while k > 0 and not (self.all[k - 1].kind == "break" and self.all[k - 1].value in ",，;；。"):
            k -= 1
        return k

    def _before(self, lo: int) -> list[Token]:
        """The names in the clause before."""
        start = self._clause_start(lo - 1) if lo > 1 else 0
        return [t for t in self.all[start:lo] if t.kind in ("noun", "other")]

    def _of_noun(self, nouns: list[Token], what: str, figure: Token, before: str) -> SentenceFigure | None:
        for noun in nouns[-1].nouns if nouns else ():
            name: str | None = getattr(noun, what)
            if name is not None:
                falls = any(w in before for w in self.rules.fall)
                return self._said(name, {}, figure, SURE, sign=-1 if falls else 1)
        return None

    def _share(self, lo: int, nouns: list[Token], figure: Token, before: str) -> SentenceFigure | None:
        """The share of what stands before 占 in its clause, else of the last amount."""
        start = self._clause_from(figure.start)
        before = self.text[start : figure.start]
        at = start + max(before.rfind(w) for w in ("占", *(() if "占" in before else self.rules.share)))
        subject = next((t for t in reversed(nouns) if t.end <= at), None) or (self.spoken if lo else None)
        rest = _SINCE.sub("", self.text[at : figure.start])
        for noun in () if subject is None else subject.nouns:
            alone = _ALONE.fullmatch(rest) is not None and (noun.percent or noun.alone)
            if noun.share is not None and (alone or any(w in rest for w in noun.of)):
                self.rate = (noun.share, {})
                return self._said(*self.rate, figure, SURE)
        return None

    # -- saying it

    def _said(
        self, name: str, dims: Mapping[str, str], figure: Token, sure: float, sign: int = 1, at: str | None = ""
    ) -> SentenceFigure | None:
        """The figure as a mention; `at` is its year where that is not the one said last, None where it has none."""
        indicator = self.indicators[name]
        unit = indicator.unit or ""
        ink = figure.number + figure.unit
        if figure.unit.endswith(("亿", "万")) and unit.endswith("元"):
            ink += "元"
        reading = read_figure(ink, unit, whole=indicator.kind == "integer")
        if reading.status != "reported":
            return None
        sure = min(sure, APPROXIMATE) if figure.about else sure
        period, trust = self._period(indicator)
        if at != "":
            period, trust = (at if indicator.period == "year" else period), 1.0
        if sign < 0 and isinstance(reading.value, Decimal):
            reading = replace(reading, value=-reading.value)
        held = round(min(sure, reading.confidence) * trust, 4)
        reading = reading.doubted(doubt("in_a_sentence", "从文字段落中读出，请核对说的是不是这一项", held))
        return SentenceFigure(name, period, tuple(sorted(dims.items())), reading, figure.value)

    def _period(self, indicator: Indicator) -> tuple[str | None, float]:
        if indicator.period == "span3":
            return (f"{self.years[0]}/{self.years[-1]}" if self.years else None), 1.0
        year = self.year or self.carried
        if self.years and indicator.period is None:
            # a stock without a period on the form: of the last reporting year, or of none
            return None, 1.0 if year in (None, str(self.years[-1])) else UNDATED
        if year is not None:
            return year, 1.0 if self.year is not None else CARRIED
        return (str(self.years[-1]), UNDATED) if self.years else (None, 1.0)


_ALONE = re.compile(
    r"(?:占|占比|占比重|比重|所占比重|占比例|比例)"
    r"(?:已?达到?了?|为|约为?|近|超过?|接近|常年|一直|始终|均|都|保持在|稳定在)*"
)
