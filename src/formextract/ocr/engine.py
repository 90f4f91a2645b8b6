"""What the scan reader asks of an engine, and one that reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.ocr.words import Words

Image = NDArray[np.uint8]
"""Grey (h, w), dark ink on light ground."""


class EngineMissingError(UnreadableFileError):
    """No engine is installed; the message says how to get one."""


class LineImage(NamedTuple):
    """An image of one line of text, upright. `page` and `box` say where it was cut (page, box): recordings go by it."""

    image: Image
    page: int
    box: BBox


class Engine(Protocol):
    """Reads images of lines. One thread a process; models are loaded at the first call."""

    name: str

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        """The words of each line, in the order given. `careful` takes the larger, slower model."""
        ...


class NullEngine:
    """Reads nothing: the grid alone, for tests and for measuring."""

    name = "null"

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:  # noqa: ARG002
        return [Words()] * len(strips)
