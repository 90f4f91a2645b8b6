"""Records to a file or a stream, in a format and a shape."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from formextract.errors import StoreError
from formextract.model import Record
from formextract.model.facts import facts
from formextract.model.json import plain, record_to_json
from formextract.outputs import shapes
from formextract.outputs.frames import Frame
from formextract.outputs.lost import Lost, each, raising
from formextract.outputs.tabular import write_csv, write_parquet

Format = Literal["jsonl", "csv", "xlsx", "parquet"]
Shape = Literal["records", "long", "wide", "facts", "corrections"]

FORMATS: tuple[Format, ...] = get_args(Format)
SHAPES: tuple[Shape, ...] = get_args(Shape)


@dataclass(frozen=True, slots=True)
class _Job:
    records: Iterable[Record]
    format: Format
    shape: Shape
    labels: Mapping[str, str]
    note: Callable[[str], None]
    lost: Lost

    def frame(self) -> Frame:
        if self.shape == "wide":
            return shapes.wide_frame_of(self.records, self.labels, self.lost)
        make = {
            "records": shapes.record_frame,
            "long": shapes.long_frame,
            "facts": shapes.facts_frame,
            "corrections": shapes.correction_frame,
        }[self.shape]
        return make(self.records, self.lost)


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)


def export(
    records: Iterable[Record],
    format: Format,  # noqa: A002 - the option's name
    shape: Shape,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    labels: Mapping[str, str] | None = None,
    note: Callable[[str], None] = _to_stderr,
    lost: Lost = raising,
) -> None:
    """Writes `records` to `target`, a path or a binary stream; a path is written whole or not at all.

    `labels` are the indicators' Chinese labels by id, for the headings of `wide`; without them it has those that are
    printed on the forms. `note` hears, in Chinese, what the format could not hold; `lost` hears of each record of which
    the shape cannot be made, and without it that record's exception ends the export. UsageError where the format needs
    an extra that is not installed; StoreError where the file cannot be written.
    """
    job = _Job(records, format, shape, labels or {}, note, lost)
    if not isinstance(target, str | os.PathLike):
        _write(job, target, is_file=False)
        return
    path = Path(target)
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            _write(job, stream, is_file=True)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as e:
        raise StoreError(f"写不了 {path}：{e.strerror or e}。请检查文件夹、权限和磁盘空间，如文件正打开请先关闭") from e
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

    job = _Job(records, "csv", shape, labels or {}, _to_stderr, lost)
    return write_table(job.frame(), url, table, shape=shape, only=only)


def _write(job: _Job, stream: BinaryIO, *, is_file: bool) -> None:
    if job.format == "jsonl":
        _write_jsonl(job, stream)
    elif job.format == "csv":
        write_csv(job.frame(), stream, bom=is_file)
    elif job.format == "parquet":
        with tempfile.TemporaryFile() as part:
            write_parquet(job.frame(), part)
            _copy(part, stream)
    else:
        from formextract.outputs.workbook import write_xlsx

        frames = shapes.record_sheets(job.records, job.lost) if job.shape == "records" else [job.frame()]
        with tempfile.TemporaryFile() as part:  # a workbook is not written front to back
            write_xlsx(frames, part, job.note)
            _copy(part, stream)


def _copy(part: BinaryIO, stream: BinaryIO) -> None:
    part.seek(0)
    shutil.copyfileobj(part, stream, 1 << 20)


def _write_jsonl(job: _Job, stream: BinaryIO) -> None:
    if job.shape in ("records", "facts"):
        for line in each(job.records, record_to_json if job.shape == "records" else _facts_line, job.lost):
            _line(stream, line)
    else:
        frame = job.frame()
        for row in frame.rows:
            cells = {c.id: plain(value) for c, value in zip(frame.columns, row, strict=True)}
            _line(stream, json.dumps(cells, ensure_ascii=False))


def _facts_line(record: Record) -> str:
    return json.dumps(facts(record), ensure_ascii=False)


def _line(stream: BinaryIO, line: str) -> None:
    # A lone surrogate (a path in no encoding) becomes a JSON escape, which reads back as it was.
    stream.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
