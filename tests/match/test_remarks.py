"""Columns of remarks: no values, but the year of one; a share behind its whole; what remarks tell as sentences."""

from made_documents import document, matched, table

from formextract.pipeline import records

TITLE = "湖北省创新型产业集群申报书"
NAME = ["集群名称", "江汉高新区盐电智造省级创新型产业集群", ""]


def test_a_remark_is_no_value_and_a_year_there_is_the_figures():
    rows = table(
        ["项目", "数值", "备注"],
        NAME,
        ["集群总营业收入", "118.6亿元", "2024年"],
        ["集聚企业", "112家", "其中规上40家"],
        ["专项资金", "2000万元/年", "县财政"],
    )
    _, (match,) = matched(document(TITLE, rows))
    told = {(p.indicator, p.period): p.text for p in match.placements if p.text}
    assert told["revenue", "2024"] == "118.6亿元"
    assert told["enterprises", "2024"] == "112家"
    assert told["special_fund", "2024"] == "2000万元/年"
    assert {("集聚企业（备注）", "其中规上40家"), ("专项资金（备注）", "县财政")} <= {
        (x.label, x.text) for x in match.leftovers
    }


def recorded(*rows):
    (record,) = records(document(TITLE, table(*rows)), None)
    return {o.key: o for o in record.values}


def test_what_remarks_tell_beside_their_rows():
    said = recorded(
        ["项目", "数值", "备注"],
        NAME,
        ["主导产业营业收入（亿元）", "71.2", "占比60.0%"],
        ["集聚企业", "112家", "高新技术企业47家"],
        ["专项资金", "2000万元/年", "县财政"],
        ["参与制定标准（项）", "23", "国标7项、行标16项"],
    )
    assert str(said["leading_revenue_share@2024"].value) == "60.0"
    assert said["hightech_enterprises@2024"].value == 47
    assert said["special_fund@2024"].value == 2000
    assert said["standards_total"].status == "missing"
    assert said["standards_total"].confidence < 0.9


def test_a_table_whose_only_answers_stand_under_notes_is_read():
    said = recorded(["项目", "单位", "说明"], NAME, ["集聚企业", "家", "112"], ["主导产业", "", "盐电智造"])
    assert said["enterprises@2024"].value == 112


def test_a_share_behind_its_whole():
    said = recorded(
        ["集群名称", "江汉高新区盐电智造省级创新型产业集群", "", ""],
        ["2024年研发费用", "3.2亿元", "占营业收入比重", "2.34%"],
        ["2024年主导产业营业收入", "71.2亿元", "占比", "60.0%"],
        ["利润总额", "5.1亿元", "占比", "4.3%"],
    )
    assert str(said["rd_intensity@2024"].value) == "2.34"
    assert str(said["leading_revenue_share@2024"].value) == "60.0"
