"""A store's files to submissions: one record each, made by workers of what the store holds, and only where needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from formextract.loading.asking import Asker, basis_of_caps, with_replaced
from formextract.loading.binding import bind
from formextract.loading.judging import at
from formextract.loading.questions import Answer, Ask, ask_here
from formextract.loading.submissions import group
from formextract.loading.submissions.caps import Alike, Place, Tally
from formextract.loading.submissions.summary import Rows
from formextract.loading.versions import versions
from formextract.model import Record
from formextract.model.submission import Member, Submission
from formextract.model.written import Written, head_from_dict, written
from formextract.store import Groups, Made, Saved, Store
from formextract.store.rows import Placed

AT_ONCE = 16
"""Submissions that are written in one transaction: a kill costs no more than making these again."""


def regroup(store: Store, version: str, ask: Ask = ask_here) -> bool:
    """Makes the store's submissions anew where anything has changed since; whether it has.

    Only those are made of which something has changed; the others are left as they are. `ask` says who makes them. A
    run that is killed leaves the state unsettled, and the next one goes on.
    """
    with store.alone():
        return _regrouped(store, version, ask)


def _regrouped(store: Store, version: str, ask: Ask) -> bool:
    groups = store.groups
    state = groups.state(version)
    if groups.is_grouped(state):
        return False
    until = store.changes.last()
    items, forms = bind(groups, groups.items())
    submissions, loose = group(items)
    rows = [(c.cluster, c.record_id) for m in loose for c in m.item.copies if c.record_id in m.record_ids]
    rows_index = Rows(rows, [s.cluster for s in submissions])
    asker = Asker(groups, forms, groups.generations(items), rows_index, [version, versions().rules])
    making = _Making(groups, asker, submissions, version)
    making.run(ask)
    kept = making.records
    groups.save_loose(loose, list(_by_themselves(groups, forms, loose, kept)), version)
    groups.settle({s.key for s in submissions}, kept, state, until=until)
    return True


def _by_themselves(
    groups: Groups, forms: dict[str, Record], loose: Iterable[Member], kept: set[str]
) -> Iterator[Placed]:
    """The records of files of no submission: rows of summary sheets, and forms that a person has set apart."""
    for member in loose:
        item = member.item
        for position, name in enumerate(member.record_ids or dict.fromkeys(c.record_id for c in item.copies)):
            if name not in kept:
                kept.add(name)
                record = at(forms.get(name) or groups.reading(name), item)
                yield Placed(written(record), (item.sha256,), position)


@dataclass
class _Making:
    """The submissions of one state of the store, made where they are not as they should be."""

    groups: Groups
    asker: Asker
    submissions: list[Submission]
    version: str
    records: set[str] = field(default_factory=set)
    """The ids of all submissions' records."""

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
            if "places" in answer.what:
                capped[answer.key] = json.dumps([answer.what["name"], answer.what["places"]])
                _count(tally, capped[answer.key])
            else:
                self._save(waiting, _saved(by_key[answer.key], answer, Made("", bases[answer.key])))
        alike = {key: tally.alike(_places(capped[key])) for key in capped}
        self._flush(waiting)
        for answer in ask(self.asker.questions(self._capped(by_key, made, alike))):
            key = answer.key
            as_made = Made("", bases[key], capped[key], basis_of_caps(alike[key]))
            self._save(waiting, _saved(by_key[key], answer, as_made))
        self._flush(waiting)

    def _capped(
        self, by_key: dict[str, Submission], made: dict[str, Made], alike: dict[str, Alike]
    ) -> Iterator[tuple[Submission, Alike]]:
        """Those with a cap, where they or those that are counted with them have changed."""
        for key, others in alike.items():
            old = made.get(key)
            if old is None or old.basis_of_caps != basis_of_caps(others):
                yield by_key[key], others

    def _save(self, waiting: list[Saved], saved: Saved) -> None:
        self.records.add(saved.record.head.id)
        waiting.append(saved)
        if len(waiting) >= AT_ONCE:
            self._flush(waiting)

    def _flush(self, waiting: list[Saved]) -> None:
        if waiting:
            self.groups.save(waiting, self.version)
            waiting.clear()


def _saved(submission: Submission, answer: Answer, made: Made) -> Saved:
    record = Written(head_from_dict(answer.what["head"]), answer.texts[0])
    earlier = answer.texts[1] if len(answer.texts) > 1 else None
    return Saved(with_replaced(submission, answer), record, earlier, made)


def _count(tally: Tally, told: str) -> None:
    name, _ = json.loads(told)
    tally.count(_places(told), [name])


def _places(told: str) -> list[Place]:
    _, places = json.loads(told)
    return [(program, criterion, tuple(keys)) for program, criterion, keys in places]
