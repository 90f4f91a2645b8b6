"""Sheets that bulge: rendered arcs to straight rules, boxes back to the picture, and flat pages left alone."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from formextract.imaging.clean.clean_page import CleanPage, evenly_lit
from formextract.imaging.geometry.dewarp import dewarped
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_boundary import find_page_boundary
from formextract.imaging.geometry.page_transform import PageTransform, identity, quarter_turns
from formextract.imaging.geometry.perspective import undo_perspective
from formextract.imaging.geometry.upright import upright_transform
from formextract.imaging.geometry.warp_model import Displacement, WarpModel
from formextract.imaging.ink.binarize import binarize
from formextract.imaging.page_analysis import analyse_upright
from formextract.imaging.rules.dashes import with_dashes
from formextract.imaging.rules.detect import find_rules
from formextract.layout.grid import find_grids

pytestmark = pytest.mark.slow

HEIGHT, WIDTH = 1600, 1200
LETTER = 28.0
PAPER = 245
ROWS, COLUMNS = 20, 5
LEFT, TOP, WIDE, HIGH = 120, 180, 190, 60

Shift = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""By how much a point (x, y) of the picture lies off on the flat sheet."""


def arc(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return 0 * x, 18 * np.sin(np.pi * x / WIDTH)


def spine(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rise = np.exp(-x / (0.2 * WIDTH))
    return -15 * rise, rise * (20 + 0.02 * (y - HEIGHT / 2))


def rolled(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return 16 * np.sin(np.pi * y / HEIGHT), 0 * y


def crease(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return 0 * x, 30 * np.abs(x / WIDTH - 0.45)


BENDS = [arc, spine, rolled, crease]


def table(thick: int = 2) -> np.ndarray:
    page = np.full((HEIGHT, WIDTH), PAPER, np.uint8)
    right, bottom = LEFT + WIDE * COLUMNS, TOP + HIGH * ROWS
    for r in range(ROWS + 1):
        cv2.line(page, (LEFT, TOP + HIGH * r), (right, TOP + HIGH * r), 30, thick)
    for c in range(COLUMNS + 1):
        cv2.line(page, (LEFT + WIDE * c, TOP), (LEFT + WIDE * c, bottom), 30, thick)
    for r in range(ROWS):
        for c in range(COLUMNS):
            at = LEFT + WIDE * c + 30, TOP + HIGH * r + 43
            cv2.putText(page, f"{r * 37 + c}.{c}", at, cv2.FONT_HERSHEY_DUPLEX, 0.9, 20, 2, cv2.LINE_AA)
    return page


def text() -> np.ndarray:
    page = np.full((HEIGHT, WIDTH), PAPER, np.uint8)
    for k in range(12):
        words = "HOW THE PAGE RUNS IS SAID BY LINES"[: 34 - k % 3]
        cv2.putText(page, words, (120, 250 + 80 * k), cv2.FONT_HERSHEY_DUPLEX, 1.3, 20, 2, cv2.LINE_AA)
    return page


def bent(page: np.ndarray, shift: Shift) -> np.ndarray:
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    dx, dy = shift(xs, ys)
    maps = (xs + dx).astype(np.float32), (ys + dy).astype(np.float32)
    return cv2.remap(page, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER)


def on_the_sheet(points: np.ndarray, shift: Shift) -> np.ndarray:
    """Where points of the bent picture lie on the flat sheet."""
    dx, dy = shift(points[:, 0], points[:, 1])
    return points + np.stack([dx, dy], axis=1)


def cells_of(page: np.ndarray) -> int:
    rules = find_rules(binarize(page, LETTER), LETTER)
    return sum(len(g.cells) for g in find_grids(*([tuple(v * 0.36 for v in r) for r in side] for side in rules[:2])))


def frame_of(picture: np.ndarray) -> PageTransform:
    return upright_transform(picture)


@pytest.mark.parametrize("shift", BENDS)
def test_bent_rules_are_straight_on_the_pressed_page(shift: Shift) -> None:
    picture = bent(table(), shift)
    frame = frame_of(picture)
    assert frame.warp is not None
    upright = frame.upright(picture)
    assert upright.shape == (frame.height, frame.width)
    assert cells_of(upright) == ROWS * COLUMNS
    rules = find_rules(binarize(upright, LETTER), LETTER)
    assert len(rules.horizontal) == ROWS + 1
    for y, x0, x1 in rules.horizontal:  # all of each rule lies within three pixels of its place
        ink = upright[round(y) - 3 : round(y) + 4, round(x0) + 4 : round(x1) - 4] < 128
        assert ink.any(axis=0).all()


def folded_twice(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two folds beside each other, each within a sixth of the width."""
    return 0 * x, sum(np.maximum(0.0, 1 - np.abs(x / WIDTH - at) / 0.08) * 10 for at in (0.4, 0.55))


def test_sharp_folds_are_pressed() -> None:
    """A smooth surface left waves beside the folds, and lines alternated less than on the folded page."""
    picture = bent(table(), folded_twice)
    frame = frame_of(picture)
    assert frame.warp is not None
    assert cells_of(frame.upright(picture)) == ROWS * COLUMNS
    assert cells_of(picture) < ROWS * COLUMNS


def dashed() -> np.ndarray:
    """The same table, its rules dashes of 8 pixels, too short to say how they run."""
    page = table(1)
    across, down = (np.arange(n) % 14 >= 8 for n in (WIDTH, HEIGHT))
    ruled = page < PAPER
    level, upright = (cv2.erode(ruled.astype(np.uint8), np.ones(k, np.uint8)) for k in ((1, 40), (40, 1)))
    page[(cv2.dilate(level, np.ones((1, 40), np.uint8)) > 0) & across[None, :]] = PAPER
    page[(cv2.dilate(upright, np.ones((40, 1), np.uint8)) > 0) & down[:, None]] = PAPER
    return page


def test_folds_are_pressed_by_dashed_rules() -> None:
    picture = bent(dashed(), lambda x, y: (0 * x, 0.6 * folded_twice(x, y)[1]))
    frame = frame_of(picture)
    assert frame.warp is not None
    assert cells_of(with_dashes(frame.upright(picture))) == ROWS * COLUMNS
    assert cells_of(with_dashes(picture)) < ROWS * COLUMNS


def test_letters_strokes_are_no_rules_to_press_by() -> None:
    """Strokes that are nowhere long together say nothing; the flat page stays as it is."""
    dice = np.random.default_rng(5)
    picture = table()
    for x, y in dice.integers((0, 0), (WIDTH - 60, 120), size=(250, 2)).tolist():
        cv2.line(picture, (x, y), (x + 40, y + int(dice.integers(-9, 10))), 60, 3)
    assert frame_of(picture).warp is None


@pytest.mark.parametrize("shift", BENDS)
def test_boxes_go_back_to_the_picture(shift: Shift) -> None:
    """The cells of the pressed page lie around the same cells of the sheet, seen through the picture."""
    picture = bent(table(), shift)
    frame = frame_of(picture)
    page = analyse_upright(CleanPage(picture, np.ones(picture.shape, np.uint8)), frame, 0.36)
    assert len(page.grids) == 1
    wanted = {(LEFT + WIDE * c, TOP + HIGH * r) for r in range(ROWS) for c in range(COLUMNS)}
    for cell in page.grids[0].cells:
        x0, y0, x1, y1 = (v / page.scale for v in cell.bbox)
        corners = [frame.back((x, y, x, y))[:2] for x, y in ((x0, y0), (x1, y1))]
        (left, top), (right, bottom) = on_the_sheet(np.array(corners), shift)
        near = min(wanted, key=lambda at: abs(at[0] - left) + abs(at[1] - top))
        assert (left, top) == pytest.approx(near, abs=4)
        assert (right, bottom) == pytest.approx((near[0] + WIDE, near[1] + HIGH), abs=4)
        wanted.remove(near)
    assert not wanted


def test_a_box_that_goes_back_holds_the_whole_arc() -> None:
    """A wide box's sides are arcs in the picture: their middle lies beyond the corners."""
    picture = bent(table(), arc)
    frame = frame_of(picture)
    width = frame.width
    corners = [frame.back((x, 700, x, 700))[1] for x in (100, width - 100)]
    middle = frame.back((width / 2, 700, width / 2, 700))[1]
    box = frame.back((100, 700, width - 100, 700))
    assert middle < min(corners) - 8
    assert box[1] == pytest.approx(middle, abs=1)
    assert box[3] == pytest.approx(max(corners), abs=1)


def test_pixels_and_boxes_go_the_same_way() -> None:
    """A mark on the picture is found on the pressed page where `back` says it came from, turned or not."""
    picture = bent(table(), spine)
    frame = frame_of(picture)
    marked = np.zeros_like(picture)
    marked[800:803, 260:263] = 1
    for turns in range(4):
        turned = quarter_turns(frame, turns)
        assert (turned.width, turned.height)[:: 1 - 2 * (turns % 2)] == (frame.width, frame.height)
        ys, xs = np.nonzero(turned.sheet(marked))
        x, y = float(xs.mean()), float(ys.mean())
        assert turned.back((x, y, x, y))[:2] == pytest.approx((261, 801), abs=0.7)


def test_a_bulging_sheet_seen_at_an_angle() -> None:
    picture = bent(table(), arc)
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    seen = np.array([[90, 60], [1150, 120], [1240, 1560], [30, 1640]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(picture, matrix, (1280, 1700), flags=cv2.INTER_CUBIC, borderValue=70)
    boundary = find_page_boundary(photo)
    grey, sheet = evenly_lit(photo, boundary)
    frame = upright_transform(grey, sheet, boundary)
    assert frame.warp is not None
    assert cells_of(frame.upright(grey)) == ROWS * COLUMNS


def test_lines_of_text_press_a_page_without_rules() -> None:
    picture = bent(text(), arc)
    frame = frame_of(picture)
    assert frame.warp is not None

    def gaps(page: np.ndarray) -> int:
        """Rows of paper between the first line and the last."""
        rows = np.flatnonzero((page < 128).any(axis=1))
        return int(rows[-1] - rows[0] + 1 - len(rows))

    # flat, 80 less the letters' 30 pixels lie between two lines; the arc takes 15 and leaves 35
    assert gaps(frame.upright(picture)) > gaps(picture) + 11 * 10


@pytest.mark.parametrize("page", [table(), text()])
def test_a_flat_page_is_left_alone(page: np.ndarray) -> None:
    noise = np.random.default_rng(1).normal(0, 6, page.shape)
    picture = np.clip(cv2.GaussianBlur(page, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    flat = identity(picture)
    assert dewarped(flat, picture, find_line_segments(picture)) is flat


def test_a_flat_sheet_seen_at_an_angle_is_left_alone() -> None:
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    seen = np.array([[90, 60], [1150, 120], [1240, 1560], [30, 1640]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(table(), matrix, (1280, 1700), flags=cv2.INTER_CUBIC, borderValue=PAPER)
    tilted = undo_perspective(photo, find_line_segments(photo))
    assert tilted is not None
    assert dewarped(tilted, photo, find_line_segments(photo)) is tilted


def test_a_bend_of_nothing_changes_nothing() -> None:
    matrix = np.array([[1.1, 0.02, 5], [-0.03, 0.9, 7], [1e-5, 2e-5, 1]])
    flat = PageTransform(matrix, 900, 1100)
    bend = WarpModel(matrix, Displacement.none(900, 1100), Displacement.none(1100, 900))
    picture = cv2.GaussianBlur(table(), (0, 0), 2)
    same = PageTransform(matrix, 900, 1100, bend)
    assert np.abs(same.upright(picture).astype(int) - flat.upright(picture)).max() <= 8
    assert same.back((100, 200, 300, 400)) == pytest.approx(flat.back((100, 200, 300, 400)))
