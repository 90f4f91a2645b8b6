"""Figures in sentences: `2023年集群总产值达到158.6亿元，其中专精特新“小巨人”企业9家` as readings of indicators.

Which words mean what is data (`prose.yaml`); here is how they are joined: a figure belongs to the name before it in its
item, else to the one behind it; a year holds until another is said; plans, rules and other subjects keep it from us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from formextract.model.template import Indicator, ProseNoun, ProseRules
from formextract.text import conversion
from formextract.values.figures import read_figure
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of an indicator in a sentence; `subject` says whether it is the cluster's own."""

    indicator: str
    period: str | None
    dims: tuple[tuple[str, str], ...]
    reading: Reading
    raw: str
    subject: Subject = "own"


class ProseReader:
    """The rules, ready to read paragraphs."""

    def __init__(self, rules: ProseRules, indicators: Mapping[str, Indicator]) -> None:
        self.rules, self.indicators = rules, indicators
        self.tokens = Tokens(rules)

    def read(self, text: str, years: tuple[int, ...] = ()) -> list[Mention]:
        """The mentions of a paragraph in order. `years`: the form's reporting years, for 去年 and what has no year."""
        out: list[Mention] = []
        said: str | None = None
        for sentence in re.split(r"(?<=[。！!？?\n])", tidy(text)):
            if re.search(r"\d", sentence) and not any(w in sentence for w in self.rules.rules):
                reader = _Sentence(self, sentence, years, said)
                out += reader.run()
                said = reader.year or said
        return out

    def is_plan_heading(self, text: str) -> bool:
        """Whether what follows a heading is not yet so."""
        return any(w in text for w in self.rules.plan_headings)


class _Sentence:
    def __init__(self, reader: ProseReader, text: str, years: tuple[int, ...], said: str | None) -> None:
        self.rules, self.indicators, self.years = reader.rules, reader.indicators, years
        self.text = text
        self.all = list(reader.tokens.of(text))
        self.year: str | None = None
        self.carried = said
        self.until = self._until()
        self.last: tuple[ProseNoun, ...] = ()

    def _until(self) -> int:
        """Where the cluster's present ends in the sentence: at the clause of a plan, or at another's name."""
        ends = [len(self.text)]
        for word in (tidy(w) for w in self.rules.plans):
            at = self.text.find(word)
            if at >= 0:
                clause = max(self.text.rfind(c, 0, at) for c in ",，;；")
                ends.append(clause + 1)
        ends += [self.text.find(w) for w in self.rules.elsewhere if w in self.text]
        return min(ends)

    def run(self) -> list[Mention]:
        out: list[Mention] = []
        part: bool = False
        subject: Subject = "own"
        for i, token in enumerate(self.all):
            if token.start >= self.until:
                break
            if token.kind == "year":
                self.year, part = token.value, False
            elif token.kind == "relative":
                self.year, part = (str(self.years[-1]) if self.years else None), False
            elif token.kind == "part":
                part = True
            elif token.value in self.rules.subjects:
                subject = "other"
            elif token.value in self.rules.part_subjects:
                subject = "part"
            elif token.value in self.rules.own or (token.kind == "noun" and "集群" in token.value):
                subject = "own"
            elif token.kind == "figure" and token.unit:
                mention = self._mention(i, token, part=part)
                if mention is not None:
                    out.append(replace(mention, subject=subject))
        return out

    # -- whose figure

    def _mention(self, i: int, figure: Token, *, part: bool) -> Mention | None:
        lo, hi = self._item(i)
        clause = self._clause(i)
        item = self.text[self.all[lo].start if lo < i else figure.start : self._end(hi)]
        if any(w in item for w in self.rules.above_scale):
            return None
        if "%" in figure.unit:
            return self._percentage(i, figure, clause)
        if any(w in clause for w in self.rules.each):
            return None
        together = self._together(figure, clause)
        if together is not None:
            return together
        noun, sure = self._noun(i, lo, hi, figure, item, clause)
        if noun is None or noun.percent or (part and noun.flow):
            return None
        if part and self.indicators[noun.indicator].period == "year":
            return None
        self.last = (noun,)
        return self._said(noun.indicator, noun.dims, figure, sure)

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
        before = max(self.text.rfind(c, 0, at.start) for c in ",，;；")
        behind = [p for c in ",，;；。" if (p := self.text.find(c, at.end)) >= 0]
        return self.text[before + 1 : min(behind, default=len(self.text))]

    def _noun(self, i: int, lo: int, hi: int, figure: Token, item: str, clause: str) -> tuple[ProseNoun | None, float]:
        before = [t for t in self.all[lo:i] if t.kind in ("noun", "other")]
        if before:
            return self._fitting(before[-1], figure, item, clause), SURE
        chained = any(t.value in self.rules.chain for t in self.all[lo:i])
        if chained and self.last and self._counts(self.last[0], figure):
            return self.last[0], SURE
        to_figure = hi + 1 < len(self.all) and self.all[hi + 1].kind == "figure" and self.all[hi + 1].unit
        behind = [t for t in self.all[i + 1 : hi + 1] if t.kind in ("noun", "other", "behind")]
        if behind and not to_figure:
            if behind[-1].kind == "behind" and "的" + behind[-1].value in item:
                area = next((n for n in self.rules.nouns if behind[-1].value in n.behind), None)
                if area is not None and self._converts(area, figure):
                    return area, DISTANT
            named = [t for t in behind if t.kind != "behind"]
            special = [t for t in named if t.value != "企业"] or named
            if special:
                return self._fitting(special[0], figure, item, clause), SURE
            return None, 0.0
        if behind or not any(w in clause for w in self.rules.topic):
            return None, 0.0
        return self._topic(lo, figure, item, clause), DISTANT

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
            if not self._counts(noun, figure):
                continue
            if noun.needs and not any(w in clause for w in noun.needs):
                continue
            if any(w in item for w in noun.unless):
                continue
            return noun
        return None

    def _counts(self, noun: ProseNoun, figure: Token) -> bool:
        """Whether a figure's unit is one that the indicator is counted or measured in."""
        if noun.counters and not any(figure.unit.endswith(c) for c in noun.counters):
            return False
        return noun.percent or self._converts(noun, figure)

    def _converts(self, noun: ProseNoun, figure: Token) -> bool:
        unit = self.indicators[noun.indicator].unit or ""
        written = figure.unit + "元" if figure.unit.endswith(("亿", "万")) and unit.endswith("元") else figure.unit
        return conversion(written, unit) is not None

    def _together(self, figure: Token, clause: str) -> Mention | None:
        before = clause[: clause.find(figure.value)]
        if not any(before.endswith(w) for w in self.rules.together):
            return None
        for total in self.rules.sums:
            if all(w in before for w in total.of) and figure.unit.endswith(("家", "个", "户")):
                return self._said(total.indicator, {}, figure, SURE)
        return None

    # -- percentages

    def _percentage(self, i: int, figure: Token, clause: str) -> Mention | None:
        before = clause[: clause.find(figure.value)]
        lo = self._clause_start(i)
        nouns = [t for t in self.all[lo:i] if t.kind in ("noun", "other")]
        grows = any(w in before for w in (*self.rules.growth, *self.rules.fall))
        average = any(w in before for w in self.rules.average)
        if average and grows:
            return self._of_noun(nouns or self._before(lo), "average", figure, before)
        if grows and not any(n.percent and not n.share for t in nouns for n in t.nouns):
            return self._of_noun(nouns or self._before(lo), "growth", figure, before)
        if any(w in before for w in self.rules.share):
            return self._share(nouns, figure, before)
        rates = [n for n in (nouns[-1].nouns if nouns else ()) if n.percent and not n.share]
        return self._said(rates[0].indicator, rates[0].dims, figure, SURE) if rates else None

    def _clause_start(self, i: int) -> int:
        k = i
        while k > 0 and not (self.all[k - 1].kind == "break" and self.all[k - 1].value in ",，;；。"):
            k -= 1
        return k

    def _before(self, lo: int) -> list[Token]:
        """The names in the clause before."""
        start = self._clause_start(lo - 1) if lo > 1 else 0
        return [t for t in self.all[start:lo] if t.kind in ("noun", "other")]

    def _of_noun(self, nouns: list[Token], what: str, figure: Token, before: str) -> Mention | None:
        for noun in nouns[-1].nouns if nouns else ():
            name: str | None = getattr(noun, what)
            if name is not None:
                falls = any(w in before for w in self.rules.fall)
                return self._said(name, {}, figure, SURE, sign=-1 if falls else 1)
        return None

    def _share(self, nouns: list[Token], figure: Token, before: str) -> Mention | None:
        for noun in nouns[0].nouns if nouns else ():
            rest = before[before.find(nouns[0].value) + len(nouns[0].value) :]
            if noun.share is not None and (any(w in rest for w in noun.of) or (noun.percent and rest in _ALONE)):
                return self._said(noun.share, {}, figure, SURE)
        return None

    # -- saying it

    def _said(self, name: str, dims: Mapping[str, str], figure: Token, sure: float, sign: int = 1) -> Mention | None:
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
        if sign < 0 and isinstance(reading.value, Decimal):
            reading = replace(reading, value=-reading.value)
        reading = replace(reading, confidence=round(min(sure, reading.confidence) * trust, 4))
        return Mention(name, period, tuple(sorted(dims.items())), reading, figure.value)

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


_ALONE = ("占比", "占比达", "占比为", "占比约", "比重为", "比重达", "比重达到", "占比达到", "占比约为")
