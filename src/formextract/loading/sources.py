"""Sources to files, each with its digest: folders and discs walked, archives opened, what cannot be read said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.intake import Expander, container
from formextract.loading.scanner import SKIPPED, walk
from formextract.store import Met, Store, digest

GONE = "读到一半读不到了，光盘或磁盘可能已取出。请放回后再运行一次，已读的不会重复"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as the walk has found it, where its bytes lie, what the manifest is to say of it, and of which source."""

    met: Met
    at: Path | None = None
    source: str = ""


@dataclass(frozen=True)
class Sources:
    """Finds the files of sources. Archives are opened in `work`; `on_met` hears of each file that comes out of one.

    `shown` is how people know a path; `keep` that originals are kept as files are met, because no worker does.
    """

    store: Store
    work: Path
    disc: str
    on_met: Callable[[], None]
    shown: Callable[[str], str]
    keep: bool

    def seen(self, sources: list[str | os.PathLike[str]]) -> Iterator[ListedFile | None]:
        """The files of all sources, as they are met; None where an archive has given none for a while."""
        for source in sources:
            path = self.shown(os.fspath(source))
            try:
                for one in self._below(source):
                    yield None if one is None else replace(one, source=path)
            except _DiscGoneError:
                yield ListedFile(Met(path, fate="failed", reason=GONE))
            else:
                if Path(source).is_dir():
                    self.store.forget(path, self.disc)

    def _below(self, source: str | os.PathLike[str]) -> Iterator[ListedFile | None]:
        """The files below one source; _DiscGoneError where it is no longer there."""
        for n, found in enumerate(walk([source], leave_out=self.store.folder)):
            path = self.shown(found.path)
            if found.why == "unreadable":
                if n and _is_gone(source):
                    raise _DiscGoneError
                yield ListedFile(Met(path, fate="failed", reason=found.reason))
            elif found.why:
                yield ListedFile(Met(path, fate="skipped", reason=SKIPPED[found.why]))
            elif container(Path(found.path)) is not None:
                yield from self._opened(Path(found.path), path)
            else:
                try:
                    seen = self._digested(path, Path(found.path))
                except UnreadableFileError as e:
                    if _is_gone(source):
                        raise _DiscGoneError from e
                    seen = ListedFile(Met(path, fate="failed", reason=str(e)))
                yield seen

    def _opened(self, archive: Path, shown: str) -> Iterator[ListedFile | None]:
        """The files in an archive."""
        for found in Expander(self.work).expand(archive, shown):
            if found is None:
                yield None
                continue
            if found.path != shown:
                self.on_met()
            if found.why == "failed":
                yield ListedFile(Met(found.path, fate="failed", reason=found.reason))
            elif found.why == "opened":
                yield ListedFile(Met(found.path, fate="opened"))
            elif found.why:
                yield ListedFile(Met(found.path, fate="skipped", reason=SKIPPED[found.why]))
            else:
                assert found.at is not None
                try:
                    seen = self._digested(found.path, found.at, (found.sha256, found.size))
                except UnreadableFileError as e:
                    seen = ListedFile(Met(found.path, fate="failed", reason=str(e)))
                yield seen

    def _digested(self, path: str, at: Path, known: tuple[str, int] | None = None) -> ListedFile:
        """A file with its digest; `known` is that and its size where it is ours. Where no worker does, it is kept here.

        UnreadableFileError where its bytes cannot be read to their end.
        """
        sha256, size = known or digest(at)
        if self.keep and not (known is not None and self.store.has_original(sha256, size)):
            self.store.keep(sha256, at)
        return ListedFile(Met(path, sha256, size, ending(path)), at)


class _DiscGoneError(Exception):
    """The source that is being read is no longer there."""


def _is_gone(source: str | os.PathLike[str]) -> bool:
    """Whether a source that was there can no longer be read; the folder of a disc that was taken out is empty."""
    try:
        if not Path(source).is_dir():
            with Path(source).open("rb") as f:
                f.read(1)
            return False
        with os.scandir(source) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def ending(path: str) -> str:
    """A file's ending, as the store notes it until reading shows the format."""
    return Path(path).suffix.lstrip(".").lower()[:32]
