"""Which engine reads: the shipped one, or another package's where it is asked for by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache

from formextract.doors import additions, refuse
from formextract.errors import UsageError
from formextract.ocr.engine import Engine
from formextract.ocr.rapid import RapidEngine
from formextract.ocr.runtime import RUNTIMES, SWITCH


@cache
def engines() -> Mapping[str, Callable[[], Engine]]:
    """What makes each engine, by its name: the shipped one, then those of the entry point group `formextract.engines`.

    PluginError where another package's cannot be called, or takes a name that is taken.
    """
    out: dict[str, Callable[[], Engine]] = {RapidEngine.name: RapidEngine}
    for addition in additions("formextract.engines"):
        if not callable(addition.thing):
            raise refuse(addition, "它不是能给出识别引擎的类或函数")
        if addition.name in out or addition.name in RUNTIMES:
            raise refuse(addition, f"名称 {addition.name} 已经有了")
        out[addition.name] = addition.thing
    return out


def engine_names() -> tuple[str, ...]:
    """What `FORMEXTRACT_OCR` may say: an engine, or what the shipped one is to run on."""
    return (*engines(), *RUNTIMES)


@cache
def default_engine() -> Engine:
    """The process's one engine: the one that the environment names, else the shipped one.

    UsageError for a name that there is not; EngineMissingError where the shipped one is not installed.
    """
    name = os.environ.get(SWITCH, "")
    if name in ("", *RUNTIMES):
        return RapidEngine()
    if name not in engines():
        raise UsageError(f"没有名为“{name}”的识别引擎：环境变量 {SWITCH} 可用 {'、'.join(engine_names())}")
    return engines()[name]()
