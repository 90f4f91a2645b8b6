"""What a provincial paper applies for, in which stage of the contest, and that its truth is pledged: ticks or words."""

from pathlib import Path

import docx
import pytest

import formextract

HUNAN = "湖南省先进制造业集群（培育对象）申请报告"
CHARACTERISTIC = "湖北省特色产业集群申报表"
INNOVATIVE = "湖北省创新型产业集群申报材料"
HEAD = [("集群名称", "浏河县烟花机械产业集群"), ("主导产业", "烟花机械"), ("联系人", "王建国")]


def read(tmp_path: Path, title, *rows):
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(0, 2)
    for row in (*HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "表.docx"
    document.save(path)
    (record,) = formextract.extract(path)
    return {o.indicator: (o.status, o.value) for o in record.values}


@pytest.mark.parametrize("title", [HUNAN, INNOVATIVE])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("☑培育对象 □认定", "cultivation"),
        ("□培育对象 ☑认定", "certification"),
        ("认定", "certification"),
        ("□培育对象 □认定", None),
    ],
)
def test_for_what_it_applies(tmp_path, title, written, meant):
    found = read(tmp_path, title, ("申报类别", written))["application_category"]
    assert found == (("reported", meant) if meant else ("unreadable", None))


@pytest.mark.parametrize(("written", "meant"), [("☑初赛 □决赛", "preliminary"), ("决赛", "final")])
def test_the_stage_of_the_contest(tmp_path, written, meant):
    assert read(tmp_path, HUNAN, ("竞赛阶段", written))["contest_stage"] == ("reported", meant)


@pytest.mark.parametrize("caption", ["跨行政区涉及的县（市、区）", "涉及县（市、区）", "联合申报的县（市、区）"])
def test_several_counties_beside_the_one_where_it_is(tmp_path, caption):
    found = read(tmp_path, HUNAN, ("所在县（市、区）", "浏河县"), (caption, "浏河县、青岩县、陵水区"))
    assert found["region_county"] == ("reported", "浏河县")
    assert found["counties_joined"] == ("reported", ("浏河县", "青岩县", "陵水区"))


def test_one_county_is_no_list_of_counties(tmp_path):
    found = read(tmp_path, HUNAN, ("所在县（市、区）", "浏河县"))
    assert (found["region_county"], found["counties_joined"]) == (("reported", "浏河县"), ("missing", None))


@pytest.mark.parametrize("title", [HUNAN, CHARACTERISTIC, INNOVATIVE])
@pytest.mark.parametrize(("written", "meant"), [("☑是 □否", True), ("否", False)])
def test_a_pledge_is_not_taken_for_a_breach(tmp_path, title, written, meant):
    found = read(tmp_path, title, ("是否承诺申报材料真实、合法", written))
    assert found["truth_pledged"] == ("reported", meant)
    assert found["serious_violations"] == ("missing", None)


def test_a_paper_that_says_nothing_of_it(tmp_path):
    found = read(tmp_path, HUNAN, ("申报主体", "浏河县烟花产业促进会"))
    assert {found[n] for n in ("application_category", "contest_stage", "truth_pledged")} == {("missing", None)}
