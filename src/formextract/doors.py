"""What other installed packages add to the toolkit: the objects under an entry point group.

A package adds a reader, an engine, a kind of check … by naming it in its own metadata, under one of the groups that
`docs/extending.md` lists; nothing of ours is changed for it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

from formextract.errors import PluginError, for_maintainers


class Addition(NamedTuple):
    """One object that another package adds: the name it is registered under, the package, and the object itself."""

    name: str
    package: str
    thing: Any


def additions(group: str) -> list[Addition]:
    """What installed packages register under `group`, by package and name; PluginError where one cannot be imported."""
    found = [Addition(e.name, _package(e), _loaded(e)) for e in entry_points(group=group)]
    return sorted(found, key=lambda a: (a.package, a.name))


def names(group: str) -> frozenset[str]:
    """What installed packages call what they register under `group`; nothing is imported for it."""
    return _names(group, tuple(sys.path))


@cache
def _names(group: str, _path: tuple[str, ...]) -> frozenset[str]:
    """The names, asked once as long as what can be imported stays: to ask is to read the metadata of every package."""
    return frozenset(e.name for e in entry_points(group=group))


def refuse(addition: Addition, mend: str) -> PluginError:
    """The error for an addition that cannot be used."""
    return PluginError(f"附加组件“{addition.name}”（来自软件包 {addition.package}）不能用：{mend}")


def _loaded(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as e:
        package = _package(entry)
        raise PluginError(
            f"附加组件“{entry.name}”（来自软件包 {package}）装不上：{for_maintainers(e)}。"
            f"请更新或卸载软件包 {package} 后再试"
        ) from e


def _package(entry: EntryPoint) -> str:
    return "" if entry.dist is None else entry.dist.name
