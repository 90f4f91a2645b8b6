from dataclasses import replace
from decimal import Decimal

from made import beside, observed, record

from formextract.loading.regroup import load_proofs
from formextract.loading.submissions import evidence_findings, summary_findings
from formextract.model.submission import Exhibit, Listing

D = Decimal
HEADS = ("序号", "专利名称", "专利号", "专利权人")


def form(*values):
    return record("w", "a/表.docx", values)


def patents(n):
    return observed("invention_patents", D(n), unit="个")


def told(values, *items):
    found = evidence_findings(form(*values), items, load_proofs())
    return [(f.check, f.severity, f.fields, f.message) for f in found]


def listed(path, heads, rows, title="", **kwargs):
    return beside(path, Exhibit("xlsx", 1, title, (Listing(title, heads, rows, **kwargs),)))


def test_a_list_of_as_many_rows_as_reported_holds():
    assert told([patents(76)], listed("专利.xlsx", HEADS, 76)) == []


def test_a_list_that_is_shorter_is_told():
    assert told([patents(76)], listed("a/专利.xlsx", HEADS, 71)) == [
        (
            "evidence.patents",
            "warning",
            ("invention_patents",),
            "填报了invention_patents 76 个，有效发明专利清单“专利.xlsx”共 71 行，少 5 行。请核对数字和清单",
        )
    ]


def test_a_longer_list_is_only_a_hint_and_the_same_list_twice_is_none():
    assert told([patents(76)], listed("a.xlsx", HEADS, 80))[0][1] == "info"
    assert told([patents(76)], listed("a.xlsx", HEADS, 76), listed("b.docx", HEADS, 76)) == []
    assert told([patents(76)], listed("a.xlsx", HEADS, 70), listed("b.xlsx", HEADS, 6)) == []


def test_a_list_that_is_not_there_is_told():
    (found,) = told([patents(76)], beside("a/证书.jpg"))
    assert found[1:3] == ("warning", ("invention_patents",))
    assert "材料中没有找到有效发明专利清单。请申报单位补报" in found[3]
    assert told([patents(76)], beside("a/发明专利.pdf", status="failed"))[0][1] == "info"


def test_nothing_is_asked_for_where_nothing_is_reported_or_the_form_came_alone():
    assert told([patents(0)], beside("a/证书.jpg")) == []
    assert told([patents(76)]) == []


def standards():
    out = [observed("standards_led", D(1), period="2023", dims={"level": "national"}, unit="项")]
    return [*out, observed("standards_joined", D(3), period="2023", dims={"level": "group"}, unit="项")]


def test_the_columns_of_a_list_say_which_figure_it_does_not_prove():
    heads = ("序号", "标准名称", "标准号", "类别", "主持/参与", "年度")
    by = {
        "by": ("类别", "主持/参与", "年度"),
        "patterns": ((("国家", "主持", "2023"), 1), (("团体", "参与", "2023"), 1)),
    }
    (found,) = told(standards(), listed("标准.xlsx", heads, 2, **by))
    assert found[2] == ("standards_joined@2023[level=group]",)
    assert "少 2 行" in found[3]
    assert told(standards(), listed("标准.xlsx", heads, 3)) == []  # those led counted among those joined


def test_a_row_of_the_summary_sheet_is_compared():
    profile = "集群内中小企业272家，其中省级专精特新中小企业20家；全年实现总产值180.00亿元。"
    row = record(
        "r",
        "汇总表.xlsx",
        [
            observed("cluster_name", "漳原县船舶配套装备产业集群"),
            observed("operator", "漳原县产业园区建设运营有限公司"),
            observed("region", "湖北省襄阳市漳原县"),
            observed("profile", profile),
        ],
        form="summary",
    )
    own = [
        observed("cluster_name", "湖北省漳原县船舶配套装备产业集群"),
        observed("operator", "漳原县船舶配套装备产业发展服务中心"),
        observed("region_city", "襄阳市"),
        observed("region_county", "浠源县"),
        observed("smes", D(272), period="2023", unit="个"),
        observed("srdi_smes", D(20), period="2023", unit="个"),
        observed("gross_output", D("184.12"), period="2023", unit="亿元"),
    ]
    found = summary_findings(form(*own), row, load_proofs())
    assert [f.fields for f in found] == [("operator",), ("region_county",), ("gross_output@2023",)]
    assert found[0].message == (
        "operator与汇总表不一致：申报表为 “漳原县船舶配套装备产业发展服务中心”，汇总表“汇总表.xlsx”为 "
        "“漳原县产业园区建设运营有限公司”。请核对哪一处有误"
    )
    assert summary_findings(form(own[0]), replace(row, values=row.values[:1]), load_proofs()) == []
