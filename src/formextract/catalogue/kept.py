"""What is made of a folder of templates is kept while the process works with it, and made anew for the next one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

Made = TypeVar("Made")
_forget: list[Callable[[], None]] = []


def kept(make: Callable[..., Made]) -> _lru_cache_wrapper[Made]:
    """The function with its answers kept, a decorator for all that reads the templates in use.

    An answer is kept for the arguments; that the templates in use are others by then no argument says.
    """
    keeping = cache(make)
    _forget.append(keeping.cache_clear)
    return keeping


def forget_templates() -> None:
    """Has all that was kept made anew: another folder of templates is in use."""
    for forget in _forget:
        forget()
