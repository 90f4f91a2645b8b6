"""The view that makes a sheet's rules square, where there are enough to go by."""

import cv2
import numpy as np
import pytest
from drawn_pages import cells_of, ruled, sheet

from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_boundary import find_page_boundary
from formextract.imaging.geometry.perspective import families_of, undo_perspective
from formextract.imaging.geometry.upright import upright_transform


def ruled_sheet() -> np.ndarray:
    """A sheet 900 by 1300 with a table of ten rows and four columns."""
    sheet = np.full((1300, 900), 245, np.uint8)
    for y in np.linspace(150, 1150, 11).astype(int):
        cv2.line(sheet, (100, int(y)), (800, int(y)), 20, 2)
    for x in np.linspace(100, 800, 5).astype(int):
        cv2.line(sheet, (int(x), 150), (int(x), 1150), 20, 2)
    return sheet


def test_a_sheared_sheet_is_made_square() -> None:
    """Rules parallel in each family, but not at right angles: once only the level ones were put straight."""
    shear = np.array([[1, -0.05, 60], [0.06, 1, 0]], np.float64)
    picture = cv2.warpAffine(ruled_sheet(), shear, (1000, 1400), borderValue=245)
    frame = undo_perspective(picture, find_line_segments(picture))
    assert frame is not None
    corners = shear @ np.array([[100, 800, 100], [150, 150, 1150], [1, 1, 1]])
    seen = frame.matrix @ np.vstack([corners, [1, 1, 1]])
    x, y = seen[0] / seen[2], seen[1] / seen[2]
    assert y[1] - y[0] == pytest.approx(0, abs=2)
    assert x[2] - x[0] == pytest.approx(0, abs=2)


def titled_page() -> np.ndarray:
    """A cover without rules: letters so large that their strokes are as long as pieces of rules."""
    page = np.full((1600, 1200), 245, np.uint8)
    cv2.putText(page, "THE TITLE", (200, 300), cv2.FONT_HERSHEY_SIMPLEX, 4, 20, 6, cv2.LINE_AA)
    for k in range(5):
        cv2.putText(page, "LINES OF A COVER", (200, 600 + 120 * k), cv2.FONT_HERSHEY_SIMPLEX, 2, 20, 3, cv2.LINE_AA)
    return page


def test_letters_of_a_title_do_not_tilt_a_page() -> None:
    """Once a scanned cover was warped by a tenth, and photographed ones by more than half."""
    page = titled_page()
    lines = find_line_segments(page)
    assert len(lines) > 12
    assert families_of(lines, 1600) is None
    assert undo_perspective(page, lines) is None


def test_a_watermark_does_not_turn_a_page() -> None:
    """Its letters' strokes were the longest of a page of text, which was then turned by as much as the watermark."""
    page = np.full((1600, 1200), 245, np.uint8)
    mark = np.full((1600, 1200), 245, np.uint8)
    for k in range(3):
        cv2.putText(mark, "HETHE", (150, 600 + 300 * k), cv2.FONT_HERSHEY_SIMPLEX, 8, 180, 8, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((600, 800), 38, 0.8)
    page = np.minimum(page, cv2.warpAffine(mark, turn, (1200, 1600), borderValue=245))
    for k in range(20):
        words = "lines of text say how a page is turned"
        cv2.putText(page, words, (120, 200 + 60 * k), cv2.FONT_HERSHEY_DUPLEX, 1.2, 20, 2, cv2.LINE_AA)
    frame = upright_transform(page)
    across = frame.matrix @ np.array([1.0, 0.0, 0.0])
    assert np.degrees(np.arctan2(across[1], across[0])) == pytest.approx(0, abs=0.3)


def test_the_grain_of_a_desk_has_no_strokes() -> None:
    """The boards of a light desk once outweighed the rules of the sheet that lay on it."""
    page = np.full((1600, 1200), 225, np.uint8)
    for y in range(10, 1600, 25):
        cv2.line(page, (0, y), (1200, y), 209, 3)
    sheet = cv2.resize(ruled_sheet(), (700, 1000), interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((350, 500), 6, 1.0) + np.array([[0, 0, 250], [0, 0, 300]])
    mask = cv2.warpAffine(np.ones((1000, 700), np.uint8), turn, (1200, 1600))
    page = np.where(mask > 0, cv2.warpAffine(sheet, turn, (1200, 1600), borderValue=225), page)
    lines = find_line_segments(np.asarray(page, np.uint8))
    angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0])) % 90
    assert len(lines) >= 20
    assert np.median(np.abs(angles - 84)) < 0.5
    assert not (np.minimum(angles, 90 - angles) < 2).any()


def test_a_sheet_photographed_at_an_angle_is_flattened() -> None:
    page = ruled(sheet(), rows=14)
    corners = np.array([[0, 0], [900, 0], [900, 1200], [0, 1200]], np.float32)
    seen = np.array([[90, 60], [860, 110], [930, 1180], [20, 1220]], np.float32)
    photo = cv2.warpPerspective(page, cv2.getPerspectiveTransform(corners, seen), (960, 1280), borderValue=70)
    assert find_page_boundary(photo) is not None
    frame = undo_perspective(photo, find_line_segments(correct_illumination(photo)))
    assert frame is not None
    assert cells_of(correct_illumination(frame.upright(photo))) == [53]


def test_an_upright_page_is_not_seen_at_an_angle() -> None:
    page = ruled(sheet(), rows=14)
    assert undo_perspective(page, find_line_segments(page)) is None


def test_slanted_dirt_makes_no_straight_page_lean() -> None:
    """Copier dirt at the head of a page has a vanishing point of its own; the table below it stood straight."""
    page = sheet(1600, 1200)
    for row in range(12):
        for column in range(28):
            x, y = 30 + 40 * column + 7 * (row % 3), 10 + 16 * row
            lean = (column - 14) // 2
            cv2.line(page, (x, y), (x + lean, y + 40), 60, 4)
    ruled(page, rows=14, columns=6, top=420)
    found = upright_transform(page)
    assert found.warp is None
    assert np.abs(found.matrix - np.eye(3)).max() < 3
    assert cells_of(found.upright(page))[-1] > 70
