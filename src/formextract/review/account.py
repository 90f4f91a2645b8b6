"""Every file of the store in one of five kinds, trouble first, each with whose it is and what there is to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from formextract import wording
from formextract.errors import MAY_BE_FORM
from formextract.model.submission import NOBODY
from formextract.store import Store, StoredMember

FAILED, MAYBE, EVIDENCE, READ, PASSED = "failed", "maybe", "evidence", "read", "passed"
WAITING = "waiting"
MAY_BE_TOLD = "可能是申报表"
KINDS: Mapping[str, str] = {
    FAILED: "读不了",
    MAYBE: MAY_BE_TOLD,
    EVIDENCE: wording.FATES["other"],
    READ: "读出",
    PASSED: "跳过",
}
"""The tiles of the account, those that somebody has to look at first. Files that nobody has read yet are `WAITING`."""
OPEN, LOOSE, SETTLED = "open", "loose", "settled"
ONLY: Mapping[str, str] = {
    OPEN: "要处理的", LOOSE: f"{wording.NOT_KNOWN_WHOSE}的", SETTLED: "已处理的", WAITING: "还没有读的",
}  # fmt: skip
"""What the rows may be narrowed down to beside their kind."""
TO_DO: Mapping[str, str] = {
    FAILED: "请照“说明”办；不用再管的标为已处理",
    MAYBE: "请打开原件看一看：是申报表的说明是什么表，不是的标为已处理",
    LOOSE: "请说明是哪一家的；与申报无关的标为已处理",
}
_OTHERS = ("other", "duplicate")
UNTOLD = "（没有名称）"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file under one path of one disc. `kind` is one of `KINDS`, or `WAITING`; `loose`: files are grouped, and
    nobody knows whose it is; `settled` by whom a person has called it settled; `said` what somebody has said that it
    is.
    """

    kind: str
    told: str
    path: str
    disc: str
    sha256: str
    cluster: str
    record_id: str
    role: str
    why: str
    to_do: str
    settled: str
    assigned: bool
    loose: bool = False
    said: str = ""
    called: str = ""
    """What its applicant is called now, where a reviewer has changed the name; '' else."""
    source: str = ""
    """The path that was loaded and in which it lies; '' where no load of the page has named one."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """Its folder, from that on which was loaded; of what was loaded elsewhere the last folders of its path."""
        return folder_of(self.path, self.source) if self.source else "/".join(self.path.split("/")[:-1][-3:])

    @property
    def open(self) -> bool:
        """Whether somebody has to look at it."""
        return (self.kind in (FAILED, MAYBE) or self.loose) and not self.settled

    def fits(self, kind: str = "", only: str = "", disc: str = "", words: Collection[str] = ()) -> bool:
        """Whether it is of a kind, among what `only` narrows down to, on a disc, and has these words."""
        return (
            kind in ("", self.kind)
            and disc in ("", self.disc)
            and {
                "": True, OPEN: self.open, LOOSE: self.loose and not self.settled, SETTLED: bool(self.settled),
                WAITING: self.kind == WAITING,
            }.get(only, False)
            and all(w in f"{self.path} {self.cluster} {self.called} {self.told} {self.why}".lower() for w in words)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DiscRow:
    """A disc: its name, its files, how many of them count, and whether it was taken back."""

    name: str
    files: int
    out: int
    open: int


@dataclass(frozen=True, slots=True)
class StoreAccount:
    """The whole account. The three numbers explain each other: files give records, records give applicants.

    `tiles` say how many files are of each kind, `open` how many of them somebody has to look at; with those that are
    `waiting` to be read the tiles make up `files`.
    """

    rows: tuple[FileRow, ...]
    tiles: Mapping[str, int]
    open: Mapping[str, int]
    discs: tuple[DiscRow, ...]
    files: int
    records: int
    applicants: int
    settled: int
    loose: int
    waiting: int


def account_of(store: Store, called: Mapping[str, str] | None = None) -> StoreAccount:
    """The account of a store as it is now; `called` are the names that reviewers have given records, by their ids."""
    called = called or {}
    members: dict[tuple[str, str], StoredMember] = {}
    for member in store.groups.members():
        members.setdefault((member.sha256, member.path), member)
    sources = sorted({a.body["path"] for a in store.acts.entries("load") if not a.body["uploaded"]}, key=len)
    pins, settled, said = store.acts.pins(), store.acts.settled(), store.acts.said()
    order = [FAILED, MAYBE, EVIDENCE, WAITING, READ, PASSED]
    rows = []
    for e in store.manifest.entries():
        m = members.get((e.sha256, e.path))
        kind = _kind(e.fate, e.reason, m)
        loose = kind == EVIDENCE and m is not None and not m.record_id and pins.get(e.sha256) != NOBODY
        why = "" if m is None else m.why
        if kind == FAILED:
            why = e.reason
        elif kind == WAITING:
            why = "还没有读"
        elif kind in (PASSED, MAYBE):
            why = e.reason
        told = (
            wording.NOT_KNOWN_WHOSE
            if loose
            else wording.FATES[e.fate]
            if kind in (FAILED, PASSED, WAITING)
            else KINDS[kind]
        )
        rows.append(
            FileRow(
                kind, told, e.path, e.disc or UNTOLD, e.sha256,
                "" if m is None else m.cluster, "" if m is None else m.record_id,
                "" if m is None else wording.ROLES.get(m.role, m.role), wording.without_root(why),
                TO_DO[LOOSE] if loose else TO_DO.get(kind, ""),
                settled.get(e.sha256 or e.path, ""), e.sha256 in pins, loose, said.get(e.sha256, ""),
                "" if m is None else called.get(m.record_id, ""), source_of(e.path, sources),
            )
        )  # fmt: skip
    rows.sort(key=lambda r: (not r.open, order.index(r.kind), r.path))
    counted = store.count()
    every, to_do = Counter(r.kind for r in rows), Counter(r.kind for r in rows if r.open)
    return StoreAccount(
        tuple(rows),
        {kind: every[kind] for kind in KINDS},
        {kind: to_do[kind] for kind in KINDS},
        _discs(rows, store),
        len(rows),
        counted["records"],
        store.groups.count(),
        sum(bool(r.settled) for r in rows),
        sum(r.loose and not r.settled for r in rows),
        every[WAITING],
    )


def source_of(path: str, sources: Collection[str]) -> str:
    """The first of the loaded paths in which a file lies; '' where it lies in none of them."""
    return next((s for s in sources if s and (path == s or path.startswith(s.rstrip("/") + "/"))), "")


def folder_of(path: str, source: str) -> str:
    """The folder of a file as people know it: from the name of what was loaded on, not from the machine's root."""
    known = source.rstrip("/").rpartition("/")[0]
    within = path[len(known) :].lstrip("/") if source and path.startswith(known) else path
    return within.rpartition("/")[0]


def is_maybe(fate: str, reason: str) -> bool:
    """Whether a file was taken for other material although it may be a form."""
    return fate == "other" and reason.startswith(MAY_BE_FORM)


def grade_of(fate: str, reason: str, member: StoredMember | None, *, grouped: bool, nobodys: bool = False) -> int:
    """How soon somebody has to look at a file of a load: 0 what could not be read, 1 what may be a form, 2 of what
    nobody knows whose it is, 3 all others. `nobodys`: a person has said that it is no applicant's.
    """
    if fate == FAILED:
        return 0
    if fate != "other" or (member is not None and member.is_of_a_form):
        return 3
    if is_maybe(fate, reason):
        return 1
    return 2 if grouped and not nobodys and (member is None or not member.record_id) else 3


def told_of(fate: str, reason: str, member: StoredMember | None = None) -> str:
    """What has become of a file, in a word."""
    if fate == "other" and member is not None and member.is_of_a_form:
        return KINDS[READ]
    return MAY_BE_TOLD if is_maybe(fate, reason) else wording.FATES[fate]


def why_of(fate: str, reason: str, member: StoredMember | None, *, grouped: bool, nobodys: bool = False) -> str:
    """What is said beside that word while a load goes on and, once its files are `grouped`, after it.

    Other material is nothing to be looked at: it is said where it has gone.
    """
    if fate == "other" and member is not None and member.is_of_a_form:
        return member.why
    if fate not in _OTHERS or reason.startswith(MAY_BE_FORM):
        return reason
    if not grouped or fate != "other":
        return reason.partition("。")[0]  # the mend is for those who have meant to hand in a form
    if nobodys:
        return f"人工指定为{wording.NOBODYS}"
    if member is None or not member.record_id:
        return f"还{wording.NOT_KNOWN_WHOSE}，请在“文件”页说明"
    return f"归在“{member.cluster or wording.NO_NAME}”，作为{wording.ROLES.get(member.role, member.role)}"


def _kind(fate: str, reason: str, m: StoredMember | None) -> str:
    if fate == "failed":
        return FAILED
    if fate == "pending":
        return WAITING
    if fate == "read" or (fate == "other" and m is not None and m.is_of_a_form):
        return READ
    if is_maybe(fate, reason):
        return MAYBE
    return EVIDENCE if fate == "other" else PASSED


def _discs(rows: list[FileRow], store: Store) -> tuple[DiscRow, ...]:
    by_disc: dict[str, list[FileRow]] = {}
    for row in rows:
        by_disc.setdefault(row.disc, []).append(row)
    out = {disc: n for (disc, fate), n in store.manifest.counts().items() if fate == "taken_back"}
    return tuple(
        DiscRow(name, len(those), out.get("" if name == UNTOLD else name, 0), sum(r.open for r in those))
        for name, those in sorted(by_disc.items())
    )
