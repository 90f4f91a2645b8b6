"""Placements to a record: values read, statuses and confidence said, what is missing named, a stable id."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from formextract import values
from formextract.model import Document, FileRef, Observation, Place, Record, Source, Unmatched
from formextract.model.placement import Match, Placement
from formextract.model.record import Role
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import unwrapped
from formextract.values import Reading

READER_CONFIDENCE = {"pdf-text": 1.0, "docx": 1.0, "xlsx": 1.0, "xls": 1.0, "doc": 1.0, "ofd": 1.0}
"""What a reader's own letters are worth: digital text is what it is."""


def assemble(
    document: Document, template: Template, match: Match, indicators: Mapping[str, Indicator], row: int | None = None
) -> Record:
    """The record of one match. `row` tells the records of one summary sheet apart."""
    return _Assembler(document, template, match, indicators, row).record()


class _Assembler:
    def __init__(
        self, document: Document, template: Template, match: Match, indicators: Mapping[str, Indicator], row: int | None
    ) -> None:
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
        return Source(0, place.page, rounded, place.cell, self.document.reader)

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
        return out + list(found.values())

    def _observation(self, p: Placement, reading: Reading) -> Observation:
        indicator = self.indicators[p.indicator]
        unit = reading.unit if p.part in ("baseline", "target") else indicator.unit
        confidence = (
            reading.confidence if reading.status == "unreadable" else reading.confidence * p.confidence * self.trust
        )
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
