"""The image that a scanned PDF page holds, as the scanner wrote it: what drawing would give, in half the time."""

from __future__ import annotations

import re
from typing import Any

import cv2
import numpy as np

from formextract.imaging.image import Image

WHOLE = 0.5
"""Points by which the picture's edges may lie off the page's."""
COARSEST, FINEST = 149, 301
"""Dots an inch between which a picture is read as it is; others are drawn finer or coarser."""
SQUARE = 0.005
"""Share by which the dots an inch across and down may differ (a fax's do by half)."""
_ONE_PICTURE = re.compile(rb"\s*(?:q\s+)*((?:[-+\d.]+\s+){6})cm\s+/[^\s/]+\s+Do\s*(?:Q\s*)*")
"""What a page's content is that shows one picture and nothing else."""


def embedded_image(page: Any) -> Image | None:
    """The picture (BGR) that fills a PDF page and is all there is on it; None where the page has to be drawn."""
    if page.rotation or page.first_annot is not None or page.first_widget is not None:
        return None
    content = _ONE_PICTURE.fullmatch(page.read_contents()) if page.cropbox == page.mediabox else None
    found = page.get_images()
    if content is None or len(found) != 1:
        return None
    xref, mask, width, height, bits = found[0][:5]
    changed = any(page.parent.xref_get_key(xref, key)[0] != "null" for key in ("Decode", "OC"))
    if mask or changed or bits != 8:  # noqa: PLR2004 - a byte a colour
        return None
    a, b, c, d, x, y = map(float, content.group(1).split())
    w, h = page.rect.width, page.rect.height
    if max(abs(b), abs(c), abs(x), abs(y), abs(a - w), abs(d - h)) > WHOLE:
        return None
    across, down = width / w * 72, height / h * 72
    if not COARSEST <= across <= FINEST or abs(across - down) > SQUARE * across:
        return None
    data = page.parent.extract_image(xref)
    if data.get("ext") not in ("jpeg", "jpg", "png") or data.get("colorspace") not in (1, 3):
        return None
    picture = cv2.imdecode(np.frombuffer(data["image"], np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if picture is None or picture.shape[:2] != (height, width) else np.asarray(picture, np.uint8)
