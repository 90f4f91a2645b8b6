"""Lists of names, as applicants separate and number them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.text import WRAP
from formextract.values.names import read_names

THREE = ("甲中心", "乙平台", "丙实验室")
NUMBERINGS = {
    "1.": "{n}.{name}",
    "1. ": "{n}. {name}",
    "1、": "{n}、{name}",
    "1)": "{n}){name}",
    "（1）": "（{n}）{name}",
    "(1) ": "({n}) {name}",
    "①": "{circled}{name}",
    "⑴": "{bracketed}{name}",
    "（一）": "（{chinese}）{name}",
    "none": "{name}",
}
SEPARATORS = {
    "、": "、",
    "；": "；",
    ";": ";",
    "，": "，",
    ",": ",",
    "line": "\n",
    "；line": "；\n",
    "、 ": "、 ",
    "， ": "， ",
}


def listed(names, numbering, separator):
    return separator.join(
        NUMBERINGS[numbering].format(
            n=i + 1, name=name, circled=chr(0x2460 + i), bracketed=chr(0x2474 + i), chinese="一二三四五六七八九"[i]
        )
        for i, name in enumerate(names)
    )


@pytest.mark.parametrize("count", [3, None])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_all_separators_with_all_numberings(numbering, separator, count):
    text = listed(THREE, numbering, SEPARATORS[separator])
    assert (read_names(text, count).value, read_names(text + "。", count).value) == (THREE, THREE)


@pytest.mark.parametrize(
    "numbering",
    [
        "1.",
        "1、",
        "1)",
        "（1）",
        "①",
        "⑴",
        pytest.param(
            "（一）",
        ),
    ],
)
def test_numbers_alone_part_names(numbering):
    assert read_names(listed(THREE, numbering, ""), 3).value == THREE


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        ("甲中心、乙平台；丙实验室", 3, THREE),
        ("甲中心、乙平台等", None, ("甲中心", "乙平台")),
        ("A、B等", None, ("A", "B")),
        ("企业技术中心（甲公司、乙公司）", 2, ("企业技术中心（甲公司）", "企业技术中心（乙公司）")),
        ("企业技术中心（甲公司、乙公司）", 1, ("企业技术中心（甲公司、乙公司）",)),
        ("甲产业园区（含南区、北区）", 2, ("甲产业园区（含南区、北区）",)),
        ("__甲中心、乙平台等\n__", None, ("甲中心", "乙平台")),
        ("甲中心、乙平台等5个", None, ("甲中心", "乙平台")),
        ("甲中心、乙平台等十二家企业", None, ("甲中心", "乙平台")),
        ("__甲中心__、__乙平台__", 2, ("甲中心", "乙平台")),
        ("甲中心   乙平台   丙实验室", 3, THREE),
        ("甲（含乙、丙）、丁", 2, ("甲（含乙、丙）", "丁")),
        ("《甲规范》、《乙、丙规范》", 2, ("《甲规范》", "《乙、丙规范》")),
        ("5G联合创新中心、3D打印平台", 2, ("5G联合创新中心", "3D打印平台")),
        ("第一中心、第二中心", 2, ("第一中心", "第二中心")),
        ("甲中心，位于堵阳县", 1, ("甲中心，位于堵阳县",)),
        ("甲中心（2021年认定）、乙平台（2022年认定）", 2, ("甲中心（2021年认定）", "乙平台（2022年认定）")),
        ("湖北省\n某某中心", 1, ("湖北省某某中心",)),
        ("ABC Center, XYZ Lab", 2, ("ABC Center", "XYZ Lab")),
        ("甲 中 心", 1, ("甲中心",)),
        (f"甲中心、乙{WRAP}平台、丙实验室", 3, THREE),
        (f"甲中心；{WRAP}乙平台；{WRAP}丙实验室", 3, THREE),
        ("甲中心", None, ("甲中心",)),
    ],
)
def test_names_as_they_are_written(text, count, names):
    reading = read_names(text, count)
    assert (reading.status, reading.value) == ("reported", names)


def test_names_that_a_wrapped_line_may_part_are_less_sure():
    wrapped = read_names(f"甲中心{WRAP}乙平台", 3)
    assert wrapped.confidence < 0.9
    assert read_names("甲中心、乙平台", 2).confidence == 1.0


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("", "blank", None),
        ("____", "blank", None),
        ("无", "none", ()),
        ("/", "none", ()),
        ("—", "none", ()),
        ("不适用", "none", ()),
        ("暂无。", "none", ()),
    ],
)
def test_no_names(text, status, value):
    reading = read_names(text)
    assert (reading.status, reading.value) == (status, value)


NAMES = st.lists(st.text("湖北华中创新技术服务研究院检验平台基地", min_size=3, max_size=9), min_size=1, max_size=9)


@given(NAMES, st.sampled_from(list(NUMBERINGS)), st.sampled_from(list(SEPARATORS)))
def test_any_list_reads_back(names, numbering, separator):
    assert read_names(listed(names, numbering, SEPARATORS[separator]), len(names)).value == tuple(names)


@given(st.text(), st.one_of(st.none(), st.integers(-1, 20)))
def test_any_text_is_names_or_nothing(text, count):
    reading = read_names(text, count)
    assert reading.value is None or all(name.strip() for name in reading.value)
    assert (reading.status == "reported") == bool(reading.value)


def test_a_name_with_a_mark_inside_beside_one_that_ends_as_spaces_do():
    text = "龙岩市发泡坐垫研发、检测公共服务平台、汽车座椅众创空间、岚溪立达中小企业服务中心"
    assert read_names(text, 3).value == (
        "龙岩市发泡坐垫研发、检测公共服务平台",
        "汽车座椅众创空间",
        "岚溪立达中小企业服务中心",
    )


FIRST, SECOND, THIRD = "襄阳光瑞汽车零部件有限公司", "鄂北锻造有限公司", "清江机床有限责任公司"


@pytest.mark.parametrize(
    "text", ["见附件", "详见附件2", "名单附后", "附名单", "另附", "见佐证材料1；见附件2", "3家", "共3家", "3"]
)
def test_what_names_nothing_is_no_list(text):
    reading = read_names(text, 3)
    assert (reading.status, reading.why) == ("unreadable", "")  # nobody is told of it as of a mistake
    assert any("没有写名称" in d.because for d in reading.doubts)


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        (f"国家级1家：{FIRST}；省级2家：{SECOND}、{THIRD}", 3, (FIRST, SECOND, THIRD)),
        (f"国家级：{FIRST}；省级：{SECOND}", None, (FIRST, SECOND)),
        (f"（一）国家级\n1.{FIRST}\n（二）省级\n1.{SECOND}\n2.{THIRD}", 3, (FIRST, SECOND, THIRD)),
        (f"共3家，分别为{FIRST}、{SECOND}、{THIRD}。", 3, (FIRST, SECOND, THIRD)),
        (f"一是{FIRST}；二是{SECOND}", 2, (FIRST, SECOND)),
        (f"其中：{FIRST}", 1, (FIRST,)),
    ],
)
def test_headings_and_announcements_are_no_part_of_names_and_are_told(text, count, names):
    reading = read_names(text, count)
    assert reading.value == names
    assert reading.confidence < 0.9
    assert all("名称" in d.because for d in reading.doubts)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}{SECOND}",
        f"{FIRST}：2023年认定；{SECOND}：2024年认定",
        f"其中{FIRST}为国家级，{SECOND}为省级",
        "企业技术中心2个、工程研究中心1个",
        "待定",
    ],
)
def test_what_may_be_more_or_less_than_a_name_is_kept_in_doubt(text):
    reading = read_names(text, 2)
    assert reading.status == "reported"
    assert reading.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"{FIRST}、{SECOND}等企业", (FIRST, SECOND)),
        ("鄂北高等学校", ("鄂北高等学校",)),
        (f"3家（{FIRST}、{SECOND}、{THIRD}）", (FIRST, SECOND, THIRD)),
        (f"{FIRST}（股票代码：600000）", (f"{FIRST}（股票代码：600000）",)),
        ("即墨区古镇中心、鄂北平台", ("即墨区古镇中心", "鄂北平台")),
        (f"{FIRST}企业技术中心", (f"{FIRST}企业技术中心",)),
    ],
)
def test_names_with_what_belongs_to_them_are_sure(text, names):
    reading = read_names(text, len(names))
    assert (reading.value, reading.confidence) == (names, 1.0)
