"""Archives and disc images to the files in them, through a process that can be killed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from formextract.intake.member import MAX_DEPTH, Budget, over_limit
from formextract.intake.messages import Ended, Entry, Open, Refused, UnpackedMember
from formextract.intake.unpacker import Unpacker

UNPACK_SECONDS = 3600.0
"""How long an archive is waited for, those within it included: a DVD at a slow drive's 4 MB/s takes twenty minutes."""

_TOO_DEEP = f"压缩包套了 {MAX_DEPTH} 层以上，没有继续解开。请逐层解开后装载文件夹"
_CRASHED = "打开压缩包时程序崩溃或超时。请用解压软件解开后装载文件夹"
_GIVEN_UP = "所在的压缩包用时过长，或多次使程序崩溃，没有继续解开。请用解压软件解开后装载文件夹"


@dataclass(frozen=True, slots=True)
class Expanded:
    """A file that came out of an archive, or why none did.

    `path` is for people: the archive's path and on from there. `at` is where the bytes lie, under a name made from
    their digest, `sha256` and `size` are theirs. `why` is '' for a file that is to be read, `failed` (with a `reason`
    in Chinese) for a member or an archive that is not, `system`, `link` or `special` for what is passed over, and
    `opened` for the archive itself, after all that was in it.

    Of an archive that came twice within one tree the bytes are only there for the first time.
    """

    path: str
    at: Path | None = None
    sha256: str = ""
    size: int = 0
    raw: bytes = b""
    why: Literal["", "system", "link", "special", "failed", "opened"] = ""
    reason: str = ""


class Expander:
    """Opens archives into one work folder. The caller removes the files that it has done with, and the folder."""

    def __init__(self, work: Path, seconds: float = UNPACK_SECONDS) -> None:
        self._work = work
        self._seconds = seconds

    def expand(self, archive: Path, shown: str, budget: Budget | None = None) -> Iterator[Expanded | None]:
        """Everything in the archive, archives within it opened too, and last the archive itself: opened or failed.

        None where nothing has come out of it for a while, so that the caller can look after other things.
        """
        budget = budget or Budget.of(archive.stat().st_size)
        with closing(Unpacker(self._work, self._seconds)) as unpacker:
            tree = _Tree(self._work, unpacker, budget, shown)
            try:
                yield from tree.expand(_Archive(archive, shown, shown))
            finally:
                for place in tree.archives:
                    place.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive to open: `shown` is its path, `key` tells it from those of other content."""

    at: Path
    shown: str
    key: str
    kind: str = ""
    raw: bytes = b""
    depth: int = 1


@dataclass(slots=True)
class _Contents:
    """What was said of an archive's own members, and why it could not be read to its end, '' where it could."""

    entries: list[Entry] = field(default_factory=list)
    reason: str = _CRASHED

    @property
    def why_closed(self) -> str:
        """Why the archive does not count as opened: it could not be read to its end, or none of its files came out."""
        refused = [e.reason for e in self.entries if isinstance(e, Refused)]
        if self.reason or not refused or any(isinstance(e, UnpackedMember) for e in self.entries):
            return self.reason
        told = dict.fromkeys(refused)
        return f"里面的文件都没有解开：{'；'.join(why.rstrip('。') for why in list(told)[:2])}"


class _Tree:
    """An archive and those within it: they share a process, its time, and what they may take."""

    def __init__(self, work: Path, unpacker: Unpacker, budget: Budget, root: str) -> None:
        self.archives: set[Path] = set()
        """Where the archives of the tree lie, until all of it has been gone through."""
        self._work = work
        self._unpacker = unpacker
        self._budget = budget
        self._root = root
        self._known: dict[str, _Contents] = {}

    def expand(self, archive: _Archive) -> Iterator[Expanded | None]:
        """Everything in one archive of the tree, and last the archive itself."""
        inner: list[_Archive] = []
        reason = self._closed(archive) or (yield from self._members(archive, inner))
        for one in inner:
            yield from self.expand(one)
        yield Expanded(archive.shown, raw=archive.raw, why="failed" if reason else "opened", reason=reason)

    def _closed(self, archive: _Archive) -> str:
        """Why the archive is not opened at all, '' where it is."""
        if archive.depth > MAX_DEPTH:
            return _TOO_DEEP
        if self._budget.is_spent:
            return over_limit(self._budget.is_spent)
        return _GIVEN_UP if self._unpacker.is_spent and archive.key not in self._known else ""

    def _members(self, archive: _Archive, inner: list[_Archive]) -> Generator[Expanded | None, None, str]:
        """The archive's own members, those that are archives put into `inner`; why it could not be read to its end."""
        known = self._known.get(archive.key)
        if known is not None:
            return (yield from self._again(archive, known, inner))
        contents = self._known[archive.key] = _Contents()
        budget = self._budget
        within = self._within(archive)
        limits = (budget.bytes, budget.members, budget.member_bytes)
        name = archive.shown.rsplit("/", 1)[-1]
        request = Open(str(archive.at), name, archive.kind, *limits, within)
        with closing(self._unpacker.opened(request)) as replies:
            for reply in replies:
                if reply is None:
                    yield None
                elif isinstance(reply, Ended):
                    budget.bytes, budget.members = min(budget.bytes, reply.bytes), min(budget.members, reply.members)
                    contents.reason = reply.reason
                elif budget.is_spent:  # the process counts as we do, unless it is no longer ours
                    break
                else:
                    contents.entries.append(reply)
                    budget.take(within + len(reply.raw) // 2 + (reply.size if isinstance(reply, UnpackedMember) else 0))
                    yield from self._told(reply, archive, inner)
        return contents.why_closed

    def _again(
        self, archive: _Archive, contents: _Contents, inner: list[_Archive]
    ) -> Generator[Expanded | None, None, str]:
        """The same for bytes that were opened before: what was said is said again, and nothing is unpacked."""
        for entry in contents.entries:
            if self._budget.is_spent:
                return over_limit(self._budget.is_spent)
            self._budget.take(self._within(archive) + len(entry.raw) // 2)
            yield from self._told(entry, archive, inner)
        return contents.why_closed

    def _within(self, archive: _Archive) -> int:
        return len(archive.shown) - len(self._root)

    def _told(self, entry: Entry, archive: _Archive, inner: list[_Archive]) -> Iterator[Expanded]:
        name = entry.name.replace("\\", "/").strip("/")
        path, raw = f"{archive.shown}/{name}", bytes.fromhex(entry.raw)
        if isinstance(entry, Refused):
            yield Expanded(path, raw=raw, why="failed", reason=entry.reason)
        elif not isinstance(entry, UnpackedMember):
            yield Expanded(path, raw=raw, why=entry.why)
        elif not entry.kind:
            yield Expanded(path, self._work / entry.file, entry.sha256, entry.size, raw)
        else:
            place = self._work / entry.file
            self.archives.add(place)
            inner.append(_Archive(place, path, f"{entry.sha256} {entry.kind}", entry.kind, raw, archive.depth + 1))
