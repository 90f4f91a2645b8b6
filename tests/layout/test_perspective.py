"""Sheets on desks: where they end, and the view that makes their rules square."""

import cv2
import numpy as np
import pytest

from formextract.layout.perspective import seen_at_an_angle, sheet_of
from formextract.layout.straighten import strokes

CORNERS = np.array([[60, 70], [940, 90], [930, 1330], [80, 1310]], np.float32)


def ruled_sheet() -> np.ndarray:
    """A sheet 900 by 1300 with a table of ten rows and four columns."""
    sheet = np.full((1300, 900), 245, np.uint8)
    for y in np.linspace(150, 1150, 11).astype(int):
        cv2.line(sheet, (100, int(y)), (800, int(y)), 20, 2)
    for x in np.linspace(100, 800, 5).astype(int):
        cv2.line(sheet, (int(x), 150), (int(x), 1150), 20, 2)
    return sheet


def on_a_desk(shadow: float) -> np.ndarray:
    sheet = ruled_sheet()
    h, w = sheet.shape
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32), CORNERS)
    picture = cv2.warpPerspective(sheet, matrix, (1000, 1400), borderValue=85)
    ys, xs = np.mgrid[0:1400, 0:1000].astype(np.float32)
    light = 1 - shadow * np.clip(xs / 1000 - ys / 1400, 0, 1)
    return cv2.GaussianBlur((picture * light).astype(np.uint8), (0, 0), 0.8)


@pytest.mark.parametrize("shadow", [0.0, 0.75])
def test_a_corner_in_the_shadow_belongs_to_the_sheet(shadow: float) -> None:
    """At 0.75 the sheet's dark corner is darker than the desk in the light; it was once cut off."""
    sheet = sheet_of(on_a_desk(shadow))
    assert sheet is not None
    wanted = cv2.fillConvexPoly(np.zeros((1400, 1000), np.uint8), CORNERS.astype(np.int32), 1)
    assert int((wanted & (sheet.mask == 0)).sum()) < 0.02 * int(wanted.sum())
    assert int((sheet.mask & (wanted == 0)).sum()) < 0.02 * int(wanted.sum())


def test_a_scan_has_no_desk() -> None:
    assert sheet_of(cv2.copyMakeBorder(ruled_sheet(), 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=250)) is None


def test_a_sheared_sheet_is_made_square() -> None:
    """Rules parallel in each family, but not at right angles: once only the level ones were put straight."""
    shear = np.array([[1, -0.05, 60], [0.06, 1, 0]], np.float64)
    picture = cv2.warpAffine(ruled_sheet(), shear, (1000, 1400), borderValue=245)
    frame = seen_at_an_angle(picture, strokes(picture))
    assert frame is not None
    corners = shear @ np.array([[100, 800, 100], [150, 150, 1150], [1, 1, 1]])
    seen = frame.matrix @ np.vstack([corners, [1, 1, 1]])
    x, y = seen[0] / seen[2], seen[1] / seen[2]
    assert y[1] - y[0] == pytest.approx(0, abs=2)
    assert x[2] - x[0] == pytest.approx(0, abs=2)
