"""What reports and letters say without a caption of the form: when a cluster was recognised, what was and what is."""

import pytest
from made_documents import FORMS, document, table

REPORT = "湖北省特色产业集群2024年度发展情况报告"


def told(*blocks):
    (found,) = FORMS.match(document(*blocks))
    return {p.indicator: p.text for p in found.matches[0].placements if p.text}


@pytest.mark.parametrize(
    ("sentence", "date", "paper"),
    [
        (
            "麻溪市建材产业集群（2023年11月认定，鄂经信产业〔2023〕214号）去年发展平稳。",
            "2023年11月",
            "鄂经信产业〔2023〕214号",
        ),
        (
            "集群于2022年9月被省经信厅认定为特色产业集群（鄂经信产业〔2022〕48号）。",
            "2022年9月",
            "鄂经信产业〔2022〕48号",
        ),
        ("2022年5月，经省经信厅认定（鄂经信产业〔2022〕105号）。", "2022年5月", "鄂经信产业〔2022〕105号"),
        ("2022年12月，经批准认定为湖北省特色产业集群。", "2022年12月", None),
        ("2023年5月，华新公司被认定为国家级小巨人，集群又添一家。", None, None),
        ("集群2022年5月获批国家级工业设计中心。", None, None),
        ("根据《湖北省特色产业集群管理办法》（鄂经信产业〔2025〕160号），现将集群情况报告如下。", None, None),
    ],
)
def test_when_a_cluster_was_recognised(sentence, date, paper):
    found = told(REPORT, "集群名称：麻溪市建材产业集群", "总体发展情况", sentence)
    assert found.get("certified_date") == date
    assert found.get("certificate_no") == paper


def test_what_was_and_what_is_in_rows_of_their_own():
    found = told(
        "湖北省创新型产业集群重大事项报告",
        table(
            ["事项类别", "运营管理机构变更"],
            ["变更时间", "2025年6月18日"],
            ["原运营管理机构", "黄石港区科技创业服务中心"],
            ["现运营管理机构", "黄石港区产业创新发展有限公司"],
        ),
    )
    assert found["event_before"] == "黄石港区科技创业服务中心"
    assert found["event_after"] == "黄石港区产业创新发展有限公司"


@pytest.mark.parametrize(
    "sentence",
    ["集群促进机构为娄底市薄板产业促进中心。", "集群于2022年9月认定，由娄底市薄板产业促进中心运营管理。"],
)
def test_who_runs_the_cluster(sentence):
    found = told(REPORT, "集群名称：娄底市薄板产业集群", "总体发展情况", sentence)
    assert found["operator"] == "娄底市薄板产业促进中心"


def test_a_value_that_is_a_clusters_name_says_what_its_caption_asks_for():
    found = told(REPORT, "集群：南江市实木家具产业集群", table(["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"]))
    assert found["cluster_name"] == "南江市实木家具产业集群"
    other = told(REPORT, "集群：见附件", table(["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"]))
    assert other.get("cluster_name") != "见附件"


def test_a_city_and_a_county_are_no_citys_name():
    found = told(
        "湖北省特色产业集群申报表",
        table(["申请集群", "京山市纺机产业集群"], ["所在市州/县市", "荆门市京山市"], ["集群企业数量", "73"]),
    )
    assert found["cluster_name"] == "京山市纺机产业集群"
    assert "荆门市京山市" not in {found.get("region_city"), found.get("region_county")}
