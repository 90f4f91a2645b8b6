"""From a picture to its upright page and back."""

import cv2
import numpy as np
import pytest
from drawn_pages import PAPER, cells_of, ruled, sheet

from formextract.imaging.geometry.deskew import skew
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_transform import PageTransform, identity, quarter_turns, rotated


def test_a_skewed_table_is_straightened_and_its_boxes_go_back() -> None:
    page = ruled(sheet())
    turn = cv2.getRotationMatrix2D((450, 600), -2.5, 1.0)
    worn = cv2.warpAffine(page, turn, (900, 1200), borderValue=PAPER)
    angle = skew(find_line_segments(worn))
    assert angle == pytest.approx(2.5, abs=0.1)
    frame = rotated(identity(worn), angle)
    assert cells_of(frame.upright(worn)) == [21]
    corner = frame.matrix @ np.array([*(turn @ np.array([100, 200, 1])), 1])
    x, y = corner[:2] / corner[2]
    back = frame.back((x, y, x, y))
    assert back[:2] == pytest.approx(tuple(turn @ np.array([100, 200, 1])), abs=0.01)


def test_quarter_turns_go_round() -> None:
    frame = quarter_turns(PageTransform(np.eye(3), 30, 20), 1)
    assert (frame.width, frame.height) == (20, 30)
    picture = np.arange(600, dtype=np.uint8).reshape(20, 30)
    assert (frame.upright(picture) == np.rot90(picture, -1)).all()
    assert (quarter_turns(PageTransform(np.eye(3), 30, 20), 4).upright(picture) == picture).all()
