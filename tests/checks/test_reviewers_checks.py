"""What a reviewer compares: ticks, names, dates, planning rows; and what is no contradiction."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented_forms import figure, observation, record

from formextract.catalogue.edits import load_edits
from formextract.checks import findings, kinds
from formextract.checks.kinds.band import BandEdit
from formextract.checks.working import workings
from formextract.model import Source
from formextract.model.facts import PROSE
from formextract.model.plans import plan_rows

EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds(), "sme-cluster")


def told(*observations):
    return {f.check: f.severity for f in findings(record(*observations), EDITS)}


def text(key, value, **more):
    return observation(key, value, None, **more)


def planned(indicator, measures, value, unit="", *, target="某项", raw=None):
    """A row of the planning table; words where `raw` is given."""
    key = f"{indicator}[target={target}]"
    o = text(key, value) if raw is not None else figure(key, value, unit)
    return replace(o, measures=measures, raw=raw or f"{value}{unit}")


NONE = {"status": "none", "raw": "无"}


@pytest.mark.parametrize(
    ("check", "form"),
    [
        ("little_giants_within_srdi.2023", [figure("little_giants@2023", "16", "个"), figure("srdi_smes@2023", "15",
        "个")]),
        (
            "champions_kept.2023",
            [figure("champions@2022", "2", "个"), observation("champions@2023", None, "个", **NONE)],
        ),
        (
            "listed_together.2023",
            [
                figure("smes@2023", "158", "个"),
                figure("listed_smes@2023", "100", "个"),
                figure("pre_listing_smes@2023", "100", "个"),
            ],
        ),
        ("national_pilots_ticked", [text("new_model_actions", ("建有国家智能制造",)),
        figure("pilot_projects[level=national]", "0", "个")]),
        ("provincial_pilots_ticked", [text("new_model_actions", ("开展了推广",)),
        figure("pilot_projects[level=provincial]", "2", "个")]),
        ("cover_operator_same", [text("cover_operator", "青岩县橘旺投资公司"), text("operator",
        "青岩县柑橘产业园管委会")]),
        ("declared_dates.recommendation_date", [text("declaration_date", "2024-06-18"), text("recommendation_date",
        "2024-06-05")]),
        ("applied_dates.application_date.data", [text("application_date", "2023-06-05"), figure("gross_output@2023",
        "80")]),
        ("solid_waste_answer", [text("solid_waste_above_average", "yes"), observation("solid_waste_utilization", None,
        "%", **NONE)]),
        ("in_county.cluster_name", [text("region_province", "湖北省"), text("region_county", "青岩县"),
        text("cluster_name", "湖北省白河县钓具产业集群")]),
        ("plan_baselines.little_giants", [figure("little_giants@2023", "3", "个"), planned("plan_baseline",
        "little_giants", "7", "家")]),
        ("target_rd_expenditure", [planned("plan_target", "rd_expenditure", "年均增长8%", raw="年均增长8%")]),
        ("target_co2", [planned("plan_target", "co2_intensity", "降低5%", raw="降低5%")]),
        ("target_output_growth", [planned("plan_target", "gross_output_growth_3y", "不低于8%", raw="不低于8%")]),
        ("target_iiot_share", [planned("plan_target", "iiot_share", "35", "%", raw=None)]),
    ],
)  # fmt: skip
def test_what_a_reviewer_would_ask_about_is_told(check, form):
    assert check in told(*form)


@pytest.mark.parametrize(
    "form",
    [
        [figure("fdi@2022", "0", "万元"), figure("fdi@2023", "1480.50", "万元"), figure("fdi_growth@2023", "100.00",
        "%")],
        [text("cover_authority", "青岩县经信局"), text("county_authority", "青岩县科学技术和经济信息化局")],
        [text("cover_contact", "李明 0717-3221456"), text("county_authority_contact", "李明")],
        [figure("rd_expenditure@2023", "2.24"), planned("plan_baseline", "rd_expenditure", "22400.00", "万元")],
        [planned("plan_target", "iiot_share", "45%左右", raw="45%左右")],
        [planned("plan_target", "gross_output_growth_3y", "10", "%")],
        [planned("plan_target", "energy_intensity", "下降13.5%左右", raw="下降13.5%左右")],
        [replace(figure("land_area", "28.600", "平方公里"), raw="42900亩")],
        [text("pilot_projects_names[level=national]", None, status="blank", raw=""),
        figure("pilot_projects[level=national]", "0", "个")],
        [text("application_date", "2024"), figure("gross_output@2023", "80")],
        [text("region_province", "湖北省"), text("region_county", "青岩县"), text("operator",
        "青岩县柑橘产业园区管理委员会")],
    ],
)  # fmt: skip
def test_what_is_sound_is_left_alone(form):
    assert told(*form) == {}


def test_an_unanswered_question_and_two_answers_are_told():
    none = observation("major_incidents", None, None, status="unreadable", raw="□是 □否")
    both = observation("prohibited_industry", None, None, status="unreadable", raw="☑是 ☑否")
    found = {f.fields[0]: f.message for f in findings(record(none, both), EDITS)}
    assert "没有勾选" in found["major_incidents"]
    assert "不止一项" in found["prohibited_industry"]


def test_stage_goals_that_fall_back_or_miss_the_target_are_told():
    stages = [replace(figure(f"plan_stage@{y}[target=总产值]", v), measures="gross_output", raw=f"达到{v}亿元") for y,
    v in ((2024, "91.70"), (2025, "84.50"), (2026, "119.20"))]  # fmt: skip
    target = planned("plan_target", "gross_output", "150.00", "亿元")
    year = figure("plan_target_year", "2026", "年")
    assert told(*stages, target, year) == {"plan_stages_rise.gross_output.2024": "warning",
    "plan_stages_rise.gross_output.2026": "warning"}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"), [("50%以上", set()), ("不低于50%", set()), ("达到50%", {"warning"}), ("60%以上", {"warning"})]
)
def test_a_last_stage_keeps_a_target_that_is_a_bound(words, said):
    stage = replace(figure("plan_stage@2026[target=普及率]", "52", "%"), measures="iiot_share", raw="达到52%")
    target = planned("plan_target", "iiot_share", words, raw=words)
    found = told(stage, target, figure("plan_target_year", "2026", "年"))
    assert {severity for check, severity in found.items() if check.startswith("plan_stages_rise")} == said


@pytest.mark.parametrize(
    ("province", "county", "blank"),
    [
        ("湖北省", "仙桃市", False),
        ("重庆市", "大足区", False),
        ("湖北省", "枣阳市", True),
        ("湖北省", "青岩县", True),
        ("湖北省", "", True),
    ],
)
def test_a_city_is_left_blank_by_right_where_there_is_none(province, county, blank):
    city = observation("region_city", None, None, status="blank")
    rest = [text("region_province", province), *([text("region_county", county)] if county else [])]
    assert ("required.region_city" in told(city, *rest)) == blank


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("0714-358728913972225255", True),  # a number and a mobile, set one below the other
        ("0710-3228118 13972225255", True),
        ("+86 13972225255", True),
        ("1397222525", False),
        ("139722252551", False),
    ],
)
def test_telephone_numbers(number, right):
    assert ("phone_format.operator_phone" not in told(text("operator_phone", number))) == right


def test_a_name_that_begins_as_the_countys_does_is_in_it():
    rest = [text("region_province", "湖北省"), text("region_city", "宜昌市"), text("region_county", "浔阳县")]
    assert told(text("operator", "浔阳新区产业园运营有限公司"), *rest) == {}
    assert told(text("operator", "浔阳区产业园运营有限公司"), *rest) == {"in_county.operator": "warning"}


@pytest.mark.parametrize(
    ("raw", "level", "yearly", "total"),
    [
        ("年均增长10%", None, 10, 33.1),
        ("累计下降18%", None, None, -18),
        ("达到3.02亿元", 3.02, None, None),
        ("稳步提升", None, None, None),
    ],
)
def test_a_promise_however_it_is_worded(raw, level, yearly, total):
    rows = list(plan_rows([planned("plan_target", "rd_expenditure", raw, raw=raw)]))
    got = [(r.level, r.yearly if yearly is not None else None, r.total) for r in rows]
    want = [level, yearly, total]
    assert (not got) == (want == [None, None, None])
    for bounds, figure_wanted in zip(got[0] if got else (), want, strict=False):
        assert (bounds is None) == (figure_wanted is None)
        assert bounds is None or float(bounds.lo) == pytest.approx(figure_wanted)


GIVEN = ("国家涂料研究中心", "国家涂料工程中心")


def listed(level, *names):
    return text(f"innovation_platforms_names[level={level}]", names)


def tally(key, value, unit="个"):
    return figure(key, value, unit)


@pytest.mark.parametrize(
    ("check", "severity", "form"),
    [
        ("fdi_growth_of_something", "warning", [tally("fdi_growth@2023", "8.3", "%"),
        tally("fdi@2023", "0", "万元"), observation("fdi@2022", None, "万元", **NONE),
        tally("gross_output@2022", "80")]),
        ("researchers_paid", "warning", [tally("rd_expenditure@2023", "7.30", "亿元"),
        tally("rd_personnel@2023", "0", "人")]),
        ("patents_grown", "warning", [tally("invention_patents_growth_3y@2021/2023", "26.19", "%"),
        observation("invention_patents", None, "个", **NONE)]),
        ("all_are_smes.2023", "warning", [tally("smes@2023", "294"), tally("enterprises@2023", "294"),
        tally("sme_output_share@2023", "90.39", "%")]),
        ("all_are_smes.2023", "info", [tally("smes@2023", "290"), tally("enterprises@2023", "294"),
        tally("sme_output_share@2023", "100.00", "%")]),
        ("platforms_listed_once.national", "warning", [listed("national", *GIVEN, GIVEN[1])]),
        ("platforms_listed_once.provincial.both", "info", [listed("national", *GIVEN), listed("provincial", GIVEN[0])]),
        ("platforms_listed_once.national.level", "info", [listed("national", "省级涂料工程中心"),
        listed("provincial", "湖北省涂料研究院")]),
        ("plan_three_years.base", "warning", [tally("plan_base_year", "2022", ""), tally("gross_output@2023", "80")]),
        ("plan_three_years.target", "warning", [tally("plan_base_year", "2023", ""),
        tally("plan_target_year", "2025", ""), tally("gross_output@2023", "80")]),
        ("targets_kept.hightech_enterprises", "info", [planned("plan_baseline", "hightech_enterprises", "45", "家"),
        planned("plan_target", "hightech_enterprises", "40", "家")]),
        ("output_per_area", "warning", [tally("gross_output@2023", "193.58", "亿元"),
        tally("land_area", "0.08", "平方公里")]),
        ("co2_per_energy.2023", "warning", [tally("co2_intensity@2023", "0.19", "吨二氧化碳/万元"),
        tally("energy_intensity@2023", "0.75", "吨标准煤/万元")]),
        ("rate_plausible.water_reuse", "warning", [tally("water_reuse", "0.78", "%")]),
        ("happened_before.application_date", "warning", [text("event_date", "2025-06"),
        text("application_date", "2025-05-30")]),
    ],
)  # fmt: skip
def test_what_else_a_reviewer_sees(check, severity, form):
    assert told(*form).get(check) == severity


@pytest.mark.parametrize(
    "form",
    [
        [tally("fdi_growth@2023", "0", "%"), tally("fdi@2023", "0", "万元"), tally("fdi@2022", "0", "万元")],
        [tally("fdi_growth@2023", "100", "%"), tally("fdi@2023", "5", "万元"), tally("fdi@2022", "0", "万元")],
        [tally("rd_expenditure@2023", "7.30", "亿元"), observation("rd_personnel@2023", None, "人", status="blank")],
        [tally("smes@2023", "294"), tally("enterprises@2023", "294"), tally("sme_output_share@2023", "100.00", "%")],
        [listed("national", *GIVEN), listed("provincial", "湖北省涂料研究院"), listed("other", "市级涂料研究院")],
        [tally("plan_base_year", "2023", ""), tally("plan_target_year", "2026", ""), tally("gross_output@2023", "80")],
        [tally("water_reuse", "0", "%"), tally("co2_intensity@2023", "2.12", "吨二氧化碳/万元"),
         tally("energy_intensity@2023", "0.75", "吨标准煤/万元")],
        [text("event_date", "2025-06"), text("application_date", "2025-06-03")],
    ],
)  # fmt: skip
def test_what_is_no_contradiction_either(form):
    assert not [c for c in told(*form) if not c.startswith("required")]


@pytest.mark.parametrize(
    ("listed_as", "told_so"),
    [(("详见附件",), False), (("名单附后",), False), (("国家涂料研究中心等（清单附后）",), False), (GIVEN, True)],
)
def test_a_list_that_stands_elsewhere_is_not_counted(listed_as, told_so):
    form = (listed("national", *listed_as), tally("innovation_platforms[level=national]", "3"))
    assert ("innovation_platforms_count.national" in told(*form)) is told_so


ANYWHERE = load_edits(Path(__file__).parents[2] / "templates", kinds(), "hunan-advanced-manufacturing")


def test_places_and_research_on_forms_of_a_city_s_own():
    def provincial(*observations):
        return {f.check: f.severity for f in findings(record(*observations), ANYWHERE)}

    name = text("cluster_name", "谷城县汽车零部件产业集群")
    there = (text("region_city", "襄阳市"), text("region_county", "老河口市"))
    assert provincial(name, *there) == {"in_county.cluster_name": "warning"}
    assert provincial(name, *there, text("counties_joined", ("老河口市", "谷城县"))) == {}
    research = (tally("rd_expenditure@2023", "4.50", "亿元"), tally("revenue@2023", "150.00", "亿元"))
    assert provincial(*research, tally("rd_intensity@2023", "3.00", "%")) == {}
    assert provincial(*research, tally("rd_intensity@2023", "30.00", "%")) == {"rd_of_revenue.2023": "warning"}


def test_what_is_compared_and_stands_nowhere_is_told_with_its_figures():
    research = (tally("rd_expenditure@2023", "4.50", "亿元"), tally("revenue@2023", "150.00", "亿元"))
    form = record(*research, tally("rd_intensity@2023", "30.00", "%"))
    (finding,) = findings(form, ANYWHERE)
    assert (
        "按“研发经费 ÷ 研发投入强度”推算，2023 年营业收入为 15 亿元，2023 年填报的营业收入为 150 亿元，"
        "前者是后者的 0.1 倍，一般应不小于 0.4、不大于 2.5"
    ) in finding.message
    formulas = [(w.formula, w.result, w.unit) for w in workings(form, ANYWHERE, finding.check)]
    assert formulas == [
        ("4.50 ÷ 30.00 × 100", "15", "亿元"),
        ("150.00", "150", "亿元"),
        ("4.50 ÷ 30.00 ÷ 150.00 × 100", "0.1", ""),
    ]


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"sides": [{"name": "甲", "over": "fdi@year"}]}, "sides 应为两项"),
        ({"sides": [{"name": "甲", "over": "fdi@year"}] * 2, "times": 10}, "不再写 over"),
    ],
)
def test_sides_are_two_and_stand_alone(declared, told):
    with pytest.raises(ValueError, match=told):
        BandEdit.model_validate({"id": "a", "kind": "band", "between": [1, 2], "explain": "比", **declared})


NAMED = "innovation_platforms_names[level=national]"


@pytest.mark.parametrize(
    ("count", "names", "said"),
    [
        ("3", ("企业技术中心2个", "工程研究中心1个"), set()),
        ("4", ("企业技术中心2个", "工程研究中心1个"), {"innovation_platforms_count.national"}),
        ("2", ("甲2号中试基地", "乙中心"), set()),
        ("2", None, {"required.innovation_platforms_names"}),
        ("0", None, set()),
    ],
)
def test_what_is_counted_is_named_or_counted_by_kinds(count, names, said):
    named = text(NAMED, names, raw="、".join(names)) if names else observation(NAMED, None, None, status="blank")
    assert set(told(figure("innovation_platforms[level=national]", count, "个"), named)) == said


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        ("（1）2024年度：产值90亿元。\n（2）2025年度：产值95亿元。\n（3）2026年度：产值99亿元。", ""),
        ("（1）2024年度：产值90亿元。\n（2）2025—2026年，产值99亿元。", ""),
        (
            "（1）2024年度：产值90亿元。\n（2）2024年度：产值95亿元。\n（3）2026年度：产值99亿元。",
            "没有写 2025 年的，2024 年的写了",
        ),
        ("第一年产值90亿元，到2026年99亿元。", ""),
    ],
)
def test_a_year_of_the_plan_without_goals_is_told(goals, said):
    years = (figure("plan_base_year", "2023", "年"), figure("plan_target_year", "2026", "年"))
    messages = [f.message for f in findings(record(text("plan_stages", goals), *years), EDITS)]
    assert [said in m for m in messages] == [True] * bool(said)


@pytest.mark.parametrize(("base", "last"), [("2023", "999999999999999"), ("2026", "2023"), ("2023", "20263")])
def test_years_that_no_plan_spans_are_not_counted_out(base, last):
    years = (figure("plan_base_year", base, "年"), figure("plan_target_year", last, "年"))
    goals = text("plan_stages", "（1）2024年度：产值90亿元。\n（2）2025年度：产值95亿元。")
    assert not any("没有写" in f.message for f in findings(record(goals, *years), EDITS))


def sentence(key, value, unit="个"):
    """A figure of a row's profile."""
    o = figure(key, value, unit)
    return replace(o, source=Source(0, None, None, "Sheet1!G4", PROSE))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ([text("founded", "2025-05"), sentence("smes@2023", "158")], {"founded_before.founded.data"}),
        ([text("founded", "2021"), sentence("smes@2023", "158")], set()),
        (
            [text("cluster_name", "湖北省枣阳市柑橘产业集群"), text("region", "湖北省襄阳市谷城县")],
            {"row_in_county.cluster_name"},
        ),
        ([text("cluster_name", "湖北省谷城县柑橘产业集群"), text("region", "湖北省襄阳市谷城县")], set()),
        ([text("cluster_name", "谷城县柑橘产业集群"), text("region", "湖北谷城")], set()),
        (
            [figure("innovation_entities", "148", "个"), figure("enterprises@2024", "133", "个")],
            {"innovation_entities_within"},
        ),
    ],
)
def test_a_row_of_the_summary_sheet_is_held_against_itself(form, said):
    row = replace(record(*form), form="summary")
    assert {f.check for f in findings(row, EDITS) if f.kind != "required"} == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("集群产业发展中心", "集群产业发展有限公司", {}),
        ("集群产业发展中心", "集群 产业发展中心", {"event_changed": "warning"}),
        ("集群产业发展中心", "产业中心", {}),
        (None, "集群产业发展中心", {}),
    ],
)
def test_what_has_changed_is_not_what_it_was(before, after, said):
    innovative = load_edits(Path(__file__).parents[2] / "templates", kinds(), "hubei-innovative")
    given = [text("event_after", after), *([text("event_before", before)] if before else [])]
    found = {f.check: f.severity for f in findings(record(*given), innovative) if f.check == "event_changed"}
    assert found == said
