"""A stored original, opened to be looked at."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from formextract import readers
from formextract.errors import UnreadableFileError
from formextract.formats import formats
from formextract.model import Block, SourceFile
from formextract.pictures.excerpt import Excerpt, around
from formextract.pictures.ofd import OfdPages
from formextract.pictures.pages import ImagePages, Paged, PdfPages

DRAWERS: Mapping[str, Callable[[Path], Paged]] = {"pdf": PdfPages.of, "image": ImagePages, "ofd": OfdPages}
"""Who draws the pages of an original, by what `FileFormat.shown` says."""


def is_tabled(kind: str) -> bool:
    """Whether originals of this format have cells with names, and no pages."""
    known = formats().get(kind)
    return known is not None and known.shown not in DRAWERS


@dataclass(frozen=True, slots=True)
class Tabled:
    """An original without pages: its lines and tables in reading order."""

    blocks: tuple[Block, ...]

    def around(self, names: Collection[str], *, above: int = 1, below: int = 1) -> tuple[Excerpt, ...]:
        """The rows around the cells of these names."""
        return around(self.blocks, names, above=above, below=below)


Original = Paged | Tabled


@contextmanager
def open_original(original: BinaryIO | Path, kind: str) -> Iterator[Original]:
    """The original of this format (`FileRef.format`), as long as it is looked at; a stream is closed afterwards.

    UnreadableFileError where it cannot be shown: damaged, locked, of a format that nobody draws.
    """
    with _as_file(original) as path:
        opened = _open(path, kind)
        try:
            yield opened
        finally:
            if isinstance(opened, Paged):
                opened.close()


def _open(path: Path, kind: str) -> Original:
    known = formats().get(kind)
    if known is not None and known.shown in DRAWERS:
        return DRAWERS[known.shown](path)
    if known is not None:
        return Tabled(readers.read(SourceFile(str(path), "", kind, path.stat().st_size)).blocks)
    raise UnreadableFileError(f"{kind or '这种格式的'}文件无法在这里显示，请用相应的软件打开")


@contextmanager
def _as_file(original: BinaryIO | Path) -> Iterator[Path]:
    """A path at which the bytes can be read; those that have none are written to a file that goes away again."""
    if isinstance(original, Path):
        yield original
        return
    with original:
        name = getattr(original, "name", None)
        if isinstance(name, str) and Path(name).is_file():
            yield Path(name)
            return
        with tempfile.NamedTemporaryFile(prefix="formextract-", delete=False) as copy:
            shutil.copyfileobj(original, copy, 1 << 20)
        try:
            yield Path(copy.name)
        finally:
            with suppress(OSError):
                Path(copy.name).unlink()
