"""The formats that records are written in: one row each, ours and those of other packages."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import BinaryIO

from formextract.doors import additions, refuse
from formextract.model import Record
from formextract.model.facts import facts
from formextract.model.json import plain, record_to_json
from formextract.outputs import shapes
from formextract.outputs.frames import TableFrame
from formextract.outputs.lost import Lost, each, raising
from formextract.outputs.names import Shape
from formextract.outputs.tabular import write_csv, write_parquet
from formextract.wording import APPLICANTS


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written: the records, in which shape, with the indicators' Chinese labels by id for headings.

    `note` hears, in Chinese, what the format could not hold, `lost` of each record of which the shape cannot be made.
    `who` is what those who apply are called, for the heading over their names.
    `to_file` is false where the output is a stream; `versions` say of which state the rules are, for facts.
    """

    records: Iterable[Record]
    shape: Shape
    labels: Mapping[str, str]
    note: Callable[[str], None]
    lost: Lost = raising
    to_file: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    who: str = APPLICANTS["cluster"]

    def frame(self) -> TableFrame:
        """The records as one table, for formats that hold tables; rows are made as they are asked for."""
        return self._headed(self._frame())

    def sheets(self) -> list[TableFrame]:
        """The records as sheets that belong together, for formats that hold several."""
        return [self._headed(f) for f in shapes.record_sheets(self.records, self.lost)]

    def _headed(self, frame: TableFrame) -> TableFrame:
        """The table with the names of those who apply under what they are called; the column's id stays."""
        told = (replace(c, header=f"{self.who}名称") if c.id == shapes.NAMES else c for c in frame.columns)
        return replace(frame, columns=tuple(told))

    def _frame(self) -> TableFrame:
        if self.shape == "wide":
            return shapes.wide_frame_of(self.records, self.labels, self.lost)
        make = {
            "records": shapes.record_frame,
            "long": shapes.long_frame,
            "facts": shapes.facts_frame,
            "corrections": shapes.correction_frame,
            "decisions": shapes.decision_frame,
        }[self.shape]
        return make(self.records, self.lost)


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A format: its name for `--format`, how a job is written to a stream, and whether a screen can show it."""

    name: str
    write: Callable[[Export, BinaryIO], None]
    on_screen: bool = True


def _jsonl(job: Export, stream: BinaryIO) -> None:
    if job.shape in ("records", "facts"):
        make = record_to_json if job.shape == "records" else partial(_facts_line, versions=job.versions)
        for line in each(job.records, make, job.lost):
            _line(stream, line)
    else:
        frame = job.frame()
        for row in frame.rows:
            cells = {c.id: plain(value) for c, value in zip(frame.columns, row, strict=True)}
            _line(stream, json.dumps(cells, ensure_ascii=False))


def _facts_line(record: Record, versions: Mapping[str, str]) -> str:
    return json.dumps(facts(record, versions), ensure_ascii=False)


def _line(stream: BinaryIO, line: str) -> None:
    # A lone surrogate (a path in no encoding) becomes a JSON escape, which reads back as it was.
    stream.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _csv(job: Export, stream: BinaryIO) -> None:
    write_csv(job.frame(), stream, bom=job.to_file)


def _parquet(job: Export, stream: BinaryIO) -> None:
    with tempfile.TemporaryFile() as part:
        write_parquet(job.frame(), part)
        _copy(part, stream)


def _xlsx(job: Export, stream: BinaryIO) -> None:
    from formextract.outputs.workbook import write_xlsx

    frames = job.sheets() if job.shape == "records" else [job.frame()]
    with tempfile.TemporaryFile() as part:  # a workbook is not written front to back
        write_xlsx(frames, part, job.note)
        _copy(part, stream)


def _copy(part: BinaryIO, stream: BinaryIO) -> None:
    part.seek(0)
    shutil.copyfileobj(part, stream, 1 << 20)


SHIPPED = (
    OutputFormat("jsonl", _jsonl),
    OutputFormat("csv", _csv),
    OutputFormat("xlsx", _xlsx, on_screen=False),
    OutputFormat("parquet", _parquet, on_screen=False),
)


@cache
def formats() -> Mapping[str, OutputFormat]:
    """Every format by its name, the shipped ones before those under the entry point group `formextract.outputs`.

    PluginError where another package's is none, or has a name that is taken.
    """
    out = {f.name: f for f in SHIPPED}
    for addition in additions("formextract.outputs"):
        if not isinstance(addition.thing, OutputFormat):
            raise refuse(addition, "它不是 OutputFormat")
        if addition.thing.name in out:
            raise refuse(addition, f"已经有名为 {addition.thing.name} 的格式")
        out[addition.thing.name] = addition.thing
    return out
