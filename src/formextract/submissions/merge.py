"""A submission's stored texts to its one record: what its copies, its row and its lists say to each other.

    question (members, rows, texts) → copies → joined → beside it the row and the lists → record, written down

Pure: it reads no store and no file, so that any worker can do it. `loading.regrouping` asks,
`loading.question_texts` makes the questions.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from formextract.formats import format_name
from formextract.model import FileRef, Finding, Record
from formextract.model.edits import Criterion
from formextract.model.json import record_from_json
from formextract.model.submission import KEPT, NOBODY, Exhibit, Item, Member, Submission, exhibit_from_dict
from formextract.model.written import written
from formextract.submissions import Versions, evidence_findings, joined, summary_findings, versions
from formextract.submissions.applicants import called
from formextract.submissions.attempts import Attempts, told_of
from formextract.submissions.caps import Tally
from formextract.submissions.history import EVENT, history_findings
from formextract.submissions.proofs import load_proofs
from formextract.submissions.questions import Answer, CountedName, Judgement, NothingMade, Question, RecordMade, Subject
from formextract.submissions.remarks import replaced_findings, rival_findings
from formextract.submissions.unlisted import not_listed

Reading = Callable[[str], Record]

_NOT_CHECKED = ("agreement", "evidence", "layout")
"""Kinds of findings that stand before those of the checks: the reader's, and what other files say."""


def answered(question: Question) -> Answer:
    """The answer, worked out here."""
    said, texts = judge(question)
    return Answer(question.key, said, tuple(texts))


def ask_here(questions: Iterable[Question]) -> Iterator[Answer]:
    """The answers, worked out in this process."""
    return map(answered, questions)


def judge(question: Question) -> tuple[Judgement, list[str]]:
    """What is to be said of a submission, with its texts: the record, and how it stood before it was corrected.

    Where clauses with a cap are about the form, and the question does not say who else counts there (`alike`), it is
    where this one counts, and no record: that is made once all have been asked. A step that fails is a finding on the
    record, and in `failed`; where nothing can be made at all there is no record, and `failed` says why.
    """
    tried = Attempts(question.subject.failed)
    try:
        return _judged(question.subject, question.texts, tried)
    except MemoryError:
        raise
    except Exception as e:
        logging.getLogger(__name__).debug("a submission", exc_info=True)
        return NothingMade((*tried.failed, told_of("形成记录", e))), []


def _judged(asked: Subject, texts: Sequence[str], tried: Attempts) -> tuple[Judgement, list[str]]:
    @cache
    def reading(name: str) -> Record:
        return record_from_json(texts[asked.readings[name]])

    submission, generations = _submission(asked, texts, tried)
    submission = _readable(submission, reading, tried)
    unchanged = Versions(submission, (), None)
    found = tried.at(
        "辨认更正件", lambda: versions(submission, lambda i: generations[i.sha256, i.path], reading), unchanged
    )
    base = tried.at("合并各份申报表", lambda: _joined(reading, found.now), _first(reading, found.now))
    base = _as_assigned(base, submission)
    tally = Tally(_criteria)
    places = tried.at("统计名额", lambda: tally.places(base), None)
    if places is not None and asked.alike is None:
        return CountedName(called(base), tuple(places)), []
    nothing: list[Finding] = []
    told = [
        *replaced_findings(found.replaced),
        *rival_findings(submission.rivals),
        *not_listed(asked.unlisted),
        *tried.at("与上一次所报材料对照", lambda: _history(base, reading, asked), nothing),
    ]
    record = _record(reading, found.now, base, asked.rows, told, tried)
    if places is not None:
        for place, names in asked.alike or ():
            tally.count([place], names)
        record = tried.at("统计名额", lambda: tally.judged(record), record)
    before = (
        None if found.before is None else tried.at("整理更正前的内容", lambda: _before(reading, found, asked), None)
    )
    now = written(replace(record, findings=(*tried.findings(), *record.findings)))
    said = [now.body] if before is None else [now.body, before]
    at = {(m.item.path, m.item.sha256): n for n, m in enumerate(submission.members)}
    replaced = tuple((at[m.item.path, m.item.sha256], m.why) for m in found.replaced)
    return RecordMade(now.head, replaced, tuple(tried.failed)), said


def _as_assigned(base: Record, submission: Submission) -> Record:
    """The record under the name to which a person has assigned its forms; what the forms say stays among its values."""
    said = any(m.item.pinned not in ("", NOBODY, KEPT) for m in submission.members if m.record_ids)
    name = submission.cluster
    if not said or not name or name == base.cluster:
        return base
    return replace(base, cluster=name, applicant=name if base.applicant else "")


def _history(base: Record, reading: Reading, asked: Subject) -> list[Finding]:
    if not asked.before:
        return []
    from formextract.catalogue import load_catalogue  # of templates, which most questions do not need

    events = any(t.program == base.program and t.form == EVENT for t in load_catalogue().templates.values())
    earlier = [reading(name) for name in asked.before]
    return history_findings(base, earlier, reports_events=events, event=asked.event)


def _before(reading: Reading, found: Versions, asked: Subject) -> str:
    """The record as it stood before it was corrected, written down."""
    assert found.before is not None
    tried = Attempts()
    record = _record(reading, found.before, _joined(reading, found.before), asked.rows, [], tried)
    return written(replace(record, findings=(*tried.findings(), *record.findings))).body


def _readable(submission: Submission, reading: Reading, tried: Attempts) -> Submission:
    """The submission with those forms only whose records can be read; where none can, the error of the first."""
    members, errors = [], []
    for member in submission.members:
        try:
            for name in member.record_ids:
                reading(name)
            members.append(member)
        except (ValueError, KeyError, TypeError) as e:
            errors.append(e)
            tried.failed.append(told_of(f"读取已存入的“{member.item.path}”", e))
            members.append(replace(member, role="other", record_ids=()))
    if errors and not any(m.record_ids for m in members):
        raise errors[0]
    return replace(submission, members=tuple(members))


def _first(reading: Reading, submission: Submission) -> Record:
    """The record of a submission's first form by itself."""
    return next(at(reading(name), m.item) for m in submission.members for name in m.record_ids)


def _submission(asked: Subject, texts: Sequence[str], tried: Attempts) -> tuple[Submission, dict[tuple[str, str], int]]:
    """The submission of a question, and the loads in which its files came, by digest and path."""
    members, generations = [], {}
    for m in asked.members:
        exhibit = None
        if m.exhibit is not None:
            text = texts[m.exhibit]
            exhibit = tried.at(f"读取已存入的“{m.item.path}”", partial(_exhibit, text), None)
        members.append(Member(replace(m.item, exhibit=exhibit), m.role, m.why, m.record_ids))
        generations[m.item.sha256, m.item.path] = m.generation
    return Submission(asked.key, asked.cluster, tuple(members), asked.rivals), generations


def _exhibit(text: str) -> Exhibit:
    return exhibit_from_dict(json.loads(text))


def _joined(reading: Reading, submission: Submission) -> Record:
    """The submission's copies as one record; its findings are their disagreements, or the only copy's own."""
    copies: dict[str, Record] = {}
    for member in submission.members:
        for name in member.record_ids:
            copies.setdefault(name, at(reading(name), member.item))
    return joined(list(copies.values()))


def _criteria(program: str) -> Sequence[Criterion]:
    from formextract.rules import rules  # most submissions need none of the checks

    return rules(program)[1]


def _record(
    reading: Reading,
    submission: Submission,
    base: Record,
    rows: Mapping[str, str],
    told: Sequence[Finding],
    tried: Attempts,
) -> Record:
    """The submission's one record of its joined copies. `rows` are the rows of summary sheets by their clusters, `told`
    what is to be said of how its files were put together.
    """
    whole = len({name for member in submission.members for name in member.record_ids}) > 1
    beside = [m for m in submission.members if m.role != "application"]
    found = [*told, *(base.findings if whole else ())]
    proofs = load_proofs()
    row = rows.get(base.cluster or submission.cluster)
    if row is not None:
        found += tried.at("核对推荐汇总表", lambda: summary_findings(base, reading(row), proofs), [])
    found += tried.at("核对证明材料", lambda: evidence_findings(base, [m.item for m in beside], proofs), [])
    record = replace(base, files=(*base.files, *_refs(beside, {f.sha256 for f in base.files})))
    if whole:
        from formextract.pipeline import checked

        whole_record = replace(record, findings=tuple(found))
        return tried.at("核对各项数据", lambda: checked(whole_record), whole_record)
    # Checked where it was read, and no figure has changed since: to check it again would cost the most of all this.
    before = next((n for n, f in enumerate(record.findings) if f.kind not in _NOT_CHECKED), len(record.findings))
    return replace(record, findings=(*record.findings[:before], *found, *record.findings[before:]))


def at(record: Record, item: Item) -> Record:
    """The record with its file under the item's path: the same one, whichever of several was read."""
    files = tuple(replace(f, path=item.path) if f.sha256 == item.sha256 else f for f in record.files)
    return replace(record, files=files)


def _refs(members: Sequence[Member], have: set[str]) -> list[FileRef]:
    """The files beside the form; what could not be read is listed in the store, not in a record."""
    out: list[FileRef] = []
    for member in members:
        item = member.item
        if item.status == "failed" or item.sha256 in have:
            continue
        have.add(item.sha256)
        kind = item.exhibit.format if item.exhibit is not None else format_name(item.format)
        pages = item.exhibit.pages if item.exhibit is not None else 1
        out.append(FileRef(item.path, item.sha256, kind, member.role, pages))
    return out
