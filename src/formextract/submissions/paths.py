"""Paths of a store in one form: absolute, relative and uploaded ones stand side by side in it."""

from __future__ import annotations

from collections.abc import Sequence


def parts_of(path: str) -> tuple[str, ...]:
    """The folders of a path and its name, without what says nothing: a root, `.` and empty parts."""
    return tuple(part for part in path.split("/") if part not in ("", "."))


def own_parts(paths: Sequence[str]) -> list[tuple[str, ...]]:
    """Each path without the folders that all of them lie in; a single path as it is."""
    split = [parts_of(path) for path in paths]
    least = min((len(parts) for parts in split), default=1) - 1
    common = 0
    while common < least and len({parts[common] for parts in split}) == 1:
        common += 1
    return [parts[common:] if len(split) > 1 else parts for parts in split]
