"""A picture of a page as it was taken to its page in grey: evenly lit, without desk, stamps and watermarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from formextract.geometry import BBox
from formextract.imaging.clean.bands import without_bands
from formextract.imaging.clean.grain import without_grain
from formextract.imaging.clean.grey_stamps import find_rings, is_grey, without_rings
from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.clean.screen import without_screen
from formextract.imaging.clean.stamps import Seal, seals_on, without_seals
from formextract.imaging.clean.watermarks import OcclusionMask, without_watermarks
from formextract.imaging.clean.white_balance import white_balanced
from formextract.imaging.geometry.page_boundary import PageBoundary, find_page_boundary
from formextract.imaging.image import PAPER, Image

EDGE = 0.004
"""Share of the longer side at the edge of a photographed sheet that are taken for desk."""


class CleanPage(NamedTuple):
    """A cleaned page, in the pixels of its picture, and what was taken off it."""

    grey: Image
    """(height, width), paper at PAPER, the desk around the sheet too."""
    sheet: Image
    """(height, width): 1 on the sheet, 0 on the desk around it."""
    boundary: PageBoundary | None = None
    """Where the sheet ends; None where the picture is all sheet."""
    stamps: Sequence[Seal] = ()
    """Stamps that were found, red ones or rings on a grey page."""
    dark_stamps: Sequence[BBox] = ()
    """Boxes of stamps that stayed on the page, as dark as ink."""
    occlusion: OcclusionMask | None = None
    """Where a watermark may hide letters."""
    grain: OcclusionMask | None = None
    """Where grain was taken off, and a point or a thin stroke may have gone with it."""


def cleaned(picture: Image) -> CleanPage:
    """A picture of a page (BGR or grey) cleaned; the page's boundary is looked for once."""
    picture = white_balanced(picture)
    boundary = find_page_boundary(_grey(picture))
    stamps = seals_on(picture, boundary)
    grey, sheet = evenly_lit(without_bands(without_seals(picture, stamps)), boundary)
    grey, grain = without_grain(grey)
    rings = find_rings(grey) if is_grey(picture) else []
    grey, dark = without_rings(grey, rings)
    whole = without_screen(grey)
    # of a screened page letters and rules have the even tone of a watermark, too
    grey, occlusion = without_watermarks(grey) if whole is grey else (whole, None)
    return CleanPage(grey, sheet, boundary, stamps or rings, dark, occlusion, grain)


def evenly_lit(grey: Image, boundary: PageBoundary | None) -> tuple[Image, Image]:
    """The page with uneven light corrected and the desk around it as paper; and 1 on the sheet, 0 on the desk."""
    out = correct_illumination(grey)
    if boundary is None:
        return out, np.ones(grey.shape, np.uint8)
    edge = round(EDGE * max(grey.shape))
    inner = cv2.erode(boundary.mask, np.ones((3, 3), np.uint8), iterations=edge, borderValue=1)
    out[inner == 0] = PAPER
    return out, np.asarray(inner, np.uint8)


def _grey(picture: Image) -> Image:
    return picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)  # noqa: PLR2004
