"""Placements to a record: values read, statuses and confidence said, what is missing named, a stable id."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formextract import values
from formextract.checks import messages
from formextract.checks.altered import altered_findings
from formextract.checks.identifiers import identifier_finding
from formextract.checks.messages import cell_name
from formextract.match.seal_places import Unstamped, unstamped
from formextract.model import Document, FileRef, Finding, Line, Observation, Parts, Place, Record, Source, Unmatched
from formextract.model.facts import PROSE
from formextract.model.interval import may_be_same
from formextract.model.placement import Match, Placement
from formextract.model.record import Alternative, Role
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import strip_numbering, unwrapped
from formextract.values import Reading
from formextract.values.prose import ProseReader
from formextract.values.prosesentence import SentenceFigure

SCAN = "scan"
"""The reader's name at places that were read from a picture; how sure they are is in the document's `sureness`."""
READER_CONFIDENCE = {"pdf-text": 1.0, "docx": 1.0, "xlsx": 1.0, "xls": 1.0, "doc": 1.0, "ofd": 1.0}
"""What a reader's own letters are worth: digital text is what it is."""
DOCUMENT = "document"
"""A template's word for all paragraphs, where it says in which texts figures are looked for."""
SENTENCE = 24
"""Letters; a cell or line that is shorter holds no sentence with a figure that is not its label's."""
SHOWN = 40
"""Letters of a cell's ink that a finding quotes."""
_ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ";", ":", "…", "”")
TICKS = frozenset({"bool", "choice", "multichoice"})
BLIND = 0.5
"""Confidence at most of ticks on a scan whose boxes look all alike."""
READING_NOTE = "读取说明（不是申报内容的问题）"
"""The clause of findings on how a file was read."""
SECOND_FORM = 3
"""Fields with other ink under a second caption from which a second form may stand in the file."""
DISAGREEING = 0.5
"""Confidence of a figure in a sentence where another place says otherwise."""

VERSION = 6
"""Raised when matching, values or what stands below all readers begin to give other records: every form in a store is
read again by the next load. A single reader has its own number in its format's row (`formats`)."""

_Found = dict[tuple[str, str | None, tuple[tuple[str, str], ...]], Observation]
"""Observations by indicator, period and dims."""


def assemble(
    document: Document,
    template: Template,
    match: Match,
    indicators: Mapping[str, Indicator],
    row: int | None = None,
    prose: ProseReader | None = None,
) -> Record:
    """The record of one match. `row` tells the records of a summary sheet apart; `prose` finds figures in sentences."""
    return _Assembler(document, template, match, indicators, row, prose).record()


def record_id(sha256: str, template: str, part: str) -> str:
    """A record's id: of the file's bytes, the form, and which of the file's records of this form it is."""
    return hashlib.sha256(f"{sha256}|{template}|{part}".encode()).hexdigest()[:24]


class _Assembler:
    def __init__(
        self,
        document: Document,
        template: Template,
        match: Match,
        indicators: Mapping[str, Indicator],
        row: int | None,
        prose: ProseReader | None,
    ) -> None:
        self.prose = prose
        self.document, self.template, self.match, self.indicators, self.row = document, template, match, indicators, row
        self.trust = READER_CONFIDENCE.get(document.reader, 1.0)
        self.disagreements: list[Finding] = []
        self.unread: list[Finding] = []
        cells = (c for b in document.blocks if not isinstance(b, Line) for c in b.cells)
        self.shown = {c.place: c.shown for c in cells if c.shown is not None}

    def record(self) -> Record:
        observed = self._observations()
        who = self.template.applicant
        named_by = "cluster_name" if who is None else who.name
        applies = next((o.value for o in observed if o.indicator == named_by and isinstance(o.value, str)), "")
        codes = [o for o in observed if who is not None and o.indicator == who.identifier]
        source = self.document.source
        role: Role = "summary" if self.template.form == "summary" else "application"
        return Record(
            id=self._id(),
            program=self.template.program,
            form=self.template.form,
            template=self.template.id,
            cluster=applies,
            applicant="" if who is None else applies,
            files=(FileRef(source.path, source.sha256, source.format, role, self.document.pages),),
            values=tuple(observed),
            findings=(
                *(_reader_finding(n, note) for n, note in enumerate(self.document.notes, 1)),
                *self.unread,
                *self._altered(),
                *_again_findings(self.match.again),
                *map(_unstamped_finding, unstamped(self.document)),
                *self.disagreements,
                *(f for o in codes if (f := identifier_finding(o)) is not None),
            ),
            unmatched=tuple(
                Unmatched(unwrapped(x.label), unwrapped(x.text), self._source(x.place)) for x in self.match.leftovers
            ),
        )

    def _altered(self) -> list[Finding]:
        """What is not as on the blank form, where the form's instructions forbid to alter it."""
        rules = self.template.layout
        if rules is None:
            return []
        return altered_findings(self.match.altered, rules.clause, incomplete=bool(self.document.notes))

    def _id(self) -> str:
        """Of the file's bytes, the form, and the row where a file gives several records."""
        return record_id(self.document.source.sha256, self.template.id, "" if self.row is None else str(self.row))

    def _source(self, place: Place) -> Source:
        box = place.bbox
        rounded = None if box is None else (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
        reader = SCAN if self.document.scanned(place) else self.document.reader
        return Source(0, place.page, rounded, place.cell, reader)

    def _observations(self) -> list[Observation]:
        found: _Found = {}
        counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        context = self._context()
        for p in sorted(self.match.placements, key=lambda p: p.part == "names"):  # counts before the lists they count
            count = counts.get((p.field.indicator, p.dims)) if p.part == "names" else None
            reading = values.read(p, self.indicators[p.indicator], context, count)
            if self.document.scanned(p.place):
                reading = values.mended(reading, p, self.indicators[p.indicator], context, count)
                reading = values.held(reading, self.indicators[p.indicator], count, p.text)
            if p.part == "count" and isinstance(reading.value, Decimal) and not isinstance(reading.value, bool):
                counts[p.field.indicator, p.dims] = int(reading.value)
            observed = found.setdefault((p.indicator, p.period, p.dims), self._observation(p, reading))
            if reading.why and observed.status == "unreadable":
                self.unread.append(_unread_finding(observed, reading.why))
        found = self._without_blind_ticks(found)
        out: list[Observation] = []
        for spec in self.template.fields:
            out += self._of_field(spec, found)
        out += found.values()
        return out if self.prose is None else self._with_prose(out, self.prose)

    def _without_blind_ticks(self, found: _Found) -> _Found:
        """The observations, ticks of a scan in doubt where its boxes look all alike."""
        kinds = {name: self.indicators[name].kind for name, _, _ in found}
        scanned = [p for p in self.match.placements if self.document.scanned(p.place)]
        if not values.boxes_say_nothing([p.text for p in scanned if kinds.get(p.indicator) in ("bool", "choice")]):
            return found
        return {
            key: replace(o, confidence=min(o.confidence, BLIND)) if kinds[key[0]] in TICKS and _is_scanned(o) else o
            for key, o in found.items()
        }

    def _with_prose(self, own: list[Observation], reader: ProseReader) -> list[Observation]:
        """The form's own observations, those that it has no cell for taken from sentences, other mentions behind."""
        mentions: dict[str, list[Observation]] = {}
        asked = frozenset(self.template.indicators()) if DOCUMENT in self.template.prose else None
        for text, places in self._paragraphs(reader):
            for m in reader.read(text, self.match.years, asked or frozenset()):
                if m.subject == "own" and (asked is None or m.indicator in asked):
                    said = self._mentioned(m, places)
                    mentions.setdefault(said.key, []).append(said)
        cells = {o.key: o for o in own}
        by_key = {key: self._best(found, cells.get(key)) for key, found in mentions.items()}
        out = [by_key[o.key] if o.status == "missing" and o.key in by_key else o for o in own]
        for key, o in by_key.items():
            cell = cells.get(key)
            if cell is None or (cell.status != "missing" and not may_be_same(cell, o)):
                out.append(o if cell is None else replace(o, confidence=min(o.confidence, DISAGREEING)))
        return out

    def _paragraphs(self, reader: ProseReader) -> list[tuple[str, tuple[Place, ...]]]:
        """The texts in which the template has figures looked for, without those under a heading of plans."""
        out = [
            (unwrapped(p.text), (p.place, *p.further))
            for p in self.match.placements
            if p.indicator in self.template.prose
        ]
        if DOCUMENT not in self.template.prose:
            return out
        planned = False
        for text, places, alone in self._lines():
            heading = len(text) <= SENTENCE and strip_numbering(text) != text
            if alone and heading:
                planned = reader.is_plan_heading(text)
            elif not planned and (alone or len(text) >= SENTENCE or text.rstrip().endswith("。")):
                out.append((unwrapped(text), places))
        return out

    def _lines(self) -> Iterator[tuple[str, tuple[Place, ...], bool]]:
        """Every paragraph and every cell, where it stands, and whether it stands in its row alone.

        Lines of which one is cut off in the midst of a sentence are one paragraph, also over a page's end.
        """
        held = ""
        places: tuple[Place, ...] = ()
        for block in self.document.blocks:
            if isinstance(block, Line):
                if held and strip_numbering(block.text) == block.text:
                    held, places = held.rstrip() + block.text.lstrip(), (*places, block.place)
                else:
                    if held:
                        yield held, places, True
                    held, places = block.text, (block.place,)
                if len(block.text) < SENTENCE or block.text.rstrip().endswith(_ENDS):
                    yield held, places, True
                    held = ""
                continue
            if held:
                yield held, places, True
                held = ""
            filled = Counter(c.row for c in block.cells if c.text.strip())
            for c in block.cells:
                yield c.text, (c.place, *c.further), filled[c.row] == 1 and c.rowspan == 1
        if held:
            yield held, places, True

    def _mentioned(self, m: SentenceFigure, places: tuple[Place, ...]) -> Observation:
        """A mention as an observation; it is no surer than the least sure line of its paragraph."""
        sure = min((self.document.sureness.get(place, 1.0) for place in places), default=1.0)
        return Observation(
            indicator=m.indicator,
            label=self.indicators[m.indicator].label,
            period=m.period,
            dims=dict(m.dims),
            value=m.reading.value,
            unit=m.reading.unit,
            precision=m.reading.precision,
            raw=m.raw,
            status="reported",
            confidence=round(m.reading.confidence * self.trust * sure, 4),
            source=replace(self._source(places[0]), reader=PROSE),
        )

    def _best(self, found: list[Observation], cell: Observation | None) -> Observation:
        """One observation of all mentions of a figure: the surest, held back where another one says otherwise.

        What the mentions and the form's own cell say to each other becomes a finding.
        """
        best = max(found, key=lambda o: (o.confidence, o.precision or 0))
        others = [o for o in found if not may_be_same(o, best)]
        contradicting = others if cell is None or cell.status != "reported" else _unlike(found, cell)
        if contradicting and (cell is None or cell.status in ("missing", "reported")):
            held = best if cell is None or cell.status != "reported" else cell
            self.disagreements.append(_disagreement(held, contradicting))
        if not others:
            return best
        alternatives = tuple(
            Alternative(o.value, o.raw, o.confidence, o.source) for o in others if o.source is not None
        )
        return replace(best, confidence=min(best.confidence, DISAGREEING), alternatives=alternatives)

    def _observation(self, p: Placement, reading: Reading) -> Observation:
        indicator = self.indicators[p.indicator]
        unit = reading.unit if p.part in ("baseline", "target") else indicator.unit
        sure = self.trust * self._sureness(p) * math.prod(self.document.sureness.get(q, 1.0) for q in p.further)
        confidence = reading.confidence if reading.status == "unreadable" else reading.confidence * p.confidence * sure
        return Observation(
            indicator=p.indicator,
            label=unwrapped(p.label),
            period=p.period,
            dims=dict(p.dims),
            value=reading.value,
            unit=unit,
            precision=reading.precision if isinstance(reading.value, Decimal) else None,
            raw=unwrapped(p.text).strip(),
            status=reading.status,
            confidence=round(confidence, 4),
            source=self._source(p.place),
        )

    def _sureness(self, p: Placement) -> float:
        """How sure the ink of a value was read: of a count that shares its cell with names, the count's line."""
        whole = self.document.sureness.get(p.place, 1.0)
        shown = self.shown.get(p.place) if p.part == "count" else None
        line = shown.sureness_of(p.text) if shown is not None else None
        return whole if line is None else line

    def _of_field(self, spec: FieldSpec, found: _Found) -> list[Observation]:
        """The field's observations in form order; `missing` where the form has no such cell."""
        if spec.shape in ("targets", "narrative", "column", "rows") or spec.columns:
            names = [n for n in (spec.indicator, spec.target) if n]
            out = [found.pop(k) for k in list(found) if k[0] in names]
            if not out and spec.shape != "targets":
                out.append(self._missing(spec, spec.indicator, None, {}))
            return out
        names = (
            list(spec.in_gaps)
            or list(spec.parts.values())
            or [n for n in (spec.indicator, spec.names, spec.joined) if n]
        )
        out = []
        dims_list: list[dict[str, str]] = [dict(spec.dims)]
        if spec.shape == "standards":
            dims_list = [{"level": level} for level in self.indicators[spec.indicator].dims["level"]]
        for period in self._periods(spec.indicator):
            for dims in dims_list:
                for name in names:
                    key = (name, period, tuple(sorted(dims.items())))
                    out.append(found.pop(key) if key in found else self._missing(spec, name, period, dims))
        return out

    def _periods(self, name: str) -> list[str | None]:
        years = self.match.years
        kind = self.indicators[name].period
        if kind == "year":
            return [str(y) for y in years]
        if kind == "span3":
            return [f"{years[0]}/{years[-1]}" if years else None]
        return [None]

    def _missing(self, spec: FieldSpec, name: str, period: str | None, dims: dict[str, str]) -> Observation:
        indicator = self.indicators[name]
        return Observation(
            indicator=name,
            label=spec.label if name == spec.indicator else indicator.label,
            period=period,
            dims=dims,
            value=None,
            unit=indicator.unit,
            precision=None,
            raw="",
            status="missing",
            confidence=1.0,
            source=None,
        )

    def _context(self) -> str:
        """Texts in which the county's full name is likely to stand."""
        wanted = ("cluster_name", "county_authority", "operator")
        return "\n".join(p.text for p in self.match.placements if p.indicator in wanted)


def _is_scanned(o: Observation) -> bool:
    return o.source is not None and o.source.reader == SCAN


def _unlike(found: list[Observation], cell: Observation) -> list[Observation]:
    return [o for o in found if not may_be_same(o, cell)]


def _disagreement(held: Observation, others: list[Observation]) -> Finding:
    """That a figure is said otherwise elsewhere in the same file."""
    when = f" {held.period.replace('/', '—')} 年" if held.period else ""
    told = "、".join(dict.fromkeys(f"{_where(o)}为 {o.raw}" for o in others))
    statement = f"{held.label}{when}在材料中说法不一致：{_where(held)}为 {held.raw}，{told}"
    parts = Parts(statement, advice="请核对哪一处有误")
    return Finding(
        check=f"agreement.prose.{held.key}",
        kind="agreement",
        severity="warning",
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


def _reader_finding(number: int, note: str) -> Finding:
    """What the reader could not do, among the record's findings: a page that was not read says so."""
    return Finding(
        check=f"reading.{number}",
        kind="layout",
        severity="warning",
        message=note,
        fields=(),
        clause=READING_NOTE,
        origin="reading",
        parts=Parts(note),
    )


def _again_findings(labels: Sequence[str]) -> list[Finding]:
    """That so many fields stand twice that there may be a second form; a field or two that recur say no such thing."""
    if len(labels) < SECOND_FORM:
        return []
    named = "、".join(f"“{label}”" for label in labels[:SECOND_FORM])
    parts = Parts(
        f"{named}等 {len(labels)} 个栏目在文件中出现两次而内容不同，文件里可能还有第二份申报表；"
        "没有采用的内容列在未对应的内容中，请核对原件，确有两份的请分成两个文件重新装载"
    )
    return [
        Finding(
            check="reading.again",
            kind="layout",
            severity="warning",
            message=parts.message,
            fields=(),
            clause=READING_NOTE,
            origin="reading",
            parts=parts,
        )
    ]


def _unread_finding(o: Observation, why: str) -> Finding:
    """Why legible ink gives no value: the applicant wrote what cannot be meant."""
    parts = Parts(f"{messages.name(o)}填写的“{o.raw[:SHOWN]}”没有读取：{why}。请看原件，需要时请申报单位更正。")
    return Finding(
        check=f"unread.{o.key}",
        kind="layout",
        severity="warning",
        message=parts.message,
        fields=(o.key,),
        origin="reading",
        parts=parts,
    )


def _unstamped_finding(missing: Unstamped) -> Finding:
    """No seal where the form asks for one; worth a look only, since a pale seal on a grey scan may not be found."""
    parts = Parts(f"扫描件第 {missing.place.page} 页“{missing.who}”处没有找到印章，请看原件是否已盖章")
    return Finding(
        check=f"seal.{missing.place.page}",
        kind="evidence",
        severity="info",
        message=parts.message,
        fields=(),
        clause=f"申报表：{missing.who}（公章）",
        origin="reading",
        parts=parts,
    )
