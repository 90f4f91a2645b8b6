"""`submissions`: which files belong together, why, and corrections by hand."""

from __future__ import annotations

from formextract.cli.say import say
from formextract.cli.stdout import write_line
from formextract.errors import UsageError
from formextract.loading import regroup
from formextract.model.submission import KEPT, NOBODY
from formextract.store import Store, StoredMember, open_store
from formextract.wording import NOBODYS, NOT_KNOWN_WHOSE, ROLES


def run_submissions(where: str, move: list[str], to: str | None, *, version: str) -> int:
    """Lists the files of a store by submission, or assigns some to a cluster and lists these; the exit status.

    UsageError where only one of `move` and `to` is given, or where no file has such a path.
    """
    if bool(move) != (to is not None):
        raise UsageError("--move 和 --to 要一起用：--move 指出文件，--to 写上归哪一家")
    with open_store(where, create=False) as store:
        if to is None:
            regroup(store, version)
            members = list(store.groups.members())
        else:
            members = _moved(store, move, to, version)
        pins = store.acts.pins()
        for m in members:
            nobodys = NOBODYS if pins.get(m.sha256) == NOBODY else NOT_KNOWN_WHOSE
            fields = (m.cluster or f"（{nobodys}）", ROLES[m.role], m.path, m.why)
            write_line("\t".join(" ".join(f.split()) for f in fields))
        if not members:
            say("数据库里没有文件。请先用 formextract load 装载")
    return 0


def _moved(store: Store, move: list[str], to: str, version: str) -> list[StoredMember]:
    """The files that were assigned, as they are grouped now."""
    wanted: set[str] = set()
    known = list(store.groups.members())
    for path in move:
        place = path.rstrip("/")
        found = {m.sha256 for m in known if m.path == place or m.path.startswith(place + "/")}
        if not found:
            raise UsageError(f"库里没有文件 {path}。请先不带 --move 运行一次，照列出的路径填写")
        wanted |= found
    if to not in ("", NOBODY, KEPT) and not any(m.cluster and _same(to, m.cluster) for m in known):
        say(f"注意：库里没有“{to}”的申报表，文件先按此归类，等它的申报表装载后归入")
    for sha256 in sorted(wanted):
        store.groups.correct(sha256, to)
    regroup(store, version)
    return [m for m in store.groups.members() if m.sha256 in wanted]


def _same(a: str, b: str) -> bool:
    from formextract.submissions.clusternames import same

    return same(a, b)
