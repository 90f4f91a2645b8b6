"""补正通知: what a letter to the applicant asks to be put right, item by item. `notice_word.py` lays it out.

An applicant is told what contradicts what and the sum that shows it. What the reviewer's page says beside that (the
likeliest slip, a suggestion) is left out: a figure is to be looked up again, not copied from us. Which findings may be
told at all is decided in one place, `checks.grounds.withheld`: nothing that rests on a doubtful reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from formextract.checks.grounds import withheld
from formextract.model import Parts
from formextract.model.record import FindingKind
from formextract.reports import words
from formextract.reports.views import CaseView, FigureView, ReportFinding

WORKING_DAYS = 10
"""Until the deadline, where none was named; weekends left out, holidays not known here."""

_MISSING: tuple[FindingKind, ...] = ("required", "evidence")
_FORMAL: tuple[FindingKind, ...] = ("format", "length", "layout")
_ASKED: Mapping[FindingKind, str] = {"required": "请补填。", "evidence": "请核对并补报。"}
LONGEST_OLD = 200
"""Letters of a text that is repeated in the annex; a longer one is found by its place."""


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What every letter of a report says alike. `number` may hold `{}`, for the running number.

    `deadline` None: so many working days as the programme's letters give.
    """

    issued: date
    deadline: date | None
    issuer: str = ""
    number: str = ""
    to: str = ""
    """To whom the letter goes, '' for the operator as the form names it."""
    opening: str = ""
    closing: str = ""
    contact: str = ""
    """How it begins and ends, '' as the programme's letters do; words in braces are put in."""


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One thing to put right: which part of the letter, its text, and its rows in the annex (none: the text itself)."""

    part: str
    text: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to an applicant; `held_back` numbers the findings that were not read for sure."""

    items: tuple[NoticeItem, ...]
    held_back: tuple[int, ...]


PARTS = (
    "下列数据前后矛盾，请更正",
    "下列数据请核实，确有错误的予以更正，无误的书面说明",
    "下列内容请补填或者补报",
    "下列内容请按填报要求修改",
)


def after_working_days(start: date, days: int = WORKING_DAYS) -> date:
    """The day so many working days later, weekends left out."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5  # noqa: PLR2004 - Saturday
    return day


def letter(view: CaseView, *, to_authority: bool = False) -> Letter:
    """What the applicant is asked to put right. `to_authority`: it goes to who has filled in the summary sheet, and
    asks about that as well, where both sides were read for sure.
    """
    items, held = [], []
    for f in view.findings:
        if f.withheld and not (to_authority and _is_about_summary(f, view)):
            if f.finding.severity != "info":
                held.append(f.number)
            continue
        part = _part(f)
        rows = tuple((g.name, _old(g), g.place) for g in f.figures)
        if f.copies:
            rows = tuple((g.name, _old(g), f"“{g.file}”{g.place}") for g in f.copies)
        items.append(NoticeItem(part, words.official(_text(f)), rows if part != PARTS[2] else ()))
    unread = dict.fromkeys(words.file_name(f.path) for f in view.files if f.failed)
    items += [NoticeItem(PARTS[2], f"报送的文件“{name}”未能打开，请检查后重新报送。", ()) for name in unread]
    return Letter(tuple(items), tuple(held))


def _is_about_summary(f: ReportFinding, view: CaseView) -> bool:
    """Whether a finding is withheld only because the applicant has not filled in the summary sheet."""
    if f.dropped or f.finding.origin != "summary" or f.finding.parts is None:
        return False
    return not withheld(replace(f.finding, origin="form"), view.record)


def _old(g: FigureView) -> str:
    """What stands on the form, for the annex."""
    return g.whole if len(g.whole) <= LONGEST_OLD else f"（文字，共 {len(g.whole)} 字）"


def _part(f: ReportFinding) -> str:
    if f.finding.kind in _MISSING:
        return PARTS[2]
    if f.finding.kind in _FORMAL:
        return PARTS[3]
    sure = f.finding.severity == "error" and f.finding.origin != "plausibility"
    return PARTS[0] if sure else PARTS[1]


def _text(f: ReportFinding) -> str:
    """The item in plain official Chinese, with the figures and the sum."""
    own = next((w for w in f.workings if w.subject is not None), None)
    if own is None or len(f.workings) > 1:
        return _for_applicant(f)
    subject = next((g for g, key in zip(f.figures, f.finding.fields, strict=False) if key == own.subject), None)
    if subject is None:
        return _for_applicant(f)
    others = "、".join(f"{g.name} {g.written}" for g in f.figures if g is not subject)
    result = f"{own.result}{own.unit if own.unit == '%' else f' {own.unit}' if own.unit else ''}"
    head = f"{subject.name}填报 {subject.written}。"
    if f.finding.kind == "subset":
        return f"{head}该项是其中数，不应大于{others}。"
    if f.finding.kind == "agreement":
        return f"{head}与{others}应为同一数字，两处填报不一致。"
    if f.finding.kind == "count":
        return f"{head}名称栏列出 {result}，两者应当一致。"
    if own.relation != "=":
        return f"{head}该项一般应{_bounds_in_words(own.result)}，请核实。"
    return f"{head}按所填{others}计算，{own.formula} = {result}，与填报数不符。"


def _bounds_in_words(bounds: str) -> str:
    """The bounds of a sum as a letter says them: `≥ 0 且 ≤ 100` is 不小于 0、不大于 100."""
    return re.sub(r"\s*且\s*", "、", bounds).replace("≥", "不小于").replace("≤", "不大于")


def _for_applicant(f: ReportFinding) -> str:
    """The finding's statement, and what is asked of the applicant."""
    parts = f.finding.parts
    assert parts is not None  # without them a finding is withheld
    text = Parts(parts.statement, parts.working).message
    text = text if text.endswith("。") else f"{text}。"
    return text + ("请核实后统一。" if f.copies else _ASKED.get(f.finding.kind, ""))


def form_told(view: CaseView) -> str:
    """What a letter calls the form."""
    return view.program if view.program.endswith(("表", "书")) else f"{view.program}{view.form}"
