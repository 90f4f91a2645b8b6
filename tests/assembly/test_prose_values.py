"""What sentences give beside a form's own cells: figures, a yes or no, chapters; and what they never replace."""

from decimal import Decimal

import pytest

from formextract.assembly.section_texts import chapters, heading_level
from formextract.model import TYPED, Cell, Document, Line, Place, SourceFile, Table
from formextract.pipeline import checked, records
from formextract.text.rates import rates_in_use

FILE = SourceFile("made.docx", "0" * 64, "docx", 1)


def grid(*rows):
    cells = [
        Cell(r, c, 1, 1, text, Place(cell=f"T1R{r + 1}C{c + 1}"), legibility=TYPED)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), max(map(len, rows)), ())


def record(*blocks):
    lines = [
        Line(b, Place(cell=f"P{n}"), legibility=TYPED) if isinstance(b, str) else b for n, b in enumerate(blocks, 1)
    ]
    (only,) = records(Document(FILE, "docx", tuple(lines), 1, (), ()))
    return checked(only)


def told(r):
    """What was read from sentences, by key."""
    return {
        o.key: float(o.value) if isinstance(o.value, Decimal) else o.value
        for o in r.values
        if o.source is not None and o.source.reader == "prose"
    }


HUNAN = grid(
    ["集群名称", "堵阳县轴承集群"],
    ["集群促进组织", "堵阳县轴承产业促进中心"],
    ["联系人", "汪伯渊"],
    ["联系电话", "13507220000"],
    ["所在市州", "江汉市"],
)
HUBEI = grid(
    ["集群名称", "堵阳县轴承集群"],
    ["申报主体", "堵阳县轴承产业促进中心"],
    ["联系人", "汪伯渊"],
    ["联系电话", "13507220000"],
    ["所在市州", "江汉市"],
    ["主导产业", "轴承"],
)


@pytest.mark.parametrize("period", ["2024年上半年", "2024年1—6月"])
def test_in_a_half_years_report_figures_are_of_the_half_year(period):
    made = record(
        "湖南省先进制造业集群半年度发展情况报告",
        HUNAN,
        f"{period}，集群实现总产值91.3亿元，去年同期为82.1亿元；高新技术企业36家。",
        "全年力争实现总产值190亿元。",
    )
    assert told(made) == {
        "gross_output@2024-01/2024-06": 91.3,
        "gross_output@2023-01/2023-06": 82.1,
        "hightech_enterprises@2024-01/2024-06": 36,
    }


def test_a_half_year_is_nobodys_in_a_yearly_form():
    made = record("湖北省特色产业集群申报表", HUBEI, "2024年上半年，集群实现总产值91.3亿元。")
    assert told(made) == {}


def test_what_came_of_plans_is_read_and_what_is_planned_is_not():
    made = record(
        "湖北省特色产业集群年度发展情况报告",
        HUBEI,
        "一、目标任务完成情况",
        "2024年集群总产值达到96.4亿元。",
        "二、存在的问题及下一步打算",
        "一是配套能力不足，本地配套率仅为46.5%。",
        "集群引进企业20家。",
        "三、发展目标",
        "集群研发人员达到800人。",
    )
    assert told(made) == {"gross_output@2024": 96.4, "local_supply_share@2024": 46.5}


def test_kinds_of_one_thing_are_added_up_and_not_sure():
    made = record("湖北省特色产业集群申报表", HUBEI, "建有省级企业技术中心3个、省级工程研究中心1个。")
    (platforms,) = (o for o in made.values if o.key == "innovation_platforms[level=provincial]")
    assert (platforms.value, platforms.raw) == (4, "3个、1个")
    assert platforms.confidence < 0.9


def test_kinds_that_a_label_lists_are_added_up_and_not_sure():
    made = record("湖北省特色产业集群申报表", HUBEI, "集群建成5G工厂2家、数字孪生工厂1家。")
    (factories,) = (o for o in made.values if o.indicator == "smart_factories")
    assert (factories.value, factories.confidence < 0.9) == (3, True)
    assert not any("smart_factories" in f.fields for f in made.findings)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("集群企业主持或参与制修订标准36项。", 36),
        ("集群企业主持制定标准7项，参与制定标准11项。", 18),
        ("集群企业参与制定标准11项。", None),
    ],
)
def test_parts_without_a_total_are_added_up_in_doubt_and_one_part_is_no_total(text, total):
    made = record("湖北省特色产业集群申报书", HUBEI, text)
    assert told(made).get("standards_total") == total
    assert all(o.confidence < 0.9 for o in made.values if o.indicator == "standards_total" and total == 18)


def test_amounts_of_the_leading_industry_and_what_a_heading_of_its_own_announces():
    made = record(
        "湖北省特色产业集群申报表",
        HUBEI,
        "2024年，集群实现营业收入96.8亿元，其中主导产业营业收入74.1亿元。",
        "创新合作情况：与5所高校院所建立合作关系，龙头企业3家。",
    )
    read = told(made)
    assert (read["revenue@2024"], read["leading_revenue@2024"]) == (96.8, 74.1)
    assert (read["cooperating_institutions"], read.get("leading_enterprises@2024")) == (5, 3)


def test_counts_that_only_such_a_form_asks_for():
    made = record(
        "湖北省特色产业集群申报表",
        HUBEI,
        "与江汉大学等5所高校院所合作，参与制定国际、国家和行业标准23项，建成5G工厂2家、省级工业互联网平台1个。",
    )
    assert told(made) == {
        "cooperating_institutions": 5,
        "standards_total": 23,
        "smart_factories": 2,
        "iiot_platforms": 1,
    }


def test_commitments_and_ranks_are_told_in_clauses():
    made = record(
        "湖北省特色产业集群申报表",
        HUBEI,
        "主导产业营业收入居全省同行业第二位，工业软件应用率稳步提升，集群不属于高耗能、高用水行业。",
        "集群主导产业不属于国家规定的禁止、限制和淘汰类产业；近三年未发生较大及以上安全事故，不存在偷税漏税行为。",
    )
    assert told(made) == {
        "leading_revenue_rank": "全省同行业第二位",
        "industrial_software_rising": True,
        "energy_efficiency_met": "not_applicable",
        "water_efficiency_met": "not_applicable",
        "prohibited_industry": False,
        "major_incidents": False,
        "serious_violations": False,
    }


def test_what_ought_to_be_is_no_commitment():
    made = record("湖北省特色产业集群申报表", HUBEI, "申报集群近三年须未发生较大及以上安全事故。")
    assert told(made) == {}


def test_chapters_are_the_texts_that_have_no_cell():
    made = record(
        "湖北省创新型产业集群绩效评价材料",
        HUBEI,
        "一、产业结构",
        "2024年集群总营业收入168.2亿元。",
        "（一）主导产业",
        "以轴承为主导。",
        "二、创新能力情况",
        "有效发明专利495件。",
    )
    texts = {o.indicator: o.value for o in made.values if o.indicator.endswith("_text") and o.status == "reported"}
    assert texts == {
        "structure_text": "2024年集群总营业收入168.2亿元。\n（一）主导产业\n以轴承为主导。",
        "innovation_text": "有效发明专利495件。",
    }
    assert not any("轴承为主导" in left.text for left in made.unmatched)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第一章 总则", 0),
        ("一、产业结构", 1),
        ("（一）主导产业", 2),
        ("1.总体目标", 3),
        ("（1）2024年度", 4),
        ("2024年集群产值90亿元。", None),
        ("3.5亿元", None),
    ],
)
def test_how_deep_a_heading_stands(text, level):
    assert heading_level(text) == level


def test_a_chapter_without_paragraphs_is_none():
    made = Document(
        FILE,
        "docx",
        (Line("一、产业结构", Place(), legibility=TYPED), Line("二、创新能力", Place(), legibility=TYPED)),
        1,
        (),
        (),
    )
    assert chapters(made) == []


NATIONAL = [
    "中小企业特色产业集群申报表",
    grid(
        ["集群名称", "堵阳县织造产业集群"],
        ["县级行政区划中小企业主管部门", "堵阳县经信局"],
        ["集群运营管理机构", "堵阳园区管委会"],
        ["集群占地面积（平方公里）", "12.34"],
        ["主导产业所属产业类型", "□第一产业 ☑第二产业 □第三产业"],
        ["是否已被认定为省级中小企业特色产业集群", "☑是 □否"],
        ["是否存在偷税漏税、违法违规、严重失信和其他重大问题的行为", "□是 ☑否"],
        ["集群主导产业是否属于国家规定的禁止、限制和淘汰类产业", "□是 ☑否"],
    ),
    "二、主导产业情况",
    grid(["指标", "2021年", "2022年", "2023年"], ["集群中小企业数量（个）", "140", "150", "158"]),
    "八、未来三年中小企业特色产业集群发展规划",
    "（一）发展基础",
    "2023年，集群总产值80.46亿元，集群中小企业128家。",
    "（二）发展目标",
    "1.三年总体目标",
    "2.阶段性目标",
    "（1）2024年度：集群总产值达到91.7亿元，中小企业190家，有效发明专利达到228件。",
]


def test_the_national_forms_texts_stand_beside_its_cells_and_its_plans_nowhere():
    made = record(*NATIONAL)
    smes = [o for o in made.values if o.key == "smes@2023"]
    assert [(o.value, o.source.reader) for o in smes] == [(158, "docx"), (128, "prose")]
    assert smes[1].confidence <= 0.5
    assert told(made) == {"gross_output@2023": 80.46, "smes@2023": 128}
    (finding,) = (f for f in made.findings if f.check == "agreement.prose.smes@2023")
    assert finding.severity == "warning"


def test_what_a_form_asks_is_no_statement():
    asked = "主导产业是否属于国家规定的禁止、限制和淘汰类产业。近三年是否发生较大及以上安全、质量、环境污染等事故。"
    assert told(record("湖北省特色产业集群申报表", HUBEI, asked)) == {}


def test_amounts_in_another_currency_go_by_the_rate_that_is_given():
    said = "2024年集群出口贸易额达到1.2亿美元。"
    assert told(record("湖北省特色产业集群申报表", HUBEI, said)) == {}
    with rates_in_use("美元=7.12，统计公报"):
        made = record("湖北省特色产业集群申报表", HUBEI, said)
    assert told(made) == {"exports@2024": 85440.0}
    (found,) = [o for o in made.values if o.key == "exports@2024"]
    assert found.confidence < 0.9
    assert any(d.kind == "converted" and "统计公报" in d.because for d in found.doubts)


def test_that_the_papers_are_true_is_pledged_in_a_sentence():
    for said, meant in (
        ("本单位承诺所提交的申报材料真实、合法。", {"truth_pledged": True}),
        ("我单位对所填报资料的真实性和完整性负全部责任。", {"truth_pledged": True}),
        ("龙头企业承诺产品质量真实可靠。", {}),
    ):
        assert told(record("湖北省特色产业集群申报表", HUBEI, said)) == meant


def proposed(r):
    return {u.text: [(p.indicator, p.period) for p in u.proposals] for u in r.unmatched}


def test_a_sentence_whose_figure_is_not_claimed_says_what_it_may_be():
    county = "该县国家高新技术企业已有89家。"
    strange = "2023年，沿河一带轴承厂的产值约有86.4亿元。"
    made = record(
        "湖北省特色产业集群申报表", HUBEI, county, strange, "轴承行业协会的会员名册另见附件，共3册，可到现场查阅。"
    )
    assert told(made) == {}
    may_be = proposed(made)
    assert may_be[county] == [("hightech_enterprises", "2023")]
    assert ("gross_output", "2023") in may_be[strange]
    assert may_be["轴承行业协会的会员名册另见附件，共3册，可到现场查阅。"] == []


def test_of_a_claimed_figure_nothing_is_proposed():
    said = "2023年集群研发经费4.2亿元，该县高新技术企业有89家。"
    made = record("湖北省特色产业集群申报表", HUBEI, said)
    assert told(made) == {"rd_expenditure@2023": 4.2}
    assert proposed(made).get(said, []) == [("hightech_enterprises", "2023")]


def test_chapters_whose_headings_begin_their_paragraphs_end_with_the_letter():
    made = record(
        "湖北省创新型产业集群重大事项报告",
        HUBEI,
        "一、发生时间。2026年2月26日。",
        "二、原因分析。国际市场需求下降。",
        "三、处置措施：成立专班。",
        "特此报告。",
        "附：停产企业名单",
    )
    texts = {o.indicator: o.value for o in made.values if o.indicator.startswith("event_") and o.status == "reported"}
    assert texts["event_cause"] == "国际市场需求下降。"
    assert texts["event_measures"] == "成立专班。"


@pytest.mark.parametrize("heading", ["二、2026年重点工作", "二、下一年度安排"])
def test_a_chapter_on_the_year_behind_the_one_reported_is_what_comes_next(heading):
    made = record(
        "湖北省特色产业集群2025年度发展情况报告",
        HUBEI,
        "一、发展情况",
        "运行平稳。",
        heading,
        "实施技改项目30个。",
    )
    texts = {o.indicator: o.value for o in made.values if o.status == "reported"}
    assert texts["next_steps_text"] == "实施技改项目30个。"


HUBEI_NAMED = grid(["集群名称", "堵阳县轴承集群"], ["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"])


def test_what_a_sentence_says_and_nothing_reads_is_not_surely_missing():
    said = "集群联系电话为0728-62433，全年运行平稳。"
    values = record("湖北省特色产业集群2024年度发展情况报告", HUBEI_NAMED, said).values
    phone = next(o for o in values if o.key == "operator_phone")
    assert phone.status == "missing"
    assert phone.confidence < 0.9
    assert "联系电话" in phone.doubts[0].because


def test_what_a_sentence_tells_a_part_of_is_not_surely_missing():
    values = record("湖北省特色产业集群申报书", HUBEI, "集群企业参与制定标准11项。").values
    total = next(o for o in values if o.key == "standards_total")
    assert total.status == "missing"
    assert total.confidence < 0.9


def test_projects_of_several_kinds_and_what_they_come_to_together():
    form = grid(["集群名称", "堵阳县轴承集群"], ["申报主体", "堵阳县轴承中心"], ["所在市州", "江汉市"])
    title = "湖北省战略性新兴产业集群申报书（2020年度）"
    of_all = "谋划核心龙头项目4个、配套及补链项目12个、产业生态建设项目5个，总投资213.5亿元。"
    of_each = "核心龙头项目4个，总投资60亿元；配套及补链项目12个，总投资30亿元。"
    assert told(record(title, form, of_all))["planned_investment"] == 213.5
    assert "planned_investment" not in told(record(title, form, of_each))


def test_chapters_below_a_sheets_table():
    rows = grid(
        ["湖北省特色产业集群2024年度发展情况报告", "", ""],
        ["集群名称", "堵阳县轴承集群", ""],
        ["指标", "2023年", "2024年"],
        ["集群总产值（亿元）", "80.1", "86.1"],
        ["集群企业数量", "70", "73"],
        ["一、存在的主要问题", "", ""],
        ["用工成本上升。", "", ""],
        ["二、下一步打算", "", ""],
        ["建设检测中心。", "", ""],
        ["填表人：汪伯渊", "", ""],
    )
    values = {o.key: o.value for o in record(rows).values if o.status == "reported"}
    assert values["problems_text"] == "用工成本上升。"
    assert values["next_steps_text"] == "建设检测中心。"
