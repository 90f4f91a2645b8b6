"""Stamps on grey pages: rings lighter than ink, and as dark."""

import cv2
import numpy as np
from drawn_pages import cells_of, ruled, sheet

from formextract.imaging.clean.grey_stamps import find_rings, is_grey, without_rings


def test_a_grey_seal_lighter_than_ink_is_lifted_off() -> None:
    page = ruled(sheet(2339, 1654), left=300, top=500)
    seal = np.full_like(page, 255)
    cv2.circle(seal, (620, 680), 150, 105, 10)
    stamped = (page.astype(np.float32) * seal / 255).astype(np.uint8)
    assert is_grey(stamped)
    rings = find_rings(stamped)
    assert [tuple(round(v / 20) for v in r.box) for r in rings] == [(23, 26, 39, 42)]
    lifted, dark = without_rings(stamped, rings)
    assert dark == []
    assert cells_of(lifted) == [21]


def test_a_seal_as_dark_as_ink_is_named_as_doubt() -> None:
    page = ruled(sheet(2339, 1654), left=300, top=500)
    cv2.circle(page, (620, 680), 150, 10, 10)
    rings = find_rings(page)
    assert len(rings) == 1
    assert without_rings(page, rings)[1] == [rings[0].box]
