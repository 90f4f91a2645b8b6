"""What the records of a file with several forms say of it: which part each one is, and which forms were left empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from formextract.assembly import READING_NOTE, record_id
from formextract.match import FormFound
from formextract.model import Document, Finding, Line, Place, Record, Unmatched
from formextract.model.template import Template

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form of a file with its records: one, or one a row of a summary sheet."""

    form: FormFound
    records: tuple[Record, ...]

    @property
    def template(self) -> Template:
        """The form's template."""
        return self.form.template

    @property
    def filled(self) -> bool:
        """Whether an applicant has filled it in, who is named or gives figures or ticks: texts may be printed."""
        return any(r.cluster or any(isinstance(o.value, Decimal | bool) for o in r.values) for r in self.records)

    @property
    def written(self) -> list[Unmatched]:
        """All texts in a form that gives no record."""
        of_fields = (
            Unmatched(o.label, o.raw, o.source)
            for r in self.records
            for o in r.values
            if o.raw and o.source is not None
        )
        return [*of_fields, *(u for r in self.records for u in r.unmatched)]


def told_apart(forms: Sequence[FormRead]) -> list[Record]:
    """All records of a file, each with an id of its own and, where the file holds several forms, told which it is.

    A form that was left empty gives none where another one is filled in; that one's record says so, and lists all that
    stands in the empty one and around it.
    """
    if len(forms) == 1:
        return list(forms[0].records)
    filled = [f for f in forms if f.filled] or [forms[0]]
    empty = [f for f in forms if f not in filled]
    records = [[_identified(r, f, n) for r in f.records] for f, n in _numbered(filled)]
    single = [n for n, f in enumerate(filled) if f.template.form != SUMMARY]
    if len(filled) > 1:
        for k, n in enumerate(single, 1):
            finding = _part_finding(filled[n], k, len(single), summaries=len(filled) - len(single))
            records[n] = [replace(r, findings=(*r.findings, finding)) for r in records[n]]
    first = records[0][0]
    records[0][0] = replace(
        first,
        findings=(*first.findings, *(_empty_finding(f, n) for n, f in enumerate(empty, 1))),
        unmatched=(*first.unmatched, *(u for f in empty for u in f.written)),
    )
    return [r for part in records for r in part]


def _numbered(forms: Sequence[FormRead]) -> list[tuple[FormRead, int]]:
    """Each form with how many of its template stand before it."""
    before: Counter[str] = Counter()
    out = []
    for f in forms:
        out.append((f, before[f.template.id]))
        before[f.template.id] += 1
    return out


def _identified(record: Record, form: FormRead, number: int) -> Record:
    """The record with an id of its own; the first form of a template keeps the id that it would have alone."""
    if number == 0:
        return record
    row = str(form.records.index(record)) if form.template.form == SUMMARY else ""
    return replace(record, id=record_id(record.files[0].sha256, record.template, f"{row}#{number}"))


def _part_finding(form: FormRead, number: int, of: int, *, summaries: int) -> Finding:
    sheet = "推荐汇总表和 " if summaries else " "
    which = f"这是第 {number} 份" if of > 1 else "这是其中的申报表"
    message = f"本文件有{sheet}{of} 份申报表，{which}{_where(form.form.document)}，各成一条记录"
    return _finding("reading.part", message)


def _empty_finding(form: FormRead, number: int) -> Finding:
    message = f"本文件另有一份没有填写的“{form.template.title}”{_where(form.form.document)}，未生成记录，请核对原件"
    return _finding(f"reading.empty.{number}", message)


def _finding(check: str, message: str) -> Finding:
    return Finding(check=check, kind="layout", severity="info", message=message, fields=(), clause=READING_NOTE)


def _where(document: Document) -> str:
    """On which pages or sheets a part stands, in brackets; nothing where the format has neither."""
    places: list[Place] = []
    for block in document.blocks:
        places += [block.place] if isinstance(block, Line) else [c.place for c in block.cells]
    pages = sorted({p.page for p in places if p.page is not None})
    if pages:
        return f"（第 {pages[0]} 页）" if len(pages) == 1 else f"（第 {pages[0]}—{pages[-1]} 页）"
    sheets = list(dict.fromkeys(p.cell.rpartition("!")[0] for p in places if p.cell and "!" in p.cell))
    if not sheets:
        return ""
    return f"（工作表“{sheets[0]}”" + (f"至“{sheets[-1]}”）" if len(sheets) > 1 else "）")
