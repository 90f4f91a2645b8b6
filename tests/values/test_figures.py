"""Figures as applicants type them: exact, in the canonical unit, as precise as written; or unreadable, no guess."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from formextract.values.figures import read_figure
from formextract.values.reading import Reading


def outcome(text, unit, written=None, *, whole=False):
    """Status, value and precision; what is not trusted has neither."""
    reading = read_figure(text, unit, written, whole=whole)
    return reading.status, reading.value, reading.precision


@pytest.mark.parametrize(
    ("text", "unit", "written", "value", "precision"),
    [
        # plain
        ("123.45", "亿元", None, "123.45", 2),
        ("123", "亿元", None, "123", 0),
        ("0", "亿元", None, "0", 0),
        ("0.00", "%", None, "0.00", 2),
        ("12.50", "%", None, "12.50", 2),
        (".5", "%", None, "0.5", 1),
        ("00012", "亿元", None, "12", 0),
        ("-3.12", "%", None, "-3.12", 2),
        ("－3.12", "%", None, "-3.12", 2),
        ("−3.12%", "%", None, "-3.12", 2),
        ("+3.12", "%", None, "3.12", 2),
        ("- 3.12", "%", None, "-3.12", 2),
        # figures that begin like a year
        ("20", "亿元", None, "20", 0),
        ("2021", "亿元", None, "2021", 0),
        ("2023.45", "亿元", None, "2023.45", 2),
        ("2123.5", "亿元", None, "2123.5", 1),
        ("20.21", "亿元", None, "20.21", 2),
        ("2,023.5", "亿元", None, "2023.5", 1),
        ("2023万元", "万元", None, "2023", 0),
        ("202312", "万元", None, "202312", 0),
        # thousands, full width, signs
        ("1,234.56", "亿元", None, "1234.56", 2),
        ("1，234.56", "亿元", None, "1234.56", 2),
        ("1,234,567", "万元", None, "1234567", 0),
        ("1 234 567.8", "万元", None, "1234567.8", 1),
        ("１２３４．５", "亿元", None, "1234.5", 1),
        ("１，２３４．５", "亿元", None, "1234.5", 1),
        ("12.5％", "%", None, "12.5", 1),
        ("12.5 %", "%", None, "12.5", 1),
        (" 12.5\n", "%", None, "12.5", 1),
        ("__12.5__", "%", None, "12.5", 1),
        # about
        ("约12.5", "亿元", None, "12.5", 1),
        ("约 12.5 亿元", "亿元", None, "12.5", 1),
        ("近12.5", "亿元", None, "12.5", 1),
        ("超过12.5", "亿元", None, "12.5", 1),
        ("12.5左右", "亿元", None, "12.5", 1),
        ("12.5亿元以上", "亿元", None, "12.5", 1),
        ("合计：12.5", "亿元", None, "12.5", 1),
        ("12.5亿元。", "亿元", None, "12.5", 1),
        ("12.5亿元（预计）", "亿元", None, "12.5", 1),
        ("截至2023年底，12.5", "亿元", None, "12.5", 1),
        ("2023年：12.5亿元", "亿元", None, "12.5", 1),
        ("增长12.5%", "%", None, "12.5", 1),
        ("下降12.5%", "%", None, "-12.5", 1),
        ("同比下降12.5%", "%", None, "-12.5", 1),
        ("负增长12.5%", "%", None, "-12.5", 1),
        ("正增长12.5%", "%", None, "12.5", 1),
        ("降幅12.5%", "%", None, "-12.5", 1),
        ("同比-12.5%", "%", None, "-12.5", 1),
        ("较上年+12.5%", "%", None, "12.5", 1),
        # units: of the cell, then of label or column
        ("12.3亿元", "亿元", None, "12.3", 1),
        ("12,345 万元", "亿元", None, "1.2345", 4),
        ("123,000 万元", "亿元", None, "12.3", 4),
        ("123000.5万元", "亿元", None, "12.30005", 5),
        ("1.5亿元", "万元", None, "15000", -3),
        ("12.3亿", "亿元", None, "12.3", 1),
        ("12.3亿元", "亿元", "万元", "12.3", 1),
        ("123000", "亿元", "万元", "12.3", 4),
        ("1230", "万元", "千元", "123", 1),
        ("5000亩", "平方公里", None, None, 3),
        ("350公顷", "平方公里", None, "3.5", 2),
        ("5‰", "%", None, "0.5", 1),
        ("3.5个百分点", "%", None, "3.5", 1),
        ("0.35tce/万元", "吨标准煤/万元", None, "0.35", 2),
        ("35千克标煤/万元", "吨标准煤/万元", None, "0.035", 3),
        ("0.5", "吨二氧化碳/万元", "吨/万元", "0.5", 1),
        # odd, and only to be read in one way
        ("12。5", "亿元", None, "12.5", 1),
        ("≥40", "亿元", None, "40", 0),
        ("不低于40", "亿元", None, "40", 0),
    ],
)
def test_a_figure_is_read_exactly(text, unit, written, value, precision):
    status, got, digits = outcome(text, unit, written)
    wanted = Decimal(value) if value is not None else Decimal(10) / 3
    assert (status, digits) == ("reported", precision)
    assert got == wanted if value is not None else abs(got - wanted) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("text", "unit", "value", "precision"),
    [
        ("120", "个", 120, 0),
        ("约120", "个", 120, 0),
        ("120余家", "个", 120, 0),
        ("120多家", "个", 120, 0),
        ("3项", "项", 3, 0),
        ("3 项", "项", 3, 0),
        ("12个", "个", 12, 0),
        ("共12家", "个", 12, 0),
        ("12.0", "个", 12, 0),
        ("1.2万人", "人", 12000, -3),
        ("1.2万", "人", 12000, -3),
        ("1.20万人", "人", 12000, -2),
        pytest.param("3万余人", "人", 30000, -4),
        ("3千人", "人", 3000, -3),
        ("2021", "个", 2021, 0),
        ("2021人", "人", 2021, 0),
        ("21余家", "个", 21, 0),
        ("十二家", "个", 12, 0),
        ("十二", "个", 12, 0),
        ("二十", "个", 20, 0),
        ("一百零五", "个", 105, 0),
        ("两千三百人", "人", 2300, 0),
        ("壹拾贰", "个", 12, 0),
        ("零", "个", 0, 0),
        ("十二万人", "人", 120000, -4),
        ("12人左右", "人", 12, 0),
        ("12家（含上市2家）", "个", 12, 0),
    ],
)
def test_a_count_is_a_whole_number(text, unit, value, precision):
    status, got, digits = outcome(text, unit, whole=True)
    assert (status, got, digits, str(got)) == ("reported", value, precision, str(value))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "blank"),
        (" \u3000\n", "blank"),
        ("____", "blank"),
        pytest.param("____ 亿元", "blank"),
        pytest.param("万元", "blank"),
        ("无", "none"),
        ("暂无", "none"),
        ("没有", "none"),
        ("/", "none"),
        ("／", "none"),
        ("—", "none"),
        ("——", "none"),
        ("-", "none"),
        ("－", "none"),
        ("不适用", "none"),
        ("不涉及", "none"),
        ("（无）", "none"),
        ("无。", "none"),
        ("N/A", "none"),
        ("5-8", "unreadable"),
        ("5~8", "unreadable"),
        ("5至8", "unreadable"),
        ("约1.5—2亿元", "unreadable"),
        ("12/15", "unreadable"),
        ("12、15", "unreadable"),
        ("12 15", "unreadable"),
        ("12\n15", "unreadable"),
        ("3家/5家", "unreadable"),
        ("3+2", "unreadable"),
        ("12..5", "unreadable"),
        ("1,23.4", "unreadable"),
        ("12,34", "unreadable"),
        ("1.234,5", "unreadable"),
        ("1.2e3", "unreadable"),
        ("O.5", "unreadable"),
        ("l2", "unreadable"),
        ("1?", "unreadable"),
        ("见附件", "unreadable"),
        ("三五", "unreadable"),
        ("十几", "unreadable"),
        ("若干", "unreadable"),
        ("=A1+B1", "unreadable"),
        ("#DIV/0!", "unreadable"),
        ("12万美元", "unreadable"),
        ("12%", "unreadable"),
        ("12家", "unreadable"),
        ("集群总产值达到一百二十三亿四千万元，其中主导产业产值约九十亿元", "unreadable"),
        ("12.5亿元，" + "较上年明显提高，" * 9, "unreadable"),
    ],
)
def test_what_is_no_figure_says_which_kind_of_nothing_it_is(text, status):
    assert outcome(text, "亿元") == (status, None, None)


def test_a_figure_that_needs_a_second_look_is_less_sure():
    texts = ["12.5", "12.5亿元", "12。5", "≥40", "12亿"]
    assert [read_figure(t, "亿元").confidence for t in texts] == [1.0, 1.0, 0.85, 0.85, 0.95]
    assert read_figure("1.2万", "万元").confidence < 0.9
    assert read_figure("12.5", "个", whole=True).confidence < 0.9


# -- round trips

WHOLE = st.one_of(
    st.integers(0, 10**10),
    st.integers(2000, 2199),
    st.builds(lambda n, tail: int(f"{n}{tail}"), st.integers(20, 21), st.text("0123456789", max_size=6)),
)


@st.composite
def figures(draw):
    """A figure as a Decimal with the decimals as written, also with zeros at the end."""
    places = draw(st.integers(0, 6))
    fraction = draw(st.text("0123456789", min_size=places, max_size=places))
    sign = draw(st.sampled_from(["", "", "-"]))
    return Decimal(f"{sign}{draw(WHOLE)}" + (f".{fraction}" if fraction else ""))


def places(figure):
    return -figure.as_tuple().exponent


PRINTS = {
    "plain": "{:f}".format,
    "thousands": "{:,f}".format,
    "full-width": lambda d: "".join(chr(ord(c) + 0xFEE0) for c in f"{d:f}"),
    "full-width thousands": lambda d: "".join(chr(ord(c) + 0xFEE0) for c in f"{d:,f}"),
    "with its unit": "{:f}亿元".format,
    "unit apart": "{:,f} 亿元".format,
    "about": "约{:f}".format,
    "about, with its unit": "约 {:,f} 亿元".format,
    "about that much": "{:f}亿元左右".format,
    "on a ruled line": "__{:f}__".format,
    "spaced": "  {:f}\u3000\n".format,
    "with a full stop": "{:f}亿元。".format,
    "in brackets behind": "{:f}（亿元）".format,
}


@pytest.mark.parametrize("how", PRINTS)
@given(figure=figures())
@example(figure=Decimal(2023))
@example(figure=Decimal("2123.50"))
@example(figure=Decimal("20.21"))
@example(figure=Decimal(0))
def test_any_figure_printed_reads_back_exactly(how, figure):
    assert outcome(PRINTS[how](figure), "亿元") == ("reported", figure, places(figure))


@given(figure=figures())
def test_any_share_with_its_sign_reads_back_exactly(figure):
    for text in (f"{figure:f}%", f"{figure:f}％", f"{figure:,f} %"):
        assert outcome(text, "%") == ("reported", figure, places(figure))


@given(figure=figures())
def test_any_amount_in_another_unit_is_converted_exactly(figure):
    for text, written in ((f"{figure:,f}万元", None), (f"{figure:f}", "万元")):
        assert outcome(text, "亿元", written) == ("reported", figure / 10000, places(figure) + 4)
    assert outcome(f"{figure:f}亿元", "万元") == ("reported", figure * 10000, places(figure) - 4)


@pytest.mark.parametrize(
    "print_", ["{}", "{:,}", "{}家", "{}余家", "{}多个", "约{}", "近{}家", "共{}家", "{}个左右", "{}.0"]
)
@given(number=WHOLE)
@example(number=2021)
@example(number=21)
@example(number=0)
def test_any_count_reads_back_exactly(print_, number):
    assert outcome(print_.format(number), "个", whole=True) == ("reported", number, 0)


@given(st.integers(1, 999), st.integers(0, 99))
def test_a_count_of_tens_of_thousands_is_as_fine_as_it_was_written(whole, hundredths):
    figure = Decimal(f"{whole}.{hundredths:02d}")
    for text in (f"{figure}万人", f"{figure}万"):
        assert outcome(text, "人", whole=True) == ("reported", figure * 10000, -2)


@given(figures(), figures())
def test_two_figures_are_never_one(a, b):
    for between in ("-", "~", "～", "至", "/", "、", " ", "；", "\n"):
        left, right = f"{abs(a):f}", f"{abs(b):f}"
        if between in " \n" and len(right.partition(".")[0]) == 3:
            continue  # `1 234` is one figure to many; of lines, see below
        assert outcome(f"{left}{between}{right}", "亿元") == ("unreadable", None, None)


@pytest.mark.parametrize("text", ["12\n345", "0 100", "0\n100"])
def test_two_figures_of_which_the_second_has_three_digits_are_not_one(text):
    assert outcome(text, "亿元") == ("unreadable", None, None)


UNITS = ["亿元", "个", "%", "人", "吨标准煤/万元", "平方公里"]


@given(
    st.text(), st.sampled_from(UNITS), st.one_of(st.none(), st.sampled_from(UNITS), st.text(max_size=6)), st.booleans()
)
def test_any_text_is_a_reading(text, unit, written, whole):
    reading = read_figure(text, unit, written, whole=whole)
    assert isinstance(reading, Reading)
    assert (reading.value is not None) == (reading.status == "reported")


@given(
    st.text("0123456789.,，。%％-－~至/万亿千百十元家个余约近超±+（）() 年月二三五两零无", max_size=14),
    st.sampled_from(UNITS),
)
def test_any_text_of_the_letters_of_figures_is_a_reading(text, unit):
    reading = read_figure(text, unit)
    assert (reading.value is not None) == (reading.status == "reported")
    assert reading.value is None or reading.value.is_finite()


def test_a_figure_of_thirty_digits_is_none():
    assert read_figure("10000000000000000000000000000", "亿元").status == "unreadable"
    assert read_figure("1" + "0" * 40 + "万人", "人", whole=True).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("163①", "个", "163"),
        ("107.27¹", "亿元", "107.27"),
        ("107.27亿元①", "亿元", "107.27"),
        ("31.96%²", "%", "31.96"),
        ("３１.96①", "%", "31.96"),
    ],
)
def test_a_note_mark_is_no_digit(text, unit, value):
    assert (read_figure(text, unit).value, read_figure(text, unit).confidence) == (Decimal(value), 1.0)


@pytest.mark.parametrize("text", ["155 165", "1 234", "155 165 175", "①155"])
def test_figures_that_may_be_two_are_not_sure(text):
    """An old and a new count side by side came out as one of six digits, for sure."""
    assert read_figure(text, "个", whole=True).confidence < 0.9


@pytest.mark.parametrize("text", ["1550 165", "155 1650", "155  165 1"])
def test_figures_that_are_two_are_unreadable(text):
    assert outcome(text, "个", whole=True)[0] == "unreadable"


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("–2.21", "-2.21", False),
        ("—2.89", "-2.89", False),
        ("——2.89", "-2.89", False),
        ("－2.21", "-2.21", True),
        ("▲2.21", "2.21", False),
        ("△2.21", "2.21", False),
        ("▼2.21", "-2.21", True),
    ],
)
def test_signs_as_people_type_them(text, value, sure):
    reading = read_figure(text, "%")
    assert (reading.value, reading.confidence >= 0.9) == (Decimal(value), sure)


def test_a_dash_beside_brackets_is_not_surely_nothing():
    assert read_figure("-(2.21)", "%").confidence < 0.9


@pytest.mark.parametrize(
    ("text", "written", "value", "sure"),
    [
        ("￥107.27", "亿元", "107.27", True),
        ("¥ 1,813.00", "万元", "0.181300", True),
        ("人民币107.27", "亿元", "107.27", True),
        ("-¥2.21", "亿元", "-2.21", True),
        ("¥-2.21", "亿元", "-2.21", True),
        ("(¥2.21)", "亿元", "-2.21", False),
        ("¥107.27", None, "107.27", False),
        ("107.27*", "亿元", "107.27", False),
        ("107.27亿元※", "亿元", "107.27", False),
    ],
)
def test_a_sign_of_the_yuan_says_no_more_than_the_label(text, written, value, sure):
    reading = read_figure(text, "亿元", written)
    assert (reading.value, reading.confidence >= 0.9) == (Decimal(value), sure)


def test_a_sign_of_the_yuan_counts_no_firms():
    assert outcome("¥155", "个", whole=True)[0] == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "value", "sure"),
    [("(3.2)%", "%", "-3.2", 0.5), ("（2.21）亿元", "亿元", "-2.21", 0.5), ("（ 12 ）家", "家", "12", 0.85)],
)
def test_a_figure_in_brackets_before_its_unit_is_no_blank(text, unit, value, sure):
    reading = read_figure(text, unit)
    assert (reading.status, str(reading.value), reading.confidence) == ("reported", value, sure)


@pytest.mark.parametrize("text", ["家（其中国家级3家）", "万元（含税 12）", "（2021年3家）个"])
def test_a_figure_that_stands_only_in_a_note_is_no_blank(text):
    assert read_figure(text, "家").status == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("216人·月", "人·月", 216), ("1600元/人·月", "元/人·月", 1600), (" 18 个月", "个月", 18), ("18", "个月", 18)],
)
def test_the_unit_that_the_form_prints_is_one_known_or_not(text, unit, value):
    assert read_figure(text, unit).value == value
    assert read_figure("3年", unit).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("107.27（万元）", "0.010727", []),  # the unit that one wrote beside it, as if without brackets
        ("107.27（亿元）", "107.27", []),
        ("107.27（　）", "107.27", []),
        ("107.27（见附件3）", "107.27", []),
        ("107.27（预计）", "107.27", ["数字旁另有说明：(预计)"]),
        ("（全县）107.27", "107.27", ["数字旁另有说明：(全县)"]),
        ("107.27（上半年）", "107.27", ["数字旁另有说明：(上半年)"]),
        ("超过107.27", "107.27", ["写的是范围（超过），不是一个确定的数"]),
        ("107.27亿元以上", "107.27", ["写的是范围（以上），不是一个确定的数"]),
    ],
)
def test_what_is_said_beside_a_figure_is_a_unit_a_pointer_or_a_doubt(text, value, told):
    reading = read_figure(text, "亿元")
    assert (reading.value, [d.because for d in reading.doubts]) == (Decimal(value), told)


@pytest.mark.parametrize("text", ["下降-2.21%", "同比下降 -2.21", "负-2.21%"])
def test_a_fall_of_less_than_nothing_is_doubt(text):
    reading = read_figure(text, "%")
    assert (reading.value, reading.confidence) == (Decimal("-2.21"), 0.5)


@pytest.mark.parametrize(
    ("text", "unit", "value", "sure"),
    [
        ("12.5平方公里（18750亩）", "平方公里", "12.5", True),
        ("12亿元（120000万元）", "亿元", "12", True),
        ("12亿元（12000万元）", "亿元", "12", False),
        ("12.5平方公里（28750亩）", "平方公里", "12.5", False),
        ("56家，其中专精特新12家", "家", "56", False),
        ("1.5亿元，包括省级0.5亿元", "亿元", "1.5", False),
        ("12亿3400万元", "万元", "123400", True),
        ("12亿零5.5万元", "万元", "120005.5", True),
    ],
)
def test_what_is_said_behind_a_figure_of_itself_and_of_its_parts(text, unit, value, sure):
    reading = read_figure(text, unit)
    assert (str(reading.value), reading.confidence >= 0.9) == (value, sure)
