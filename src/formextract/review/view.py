"""A record as the page shows it: sections, rows and cells, each cell with its box; findings, clauses, log."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from markupsafe import Markup

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.checks.messages import percent
from formextract.model import Observation, Record, Source
from formextract.model.corrections import original
from formextract.model.decisions import dropped
from formextract.model.doubt import SURE
from formextract.model.facts import PROSE, form_values
from formextract.model.template import Indicator, Template
from formextract.review import words
from formextract.review.acts import options_of, place_told, shown_text
from formextract.review.notes import Queued, queue_of
from formextract.review.verdicts import ClauseView, DeskView, FindingView, UnmatchedView, Verdicts, decision_row
from formextract.store import Synonym

COVER = "0"
ELSEWHERE = "文中的数字"
"""The heading of figures that stand in sentences only."""
PLAN = "plan"
"""The rows of the planning table, each with its baseline and its target."""
SHORT = 60
"""Letters of a text that is shown in its row; the whole of it stands below when it is chosen."""
SHOWN = 115
"""Letters of a text of which more are left out in the list of values."""
_SPECIAL = re.compile("[&<>\"']")


@dataclass(frozen=True, slots=True)
class CellView:
    """A value on the page. `tone` decides its colour, `order` its place in this record's queue (0: not in it)."""

    key: str
    name: str
    period: str
    text: str
    unit: str
    status: str
    status_told: str
    tone: str
    confidence: int
    order: int
    why: str
    look: str
    source: Source | None
    place: str
    raw: str
    long: bool
    kind: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    edit: str
    before: str
    version: int
    findings: tuple[int, ...]
    alternatives: tuple[tuple[str, str, int], ...]
    reviewed: bool

    @property
    def box(self) -> str:
        """The box as JSON for the page's script, '' where the value has none."""
        return json.dumps(self.source.bbox) if self.source is not None and self.source.bbox else ""

    def button(self, is_of_several: bool) -> Markup:
        """The value as it stands in its row, with its year where the row has `is_of_several`; all texts are escaped.

        Made here and not in the template: there are 230 on a page, most of what it costs.
        """
        year = f"<small>{_escaped(self.period)}</small>" if is_of_several and self.period else ""
        text = self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"
        has_unit = self.unit and self.tone not in ("nothing", "unreadable")
        unit = f' <span class="unit">{_escaped(self.unit)}</span>' if has_unit else ""
        drawn = f'{year}<span class="text">{_escaped(text)}</span>{unit}'
        long = " long" if self.long else ""
        return Markup(f'<button type="button" class="value tone-{self.tone}{long}"{self.data}>{drawn}</button>')  # noqa: S704 - escaped

    @property
    def data(self) -> str:
        """What the page's script has to know of the value, as the button's attributes, escaped."""
        s = self.source
        spelt = {
            "key": self.key, "name": self.name, "text": self.text, "unit": self.unit, "status": self.status_told,
            "tone": self.tone, "confidence": str(self.confidence), "order": str(self.order), "why": self.why,
            "look": self.look, "file": "" if s is None else str(s.file), "page": str(s.page or "") if s else "",
            "box": self.box, "cell": (s.cell or "") if s else "", "place": self.place, "raw": self.raw,
            "kind": self.kind, "options": _json(self.options), "chosen": _json(self.chosen), "edit": self.edit,
            "before": self.before, "version": str(self.version), "findings": _json(self.findings),
            "alternatives": _json(self.alternatives), "reviewed": "1" if self.reviewed else "",
        }  # fmt: skip
        return "".join(f' data-{name}="{_escaped(text)}"' for name, text in spelt.items())


@dataclass(slots=True)
class RowView:
    """One caption with its values: one a year, or one."""

    label: str
    dims: str
    cells: list[CellView] = field(default_factory=list)


@dataclass(slots=True)
class SectionView:
    """A part of the form. `periods` are the years that its rows have columns for."""

    id: str
    heading: str
    rows: list[RowView] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many of its values are still to be looked at."""
        return sum(c.order > 0 for r in self.rows for c in r.cells)


@dataclass(frozen=True, slots=True)
class RecordView:
    """All that the page shows of a record."""

    record: Record
    title: str
    program: str
    form: str
    sections: tuple[SectionView, ...]
    findings: tuple[FindingView, ...]
    criteria: tuple[ClauseView, ...]
    unmatched: tuple[UnmatchedView, ...]
    desk: DeskView
    log: tuple[dict[str, Any], ...]
    queue: int

    @property
    def files_state(self) -> str:
        """A digest of the files in their order: where it is another one, the page's numbers of files mean others."""
        return hashlib.sha256(" ".join(f.sha256 for f in self.record.files).encode()).hexdigest()[:16]

    def findings_in(self, group: str) -> list[FindingView]:
        """The findings of a group."""
        return [f for f in self.findings if f.group == group]


def view_of(record: Record, learnt: Sequence[Synonym] = (), queue: Sequence[Queued] | None = None) -> RecordView:
    """The record, with its corrections applied, as the page shows it. `learnt` are the store's captions, `queue` what
    of the record is to be looked at, where that is known.
    """
    return _Viewer(record, queue_of(record) if queue is None else queue).view(learnt)


class _Viewer:
    def __init__(self, record: Record, queue: Sequence[Queued]) -> None:
        catalogue = load_catalogue()
        self.record = record
        self.indicators: Mapping[str, Indicator] = catalogue.indicators
        self.template: Template | None = catalogue.templates.get(record.template)
        self.queue = {q.field: (n, q.why) for n, q in enumerate(queue, 1)}
        self.versions = {c.field: c.id for c in record.corrections}
        self.findings_of: dict[str, list[int]] = {}
        for n, finding in enumerate(record.findings):
            for key in finding.fields:
                self.findings_of.setdefault(key, []).append(n)
        standing = [f for f in record.findings if not dropped(record, f)]
        grave = {key: f.severity for f in standing if f.severity == "warning" for key in f.fields}
        self.tones = grave | {key: "error" for f in standing if f.severity == "error" for key in f.fields}
        self.called = words.names_of(record.values, self.indicators)
        self.names: dict[str, str] = {}
        self.values: dict[str, Observation] = {}

    def view(self, learnt: Sequence[Synonym]) -> RecordView:
        record = self.record
        sections = self._sections()
        verdicts = Verdicts(record, self.names, self.values, learnt)
        return RecordView(
            record=record,
            title=record.cluster or (record.files[0].path.rsplit("/", 1)[-1] if record.files else record.id),
            program=load_catalogue().title_of(record.program),
            form=wording.FORMS.get(record.form, record.form),
            sections=sections,
            findings=verdicts.findings(),
            criteria=verdicts.criteria(),
            unmatched=verdicts.unmatched(),
            desk=verdicts.desk(),
            log=self._log(),
            queue=len(self.queue),
        )

    def _sections(self) -> tuple[SectionView, ...]:
        headings = {s.id: s.heading for s in self.template.sections} if self.template is not None else {}
        places = self._section_ids()
        found: dict[str, SectionView] = {}
        rows: dict[tuple[str, str, str], RowView] = {}
        for o in form_values(self.record):
            name = places.get(o.indicator) or self._own_section(o)
            section = found.setdefault(
                name, SectionView(name, headings.get(name) or ("封面" if name == COVER else "其他"))
            )
            label, dims = self._caption(o)
            kind = PLAN if "target" in o.dims else o.indicator
            row = rows.get((name, kind, dims or label))
            if row is None:
                row = rows[name, kind, dims or label] = RowView(label, dims)
                section.rows.append(row)
            row.cells.append(self._cell(o))
        self._tell_apart(rows)
        prose = self._prose()
        order = [COVER, *headings]
        out = sorted(found.values(), key=lambda s: order.index(s.id) if s.id in order else len(order))
        return (*out, *([prose] if prose.rows else []))

    def _tell_apart(self, rows: Mapping[tuple[str, str, str], RowView]) -> None:
        """Says what each row is whose caption another one of its part has as well: 联系人 of whom."""
        said = Counter((part, row.label, row.dims) for (part, _, _), row in rows.items())
        for (part, kind, _), row in rows.items():
            indicator = self.indicators.get(kind)
            if (
                indicator is not None
                and not row.dims
                and said[part, row.label, ""] > 1
                and indicator.label != row.label
            ):
                row.dims = indicator.label

    def _caption(self, o: Observation) -> tuple[str, str]:
        """The row's caption and what tells it from others of the same caption."""
        if "target" in o.dims:
            return o.dims["target"], ""
        indicator = self.indicators.get(o.indicator)
        return o.label or (o.indicator if indicator is None else indicator.label), words.dims_text(o.dims)

    def _section_ids(self) -> dict[str, str]:
        """The form's own parts, by indicator."""
        out: dict[str, str] = {}
        for f in self.template.fields if self.template is not None else ():
            for name in f.indicators:
                if name and f.section:
                    out.setdefault(name, f.section)
        return out

    def _own_section(self, o: Observation) -> str:
        indicator = self.indicators.get(o.indicator)
        known = {s.id for s in self.template.sections} if self.template is not None else set()
        return indicator.section if indicator is not None and indicator.section in known else "?"

    def _prose(self) -> SectionView:
        """Figures in sentences, which stand for nothing: they are there to be compared."""
        section = SectionView("prose", ELSEWHERE)
        own = {o.key for o in form_values(self.record)}
        for o in self.record.values:
            if o.source is not None and o.source.reader == PROSE and o.key not in own:
                label = o.label or o.indicator
                section.rows.append(RowView(label, words.dims_text(o.dims), [self._cell(o)]))
        return section

    def _cell(self, o: Observation) -> CellView:
        key = o.key
        name = self.called[key]
        self.names[key], self.values[key] = name, o
        options, several = options_of(self.record, o)
        text = shown_text(o, options, several=several)
        order, why = self.queue.get(key, (0, ""))
        before = original(self.record, key) if o.is_reviewed else None
        chosen = o.value if isinstance(o.value, tuple) else ()
        if options and not several and o.value is not None:
            token = o.value if isinstance(o.value, str) else "yes" if o.value else "no"
            chosen = (options.get(token, token),)
        return CellView(
            key=key,
            name=name,
            period=wording.PLANNED.get(o.indicator, "") if "target" in o.dims else words.period_text(o.period),
            text=text,
            unit=o.unit or "",
            status=o.status,
            status_told="已确认" if o.is_reviewed and o.status == "reported" else wording.STATUSES[o.status],
            tone=self._tone(o, key),
            confidence=percent(o.confidence),
            order=order,
            why=why,
            look=o.because,
            source=o.source,
            place=place_told(o.source),
            raw=o.raw,
            long=len(text) > SHORT,
            kind="several" if several else "one" if options else "text" if len(text) > SHORT else "line",
            options=tuple(options.items()),
            chosen=chosen,
            edit=_editable(o, text),
            before="" if before is None else words.observed_text(before, options if not several else None),
            version=self.versions.get(key, 0),
            findings=tuple(self.findings_of.get(key, ())),
            alternatives=tuple(
                (words.value_text(a.value, "reported"), self._file_told(a.source), percent(a.confidence))
                for a in (o if before is None else before).alternatives
            ),
            reviewed=o.is_reviewed,
        )

    def _tone(self, o: Observation, key: str) -> str:
        if o.is_reviewed:
            return "reviewed"
        if o.status == "unreadable":
            return "unreadable"
        if self.tones.get(key) == "error":
            return "error"
        if o.is_given and o.confidence < SURE:
            return "doubtful"
        if key in self.tones:
            return "warning"
        return "nothing" if o.status in ("none", "blank", "missing") else "sure"

    def _log(self) -> tuple[dict[str, Any], ...]:
        """What was done about values and decided about the rest, the latest first."""
        done = [self._entry(c) for c in self.record.corrections]
        done += [decision_row(d) for d in self.record.decisions]
        return tuple(sorted(done, key=lambda e: (e["stamp"], e["id"]), reverse=True))

    def _entry(self, c: Any) -> dict[str, Any]:
        return {
            "id": c.id,
            "at": wording.when(c.at),
            "stamp": c.at,
            "by": c.by,
            "action": wording.ACTIONS[c.action],
            "field": c.field,
            "name": self.names.get(c.field, c.field),
            "old": words.value_text(c.old, c.old_status),
            "new": words.value_text(c.new, c.new_status),
            "why": c.why,
        }

    def _file_told(self, source: Source) -> str:
        files = self.record.files
        name = files[source.file].path.rsplit("/", 1)[-1] if 0 <= source.file < len(files) else ""
        return f"{name} {place_told(source)}".strip()


def _editable(o: Observation, text: str) -> str:
    """What the box for a correction begins with."""
    if isinstance(o.value, Decimal):
        return text
    if isinstance(o.value, tuple):
        return "、".join(o.value)
    return o.value if isinstance(o.value, str) else o.raw if o.status == "unreadable" else ""


def _escaped(text: str) -> str:
    """The text as HTML has it. Most have nothing to escape, and looking is cheaper than replacing five signs."""
    return escape(text) if _SPECIAL.search(text) else text


def _json(several: tuple[Any, ...]) -> str:
    """The things as JSON for the page's script, '' where there are none."""
    return json.dumps(several, ensure_ascii=False) if several else ""


def files_of(record: Record) -> list[dict[str, Any]]:
    """The record's files as the page lists them, those first in which something was read."""
    read = {o.source.file for o in record.values if o.source is not None}
    out = [
        {
            "number": n,
            "sha256": f.sha256,
            "path": f.path,
            "name": f.path.rsplit("/", 1)[-1],
            "is": f.role,
            "role": wording.ROLES.get(f.role, f.role),
            "format": f.format,
            "read": n in read,
        }
        for n, f in enumerate(record.files)
    ]
    return sorted(out, key=lambda f: (not f["read"], f["number"]))
