"""Doubts about strips that both models read alike."""

import cv2
import numpy as np
import pytest

from formextract.imaging.clean.clean_page import CleanPage
from formextract.imaging.clean.watermarks import OcclusionMask
from formextract.imaging.geometry.page_transform import identity
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.page_analysis import PageAnalysis
from formextract.layout.grid import find_grids
from formextract.ocr import ReadLetter, Words
from formextract.ocr.fuse import FusedReading
from formextract.readers.scan.doubts import Seals, doubts_around, occluded

DOUBTED = 0.0

PITCH, TALL = 28, 28
WIDE = 800
GRID = find_grids([(y, 20.0, 780.0) for y in (20.0, 280.0)], [(x, 20.0, 280.0) for x in (20.0, 780.0)])


def sure_of(
    lines: list[str],
    *,
    unreliable_borders: bool = False,
    speck: bool = False,
    lost: bool = False,
    touches_border: set[int] | None = None,
    mouth: str = "",
    seals: Seals | None = None,
    p: float = 0.999,
    letter: float = TALL,
):
    """How sure each of the lines of one cell is, after all that lies around them."""
    ink = np.zeros((320, WIDE), np.uint8)
    cuts = []
    for n, text in enumerate(lines):
        box = (40, 40 + n * 40, 40 + PITCH * len(text), 40 + n * 40 + TALL)
        cuts.append(((0, 0), TextLine(box, box)))
        ink[box[1] : box[3], box[0] : box[0] + 8] = 1
    if mouth:
        ink[40 : 40 + TALL, 40 : 40 + TALL] = 1
        ink[43 : 37 + TALL, 43 : 37 + TALL] = 0
        if mouth == "ticked":
            cv2.line(ink, (44, 54), (52, 64), 1, 3)
    if lost:
        ink[42:66, 40 + PITCH * 6 : 40 + PITCH * 7 - 4] = 1
        cuts = [(key, TextLine((*cut.ink[:2], 40 + PITCH * 7, cut.ink[3]), cut.crop)) for key, cut in cuts]
    if speck:
        ink[63:67, 60:64] = 1
    words = [Words(tuple(ReadLetter(c, p, 0.0, (i + 0.5) / len(text)) for i, c in enumerate(text))) for text in lines]
    components = np.asarray(cv2.connectedComponentsWithStats(ink)[2][1:, :4], np.int32)
    page = PageAnalysis(
        identity(ink),
        1.0,
        float(letter),
        GRID,
        cuts,
        [],
        ink,
        ink,
        {(0, 0)} if unreliable_borders else set(),
        touches_border or set(),
        components,
        (0, len(ink)),
        CleanPage(ink, ink),
    )
    readings = [FusedReading(w.letters, 0.99) for w in words]
    found = doubts_around(page, readings, words, dict(enumerate(words)), seals or Seals([], []))
    assert all(d.ceiling < 0.9 for doubts in found for d in doubts)
    return [DOUBTED if doubts else 0.99 for doubts in found]


def test_nothing_around_is_no_doubt() -> None:
    assert sure_of(["83.69", "县科技局"]) == [0.99, 0.99]


@pytest.mark.parametrize("text", ["湖湾县单位T业增加值", "和I业信息化局", "单位T业", "T业园区管委会"])
def test_a_latin_letter_that_looks_like_a_chinese_one_among_such_is_doubted(text) -> None:
    assert sure_of([text]) == [DOUBTED]


@pytest.mark.parametrize("text", ["5G全连接工厂", "申请PCT专利", "纳税信用A级企业", "TCL电子产业园", "T恤", "加工业"])
def test_other_latin_letters_are_not(text) -> None:
    assert sure_of([text]) == [0.99]


def test_a_torn_cell_is_doubted() -> None:
    assert sure_of(["83.69", "县科技局"], unreliable_borders=True) == [DOUBTED, DOUBTED]


def test_a_spot_where_a_point_would_stand_is_doubted_where_none_was_read() -> None:
    assert sure_of(["1952"], speck=True) == [DOUBTED]
    assert sure_of(["195.2"], speck=True) == [0.99]


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        (["开展诊断", "☑推广工作", "☑成熟度评估"], [0]),
        (["可多选：", "☑推广工作", "☐成熟度评估"], []),
        (["☑推广工作", "☐成熟度评估", "（注：需提供材料）"], []),
        (["☑" + "推" * 24, "广工作", "☐成熟度评估"], []),  # the first option goes on in the second line
        (["开展诊断", "推广工作"], []),
    ],
)
def test_an_option_without_the_box_that_others_have_is_doubted(lines: list[str], lost: list[int]) -> None:
    assert [i for i, sure in enumerate(sure_of(lines)) if sure < 0.9] == lost


def test_what_runs_into_a_wall_is_doubted_and_not_the_lines_above_it() -> None:
    assert sure_of(["数量：2个", "县科技局"], touches_border={1}) == [0.99, DOUBTED]


def test_a_letter_as_an_empty_box_is_one_if_there_is_nothing_in_it() -> None:
    lines = ["口开展诊断", "☑推广工作", "☑成熟度评估"]
    assert sure_of(lines, mouth="empty") == [0.99, 0.99, 0.99]
    assert sure_of(lines, mouth="ticked") == [DOUBTED, 0.99, 0.99]


def test_names_parted_by_a_colon_are_doubted() -> None:
    assert sure_of(["潇湾人才实训基地：汽车座椅服务平台"]) == [DOUBTED]
    assert sure_of(["潇湾人才实训基地、汽车座椅服务平台", "联系人：苗立新"]) == [0.99, 0.99]


def test_figures_under_a_grey_seal_are_doubted_and_under_a_red_one_if_weak() -> None:
    over, beside = (0.0, 0.0, 200.0, 100.0), (0.0, 200.0, 10.0, 210.0)
    assert sure_of(["2560"], seals=Seals([], [over])) == [0.99]
    assert sure_of(["2560"], seals=Seals([], [over]), p=0.97) == [DOUBTED]
    assert sure_of(["2560"], seals=Seals([], [beside])) == [0.99]
    assert sure_of(["2560"], seals=Seals([over], [])) == [0.99]
    assert sure_of(["2560"], seals=Seals([over], []), p=0.85) == [DOUBTED]


@pytest.mark.parametrize(("text", "sure"), [(".185", DOUBTED), ("0.185", 0.99), ("185", 0.99)])
def test_a_figure_that_begins_with_its_point_is_doubted(text: str, sure: float) -> None:
    assert sure_of([text]) == [sure]


def test_dashes_that_were_read_as_a_letter_are_doubted() -> None:
    assert sure_of(["磨料一结合剂一成型"]) == [DOUBTED]
    assert sure_of(["一是强链，支持龙头企业"]) == [0.99]


def test_weak_digits_of_a_few_pixels_are_doubted_though_both_looks_agree() -> None:
    assert sure_of(["15832719569"], p=0.75, letter=17.6) == [DOUBTED]
    assert sure_of(["15832719569"], p=0.75) == [0.99]
    assert sure_of(["15832719569"], letter=17.6) == [0.99]


def test_a_stroke_behind_a_telephone_number_is_doubted() -> None:
    assert sure_of(["15591319510一", "15591319510"]) == [DOUBTED, 0.99]


def test_ink_beside_all_letters_is_doubt() -> None:
    """浉溪县 came out as 溪县 from both models."""
    assert sure_of(["溪县科技局"], lost=True) == [DOUBTED]


@pytest.mark.parametrize(
    ("lines", "sure"),
    [(["共享中心☑", "人才团队凶"], [0.99, DOUBTED]), (["人才团队凶"], [0.99]), (["☑货物出口", "☐技术"], [0.99, 0.99])],
)
def test_a_crossed_box_that_was_read_as_a_letter_is_doubted_among_options(lines: list[str], sure: list[float]) -> None:
    assert sure_of(lines) == sure


@pytest.mark.parametrize(
    ("stroke", "doubtful"),
    [
        (None, False),
        ((60, 48, 90, 60), True),
        ((10, 45, 30, 65), True),  # what stood to the left of a figure may be gone
        ((60, 120, 90, 140), False),  # another line
        ((300, 45, 330, 65), False),  # another column
    ],
)
def test_what_a_watermark_touches_or_stands_beside_is_doubtful(stroke: tuple[int, ...] | None, doubtful: bool) -> None:
    box = (40, 40, 40 + 5 * PITCH, 40 + TALL)
    ink = np.zeros((320, WIDE), np.uint8)
    cut = TextLine(box, box)
    page = PageAnalysis(
        identity(ink),
        1.0,
        float(TALL),
        GRID,
        [((0, 0), cut)],
        [],
        ink,
        ink,
        set(),
        set(),
        np.zeros((0, 4), np.int32),
        (0, len(ink)),
        CleanPage(ink, ink),
    )
    mask = np.zeros((160, WIDE // 2), np.uint8)
    if stroke is not None:
        x0, y0, x1, y1 = (v // 2 for v in stroke)
        mask[y0:y1, x0:x1] = 1
    assert occluded(cut, OcclusionMask(mask, 0.5), page) is doubtful
    assert not occluded(cut, None, page)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("0730~3549697", DOUBTED),
        ("21.94~22.94", 0.99),
        ("枫塘具科技和经济信息化局", DOUBTED),
        ("枫塘县科技和经济信息化局", 0.99),
        ("潇岗市枫塘具产业促进中心", DOUBTED),
        ("办公家具产业园", 0.99),
        ("榆浦砂轮磨具产业园管理有限公司", 0.99),
    ],
)
def test_signs_and_letters_that_both_models_take_for_others_are_doubted(text: str, sure: float) -> None:
    assert sure_of([text]) == [sure]
