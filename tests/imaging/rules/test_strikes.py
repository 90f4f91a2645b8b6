"""Level ink that goes through letters is no rule; rules of tables, and lines that letters stand on, are."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.detect import find_rules
from formextract.imaging.rules.strikes import without_strikes
from imaging.drawn_pages import LETTER, ruled, sheet, write

FIGURE, BASE = 280, 300
END = FIGURE + cv2.getTextSize("763331", cv2.FONT_HERSHEY_DUPLEX, 0.9, 2)[0][0]


def page_with_line(height: int, left: int = FIGURE, right: int = END) -> np.ndarray:
    """A ruled page with a figure in the second cell of a row, and a line so many pixels above its foot."""
    page = ruled(sheet())
    write(page, "763331", FIGURE, BASE)
    cv2.line(page, (left, BASE - height), (right, BASE - height), 20, 2)
    return page


def dropped(page: np.ndarray) -> tuple[list, np.ndarray]:
    """The level rules that were none, and the ink that is no rule's any more."""
    ink = binarize(page, LETTER)
    rules = find_rules(ink, LETTER)
    left = without_strikes(rules, ink, LETTER)
    assert left.vertical == rules.vertical
    return [r for r in rules.horizontal if r not in left.horizontal], rules.ink & ~left.ink


def test_a_stroke_through_a_figure_is_no_rule_and_stays_on_the_page() -> None:
    (stroke,), ink = dropped(page_with_line(11))
    assert stroke[0] == pytest.approx(BASE - 11, abs=1.5)
    rows, columns = np.nonzero(ink)
    assert columns.min() == pytest.approx(FIGURE, abs=4)
    assert columns.max() == pytest.approx(END, abs=4)
    assert np.ptp(rows) < 6


@pytest.mark.parametrize(
    ("height", "left", "right"),
    [
        pytest.param(-3, FIGURE, END, id="underline"),
        pytest.param(11, 260, 420, id="from rule to rule"),
        pytest.param(11, 110, 560, id="across rules"),
    ],
)
def test_other_lines_are_rules(height: int, left: int, right: int) -> None:
    found, ink = dropped(page_with_line(height, left, right))
    assert found == []
    assert not ink.any()
