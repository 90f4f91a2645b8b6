"""A picture file's pages as pixels: whatever a viewer shows, laid on white paper, letters dark.

OpenCV decodes what is plain; Pillow (with its plugin for HEIC) what has transparent parts, frames, or a format that
OpenCV does not know.
"""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

Pixels = NDArray[np.uint8]

MAX_PIXELS = 120_000_000
"""Of one picture; an A3 page at 600 dpi has 70 million."""
MOST_FRAMES = 100
"""Pages of one picture file; a film has more."""
LIGHT = 150
"""Of 255: the mean light of what is drawn on a transparent ground from which that ground was meant to be dark."""
OPAQUE = 0.9
"""Share of a picture that is not transparent from which it has a ground of its own."""
NIGHT, DAY = 80, 175
"""Of 255: pixels that are as dark as the ground of a negative, and as light as its letters."""
GROUND = 0.7
"""Share of such dark pixels in a negative; a page on a dark desk has fewer, or else a sheet that is all light."""
STROKE = 0.006
"""Share of the longer side that the strokes of a negative's letters are wide at most."""
THICK = 0.3
"""Share of the light pixels that may be wider than that."""
LONG_DOTS, NO_DOTS = 1.2, 4.0
"""How many times as long as broad a dot must be at least, and is at most: a fax has 204 by 98 dots an inch."""
_LOOKED_AT = 1000
"""Pixels of the longer side of the small picture by which a negative is told."""
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_TIFF = (b"II*\x00", b"MM\x00*")
_PILLOW = frozenset({"WEBP", "HEIF", "AVIF", "GIF", "JPEG2000", "PNG"})
"""Formats of which Pillow may have to show more than OpenCV does: transparent parts, frames, or anything at all."""

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class TooLargeError(Exception):
    """A picture with more pixels than any page."""


class Photograph(NamedTuple):
    """Decoded pictures (BGR), turned as their camera says; `torn` where their data break off, and the rest is grey or
    coarse."""

    pages: list[Pixels]
    torn: bool = False


def photograph(data: NDArray[np.uint8]) -> Photograph | None:
    """The pictures in a file's bytes, None where there is none to be shown; TooLargeError where one is no page.

    Viewers show what there is of a photograph that was not copied to its end. OpenCV does so, too, once its data have
    an end.
    """
    found = _by_pillow(data) or _by_opencv(data)
    if found is None:
        return None
    if any(p.shape[0] * p.shape[1] > MAX_PIXELS for p in found.pages):
        raise TooLargeError
    dots = _dots(data, len(found.pages))
    return found._replace(pages=[positive(_squared(p, shape)) for p, shape in zip(found.pages, dots, strict=True)])


def _by_opencv(data: NDArray[np.uint8]) -> Photograph | None:
    head = bytes(data[:4])
    try:
        if head in _TIFF:
            ok, pages = cv2.imdecodemulti(data, cv2.IMREAD_COLOR)
            return Photograph([np.asarray(p, np.uint8) for p in pages]) if ok and pages else None
        pixels, torn = cv2.imdecode(data, cv2.IMREAD_COLOR), False
        if pixels is None and head[:3] == _JPEG:
            pixels, torn = cv2.imdecode(np.append(data, np.frombuffer(_JPEG_END, np.uint8)), cv2.IMREAD_COLOR), True
    except cv2.error:
        return None
    return None if pixels is None else Photograph([np.asarray(pixels, np.uint8)], torn)


def _by_pillow(data: NDArray[np.uint8]) -> Photograph | None:
    """The pictures that OpenCV would show otherwise, or not at all; None for all others, and where Pillow cannot."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data.tobytes())) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise TooLargeError
            frames = getattr(picture, "n_frames", 1)
            clear = "A" in picture.getbands() or "transparency" in picture.info
            plain = picture.format == "PNG" and frames == 1
            if not clear and (picture.format not in _PILLOW or plain):
                return None
            if frames > MOST_FRAMES:
                raise TooLargeError
            pages: list[Pixels] = []
            for n in range(frames):
                picture.seek(n)
                page = _on_paper(ImageOps.exif_transpose(picture))
                if not any(p.shape == page.shape and np.array_equal(p, page) for p in pages[-1:]):
                    pages.append(page)
            return Photograph(pages)
    except Image.DecompressionBombError as e:
        raise TooLargeError from e
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError, KeyError, IndexError):
        return None  # what Pillow raises on a broken picture; OpenCV may still show something of it


def _dots(data: NDArray[np.uint8], pages: int) -> list[float]:
    """How many times as long as broad the dots of each page are; 1 where the file does not say."""
    shapes = [1.0] * pages
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data.tobytes())) as picture:
            for n in range(min(pages, getattr(picture, "n_frames", 1))):
                picture.seek(n)
                across, down = (float(d) for d in picture.info.get("dpi", (1, 1)))
                if across > 0 < down and np.isfinite(across / down):
                    lying = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5  # noqa: PLR2004 - turned by a quarter
                    shapes[n] = down / across if lying else across / down
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, ZeroDivisionError, Image.DecompressionBombError):
        return shapes  # a head that only OpenCV understands
    return shapes


def _squared(pixels: Pixels, shape: float) -> Pixels:
    """A page of which dots are longer than broad, or broader than long, as it looks on paper."""
    if not LONG_DOTS <= max(shape, 1 / shape) <= NO_DOTS:
        return pixels
    height, width = pixels.shape[:2]
    size = (width, round(height * shape)) if shape > 1 else (round(width / shape), height)
    if size[0] * size[1] > MAX_PIXELS:
        raise TooLargeError
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _on_paper(picture: Image.Image) -> Pixels:
    """A picture's pixels (BGR), transparent parts as the paper that its letters were meant for."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
    pixels = np.asarray(picture.convert("RGBA"))
    colours, cover = pixels[:, :, 2::-1].astype(np.float32), pixels[:, :, 3:].astype(np.float32) / 255
    drawn = float(cover.sum())
    light = float((colours.mean(axis=2, keepdims=True) * cover).sum()) / drawn if drawn else 0.0
    dark_ground = light > LIGHT and drawn < OPAQUE * cover.size
    laid = colours * cover + (0.0 if dark_ground else 255.0) * (1 - cover)
    return np.asarray(255 - laid if dark_ground else laid, np.uint8)


def positive(pixels: Pixels) -> Pixels:
    """A page with dark letters on light paper; a negative (light, thin strokes on a dark ground) is turned over."""
    longer = max(pixels.shape[:2])
    scale = min(1.0, _LOOKED_AT / longer)
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    if float((small < NIGHT).mean()) < GROUND:
        return pixels
    light = (small > DAY).astype(np.uint8)
    wide = max(3, round(STROKE * max(size)) | 1)
    thick = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
    count = int(light.sum())
    return np.asarray(255 - pixels, np.uint8) if count and int(thick.sum()) <= THICK * count else pixels
