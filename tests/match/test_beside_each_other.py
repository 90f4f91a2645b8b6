"""Tables printed beside each other, figures beside a cell of several years, headings of other parts in a chapter."""

import pytest
from made_documents import form, key, match, placed, table

from formextract import pipeline
from formextract.model.doubt import SURE

YEARS = ["2021年", "2022年", "2023年"]
TWO_HEADS = "二、主导产业情况"
STANDARDS = "近三年集群中小企业主持（起草单位排名前三位）或参与制修订标准数量情况"


def standards(*blocks):
    (record,) = pipeline.records(form(*blocks))
    found = [o for o in record.values if o.indicator in ("standards_led", "standards_joined")]
    assert len(found) == 24
    return found, record


@pytest.mark.parametrize(
    "heads",
    [("2023年主持", "2023年参与"), ("主持数量", "参与数量"), (STANDARDS, "<")],
    ids=["years in the heads", "roles alone", "one head"],
)
def test_standards_in_a_table_beside_another_are_not_surely_missing(heads):
    made = table(
        ["指标", *YEARS, "级别", *heads],
        ["集群总产值（亿元）", "1.1", "2.2", "3.3", "国际", "0", "1"],
        ["集群企业数量", "155", "163", "162", "国家", "2", "7"],
        ["其中：集群中小企业数量", "152", "154", "158", "行业", "6", "4"],
    )
    found, record = standards(TWO_HEADS, made)
    assert not [o.key for o in found if o.status == "missing" and o.confidence >= SURE]
    assert "国家" not in {o.raw for o in found}
    assert "standards_led" in {p.indicator for u in record.unmatched if u.text == "7" for p in u.proposals}


def test_standards_of_a_form_without_such_rows_are_surely_missing():
    made = table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "3.3"])
    assert all(o.status == "missing" and o.confidence >= SURE for o in standards(TWO_HEADS, made)[0])


def test_a_figure_beside_a_cell_of_several_years_is_in_doubt():
    rate = "近三年集群主导产业产值年均增速（%）"
    made = table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "3.3"], [rate, "14.00", "<", "13.50"])
    (found,) = (p for p in match(form(TWO_HEADS, made)).placements if key(p) == "leading_output_growth_3y@2021/2023")
    assert (found.text, {d.kind for d in found.doubts}) == ("13.50", {"several_values"})


def test_headings_of_other_parts_in_a_chapter_are_the_applicants():
    plan = ["（一）总体思路", "主导产业情况", "做强主导产业。", "五、绿色化转型情况", "推进绿色制造。"]
    made = table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "3.3"])
    found = placed(form(TWO_HEADS, made, "八、未来三年中小企业特色产业集群发展规划", "（3000字以内）", *plan))
    assert found["plan_text"] == "\n".join(plan)


def test_words_of_a_row_of_levels_are_a_value_and_head_nothing():
    made = table(
        ["年度", "2021年", "", "", "2022年", "", ""],
        [STANDARDS, "类别", "主持数量", "参与数量", "类别", "主持数量", "参与数量"],
        ["", "国际", "1", "2", "国际", "3", "4"],
        ["", "行业", "5", "6", "行业", "详见附件", "9"],
    )
    found = placed(form("三、创新能力情况", made))
    assert found["standards_led@2022[industry]"] == "详见附件"
    assert found["standards_joined@2022[industry]"] == "9"


@pytest.mark.parametrize(
    ("caption", "written", "count", "names"),
    [
        ("产业联盟组织数量（个）", "统计中", "统计中", ("统计中", {"names_unsure"})),
        ("产业联盟组织数量（个）", "近2", "近2", None),
        ("产业联盟组织数量（个）", "共3个", "共3个", None),
        ("集群内产业联盟组织情况", "堵阳县织造联盟", None, ("堵阳县织造联盟", set())),
    ],
)
def test_words_where_only_a_number_is_asked_for_are_hardly_names(caption, written, count, names):
    found = {key(p): p for p in match(form("七、治理和服务水平", table([caption, written]))).placements}
    assert (found["alliances"].text if "alliances" in found else None) == count
    told = found.get("alliances_names")
    assert (None if told is None else (told.text, {d.kind for d in told.doubts} - {"label_differs"})) == names


def test_a_caption_that_leads_in_goes_on_overleaf():
    caption, tick = "集群已开展的数字化新模式新业态推广工作：", "☑建有国家智能制造试点示范项目\n□其他"
    made = table(
        ["数字化新模式新业态推广情况", "情况", "已开展推广"],
        ["^", caption, "<"],
        ["", tick, "<"],
        ["^", "国家级试点示范项目名称及数量", "数量：2个 名称：甲项目、乙项目"],
        page_starts=(2,),
    )
    assert placed(form("四、数字化升级情况", made))["new_model_actions"].endswith(tick)


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("集群企业数量\t155\t163", False),
        ("3.集群企业数量155家", False),
        ("集群企业数量", True),
        ("集群企业数量情况说明附后", True),
    ],
)
def test_a_line_that_says_a_caption_and_a_figure_leaves_the_field_in_doubt(line, sure):
    (record,) = pipeline.records(form(TWO_HEADS, line))
    found = [o for o in record.values if o.indicator == "enterprises" and o.status == "missing"]
    assert found
    assert all((o.confidence >= SURE) is sure for o in found)
