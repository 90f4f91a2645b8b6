"""Folders that are called alike: each is a disc of its own, so that none is taken for a part of another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import file_digest
from itertools import count
from pathlib import Path, PurePosixPath

from formextract.model.submission import UPLOADED
from formextract.store.manifest import Entry


def names(name: str) -> Iterator[str]:
    """The name, and then with a number behind it."""
    yield name
    for n in count(2):
        yield f"{name}（{n}）"


def name_of_place(path: Path, taken: Mapping[str, Collection[str]], is_it: Callable[[str], bool]) -> str:
    """What a folder of this machine is called, where `taken` says from which paths discs of a name were loaded.

    `is_it` says whether what lies there now is the disc of a name: one drive takes many discs.
    """
    return next(
        name
        for name in names(path.name)
        if not (paths := set(taken.get(name, ()))) or (paths == {str(path)} and is_it(name))
    )


def name_of_upload(top: Path, held: Mapping[str, Collection[str]]) -> str:
    """What an uploaded folder is called, where `held` are the digests of what was uploaded, by the path shown.

    It is the one of that name where a file of it is the same, or none is another one's: else another applicant's
    申报材料 would lie in one folder with it.
    """
    digests = {}
    for path in sorted(p for p in top.rglob("*") if p.is_file()):
        digests[path.relative_to(top).as_posix()] = _digest(path)

    def is_free(name: str) -> bool:
        there = {inner: held.get(f"{UPLOADED}/{name}/{inner}", ()) for inner in digests}
        same = any(digest in there[inner] for inner, digest in digests.items())
        return same or not any(there.values())

    return next(name for name in names(top.name) if is_free(name))


def is_of_place(disc: Collection[Entry]) -> bool:
    """Whether the disc of these files still lies where it was: most of them are there, and the largest of these with
    the very bytes. No digest is kept of an archive that was opened, and what is in it lies nowhere else.
    """
    opened = {PurePosixPath(e.path) for e in disc if e.fate == "opened"}
    lying = [e for e in disc if opened.isdisjoint(PurePosixPath(e.path).parents)]
    there = [e for e in lying if _is_there(e)]
    largest = max((e for e in there if e.sha256), key=lambda e: e.size or 0, default=None)
    with suppress(OSError):
        return 2 * len(there) >= len(lying) and (largest is None or _digest(Path(largest.path)) == largest.sha256)
    return False


def _is_there(e: Entry) -> bool:
    with suppress(OSError):
        return Path(e.path).stat().st_size == e.size if e.sha256 else Path(e.path).exists()
    return False


def shown_upload(inner: str, called: Mapping[str, str]) -> str:
    """How people see an uploaded file: `called` says under which name each folder of the upload lies."""
    top, slash, rest = inner.partition("/")
    return f"{UPLOADED}/{called.get(top, top)}/{rest}" if slash else f"{UPLOADED}/{inner}"


def _digest(path: Path) -> str:
    with path.open("rb") as f:
        return file_digest(f, "sha256").hexdigest()
