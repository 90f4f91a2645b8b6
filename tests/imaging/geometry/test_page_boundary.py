"""Sheets on desks: where they end, on dark desks and light ones, in the light and in the shadow."""

import cv2
import numpy as np
import pytest
from drawn_pages import cells_of, ruled, sheet

from formextract.imaging.clean.clean_page import evenly_lit
from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.geometry.page_boundary import find_page_boundary
from formextract.imaging.geometry.upright import upright_transform

CORNERS = np.array([[60, 70], [940, 90], [930, 1330], [80, 1310]], np.float32)


def ruled_sheet() -> np.ndarray:
    """A sheet 900 by 1300 with a table of ten rows and four columns."""
    sheet = np.full((1300, 900), 245, np.uint8)
    for y in np.linspace(150, 1150, 11).astype(int):
        cv2.line(sheet, (100, int(y)), (800, int(y)), 20, 2)
    for x in np.linspace(100, 800, 5).astype(int):
        cv2.line(sheet, (int(x), 150), (int(x), 1150), 20, 2)
    return sheet


def on_a_desk(shadow: float, desk: int = 85, corners: np.ndarray = CORNERS) -> np.ndarray:
    sheet = ruled_sheet()
    h, w = sheet.shape
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32), corners)
    picture = cv2.warpPerspective(sheet, matrix, (1000, 1400), borderValue=desk)
    ys, xs = np.mgrid[0:1400, 0:1000].astype(np.float32)
    light = 1 - shadow * np.clip(xs / 1000 - ys / 1400, 0, 1)
    return cv2.GaussianBlur((picture * light).astype(np.uint8), (0, 0), 0.8)


@pytest.mark.parametrize("shadow", [0.0, 0.75])
def test_a_corner_in_the_shadow_belongs_to_the_sheet(shadow: float) -> None:
    """At 0.75 the sheet's dark corner is darker than the desk in the light; it was once cut off."""
    sheet = find_page_boundary(on_a_desk(shadow))
    assert sheet is not None
    wanted = cv2.fillConvexPoly(np.zeros((1400, 1000), np.uint8), CORNERS.astype(np.int32), 1)
    assert int((wanted & (sheet.mask == 0)).sum()) < 0.02 * int(wanted.sum())
    assert int((sheet.mask & (wanted == 0)).sum()) < 0.02 * int(wanted.sum())


def test_a_scan_has_no_desk() -> None:
    assert find_page_boundary(cv2.copyMakeBorder(ruled_sheet(), 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=250)) is None


@pytest.mark.parametrize("desk", [85, 160, 200])
def test_the_desk_around_a_sheet_is_found(desk: int) -> None:
    """On light desks no sheet was found, and the desk stayed in the picture."""
    sheet = find_page_boundary(on_a_desk(0.3, desk))
    assert sheet is not None
    assert sheet.corners == pytest.approx(CORNERS, abs=16)


@pytest.mark.parametrize("corner", [(940, 1396), (996, 1396)])
def test_a_sheet_whose_foot_is_in_the_shadow_keeps_it(corner: tuple[int, int]) -> None:
    """Where a corner is at the picture's edge the bright part was taken for the sheet: rows gone without a trace."""
    corners = np.array([[40, 50], [960, 100], corner, [80, 1350]], np.float32)
    picture = on_a_desk(0.0, corners=corners)
    fade = np.clip(np.linspace(1.05, 0.35, 1400), 0, 1)[:, None]
    sheet = find_page_boundary((picture * fade).astype(np.uint8))
    if sheet is not None:  # or nothing is taken away
        wanted = cv2.fillConvexPoly(np.zeros((1400, 1000), np.uint8), corners.astype(np.int32), 1)
        assert int((wanted & (sheet.mask == 0)).sum()) < 0.02 * int(wanted.sum())


def test_the_upright_page_ends_where_the_sheet_does() -> None:
    """A page number is told by its place near the page's edge, and the desk is no part of the page."""
    picture = on_a_desk(0.0)
    boundary = find_page_boundary(picture)
    frame = upright_transform(*evenly_lit(picture, boundary), boundary)
    assert frame.back((0, 0, frame.width, frame.height)) == pytest.approx((60, 70, 940, 1330), abs=25)


def wooden(shape: tuple[int, int], tone: int = 105) -> np.ndarray:
    """A desk with a grain that runs across."""
    grain = np.random.default_rng(3).normal(0, 14, (shape[0] // 3 + 1, 5)).astype(np.float32)
    return np.clip(tone + cv2.resize(grain, shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


def laid(desk: np.ndarray, corners: np.ndarray) -> np.ndarray:
    sheet = ruled_sheet()
    h, w = sheet.shape
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32), corners)
    seen = cv2.warpPerspective(sheet, matrix, desk.shape[::-1])
    return np.where(cv2.warpPerspective(np.ones_like(sheet), matrix, desk.shape[::-1]) > 0, seen, desk).astype(np.uint8)


def test_a_narrow_strip_of_desk_at_the_edge_of_the_picture_is_desk() -> None:
    """It was closed like a letter: the grain of the wood was read."""
    corners = np.array([[22, 40], [978, 46], [970, 1358], [26, 1350]], np.float32)
    sheet = find_page_boundary(laid(wooden((1400, 1000)), corners))
    assert sheet is not None
    wanted = cv2.fillConvexPoly(np.zeros((1400, 1000), np.uint8), corners.astype(np.int32), 1)
    assert int((sheet.mask & (wanted == 0)).sum()) < 0.25 * int((wanted == 0).sum())
    assert int((wanted & (sheet.mask == 0)).sum()) < 0.01 * int(wanted.sum())


def test_the_desk_around_a_sheet_that_lies_over_another_is_found() -> None:
    """Together they have no convex outline: the desk stayed, and its grain was taken for rules."""
    turned = np.array([[330, 60], [940, 330], [560, 1180], [40, 900]], np.float32)
    upper = np.array([[260, 150], [800, 160], [790, 1000], [250, 980]], np.float32)
    picture = laid(laid(wooden((1400, 1000)), turned), upper)
    sheet = find_page_boundary(picture)
    assert sheet is not None
    assert sheet.corners is None
    wanted = np.zeros((1400, 1000), np.uint8)
    for corners in (turned, upper):
        cv2.fillConvexPoly(wanted, corners.astype(np.int32), 1)
    assert int((wanted & (sheet.mask == 0)).sum()) < 0.02 * int(wanted.sum())
    assert int((sheet.mask & (wanted == 0)).sum()) < 0.05 * int(wanted.sum())


def test_a_shadowed_scan_is_no_sheet_on_a_desk() -> None:
    """Once a scan's dark corner was taken for the desk, and half a table was painted over."""
    light = np.linspace(0.45, 1.0, 1200)[:, None] * np.linspace(0.8, 1.0, 900)[None]
    page = (ruled(sheet()) * light).astype(np.uint8)
    assert find_page_boundary(page) is None
    assert cells_of(correct_illumination(page)) == [21]


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_a_copy_with_dark_patches_is_no_sheet_over_another(seed: int) -> None:
    """Its darker patches were taken for a desk and painted over, half a table with them; they have no straight edge."""
    patches = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, (1400, 1000)), (0, 0), 25)
    page = np.clip(55 + 18 * patches / patches.std(), 8, 110).astype(np.uint8)
    assert find_page_boundary(page) is None
