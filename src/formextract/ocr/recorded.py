"""Words once read and kept, so that tests need no engine: found again by the place of the line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formextract.geometry import BBox
from formextract.ocr.engine import Engine, LineImage
from formextract.ocr.words import ReadLetter, Words

OVERLAP = 0.5
"""Share of two places' union that they must have in common to be the same line."""


class RecordingEngine:
    """Passes everything on to another engine and keeps what it read."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.name = engine, engine.name
        self.kept: list[list[Any]] = []

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        """The other engine's words."""
        out = self.engine.read(strips, careful=careful)
        for strip, words in zip(strips, out, strict=True):
            self.kept.append(
                [
                    strip.page,
                    [round(v, 1) for v in strip.box],
                    int(careful),
                    _plain(words.letters),
                    _plain(words.missed),
                    words.figures,
                    round(words.figures_lowest, 4),
                ]
            )
        return out

    def save(self, path: Path) -> None:
        """One reading a line, as JSON."""
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in self.kept)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class RecordedEngine:
    """Gives the words that were kept for the line at about the same place, else none."""

    name = "recorded"

    def __init__(self, path: Path) -> None:
        self.kept: dict[tuple[int, int], list[tuple[BBox, Words]]] = defaultdict(list)
        for line in path.read_text(encoding="utf-8").splitlines():
            page, box, careful, letters, missed, figures, lowest = json.loads(line)
            words = Words(_letters(letters), _letters(missed), figures, lowest)
            self.kept[page, careful].append(((box[0], box[1], box[2], box[3]), words))

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        """The words kept for each line."""
        return [self._of(s, int(careful)) for s in strips]

    def _of(self, strip: LineImage, careful: int) -> Words:
        best = max(self.kept[strip.page, careful], key=lambda kept: _common(kept[0], strip.box), default=None)
        return best[1] if best is not None and _common(best[0], strip.box) >= OVERLAP else Words()


def _plain(letters: Sequence[ReadLetter]) -> list[list[Any]]:
    return [[x.char, round(x.probability, 4), round(x.runner_up, 4), round(x.centre, 4)] for x in letters]


def _letters(rows: Sequence[Sequence[Any]]) -> tuple[ReadLetter, ...]:
    return tuple(ReadLetter(*row) for row in rows)


def _common(a: BBox, b: BBox) -> float:
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    both = w * h
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)
