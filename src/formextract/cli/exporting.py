"""`export`: what a store holds, to a file or standard output."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from formextract.cli.say import say
from formextract.cli.stdout import stream
from formextract.errors import TemplateError, UsageError
from formextract.loading import reviewed_records
from formextract.outputs import Format, Shape, export
from formextract.store import open_store

_BINARY = ("xlsx", "parquet")


def _labels(shape: str) -> dict[str, str]:
    """The indicators' own labels; none where the catalogue has a mistake, which is no reason not to export."""
    if shape != "wide":
        return {}
    from formextract.catalogue import load_catalogue

    with suppress(TemplateError):
        return {name: indicator.label for name, indicator in load_catalogue().indicators.items()}
    return {}


def run_export(where: str, kind: str, shape: str, output: str) -> int:
    """Writes the store's records; the exit status."""
    if kind in _BINARY and not output and stream().isatty():
        raise UsageError(f"{kind} 不能显示在屏幕上。请用 -o 指定文件，如 -o 结果.{kind}")
    with open_store(where, create=False) as store:
        n = store.count()["records"]
        target = output or stream()
        export(
            reviewed_records(store), cast("Format", kind), cast("Shape", shape), target, labels=_labels(shape), note=say
        )
        if output:
            say(f"已导出 {n} 条记录到 {output}")
        elif not n:
            say("数据库里没有记录。请先用 formextract load 装载")
    return 0
