"""Whose file is it: files moved, split, joined by hand, each act remembered and able to be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from formextract.loading import regroup
from formextract.model.submission import KEPT, NOBODY
from formextract.review import acts
from formextract.store import Store, StoreAct, StoredMember
from formextract.submissions.clusternames import core, likeness
from formextract.wording import NOBODYS

MOST_NEAR = 8
"""Names that are offered."""
NEAR = 0.3
"""Likeness from which a name is offered at all: of unlike names none helps. Not measured; the list is short anyway."""


@dataclass(frozen=True, slots=True)
class NearName:
    """An applicant that may be meant."""

    name: str
    record_id: str
    likeness: float


class NobodysNameError(acts.RefusedError):
    """A name under which the store has no application; `near` are those that it may mean."""

    def __init__(self, name: str, near: Sequence[NearName]) -> None:
        super().__init__(f"库里没有“{name}”的申报表。请从相近的名称里选择，或确认要单独成一家")
        self.near = near


def near_names(store: Store, text: str) -> list[NearName]:
    """The applicants of the store, those first whose names are nearest to the text; without one all by name."""
    known = {m.cluster: m.record_id for m in store.groups.members() if m.cluster and m.role == "application"}
    if not core(text):
        return [NearName(name, record_id, 0.0) for name, record_id in sorted(known.items())]
    scored = [NearName(name, record_id, _likeness(text, name)) for name, record_id in known.items()]
    return sorted((n for n in scored if n.likeness >= NEAR), key=lambda n: (-n.likeness, n.name))[:MOST_NEAR]


def _likeness(text: str, name: str) -> float:
    """How alike; what is typed as the beginning or a part of a name is as good as the name."""
    return max(likeness(text, name), 0.95 if text.strip() in name or core(text) in name else 0.0)


def move(
    store: Store, files: Collection[str], to: str, by: str, why: str = "", *, version: str, new: bool = False
) -> StoreAct:
    """Assigns files (by content) to an applicant (`-` for nobody, `=` for as it would be, '' to forget); grouped anew.

    NobodysNameError where the store has no application of that name, unless it is meant as a `new` one.
    """
    by, why, to = acts.person(by), acts.reason(why), " ".join(to.split())
    members = [m for m in store.groups.members() if m.sha256 in set(files)]
    if not members:
        raise acts.RefusedError("库里没有这些文件。请刷新页面后再试")
    if to not in ("", NOBODY, KEPT) and not new:
        near = near_names(store, to)
        if not any(n.name == to for n in near_names(store, "")):
            raise NobodysNameError(to, near)
    names = list(dict.fromkeys(m.path.rsplit("/", 1)[-1] for m in members))
    told = f"{'、'.join(names[:3])}{f' 等 {len(names)} 个文件' if len(names) > 3 else ''}：{_where(to)}"  # noqa: PLR2004
    act = store.acts.pin({m.sha256: to for m in members}, by, "move", told, why)
    regroup(store, version)
    return act


def join(store: Store, record_id: str, into: str, by: str, why: str = "", *, version: str) -> StoreAct:
    """Puts all files of a submission to another applicant's, for they are one; grouped anew."""
    files = {m.sha256 for m in store.groups.members() if m.record_id == record_id}
    return move(store, files, into, by, why, version=version)


def undo(store: Store, number: int, by: str, *, version: str) -> StoreAct:
    """Takes an act of moving back; RefusedError where something else was said of the same files since."""
    by = acts.person(by)
    act = next((a for a in store.acts.entries("move", "undo") if a.id == number), None)
    if act is None:
        raise acts.RefusedError("没有这一次归类。请刷新页面后再试")
    if not stands(act, store.acts.pins()):
        raise acts.RefusedError("这些文件后来又改过归类，不能再撤销这一次。请直接改归类")
    done = store.acts.pin(act.body["before"], by, "undo", f"撤销归类：{act.told}")
    regroup(store, version)
    return done


def stands(act: StoreAct, pins: Mapping[str, str]) -> bool:
    """Whether what an act has said of its files is what is said of them now, so that it can be taken back."""
    return all(pins.get(sha256, "") == name for sha256, name in act.body["after"].items())


def members_of(store: Store, record_id: str) -> list[StoredMember]:
    """The files of the submission whose record this is."""
    return list(store.groups.members(record_id))


def _where(to: str) -> str:
    return {"": "按程序归类", NOBODY: NOBODYS, KEPT: "保留原处，不被替代"}.get(to) or f"归到 {to}"
