"""Corrected submissions: which files a later load has replaced, and the submission as it stood before.

A load that is done makes a generation. A form of a later generation replaces an earlier one of surely the same
applicant (`applicants.is_same_applicant`) where both are digital, or both paper, and they do not say the same; digital
forms that were put right leave the older paper behind as well. A list under the same file name replaces the earlier
one. Files of one generation never replace each other: two copies on one disc that differ are a disagreement, which
`agreement.py` tells. What a person has marked as to be kept (`KEPT`) is never replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePosixPath

from formextract.model import Observation, Record
from formextract.model.submission import KEPT, SUPERSEDED, Item, Member, Submission
from formextract.submissions.agreement import agree, is_paper, is_scan
from formextract.submissions.applicants import is_same_applicant

Generation = Callable[[Item], int]
Reading = Callable[[str], Record]


@dataclass(frozen=True, slots=True)
class Versions:
    """A submission as it stands now, what was replaced in it, and how it stood before (None: nothing was replaced)."""

    now: Submission
    replaced: tuple[Member, ...]
    before: Submission | None

    @property
    def all(self) -> Submission:
        """The submission with the replaced files, which stay accounted for."""
        return replace(self.now, members=(*self.now.members, *self.replaced))


def versions(submission: Submission, generation: Generation, reading: Reading) -> Versions:
    """The submission's versions, by the generations in which its files were met; `reading` gives a form by its id."""
    if len({generation(m.item) for m in submission.members}) == 1:
        return Versions(submission, (), None)
    forms = [m for m in submission.members if m.role == "application" and m.record_ids and m.item.pinned != KEPT]
    paper = [m for m in forms if is_paper(reading(m.record_ids[0]))]
    digital = [m for m in forms if m not in paper]
    by = {id(m): n for m, n in _replaced(digital, generation, reading)}
    if by:
        last = max(digital, key=lambda m: generation(m.item))
        by |= {id(m): last for m in paper if generation(m.item) < generation(last.item)}
    by |= {id(m): n for m, n in _replaced(paper, generation, reading) if id(m) not in by}
    by |= {id(m): n for m, n in _replaced_lists(submission.members, generation)}
    if not by:
        return Versions(submission, (), None)
    replaced = tuple(
        replace(m, role="other", why=f"{SUPERSEDED}“{by[id(m)].item.path}”", record_ids=())
        for m in submission.members
        if id(m) in by
    )
    now = replace(submission, members=tuple(m for m in submission.members if id(m) not in by))
    last_load = max(generation(m.item) for m in by.values())
    earlier = tuple(m for m in submission.members if generation(m.item) < last_load)
    before = None
    if any(m.role == "application" for m in earlier):
        before = versions(replace(submission, members=earlier), generation, reading).now
    return Versions(now, replaced, before)


def _replaced(forms: Sequence[Member], generation: Generation, reading: Reading) -> list[tuple[Member, Member]]:
    """The forms of earlier generations that say otherwise than one of the last, each with that one."""
    if not forms:
        return []
    last = max(generation(m.item) for m in forms)
    newest = [m for m in forms if generation(m.item) == last]
    out = []
    for m in forms:
        if generation(m.item) == last:
            continue
        mine = reading(m.record_ids[0])
        theirs = ((n, reading(n.record_ids[0])) for n in newest)
        other = next((n for n, r in theirs if _differ(mine, r) and (_said(m, n) or _is_one(mine, r))), None)
        if other is not None:
            out.append((m, other))
    return out


def _said(*members: Member) -> bool:
    """Whether a person has said that all of them belong here."""
    return all(m.item.pinned for m in members)


def _is_one(a: Record, b: Record) -> bool:
    return is_same_applicant(a, b, misread=is_scan(a) or is_scan(b))


def _differ(a: Record, b: Record) -> bool:
    """Whether two readings of a form are of different content: figures exactly, unless one was read from a picture."""
    scan = is_scan(a) or is_scan(b)
    theirs = {o.key: o for o in b.values}
    return any(o.key in theirs and not _same(o, theirs[o.key], scan=scan) for o in a.values)


def _same(a: Observation, b: Observation, *, scan: bool) -> bool:
    if not scan and isinstance(a.value, Decimal) and isinstance(b.value, Decimal):
        return a.value == b.value
    return agree(a, b, scan=scan)


def _replaced_lists(members: Sequence[Member], generation: Generation) -> list[tuple[Member, Member]]:
    """Files beside the form of which a later generation has one of the same name and another content."""
    newest: dict[str, Member] = {}
    beside = [m for m in members if m.role == "evidence" and m.item.pinned != KEPT]
    for m in sorted(beside, key=lambda m: generation(m.item)):
        newest[PurePosixPath(m.item.path).name] = m
    out = []
    for m in beside:
        last = newest[PurePosixPath(m.item.path).name]
        if generation(m.item) < generation(last.item) and m.item.sha256 != last.item.sha256:
            out.append((m, last))
    return out
