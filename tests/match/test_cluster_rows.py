"""A city reports several clusters in one table: a record each, totals left over."""

from made_documents import FORMS, document, table

HEAD = ["序号", "集群名称", "所在县（市、区）", "总产值（亿元）", "营业收入（亿元）", "企业户数"]
TITLE = "2024年度湖北省特色产业集群发展情况报告"


def read(*rows):
    (found,) = FORMS.match(document(TITLE, "填报日期：2025年3月20日", table(HEAD, *rows)))
    return found.matches


def told(match):
    return {(p.indicator, p.period): p.text for p in match.placements if p.text}


def test_each_row_is_a_record_and_the_total_is_none():
    one, two = read(
        ["1", "甲县轴承产业集群", "甲县", "105.30", "102.10", "82"],
        ["2", "乙县阀门产业集群", "乙县", "132.60", "128.40", "146"],
        ["合计", "", "", "237.90", "230.50", "228"],
    )
    assert told(one)["gross_output", "2024"] == "105.30"
    assert told(two)["gross_output", "2024"] == "132.60"
    assert told(two)["enterprises", "2024"] == "146"
    assert told(two)["application_date", None] == "2025年3月20日"
    assert {"237.90", "230.50", "228"} <= {x.text for x in one.leftovers}
    assert "237.90" not in {x.text for x in two.leftovers}


def test_one_cluster_is_one_record():
    assert len(read(["1", "甲县轴承产业集群", "甲县", "105.30", "102.10", "82"])) == 1
