"""What a form's sentences tell, as observations beside the form's own: figures, a yes or no, a rank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from formextract.assembly.beside_captions import captions_beside, is_planned, with_caption
from formextract.assembly.section_texts import heading_level
from formextract.checks.messages import cell_name
from formextract.checks.messages import name as called
from formextract.match.claims import HALF_YEAR
from formextract.match.own_trade import placed_trade, with_leading
from formextract.model import (
    TYPED,
    Document,
    Doubt,
    Finding,
    Legibility,
    Line,
    Observation,
    Parts,
    Place,
    Source,
    Table,
)
from formextract.model.doubt import SURE, confidence_of, doubt, weakest_of
from formextract.model.facts import PROSE
from formextract.model.interval import may_be_same
from formextract.model.placement import Match, Proposed
from formextract.model.record import Alternative
from formextract.model.template import Indicator, Template
from formextract.model.unsure import lowered, reasons
from formextract.tables.remarks import remarks_of
from formextract.text import in_digits, squeeze, strip_numbering, together, unwrapped
from formextract.values.prose import ProseReader, Report, Scored, SentenceFigure, in_a_sentence, tidy

DOCUMENT = "document"
"""A template's word for all paragraphs, where it says in which texts figures are looked for."""
NAME = "cluster_name"
"""The indicator that is the applicant's name."""
SENTENCE = 24
"""Letters; a cell or line that is shorter holds no sentence with a figure that is not its label's."""
_ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ";", ":", "…", "”")
DISAGREEING = 0.5
"""Confidence at most of a figure in a sentence where another place says otherwise."""
ADDED_UP = 0.8
"""Confidence at most of a sum of several kinds: 企业技术中心3个、工程研究中心1个 are four platforms."""
LIKELY_ENOUGH = 0.05
"""Probability from which a figure that is not claimed makes it doubtful that its indicator is missing (`absent`)."""
PROPOSED, LEAST_PROPOSED = 3, 0.002
"""How many indicators are proposed for a line whose figures nobody claims, and from which probability."""
OF_OTHERS = 0.4
"""Factor where a figure seems to be of a county or park: of the tests' sentences, 51 of 127 such were asked for."""
PARKS = "scope_park"
"""The feature of a figure that its sentence gives of a park, which some writers call the cluster by."""
HEAD = 12
"""Lines and cells at the head of a document, in which a report says on which half-year it is."""
_HALF = re.compile(r"(20\d\d)\s*年?\s*(?:上半年|半年|1\s*[-~—–至]\s*6\s*月)")
_GENERAL = frozenset(["创新平台", "研发平台", "公共服务平台", "试点示范", "示范项目"])
_Paragraph = tuple[str, tuple[Place, ...], Legibility]


@dataclass(frozen=True, slots=True)
class ProseValues:
    """The observations of a form with those of its sentences, and what the two contradict each other in.

    `proposed`: by place, what the figures of leftover sentences may be that were not claimed, best first.
    """

    observations: list[Observation]
    findings: list[Finding]
    proposed: Mapping[Place, tuple[Proposed, ...]]


def with_prose(
    own: list[Observation],
    document: Document,
    template: Template,
    match: Match,
    indicators: Mapping[str, Indicator],
    reader: ProseReader,
    source: Callable[[Place], Source],
) -> ProseValues:
    """The form's own observations, those that it has no cell for taken from sentences, other mentions behind."""
    return _Mentions(document, template, match, indicators, reader, source).beside(own)


class _Mentions:
    def __init__(
        self,
        document: Document,
        template: Template,
        match: Match,
        indicators: Mapping[str, Indicator],
        reader: ProseReader,
        source: Callable[[Place], Source],
    ) -> None:
        self.document, self.template, self.match, self.indicators = document, template, match, indicators
        self.reader, self.source = reader, source
        self.everywhere = DOCUMENT in template.prose
        # a summary sheet's rows may tell of anything; a form has figures told only of what it has a cell for
        in_rows = any(f.shape == "column" for f in template.fields)
        self.asked = None if in_rows else frozenset(template.indicators())
        self.disagreements: list[Finding] = []
        self.in_words: set[Source] = set()
        """Cells that answer in words where a figure is asked for."""
        self.hints: dict[tuple[str, str | None], str] = {}
        """By indicator and period, figures of sentences that may be it and are not claimed."""

    def beside(self, own: list[Observation]) -> ProseValues:
        """The form's own observations with those of its sentences."""
        mentions: dict[str, list[Observation]] = {}
        half, home = self._half(), self._home()
        self.in_words = {
            replace(o.source, reader=PROSE) for o in own if o.status == "unreadable" and o.source is not None
        }
        trades = placed_trade(self.match.placements)
        for paragraph, places, read in self._paragraphs():
            text = with_leading(paragraph, trades)
            found = self.reader.read(text, self.match.years, self.asked or frozenset(), half, home)
            self._hint(text, half, home)
            told = _added_up([m for m in found if m.subject == "own"], self.indicators)
            for m in told:
                if self._is_asked(m):
                    said = self._mentioned(m, places, read)
                    mentions.setdefault(said.key, []).append(said)
            if self.everywhere:
                self._statements(paragraph, places, read, mentions)
        for x in self.match.leftovers if self.everywhere else ():
            if x.label and _COUNTED.fullmatch(squeeze(x.text)) and not is_planned(x.label):
                self._hint(f"{squeeze(x.label)}{squeeze(x.text)}", half, home)
        cells = {o.key: o for o in own}
        by_key = {key: self._best(found, cells.get(key)) for key, found in mentions.items()}
        answers = {k for k, o in by_key.items() if (c := cells.get(k)) and (c.status == "missing" or _reads(o, c))}
        out = [by_key[o.key] if o.key in answers else o for o in own]
        for key, o in by_key.items():
            cell = cells.get(key)
            if cell is None or (key not in answers and not _alike(cell, o)):
                out.append(o if cell is None else lowered(o, _said_otherwise([cell])))
        out = [self._hinted(o) for o in out]
        return ProseValues(out, self.disagreements, self._proposed(half, home))

    def _hint(self, text: str, half: int | None, home: str) -> None:
        """Notes the figures of a paragraph that may be what the form asks for and are not claimed."""
        for x in self.reader.scored(text, Report(self.match.years, self.asked or frozenset(), half, home)):
            m, claimed = x.figure, x.probability >= self.reader.weights.claimed
            unclaimed = m.partial or not claimed if m.subject == "own" else PARKS in x.seen
            if unclaimed and x.probability >= LIKELY_ENOUGH:
                self.hints.setdefault((m.indicator, m.period), m.raw)

    def _hinted(self, o: Observation) -> Observation:
        """What is missing, in doubt where a sentence may tell it."""
        raw = self.hints.get((o.indicator, o.period))
        if o.status != "missing" or raw is None:
            return o
        return lowered(o, doubt("page_not_accounted_for", f"文字里的“{raw}”可能就是这一项，请看原件"))

    def _proposed(self, half: int | None, home: str) -> dict[Place, tuple[Proposed, ...]]:
        """What the figures of leftover sentences may be, by place; none below a heading of plans or of another firm."""
        left = {x.place: tidy(x.text) for x in self.match.leftovers if not x.proposals}
        report = Report(self.match.years, self.asked or frozenset(), half, home)
        asides = _Asides(self.reader)
        out: dict[Place, tuple[Proposed, ...]] = {}
        for text, places, _, alone in self._lines():
            aside = asides.after(text) if alone else asides.on
            if aside or left.keys().isdisjoint(places):
                continue
            found = [x for x in self.reader.scored(unwrapped(text), report) if self._is_asked(x.figure)]
            for place in left.keys() & set(places):
                here = [x for x in found if len(places) == 1 or x.figure.raw in left[place]]
                out[place] = self._likest(here)
        return out

    def _likest(self, found: Sequence[Scored]) -> tuple[Proposed, ...]:
        """The likeliest indicators of the figures that are not claimed, each once."""
        sure = self.reader.weights.claimed
        told = (x for x in found if not x.figure.partial)
        claimed = {x.figure.indicator for x in told if x.figure.subject == "own" and x.probability >= sure}
        best: dict[str, Proposed] = {}
        for x in found:
            name, own = x.figure.indicator, x.figure.subject == "own"
            score = round(x.probability * (1 if own else OF_OTHERS), 3)
            if name not in claimed and score >= max(LEAST_PROPOSED, best[name].score if name in best else 0):
                label = next((f.label for f in self.template.fields if f.indicator == name and f.label), "")
                best[name] = Proposed(name, label or self.indicators[name].label, x.figure.period, score)
        return tuple(sorted(best.values(), key=lambda p: -p.score)[:PROPOSED])

    def _is_asked(self, m: SentenceFigure) -> bool:
        """Whether a mention is of what the form asks for; on a form of its own years, none that is after them."""
        if self.asked is not None and m.indicator not in self.asked:
            return False
        if self.everywhere:
            return True
        years = self.match.years
        return m.period is None or not years or m.period[:4] <= str(years[-1])

    def _statements(
        self, text: str, places: tuple[Place, ...], read: Legibility, mentions: dict[str, list[Observation]]
    ) -> None:
        """What a paragraph says yes or no to."""
        for said in self.reader.statements(text):
            if self.asked is None or said.indicator in self.asked:
                o = self._observed(said.indicator, None, {}, said.raw, places, read, (in_a_sentence(said.confidence),))
                mentions.setdefault(o.key, []).append(replace(o, value=said.value, unit=None, precision=None))

    def _home(self) -> str:
        """The applicant's place, and behind it its name."""
        names = [p.text for p in self.match.placements if p.indicator.startswith("region") and p.text]
        names += [p.text for p in self.match.placements if p.indicator == NAME and p.text][:1]
        return squeeze("".join(names))

    def _half(self) -> int | None:
        """The year of the half-year that a report is on; None for all other forms."""
        if self.template.form != HALF_YEAR:
            return None
        texts = [p.text for p in self.match.placements if p.indicator == "report_period"]
        for block in self.document.blocks[:HEAD]:
            texts += [block.text] if isinstance(block, Line) else [c.text for c in block.cells[:HEAD]]
        said = next((m for text in texts if (m := _HALF.search(in_digits(text)))), None)
        if said is not None:
            return int(said.group(1))
        return self.match.years[-1] if self.match.years else None

    def _paragraphs(self) -> list[_Paragraph]:
        """The texts in which the template has figures looked for, but for those below headings of plans or of firms."""
        if not self.everywhere:
            return [p for given in self._given() for p in self._unplanned(given)]
        out: list[_Paragraph] = [
            (unwrapped(p.text), (p.place, *p.further), p.legibility)
            for p in self.match.placements
            if p.indicator in self.template.prose
        ]
        asides = _Asides(self.reader)
        left = {x.place for x in self.match.leftovers}
        captions = captions_beside(self.document)
        tables = [b for b in self.document.blocks if isinstance(b, Table)]
        remarks = {cell.place: told for table in tables for cell, told in remarks_of(table)}
        for written, places, read, alone in self._lines():
            if places[0] in remarks:
                out.append((remarks[places[0]], places, read))
                continue
            text, caption = written, captions.get(places[0], "")
            if caption and is_planned(caption):
                continue  # 2025年预期 | 产值500亿元，高新技术企业80家
            aside = asides.after(text) if alone else asides.on
            told = places[0] in left and _TELLS.search(squeeze(text)) is not None
            told = told or replace(self.source(places[0]), reader=PROSE) in self.in_words
            if caption and (more := with_caption(caption, text)) and self._tells(more) > self._tells(text):
                text, told = more, True
            if not aside and (alone or told or len(squeeze(text)) >= SENTENCE or text.rstrip().endswith("。")):
                run_in = _RUN_IN.sub(r"\1", together(text)) if alone and _RUN_IN.match(together(text)) else ""
                out.append((unwrapped(run_in if self._tells(run_in) > self._tells(text) else text), places, read))
        return out

    def _tells(self, text: str) -> int:
        """How many figures are read in a text: 研发投入2.9亿元，… is read best without its caption, 研发情况."""
        return len(self.reader.read(unwrapped(text), self.match.years, self.asked or frozenset())) if text else 0

    def _given(self) -> list[_Paragraph]:
        return [
            (p.text, (p.place, *p.further), p.legibility)
            for p in self.match.placements
            if p.indicator in self.template.prose
        ]

    def _unplanned(self, given: _Paragraph) -> Iterator[_Paragraph]:
        """The paragraphs of a text without those under a heading of plans or of firms."""
        text, places, read = given
        asides = _Asides(self.reader)
        for line in text.split("\n"):
            if not asides.after(line):
                yield unwrapped(line), places, read

    def _lines(self) -> Iterator[tuple[str, tuple[Place, ...], Legibility, bool]]:
        """Every paragraph and every cell, where it stands, how well it was read, and whether its row is its own.

        Lines of which one is cut off in the midst of a sentence are one paragraph, also over a page's end.
        """
        held = ""
        places: tuple[Place, ...] = ()
        read: Legibility = TYPED
        for block in self.document.blocks:
            if isinstance(block, Line):
                if held and strip_numbering(block.text) == block.text:
                    held, places = held.rstrip() + block.text.lstrip(), (*places, block.place)
                    read = weakest_of((read, block.legibility))
                else:
                    if held:
                        yield held, places, read, True
                    held, places, read = block.text, (block.place,), block.legibility
                if len(squeeze(block.text)) < SENTENCE or block.text.rstrip().endswith(_ENDS):
                    yield held, places, read, True
                    held = ""
                continue
            if held:
                yield held, places, read, True
                held = ""
            filled = Counter(c.row for c in block.cells if c.text.strip())
            for c in block.cells:
                yield c.text, (c.place, *c.further), c.legibility, filled[c.row] == 1 and c.rowspan == 1
        if held:
            yield held, places, read, True

    def _mentioned(self, m: SentenceFigure, places: tuple[Place, ...], read: Legibility) -> Observation:
        """A mention as an observation."""
        o = self._observed(m.indicator, m.period, dict(m.dims), m.raw, places, read, m.reading.doubts)
        return replace(o, value=m.reading.value, unit=m.reading.unit, precision=m.reading.precision)

    def _observed(
        self,
        name: str,
        period: str | None,
        dims: dict[str, str],
        raw: str,
        places: tuple[Place, ...],
        read: Legibility,
        meant: tuple[Doubt, ...],
    ) -> Observation:
        """An observation without its value; it is no surer than the least sure line of its paragraph."""
        doubts = (*read.reasons, *meant)
        confidence = round(confidence_of(read.letters, doubts), 4)
        return Observation(
            indicator=name,
            label=self.indicators[name].label,
            period=period,
            dims=dims,
            value=None,
            unit=self.indicators[name].unit,
            precision=None,
            raw=raw,
            status="reported",
            confidence=confidence,
            source=replace(self.source(places[0]), reader=PROSE),
            doubts=reasons(confidence, doubts),
        )

    def _best(self, found: list[Observation], cell: Observation | None) -> Observation:
        """One observation of all mentions of a figure: the surest, held back where another one says otherwise.

        What the mentions and the form's own cell say to each other becomes a finding.
        """
        best = max(found, key=lambda o: (o.confidence, o.precision or 0))
        others = [o for o in found if not _alike(o, best)]
        contradicting = others if cell is None or cell.status != "reported" else _unlike(found, cell)
        if not self.everywhere and cell is not None:
            contradicting = [o for o in contradicting if o.confidence >= SURE]
        if contradicting and (cell is None or cell.status in ("missing", "reported")):
            held = best if cell is None or cell.status != "reported" else cell
            self.disagreements.append(_disagreement(held, contradicting))
        if not others:
            return best
        alternatives = tuple(
            Alternative(o.value, o.raw, o.confidence, o.source) for o in others if o.source is not None
        )
        return replace(lowered(best, _said_otherwise(others)), alternatives=alternatives)


def _reads(said: Observation, cell: Observation) -> bool:
    """Whether a mention is of the very cell that answers for its field in words: 总产值 | 2024年完成总产值112.3亿元."""
    if cell.status != "unreadable" or cell.source is None or said.source is None:
        return False
    return replace(said.source, reader=cell.source.reader) == cell.source


_RUN_IN = re.compile(r"^(\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+)[一-鿿（）()]{2,16})。(?=20\d\d年)")
"""A numbered heading of its own paragraph that its first sentence goes on: （一）营业收入。2022年至2024年分别为…"""
_TELLS = re.compile(r"[一-鿿]{2,}(?:为|是|约|达到?|有)?\d[\d.,]*(?:[一-鿿]{1,3}|%)")
"""What a cell says that answers in words, however short: 2024年集群总产值163.4亿元 beside a condition."""


_KINDS = re.compile("[、或（），]")
"""What parts the kinds that a label lists."""
_COUNTED = re.compile(r"\d[\d,]*[家户个件项人名所]")
"""A number with its counter, which its caption may make a sentence: 参与标准 | 19项."""


class _Asides:
    """Whether what one reads stands under a heading of plans or of firms: to the next heading that is not within.

    Under 存在问题及下一步打算 a paragraph that names a problem is of today.
    """

    def __init__(self, reader: ProseReader) -> None:
        self.reader = reader
        self.level: int | None = None
        self.both = False

    @property
    def on(self) -> bool:
        """Whether the last heading was such a one, or within one."""
        return self.level is not None

    def after(self, text: str) -> bool:
        """The same once a line is read; True for such a heading itself."""
        level = heading_level(text)
        if level is not None and (self.level is None or level <= self.level):
            self.level = level if self.reader.is_aside(text) else None
            self.both = self.on and self.reader.is_of_both(text)
            return self.on
        return self.on and not (self.both and self.reader.lacks(text))


def _added_up(mentions: Sequence[SentenceFigure], indicators: Mapping[str, Indicator]) -> list[SentenceFigure]:
    """The mentions, several kinds of one thing in a paragraph as their sum: what is asked for counts all kinds."""
    groups: dict[tuple[str, str | None, tuple[tuple[str, str], ...]], list[SentenceFigure]] = {}
    for m in mentions:
        groups.setdefault((m.indicator, m.period, m.dims), []).append(m)
    out: list[SentenceFigure] = []
    for (name, _, dims), mentioned in groups.items():
        whole = [m for m in mentioned if not m.partial]
        of_parts = not whole and len(mentioned) > 1  # 主持3项，参与11项: together, in doubt
        found = mentioned if of_parts else whole
        kinds = {m.named for m in found}
        general = any(word in m.named for m in found for word in _GENERAL)
        # 5G工厂2家、数字孪生工厂1家 are three of what is called 5G工厂、无人工厂或数字孪生工厂数量
        asked = tuple(k for k in _KINDS.split(indicators[name].label.removesuffix("数量")) if k)
        listed = len(asked) > 1 and all(m.named.endswith(asked) for m in found)
        added = of_parts or listed or (dims and indicators[name].dims)
        if not added or len(kinds) != len(found) or len(found) < 2 or general:  # noqa: PLR2004 - a sum is of several
            out += found
            continue
        total = sum((m.reading.value for m in found if isinstance(m.reading.value, Decimal)), Decimal(0))
        why = doubt("in_a_sentence", "几类的个数相加而得，请核对", ADDED_UP)
        reading = replace(found[0].reading, value=total).doubted(why, *(d for m in found for d in m.reading.doubts))
        out.append(replace(found[0], reading=reading, raw="、".join(m.raw for m in found)))
    return out


def _alike(a: Observation, b: Observation) -> bool:
    return a.value == b.value if not isinstance(a.value, Decimal) else may_be_same(a, b)


def _unlike(found: list[Observation], cell: Observation) -> list[Observation]:
    return [o for o in found if not _alike(cell, o)]


def _disagreement(held: Observation, others: list[Observation]) -> Finding:
    """That a figure is said otherwise elsewhere in the same file."""
    told = "、".join(dict.fromkeys(f"{_where(o)}为 {o.raw}" for o in others))
    statement = f"{called(held)}在材料中说法不一致：{_where(held)}为 {held.raw}，{told}"
    parts = Parts(statement, advice="请核对哪一处有误")
    return Finding(
        check=f"agreement.prose.{held.key}",
        kind="agreement",
        # of a cell that may be about something else nobody is asked
        severity="warning" if held.confidence >= SURE else "info",
        message=parts.message,
        fields=(held.key,),
        reported=held.value,
        clause="同一份材料前后的数据应当一致",
        origin="reading",  # of which figure a sentence speaks is for a person to judge
        parts=parts,
    )


def _where(o: Observation) -> str:
    """Where a figure stands, for staff."""
    prose = o.source is not None and o.source.reader == PROSE
    page = "" if o.source is None or o.source.page is None else f"第 {o.source.page} 页"
    cell = "" if o.source is None or o.source.cell is None else f"（{cell_name(o.source.cell)}）"
    return f"{page}{'文字' if prose else '表格'}{cell}"


def _said_otherwise(others: Sequence[Observation]) -> Doubt:
    """That another place of the file says otherwise."""
    told = "、".join(dict.fromkeys(f"{_where(o)}为 {o.raw.strip()}" for o in others))
    return doubt("said_otherwise", f"材料中另一处说法不同：{told}", DISAGREEING)
