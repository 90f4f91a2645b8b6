"""补正通知 made on the page: to whom, what it says, edited and kept, with a number that stays."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.model import Record
from formextract.model.template import LetterWords
from formextract.reports.cases import case_of
from formextract.reports.letter_words import (
    LATE,
    Recipient,
    said_by,
    settled,
    unknown_in,
    unknown_words,
    usual,
    words_of,
)
from formextract.reports.notice import PARTS, Letter, LetterTerms, NoticeItem, form_told, letter
from formextract.reports.sightings import Blind
from formextract.reports.views import CaseView, case_view
from formextract.reports.words import official
from formextract.review import acts
from formextract.store import LetterDraft, Store

RECIPIENTS: Mapping[Recipient, str] = {
    "operator": "申报单位",
    "county": "县级主管部门",
    "city": "市级主管部门",
}
"""Who a letter can go to. Authorities have recommended the applicant and are asked about the summary sheet as well."""
WORDS = ("opening", "closing", "contact")
"""How a letter begins and ends."""
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
    """A letter as the page shows it; `number` is '' where none was given yet, `kept` says when and by whom it was. The
    opening and the closing hold `{项数}` and `{期限}`, which are put in when the letter is written.
    """

    recipient: str
    to: str
    issuer: str
    issued: str
    deadline: str
    opening: str
    closing: str
    contact: str
    number: str
    kept: str
    items: tuple[LetterItem, ...]
    fresh: int
    """How many items have come since the draft was kept."""
    version: int = 0
    """The id of the draft that was kept last, 0 where there is none."""


def sheet_of(store: Store, record: Record, recipient: Recipient) -> LetterSheet:
    """The letter of a submission to a recipient: the draft that was kept with what has come since, else a new one."""
    view = _view(store, record)
    found = letter(view, to_authority=recipient != "operator").items
    draft = store.letters.of(store.letters.key(record.id), recipient)
    if draft is None:
        today = datetime.now().astimezone().date()
        items = tuple(_proposed(i) for i in found)
        t = _terms(store, view, recipient, LetterTerms(today, None))
        assert t.deadline is not None
        days = (t.issued.isoformat(), t.deadline.isoformat())
        return LetterSheet(
            recipient,
            t.to,
            t.issuer,
            days[0],
            days[1],
            t.opening,
            t.closing,
            t.contact,
            number="",
            kept="",
            items=items,
            fresh=0,
        )
    body = _whole(store, view, recipient, draft)
    had = _kept(draft, found)
    known = {official(i.origin) for i in had}
    new = [_proposed(i) for i in found if i.text not in known]
    return LetterSheet(
        recipient, body["to"], body["issuer"], body["issued"], body["deadline"], body["opening"], body["closing"],
        body["contact"], number_told(draft), f"{draft.by} {wording.day(draft.at)}", (*had, *new), len(new), draft.id,
    )  # fmt: skip


def keep(
    store: Store,
    record: Record,
    recipient: Recipient,
    by: str,
    terms: Mapping[str, str | None],
    items: Sequence[LetterItem],
    seen: int | None = None,
) -> LetterDraft:
    """Keeps a draft; RefusedError where it says nothing, or a date is none.

    LetterConflictError where another one was kept since the draft `seen`; None asks for no such look.
    """
    by = acts.person(by)
    fixed = {name: (terms[name] or "").strip() for name in ("to", "issuer", "issued", "deadline")}
    for name in ("issued", "deadline"):
        _day(fixed[name])
    if not any(i.taken and i.text.strip() for i in items):
        raise acts.RefusedError("这封通知里没有要补正的内容。请至少保留一项")
    view = _view(store, record)
    said = said_by(record, view.name, form_told(view))
    words = {name: text.strip() for name in WORDS if (text := terms.get(name)) is not None}
    if unknown := unknown_in(LetterWords.model_validate(words), {*said.texts, *LATE}):
        raise acts.RefusedError(f"通知里的“{{{unknown[0]}}}”在这份表上没有，换不成内容。请改写")
    if any(i.part not in PARTS for i in items):
        raise acts.RefusedError("不认识的段落。请刷新页面后再试")
    body = {
        **fixed,
        **{name: said.fill(text) for name, text in words.items()},
        "items": [
            {"part": i.part, "text": i.text.strip(), "fields": i.fields, "taken": i.taken, "origin": i.origin}
            for i in items
        ],
    }  # fmt: skip
    draft = store.letters.keep(store.letters.key(record.id), recipient, by, body, seen)
    told = f"{record.cluster or wording.NO_NAME}：{RECIPIENTS[recipient]}，{number_told(draft)}"
    store.acts.note(by, "letter", told, {"record_id": record.id, "draft": draft.id})
    return draft


def as_word(store: Store, record: Record, recipient: Recipient) -> tuple[bytes, str]:
    """The letter that was kept as a Word file, with its file name; RefusedError where none was kept."""
    from formextract.reports.notice_word import write_notice

    draft = store.letters.of(store.letters.key(record.id), recipient)
    if draft is None:
        raise acts.RefusedError("请先保存这封通知，文号随之给定")
    view = _view(store, record)
    body = _whole(store, view, recipient, draft)
    found = letter(view, to_authority=recipient != "operator").items
    items = tuple(NoticeItem(i.part, i.text, i.fields) for i in _kept(draft, found) if i.taken)
    if not items:
        raise acts.RefusedError("这封通知里的各项后来都已不成立。请重新打开看过再保存")
    terms = LetterTerms(
        _day(body["issued"]), _day(body["deadline"]), body["issuer"], number_told(draft), body["to"],
        body["opening"], body["closing"], body["contact"],
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
        stale = bool(i["origin"]) and official(i["origin"]) not in now
        fields = tuple((str(a), str(b), str(c)) for a, b, c in i["fields"])
        out.append(LetterItem(i["part"], i["text"], fields, i["taken"] and not stale, i["origin"], stale))
    return out


def number_told(draft: LetterDraft) -> str:
    """The letter's number, as it stands under the title."""
    return f"〔{draft.year}〕{draft.number}号"


def _view(store: Store, record: Record) -> CaseView:
    return case_view(case_of(store, store.record(record.id)), Blind())


def _terms(store: Store, view: CaseView, recipient: Recipient, terms: LetterTerms) -> LetterTerms:
    said = said_by(view.record, view.name, form_told(view))
    return settled(terms, words_of(store, view.record), said, view.record, recipient)


def _whole(store: Store, view: CaseView, recipient: Recipient, draft: LetterDraft) -> dict[str, Any]:
    """What a draft says; one that was kept before letters began and ended in words of their own has the usual ones."""
    body = dict(draft.body)
    t = _terms(store, view, recipient, LetterTerms(_day(body["issued"]), _day(body["deadline"])))
    return {"opening": t.opening, "closing": t.closing, "contact": t.contact} | body


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as e:
        raise acts.RefusedError("日期不对。请写成 2025-06-30 的形式") from e


def programme_words(store: Store, program: str) -> dict[str, Any]:
    """What a programme's letters say, and the words that may stand in braces."""
    catalogue = load_catalogue()
    record = next((r for r in store.records() if r.program == program and r.form != "summary"), None)
    if record is None:
        raise KeyError(program)
    asked = [
        catalogue.indicators[f.indicator].label
        for t in catalogue.templates.values()
        if t.program == program
        for f in t.fields
        if catalogue.indicators[f.indicator].kind == "text"
    ]
    return {
        "program": program,
        "title": catalogue.title_of(program),
        "own": store.letters.words(program) is not None,
        "words": words_of(store, record).model_dump(),
        "usual": usual(record).model_dump(),
        "braces": list(dict.fromkeys(asked)),
    }


def keep_words(store: Store, program: str, by: str, words: LetterWords | None) -> None:
    """Keeps what a programme's letters say from now on, None for its own words again."""
    by = acts.person(by)
    if words is not None and (unknown := unknown_words(words, program)):
        raise acts.RefusedError(f"“{{{unknown[0]}}}”不是表上的栏目，写进通知时换不成内容。请从列出的名称里选")
    store.letters.keep_words(program, words)
    title = load_catalogue().title_of(program)
    told = f"“{title}”的补正通知" + ("改了写法" if words is not None else "恢复原来的写法")
    store.acts.note(by, "letter", told, {"program": program})
