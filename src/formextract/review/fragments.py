"""Rows of pages that were drawn before: five hundred of them are not drawn anew for every look at a list."""

from __future__ import annotations

from collections.abc import Callable, Hashable

MOST = 20_000
"""Rows that are kept, a kilobyte each; beyond that all of them go."""


class Fragments:
    """What was drawn of things, by name; drawn anew where the name now means another thing."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, str]] = {}

    def of(self, name: Hashable, thing: object, draw: Callable[[], str]) -> str:
        """The row under that name: the one that was drawn of this very thing, else a new one."""
        kept = self._kept.get(name)
        if kept is not None and kept[0] is thing:
            return kept[1]
        drawn = draw()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[name] = (thing, drawn)
        return drawn
