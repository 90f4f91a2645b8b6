"""Folders that are called alike: each is a disc of its own, so that none is taken for a part of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from hashlib import file_digest
from itertools import count
from pathlib import Path

UPLOADED = "上传"
"""What stands before the names of uploaded files, in place of a path on this machine."""


def names(name: str) -> Iterator[str]:
    """The name, and then with a number behind it."""
    yield name
    for n in count(2):
        yield f"{name}（{n}）"


def name_of_place(path: Path, taken: Mapping[str, Collection[str]]) -> str:
    """What a folder of this machine is called, where `taken` says from which paths discs of a name were loaded."""
    return next(name for name in names(path.name) if set(taken.get(name, ())) <= {str(path)})


def name_of_upload(top: Path, held: Mapping[str, Collection[str]]) -> str:
    """What an uploaded folder is called, where `held` are the digests of what was uploaded, by the path shown.

    It is the one of that name where a file of it is the same, or none is another one's: else another applicant's
    申报材料 would lie in one folder with it.
    """
    digests = {}
    for path in sorted(p for p in top.rglob("*") if p.is_file()):
        with path.open("rb") as f:
            digests[path.relative_to(top).as_posix()] = file_digest(f, "sha256").hexdigest()

    def is_free(name: str) -> bool:
        there = {inner: held.get(f"{UPLOADED}/{name}/{inner}", ()) for inner in digests}
        same = any(digest in there[inner] for inner, digest in digests.items())
        return same or not any(there.values())

    return next(name for name in names(top.name) if is_free(name))


def shown_upload(inner: str, disc: str) -> str:
    """How people see an uploaded file: its folder is called as its disc, where that is its name with a number."""
    top, slash, rest = inner.partition("/")
    numbered = slash and re.fullmatch(re.escape(top) + r"（\d+）", disc)
    return f"{UPLOADED}/{disc}/{rest}" if numbered else f"{UPLOADED}/{inner}"
