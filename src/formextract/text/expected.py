"""Wordings that a reader of paper may expect: what the forms in use have printed on them.

Whoever knows the forms says so for the time of a reading (`expecting`); readers and recognisers know none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from formextract.text.normalise import squeeze

Wordings = Callable[[], str]
"""Gives the wordings, bare (`bare`) and a line each. It is asked only where a picture is read."""

_SIGNS = re.compile(r"[^\w]|_")
_expected: ContextVar[Wordings] = ContextVar("expected wordings", default=str)


def bare(text: str) -> str:
    """A wording without signs and white space."""
    return _SIGNS.sub("", squeeze(text))


def expected() -> str:
    """The wordings that may be expected now; '' where nobody said."""
    return _expected.get()()


@contextmanager
def expecting(wordings: Wordings) -> Iterator[None]:
    """For its time, in this thread, these wordings are expected."""
    token = _expected.set(wordings)
    try:
        yield
    finally:
        _expected.reset(token)
