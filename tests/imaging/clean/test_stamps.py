"""Red stamps, found and lifted off."""

import cv2
import numpy as np
import pytest
from drawn_pages import cells_of, ruled, sheet

from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.clean.stamps import find_seals, without_seals


def test_a_red_seal_is_found_and_lifted_off_the_ink() -> None:
    page = cv2.cvtColor(ruled(sheet()), cv2.COLOR_GRAY2BGR)
    clean = page.copy()
    seal = np.full_like(page, 255)
    cv2.circle(seal, (420, 380), 110, (60, 50, 210), 8)
    cv2.circle(seal, (420, 380), 30, (60, 50, 210), -1)
    stamped = (page.astype(np.float32) * seal / 255).astype(np.uint8)
    found = find_seals(stamped)
    assert len(found) == 1
    assert found[0].round
    assert found[0].box == pytest.approx((306, 266, 534, 494), abs=8)
    lifted = without_seals(stamped, found)
    assert cells_of(correct_illumination(lifted)) == [21]
    assert abs(lifted.astype(int) - clean[:, :, 0].astype(int)).max() < 110
    assert not find_seals(page)


@pytest.mark.parametrize("shift", range(4))
def test_a_small_pale_stamp_of_thin_strokes_is_found_wherever_it_stands(shift: int) -> None:
    """Red is looked for at one pixel of sixteen."""
    page = cv2.cvtColor(ruled(sheet(2339, 1654)), cv2.COLOR_GRAY2BGR)
    left, top = 900 + shift, 1500 + shift
    cv2.rectangle(page, (left, top), (left + 110, top + 110), (200, 200, 245), 4)
    assert [s.box for s in find_seals(page)] == [pytest.approx((left, top, left + 110, top + 110), abs=8)]


def test_a_page_without_red_is_not_reduced_to_look_for_seals(monkeypatch: pytest.MonkeyPatch):
    """Most pages have no seal, and to reduce a page in colours takes longer than any other look at its pixels."""
    page = cv2.cvtColor(ruled(sheet()), cv2.COLOR_GRAY2BGR)
    monkeypatch.setattr(cv2, "resize", lambda *_, **__: pytest.fail("reduced"))
    assert find_seals(page) == []


def test_lines_of_red_writing_are_no_seal_and_stay() -> None:
    """Tracked changes in rows close together, as printed: each is as wide as a small seal."""
    page = cv2.cvtColor(ruled(sheet(2339, 1654)), cv2.COLOR_GRAY2BGR)
    for row in range(4):
        cv2.putText(page, "763331", (280, 300 + 40 * row), cv2.FONT_HERSHEY_DUPLEX, 0.9, (40, 35, 200), 2, cv2.LINE_AA)
        cv2.line(page, (280, 306 + 40 * row), (390, 306 + 40 * row), (40, 35, 200), 2)
    assert find_seals(page) == []


def test_a_low_name_stamp_is_a_seal() -> None:
    page = cv2.cvtColor(ruled(sheet(2339, 1654)), cv2.COLOR_GRAY2BGR)
    cv2.rectangle(page, (900, 1500), (1060, 1563), (60, 50, 210), 4)
    cv2.putText(page, "name", (920, 1545), cv2.FONT_HERSHEY_DUPLEX, 1.2, (60, 50, 210), 3, cv2.LINE_AA)
    assert len(find_seals(page)) == 1
