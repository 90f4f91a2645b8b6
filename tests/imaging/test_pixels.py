"""Pages in pixels to rules, strips, boxes and seals: drawn here, so that each story stands in its test."""

import cv2
import numpy as np
import pytest

from formextract.imaging.clean.grey_stamps import find_rings, is_grey, without_rings
from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.clean.stamps import find_seals, without_seals
from formextract.imaging.geometry.deskew import skew
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_boundary import find_page_boundary
from formextract.imaging.geometry.page_transform import PageTransform, identity, quarter_turns, rotated
from formextract.imaging.geometry.perspective import undo_perspective
from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.checkboxes import Checkbox, find_checkboxes
from formextract.imaging.ink.components import clear_of_edges, components_of, despeckle, larger_than_specks
from formextract.imaging.ink.text_lines import text_lines_in
from formextract.imaging.rules.detect import find_rules
from formextract.layout.grid import find_grids

LETTER = 28.0
POINTS = 72 / 200
PAPER = 245


def sheet(height: int = 1200, width: int = 900) -> np.ndarray:
    return np.full((height, width), PAPER, np.uint8)


def ruled(page: np.ndarray, rows: int = 6, columns: int = 4, left: int = 100, top: int = 200) -> np.ndarray:
    """A table of 60 by 160 pixel cells; the first row is one cell across."""
    right, bottom = left + 160 * columns, top + 60 * rows
    for r in range(rows + 1):
        cv2.line(page, (left, top + 60 * r), (right, top + 60 * r), 30, 2)
    for c in range(columns + 1):
        upper = top + 60 if 0 < c < columns else top
        cv2.line(page, (left + 160 * c, upper), (left + 160 * c, bottom), 30, 2)
    return page


def cells_of(page: np.ndarray) -> list[int]:
    """How many cells each grid of a page has."""
    rules = find_rules(binarize(page, LETTER), LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    return [len(g.cells) for g in find_grids(*scaled)]


def write(page: np.ndarray, text: str, x: int, y: int, scale: float = 0.9) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, scale, 20, 2, cv2.LINE_AA)


def test_ink_is_darker_than_the_mean_around_it_or_dark_at_all():
    page = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 256, (300, 200)).astype(np.uint8), (0, 0), 2)
    page[100:160, 50:120] = 60
    local = cv2.adaptiveThreshold(page, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, 22)
    assert np.array_equal(binarize(page, LETTER), local | (page < 110))


def test_rules_make_the_cells() -> None:
    assert cells_of(ruled(sheet())) == [21]


def test_a_rule_that_wear_broke_is_one_rule() -> None:
    page = ruled(sheet())
    page[190:215, 300:325] = PAPER
    page[300:330, 255:265] = PAPER
    assert cells_of(page) == [21]


def heading(page: np.ndarray, left: int = 120, top: int = 80, letters: int = 9) -> np.ndarray:
    """Large letters like 业 side by side: level strokes at one height, each with upright strokes on it."""
    for x in range(left, left + 70 * letters, 70):
        cv2.line(page, (x, top + 52), (x + 50, top + 52), 20, 4)
        for stem in (15, 35):
            cv2.line(page, (x + stem, top), (x + stem, top + 52), 20, 4)
    return page


def test_the_strokes_of_a_heading_are_no_rules() -> None:
    """They made a rule, were taken off the page, and the form was not known by its title."""
    assert not find_rules(binarize(heading(sheet()), LETTER), LETTER).horizontal
    page = ruled(sheet())
    assert find_rules(binarize(heading(page), LETTER), LETTER).ink[:190].sum() == 0
    assert cells_of(page) == [21]


def test_a_broken_rule_that_walls_cross_is_one() -> None:
    page = ruled(sheet(), columns=9, left=40)
    page[300:330, 45:840:48] = PAPER
    for x in range(45, 840, 48):  # nothing but short pieces is left of it
        page[310:330, x : x + 18] = PAPER
    page[250:380, 200:202] = 30
    rules = find_rules(binarize(page, LETTER), LETTER)
    assert any(abs(y - 320) < 4 for y, _, _ in rules.horizontal)


def test_writing_makes_no_rules() -> None:
    page = ruled(sheet())
    for r in range(6):
        write(page, "1111-7777--EEHH", 110, 243 + 60 * r)
    assert cells_of(page) == [21]


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


def test_a_sheet_photographed_at_an_angle_is_flattened() -> None:
    page = ruled(sheet(), rows=14)
    corners = np.array([[0, 0], [900, 0], [900, 1200], [0, 1200]], np.float32)
    seen = np.array([[90, 60], [860, 110], [930, 1180], [20, 1220]], np.float32)
    photo = cv2.warpPerspective(page, cv2.getPerspectiveTransform(corners, seen), (960, 1280), borderValue=70)
    assert find_page_boundary(photo) is not None
    frame = undo_perspective(photo, find_line_segments(correct_illumination(photo)))
    assert frame is not None
    assert cells_of(correct_illumination(frame.upright(photo))) == [53]


def test_a_shadowed_scan_is_no_sheet_on_a_desk() -> None:
    """Once a scan's dark corner was taken for the desk, and half a table was painted over."""
    light = np.linspace(0.45, 1.0, 1200)[:, None] * np.linspace(0.8, 1.0, 900)[None]
    page = (ruled(sheet()) * light).astype(np.uint8)
    assert find_page_boundary(page) is None
    assert cells_of(correct_illumination(page)) == [21]


def test_an_upright_page_is_not_seen_at_an_angle() -> None:
    page = ruled(sheet(), rows=14)
    assert undo_perspective(page, find_line_segments(page)) is None


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


def test_lines_of_a_cell_are_cut_apart_and_wide_gaps_part_strips() -> None:
    page = sheet(200, 700)
    write(page, "first", 20, 60)
    write(page, "second", 300, 60)
    write(page, "third", 20, 110)
    found = text_lines_in(binarize(page, LETTER), (0, 0, 700, 200), LETTER)
    assert [(s.ink[0] // 100, s.ink[1] // 50) for s in found] == [(0, 0), (3, 0), (0, 1)]


def test_a_dash_is_writing_and_dust_is_not() -> None:
    page = sheet(100, 300)
    cv2.circle(page, (200, 50), 1, 0, -1)
    assert text_lines_in(binarize(page, LETTER), (0, 0, 300, 100), LETTER) == []
    cv2.line(page, (60, 50), (80, 50), 20, 3)
    assert len(text_lines_in(binarize(page, LETTER), (0, 0, 300, 100), LETTER)) == 1


def test_points_and_colons_stay_and_lone_dots_go() -> None:
    page = sheet(100, 500)
    write(page, "83.69", 40, 60)
    for y in (42, 56):
        cv2.circle(page, (300, y), 1, 20, -1)
    cv2.circle(page, (420, 56), 1, 20, -1)
    components = components_of(binarize(page, LETTER))
    kept = components.image_of(despeckle(components, larger_than_specks(components, LETTER), LETTER))
    before, _ = cv2.connectedComponents(binarize(page, LETTER))
    after, _ = cv2.connectedComponents(kept)
    assert before - after == 1
    assert not kept[:, 400:].any()


def test_a_colon_whose_dots_differ_by_a_pixel_stays() -> None:
    """The lower dot was as large as a point may be, the upper one smaller and by itself: only the lower one stayed."""
    text = np.zeros((100, 200), np.uint8)
    text[30:60, 20:50] = 1  # a letter; the dots stand off from it
    text[38:42, 66:71] = 1
    text[52:58, 66:71] = 1
    components = components_of(text)
    kept = components.image_of(despeckle(components, larger_than_specks(components, LETTER), LETTER))
    assert kept[38:42, 66:71].all()
    assert kept[52:58, 66:71].all()


def test_ink_at_the_edge_of_the_picture_is_no_writing() -> None:
    page = sheet(300, 300)
    page[:, :12] = 20
    write(page, "7", 150, 150)
    components = components_of(binarize(page, LETTER))
    left = components.image_of(clear_of_edges(components, np.ones(page.shape, np.uint8), LETTER))
    assert not left[:, :20].any()
    assert left[120:155, 140:180].any()


def boxes_on(page: np.ndarray) -> list[Checkbox]:
    components = components_of(ink := binarize(page, LETTER))
    return find_checkboxes(ink, components, larger_than_specks(components, LETTER), LETTER)


@pytest.mark.parametrize(("mark", "ticked"), [("none", False), ("tick", True), ("fill", True)])
@pytest.mark.parametrize("shape", ["square", "circle"])
def test_boxes_and_what_is_in_them(shape: str, mark: str, ticked: bool) -> None:
    page = sheet(100, 200)
    thick = -1 if mark == "fill" else 2
    if shape == "square":
        cv2.rectangle(page, (60, 40), (82, 62), 20, thick)
    else:
        cv2.circle(page, (71, 51), 12, 20, thick, cv2.LINE_AA)
    if mark == "tick":
        cv2.line(page, (64, 50), (69, 57), 20, 2, cv2.LINE_AA)
        cv2.line(page, (69, 57), (77, 45), 20, 2, cv2.LINE_AA)
    found = boxes_on(page)
    if (shape, mark) == ("circle", "tick"):
        assert found == []  # a number in a circle looks the same: the glyph decides
    else:
        assert [b.ticked for b in found] == [ticked]


@pytest.mark.parametrize("text", ["0", "B", "D", "E", "8"])
def test_letters_are_no_boxes(text: str) -> None:
    page = sheet(100, 200)
    write(page, text, 80, 60, 1.0)
    assert boxes_on(page) == []
