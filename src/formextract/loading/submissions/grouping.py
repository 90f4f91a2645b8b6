"""Files to submissions: by the cluster that a form names, then by names in paths and texts, then by folder.

forms → clusters (one name, in full, short or misread) → the other files, each to the one cluster that claims it
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from formextract.formats import is_paper
from formextract.loading.submissions.clusternames import LIKE, MARGIN, Names, core, likeness, same
from formextract.model.record import Role
from formextract.model.submission import Copy, Item, Member, Submission

NOBODY = "-"
"""What a file is pinned to that belongs to no submission."""

SUMMARY = "summary"

FORM_UP = 2
"""Folders upward in which a form without a name looks for the form that it is a copy of (`盖章件/` beside it)."""

_OF_NOBODY = "看不出属于哪一家集群"


@dataclass(slots=True)
class _Cluster:
    """A submission under way: the forms that name one cluster, of one programme, form and edition."""

    kind: tuple[str, str]
    edition: str
    names: list[str]
    members: list[Member] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The fullest name."""
        return max(self.names, key=lambda n: (len(n), n), default="")


Among = Callable[[_Cluster], bool]
"""Whether a cluster is among those that are asked for."""

LONGEST_PART = 255
"""Letters of a part of a path; what is longer is a text, and no other file has the same."""


class _Clusters:
    """The clusters in the order in which they were met, found by names and folders however many they are."""

    def __init__(self) -> None:
        self.all: list[_Cluster] = []
        self._names = Names()
        self._standing: dict[str, dict[int, int]] = {}  # what stands in a part of a path, which many files share
        self._folders: dict[PurePosixPath, set[int]] = {}

    def open(self, copy: Copy, names: list[str]) -> int:
        """Adds a cluster; its number."""
        self.all.append(_Cluster((copy.program, copy.form), copy.edition, []))
        number = len(self.all) - 1
        for name in names:
            self.call(number, name)
        return number

    def call(self, number: int, name: str) -> None:
        """Adds one more name of a cluster."""
        self.all[number].names.append(name)
        self._names.add(name, number)
        self._standing.clear()

    def add_form(self, number: int, member: Member) -> None:
        """Adds a form to a cluster."""
        self.all[number].members.append(member)
        for folder in _upward(str(PurePosixPath(member.item.path).parent)):
            self._folders.setdefault(folder, set()).add(number)

    def of_name(self, name: str, among: Among) -> int | None:
        """The first cluster that a name means, of those that are asked for."""
        return next((n for n in self._names.same(name) if among(self.all[n])), None)

    def named_in(self, text: str, among: Among) -> _Cluster | None:
        """The only cluster whose name stands in the text; the longest name where one contains another."""
        if len(text) > LONGEST_PART:
            standing = self._names.standing_in(text)
        elif (known := self._standing.get(text)) is not None:
            standing = known
        else:
            standing = self._standing[text] = self._names.standing_in(text)
        named = {n: length for n, length in standing.items() if among(self.all[n])}
        if not named:
            return None
        longest = max(named.values())
        return _one([self.all[n] for n in sorted(named) if named[n] == longest])

    def in_folder(self, folder: PurePosixPath, among: Among) -> list[_Cluster]:
        """The clusters that have a form in a folder or below."""
        return [self.all[n] for n in sorted(self._folders.get(folder, ())) if among(self.all[n])]


def group(items: Iterable[Item]) -> tuple[list[Submission], list[Member]]:
    """The submissions, and the files that belong to none; the same files in any order give the same.

    A file with forms of several clusters (several application forms in one) is in each of their submissions.
    """
    ordered = sorted(items, key=lambda i: (i.path, i.sha256))
    clusters = _Clusters()
    # Digital forms first: their names are as they were written, and a scan's can be compared with them.
    forms = [(i, c) for i in ordered for c in i.copies if c.form != SUMMARY]
    nameless: list[tuple[Item, Copy]] = []
    for item, copy in sorted(forms, key=lambda x: (is_paper(x[0].format), -len(core(x[1].cluster)))):
        if not (item.pinned or core(copy.cluster)):
            nameless.append((item, copy))
        elif item.pinned != NOBODY:
            _add_form(clusters, item, copy)
    for item, copy in nameless:
        _add_nameless(clusters, item, copy)
    loose: list[Member] = []
    for item in ordered:
        formless = not any(c.form != SUMMARY for c in item.copies) or item.pinned == NOBODY
        listed = any(c.form == SUMMARY for c in item.copies)
        if listed:  # forms in the same file are in their submissions, where no person has said otherwise
            ids = tuple(c.record_id for c in item.copies if formless or c.form == SUMMARY)
            loose.append(Member(item, "summary", "推荐汇总表，每家集群一行", ids))
        if listed or not formless:
            continue
        claimed, why = _claim(item, clusters, lambda _: True)
        if claimed is None:
            loose.append(Member(item, "other", why))
        else:
            claimed.members.append(Member(item, _role(item), why))
    done = [_submission(c) for c in clusters.all]
    return sorted(done, key=lambda s: (s.members[0].item.path, s.key)), loose


def _role(item: Item) -> Role:
    return "other" if item.status == "failed" else "evidence"


def _of_kind(copy: Copy) -> Among:
    """Whether a cluster has the copy's form, of the same edition where both say theirs."""
    kind, edition = (copy.program, copy.form), copy.edition
    return lambda c: c.kind == kind and (c.edition == edition or not (c.edition and edition))


def _add_form(clusters: _Clusters, item: Item, copy: Copy) -> None:
    of_kind = _of_kind(copy)
    name = item.pinned or copy.cluster
    part = f"（{copy.part}）" if copy.part else ""
    why = ("人工指定" if item.pinned else f"表中集群名称为“{copy.cluster}”") + part
    number = clusters.of_name(name, of_kind)
    if number is not None:
        clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
        clusters.call(number, name)
        return
    if is_paper(item.format) and not item.pinned:
        able = [(n, c) for n, c in enumerate(clusters.all) if of_kind(c)]
        scores = sorted(((max(likeness(name, x) for x in c.names), n) for n, c in able if c.names), reverse=True)
        runner_up = scores[1][0] if len(scores) > 1 else 0.0
        if scores and scores[0][0] >= LIKE and scores[0][0] - runner_up >= MARGIN:
            number = scores[0][1]
            why = f"扫描件中的集群名称“{copy.cluster}”与“{clusters.all[number].name}”相近{part}"
            clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
            return
    clusters.add_form(clusters.open(copy, [name]), Member(item, "application", why, (copy.record_id,)))


def _add_nameless(clusters: _Clusters, item: Item, copy: Copy) -> None:
    """A form whose cluster's name was not filled in or could not be read: by its path, or by itself."""
    claimed, why = _claim(item, clusters, _of_kind(copy), FORM_UP)
    number = next((n for n, c in enumerate(clusters.all) if c is claimed), None)
    if number is None:
        number, why = clusters.open(copy, []), "表中没有读出集群名称"
    clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))


@lru_cache(maxsize=4096)
def _upward(folder: str) -> tuple[PurePosixPath, ...]:
    """A folder and those above it, the nearest first."""
    path = PurePosixPath(folder)
    return (path, *path.parents)


def _claim(item: Item, clusters: _Clusters, among: Among, up: int | None = None) -> tuple[_Cluster | None, str]:
    """The one cluster that a file belongs to, and why; None where there is none, or several with equal right.

    `among` says which clusters are asked for; `up` how many folders upward from the file, all of them where None.
    """
    if item.pinned:
        if item.pinned == NOBODY:
            return None, "人工指定为不属于任何集群"
        wanted = clusters.of_name(item.pinned, among)
        if wanted is None:
            return None, f"人工指定的“{item.pinned}”没有申报表"
        return clusters.all[wanted], "人工指定"
    path = PurePosixPath(item.path)
    folders = _upward(str(path.parent)) if path.name else ()
    for part in (path.name, *(p.name for p in folders)):  # the nearest name is the surest
        named = clusters.named_in(part, among)
        if named is not None:
            return named, f"文件名或文件夹名“{part}”写有集群名称"
    if item.exhibit is not None:
        named = clusters.named_in(item.exhibit.text, among)
        if named is not None:
            return named, f"文中写有集群名称“{named.name}”"
    for folder in folders[:up]:
        if not folder.name and folder != folders[0]:
            break  # the top of all discs is nobody's folder
        here = clusters.in_folder(folder, among)
        if here:
            one = _one(here)
            if one is None:
                break  # several clusters share the folder, and those above it
            return one, f"与申报表同在文件夹“{folder.name or '.'}”"
    return None, _OF_NOBODY


def _one(clusters: Sequence[_Cluster]) -> _Cluster | None:
    """The one cluster, None where they are several; of an applicant's several forms the application."""
    first = min(clusters, key=lambda c: (c.kind[1] != "application", c.kind, c.edition))
    return first if all(same(c.name, first.name) for c in clusters) else None


def _submission(cluster: _Cluster) -> Submission:
    forms = sorted((m for m in cluster.members if m.role == "application"), key=lambda m: m.item.path)
    others = sorted((m for m in cluster.members if m.role != "application"), key=lambda m: m.item.path)
    key = "|".join((*cluster.kind, cluster.edition, core(cluster.name) or forms[0].item.sha256))
    return Submission(hashlib.sha256(key.encode()).hexdigest()[:16], cluster.name, (*forms, *others))
