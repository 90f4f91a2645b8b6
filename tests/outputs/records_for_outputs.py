"""Two records with every kind of value, for the tests of outputs."""

from decimal import Decimal

from formextract.model import (
    Alternative,
    CriterionResult,
    FileRef,
    Finding,
    Observation,
    Reason,
    Record,
    Source,
    Unmatched,
)

HERE = Source(0, 4, (72.0, 110.5, 180.0, 128.0), None, "pdf-text")


def observe(indicator, label, value, **kwargs):
    parts = {
        "period": None,
        "dims": {},
        "unit": None,
        "precision": None,
        "raw": "" if value is None else str(value),
        "status": "blank" if value is None else "reported",
        "confidence": 1.0,
        "source": HERE,
    }
    return Observation(indicator=indicator, label=label, value=value, **parts | kwargs)


FIRST = Record(
    id="r1",
    program="sme-cluster",
    form="application",
    template="sme-cluster/application@2024",
    cluster="甲集群",
    files=(FileRef("disc/甲.pdf", "a" * 64, "pdf", "application", 24),),
    values=(
        observe("cluster_name", "集群名称", "甲集群"),
        observe("gross_output", "集群总产值", Decimal("123.45"), period="2022", unit="亿元", precision=2),
        observe(
            "fdi_growth",
            "集群外商直接投资额增长率",
            Decimal("-12.5"),
            period="2023",
            unit="%",
            precision=1,
            raw="-12.5%",
            confidence=0.8,
            doubts=(Reason("seal_over_text", "红章压字"), Reason("looks_differ", "两次识读不一致（12.5 / 72.5）")),
            alternatives=(Alternative(Decimal("12.5"), "12.5", 0.6, Source(0, None, None, "T2R5C3", "docx")),),
        ),
        observe(
            "enterprises",
            "集群企业数量",
            None,
            period="2023",
            unit="个",
            raw="3?7",
            status="unreadable",
            confidence=0.2,
        ),
        observe(
            "standards_led",
            "集群中小企业主持制修订标准数量",
            Decimal(3),
            period="2023",
            unit="项",
            precision=0,
            dims={"level": "national"},
        ),
        observe("provincial_cluster", "是否已被认定为省级中小企业特色产业集群", True, raw="☑是"),
        observe("alliances_names", "集群内产业联盟组织名称", ("甲联盟", "乙联盟")),
        observe("chain_summary", "集群产业链强链补链情况", '=HYPERLINK("http://x")'),
        observe(
            "plan_target",
            "发展目标 2026 年目标值",
            Decimal("8.5"),
            dims={"target": "研发经费投入"},
            unit="亿元",
            precision=1,
        ),
    ),
    findings=(
        Finding(
            "fdi_growth.2023",
            "growth",
            "error",
            "增长率不符",
            ("fdi_growth@2023",),
            "fdi_growth@2023",
            Decimal("-12.5"),
            (Decimal("8.14"), None),
            Decimal("8.15"),
            "条款",
        ),
    ),
    criteria=(CriterionResult("output", "一", "产值", "met", {"gross_output@2022": Decimal("123.45")}, ">= 40"),),
    unmatched=(Unmatched("备注", "+1", HERE),),
)
SECOND = Record(
    id="r2",
    program="sme-cluster",
    form="summary",
    template="sme-cluster/summary@2024",
    cluster="乙集群",
    files=(FileRef("disc/汇总.xlsx", "b" * 64, "xlsx", "summary", 1),),
    values=(
        observe("cluster_name", "集群名称", "乙集群", source=Source(0, None, None, "Sheet1!B5", "xlsx")),
        observe("plan_target", "发展目标 2026 年目标值", "建成平台", dims={"target": "研发经费投入"}),
        observe("alliances_names", "集群内产业联盟组织名称", (), raw="无", status="none"),
    ),
)
RECORDS = (FIRST, SECOND)
