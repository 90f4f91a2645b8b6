"""Placements to a record: values read, statuses and confidence said, what is missing named, a stable id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from formextract.assembly.absent import Absent
from formextract.assembly.compared_columns import compared_findings
from formextract.assembly.names_alike import with_names_compared
from formextract.assembly.observations import SCAN, Found, PlacementReader, is_scanned
from formextract.assembly.prose_values import with_prose
from formextract.assembly.reading_findings import again_findings, reader_finding, unstamped_finding
from formextract.assembly.reconcile import reconciled
from formextract.assembly.second_reading import Told, without_told
from formextract.assembly.section_texts import with_chapters
from formextract.checks.altered import altered_findings
from formextract.checks.identifiers import credit_code, identifier_finding
from formextract.match.accounts import PageAccounts
from formextract.match.seal_places import unstamped
from formextract.model import Document, FileRef, Finding, Line, Observation, Place, Proposal, Record, Source, Unmatched
from formextract.model.doubt import doubt
from formextract.model.head import Role
from formextract.model.placement import Match, Proposed
from formextract.model.record import UnreadPart
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.model.unsure import lowered
from formextract.text import squeeze, unwrapped
from formextract.values.prose import ProseReader

_LOST_BESIDE = doubt("cells_run_together", "同一栏的其他格已读出，这一格没有找到，可能与旁边的格连在一起，请看原件")
"""Of a cell of a row of which others were found on a scan: a rule between two was not seen."""
SHOWN_AS_PAGES = ("pdf", "pdf-scan", "image", "ofd")
"""Formats that say where letters stand, and no tables."""


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
        self.scanned = document.scanned_places() | {p.place for p in match.registered if p.legibility.scanned}
        self.disagreements: list[Finding] = []
        self.chapters: frozenset[Place] = frozenset()
        """Where the texts stand that were taken from below headings."""
        self.in_sentences: Mapping[Place, tuple[Proposed, ...]] = {}
        """What the figures of sentences that nobody claimed may be, by place."""
        self.unread: list[Finding] = []
        """Of placements whose ink gives no value."""
        self.registered: list[Observation] = []
        """What was taken from the writing beside captions, in place of what the tables gave."""
        # where tables are told from rules or from writing, a text that no field took may be what is missed
        drawn = document.source.format in SHOWN_AS_PAGES or self.scanned
        self.accounts = PageAccounts(document, match, template) if drawn else None
        self.reader = PlacementReader(match, indicators, self._source, self.accounts)
        self.absent = Absent(document, match, indicators, self.accounts)

    def record(self) -> Record:
        observed = with_names_compared(self._observations())
        who = self.template.applicant
        named_by = self.template.named_by
        applies = next((o.value for o in observed if o.indicator == named_by and isinstance(o.value, str)), "")
        codes = [o for o in observed if who is not None and o.indicator == who.identifier]
        role: Role = "summary" if self.template.form == "summary" else "application"
        return Record(
            id=self._id(),
            program=self.template.program,
            form=self.template.form,
            template=self.template.id,
            cluster=applies,
            applicant="" if who is None else applies,
            identifier=next((code for o in codes if (code := credit_code(o))), ""),
            files=(self._file(role),),
            values=tuple(observed),
            findings=(
                *(reader_finding(n, note) for n, note in enumerate(self.document.notes, 1)),
                *(f for f in self.unread if f.fields[0] not in {o.key for o in self.registered}),
                *self._altered(),
                *again_findings(self.match.again),
                *map(unstamped_finding, unstamped(self.document)),
                *self.disagreements,
                *(f for o in codes if (f := identifier_finding(o)) is not None),
            ),
            unmatched=without_told(self._unmatched(), Told(self.registered)),
        )

    def _unmatched(self) -> Iterator[Unmatched]:
        for x in self.match.leftovers:
            if x.place not in self.chapters:
                may_be = x.proposals or self.in_sentences.get(x.place, ())
                proposals = tuple(Proposal(p.indicator, p.label, p.period, p.score) for p in may_be)
                yield Unmatched(unwrapped(x.label), unwrapped(x.text), self._source(x.place), proposals)

    def _file(self, role: Role) -> FileRef:
        document, source = self.document, self.document.source
        unread = tuple(UnreadPart(u.what, self._source(u.place)) for u in document.unread)
        return FileRef(source.path, source.sha256, source.format, role, document.pages, document.reader, unread)

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
        reader = SCAN if place in self.scanned else self.document.reader
        return Source(0, place.page, rounded, place.cell, reader)

    def _observations(self) -> list[Observation]:
        found, self.unread = self.reader.read(self.match.placements)
        self.registered = reconciled(found, self.match, self.indicators, self.reader, self.accounts)
        if self.accounts is not None:
            self.accounts.leave_out(Told(self.registered).has)
        found = self.reader.without_blind_ticks(found)
        out: list[Observation] = []
        for spec in self.template.fields:
            out += self._of_field(spec, found)
        out += found.values()
        self.disagreements += compared_findings(self.document, self.match.placements, out)
        if self.prose is None:
            return out
        told = with_prose(out, self.document, self.template, self.match, self.indicators, self.prose, self._source)
        self.disagreements += told.findings
        self.in_sentences = told.proposed
        out, self.chapters = with_chapters(
            told.observations,
            self.document,
            self.prose.rules,
            self._source,
            self._lines_of_captions(),
            self.match.leftovers,
        )
        return out

    def _lines_of_captions(self) -> frozenset[int]:
        """The blocks that are lines with a caption and its value."""
        labels: dict[Place, list[str]] = {}
        for p in self.match.placements:
            labels.setdefault(p.place, []).append(squeeze(p.label))
        return frozenset(
            n
            for n, b in enumerate(self.document.blocks)
            if isinstance(b, Line) and any(x and squeeze(b.text).startswith(f"{x}:") for x in labels.get(b.place, ()))
        )

    def _of_field(self, spec: FieldSpec, found: Found) -> list[Observation]:
        """The field's observations in form order; `missing` where the form has no such cell."""
        if spec.shape in ("targets", "narrative", "column", "rows") or spec.columns:
            names = [n for n in (spec.indicator, spec.target, *(spec.goals or ())[1:]) if n]
            out = [found.pop(k) for k in list(found) if k[0] in names]
            if not out and spec.shape != "targets":
                out.append(self.absent.missing(spec, spec.indicator, None, {}))
            for name in spec.parts.values():
                held = found.pop((name, None, ()), None)
                if held is not None or spec.shape != "targets":
                    out.append(held or self.absent.missing(spec, name, None, {}))
            return out
        names = (
            list(spec.in_gaps)
            or list(spec.parts.values())
            or [n for n in (spec.indicator, spec.names, spec.joined, spec.cover) if n]
        )
        out = []
        dims_list: list[dict[str, str]] = [dict(spec.dims)]
        if spec.shape == "standards":
            dims_list = [{"level": level} for level in self.indicators[spec.indicator].dims["level"]]
        for period in self._periods(spec.indicator):
            for dims in dims_list:
                for name in names:
                    key = (name, period, tuple(sorted(dims.items())))
                    out.append(found.pop(key) if key in found else self.absent.missing(spec, name, period, dims))
        on_paper = {o.indicator for o in out if is_scanned(o)}
        return [lowered(o, _LOST_BESIDE) if o.status == "missing" and o.indicator in on_paper else o for o in out]

    def _periods(self, name: str) -> list[str | None]:
        years = self.match.years
        kind = self.indicators[name].period
        if kind == "year":
            return [str(y) for y in years]
        if kind == "span3":
            return [f"{years[0]}/{years[-1]}" if years else None]
        return [None]
