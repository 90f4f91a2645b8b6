"""Where `extract` writes its records: lines as they come, or a file or another format once all were read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from formextract.cli.say import say
from formextract.cli.stdout import stream, write_line
from formextract.errors import UnreadableFileError, UsageError
from formextract.outputs.names import WITHOUT_HEADINGS
from formextract.wording import APPLICANTS

if TYPE_CHECKING:
    from formextract.outputs import Shape

STANDARD_INPUT = "-"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written, and where to: `output` is a file, '' for standard output."""

    output: str = ""
    kind: str = "jsonl"
    shape: str = "records"

    @property
    def as_they_come(self) -> bool:
        """Whether each record can be written as soon as it was read."""
        return not self.output and self.kind == "jsonl" and self.shape == "records"

    def check(self) -> None:
        """UsageError where there is no such format, a terminal would be filled with what nobody can read, or the file's
        folder is not there.
        """
        if self.as_they_come:
            return
        from formextract.cli.options import choice
        from formextract.outputs import formats

        choice("--format", self.kind, tuple(formats()))
        if not formats()[self.kind].on_screen and not self.output and stream().isatty():
            raise UsageError(f"{self.kind} 不能显示在屏幕上。请用 -o 指定文件，如 -o 结果.{self.kind}")
        if self.output and not Path(self.output).resolve().parent.is_dir():
            raise UsageError(f"没有 {self.output} 所在的文件夹。请先建立，或检查路径")


class RecordWriter:
    """Takes records as lines of JSON and writes them as it is wanted; what waits is on disk, not in memory."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._waiting: BinaryIO | None = None
        self._forms: set[str] = set()
        self.n = 0

    def take(self, line: str) -> None:
        """Takes the next record."""
        self.n += 1
        if self._wanted.as_they_come:
            write_line(line)
            return
        if self._waiting is None:
            self._waiting = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - closed by `finish`
        if self._wanted.kind not in WITHOUT_HEADINGS:
            self._forms.add(json.loads(line)["template"])
        self._waiting.write(line.encode("utf-8", "surrogatepass") + b"\n")

    def finish(self) -> None:
        """Writes what has waited; a file is written whole or not at all."""
        if self._wanted.as_they_come:
            return
        from formextract.model.json import record_from_json
        from formextract.outputs import export

        waiting = self._waiting
        if waiting is not None:
            waiting.seek(0)
        lines: Iterator[bytes] = iter(()) if waiting is None else iter(waiting)
        records = (record_from_json(line.decode("utf-8", "surrogatepass")) for line in lines)
        shape = cast("Shape", self._wanted.shape)
        target = self._wanted.output or stream()
        export(records, self._wanted.kind, shape, target, labels=_labels(self._wanted.shape), note=say, who=self._who())
        if waiting is not None:
            waiting.close()
        if self._wanted.output:
            say(f"已写出 {self.n} 条记录到 {self._wanted.output}")

    def _who(self) -> str:
        """What those who apply with the forms that were read are called."""
        if not self._forms:
            return APPLICANTS["cluster"]
        from formextract.catalogue import load_catalogue

        return load_catalogue().applicants_called(self._forms)


def _labels(shape: str) -> dict[str, str]:
    if shape != "wide":
        return {}
    from formextract.catalogue import load_catalogue

    return {name: indicator.label for name, indicator in load_catalogue().indicators.items()}


@contextmanager
def standard_input(paths: list[str], source: BinaryIO) -> Iterator[dict[str, str]]:
    """What is read in place of `-` within the block: a file with the bytes of `source`, by that name; {} without `-`.

    UnreadableFileError where there are none, or more than a file may have.
    """
    if STANDARD_INPUT not in paths:
        yield {}
        return
    from formextract.intake.sniff import MAX_BYTES

    with tempfile.TemporaryDirectory(prefix="formextract-stdin-") as folder:
        path = Path(folder) / "标准输入"
        size = 0
        with path.open("wb") as out:
            while piece := source.read(_CHUNK):
                size += len(piece)
                if size > MAX_BYTES:
                    raise UnreadableFileError(f"标准输入超过 {MAX_BYTES // 1_000_000} MB，没有读取")
                out.write(piece)
        if not size:
            raise UnreadableFileError("标准输入是空的。请检查前一个程序")
        yield {STANDARD_INPUT: str(path)}
