"""One sentence: from its tokens to the figures that it may give, each with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.values.prose.candidates import Around, Candidate, counted, of_the_same, own_words, part_of, together
from formextract.values.prose.clauses import Clause, Parsed, tells
from formextract.values.prose.context import (
    Context,
    Scope,
    counties_of,
    firm_within,
    of_a_kind,
    of_somebody_else,
    scope_behind,
    scope_of,
)
from formextract.values.prose.evidence import Whole, evidence, excluded, key_of, summed, whole_of
from formextract.values.prose.frames import Frames
from formextract.values.prose.pairs import Pair, paired
from formextract.values.prose.percentages import percent_candidate, series_candidate
from formextract.values.prose.phrases import Phrase, phrase_of
from formextract.values.prose.series import SeriesFigure, series
from formextract.values.prose.tokens import Token, Tokens
from formextract.values.prose.when import THREE, Report, When, compared, moved

_TODAY = frozenset(["如今", "目前", "现在", "眼下", "当前"])
_OUR_CITY = frozenset(["全市", "我市", "本市", "该市"])
_HOME = frozenset(["home", "~home"])
ALL_FIRMS = frozenset(["enterprises", "smes"])
"""What counts firms of no kind: 集群两化融合贯标企业 are some."""
FIRMS = ("家", "户")
"""Units in which firms are counted."""


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate with its period, whose it is, and all features."""

    candidate: Candidate
    when: When
    scope: Scope
    seen: frozenset[str]
    span: str | None = None
    """The three years that the sentence has spoken of, for what is of three years."""


class SentenceReader:
    """Reads one sentence at a time; knows the lexicon and the frames."""

    def __init__(self, tokens: Tokens, frames: Frames) -> None:
        self.tokens, self.frames = tokens, frames

    def read(self, text: str, context: Context, report: Report) -> tuple[list[ScoredCandidate], Context]:
        """The sentence's figures in order, and the context in which the next sentence stands."""
        parsed = Parsed(text, _at_home(list(self.tokens.of(text)), text, report.home))
        years = tuple(str(y) for y in report.years)
        members = series(parsed.tokens, text, years, self.frames.neutral)
        walk = _Walk(self.frames, parsed, members, whole_of(parsed), report, years)
        out: list[ScoredCandidate] = []
        for clause in parsed.clauses():
            context, said = walk.clause(clause, context)
            out += said
        return _without_background(out, self.frames.themes), context.next_sentence()


def _at_home(tokens: list[Token], text: str, home: str) -> list[Token]:
    """The tokens, those that mean the applicant's county marked so: 全市 of a city of its rank, 占永康市产值的26%."""
    counties = counties_of(home)
    if any(name.endswith("市") for name in counties):
        tokens = [replace(t, tags=t.tags | _HOME) if t.text in _OUR_CITY else t for t in tokens]
    for name in counties:
        at = text.find("占" + name) + 1
        if at:
            begin, end = at, at + len(name)
            said = Token("word", name, begin, end, _HOME | {"county", "~county"})
            tokens = sorted([*(t for t in tokens if t.end <= begin or t.start >= end), said], key=lambda t: t.start)
    return tokens


def _without_background(said: list[ScoredCandidate], themes: frozenset[str]) -> list[ScoredCandidate]:
    """The figures without those that another one of the same kind is said to be the one of.

    The county's beside the cluster's (全县92家，其中集群58家), and all persons' beside the SMEs' (其中中小企业1.7万人).
    """
    own = {s.candidate.meaning.indicator for s in said if s.scope == "own"}
    kept = [s for s in said if s.scope != "county" or s.candidate.meaning.indicator not in own]
    out = [s for s in kept if not any(_is_nearer(other, s, themes) for other in kept)]
    return [s for k, s in enumerate(out) if "of_these" not in s.seen or not any(_is_whole(a, s) for a in out[:k])]


def _is_whole(a: ScoredCandidate, b: ScoredCandidate) -> bool:
    """Whether the second, behind 其中, can only be a part of the first: 总产值156亿元，其中工业产值98亿元."""
    of_all = "of_these" not in a.seen and "added" not in a.seen
    return _alike(a, b) and a.scope == b.scope and of_all and "carried" not in b.seen


def _is_nearer(a: ScoredCandidate, b: ScoredCandidate, themes: frozenset[str]) -> bool:
    """Whether two figures are of one indicator and time, and the first is said more closely to be it."""
    return _alike(a, b) and b.candidate.phrase.content - themes < a.candidate.phrase.content - themes


def _alike(a: ScoredCandidate, b: ScoredCandidate) -> bool:
    one, two = a.candidate.meaning, b.candidate.meaning
    return (one.indicator, one.dims, a.when) == (two.indicator, two.dims, b.when)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a sentence clause by clause; what is carried on the way is the context."""

    frames: Frames
    parsed: Parsed
    members: dict[int, SeriesFigure | None]
    whole: Whole
    report: Report
    years: tuple[str, ...]

    def clause(self, clause: Clause, context: Context) -> tuple[Context, list[ScoredCandidate]]:
        """The figures of a clause, and the context behind it."""
        text = self.parsed.text
        context = context.next_clause(clause, text, self.report)
        out: list[ScoredCandidate] = []
        gave, begun = False, context.scope
        compare: Token | None = None
        back: When | None = None
        for k in range(clause.first, clause.end):
            token = self.parsed.tokens[k]
            if token.kind == "figure" and (token.unit or k in self.members):
                said, context = self._figure(k, clause, context, compare)
                context = replace(context, when=context.when if back is None else back, stale=True)
                compare, back, gave = None, None, True
                out += said
            elif token.kind == "period" and token.period is not None:
                kind = token.period.kind
                if kind == "compare":
                    compare = token
                elif kind == "half" and compare is not None and compare.end == token.start:
                    continue  # 比2024年1至6月
                else:
                    once = kind in ("last", "same_period") and context.when.said and context.when.year is not None
                    just = self.parsed.tokens[max(k - 1, 0)].tags
                    once = once or (kind == "part" and "~of_these" in just) or (kind == "event" and "~from" in just)
                    back = context.when if once else None  # 完成产值47.3亿元，其中二季度25.1亿元；营业收入…
                    then = moved(context.when, token.period, token, self.report)
                    from_last = kind == "last" and "~from" in self.parsed.tokens[max(k - 1, 0)].tags
                    if from_last and self.report.half is None and self.report.years and not context.when.year:
                        then = When(year=str(self.report.years[-1] - 1), said=True)  # 由上年的19家增至24家
                    elif kind == "last" and token.text.startswith("上") and self._undated(context):
                        then = When(year=str(self.report.years[-1] - 1), said=True)  # 投入4.7亿元，上年为4.1亿元
                    context = replace(context, when=then, around=context.when, stale=False)
            else:
                context = _worded(context, token, gave)
        topic = self._topic(clause)
        firm = gave and context.scope == "firm"
        scope = "firm" if firm else scope_behind(replace(context, scope=begun), clause, text, self.report.home)
        return replace(context, scope=scope, topic=None if gave or topic.empty else topic), out

    def _undated(self, context: Context) -> bool:
        """Whether figures of the last reporting year were told in the sentence without a word of when."""
        none_said = context.when.year is None and not context.when.spans
        return bool(self.report.years) and none_said and any(key[2] is None for key in context.given)

    def _topic(self, clause: Clause) -> Phrase:
        """What a clause speaks of; of 集群总产值占全市生产总值之比 what has the share, if that is named."""
        text, neutral = self.parsed.text, self.frames.neutral
        share = next((n for n, token in enumerate(clause.tokens) if token.text == "占"), 0)
        if share:
            subject = phrase_of(clause.tokens[:share], text, clause.start, clause.tokens[share].start, neutral)
            if not subject.empty:
                return replace(subject, marks=subject.marks | {"share"})
        return phrase_of(clause.tokens, text, clause.start, clause.stop, neutral)

    def _figure(
        self, k: int, clause: Clause, context: Context, compare: Token | None
    ) -> tuple[list[ScoredCandidate], Context]:
        """What a figure may be, and the context behind it."""
        figure = self.parsed.tokens[k]
        text, before = self.parsed.text, self.parsed.tokens[clause.first : k]
        scope = scope_of(context, clause, text, figure.start, self.report.home)
        if context.added and self.parsed.of_these(k) and self.parsed.more_than_added(k):
            context = replace(context, added=False)  # 净增4家，其中规上企业97家: of all, not of the four
        candidate = self._candidate(k, clause, context)
        if candidate is None:
            nobodys = self._nobodys(k, clause, context)
            if nobodys is not None:
                context = replace(context, last=nobodys, last_scope=scope)
                if "%" in figure.unit and nobodys.foreign:
                    context = replace(context, rate=None)  # a rate of what nobody knows: 返修率由5%降到3%
            return [], replace(context, scope=scope)
        if of_a_kind(candidate.phrase.inner, self.report.home) and candidate.meaning.indicator in ALL_FIRMS:
            return [], replace(context, scope=scope, last=replace(candidate.phrase, sized=True), last_scope=scope)
        if firm_within(candidate.phrase.inner, text, self.report.home):
            scope = "firm"
        elif scope == "firm" and context.carried and figure.unit in FIRMS:
            # so many firms are no firm's own, unless its name is said again
            scope = scope_of(replace(context, scope=""), clause, text, figure.start, self.report.home)
        elif (
            scope in ("", "own")
            and _of_any_firm(candidate)
            and of_somebody_else(
                clause, text, figure.start, self.report.home, part=self._is_part(k, candidate, context)
            )
        ):
            scope = "firm"
        when, against = self._when(k, clause, context.when, compare)
        seen = set(candidate.seen) | evidence(candidate, k, clause, self.parsed, context, scope, when, self.whole)
        seen |= {"compared"} if against else set()
        seen |= {"of_these"} if self.parsed.of_these(k) else set()
        seen |= {"carried_of_two"} if self._of_two(candidate, context) else set()
        if (
            compare is not None
            and not against
            and _is_difference(candidate, self.parsed.tokens[clause.first : k], compare)
        ):
            seen.add("increment")
        bracketed = self._bracketed(k)
        if bracketed is not None:
            when, before = bracketed, []
        ahead = text[clause.start : figure.start]
        place, pair = "", context.pair
        member = self.members.get(k)
        if member is None or member.year is None:
            when, place, pair = paired(before, ahead, figure, when, pair, self.years, context.around, context.stale)
        seen |= {place} if place else set()
        if place == "to":
            context = replace(context, when=when)  # 由2022年的1.6亿元增加到2.4亿元，强度2.9%
        given = context.given | {key_of(candidate, when)}
        share = candidate.meaning.form in ("rate", "share")
        rate = (candidate.meaning, candidate.phrase) if share else context.rate
        whole = self._whole(candidate, scope, context)
        context = replace(context, scope=scope, last=candidate.phrase, pair=pair, given=given, rate=rate, whole=whole)
        smes = context.smes or ("sme" in candidate.phrase.tags and figure.unit in FIRMS)
        context = replace(context, last_scope=scope, smes=smes)
        one_year, candidate = candidate.meaning, summed(candidate, seen, when)
        if candidate.meaning != one_year:
            seen.discard("over_years")  # 近三年…: what is asked for
        if candidate.meaning.indicator == candidate.meaning.frame.fall and self._since_the_first(compare, context.pair):
            when = replace(when, spans=True)
        if excluded(candidate, seen, k, clause, self.parsed, when):
            return [], context
        return [ScoredCandidate(candidate, when, scope, frozenset(seen), self.parsed.span(k))], context

    def _since_the_first(self, compare: Token | None, pair: Pair) -> bool:
        """Whether what is said is by how much since the first year reported: 比2022年下降7.3%."""
        if len(self.years) != THREE:
            return False
        since = pair.first.year if pair.first is not None else None
        if compare is not None and compare.period is not None and compare.period.years:
            since = compare.period.years[0]
        return since == self.years[0]

    def _whole(self, candidate: Candidate, scope: Scope, context: Context) -> frozenset[str] | None:
        """The county's figure of which this one is a part; kept while the cluster's figure is spoken of."""
        before = context.last
        if candidate.meaning.form != "amount":
            return context.whole
        alike = before is not None and before.content == candidate.phrase.content - {"sme"} and not before.sized
        return before.tags if before is not None and alike and context.scope == "county" and scope == "own" else None

    def _candidate(self, k: int, clause: Clause, context: Context) -> Candidate | None:
        figure = self.parsed.tokens[k]
        if k in self.members:
            return series_candidate(figure, self.members[k], self.frames, self.report)
        if "百分点" in figure.unit:
            return None
        if "%" in figure.unit:
            return percent_candidate(k, clause, self.parsed, context, self.frames, self.report)
        item, start = self.parsed.item(k, clause)
        if not tells(item) and self.parsed.text.startswith("、", start - 1):
            whole = self.parsed.since(k, clause, "、")
            own = tells(whole[0]) and whole[1] == clause.start
            item, start = whole if own else (item, start)  # 小巨人企业实现零的突破、达到1家
        item = self._levelled(item, k, clause)
        several = together(item, self.parsed.since(k, clause, "、和与及")[0], figure, self.frames)
        if several is not None:
            return several
        around = Around(
            self.parsed.text,
            figure,
            item,
            start,
            *self.parsed.behind(k),
            of_these=self.parsed.of_these(k),
            of_group=self.parsed.unit_before(k, clause) in FIRMS,
            listed=self.parsed.listed(k),
            where=self._where(k, clause, context),
        )
        return counted(around, context, self.frames, self.report.asked)

    def _is_part(self, k: int, candidate: Candidate, context: Context) -> bool:
        """Whether a figure is behind 其中 and of what stood before that: 其中整机…, not …，引育高层次人才83人."""
        alike = context.last is None or candidate.phrase.content & context.last.content
        return self.parsed.of_these(k) and bool(alike or not candidate.phrase.content)

    def _levelled(self, item: list[Token], k: int, clause: Clause) -> list[Token]:
        """A figure's words, what stands behind 等 of the level of its examples: 省级实验室、中心等研发平台19家."""
        at = next((n for n, token in enumerate(item) if token.text == "等"), len(item))
        named = next((n for n in range(at, len(item)) if item[n].tags - {"filler"}), None)
        before = [t for t in self.parsed.since(k, clause, "、和与及")[0] if at < len(item) and t.end <= item[at].start]
        said = {t for token in before for t in token.tags & self.frames.levels}
        own = any(token.tags & self.frames.levels for token in item[at:])
        if named is None or own or len(said) != 1:
            return item
        return [*item[:named], replace(item[named], tags=item[named].tags | said), *item[named + 1 :]]

    def _where(self, k: int, clause: Clause, context: Context) -> frozenset[str]:
        said = frozenset(tag for token in self.parsed.tokens[clause.first : k] for tag in token.tags)
        return (said | (context.topic.tags if context.topic is not None else frozenset())) & self.frames.places

    def _nobodys(self, k: int, clause: Clause, context: Context) -> Phrase | None:
        """The phrase of a figure that is no indicator's: what follows goes on about it, not about what was before."""
        item, start = self.parsed.item(k, clause)
        text, figure = self.parsed.text, self.parsed.tokens[k]
        phrase = phrase_of(item, text, start, figure.start, self.frames.neutral)
        if phrase.empty:
            behind, end, to_figure = self.parsed.behind(k)
            phrase = phrase_of([] if to_figure else behind, text, figure.end, end, self.frames.neutral)
        if phrase.empty:
            named = len(own_words(item, text, start, figure.start)) > 1
            return Phrase(foreign=True) if named else None  # 配套产业23亿元，占13.1%: of what nobody knows
        if context.last is not None and self.parsed.of_these(k):
            phrase = part_of(phrase, context.last, figure)
        return phrase if context.last is None else of_the_same(phrase, context.last)

    def _of_two(self, candidate: Candidate, context: Context) -> bool:
        """Whether an amount without a name may as well be of another name, measured alike, that was told before it.

        2022年总产值186亿元、营业收入180亿元，2024年为231亿元: of which of the two nobody says.
        """
        own = candidate.meaning
        if "carried" not in candidate.seen or own.form != "amount" or own.frame.counted:
            return False
        unit = self.frames.indicators[own.indicator].unit
        others = {key[0] for key in context.given} - {own.indicator}
        return any(self.frames.indicators[str(name)].unit == unit for name in others)

    def _bracketed(self, k: int) -> When | None:
        """The year in a bracket right behind a figure: 由78.1%（2022年）提高至82.5%（2024年）."""
        behind = self.parsed.tokens[k + 1 : k + 4]
        if len(behind) < 3 or behind[0].text not in "(（" or behind[2].text not in ")）":  # noqa: PLR2004
            return None
        period = behind[1].period
        return When(year=period.years[0], said=True) if period is not None and period.kind == "year" else None

    def _when(self, k: int, clause: Clause, when: When, compare: Token | None) -> tuple[When, bool]:
        """A figure's period, and whether it is the one of a comparison that stands right before it."""
        member = self.members.get(k)
        if member is not None and member.year is not None:
            return When(year=member.year, said=True), False
        bracket = clause.first > 1 and self.parsed.tokens[clause.first - 1].text in "(（"
        if compare is None and bracket and self.parsed.tokens[clause.first - 2].end == clause.start - 1:
            outside = self.parsed.tokens[clause.first - 2]
            if outside.period is not None and outside.period.kind == "compare":
                return compared(when, outside.period, self.report), True
        if compare is None or compare.period is None:
            return when, False
        between = [t for t in self.parsed.tokens[clause.first : k] if compare.end <= t.start]
        plain = all(t.kind == "period" or t.tags & {"filler", "~have"} for t in between)
        words = self.parsed.text[compare.end : self.parsed.tokens[k].start]
        if plain and (not words or words.endswith(("的", "为", "年", "期", "月"))):
            return compared(when, compare.period, self.report), True
        return when, False


def _of_any_firm(candidate: Candidate) -> bool:
    """Whether a firm by itself has a figure of this kind, too: output, staff, patents; not a number of firms."""
    frame = candidate.meaning.frame
    named = "cluster" in frame.may or not frame.flow
    if "cluster" in candidate.phrase.tags and named and not frame.counted:
        return False  # 市财政设立集群专项资金
    return not any(unit in FIRMS for unit in frame.counted)


def _is_difference(candidate: Candidate, before: Sequence[Token], compare: Token) -> bool:
    """Whether an amount behind a comparison is only by how much more: 比上年多投入0.6亿元, not 较上年增至9.6亿元."""
    if candidate.meaning.form != "amount":
        return False
    between = [t for t in before if t.start >= compare.end]
    return not any(t.tags & {"~chain", "~stock"} for t in between)


def _worded(context: Context, token: Token, gave: bool) -> Context:
    """The context behind a word or a break: brackets, increments, and 如今 after a year of the past."""
    if token.kind == "break":
        if token.text in "(（":
            return replace(context, outside=(*context.outside, (context.when, context.last)))
        if token.text in ")）" and context.outside:
            when, last = context.outside[-1]
            return replace(context, when=when, last=last or context.last, outside=context.outside[:-1], added=False)
        return context
    if context.when.lost and "~now" in token.tags:
        return replace(context, when=When(now=True, said=True))  # 认定时158家，现已增至203家
    if token.text in _TODAY and context.when.year is not None and not gave and context.last is not None:
        return replace(context, when=When(now=True, said=True))
    if "~added" in token.tags:
        return replace(context, added=True)
    return replace(context, added=False) if token.tags & {"~stock", "~chain"} else context
