"""Figures that were pasted as pictures into cells of Word and Excel: read like those of a PDF page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from formextract.model import TYPED, Legibility
from formextract.model.doubt import all_of
from formextract.readers.image_only import look_at_snippet

MOST = 60
"""Pictures of one file that are read; each takes a tenth of a second or two."""
HIGHEST, WIDEST = 200.0, 900.0
"""Points: a larger picture is a photograph or a chart, not a figure."""
POINTS = 0.75
"""Points a pixel where a picture does not say: Office shows 96 an inch."""


def _none(_: str) -> bytes:
    return b""


@dataclass(slots=True)
class Snippets:
    """Reads pictures in cells. `blob` gives a picture by its name."""

    blob: Callable[[str], bytes] = _none
    _read: int = 0

    def read(self, names: Sequence[str]) -> tuple[str, Legibility]:
        """What the pictures in a cell say and how well it was read; '' where that is nothing or not all of it."""
        lines: list[str] = []
        read: list[Legibility] = []
        for name in names:
            data = self.blob(name)
            size = _size(data)
            if size is None or self._read >= MOST:
                return "", TYPED
            self._read += 1
            patches = look_at_snippet(data, (0.0, 0.0, size[0], size[1]))
            if not patches or not all(p.span.text for p in patches):
                return "", TYPED
            lines += [p.span.text for p in patches]
            read += [p.legibility for p in patches]
        return "\n".join(lines), all_of(read) if lines else TYPED


def _size(data: bytes) -> tuple[float, float] | None:
    """How large a picture is shown, in points; None of one that is no picture, or too large to be a figure."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError):
        return None
    scale = 72 / dpi if dpi * POINTS > 72 else POINTS  # noqa: PLR2004 - points an inch
    return (width * scale, height * scale) if width * scale <= WIDEST and height * scale <= HIGHEST else None
