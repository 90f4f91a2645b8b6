"""Figures in lists: each with its own year, level or name; and those that are but a part of what was said before."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.values.prose import ProseReader

CATALOGUE = load_catalogue()
READER = ProseReader(load_prose(CATALOGUE.folder, CATALOGUE.indicators), CATALOGUE.indicators)
YEARS = (2022, 2023, 2024)
HOME = "东安县园林机械产业集群"


def read(text, home=HOME):
    return {
        m.indicator + (f"@{m.period}" if m.period else "") + "".join(f"[{v}]" for _, v in m.dims): float(
            m.reading.value
        )
        for m in READER.read(text, YEARS, frozenset(), None, home)
        if m.subject == "own"
    }


def of_years(name, *values):
    return {f"{name}@{year}": value for year, value in zip(YEARS, values, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each year right before its figure, all years before all figures, nobody saying 分别
        ("集群出口分别为2022年7.1亿元、2023年7.9亿元、2024年8.4亿元。", of_years("exports", 71000, 79000, 84000)),
        ("2022至2024年集群产值61.4、68.9、77.8亿元。", of_years("gross_output", 61.4, 68.9, 77.8)),
        # a chain that does not say when it ends: not in the year that was told of another figure
        ("集群小巨人企业从2022年的2家、2023年的4家增加到5家。", of_years("little_giants", 2, 4, 5)),
        ("2023年，集群小巨人企业由2022年的2家增加到4家。", {"little_giants@2022": 2, "little_giants@2023": 4}),
        ("集群2024年上半年产值37亿元，全年77.8亿元。", {"gross_output@2024": 77.8}),
    ],
)
def test_years_of_a_list(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全市四大集群共有企业940家、小巨人企业31家，其中园林机械集群分别为188家、5家。",
            {"enterprises@2024": 188, "little_giants@2024": 5},
        ),
        (
            "集群有创新型中小企业38家、高新技术企业26家，分别增加7家和3家。",
            {"innovative_smes@2024": 38, "hightech_enterprises@2024": 26},
        ),
        ("集群产值分别为整机51亿元、配件26亿元。", {}),
        (
            "集群建有2个国家级、9个省级创新平台。",
            {"innovation_platforms[national]": 2, "innovation_platforms[provincial]": 9},
        ),
        (
            "集群建有国家级、省级创新平台2个、9个。",
            {"innovation_platforms[national]": 2, "innovation_platforms[provincial]": 9},
        ),
        (
            "集群主持制定3项国家标准、8项行业标准。",
            {"standards_led@2024[national]": 3, "standards_led@2024[industry]": 8},
        ),
        (
            "集群有效发明专利312件，每万名从业人员拥有201件。",
            {"invention_patents": 312, "invention_patents_per_10k": 201},
        ),
    ],
)
def test_names_and_levels_of_a_list(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("集群总产值77.8亿元，其中整机51亿元、关键配件26亿元。", {"gross_output@2024": 77.8}),
        ("集群总产值77.8亿元，其中工业产值70亿元。", {"gross_output@2024": 77.8}),
        ("集群总产值中，整机产值51亿元。", {}),
        ("集群从业人员1.2万人，其中中小企业从业人员9800人。", {"sme_employees@2024": 9800}),
        ("集群有5家企业接受上市辅导，3家已在北交所挂牌。", {"pre_listing_smes@2024": 5}),
        (
            "全县工业总产值210亿元，其中园林机械集群77.8亿元，占37%。",
            {"gross_output@2024": 77.8, "gross_output_county_share@2024": 37},
        ),
        ("全市工业总产值910亿元，其中园林机械集群77.8亿元，占8.5%。", {"gross_output@2024": 77.8}),
    ],
)
def test_a_part_is_not_the_whole(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("集群月均产值6.5亿元。", {}),
        ("集群年均研发投入2亿元。", {}),
        ("与2023年相比，集群产值多出8.9亿元。", {}),
        ("集群每万元产值能耗0.07吨标准煤。", {"energy_intensity@2024": 0.07}),
        ("集群万元产值能耗70千克标准煤。", {"energy_intensity@2024": 0.07}),
        (
            "集群万元产值能耗0.07吨标准煤，比2022年下降6%。",
            {"energy_intensity@2024": 0.07, "energy_intensity_reduction@2022/2024": 6},
        ),
        ("“十五五”末集群产值达到150亿元。", {}),
    ],
)
def test_per_unit_increments_and_plans(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中小企业贡献了集群71.3%的产值。", {"sme_output_share@2024": 71.3}),
        ("集群71.3%的产值来自中小企业。", {"sme_output_share@2024": 71.3}),
        ("集群中小企业营业收入中，研发投入占3.2%。", {"rd_intensity@2024": 3.2}),
        ("集群主导产业产值占集群总产值86.9%；配套产业21亿元，占13.1%。", {"leading_output_share@2024": 86.9}),
        ("工业互联网平台接入中小企业96家，普及率47.7%。", {"iiot_smes": 96, "iiot_share": 47.7}),
        (
            "近三年，集群研发投入、产值年均分别增长16%、13.6%。",
            {"rd_growth_3y@2022/2024": 16, "gross_output_growth_3y@2022/2024": 13.6},
        ),
        ("集群单位产值能耗0.052吨标准煤。", {"energy_intensity@2024": 0.052}),
        ("集群26家高新技术企业拥有有效发明专利210件。", {"hightech_enterprises@2024": 26}),
    ],
)
def test_shares_and_rates_of_what_was_said_before(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "集群规上企业41家、营业收入62亿元。",
        "每年有12家企业获评高新技术企业。",
        "全省同类集群中，规模最大的顺川集群年产值480亿元。",
        "集群所在的东安经开区2024年实现工业产值210亿元。",
        "省里统计口径下，园林机械产业营收430亿元。",
        "链主企业带动配套企业82家。",
    ],
)
def test_figures_of_some_firms_and_of_other_places(text):
    assert read(text) == {}


def test_the_end_of_last_year_and_other_months_in_a_half_year_s_report():
    def half(text):
        found = READER.read(text, (), frozenset(), 2025, HOME)
        return {f"{m.indicator}@{m.period}": float(m.reading.value) for m in found}

    assert half("6月末，集群企业194家，比上年末的183家增加11家。") == {
        "enterprises@2025-01/2025-06": 194,
        "enterprises@2024": 183,
    }
    assert half("7月，集群产值6.2亿元。") == {}
    assert half("截至7月底，集群企业198家。") == {}


@pytest.mark.parametrize(
    "text",
    [
        "宏泰园林年产值从2亿元增至5.1亿元。",
        "集群内的宏泰园林去年出口1.3亿元。",
        "作为链主的宏泰机具，去年实现营收5.1亿元。",
        "以宏泰机具为例，2024年产值5.1亿元，研发人员66人。",
        "企业拥有有效发明专利31件。",
    ],
)
def test_a_subject_that_the_applicant_s_name_does_not_hold(text):
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("园林机械产业产值77.8亿元。", {"gross_output@2024": 77.8}),
        ("东安县园林机械产业产值77.8亿元。", {"gross_output@2024": 77.8}),
        ("经过多年发展，2024年研发经费达2.1亿元。", {"rd_expenditure@2024": 2.1}),
        ("集群企业拥有有效发明专利312件。", {"invention_patents": 312}),
    ],
)
def test_a_subject_that_is_the_applicant_s_own(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("认定时集群有企业108家，现已增至188家。", {"enterprises@2024": 188}),
        ("认定当年，集群小巨人企业只有2家，复核时达到5家。", {"little_giants@2024": 5}),
        ("三年间，集群研发经费由1.2亿元增至1.6亿元再增至2.1亿元。", of_years("rd_expenditure", 1.2, 1.6, 2.1)),
        ("集群主导产业相关高新技术企业26家。", {"hightech_enterprises@2024": 26}),
        ("集群有规上企业41家，其中产值1亿元以上19家。", {}),
        ("集群企业研发费用加计扣除1.6亿元。", {}),
        ("集群承诺2024年产值达到80亿元，实际完成77.8亿元。", {"gross_output@2024": 77.8}),
    ],
)
def test_what_was_and_what_is(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2024年，集群共有企业87家（其中规上工业企业41家），较2023年净增5家；完成总产值196.5亿元。",
            {"enterprises@2024": 87, "gross_output@2024": 196.5},
        ),
        (
            "东安县园林机械产业集群共有企业87家（其中规上工业企业41家），实现营业收入188.7亿元。",
            {"enterprises@2024": 87, "revenue@2024": 188.7},
        ),
        ("集群共有企业87家，其中规上企业41家、营业收入62亿元。", {"enterprises@2024": 87}),
    ],
)
def test_what_a_bracket_speaks_of_ends_with_it(text, expected):
    assert read(text) == expected


def test_two_words_that_say_nothing_and_their_and():
    told = read("截至2024年末，集群共有生产及配套企业106户；国家级专精特新“小巨人”企业1户。")
    assert told == {"enterprises@2024": 106, "little_giants@2024": 1}
