"""Placements to a record: values read, statuses and confidence said, what is missing named, a stable id."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from formextract import values
from formextract.model import Document, FileRef, Finding, Line, Observation, Place, Record, Source, Unmatched
from formextract.model.facts import PROSE
from formextract.model.placement import Match, Placement
from formextract.model.record import Alternative, Role
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import strip_numbering, unwrapped
from formextract.values import Reading
from formextract.values.prose import Mention, ProseReader

SCAN = "scan"
"""The reader's name at places that were read from a picture; how sure they are is in the document's `sureness`."""
READER_CONFIDENCE = {"pdf-text": 1.0, "docx": 1.0, "xlsx": 1.0, "xls": 1.0, "doc": 1.0, "ofd": 1.0}
"""What a reader's own letters are worth: digital text is what it is."""
DOCUMENT = "document"
"""A template's word for all paragraphs, where it says in which texts figures are looked for."""
SENTENCE = 24
"""Letters; a cell or line that is shorter holds no sentence with a figure that is not its label's."""
DISAGREEING = 0.5
"""Confidence of a figure in a sentence where another place says otherwise."""

VERSION = 1
"""Raised when matching, values or what stands below all readers begin to give other records: every form in a store is
read again by the next load. A single reader has its own number in `readers.VERSIONS`."""


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

    def record(self) -> Record:
        observed = self._observations()
        cluster = next((o.value for o in observed if o.indicator == "cluster_name" and isinstance(o.value, str)), "")
        source = self.document.source
        role: Role = "summary" if self.template.form == "summary" else "application"
        return Record(
            id=self._id(),
            program=self.template.program,
            form=self.template.form,
            template=self.template.id,
            cluster=cluster,
            files=(FileRef(source.path, source.sha256, source.format, role, self.document.pages),),
            values=tuple(observed),
            findings=tuple(_reader_finding(n, note) for n, note in enumerate(self.document.notes, 1)),
            unmatched=tuple(
                Unmatched(unwrapped(x.label), unwrapped(x.text), self._source(x.place)) for x in self.match.leftovers
            ),
        )

    def _id(self) -> str:
        """Of the file's bytes, the form, and the row where a file gives several records."""
        key = f"{self.document.source.sha256}|{self.template.id}|{'' if self.row is None else self.row}"
        return hashlib.sha256(key.encode()).hexdigest()[:24]

    def _source(self, place: Place) -> Source:
        box = place.bbox
        rounded = None if box is None else (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
        reader = SCAN if place in self.document.sureness else self.document.reader
        return Source(0, place.page, rounded, place.cell, reader)

    def _observations(self) -> list[Observation]:
        found: dict[tuple[str, str | None, tuple[tuple[str, str], ...]], Observation] = {}
        counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        context = self._context()
        for p in sorted(self.match.placements, key=lambda p: p.part == "names"):  # counts before the lists they count
            count = counts.get((p.field.indicator, p.dims)) if p.part == "names" else None
            reading = values.read(p, self.indicators[p.indicator], context, count)
            if p.part == "count" and isinstance(reading.value, Decimal) and not isinstance(reading.value, bool):
                counts[p.field.indicator, p.dims] = int(reading.value)
            found.setdefault((p.indicator, p.period, p.dims), self._observation(p, reading))
        out: list[Observation] = []
        for spec in self.template.fields:
            out += self._of_field(spec, found)
        out += found.values()
        return out if self.prose is None else self._with_prose(out, self.prose)

    def _with_prose(self, own: list[Observation], reader: ProseReader) -> list[Observation]:
        """The form's own observations, those that it has no cell for taken from sentences, other mentions behind."""
        mentions: dict[str, list[tuple[Mention, Place]]] = {}
        asked = set(self.template.indicators()) if DOCUMENT in self.template.prose else None
        for text, place in self._paragraphs(reader):
            for m in reader.read(text, self.match.years):
                if m.subject == "own" and (asked is None or m.indicator in asked):
                    mentions.setdefault(f"{m.indicator}|{m.period}|{m.dims}", []).append((m, place))
        said = [self._mentioned(found) for found in mentions.values()]
        by_key = {o.key: o for o in said}
        cells = {o.key: o for o in own}
        out = [by_key[o.key] if o.status == "missing" and o.key in by_key else o for o in own]
        for o in said:
            cell = cells.get(o.key)
            if cell is None or (cell.status != "missing" and not _same_figure(cell, o)):
                out.append(o if cell is None else replace(o, confidence=min(o.confidence, DISAGREEING)))
        return out

    def _paragraphs(self, reader: ProseReader) -> list[tuple[str, Place]]:
        """The texts in which the template has figures looked for, without those under a heading of plans."""
        out = [(unwrapped(p.text), p.place) for p in self.match.placements if p.indicator in self.template.prose]
        if DOCUMENT not in self.template.prose:
            return out
        planned = False
        for block in self.document.blocks:
            if not isinstance(block, Line):
                out += [(c.text, c.place) for c in block.cells if len(c.text) >= SENTENCE]
            elif len(block.text) <= SENTENCE and strip_numbering(block.text) != block.text:
                planned = reader.is_plan_heading(block.text)
            elif not planned:
                out.append((unwrapped(block.text), block.place))
        return out

    def _mentioned(self, found: list[tuple[Mention, Place]]) -> Observation:
        """One observation of all mentions of a figure: the surest, held back where another one says otherwise."""
        best, place = max(found, key=lambda f: f[0].reading.confidence)
        others = [
            (m, p) for m, p in found if m.reading.value != best.reading.value and not _rounds(m.reading, best.reading)
        ]
        sure = min(best.reading.confidence, DISAGREEING) if others else best.reading.confidence
        return Observation(
            indicator=best.indicator,
            label=self.indicators[best.indicator].label,
            period=best.period,
            dims=dict(best.dims),
            value=best.reading.value,
            unit=best.reading.unit,
            precision=best.reading.precision,
            raw=best.raw,
            status="reported",
            confidence=round(sure * self.trust * self.document.sureness.get(place, 1.0), 4),
            source=replace(self._source(place), reader=PROSE),
            alternatives=tuple(
                Alternative(m.reading.value, m.raw, m.reading.confidence, replace(self._source(p), reader=PROSE))
                for m, p in others
            ),
        )

    def _observation(self, p: Placement, reading: Reading) -> Observation:
        indicator = self.indicators[p.indicator]
        unit = reading.unit if p.part in ("baseline", "target") else indicator.unit
        sure = self.trust * math.prod(self.document.sureness.get(place, 1.0) for place in (p.place, *p.further))
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

    def _of_field(
        self, spec: FieldSpec, found: dict[tuple[str, str | None, tuple[tuple[str, str], ...]], Observation]
    ) -> list[Observation]:
        """The field's observations in form order; `missing` where the form has no such cell."""
        if spec.shape in ("targets", "narrative", "column"):
            names = [n for n in (spec.indicator, spec.target) if n]
            out = [found.pop(k) for k in list(found) if k[0] in names]
            if not out and spec.shape != "targets":
                out.append(self._missing(spec, spec.indicator, None, {}))
            return out
        names = list(spec.parts.values()) or [n for n in (spec.indicator, spec.names, spec.joined) if n]
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


def _same_figure(a: Observation, b: Observation) -> bool:
    """Whether two figures may stand for the same one, as far as each was rounded."""
    if isinstance(a.value, Decimal) and isinstance(b.value, Decimal) and a.precision is not None:
        coarser = min(a.precision, b.precision or 0)
        return abs(a.value - b.value) <= Decimal(1).scaleb(-coarser) / 2
    return a.value == b.value


def _rounds(a: Reading, b: Reading) -> bool:
    """Whether two readings of sentences may stand for the same figure."""
    if not isinstance(a.value, Decimal) or not isinstance(b.value, Decimal):
        return False
    coarser = min(a.precision or 0, b.precision or 0)
    return abs(a.value - b.value) <= Decimal(1).scaleb(-coarser) / 2


def _reader_finding(number: int, note: str) -> Finding:
    """What the reader could not do, among the record's findings: a page that was not read says so."""
    return Finding(
        check=f"reading.{number}",
        kind="layout",
        severity="warning",
        message=note,
        fields=(),
        clause="读取说明（不是申报内容的问题）",
    )
