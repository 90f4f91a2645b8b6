"""Placements to a record: values read, statuses and confidence said, what is missing named, a stable id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formextract import values
from formextract.checks import messages
from formextract.checks.altered import altered_findings
from formextract.checks.identifiers import credit_code, identifier_finding
from formextract.match.accounts import Concealed, PageAccounts
from formextract.match.seal_places import Unstamped, unstamped
from formextract.model import (
    AlsoRead,
    Document,
    Doubt,
    FileRef,
    Finding,
    Line,
    Observation,
    Parts,
    Place,
    Proposal,
    Record,
    Source,
    Unmatched,
    Unread,
)
from formextract.model.doubt import SURE, confidence_of, doubt
from formextract.model.head import Role
from formextract.model.placement import Leftover, Match, Placement, Proposed
from formextract.model.record import UnreadPart
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.model.unsure import lowered, reasons
from formextract.names_alike import with_names_compared
from formextract.prose_values import with_prose
from formextract.second_reading import (
    OF_LINES,
    confirmed,
    contradicts,
    is_of_no_rules,
    leaves_more,
    says_same,
    settled,
    without_told,
)
from formextract.section_texts import with_chapters
from formextract.text import is_blank, squeeze, unwrapped
from formextract.values import Reading
from formextract.values.prose import ProseReader

SCAN = "scan"
"""The reader's name at places that were read from a picture."""
SHOWN = 40
"""Letters of a cell's ink that a finding quotes."""
TICKS = frozenset({"bool", "choice", "multichoice"})
_BLIND = doubt("ticks_all_alike", "各选项的方框看起来都一样，看不出勾了哪一个", 0.5)
"""Of ticks on a scan whose boxes look all alike."""
READING_NOTE = "读取说明（不是申报内容的问题）"
"""The clause of findings on how a file was read."""
SECOND_FORM = 3
"""Fields with other ink under a second caption from which a second form may stand in the file."""

_Key = tuple[str, str | None, tuple[tuple[str, str], ...]]
_Found = dict[_Key, Observation]
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


UNRULED = 0.8
"""How sure a value is, at most, of which the row and the column were told from how the writing stands."""


_NOT_ACCOUNTED = doubt("page_not_accounted_for", "这几页上还有没有归类的文字，可能就是这一项，请看原件")
"""Of a field that is missing where something on its page was placed nowhere."""
_NOT_READ = doubt("page_not_accounted_for", "文件里另有没有读出的页或嵌入的内容，可能就有这一项，请看原件")
"""Of a field that is missing where the file holds a part that nobody read."""
_LOST_BESIDE = doubt("cells_run_together", "同一栏的其他格已读出，这一格没有找到，可能与旁边的格连在一起，请看原件")
"""Of a cell of a row of which others were found on a scan: a rule between two was not seen."""
LIKELY_ENOUGH = 0.05
"""Probability from which a leftover may be a field: a doubt that is right less often than once in twenty is none."""
_TORN = doubt("page_not_accounted_for", "这一行的上下还有没有归类的文字，可能也是这一项的，请看原件")
"""Of a value, or of none, in a loose line of a scan beside lines that no field took."""
SHOWN_AS_PAGES = ("pdf", "pdf-scan", "image", "ofd")
"""Formats that say where letters stand, and no tables."""


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
        self.registered: list[Observation] = []
        """What was taken from the writing beside captions, in place of what the tables gave."""
        # where tables are told from rules or from writing, a text that no field took may be what is missed
        drawn = document.source.format in SHOWN_AS_PAGES or self.scanned
        self.accounts = PageAccounts(document, match, template) if drawn else None
        self.concealed = Concealed(document)

    def record(self) -> Record:
        observed = with_names_compared(self._observations())
        who = self.template.applicant
        named_by = "cluster_name" if who is None else who.name
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
                *(_reader_finding(n, note) for n, note in enumerate(self.document.notes, 1)),
                *(f for f in self.unread if f.fields[0] not in {o.key for o in self.registered}),
                *self._altered(),
                *_again_findings(self.match.again),
                *map(_unstamped_finding, unstamped(self.document)),
                *self.disagreements,
                *(f for o in codes if (f := identifier_finding(o)) is not None),
            ),
            unmatched=without_told(self._unmatched(), self.registered),
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
        found = self._read(self.match.placements, self.unread)
        self._settle(found)
        found = self._without_blind_ticks(found)
        out: list[Observation] = []
        for spec in self.template.fields:
            out += self._of_field(spec, found)
        out += found.values()
        if self.prose is None:
            return out
        told = with_prose(out, self.document, self.template, self.match, self.indicators, self.prose, self._source)
        self.disagreements += told.findings
        self.in_sentences = told.proposed
        out, self.chapters = with_chapters(
            told.observations, self.document, self.prose.rules, self._source, self._lines_of_captions()
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

    def _settle(self, found: _Found) -> None:
        """Holds what the tables gave against what stands beside the form's captions."""
        readings = self._read(self.match.registered, [])
        clear = self._clear()
        astray = {
            _page_of(o)
            for key, o in found.items()
            if key in readings and contradicts(o, readings[key]) and not (key in clear and is_of_no_rules(o))
        }
        for key, told in readings.items():
            old = found.get(key)
            new: Observation | None
            if old is not None and says_same(old, told):
                new = old if _page_of(old) in astray else self._confirmed(old, clear=key in clear)
            else:
                new = settled(old, told, clear=key in clear and _page_of(told) not in astray)
            if new is not None and new is not old:
                found[key] = new
                if self.accounts is not None and old is not None and leaves_more(old, new):
                    self.accounts.leave_open(_page_of(old))
                if new.raw == told.raw:
                    self.registered.append(new)

    def _clear(self) -> frozenset[_Key]:
        """The fields beside whose captions figures or ticks stand that can be no other field's."""
        return frozenset(
            _key_of(p)
            for p in self.match.registered
            if p.place in self.match.clear and self.indicators[p.indicator].kind not in OF_LINES
        )

    def _confirmed(self, o: Observation, *, clear: bool) -> Observation:
        """A value that the writing says as well, without the doubts whether it stands in its own cell."""
        if o.confidence >= SURE:
            return o
        key = o.indicator, o.period, tuple(sorted(o.dims.items()))
        own = next((p for p in self.match.placements if _key_of(p) == key), None)
        if own is None:
            return o
        counts = [
            p for p in self.match.placements if own.part == "names" and p.part == "count" and p.field == own.field
        ]
        return self._read([*counts, confirmed(own, self.indicators[o.indicator].kind, clear=clear)], [])[key]

    def _read(self, placements: Sequence[Placement], unread: list[Finding]) -> _Found:
        """The observations of placements; `unread` gets a finding for each whose ink gives no value."""
        found: _Found = {}
        counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        context = self._context()
        for p in sorted(placements, key=lambda p: p.part == "names"):  # counts before the lists they count
            count = counts.get((p.field.indicator, p.dims)) if p.part == "names" else None
            reading = values.read(p, self.indicators[p.indicator], context, count)
            if p.legibility.scanned:
                reading = values.mended(reading, p, self.indicators[p.indicator], context, count)
                reading = values.held(reading, self.indicators[p.indicator], count, p.text)
            if p.part == "count" and isinstance(reading.value, Decimal) and not isinstance(reading.value, bool):
                counts[p.field.indicator, p.dims] = int(reading.value)
            observed = found.setdefault((p.indicator, p.period, p.dims), self._observation(p, reading))
            if reading.why and observed.status == "unreadable":
                unread.append(_unread_finding(observed, reading.why))
        return found

    def _without_blind_ticks(self, found: _Found) -> _Found:
        """The observations, ticks of a scan in doubt where its boxes look all alike."""
        kinds = {name: self.indicators[name].kind for name, _, _ in found}
        scanned = [p for p in self.match.placements if p.legibility.scanned]
        if not values.boxes_say_nothing([p.text for p in scanned if kinds.get(p.indicator) in ("bool", "choice")]):
            return found
        return {key: lowered(o, _BLIND) if kinds[key[0]] in TICKS and _is_scanned(o) else o for key, o in found.items()}

    def _observation(self, p: Placement, reading: Reading) -> Observation:
        indicator = self.indicators[p.indicator]
        unit = reading.unit if p.part in ("baseline", "target") else indicator.unit
        torn = (_TORN,) if self._may_be_torn(p, reading) else ()
        doubts = (*p.legibility.reasons, *p.doubts, *_meant(reading), *torn)
        confidence = round(confidence_of(p.legibility.letters, doubts), 4)
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
            confidence=confidence,
            source=self._source(p.place),
            doubts=reasons(confidence, doubts),
            also_read=self._also_read(p, reading),
            measures=p.measures,
        )

    def _may_be_torn(self, p: Placement, reading: Reading) -> bool:
        """Whether a part of what was written in a place, or all of it, may stand beside it."""
        if self.accounts is None:
            return False
        empty = reading.status == "blank" and self.accounts.is_beside_loose(p.place)
        return empty or self.accounts.is_torn(p.place)

    def _also_read(self, p: Placement, reading: Reading) -> tuple[AlsoRead, ...]:
        """What else the recogniser made of a figure's ink, as the figure that it would have been."""
        if not p.legibility.rivals or not isinstance(reading.value, Decimal):
            return ()
        out: dict[Decimal, AlsoRead] = {}
        for text, probability in p.legibility.rivals:
            other = values.read(replace(p, text=text), self.indicators[p.indicator]).value
            if isinstance(other, Decimal) and other != reading.value:
                out.setdefault(other, AlsoRead(other, text, probability))
        return tuple(out.values())

    def _of_field(self, spec: FieldSpec, found: _Found) -> list[Observation]:
        """The field's observations in form order; `missing` where the form has no such cell."""
        if spec.shape in ("targets", "narrative", "column", "rows") or spec.columns:
            names = [n for n in (spec.indicator, spec.target, *(spec.goals or ())[1:]) if n]
            out = [found.pop(k) for k in list(found) if k[0] in names]
            if not out and spec.shape != "targets":
                out.append(self._missing(spec, spec.indicator, None, {}))
            for name in spec.parts.values():
                held = found.pop((name, None, ()), None)
                if held is not None or spec.shape != "targets":
                    out.append(held or self._missing(spec, name, None, {}))
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
                    out.append(found.pop(key) if key in found else self._missing(spec, name, period, dims))
        on_paper = {o.indicator for o in out if _is_scanned(o)}
        return [lowered(o, _LOST_BESIDE) if o.status == "missing" and o.indicator in on_paper else o for o in out]

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
        doubts = self._doubts_of_missing(spec, name, period)
        confidence = confidence_of(1.0, doubts)
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
            confidence=confidence,
            source=None,
            doubts=reasons(confidence, doubts),
        )

    def _doubts_of_missing(self, spec: FieldSpec, name: str, period: str | None) -> tuple[Doubt, ...]:
        """What says that a field may be in the file all the same: what was left over, or is hidden, and may be it."""
        own = {p.label for p in self.match.placements if p.indicator == name}  # what else stands behind its caption
        left = next((x for x in self.match.leftovers if (x.label and x.label in own) or _may_be(x, name)), None)
        if left is not None:
            told = _quoted(f"{left.label}：{left.text}" if left.label else left.text)
            return (doubt("page_not_accounted_for", f"没有归类的“{told}”可能就是这一项，请看原件"),)
        undated = next((p for p in self.match.placements if p.indicator == name and _is_undated(p)), None)
        if undated is not None and period is not None:
            return (doubt("year_inferred", f"没有写明年份的“{_quoted(undated.text)}”可能就是这一年的，请看原件"),)
        labels = (spec.label, *spec.synonyms) if name == spec.indicator else (self.indicators[name].label,)
        if hidden := self.concealed.may_be(labels, period):
            told = _quoted(hidden)
            return (doubt("page_not_accounted_for", f"文件里隐藏的“{told}”可能就是这一项，请取消隐藏后看原件"),)
        if self.accounts is not None and self.accounts.page_is_open(spec):
            return (_NOT_ACCOUNTED,)
        return (_NOT_READ,) if any(map(_may_hold_fields, self.document.unread)) else ()

    def _context(self) -> str:
        """Texts in which the county's full name is likely to stand."""
        wanted = ("cluster_name", "county_authority", "operator")
        return "\n".join(p.text for p in self.match.placements if p.indicator in wanted)


def _may_hold_fields(unread: Unread) -> bool:
    """Whether fields may stand in what was not read: a page, a part set into the text. Files within bear names."""
    there = unread.place
    return unread.what in ("page", "object", "text-box") and there.cell is None and not unread.name


def _may_be(left: Leftover, name: str) -> bool:
    return any(p.indicator == name and p.score >= LIKELY_ENOUGH for p in left.proposals)


def _is_undated(p: Placement) -> bool:
    return any(d.kind == "year_inferred" for d in p.doubts) and not is_blank(p.text)


def _quoted(text: str) -> str:
    told = "".join(unwrapped(text).split())
    return told if len(told) <= SHOWN else told[:SHOWN] + "…"


def _key_of(p: Placement) -> _Key:
    return p.indicator, p.period, tuple(sorted(p.dims))


def _page_of(o: Observation) -> int | None:
    return None if o.source is None else o.source.page


def _is_scanned(o: Observation) -> bool:
    return o.source is not None and o.source.reader == SCAN


def _meant(reading: Reading) -> tuple[Doubt, ...]:
    """The doubts about what is meant; of ink without a value, why it has none."""
    if reading.status == "unreadable" and reading.why:
        return (doubt("no_value", reading.why),)
    return reading.doubts


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
