"""A store's files to submissions: one record each, made by workers of what the store holds, and only where needed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formextract.loading.page_forms import bind
from formextract.loading.question_texts import Asker, basis_of_caps, with_replaced
from formextract.loading.versions import versions
from formextract.model import Record
from formextract.model.submission import SUPERSEDED, Member, Submission
from formextract.model.written import Written, written
from formextract.store import Groups, Made, Saved, Store
from formextract.store.rows import StoredRecord
from formextract.submissions import group
from formextract.submissions.applicants import region_of
from formextract.submissions.attempts import AGAIN
from formextract.submissions.caps import Alike, Counted, Tally
from formextract.submissions.grouping import UNPLACED
from formextract.submissions.history import befores
from formextract.submissions.merge import ask_here, at
from formextract.submissions.questions import Answer, Ask, CountedName, RecordMade
from formextract.submissions.summary import Rows
from formextract.submissions.unlisted import SummaryRow, unlisted, without_form

UNSETTLED = ""
"""The state of a store in which something is left to do: like no other, so that the next load goes on."""
AT_ONCE = 16
"""Submissions that are written in one transaction: a kill costs no more than making these again."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What making the submissions has come to: files that were replaced now, each with the reason as staff read it;
    pairs of a cluster and what could not be done for it, which the next load tries again; and applicants that were told
    apart though they may be one.
    """

    replaced: tuple[tuple[str, str], ...] = ()
    unfinished: tuple[tuple[str, str], ...] = ()
    rivals: int = 0

    def told(self) -> list[str]:
        """What staff should hear of it, a line each."""
        lines = [f"更正：“{path}”{why}" for path, why in self.replaced]
        lines += [f"没有做完：{cluster or '（没有读出名称）'}：{what}。{AGAIN}" for cluster, what in self.unfinished]
        if self.rivals:
            lines.append(
                f"有 {self.rivals} 家申报与别家分不清是不是同一家，已分别入库，各自的核对结果里写明了是哪几份，请核对"
            )
        return lines


def regroup(store: Store, version: str, ask: Ask = ask_here) -> Regrouped | None:
    """Makes the store's submissions anew where anything has changed since; None where nothing has.

    Only those are made of which something has changed; the others are left as they are. `ask` says who makes them. A
    run that is killed leaves the state unsettled, and the next one goes on; so does one in which a submission failed.
    """
    with store.alone():
        return _regrouped(store, version, ask)


def _regrouped(store: Store, version: str, ask: Ask) -> Regrouped | None:
    groups = store.groups
    state = groups.state(version)
    if groups.is_grouped(state):
        return None
    until = store.changes.last()
    replaced_before = groups.replaced()
    bound = bind(groups, groups.items())
    submissions, loose = group(bound.items)
    submissions = [_with_failed(s, bound.failed) for s in submissions]
    generations = groups.generations(bound.items)
    rows = [
        SummaryRow(c, m.item, generations[m.item.sha256, m.item.path])
        for m in loose
        for c in m.item.copies
        if m.role == "summary" and c.form == "summary"
    ]
    rows_index = Rows(
        [(r.copy.cluster, r.copy.record_id) for r in rows],
        [s.cluster for s in submissions],
        {r.copy.record_id: region_of(r.copy.applicant) for r in rows},
    )
    missing = unlisted(submissions, rows, rows_index.about, lambda i: generations[i.sha256, i.path])
    terms = [version, versions().rules]
    asker = Asker(groups, bound.forms, generations, rows_index, terms, missing.forms, befores(submissions))
    making = _Making(groups, asker, submissions, version)
    making.run(ask)
    kept = making.records
    groups.save_loose(loose, list(_by_themselves(groups, bound.forms, loose, kept, missing.rows)), version)
    unfinished = [*making.unfinished, *_unfinished(loose, bound.failed)]
    groups.settle({s.key for s in submissions}, kept, UNSETTLED if unfinished else state, until=until)
    replaced = tuple(
        (m.item.path, m.why) for m in making.replaced if (m.item.sha256, m.item.path) not in replaced_before
    )
    return Regrouped(replaced, tuple(dict.fromkeys(unfinished)), sum(bool(s.rivals) for s in submissions))


def _with_failed(submission: Submission, failed: Mapping[tuple[str, str], str]) -> Submission:
    """The submission with what could not be done with its files before."""
    found = (failed.get((m.item.path, m.item.sha256)) for m in submission.members)
    told = tuple(dict.fromkeys([*submission.failed, *(f for f in found if f is not None)]))
    return replace(submission, failed=told) if told else submission


def _unfinished(loose: Iterable[Member], failed: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """The files of no submission with which something could not be done, and what."""
    for m in loose:
        told = failed.get((m.item.path, m.item.sha256)) or (m.why if m.why.startswith(UNPLACED) else "")
        if told:
            yield m.item.path, told


def _by_themselves(
    groups: Groups, forms: dict[str, Record], loose: Iterable[Member], kept: set[str], formless: Collection[str]
) -> Iterator[StoredRecord]:
    """The records of files of no submission: rows of summary sheets, and forms that a person has set apart.

    `formless` are the rows whose clusters have handed in no form.
    """
    for member in loose:
        item = member.item
        for position, name in enumerate(member.record_ids or dict.fromkeys(c.record_id for c in item.copies)):
            if name not in kept:
                kept.add(name)
                record = at(forms.get(name) or groups.reading(name), item)
                if name in formless:
                    record = replace(record, findings=(*record.findings, without_form(record.cluster)))
                yield StoredRecord(written(record), (item.sha256,), position)


@dataclass
class _Making:
    """The submissions of one state of the store, made where they are not as they should be."""

    groups: Groups
    asker: Asker
    submissions: list[Submission]
    version: str
    records: set[str] = field(default_factory=set)
    """The ids of all submissions' records."""
    replaced: list[Member] = field(default_factory=list)
    """Files that a later load has replaced in the submissions that were made."""
    unfinished: list[tuple[str, str]] = field(default_factory=list)
    """Clusters with what could not be done for them."""

    def run(self, ask: Ask) -> None:
        """Makes all that is to be made: first those that no cap is about, then, counted, the others."""
        made = self.groups.made()
        by_key = {s.key: s for s in self.submissions}
        bases = {s.key: self.asker.basis(s) for s in self.submissions}
        tally = Tally(lambda _: ())
        capped: dict[str, str] = {}
        for key, basis in bases.items():
            old = made.get(key)
            if old is None or old.basis != basis:
                made.pop(key, None)
            else:
                self.records.add(old.record_id)
                if old.places:
                    capped[key] = old.places
                    _count(tally, old.places)
        waiting: list[Saved] = []
        changed = ((s, None) for s in self.submissions if s.key not in made)
        for answer in ask(self.asker.questions(changed)):
            if isinstance(answer.what, CountedName):
                capped[answer.key] = json.dumps([answer.what.name, answer.what.places])
                _count(tally, capped[answer.key])
            else:
                self._save(waiting, by_key[answer.key], answer, Made("", bases[answer.key]))
        alike = {key: tally.alike(_places(capped[key])) for key in capped}
        self._flush(waiting)
        for answer in ask(self.asker.questions(self._capped(by_key, made, alike))):
            key = answer.key
            as_made = Made("", bases[key], capped[key], basis_of_caps(alike[key]))
            self._save(waiting, by_key[key], answer, as_made)
        self._flush(waiting)

    def _capped(
        self, by_key: dict[str, Submission], made: dict[str, Made], alike: dict[str, Alike]
    ) -> Iterator[tuple[Submission, Alike]]:
        """Those with a cap, where they or those that are counted with them have changed."""
        for key, others in alike.items():
            old = made.get(key)
            if old is None or old.basis_of_caps != basis_of_caps(others):
                yield by_key[key], others

    def _save(self, waiting: list[Saved], submission: Submission, answer: Answer, made: Made) -> None:
        """Saves what came of a submission; of what has failed nothing is lost, and it is to be made again."""
        failed = () if isinstance(answer.what, CountedName) else answer.what.failed
        self.unfinished += [(submission.cluster, told) for told in failed]
        if not isinstance(answer.what, RecordMade):
            self.records.update(name for m in submission.members for name in m.record_ids)
            return
        saved = _saved(submission, answer.what, answer.texts, replace(made, basis="") if failed else made)
        self.records.add(saved.record.head.id)
        self.replaced += [m for m in saved.submission.members if m.why.startswith(SUPERSEDED)]
        waiting.append(saved)
        if len(waiting) >= AT_ONCE:
            self._flush(waiting)

    def _flush(self, waiting: list[Saved]) -> None:
        if waiting:
            self.groups.save(waiting, self.version)
            waiting.clear()


def _saved(submission: Submission, said: RecordMade, texts: Sequence[str], made: Made) -> Saved:
    earlier = texts[1] if len(texts) > 1 else None
    return Saved(with_replaced(submission, said), Written(said.head, texts[0]), earlier, made)


def _count(tally: Tally, told: str) -> None:
    name, _ = json.loads(told)
    tally.count(_places(told), [name])


def _places(told: str) -> list[Counted]:
    _, places = json.loads(told)
    return [(program, criterion, tuple(keys)) for program, criterion, keys in places]
