"""Where a table's parts begin and end: columns of before and after, numbered parts, headings of two rows."""

from dataclasses import replace

from made_documents import document, matched, table

from formextract.model import Place

EVENT = "湖北省创新型产业集群重大事项报告单"
APPLICATION = "湖南省先进制造业集群竞赛申请表"
EVALUATION = "湖北省创新型产业集群绩效评价基础数据（评价年度：2024年）"


def read(*blocks):
    _, (match,) = matched(document(*blocks))
    return {(p.indicator, p.period): p.text for p in match.placements if p.text}


def test_columns_of_before_and_after_end_with_their_rows():
    rows = table(
        ["集群名称", "钟祥市磷化工创新型产业集群", "<"],
        ["调整内容", "调整前", "调整后"],
        ["规划范围", "面积7.2平方公里", "面积9.9平方公里"],
        ["发生原因", "新引进项目用地不足", "<"],
        ["联系人", "廖春华", "13886001234"],
    )
    said = read(EVENT, rows)
    assert (said["event_before", None], said["event_after", None]) == ("面积7.2平方公里", "面积9.9平方公里")
    assert said["event_cause", None] == "新引进项目用地不足"
    assert (said["operator_contact", None], said["operator_phone", None]) == ("廖春华", "13886001234")


def test_a_number_beside_a_name_on_a_page_without_cells():
    rows = table(["联系人", "廖春华", "13886001234"])
    boxes = [(10.0, 50.0, 60.0, 62.0), (70.0, 50.0, 120.0, 62.0), (130.0, 49.0, 200.0, 63.0)]
    cells = tuple(replace(c, place=Place(1, box)) for c, box in zip(rows.cells, boxes, strict=True))
    said = read(EVENT, "集群名称：钟祥市磷化工创新型产业集群", replace(rows, cells=cells))
    assert (said["operator_contact", None], said["operator_phone", None]) == ("廖春华", "13886001234")


def test_a_number_and_a_heading_across_begin_another_part():
    rows = table(
        ["贰", "规模", "<", "<"],
        ["项目", "2018年", "2019年", "2020年"],
        ["总产值（亿元）", "112.8", "127.5", "139.6"],
        ["叁", "主体（截至2020年底）", "<", "<"],
        ["国家级制造业单项冠军企业", "1家", "高新技术企业", "36家"],
    )
    said = read(APPLICATION, "集群名称：浏阳市花炮机械先进制造业集群", rows)
    assert said["gross_output", "2018"] == "112.8"
    assert ("champions", "2018") not in said
    assert (said["champions", "2020"], said["hightech_enterprises", "2020"]) == ("1家", "36家")


def test_captions_below_those_of_several_columns_over_a_row_a_year():
    rows = table(
        ["年份", "企业", "<", "研发", "<"],
        ["^", "总数（家）", "高新技术企业（家）", "经费（亿元）", "人员（人）"],
        ["2023年", "133", "28", "3.1", "988"],
        ["2024年", "141", "34", "3.7", "1124"],
    )
    said = read(EVALUATION, "集群名称：钟祥市磷化工创新型产业集群", rows)
    assert (said["enterprises", "2023"], said["enterprises", "2024"]) == ("133", "141")
    assert (said["hightech_enterprises", "2024"], said["rd_expenditure", "2024"]) == ("34", "3.7")
    assert said["rd_personnel", "2024"] == "1124"


def test_years_in_brackets_behind_their_number():
    rows = table(
        ["考核指标", "第一年（2021）", "第二年（2022）", "第三年（2023）"], ["工业总产值", "131.0", "144.7", "158.6"]
    )
    said = read("湖南省先进制造业集群三年期复核情况表", "集群名称：祁阳市轻纺先进制造业集群", "单位：亿元", rows)
    assert [said["gross_output", y] for y in ("2021", "2022", "2023")] == ["131.0", "144.7", "158.6"]
