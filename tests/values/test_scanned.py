"""What makes names read from paper doubtful."""

from decimal import Decimal

import pytest

from formextract.model.template import Indicator
from formextract.values import Reading, held
from formextract.values.reading import UNREADABLE
from formextract.values.scanned import boxes_say_nothing

NAMES = Indicator(label="平台名称", type="list", section="3")


@pytest.mark.parametrize(
    ("names", "count", "sure"),
    [
        (("江城启明智能制造示范工厂", "江城立达数字化车间"), 2, True),
        (("江城启明智能制造示范工厂", "江城立达数字化车间"), None, True),
        (("江城启明智能制造示范工厂",), 2, False),  # the sign between two names may be lost
        (("江城启明5G全连接工厂江城立达智能制", "造示范工厂"), 2, False),
        (("江城中小企业服务中心", "-"), 2, False),
        (("国家企业技术中心", "省级工业互联网平台"), 2, True),
        (("二",), None, False),  # two strokes of a dash
    ],
)
def test_names_run_together_or_cut_apart_are_not_sure(names: tuple[str, ...], count: int | None, sure: bool) -> None:
    assert (held(Reading("reported", names), NAMES, count).confidence >= 0.9) is sure


def test_signs_alone_are_no_names() -> None:
    assert held(Reading("reported", ("-", "..")), NAMES, None) == UNREADABLE


@pytest.mark.parametrize(("text", "sure"), [("一个", False), ("一", False), ("1个", True), ("十一个", True)])
def test_a_count_that_is_a_stroke_may_say_none(text: str, sure: bool) -> None:
    """`—个` says that there is none, and was one thing, and sure."""
    count = Indicator(label="项目数量", type="integer", unit="个", section="4")
    assert (held(Reading("reported", Decimal(1)), count, None, text).confidence >= 0.9) is sure


@pytest.mark.parametrize(
    ("text", "sure"), [("22 20 亿元", False), ("2220亿元", True), ("1 234 567元", True), ("2 2.20 亿元", True)]
)
def test_a_gap_within_a_figure_may_have_been_its_point(text: str, sure: bool) -> None:
    output = Indicator(label="集群总产值", type="number", unit="亿元", section="2")
    assert (held(Reading("reported", Decimal(2220)), output, None, text).confidence >= 0.9) is sure


def test_other_readings_stay_as_they_are() -> None:
    text = Indicator(label="简介", type="text", section="3")
    reading = Reading("reported", "江城启明5G全连接工厂江城立达智能制")
    assert held(reading, text, None) is reading


def test_a_box_that_was_read_as_a_letter_makes_its_options_doubtful() -> None:
    actions = Indicator(label="合作", type="multichoice:5", section="6")
    reading = Reading("reported", ("建立合作机制", "引进高端人才团队等凶参加展会"))
    assert held(reading, actions, None, "建立合作机制☑\n引进高端人才团队等凶\n参加展会☑").confidence < 0.9
    assert held(reading, actions, None, "建立合作机制☑").confidence == 1.0


@pytest.mark.parametrize(("name", "sure"), [("宫", False), ("宫鹏程", True)])
def test_a_name_of_one_letter_has_lost_the_others(name: str, sure: bool) -> None:
    contact = Indicator(label="联系人", type="text", section="1")
    assert (held(Reading("reported", name), contact, None).confidence >= 0.9) is sure


@pytest.mark.parametrize(
    ("name", "sure"),
    [
        ("卞晓琳 18901634103", True),
        ("下晓琳 18901634103", False),  # no surname
        ("桑永强", True),
        ("桑水强", False),  # 永, both models said 水
        ("欧阳文静", True),
        ("水永强", True),  # a rare surname
        ("13800138000", True),
        ("县经信局产业科", True),  # no person
    ],
)
def test_a_person_whose_name_is_none_was_misread(name: str, sure: bool) -> None:
    contact = Indicator(label="县级主管部门联系人", type="text", section="1")
    assert (held(Reading("reported", name), contact, None).confidence >= 0.9) is sure
    place = Indicator(label="运营管理机构", type="text", section="1")
    assert held(Reading("reported", name), place, None).confidence == 1.0


@pytest.mark.parametrize(
    ("choices", "nothing"),
    [
        (["☑是 ☑否", "☑是 ☑否", "☑第一产业 ☑第二产业 ☑第三产业"], True),  # the paper's font had no boxes
        (["☑是 ☑否", "☑是 ☐否", "☐是 ☑否"], False),  # the applicant's slip
        (["☑是 ☑否", "☑是 ☑否", "☐是 ☑否", "☐是 ☑否", "☑是 ☐否"], False),
        (["☑是 ☑否"], False),
        ([], False),
    ],
)
def test_where_every_option_is_ticked_no_tick_means_anything(choices: list[str], nothing: bool) -> None:
    assert boxes_say_nothing(choices) is nothing
