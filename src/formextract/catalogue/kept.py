"""What is made of a folder of templates is kept while the process works with it, and made anew for the next one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
_forget: list[Callable[[], None]] = []


def kept(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """The function with its answers kept, a decorator for all that reads the templates in use.

    An answer is kept for the arguments, of which one left out is the one that stands for it: `load_catalogue()` and
    `load_catalogue(None)` are read once. That the templates in use are others by then no argument says.
    """
    keeping = cache(make)
    _forget.append(keeping.cache_clear)
    names = make.__code__.co_varnames[: make.__code__.co_argcount]
    defaults = dict(zip(reversed(names), reversed(make.__defaults__ or ()), strict=False))

    @wraps(make)
    def answer(*args: Asked.args, **named: Asked.kwargs) -> Made:
        given = dict(zip(names, args, strict=False)) | named
        return keeping(*(given.get(name, defaults.get(name)) for name in names))

    return answer


def forget_templates() -> None:
    """Has all that was kept made anew: another folder of templates is in use."""
    for forget in _forget:
        forget()
