"""Files to submissions: by the applicant that a form names, then by names in paths and texts, then by folder.

forms → clusters (one place and trade, in full, short or misread) → the other files, each to the one that claims it

An identifier (统一社会信用代码) goes before all names: forms with the same one are one applicant's, however they spell
the name, and forms with two are two's. A short name joins a longer one where exactly one can be meant. Forms that may
be one applicant's, and may not, stay two, and each is the other's rival.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import PurePosixPath

from formextract.formats import is_paper
from formextract.model.head import Role
from formextract.model.submission import KEPT, NOBODY, UPLOADED, Applicant, Copy, Item, Member, Submission
from formextract.places import Locality, PlaceRelation
from formextract.submissions.applicants import clash, region_of, vouch
from formextract.submissions.attempts import Attempts
from formextract.submissions.clusternames import LIKE, MARGIN, Name, Names, core, misread, named
from formextract.wording import NOBODYS

SUMMARY = "summary"

FORM_UP = 2
"""Folders upward in which a form without a name looks for the form that it is a copy of (`盖章件/` beside it)."""

TOPS = (".", "/", UPLOADED)
"""Folders in which everything lies."""

UNPLACED = "归类时出错"
"""How the `why` of a file begins that could not be put anywhere."""

_OF_NOBODY = "看不出属于哪一家"


@dataclass(slots=True)
class _Cluster:
    """A submission under way: the forms that name one cluster, of one programme, form and edition."""

    kind: tuple[str, str]
    edition: str
    names: list[str] = field(default_factory=list)
    called: list[Name] = field(default_factory=list)
    answers: list[Applicant] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    rivals: set[int] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    code: str = ""
    """The applicant's identifier, '' where no form tells one."""

    @property
    def name(self) -> str:
        """The fullest name."""
        return max(self.names, key=lambda n: (len(n), n), default="")

    @property
    def who(self) -> Name:
        """The applicant, with all that is said of its place."""
        return max(self.called, key=lambda n: (n.place.said, len(n.trade), n.place.text), default=Name(Locality(), ""))

    def is_one_with(self, other: _Cluster) -> bool:
        """Whether both are surely one applicant's."""
        if self.code and other.code:
            return self.code == other.code
        return self is other or any(a.to(b) >= PlaceRelation.SAME for a in self.called for b in other.called)


Among = Callable[[_Cluster], bool]
"""Whether a cluster is among those that are asked for."""

_Rank = tuple[bool, bool, int, int]

LONGEST_PART = 255
"""Letters of a part of a path; what is longer is a text, and no other file has the same."""


class _Clusters:
    """The clusters in the order in which they were met, found by names and folders however many they are."""

    def __init__(self) -> None:
        self.all: list[_Cluster] = []
        self._names = Names()
        self._standing: dict[str, dict[int, int]] = {}  # what stands in a part of a path, which many files share
        self._folders: dict[tuple[str, PurePosixPath], set[int]] = {}
        self._codes: dict[str, list[int]] = {}

    def open(self, copy: Copy) -> int:
        """Adds a cluster without a name; its number."""
        self.all.append(_Cluster((copy.program, copy.form), copy.edition))
        return len(self.all) - 1

    def call(self, number: int, name: str, region: Locality) -> None:
        """Adds one more name of a cluster, with the place that its form answers."""
        cluster = self.all[number]
        if name in cluster.names and named(name, region) in cluster.called:
            return
        cluster.names.append(name)
        cluster.called.append(named(name, region))
        self._names.add(name, number, region)
        self._standing.clear()

    def identify(self, number: int, code: str) -> None:
        """Notes the identifier of a cluster that had none."""
        if code and not self.all[number].code:
            self.all[number].code = code
            self._codes.setdefault(code, []).append(number)

    def of_code(self, code: str, among: Among) -> int | None:
        """The cluster with an identifier, of those that are asked for."""
        return next((n for n in self._codes.get(code, ()) if among(self.all[n])), None)

    def add_form(self, number: int, member: Member) -> None:
        """Adds a form to a cluster."""
        self.all[number].members.append(member)
        for folder in _upward(str(PurePosixPath(member.item.path).parent)):
            for drive in member.item.drives or ("",):
                self._folders.setdefault((drive, folder), set()).add(number)

    def of_name(
        self, name: str, region: Locality, among: Among, *, misread: bool = False
    ) -> tuple[PlaceRelation, list[int]]:
        """The clusters that a name can mean, of those that are asked for: the likeliest, with their relation to it."""
        related = self._names.related(name, region)
        if misread and not any(among(self.all[n]) for n in related):
            related = self._names.related(name, region, misread=True)
        able = {n: relation for n, relation in related.items() if among(self.all[n])}
        spelt = [n for n in able if name in self.all[n].names and able[n] == max(able.values())]
        best = max(able.values(), default=PlaceRelation.APART)
        return best, sorted(spelt if len(spelt) == 1 and not region.said else (n for n in able if able[n] == best))

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

    def in_folder(self, item: Item, folder: PurePosixPath, among: Among) -> list[_Cluster]:
        """The clusters that have a form in a folder of the item's discs or below."""
        found = {n for drive in item.drives or ("",) for n in self._folders.get((drive, folder), ())}
        return [self.all[n] for n in sorted(found) if among(self.all[n])]


def group(items: Iterable[Item]) -> tuple[list[Submission], list[Member]]:
    """The submissions, and the files that belong to none; the same files in any order give the same.

    A file with forms of several clusters (several application forms in one) is in each of their submissions.
    """
    ordered = sorted(items, key=lambda i: (i.path, i.sha256))
    clusters = _Clusters()
    # Digital forms first: their names are as they were written, and a scan's can be compared with them.
    forms = [(i, c) for i in ordered for c in i.copies if c.form != SUMMARY]
    nameless: list[tuple[Item, Copy]] = []
    named_forms: list[tuple[_Rank, int]] = []
    for number, (item, copy) in enumerate(forms):
        tried = Attempts()
        rank = tried.at("读申报者名称", partial(_rank, item, copy), None)
        if rank is not None:
            named_forms.append((rank, number))
        elif tried.failed:
            _add_by_itself(clusters, item, copy, tried.failed)
        else:
            nameless.append((item, copy))
    for _, number in sorted(named_forms):
        item, copy = forms[number]
        tried = Attempts()
        if item.pinned != NOBODY and not tried.at("按申报者名称归类", partial(_add_form, clusters, item, copy), False):
            _add_by_itself(clusters, item, copy, tried.failed)
    for item, copy in nameless:
        tried = Attempts()
        if not tried.at("按文件夹归类", partial(_add_nameless, clusters, item, copy), False):
            _add_by_itself(clusters, item, copy, tried.failed)
    loose: list[Member] = []
    for item in ordered:
        formless = not any(c.form != SUMMARY for c in item.copies) or item.pinned == NOBODY
        listed = any(c.form == SUMMARY for c in item.copies)
        if listed:  # forms in the same file are in their submissions, where no person has said otherwise
            ids = tuple(c.record_id for c in item.copies if formless or c.form == SUMMARY)
            loose.append(Member(item, "summary", "推荐汇总表，每家一行", ids))
        if listed or not formless:
            continue
        tried = Attempts()
        nobody: tuple[_Cluster | None, str] = (None, UNPLACED)
        claimed, why = tried.at("归类", partial(_claim, item, clusters, lambda _: True), nobody)
        if tried.failed:
            loose.append(Member(item, "other", f"{UNPLACED}：{'；'.join(tried.failed)}"))
        elif claimed is None:
            loose.append(Member(item, "other", why))
        else:
            claimed.members.append(Member(item, _role(item), why))
    return _submissions(clusters.all), loose


def _add_by_itself(clusters: _Clusters, item: Item, copy: Copy, failed: Sequence[str]) -> None:
    """A form that could not be compared with the others."""
    number = clusters.open(copy)
    clusters.all[number].failed += failed
    clusters.add_form(number, Member(item, "application", "没有能与其他申报比对，单独成一家", (copy.record_id,)))


def _assigned(item: Item) -> str:
    """The cluster to which a person has assigned a file, `NOBODY` or ''."""
    return "" if item.pinned == KEPT else item.pinned


def _rank(item: Item, copy: Copy) -> _Rank | None:
    """Where a form stands among those with a name: digital ones before scans, those with an identifier before others,
    those that say the most of their place before short names. None where it has none.
    """
    if not (_assigned(item) or core(copy.cluster)):
        return None
    who = named(_assigned(item) or copy.cluster, _region(item, copy))
    return is_paper(item.format), not copy.applicant.identifier, -who.place.said, -len(who.trade)


def _region(item: Item, copy: Copy) -> Locality:
    """The place that a form answers; none where a person has said whose it is."""
    return Locality() if _assigned(item) else region_of(copy.applicant)


def _role(item: Item) -> Role:
    return "other" if item.status == "failed" else "evidence"


def _of_kind(copy: Copy) -> Among:
    """Whether a cluster has the copy's form, of the same edition where both say theirs."""
    kind, edition = (copy.program, copy.form), copy.edition
    return lambda c: c.kind == kind and (c.edition == edition or not (c.edition and edition))


def _not_another(copy: Copy, of_kind: Among) -> Among:
    """Whether a cluster has the copy's form, and no identifier that is another one's."""
    code = copy.applicant.identifier
    return lambda c: of_kind(c) and not (code and c.code and c.code != code)


def _add_form(clusters: _Clusters, item: Item, copy: Copy) -> bool:
    """Puts a form where its name says; True, once that is done."""
    assigned, scanned = _assigned(item), is_paper(item.format)
    of_kind = _of_kind(copy) if assigned else _not_another(copy, _of_kind(copy))
    name, region = assigned or copy.cluster, _region(item, copy)
    part = f"（{copy.part}）" if copy.part else ""
    if not assigned and _add_by_code(clusters, item, copy):
        return True
    why = ("人工指定" if assigned else f"表中名称为“{copy.cluster}”") + part
    relation, able = clusters.of_name(name, region, of_kind, misread=scanned)
    if len(able) > 1:
        able = _likeliest(clusters, item, copy, able)
    rivals = able
    if len(able) == 1 and (
        assigned or relation == PlaceRelation.EQUAL or not _clash(clusters.all[able[0]], copy, scanned)
    ):
        clusters.add_form(able[0], Member(item, "application", why, (copy.record_id,)))
        clusters.call(able[0], name, region)
        if not assigned:
            clusters.identify(able[0], copy.applicant.identifier)
        clusters.all[able[0]].answers.append(copy.applicant)
        return True
    if scanned and not assigned and not able:
        number = _misread(clusters, copy, of_kind)
        if number is not None:
            why = f"扫描件中的名称“{copy.cluster}”与“{clusters.all[number].name}”相近{part}"
            clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
            clusters.identify(number, copy.applicant.identifier)
            return True
    number = clusters.open(copy)
    clusters.call(number, name, region)
    if not assigned:
        clusters.identify(number, copy.applicant.identifier)
    clusters.all[number].answers.append(copy.applicant)
    clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
    for other in () if assigned else rivals:
        clusters.all[number].rivals.add(other)
        clusters.all[other].rivals.add(number)
    return True


def _add_by_code(clusters: _Clusters, item: Item, copy: Copy) -> bool:
    """Puts a form to the others with its identifier; False where there are none."""
    number = clusters.of_code(copy.applicant.identifier, _of_kind(copy))
    if number is None:
        return False
    part = f"（{copy.part}）" if copy.part else ""
    told = f"统一社会信用代码与“{clusters.all[number].name}”的相同{part}"
    spelt = copy.cluster in clusters.all[number].names
    why = f"表中名称为“{copy.cluster}”{part}" if spelt else told
    clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
    if core(copy.cluster):
        clusters.call(number, copy.cluster, region_of(copy.applicant))
        clusters.all[number].answers.append(copy.applicant)
    return True


def _clash(cluster: _Cluster, copy: Copy, scanned: bool) -> bool:
    return all(clash(copy.applicant, answers, scanned=scanned) for answers in cluster.answers)


def _likeliest(clusters: _Clusters, item: Item, copy: Copy, able: list[int]) -> list[int]:
    """Of several clusters that a form's name can mean the one for which its authority or operator, or its path, speaks;
    all of them where nothing does.
    """
    vouched = [n for n in able if any(vouch(copy.applicant, answers) for answers in clusters.all[n].answers)]
    if len(vouched) == 1:
        return vouched
    among = [clusters.all[n] for n in able]
    claimed, _ = _claim(item, clusters, lambda c: any(c is a for a in among), FORM_UP)
    return able if claimed is None else [n for n in able if clusters.all[n] is claimed]


def _misread(clusters: _Clusters, copy: Copy, among: Among) -> int | None:
    """The cluster whose name a scan's is with a letter misread, where one is clearly the nearest."""
    who = named(copy.cluster, region_of(copy.applicant))
    able = [(n, c) for n, c in enumerate(clusters.all) if among(c) and c.names]
    able = [(n, c) for n, c in able if c.who.place.agrees(who.place, misread=True)]
    scores = sorted(((max(misread(x, copy.cluster) for x in c.names), n) for n, c in able), reverse=True)
    runner_up = scores[1][0] if len(scores) > 1 else 0.0
    if scores and scores[0][0] >= LIKE and scores[0][0] - runner_up >= MARGIN:
        return scores[0][1]
    return None


def _add_nameless(clusters: _Clusters, item: Item, copy: Copy) -> bool:
    """A form whose cluster's name was not filled in or could not be read: by its path, or by itself."""
    if not _assigned(item) and _add_by_code(clusters, item, copy):
        return True
    claimed, why = _claim(item, clusters, _not_another(copy, _of_kind(copy)), FORM_UP)
    number = next((n for n, c in enumerate(clusters.all) if c is claimed), None)
    if number is None:
        number, why = clusters.open(copy), "表中没有读出名称"
    clusters.identify(number, copy.applicant.identifier)
    clusters.add_form(number, Member(item, "application", why, (copy.record_id,)))
    return True


@lru_cache(maxsize=4096)
def _upward(folder: str) -> tuple[PurePosixPath, ...]:
    """A folder and those above it, the nearest first."""
    path = PurePosixPath(folder)
    return (path, *path.parents)


def _claim(item: Item, clusters: _Clusters, among: Among, up: int | None = None) -> tuple[_Cluster | None, str]:
    """The one cluster that a file belongs to, and why; None where there is none, or several with equal right.

    `among` says which clusters are asked for; `up` how many folders upward from the file, all of them where None.
    """
    assigned = _assigned(item)
    if assigned:
        if assigned == NOBODY:
            return None, f"人工指定为{NOBODYS}"
        able = [clusters.all[n] for n in clusters.of_name(assigned, Locality(), among)[1]]
        if not able:
            return None, f"人工指定的“{assigned}”没有申报表"
        wanted = _one(able)
        if wanted is None:
            return None, f"人工指定的“{assigned}”可以指几家，请写全名称（含省、市、县）"
        return wanted, "人工指定"
    path = PurePosixPath(item.path)
    folders = _upward(str(path.parent)) if path.name else ()
    for part in (path.name, *(p.name for p in folders)):  # the nearest name is the surest
        named = clusters.named_in(part, among)
        if named is not None:
            return named, f"文件名或文件夹名“{part}”写有名称"
    if item.exhibit is not None:
        named = clusters.named_in(item.exhibit.text, among)
        if named is not None:
            return named, f"文中写有名称“{named.name}”"
    for folder in folders[:up]:
        if str(folder) in TOPS and folder != folders[0]:
            break  # the top of all discs, or of all uploads, is nobody's folder
        here = clusters.in_folder(item, folder, among)
        if here:
            one = _one(here)
            if one is None:
                break  # several clusters share the folder, and those above it
            return one, f"与申报表同在文件夹“{folder.name or '.'}”"
    return None, _OF_NOBODY


def _one(clusters: Sequence[_Cluster]) -> _Cluster | None:
    """The one cluster, None where they are several; of an applicant's several forms the application."""
    first = min(clusters, key=lambda c: (c.kind[1] != "application", c.kind, c.edition))
    return first if all(first.is_one_with(c) and not first.rivals for c in clusters) else None


def _submissions(clusters: Sequence[_Cluster]) -> list[Submission]:
    """The submissions, each with a key of its own: its applicant, and its forms where that is not enough."""
    members = [_sorted(c) for c in clusters]
    bases = ["|".join((*c.kind, c.edition, c.who.place.text, c.who.trade)) for c in clusters]
    shared = Counter(bases)
    forms = ["|".join(sorted(f"{i}@{m.item.sha256}" for m in ms for i in m.record_ids)) for ms in members]
    full = [b if c.names and shared[b] == 1 else f"{b}|{f}" for b, c, f in zip(bases, clusters, forms, strict=True)]
    taken: Counter[str] = Counter()
    out = []
    for n in sorted(range(len(clusters)), key=lambda n: (full[n], members[n][0].item.path)):
        key = f"{full[n]}|{taken[full[n]]}" if taken[full[n]] else full[n]
        taken[full[n]] += 1
        rivals = tuple(sorted(members[other][0].item.path for other in clusters[n].rivals))
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        out.append(Submission(digest, clusters[n].name, members[n], rivals, tuple(clusters[n].failed)))
    return sorted(out, key=lambda s: (s.members[0].item.path, s.key))


def _sorted(cluster: _Cluster) -> tuple[Member, ...]:
    """The forms first, each kind by path."""
    return tuple(sorted(cluster.members, key=lambda m: (m.role != "application", m.item.path)))
