"""Files to submissions: by the cluster that a form names, then by names in paths and texts, then by folder.

forms → clusters (one name, in full, short or misread) → the other files, each to the one cluster that claims it
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from formextract.loading.submissions.clusternames import LIKE, MARGIN, core, likeness, same, stands_in
from formextract.model.record import Role
from formextract.model.submission import Copy, Item, Member, Submission

NOBODY = "-"
"""What a file is pinned to that belongs to no submission."""

SCANNED = ("pdf-scan", "image")
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


def group(items: Iterable[Item]) -> tuple[list[Submission], list[Member]]:
    """The submissions, and the files that belong to none; the same files in any order give the same.

    A file with forms of several clusters (several application forms in one) is in each of their submissions.
    """
    ordered = sorted(items, key=lambda i: (i.path, i.sha256))
    clusters: list[_Cluster] = []
    rest: list[Item] = []
    # Digital forms first: their names are as they were written, and a scan's can be compared with them.
    forms = [(i, c) for i in ordered for c in i.copies if c.form != SUMMARY]
    nameless: list[tuple[Item, Copy]] = []
    for item, copy in sorted(forms, key=lambda x: (x[0].format in SCANNED, -len(core(x[1].cluster)))):
        if not (item.pinned or core(copy.cluster)):
            nameless.append((item, copy))
        elif item.pinned != NOBODY:
            _add_form(clusters, item, copy)
    for item, copy in nameless:
        _add_nameless(clusters, item, copy)
    rest = [i for i in ordered if not any(c.form != SUMMARY for c in i.copies) or i.pinned == NOBODY]
    folders = _folders(clusters)
    loose: list[Member] = []
    for item in rest:
        if any(c.form == SUMMARY for c in item.copies):
            ids = tuple(c.record_id for c in item.copies)
            loose.append(Member(item, "summary", "推荐汇总表，每家集群一行", ids))
            continue
        claimed, why = _claim(item, clusters, folders)
        if claimed is None:
            loose.append(Member(item, "other", why))
        else:
            claimed.members.append(Member(item, _role(item), why))
    done = [_submission(c) for c in clusters]
    return sorted(done, key=lambda s: (s.members[0].item.path, s.key)), loose


def _role(item: Item) -> Role:
    return "other" if item.status == "failed" else "evidence"


def _of_kind(clusters: list[_Cluster], copy: Copy) -> list[_Cluster]:
    """The clusters that have the copy's form, of the same edition where both say theirs."""
    kind = (copy.program, copy.form)
    return [c for c in clusters if c.kind == kind and (c.edition == copy.edition or not (c.edition and copy.edition))]


def _new(copy: Copy, names: list[str]) -> _Cluster:
    return _Cluster((copy.program, copy.form), copy.edition, names)


def _add_form(clusters: list[_Cluster], item: Item, copy: Copy) -> None:
    of_kind = _of_kind(clusters, copy)
    name = item.pinned or copy.cluster
    part = f"（{copy.part}）" if copy.part else ""
    why = ("人工指定" if item.pinned else f"表中集群名称为“{copy.cluster}”") + part
    for cluster in of_kind:
        if any(same(name, n) for n in cluster.names):
            cluster.members.append(Member(item, "application", why, (copy.record_id,)))
            cluster.names.append(name)
            return
    if item.format in SCANNED and not item.pinned:
        scores = sorted(((max(likeness(name, n) for n in c.names), i) for i, c in enumerate(of_kind)), reverse=True)
        runner_up = scores[1][0] if len(scores) > 1 else 0.0
        if scores and scores[0][0] >= LIKE and scores[0][0] - runner_up >= MARGIN:
            cluster = of_kind[scores[0][1]]
            why = f"扫描件中的集群名称“{copy.cluster}”与“{cluster.name}”相近{part}"
            cluster.members.append(Member(item, "application", why, (copy.record_id,)))
            return
    clusters.append(_new(copy, [name]))
    clusters[-1].members.append(Member(item, "application", why, (copy.record_id,)))


def _add_nameless(clusters: list[_Cluster], item: Item, copy: Copy) -> None:
    """A form whose cluster's name was not filled in or could not be read: by its path, or by itself."""
    of_kind = _of_kind(clusters, copy)
    claimed, why = _claim(item, of_kind, _folders(of_kind), FORM_UP)
    if claimed is None:
        claimed, why = _new(copy, []), "表中没有读出集群名称"
        clusters.append(claimed)
    claimed.members.append(Member(item, "application", why, (copy.record_id,)))


def _folders(clusters: Sequence[_Cluster]) -> dict[PurePosixPath, set[int]]:
    """For each folder, which clusters have a form in it or below."""
    out: dict[PurePosixPath, set[int]] = {}
    for n, cluster in enumerate(clusters):
        for member in cluster.members:
            for folder in PurePosixPath(member.item.path).parents:
                out.setdefault(folder, set()).add(n)
    return out


def _claim(
    item: Item, clusters: Sequence[_Cluster], folders: dict[PurePosixPath, set[int]], up: int | None = None
) -> tuple[_Cluster | None, str]:
    """The one cluster that a file belongs to, and why; None where there is none, or several with equal right.

    `up` is how many folders upward from the file are asked, all of them where None.
    """
    if item.pinned:
        if item.pinned == NOBODY:
            return None, "人工指定为不属于任何集群"
        wanted = [c for c in clusters if any(same(item.pinned, n) for n in c.names)]
        return (wanted[0], "人工指定") if wanted else (None, f"人工指定的“{item.pinned}”没有申报表")
    path = PurePosixPath(item.path)
    for part in (path.name, *(p.name for p in path.parents)):  # the nearest name is the surest
        named = _named(clusters, part)
        if named is not None:
            return named, f"文件名或文件夹名“{part}”写有集群名称"
    if item.exhibit is not None:
        named = _named(clusters, item.exhibit.text)
        if named is not None:
            return named, f"文中写有集群名称“{named.name}”"
    for folder in list(path.parents)[:up]:
        if not folder.name and folder != path.parent:
            break  # the top of all discs is nobody's folder
        here = folders.get(folder, set())
        if here:
            one = _one([clusters[n] for n in sorted(here)])
            if one is None:
                break  # several clusters share the folder, and those above it
            return one, f"与申报表同在文件夹“{folder.name or '.'}”"
    return None, _OF_NOBODY


def _named(clusters: Sequence[_Cluster], text: str) -> _Cluster | None:
    """The only cluster whose name stands in the text; the longest name where one contains another."""
    named = [(len(core(n)), c) for c in clusters for n in {core(n): n for n in c.names}.values() if stands_in(n, text)]
    if not named:
        return None
    longest = max(n for n, _ in named)
    return _one([c for n, c in named if n == longest])


def _one(clusters: Sequence[_Cluster]) -> _Cluster | None:
    """The one cluster, None where they are several; of an applicant's several forms the application."""
    first = min(clusters, key=lambda c: (c.kind[1] != "application", c.kind, c.edition))
    return first if all(same(c.name, first.name) for c in clusters) else None


def _submission(cluster: _Cluster) -> Submission:
    forms = sorted((m for m in cluster.members if m.role == "application"), key=lambda m: m.item.path)
    others = sorted((m for m in cluster.members if m.role != "application"), key=lambda m: m.item.path)
    key = "|".join((*cluster.kind, cluster.edition, core(cluster.name) or forms[0].item.sha256))
    return Submission(hashlib.sha256(key.encode()).hexdigest()[:16], cluster.name, (*forms, *others))
