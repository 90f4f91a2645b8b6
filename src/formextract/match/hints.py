"""Of which programme and kind the papers are that somebody hands over: said with a command, handed on to processes.

A hint decides where papers leave it open. It makes no form of a paper that shows nothing of it, and what a paper says
of itself goes before; where the two differ the record says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HINT = "FORMEXTRACT_HINT"
"""Environment variable: `program/form`, either of which may be empty."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A programme and a kind of form by their names in the catalogue; '' for what is not said."""

    program: str = ""
    form: str = ""

    def __bool__(self) -> bool:
        return bool(self.program or self.form)


def hint_now() -> Hint:
    """The hint that holds in this process."""
    return hint_of(os.environ.get(HINT, ""))


def hint_of(told: str) -> Hint:
    """The hint that is written as `program/form`; an empty one of ''."""
    program, _, form = told.partition("/")
    return Hint(program, form)


@contextmanager
def hinted(hint: Hint) -> Iterator[None]:
    """Within it the hint holds, in this process and those that it starts; an empty one leaves what held before."""
    if not hint:
        yield
        return
    before = os.environ.get(HINT)
    os.environ[HINT] = f"{hint.program}/{hint.form}"
    try:
        yield
    finally:
        if before is None:
            del os.environ[HINT]
        else:
            os.environ[HINT] = before
