"""How near a process is to the bound of its memory, and whether something failed for that.

Libraries say in a hundred ways that they found no room, and some only that a file is damaged. So the messages are asked
last: where hardly anything is left of the address space, nothing that went wrong is believed of the file alone.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator

from formextract.errors import FormextractError
from formextract.platforms import memory_bound, memory_peak

CRAMPED = 0.25
"""Share of the bound from which a process is cramped if no more was left at any time: with 4500 MB as much as the
largest picture of a page takes in the colours and floats that OpenCV and the nets want at once."""

_ALLOCATION = re.compile(r"(?i)alloc|out of memory|insufficient memory|" + re.escape(os.strerror(errno.ENOMEM)))
"""What a message says that is about memory: C++'s `bad_alloc`, MuPDF's `malloc (N bytes) failed`, OpenCV's `Failed to
allocate`, all of which stand for an array that was too large, however much was left."""


def is_cramped() -> bool:
    """Whether this process has come near its bound by now; False where there is none, or the system does not say."""
    bound = memory_bound()
    return bound > 0 and memory_peak() > bound * (1 - CRAMPED)


def is_for_memory(error: BaseException) -> bool:
    """Whether an exception, or one that it stands on, says of itself that there was no room."""
    return any(
        isinstance(e, MemoryError)
        or (isinstance(e, OSError) and e.errno == errno.ENOMEM)
        or (not isinstance(e, FormextractError) and _ALLOCATION.search(str(e)) is not None)
        for e in _chain(error)
    )


def is_of_a_library(error: BaseException) -> bool:
    """Whether an exception is, or stands on, one that is not ours: what a library met, which may be want of memory."""
    return any(not isinstance(e, FormextractError) for e in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those on which it stands, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
