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


def test_a_list_in_other_words_that_reports_is_read_row_by_row():
    (found,) = FORMS.match(
        document(
            "荆汉市2024年度湖北省特色产业集群建设情况汇总表",
            table(
                ["编号", "集群", "所在县（市、区）", "主导产业", "总产值（亿元）", "#主导产业", "企业户数", "高企"],
                ["1", "甲县轴承产业集群", "甲县", "轴承", "105.30", "88.20", "82", "31"],
                ["2", "乙县阀门产业集群", "乙县", "阀门", "132.60", "101.50", "146", "40"],
                ["合计", "", "", "", "237.90", "189.70", "228", "71"],
            ),
        )
    )
    one, two = found.matches
    assert found.template.form == "annual"
    assert told(one)["cluster_name", None] == "甲县轴承产业集群"
    assert told(one)["leading_output", "2024"] == "88.20"
    assert told(two)["hightech_enterprises", "2024"] == "40"


def test_a_list_of_names_that_is_recommended_is_no_report():
    head = ["序号", "集群名称", "所在县（市、区）", "主导产业", "企业户数"]
    rows = (["1", "甲县轴承产业集群", "甲县", "轴承", "82"], ["2", "乙县阀门产业集群", "乙县", "阀门", "146"])
    assert FORMS.match(document("荆汉市湖北省特色产业集群推荐汇总表", table(head, *rows))) == []


def test_years_below_one_caption_of_the_heading():
    (found,) = FORMS.match(
        document(
            TITLE,
            table(
                ["序号", "产业集群名称", "县市区", "企业数（户）", "产值", "<", "小巨人企业数（家）"],
                ["^", "^", "^", "^", "2023年（亿元）", "2024年（亿元）", "^"],
                ["1", "甲县造纸产业集群", "甲县", "121", "98.3", "107.2", "2"],
                ["2", "乙县医药产业集群", "乙县", "88", "131.5", "140.9", "5"],
                ["合计", "<", "<", "209", "229.8", "248.1", "7"],
            ),
        )
    )
    one, two = found.matches
    assert (told(one)["gross_output", "2023"], told(one)["gross_output", "2024"]) == ("98.3", "107.2")
    assert told(two)["gross_output", "2024"] == "140.9"
    assert {"229.8", "248.1"} <= {x.text for x in one.leftovers}


FEW = ["序号", "县（市、区）", "集群名称", "2024年总产值", "同比增长（%）", "规上企业数（家）"]
NAMED = (
    ["1", "甲县", "甲县轴承产业集群", "105.3", "8.2", "41"],
    ["2", "乙县", "乙县阀门产业集群", "98.7", "-1.5", "38"],
)
SUMMED = "荆汉市湖北省特色产业集群2024年度发展情况汇总表"


def test_a_table_of_applicants_needs_few_known_captions():
    (found,) = FORMS.match(document(SUMMED, table(FEW, *NAMED, ["合计", "", "", "204", "", "79"])))
    assert [told(m)["cluster_name", None] for m in found.matches] == ["甲县轴承产业集群", "乙县阀门产业集群"]
    assert [told(m)["region_county", None] for m in found.matches] == ["甲县", "乙县"]


def test_a_heading_that_only_says_what_applies_is_over_the_names():
    head = ["序号", "产业集群", "所在县（市、区）", "总产值（亿元）", "营业收入（亿元）", "企业户数"]
    rows = (
        ["1", "甲县新型储能产业集群", "甲县", "105.30", "102.10", "82"],
        ["2", "乙县阀门产业集群", "乙县", "132.60", "128.40", "146"],
    )
    (found,) = FORMS.match(document(SUMMED, table(head, *rows)))
    assert [told(m)["cluster_name", None] for m in found.matches] == ["甲县新型储能产业集群", "乙县阀门产业集群"]
    assert [told(m).get(("leading_industry", None)) for m in found.matches] == [None, None]


def test_neighbours_on_the_form_of_one_applicant_are_no_applicants():
    mine = table(["集群名称", "丙县造纸产业集群"], ["所在县（市、区）", "丙县"])
    (found,) = FORMS.match(document("湖北省特色产业集群申报表", mine, table(FEW, *NAMED)))
    assert len(found.matches) == 1
