"""补正通知 made on the page: to whom, what it says, edited and kept, with a number that stays."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formextract import wording
from formextract.model import Record
from formextract.model.copies import all_sure, copy_readings
from formextract.model.facts import form_values
from formextract.reports.cases import case_of
from formextract.reports.notice import (
    PARTS,
    Letter,
    LetterTerms,
    NoticeItem,
    addressee,
    after_working_days,
    letter,
)
from formextract.reports.sightings import Blind
from formextract.reports.views import CaseView, case_view
from formextract.review import acts
from formextract.review.notes import city_of
from formextract.store import LetterDraft, Store

RECIPIENTS: Mapping[str, str] = {
    "operator": "申报单位",
    "county": "县级主管部门",
    "city": "市级主管部门",
}
"""Who a letter can go to. Authorities have recommended the applicant and are asked about the summary sheet as well."""
LONGEST = 4000
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing to put right, as the draft has it. `taken` is false where a reviewer has left it out.

    `origin` is the text that the program has proposed, '' for an item of the reviewer's own; `stale` says that the
    program would propose it no more: the figure was corrected since, or the finding dropped.
    """

    part: str
    text: str
    fields: tuple[tuple[str, str, str], ...]
    taken: bool = True
    origin: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter as the page shows it; `number` is '' where none was given yet, `kept` says when and by whom it was."""

    recipient: str
    to: str
    issuer: str
    issued: str
    deadline: str
    number: str
    kept: str
    items: tuple[LetterItem, ...]
    fresh: int
    """How many items have come since the draft was kept."""


def sheet_of(store: Store, record: Record, recipient: str) -> LetterSheet:
    """The letter of a submission to a recipient: the draft that was kept with what has come since, else a new one."""
    view = _view(store, record)
    found = letter(view, to_authority=recipient != "operator").items
    draft = store.letters.of(store.letters.key(record.id), recipient)
    if draft is None:
        today = datetime.now().astimezone().date()
        items = tuple(_proposed(i) for i in found)
        deadline = after_working_days(today).isoformat()
        return LetterSheet(recipient, _to(view, recipient), "", today.isoformat(), deadline, "", "", items, 0)
    body = draft.body
    had = _kept(draft, found)
    known = {i.origin for i in had}
    new = [_proposed(i) for i in found if i.text not in known]
    return LetterSheet(
        recipient, body["to"], body["issuer"], body["issued"], body["deadline"], number_told(draft),
        f"{draft.by} {draft.at[:10]}", (*had, *new), len(new),
    )  # fmt: skip


def keep(
    store: Store, record: Record, recipient: str, by: str, terms: Mapping[str, str], items: Sequence[LetterItem]
) -> LetterDraft:
    """Keeps a draft; RefusedError where it says nothing, or a date is none."""
    by = acts.person(by)
    for name in ("issued", "deadline"):
        _day(terms[name])
    if not any(i.taken and i.text.strip() for i in items):
        raise acts.RefusedError("这封通知里没有要补正的内容。请至少保留一项")
    if any(i.part not in PARTS for i in items):
        raise acts.RefusedError("不认识的段落。请刷新页面后再试")
    body = {
        **{name: terms[name].strip() for name in ("to", "issuer", "issued", "deadline")},
        "items": [
            {"part": i.part, "text": i.text.strip(), "fields": i.fields, "taken": i.taken, "origin": i.origin}
            for i in items
        ],
    }  # fmt: skip
    draft = store.letters.keep(store.letters.key(record.id), recipient, by, body)
    told = f"{record.cluster or wording.NO_NAME}：{RECIPIENTS[recipient]}，{number_told(draft)}"
    store.acts.note(by, "letter", told, {"record_id": record.id, "draft": draft.id})
    return draft


def as_word(store: Store, record: Record, recipient: str) -> tuple[bytes, str]:
    """The letter that was kept as a Word file, with its file name; RefusedError where none was kept."""
    from formextract.reports.notice_word import write_notice

    draft = store.letters.of(store.letters.key(record.id), recipient)
    if draft is None:
        raise acts.RefusedError("请先保存这封通知，文号随之给定")
    body: Mapping[str, Any] = draft.body
    view = _view(store, record)
    found = letter(view, to_authority=recipient != "operator").items
    items = tuple(NoticeItem(i.part, i.text, i.fields) for i in _kept(draft, found) if i.taken)
    if not items:
        raise acts.RefusedError("这封通知里的各项后来都已不成立。请重新打开看过再保存")
    terms = LetterTerms(
        _day(body["issued"]), _day(body["deadline"]), body["issuer"], number_told(draft), body["to"],
        recommended=recipient != "operator",
    )  # fmt: skip
    out = io.BytesIO()
    write_notice(view, Letter(items, ()), terms, draft.number, out)
    return out.getvalue(), f"补正通知-{draft.number}号-{record.cluster or '未读出名称'}.docx"


def _proposed(item: NoticeItem) -> LetterItem:
    return LetterItem(item.part, item.text, item.fields, origin=item.text)


def _kept(draft: LetterDraft, found: Sequence[NoticeItem]) -> list[LetterItem]:
    """The items of a draft; what the program would not propose any more is left out of the letter, and says so."""
    now = {i.text for i in found}
    out = []
    for i in draft.body["items"]:
        stale = bool(i["origin"]) and i["origin"] not in now
        fields = tuple((str(a), str(b), str(c)) for a, b, c in i["fields"])
        out.append(LetterItem(i["part"], i["text"], fields, i["taken"] and not stale, i["origin"], stale))
    return out


def number_told(draft: LetterDraft) -> str:
    """The letter's number, as it stands under the title."""
    return f"〔{draft.year}〕{draft.number}号"


def _view(store: Store, record: Record) -> CaseView:
    return case_view(case_of(store, store.record(record.id)), Blind())


def _to(view: CaseView, recipient: str) -> str:
    """To whom the letter goes, as far as the form says it for sure; staff complete what it does not."""
    record = view.record
    if recipient == "operator":
        return addressee(view)
    if recipient == "city":
        city = city_of(record)
        return f"{city}工业和信息化主管部门" if city else ""
    authority = next((o for o in form_values(record) if o.indicator == "county_authority" and o.is_given), None)
    if authority is None or not isinstance(authority.value, str):
        return ""
    sure = authority.is_reviewed or all_sure(copy_readings(record, authority.key))
    return authority.value.strip() if sure else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as e:
        raise acts.RefusedError("日期不对。请写成 2025-06-30 的形式") from e
