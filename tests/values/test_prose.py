"""Figures in sentences: whose they are, of which year, and what is none of the cluster's."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.values.prose import ProseReader

CATALOGUE = load_catalogue()
RULES = load_prose(CATALOGUE.folder, CATALOGUE.indicators)
READER = ProseReader(RULES, CATALOGUE.indicators)
YEARS = (2021, 2022, 2023)


def read(text, years=YEARS, subject="own"):
    return {
        m.indicator + (f"@{m.period}" if m.period else "") + "".join(f"[{v}]" for _, v in m.dims): str(m.reading.value)
        for m in READER.read(text, years)
        if m.subject == subject
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2023年集群总产值达到158.6亿元，同比增长12.3%，集聚企业312家，其中专精特新“小巨人”企业9家。",
            {"gross_output@2023": "158.6", "enterprises@2023": "312", "little_giants@2023": "9"},
        ),
        (
            "截至2022年底，堵阳轴承集群拥有省级专精特新中小企业21家、国家级专精特新“小巨人”企业4家和制造业单项冠军企业1家。",
            {"srdi_smes@2022": "21", "little_giants@2022": "4", "champions@2022": "1"},
        ),
        (
            "集群总产值由2021年的88.1亿元增加到2023年的120亿元。",
            {"gross_output@2021": "88.1", "gross_output@2023": "120"},
        ),
        ("去年实现营业总收入1.2万亿元。", {"revenue@2023": "12000"}),
        ("2023年集聚了430余家阀门企业。", {"enterprises@2023": "430"}),
        (
            "近三年产值年均增长9.5%，研发经费年均增长12%。",
            {"gross_output_growth_3y@2021/2023": "9.5", "rd_growth_3y@2021/2023": "12"},
        ),
        ("2023年主导产业产值占集群总产值的81.2%。", {"leading_output_share@2023": "81.2"}),
        ("2023年研发投入强度3.9%，研发人员1985人。", {"rd_intensity@2023": "3.9", "rd_personnel@2023": "1985"}),
        (
            "拥有有效发明专利57件，从业人员每万人有效发明专利拥有量61.08件。",
            {"invention_patents": "57", "invention_patents_per_10k": "61.08"},
        ),
        ("2023年出口贸易额2.5亿元，同比下降3.1%。", {"exports@2023": "25000", "exports_growth@2023": "-3.1"}),
        ("科技领军企业、高新技术企业和科技型中小企业合计127家。", {"innovation_entities": "127"}),
        (
            "建有国家级创新平台2个、省级创新平台12个。",
            {"innovation_platforms[national]": "2", "innovation_platforms[provincial]": "12"},
        ),
        ("制造业单项冠军企业0家", {"champions@2023": "0"}),
    ],
)
def test_figures_of_the_cluster(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "力争到2026年集群总产值达到220亿元，企业数量达到304家。",
        "项目达产后，预计年产值30亿元。",
        "集群申报须产值不低于40亿元，研发投入强度不少于3%。",
        "2023年上半年集群总产值达66亿元。",
        "规模以上企业87家。",
        "龙头企业堵阳重工有限公司年产值12亿元，拥有发明专利60件。",
        "2023年新增高新技术企业12家。",
        "小巨人企业户均拥有有效发明专利26件。",
        "2023年总产值同比增长11%。",
        "主导产品出口额3亿美元。",
        "编号2023，页码3-5，电话0719-1234567。",
        "",
    ],
)
def test_plans_rules_parts_and_others_are_not_taken(text):
    assert read(text) == {}


def test_the_province_and_the_county_are_other_subjects():
    assert read("全市高新技术企业1204家，全省总产值5.1万亿元。") == {}
    assert read("全市高新技术企业1204家。", subject="other") == {"hightech_enterprises@2023": "1204"}
    assert read("全县高新技术企业90家，集群高新技术企业41家。") == {"hightech_enterprises@2023": "41"}


def test_confidence_says_how_sure():
    sure = {
        m.indicator: m.reading.confidence
        for m in READER.read("2023年集群总产值158.6亿元，拥有高新技术企业约60家。", YEARS)
    }
    assert sure["gross_output"] >= 0.9 >= sure["hightech_enterprises"]
    (undated,) = READER.read("集群总产值158.6亿元。", YEARS)
    assert undated.period == "2023"
    assert undated.reading.confidence <= 0.6


def test_a_year_holds_until_another_is_said():
    assert read("2022年情况如下。集群总产值90亿元。2023年为101亿元。") == {"gross_output@2022": "90"}


def test_precision_is_that_of_what_was_written():
    (m,) = READER.read("2023年集群总产值158.60亿元。", YEARS)
    assert (m.reading.value, m.reading.precision, m.reading.unit) == (Decimal("158.60"), 2, "亿元")


def test_the_sentences_beside_this_file():
    """Every sentence in `sentences.jsonl` as it should be read: figures, and traps without any."""
    right = wrong = missed = claimed = traps = 0
    for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        want = {(o["indicator"], o["period"], float(o["value"])) for o in given["observations"]}
        may = {(o["indicator"], float(o["value"])) for o in given.get("optional", [])}
        got = {(m.indicator, m.period, float(m.reading.value)) for m in READER.read(given["text"])}
        extra = {g for g in got - want if (g[0], g[2]) not in may}
        right, wrong, missed = right + len(got & want), wrong + len(extra), missed + len(want - got)
        traps, claimed = traps + (not want), claimed + (not want and bool(extra))
    assert traps > 200
    assert claimed / traps <= 0.01
    assert 2 * right / (2 * right + wrong + missed) >= 0.97


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2021年、2022年、2023年集群总产值分别为112.3亿元、127.8亿元和141.5亿元。",
            {"gross_output@2021": "112.3", "gross_output@2022": "127.8", "gross_output@2023": "141.5"},
        ),
        (
            "近三年集群总产值分别为112.3、127.8、141.5亿元。",
            {"gross_output@2021": "112.3", "gross_output@2022": "127.8", "gross_output@2023": "141.5"},
        ),
        ("专精特新中小企业和“小巨人”企业分别达到41家、7家。", {"srdi_smes@2023": "41", "little_giants@2023": "7"}),
        ("近三年集群产值分别增长8%、9%。", {}),
        (
            "企业由2021年的208家增长至2023年的267家，其中高新技术企业由36家增加到58家。",
            {
                "enterprises@2021": "208",
                "enterprises@2023": "267",
                "hightech_enterprises@2021": "36",
                "hightech_enterprises@2023": "58",
            },
        ),
        ("2023年集群营业收入突破200亿元大关，达到203.6亿元。", {"revenue@2023": "203.6"}),
        ("2023年研发投入7.9亿元，占营收比重3.26%。", {"rd_expenditure@2023": "7.9", "rd_intensity@2023": "3.26"}),
        (
            "2023年集群高新技术企业63家，占集群企业总数的22.1%。",
            {"hightech_enterprises@2023": "63", "hightech_share@2023": "22.1"},
        ),
        ("全市2023年高新技术企业420家，位居全省第三，集群高新技术企业139家。", {"hightech_enterprises@2023": "139"}),
        ("2023年集群产值96亿元，位居全省第一，集聚企业120家。", {"gross_output@2023": "96", "enterprises@2023": "120"}),
        ("2023年集群拥有创新平台42个，其中国家级创新平台3个。", {"innovation_platforms[national]": "3"}),
        ("2023年新增高新技术企业12家，总数达到88家。", {"hightech_enterprises@2023": "88"}),
        ("截至2023年6月底，集群总产值66亿元，高新技术企业64家。", {"hightech_enterprises": "64"}),
    ],
)
def test_how_a_sentence_goes_on(text, expected):
    assert read(text) == expected
