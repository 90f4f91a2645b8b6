"""Submissions to questions, with the texts that these need and no others; and what their records depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from formextract.model import Record
from formextract.model.submission import Member, Submission
from formextract.model.written import body_of
from formextract.places import Locality
from formextract.store import Groups
from formextract.submissions.applicants import region_of
from formextract.submissions.attempts import Attempts
from formextract.submissions.caps import Alike
from formextract.submissions.history import Before
from formextract.submissions.questions import AskedMember, Question, RecordMade, Subject
from formextract.submissions.summary import Rows

AT_ONCE = 16
"""Submissions whose texts are in memory at a time, some 150 kB each."""


class Asker:
    """Makes questions of a store's submissions. `forms` are those bound from pages, by id; `generations` say in which
    load a content came under a path; `terms` are what any record depends on: the program's version, its rules;
    `unlisted` are the summary sheets in which a submission should stand, by its key, `befores` what its cluster has
    said last.
    """

    def __init__(
        self,
        groups: Groups,
        forms: Mapping[str, Record],
        generations: Mapping[tuple[str, str], int],
        rows: Rows,
        terms: Sequence[str],
        unlisted: Mapping[str, tuple[str, ...]],
        befores: Mapping[str, Before],
    ) -> None:
        self._groups = groups
        self._forms = forms
        self._generations = generations
        self._rows = rows
        self._terms = list(terms)
        self._unlisted = unlisted
        self._befores = befores
        self._states = dict(groups.reading_states())
        self._found: dict[str, tuple[dict[str, str], list[str]]] = {}

    def basis(self, submission: Submission) -> str:
        """A digest of all that the submission's record is made from, but for what its clauses with a cap count.

        A file that is read again takes the basis of its own submission from the store by that: what it gives has its
        digest only as a name. Lists and the year before belong to others: of these the state of their reading counts.
        """
        rows = {name: [row, self._states.get(row, "")] for name, row in self._rows_for(submission).items()}
        members = [
            [i.path, i.sha256, i.status, i.pinned, m.role, m.why, m.record_ids, self._generations[i.sha256, i.path]]
            for m in submission.members
            for i in (m.item,)
        ]
        told = [submission.cluster, submission.rivals, submission.failed]
        unlisted, before = self._unlisted.get(submission.key, ()), self._before(submission)
        stood = [[name, self._states.get(name, "")] for name in before.records]
        return _digest([self._terms, told, sorted(rows.items()), members, unlisted, stood, before.event])

    def questions(self, about: Iterable[tuple[Submission, Alike | None]]) -> Iterator[Question]:
        """What is to be asked about submissions, each with who else counts for its clauses with a cap, where known.

        Their texts are asked of the store for a few submissions at a time.
        """
        rest = iter(about)
        while some := list(islice(rest, AT_ONCE)):
            names = {name for s, _ in some for name in self._names(s)} - self._forms.keys()
            shas = {m.item.sha256 for s, _ in some for m in s.members if m.item.exhibit is not None}
            readings = self._groups.reading_bodies(names) if names else {}
            exhibits = self._groups.exhibits(shas) if shas else {}
            for submission, alike in some:
                yield self._question(submission, alike, readings, exhibits)

    def _names(self, submission: Submission) -> list[str]:
        """The ids of the readings that a submission is made of."""
        rows = self._rows_for(submission).values()
        before = self._before(submission).records
        return list(dict.fromkeys([*(n for m in submission.members for n in m.record_ids), *rows, *before]))

    def _before(self, submission: Submission) -> Before:
        return self._befores.get(submission.key, Before())

    def _question(
        self, submission: Submission, alike: Alike | None, readings: Mapping[str, str], exhibits: Mapping[str, str]
    ) -> Question:
        names = self._names(submission)
        texts = [body_of(self._forms[n]) if n in self._forms else readings.get(n, "") for n in names]
        numbers = {}
        for sha256 in sorted({m.item.sha256 for m in submission.members} & exhibits.keys()):
            numbers[sha256] = len(texts)
            texts.append(exhibits[sha256])
        subject = Subject(
            submission.key,
            submission.cluster,
            tuple(self._asked(m, numbers) for m in submission.members),
            {name: n for n, name in enumerate(names)},
            self._rows_for(submission),
            submission.rivals,
            (*submission.failed, *self._found[submission.key][1]),
            alike,
            self._unlisted.get(submission.key, ()),
            self._before(submission).records,
            self._before(submission).event,
        )
        return Question(subject, tuple(texts))

    def _rows_for(self, submission: Submission) -> dict[str, str]:
        """The rows about the submission's cluster, by each name that its record may give it."""
        if submission.key not in self._found:
            tried = Attempts()
            none: dict[str, str] = {}
            rows = tried.at("查找推荐汇总表中的行", lambda: self._rows_about(submission), none)
            self._found[submission.key] = rows, tried.failed
        return self._found[submission.key][0]

    def _rows_about(self, submission: Submission) -> dict[str, str]:
        copies = [c for m in submission.members for c in m.item.copies]
        place = max((region_of(c.applicant) for c in copies), key=lambda p: (p.said, p.text), default=Locality())
        names = {submission.cluster, *(c.cluster for c in copies)}
        found = {name: self._rows.about(name, place) for name in sorted(names)}
        return {name: row for name, row in found.items() if row is not None}

    def _asked(self, member: Member, numbers: Mapping[str, int]) -> AskedMember:
        item = member.item
        generation = self._generations[item.sha256, item.path]
        plain = replace(item, exhibit=None)
        return AskedMember(plain, member.role, member.why, member.record_ids, generation, numbers.get(item.sha256))


def with_replaced(submission: Submission, made: RecordMade) -> Submission:
    """The submission with the members last that a later load has replaced, which stay accounted for."""
    why = dict(made.replaced)
    now = [m for n, m in enumerate(submission.members) if n not in why]
    members = submission.members
    replaced = [replace(members[n], role="other", why=why[n], record_ids=()) for n in why]
    return replace(submission, members=(*now, *replaced))


def basis_of_caps(alike: Alike) -> str:
    """A digest of who else counts for a submission's clauses with a cap."""
    return _digest(list(alike))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()
