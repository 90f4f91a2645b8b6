"""What a reviewer decides, as an entry of the log: only about what is there, and with a reason where one is due."""

from __future__ import annotations

from dataclasses import dataclass

from formextract import wording
from formextract.model import Decision, Record
from formextract.model.decisions import VERDICTS, WHOLE, Subject, Verdict, of_criterion, of_finding, of_unmatched
from formextract.model.decisions import state_of as digest_of
from formextract.reports.words import message_of
from formextract.review import acts

REASONED: tuple[Verdict, ...] = ("dropped", "met", "not_met", "reopened")
"""Decisions that others have to understand later."""
LONGEST_TOLD = 2000


@dataclass(frozen=True, slots=True)
class AskedDecision:
    """What a reviewer asks for; `seen` is the number of the last decision about it that was on the page."""

    subject: Subject
    target: str
    verdict: Verdict
    by: str
    why: str = ""
    seen: int = 0
    person: str = ""
    """To whom the record is assigned, for `assignee`."""


def decision_for(record: Record, asked: AskedDecision) -> Decision:
    """The decision as it goes into the log; RefusedError where there is nothing of the kind, or no reason."""
    by, why = acts.person(asked.by), acts.reason(asked.why)
    if asked.verdict not in VERDICTS[asked.subject]:
        raise acts.RefusedError("不认识的处理。请刷新页面后再试")
    if asked.verdict in REASONED and not why:
        raise acts.RefusedError("请写明理由，让别人以后看得懂，例如：对照原件，两处其实一致")
    told = _told(record, asked)
    if told is None:
        raise acts.RefusedError("这一条刚有变动，可能有人更正了它依据的数。请刷新页面后再试")
    target = asked.target
    if asked.subject == "submission":
        target = WHOLE
        if asked.verdict == "reopened" and not is_done(record):
            raise acts.RefusedError("这份申报还没有审核完成，不需要重新打开")
    elif asked.subject == "assignee":
        target = WHOLE
    return Decision(0, "", by, asked.subject, target, asked.verdict, told[:LONGEST_TOLD], why)


def last_on(record: Record, subject: Subject, target: str = WHOLE) -> Decision | None:
    """The last decision about something, taken back or not; None where there was none."""
    return next((d for d in reversed(record.decisions) if (d.subject, d.target) == (subject, target)), None)


def is_done(record: Record) -> bool:
    """Whether a reviewer has said that the review is complete."""
    last = last_on(record, "submission")
    return last is not None and last.verdict == "done"


def changed_since_done(record: Record) -> bool:
    """Whether figures or findings are others than when the review was said to be complete."""
    last = last_on(record, "submission")
    return last is not None and last.verdict == "done" and last.told != digest_of(record)


def assignee(record: Record) -> str:
    """Who is to review the record, '' where nobody was named."""
    last = last_on(record, "assignee")
    return "" if last is None else last.told


def _told(record: Record, asked: AskedDecision) -> str | None:
    """What it is about, in words as they stand now; None where the record has nothing of the kind."""
    if asked.subject == "finding":
        return next((message_of(f) for f in record.findings if of_finding(f) == asked.target), None)
    if asked.subject == "criterion":
        able = (c for c in record.criteria if c.status in ("manual", "unknown") and of_criterion(c) == asked.target)
        return next((c.text for c in able), None)
    if asked.subject == "unmatched":
        found = (u for u in record.unmatched if of_unmatched(u, record) == asked.target)
        return next((f"{u.label}：{u.text}" if u.label else u.text for u in found), None)
    if asked.subject == "assignee":
        return "" if not asked.person.strip() else acts.person(asked.person)
    return digest_of(record)


def told_of(decision: Decision) -> str:
    """A decision in a few words: what was decided, and about what."""
    verdict = wording.VERDICTS.get(decision.verdict, decision.verdict)
    if decision.subject == "submission":
        return verdict
    if decision.subject == "assignee":
        return f"{verdict} {decision.told}" if decision.told else "不再分给谁"
    return verdict


def about(decision: Decision) -> str:
    """What a decision is about, for a row of a log."""
    return "" if decision.subject in ("submission", "assignee") else decision.told
