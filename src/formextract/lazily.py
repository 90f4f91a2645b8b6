"""A package's names, imported when they are asked for: a command imports what it uses.

No module of such a package may have the name of something that is offered so: Python would set the one over the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def offered(modules: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package that offers these names, by the module in which each stands."""
    where = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> Any:
        if name not in where:
            raise AttributeError(name)
        return getattr(import_module(where[name]), name)

    return get
