"""Records to a file or a stream, in a format and a shape."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from formextract.errors import StoreError, UsageError, cause_of, tell_of_own_file
from formextract.model import Record
from formextract.outputs.lost import Lost, raising
from formextract.outputs.names import Shape
from formextract.outputs.output_formats import Export, formats
from formextract.wording import APPLICANTS


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)


def export(
    records: Iterable[Record],
    format: str,  # noqa: A002 - the option's name
    shape: Shape,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    labels: Mapping[str, str] | None = None,
    note: Callable[[str], None] = _to_stderr,
    lost: Lost = raising,
    versions: Mapping[str, str] | None = None,
    who: str = APPLICANTS["cluster"],
) -> None:
    """Writes `records` to `target`, a path or a binary stream; a file is written whole or not at all; a device or a
    pipe is written to as it stands.

    `labels` are the indicators' Chinese labels by id, for the headings of `wide`; without them it has those that are
    printed on the forms. `note` hears, in Chinese, what the format could not hold; `lost` hears of each record of which
    the shape cannot be made, and without it that record's exception ends the export; `versions` go into facts; `who` is
    what those who apply are called (企业), for the heading over their names.
    UsageError where the format needs an extra that is not installed or is not known; StoreError where the file cannot
    be written.
    """
    writer = formats().get(format)
    if writer is None:
        raise UsageError(f"没有名为 {format} 的导出格式：可用 {'、'.join(formats())}")
    to_file = isinstance(target, str | os.PathLike)
    job = Export(records, shape, labels or {}, note, lost, to_file=to_file, versions=versions or {}, who=who)
    if not isinstance(target, str | os.PathLike):
        writer.write(job, target)
        return
    path = Path(target)
    part: Path | None = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: nobody wants a file in its place
            with path.open("wb") as stream:
                writer.write(job, stream)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            writer.write(job, stream)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as e:
        tell_of_own_file(e, path)
        raise StoreError(f"写不了 {path}：{cause_of(e)}。请检查文件夹、权限和磁盘空间，如文件正打开请先关闭") from e
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink()


def export_to_database(
    records: Iterable[Record],
    shape: Shape,
    url: str,
    table: str,
    *,
    labels: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    lost: Lost = raising,
) -> int:
    """Writes `records` to a table of a database, as `outputs.database.write_table` does; how many rows.

    `lost` as in `export`.
    """
    from formextract.outputs.database import write_table

    frame = Export(records, shape, labels or {}, _to_stderr, lost).frame()
    return write_table(frame, url, table, shape=shape, only=only)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
