"""Every file of the store in one of five kinds, trouble first, each with whose it is and what there is to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from formextract import wording
from formextract.errors import MAY_BE_FORM
from formextract.store import Store, StoredMember

FAILED, LOOSE, READ, EVIDENCE, PASSED = "failed", "loose", "read", "evidence", "passed"
KINDS: Mapping[str, str] = {
    FAILED: "读不了",
    LOOSE: "不知归谁",
    READ: "读出",
    EVIDENCE: wording.FATES["other"],
    PASSED: "跳过",
}
"""The tiles of the account, those that somebody has to look at first."""
TO_DO: Mapping[str, str] = {
    FAILED: "请打开原件看一看：能打开的重新复制后再装载，打不开的请申报单位重报",
    LOOSE: "请说明是哪一家的；与申报无关的标为已处理",
    READ: "",
    EVIDENCE: "",
    PASSED: "",
}
MAYBE = "可能是申报表"
"""What is said of a file that is no known form and may be one all the same: the only ones of them to be looked at."""
_OTHERS = ("other", "duplicate")
_FAILED_FATES = ("failed", "pending")
UNTOLD = "（没有名称）"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file under one path of one disc. `kind` is one of `KINDS`; `settled` by whom a person has called it settled."""

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

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The last folders of its path."""
        return "/".join(self.path.split("/")[:-1][-3:])

    @property
    def open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.kind in (FAILED, LOOSE) and not self.settled


@dataclass(frozen=True, slots=True)
class DiscRow:
    """A disc: its name, its files, how many of them count, and whether it was taken back."""

    name: str
    files: int
    out: int
    open: int


@dataclass(frozen=True, slots=True)
class StoreAccount:
    """The whole account. The three numbers explain each other: files give records, records give applicants."""

    rows: tuple[FileRow, ...]
    tiles: Mapping[str, int]
    discs: tuple[DiscRow, ...]
    files: int
    records: int
    applicants: int
    settled: int


def account_of(store: Store) -> StoreAccount:
    """The account of a store as it is now."""
    members: dict[tuple[str, str], StoredMember] = {}
    for member in store.groups.members():
        members.setdefault((member.sha256, member.path), member)
    pins, settled = store.acts.pins(), settled_of(store)
    order = list(KINDS)
    rows = []
    for e in store.manifest.entries():
        m = members.get((e.sha256, e.path))
        kind = _kind(e.fate, m)
        why = "" if m is None else m.why
        maybe = is_maybe(e.fate, e.reason)
        if kind == FAILED:
            why = e.reason or "还没有读。请在“装载”页继续"
        elif kind == PASSED or maybe:
            why = e.reason
        by = settled.get(e.sha256 or e.path, "")
        rows.append(
            FileRow(
                kind, told_of(e.fate, e.reason) if maybe or kind in (FAILED, PASSED) else KINDS[kind],
                e.path, e.disc or UNTOLD, e.sha256, "" if m is None else m.cluster, "" if m is None else m.record_id,
                "" if m is None else wording.ROLES.get(m.role, m.role), why, TO_DO[kind], by, e.sha256 in pins,
            )
        )  # fmt: skip
    rows.sort(key=lambda r: (not r.open, order.index(r.kind), r.path))
    open_ = Counter(r.kind for r in rows if not r.settled)
    counted = store.count()
    return StoreAccount(
        tuple(rows),
        {kind: open_[kind] for kind in KINDS},
        _discs(rows, store),
        len(rows),
        counted["records"],
        store.groups.count(),
        sum(bool(r.settled) for r in rows),
    )


def is_maybe(fate: str, reason: str) -> bool:
    """Whether a file was taken for other material although it may be a form."""
    return fate == "other" and reason.startswith(MAY_BE_FORM)


def told_of(fate: str, reason: str) -> str:
    """What has become of a file, in a word."""
    return MAYBE if is_maybe(fate, reason) else wording.FATES[fate]


def why_of(fate: str, reason: str, member: StoredMember | None, *, grouped: bool) -> str:
    """What is said beside that word while a load goes on and, once its files are `grouped`, after it.

    Other material is nothing to be looked at: it is said where it has gone.
    """
    if fate not in _OTHERS or reason.startswith(MAY_BE_FORM):
        return reason
    if not grouped or fate != "other":
        return reason.partition("。")[0]  # the mend is for those who have meant to hand in a form
    if member is None or not member.record_id:
        return "还不知归谁，请在“文件”页说明"
    return f"归在“{member.cluster or wording.NO_NAME}”，作为{wording.ROLES.get(member.role, member.role)}"


def settled_of(store: Store) -> dict[str, str]:
    """Who has called which files settled, by content (by path where the bytes could not be read)."""
    out: dict[str, str] = {}
    for act in store.acts.entries("settled", "unsettled"):
        for name in act.body["files"]:
            out[name] = act.by if act.kind == "settled" else ""
    return {name: by for name, by in out.items() if by}


def _kind(fate: str, m: StoredMember | None) -> str:
    if fate in _FAILED_FATES:
        return FAILED
    if fate == "read":
        return READ
    if fate == "other":
        return EVIDENCE if m is not None and m.record_id else LOOSE
    return PASSED


def _discs(rows: list[FileRow], store: Store) -> tuple[DiscRow, ...]:
    by_disc: dict[str, list[FileRow]] = {}
    for row in rows:
        by_disc.setdefault(row.disc, []).append(row)
    out = {disc: n for (disc, fate), n in store.manifest.counts().items() if fate == "taken_back"}
    return tuple(
        DiscRow(name, len(those), out.get("" if name == UNTOLD else name, 0), sum(r.open for r in those))
        for name, those in sorted(by_disc.items())
    )
