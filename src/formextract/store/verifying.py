"""Whether a store's originals are still what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from formextract.store.store import Store

_PAGE = 500
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """An original that was hashed again. `problem` is '' where its bytes are the same."""

    sha256: str
    problem: Literal["", "missing", "damaged", "unreadable"]


def verify(store: Store) -> Iterator[Checked]:
    """Every file of the store with what has become of its original, ordered by content."""
    last = ""
    while files := store.files_after(last, _PAGE):
        last = files[-1].sha256
        for file in files:
            problem = _problem(store, file.sha256)
            # A killed run has noted it and not begun: nothing says yet that it was kept.
            noted_only = problem == "missing" and file.status == "pending"
            yield Checked(file.sha256, "" if noted_only else problem)


def _problem(store: Store, sha256: str) -> Literal["", "missing", "damaged", "unreadable"]:
    h = hashlib.sha256()
    try:
        with store.original(sha256) as f:
            while chunk := f.read(_CHUNK):
                h.update(chunk)
    except KeyError:
        return "missing"
    except OSError:  # a bad block; a StoreError says that the whole store cannot be read
        return "unreadable"
    return "" if h.hexdigest() == sha256 else "damaged"
