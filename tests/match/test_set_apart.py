"""What reports say outside their captions and tables: who writes, when, of which half-year, and what is lacking."""

import pytest
from made_documents import document, table

from formextract.model import TYPED, Line, Place
from formextract.pipeline import records

ANNUAL = "醴陵市轴承先进制造业集群2023年度运行情况表"
HALF = "关于醴陵市轴承先进制造业集群上半年发展情况的汇报"
TO = "湖南省工业和信息化厅："


def recorded(*blocks):
    lines = [Line(b, Place(cell=f"P{n}"), legibility=TYPED) if isinstance(b, str) else b for n, b in enumerate(blocks)]
    (record,) = records(document(*lines), None)
    return {o.key: o for o in record.values}


def told(*blocks):
    return {k: str(o.value) for k, o in recorded(*blocks).items() if o.status == "reported"}


def test_a_half_year_that_no_title_names_is_the_one_before_the_date():
    said = told(
        HALF,
        TO,
        "1—6月，集群完成产值47.3亿元，其中二季度完成25.1亿元；实现营业收入45.6亿元。上年同期出口7900万元。研发投入1.2亿元。",
        "堵阳县轴承行业促进会",
        "2023年7月20日",
    )
    half = "2023-01/2023-06"
    assert said[f"gross_output@{half}"] == "47.3"
    assert said[f"revenue@{half}"] == "45.6"  # 其中二季度 is of that figure only
    assert said[f"rd_expenditure@{half}"] == "1.2"  # and 上年同期 of its sentence


def test_the_half_year_of_a_title_beside_the_year_before_and_a_column_of_its_sum():
    said = recorded(
        "醴陵市轴承先进制造业集群2024年上半年发展情况表",
        table(
            ["指标", "一季度", "二季度", "上半年合计", "去年上半年"], ["总产值（亿元）", "41.2", "46.9", "88.1", "83.0"]
        ),
        table(["期末数", "2024年6月末", "2023年末"], ["企业（家）", "152", "147"]),
        "2024年7月16日",
    )
    assert {k: str(o.value) for k, o in said.items() if o.indicator == "gross_output" and o.value is not None} == {
        "gross_output@2024-01/2024-06": "88.1",
        "gross_output@2023-01/2023-06": "83.0",
    }


def test_what_has_no_year_in_a_report_is_of_the_year_that_its_title_names():
    said = told(
        "堵阳县电池省级创新型产业集群2024年度综合评价报告",
        table(["指标", "数值"], ["集聚企业总数", "147家"], ["高新技术企业", "62家"]),
        "2025年培育科技领军企业1家。",
        "2025年3月28日",
    )
    assert said["enterprises@2024"] == "147"


@pytest.mark.parametrize("date", ["2024年9月", "（2024年9月）"])
def test_who_writes_and_when_stands_below_the_title(date):
    said = told(
        "醴陵市轴承先进制造业集群复核总结材料", "醴陵市轴承产业发展促进中心", date, "一、集群概况", "集群发展平稳。"
    )
    assert said["operator"] == "醴陵市轴承产业发展促进中心"
    assert said["application_date"] == "2024-09"


def test_a_body_that_is_said_to_run_the_cluster():
    said = told(
        "堵阳县轴承中小企业特色产业集群2024年发展情况报告",
        "堵阳县管理委员会作为集群运营管理机构，现将情况报告如下。",
        "集群发展平稳。",
    )
    assert said["operator"] == "堵阳县管理委员会"


def test_a_date_behind_the_captions_of_a_line():
    rows = table(["指标", "2023年"], ["总产值（亿元）", "41.2"], ["企业（家）", "152"])
    said = told(ANNUAL, rows, "负责人：刘建业　　制表：文小玲　　电话：0731-23232117　　2024年1月22日")
    assert (said["operator_phone"], said["application_date"]) == ("0731-23232117", "2024-01-22")


def test_a_contact_in_brackets_behind_the_bodys_name():
    rows = table(["运营管理机构", "堵阳县轴承服务中心（联系人：杜娟　15549396620）"], ["总产值", "92.6亿元"])
    said = told("堵阳县轴承特色产业集群2024年工作总结", "湖北省特色产业集群", rows)
    assert (said["operator"], said["operator_contact"], said["operator_phone"]) == (
        "堵阳县轴承服务中心",
        "杜娟",
        "15549396620",
    )


def test_captions_in_other_words_are_chapters_of_a_paragraph():
    said = told(
        HALF,
        TO,
        table(["指标", "2023年上半年"], ["总产值（亿元）", "41.2"]),
        "主要困难：主机厂订单下滑，账期拉长。",
        "后续安排：组织两场主配对接会，推动铸造基地投产。",
        "2023年7月20日",
    )
    assert said["problems_text"] == "主机厂订单下滑，账期拉长。"
    assert said["next_steps_text"] == "组织两场主配对接会，推动铸造基地投产。"


def test_a_caption_that_names_who_applies_makes_another_one_doubtful():
    said = recorded(
        "湖北省战略性新兴产业集群申报信息表",
        table(
            ["承载区", "堵阳高新区、江汉县"],
            ["牵头申报单位", "堵阳高新技术产业开发区管理委员会"],
            ["总产值（亿元）", "128.2"],
        ),
    )
    assert said["operator"].confidence < 0.9


def test_a_title_behind_a_word_for_what_it_is():
    title = "报送材料：醴陵市轴承先进制造业集群二〇二三年上半年发展情况"
    said = told(
        title,
        "编报：醴陵市轴承促进会",
        "一、运行情况",
        table(["指标", "2023年1-6月"], ["工业产值（亿元）", "63.7"], ["企业（家）", "52"]),
    )
    assert said["cluster_name"] == "醴陵市轴承先进制造业集群"
    assert said["gross_output@2023-01/2023-06"] == "63.7"


def test_who_wrote_and_when_in_brackets_below_the_title():
    said = told(
        "湖北省特色产业集群2024年度发展情况",
        "（堵阳市经济信息化局　2025年3月18日）",
        table(["指标", "本年"], ["产值（亿元）", "63.7"], ["企业数", "52"]),
    )
    assert said["application_date"] == "2025-03-18"


def test_a_body_behind_its_role():
    said = told(
        "关于报送堵阳县轴承中小企业特色产业集群2025年上半年运行情况的函",
        "堵阳县轴承产业集群运营管理机构堵阳县轴承产业发展中心现将上半年运行情况报告如下：",
        "集群发展平稳。",
    )
    assert said["operator"] == "堵阳县轴承产业发展中心"


def test_what_a_leftover_caption_or_part_may_be_is_not_surely_missing():
    rows = table(
        ["指标", "2024年"],
        ["总产值（亿元）", "104.2"],
        ["其中：丝锥", "95.1"],
        ["授权有效的发明专利", "195"],
        ["企业数", "52"],
    )
    said = recorded("湖北省特色产业集群复核申报材料", "集群名称：堵阳县轴承集群", rows, "园区集聚科技服务机构18家。")
    for key in ("leading_output@2024", "invention_patents"):
        assert said[key].status == "missing"
        assert said[key].confidence < 0.9
