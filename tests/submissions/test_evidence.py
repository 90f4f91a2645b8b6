from dataclasses import replace
from decimal import Decimal

import pytest
from made import beside, observed, record

from formextract.model.submission import Exhibit, Listing
from formextract.submissions import evidence_findings, summary_findings
from formextract.submissions.proofs import load_proofs
from formextract.submissions.summary import row_for

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


@pytest.mark.parametrize(
    ("answers", "told", "fields"),
    [
        (("甘肃省", "庆阳市", "宁县"), "甘肃省平凉市静宁县", ["region_city"]),
        (("甘肃省", "平凉市", "宁县"), "甘肃省平凉市静宁县", ["region_county"]),
        (("湖北省", "恩施土家族苗族自治州", "利川市"), "湖北省恩施州利川市", []),
        (("湖北", "襄阳", "堵阳县"), "湖北省襄阳市堵阳县", []),
        (("湖北省", "襄阳市", "堵阳县"), "湖北省襄阳市唐白县", ["region_county"]),
        (("湖北省", "襄阳市", "堵阳县"), "见附表", ["region_province", "region_city", "region_county"]),
    ],
)
def test_the_sheets_region_is_held_against_the_forms(answers, told, fields):
    own = [observed(f"region_{part}", said) for part, said in zip(("province", "city", "county"), answers, strict=True)]
    row = record("r", "汇总表.xlsx", [observed("region", told)], kind="xlsx", form="summary")
    assert [f.fields[0] for f in summary_findings(form(*own), row, load_proofs())] == fields


def test_a_row_that_is_about_no_other_application_is_this_ones_though_named_otherwise():
    rows = [("漳原县船舶配套装备产业集群", "a"), ("浠源县制冷配件产业集群", "b")]
    assert (
        row_for("浠源县制冷设备及零件产业集群", rows, ["漳原县船舶配套装备产业集群", "浠源县制冷设备及零件产业集群"])
        == "b"
    )
    assert row_for("浠源县制冷设备及零件产业集群", rows, [r for r, _ in rows]) is None
    assert row_for("麻城市石材产业集群", rows, ["漳原县船舶配套装备产业集群"]) is None


def industry(said, *texts):
    row = record(
        "r",
        "汇总表.xlsx",
        [observed("cluster_name", "漳原县船舶配套装备产业集群"), observed("leading_industry", said)],
        form="summary",
    )
    own = [observed("cluster_name", "湖北省漳原县船舶配套装备产业集群"), *(observed("plan_text", t) for t in texts)]
    return [f.fields for f in summary_findings(form(*own), row, load_proofs())]


def test_an_industry_of_which_the_form_says_nothing_is_told():
    assert industry("制冷设备") == [("leading_industry", "cluster_name")]
    assert industry("船舶装备制造业") == industry("船舶配套") == industry("装备制造") == []
    assert industry("海洋工程、船用阀门", "集群以船用阀门见长") == []


TICKS = ("参加中国国际中小企业博览会等展会类活动", "建立或参与主导产业国际合作机制")


def test_what_is_ticked_needs_a_file_that_is_about_it():
    ticked = observed("cooperation_actions", TICKS)
    silent = Exhibit("pdf", 1, "漳原县创新平台认定批复")
    (found,) = told([ticked], beside("甲/附件/批复.pdf", silent), beside("甲/附件/表.docx", silent))
    assert found[:3] == ("evidence.cooperation_actions", "warning", ("cooperation_actions",))
    assert found[3] == (
        "国际合作交流活动：勾选了“参加中国国际中小企业博览会等展会类活动”、“建立或参与主导产业国际合作机制”，"
        "但材料中没有找到相应的佐证。请申报单位补报"
    )
    assert told([ticked], beside("甲/附件/6.1参展合同.pdf", silent), beside("甲/附件/表.docx", silent)) == []
    assert told([ticked], beside("甲/附件/批复.pdf", Exhibit("pdf", 9, "批复", words=("博览会",)))) == []
    # a word of an option that is not ticked proves nothing
    assert told([ticked], beside("甲/附件/批复.pdf", Exhibit("pdf", 9, "批复", words=("研讨会",)))) != []
    assert told([observed("cooperation_actions", ())], beside("甲/批复.pdf", silent)) == []


def test_a_file_without_letters_may_be_the_proof():
    ticked = observed("cooperation_actions", TICKS)
    (found,) = told([ticked], beside("甲/照片.jpg", Exhibit("image", 1, "")))
    assert found[1] == "info"
    assert "另有 1 个文件没有读出文字" in found[3]


def test_a_list_in_a_scan_that_is_too_short_is_only_a_hint():
    scan = Exhibit("pdf-scan", 3, "", (Listing("专利清单", HEADS, 71),))
    assert told([patents(76)], beside("a/专利清单.pdf", scan))[0][1] == "info"


def test_a_list_is_the_one_that_its_longest_words_name():
    def levels(name, n):
        return observed(name, D(n), dims={"level": "provincial"}, unit="个")

    figures = [levels("innovation_platforms", 5), levels("service_platforms", 8)]
    heads = ("序号", "平台名称", "级别", "认定部门")
    services = listed("公共服务平台清单.xlsx", ("序号", "服务平台名称", "级别", "公共服务内容"), 7, "公共服务平台清单")
    (found,) = told(figures, listed("创新平台清单.xlsx", heads, 5, "创新平台清单"), services)
    assert found[:3] == ("evidence.service_platforms", "warning", ("service_platforms[level=provincial]",))
    alike = listed("中小企业公共服务平台清单.xlsx", heads, 8)
    assert told(figures, listed("创新平台明细表.xlsx", heads, 5), alike) == []
