"""A placement to a reading: the indicator's type decides, and doubts of reader and unit are heeded."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.model import TYPED, Place
from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator
from formextract.values import Reading, read
from formextract.values.reading import UNREADABLE
from formextract.values.texts import read_text

OUTPUT = Indicator(label="集群总产值", type="number", unit="亿元", period="year", section="2", plausible=(0.1, 5000))
COUNT = Indicator(label="企业数量", type="integer", unit="个", section="2")
YES_NO = FieldSpec(indicator="x", options={"是": "yes", "否": "no"})
KINDS = {
    "number": OUTPUT,
    "integer": COUNT,
    "text": Indicator(label="t", type="text", section="1"),
    "date": Indicator(label="d", type="date", section="1"),
    "bool": Indicator(label="b", type="bool", section="1"),
    "list": Indicator(label="l", type="list", section="1"),
    "choice": Indicator(label="c", type="choice:yes|no", section="1"),
    "multichoice": Indicator(label="m", type="multichoice:2", section="1"),
}


def placed(text, spec=YES_NO, **more):
    return Placement(spec, "x", "标签", None, (), text, Place(), legibility=TYPED, **more)


NO_OPTION = doubt("options_unsure", "勾选的不是表上印的选项", 0.7)

PROMPT = doubt("odd_spelling", "写的是提示填写的话，可能没有填写")


@pytest.mark.parametrize(
    ("kind", "text", "reading"),
    [
        ("number", "12.30", Reading("reported", Decimal("12.30"), "亿元", 2)),
        ("integer", "12家", Reading("reported", Decimal(12), "个", 0)),
        ("number", "", Reading("blank", None, "亿元")),
        ("number", "无", Reading("none", None, "亿元")),
        ("number", "3-5", replace(UNREADABLE, unit="亿元")),
        ("text", " 堵阳 织造\n集群 ", Reading("reported", "堵阳织造集群")),
        ("text", "（XX省XX县XX产业）", Reading("blank")),
        ("text", "单击或点击此处输入文字。", Reading("blank", doubts=(PROMPT,))),
        ("number", "请输入", Reading("blank", None, "亿元", doubts=(PROMPT,))),
        ("text", "请示件", Reading("reported", "请示件")),
        ("date", "2024年6月", Reading("reported", "2024-06")),
        ("bool", "☑是 □否", Reading("reported", value=True)),
        ("bool", "□是 ☑否", Reading("reported", value=False)),
        ("bool", "□是 □否", UNREADABLE),
        ("choice", "□是 ☑否", Reading("reported", "no")),
        ("list", "甲平台、乙中心等", Reading("reported", ("甲平台", "乙中心"))),
        ("list", "无", Reading("none", ())),
        (
            "multichoice",
            "☑甲 □乙",
            Reading("reported", ("甲",), doubts=(doubt("options_unsure", "勾选的不是表上印的选项", 0.7),)),
        ),
    ],
)
def test_the_type_decides_how_a_text_is_read(kind, text, reading):
    assert read(placed(text), KINDS[kind]) == reading


def test_a_plan_keeps_the_unit_as_written_and_words_as_text():
    texts = ["12.5亿元", "45%", "120", "达到国内领先水平", "", "/"]
    assert [read(placed(t, part="target"), KINDS["number"]) for t in texts] == [
        Reading("reported", Decimal("12.5"), "亿元", 1),
        Reading("reported", Decimal(45), "%", 0),
        Reading("reported", Decimal(120), None, 0),
        Reading("reported", "达到国内领先水平"),
        Reading("blank"),
        Reading("none"),
    ]


def test_what_the_reader_doubts_is_unreadable():
    found = read(placed("12.3", doubt="公式没有存下计算结果"), OUTPUT)
    assert (found.status, found.value, found.confidence) == ("unreadable", None, 0.0)
    assert [d.because for d in found.doubts] == ["公式没有存下计算结果"]


def test_the_unit_of_the_label_converts_and_the_cells_own_wins():
    assert read(placed("123000", unit="万元"), OUTPUT) == Reading("reported", Decimal("12.3000"), "亿元", 4)
    assert read(placed("12.3亿元", unit="万元"), OUTPUT) == Reading("reported", Decimal("12.3"), "亿元", 1)


def test_a_figure_that_no_cluster_has_or_whose_unit_measures_something_else_is_less_sure():
    unsure = [read(placed("123456"), OUTPUT), read(placed("12.3", unit="家"), OUTPUT)]
    assert [(r.status, r.confidence < 0.9) for r in unsure] == [("reported", True), ("reported", True)]
    assert read(placed("0"), OUTPUT).confidence == 1.0


def test_a_figure_for_so_many_people_is_no_sure_count():
    per = Indicator(label="每万人有效发明专利拥有量", type="number", unit="个", section="2")
    rates = [placed("12.5件/万人"), placed("12", unit="件/万人")]
    assert [read(p, COUNT).confidence < 0.9 for p in rates] == [True, True]
    assert [read(p, per).confidence for p in rates] == [1.0, 1.0]
    assert read(placed("12.5件"), per).confidence == 1.0


def test_paragraphs_of_a_long_text_stay_apart():
    text = "集群主导产业为现代织造，产业链条完整。\n集群现有中小企业一百二十家，配套齐全。"
    assert read(placed(text), KINDS["text"]).value == text


@given(
    st.text(),
    st.sampled_from(list(KINDS)),
    st.sampled_from(["value", "count", "names", "baseline", "target", "province", "city", "county"]),
    st.one_of(st.none(), st.sampled_from(["万元", "%", "家"]), st.text(max_size=5)),
    st.one_of(st.none(), st.integers(0, 9)),
)
def test_any_text_anywhere_is_a_reading(text, kind, part, unit, count):
    reading = read(placed(text, part=part, unit=unit), KINDS[kind], text, count)
    assert reading.status in ("reported", "none", "blank", "unreadable")
    assert (reading.value not in (None, ())) <= (reading.status == "reported")
    assert 0 <= reading.confidence <= 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("____市____县（市、区）____乡镇____村", None),
        ("    省    市    县", None),
        ("__荆州__市____县（市、区）____乡镇____村", "荆州__市____县（市、区）____乡镇____村"),
        ("荆州市", "荆州市"),
    ],
)
def test_kinds_of_places_without_a_name_are_no_address(text, value):
    assert read_text(text).value == value


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("堵阳市陶瓷产业集群填报时间：2022年7月", False),
        ("堵阳市陶瓷协会负责人：张山", False),
        ("堵阳市陶瓷协会（负责人：张山）", True),
        ("堵阳市陶瓷协会", True),
        ("要素保障不足，一是：土地；二是：用工。", True),
    ],
)
def test_a_name_with_another_caption_in_it_is_in_doubt(text, sure):
    """Two answers typed on one line with no room between them are one text."""
    for paragraphs in (False, True):
        reading = read_text(text, paragraphs=paragraphs)
        assert (reading.value, reading.confidence == 1.0) == (text, sure)
