"""What a sentence carries on: a chain whatever its verb, growths of a series, the kind that was counted."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.values.prose import ProseReader

CATALOGUE = load_catalogue()
READER = ProseReader(load_prose(CATALOGUE.folder, CATALOGUE.indicators), CATALOGUE.indicators)
YEARS = (2022, 2023, 2024)
HOME = "东安县园林机械产业集群"
CITY = "仙桃市无纺布产业集群"


def read(text, home=HOME, half=None):
    years = YEARS if half is None else ()
    return {
        m.indicator + (f"@{m.period}" if m.period else "") + "".join(f"[{v}]" for _, v in m.dims): float(
            m.reading.value
        )
        for m in READER.read(text, years, frozenset(CATALOGUE.indicators), half, home)
        if m.subject == "own"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # from … to, whatever the verb between them is
        (
            "2022年到2024年，集群营业收入从91亿元稳步爬升到117亿元。",
            {"revenue@2022": 91, "revenue@2024": 117},
        ),
        # growths of a series go with its name and its years
        (
            "2023年、2024年集群出口2.1亿元和2.4亿元，增速依次为5.0%、14.3%。",
            {
                "exports@2023": 21000,
                "exports@2024": 24000,
                "exports_growth@2023": 5.0,
                "exports_growth@2024": 14.3,
            },
        ),
        # the years before the one that was told
        (
            "集群2024年总产值96.5亿元，前两年分别是82.1亿元和89.4亿元。",
            {"gross_output@2024": 96.5, "gross_output@2022": 82.1, "gross_output@2023": 89.4},
        ),
        # shares of a chain's figures, each in its year
        (
            "集群产值由2022年82.1亿元增至2023年89.4亿元、2024年96.5亿元，占全县产值比重分别为24.1%、25.0%、26.2%。",
            {
                "gross_output@2022": 82.1,
                "gross_output@2023": 89.4,
                "gross_output@2024": 96.5,
                "gross_output_county_share@2022": 24.1,
                "gross_output_county_share@2023": 25.0,
                "gross_output_county_share@2024": 26.2,
            },
        ),
        # 上年 behind what is of the year that is reported
        (
            "集群中小企业研发经费2.7亿元，研发强度2.8%，两项指标上年分别为2.3亿元和2.6%。",
            {
                "rd_expenditure@2024": 2.7,
                "rd_intensity@2024": 2.8,
                "rd_expenditure@2023": 2.3,
                "rd_intensity@2023": 2.6,
            },
        ),
        ("集群总产值占全市生产总值之比上升，占全县工业总产值比例达12.8%。", {"gross_output_county_share@2024": 12.8}),
        # a rough series is said anew
        (
            "三年总产值依次跨过80亿元、85亿元、95亿元关口，分别为82.1亿元、89.4亿元、96.5亿元。",
            {"gross_output@2022": 82.1, "gross_output@2023": 89.4, "gross_output@2024": 96.5},
        ),
        # what a clause spoke of as a share is one where its figures follow
        (
            "集群主导产业产值占比保持平稳，2024年为88.2%，2023年为87.9%。",
            {"leading_output_share@2024": 88.2, "leading_output_share@2023": 87.9},
        ),
        ("集群中小企业贡献了总产值的84.6%。", {"sme_output_share@2024": 84.6}),
    ],
)
def test_chains_and_series(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of SMEs only with what they do, and of the same SMEs further on
        (
            "集群已有73家中小企业实现上云；接入工业互联网平台的有41家。",
            {"cloud_smes": 73, "iiot_smes": 41},
        ),
        ("集群有2家中小企业成为上市公司，另有1家处在辅导期。", {"listed_smes@2024": 2, "pre_listing_smes@2024": 1}),
        ("集群有32家企业建有研发机构。", {}),
        ("集群有制造业单项冠军企业2家，均为省级。", {"provincial_champions@2024": 2}),
        ("集群有41家中小企业应用工业互联网平台，占比18.7%。", {"iiot_smes": 41, "iiot_share": 18.7}),
        ("集群在海外设立研发、营销等分支机构6个。", {"overseas_branches": 6}),
        ("集群设立研发、营销等分支机构6个。", {}),
        ("组建园林机械产业联盟、割草机产业联盟各1个，共2个。", {"alliances": 2}),
        (
            "集群有研发人员720名，占中小企业全部从业人员（8400人）的8.6%。",
            {"rd_personnel@2024": 720, "sme_employees@2024": 8400},
        ),
    ],
)
def test_what_those_counted_do(text, expected):
    assert read(text) == expected


def test_a_name_of_more_than_the_smes_is_asked_for_and_never_sure():
    text = "集群上云企业达到186家，占中小企业总数的61.2%。"
    assert read(text) == {"cloud_smes": 186, "cloud_share": 61.2}
    count = next(
        m for m in READER.read(text, YEARS, frozenset(CATALOGUE.indicators), None, HOME) if m.indicator == "cloud_smes"
    )
    assert count.reading.confidence < 0.9
    assert not READER.read(text, YEARS, frozenset(), None, HOME)


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        # the county's figure is of its larger firms, the cluster's behind it of all
        ("全县规上工业产值324亿元，集群一家就贡献了三成，达到96.5亿元。", HOME, {"gross_output@2024": 96.5}),
        # 全市 is the applicant's county where that is a city
        (
            "集群总产值占全市工业总产值比重由2022年的29.4%上升到2024年的31.2%。",
            CITY,
            {"gross_output_county_share@2022": 29.4, "gross_output_county_share@2024": 31.2},
        ),
        ("集群总产值占全市工业总产值比重2024年为1.2%。", HOME, {}),
        ("集群总产值占东安县工业总产值的26.7%。", HOME, {"gross_output_county_share@2024": 26.7}),
        ("集群总产值占祁阳市工业总产值的26.7%。", HOME, {}),
        # another's figure ends with its clause, and is nobody's before
        ("行业平均研发强度为2.1%。", HOME, {}),
        ("湖南省园林机械产业总产值260亿元。", HOME, {}),
        ("湖南省东安县园林机械产业集群总产值96.5亿元。", "湖南省" + HOME, {"gross_output@2024": 96.5}),
        ("十年前，集群产值只有26亿元，企业不到40家。", HOME, {}),
        ("聚丰机械2024年产值5.2亿元，出口1.1亿元。", HOME, {}),
        ("永州市全年实现营业收入4210亿元，高新技术企业903家。", HOME, {}),
        ("集群现有创新平台42个，永州市级19个。", HOME, {"innovation_platforms": 42, "innovation_platforms[other]": 19}),
        ("边角料等工业固废综合利用率99.1%。", HOME, {"solid_waste_utilization": 99.1}),
        ("集群企业稳定在1100家以上，2024年末为1128家。", HOME, {"enterprises@2024": 1128}),
        (
            "集群万元产值能耗从2022年的0.058吨标准煤降至2024年的0.052吨标准煤。",
            HOME,
            {"energy_intensity@2022": 0.058, "energy_intensity@2024": 0.052},
        ),
        ("市财政设立集群专项资金2亿元。", HOME, {"special_fund@2024": 20000}),
        (
            "集群研发强度3.4%，高于全国同行业2.5%的平均水平，有效发明专利391件。",
            HOME,
            {"rd_intensity@2024": 3.4, "invention_patents": 391},
        ),
    ],
)
def test_whose_it_is(text, home, expected):
    assert read(text, home) == expected


def test_the_end_of_june_is_the_half_year_s():
    said = "到6月底，集群企业301家，其中高企39家、小巨人4家，分别比年初增加16家、7家和1家。"
    assert read(said, half=2025) == {
        "enterprises@2025-01/2025-06": 301,
        "hightech_enterprises@2025-01/2025-06": 39,
        "little_giants@2025-01/2025-06": 4,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of the concepts of a name its order and its words are free
        ("集群万元产值综合能耗0.062吨标准煤。", {"energy_intensity@2024": 0.062}),
        ("集群单位产值CO2排放0.21吨/万元。", {"co2_intensity@2024": 0.21}),
        ("集群大宗工业固体废弃物综合利用率96.2%。", {"solid_waste_utilization": 96.2}),
        ("集群工业用水循环利用率91%。", {"water_reuse": 91}),
        ("集群购置工业软件2300万元。", {"industrial_software_purchases@2024": 2300}),
        ("集群数字化研发设计工具应用率79.2%。", {"digital_rd_tool_share": 79.2}),
        ("集群工业互联网使用率34.6%。", {"iiot_share": 34.6}),
        ("集群研究与试验发展经费投入强度3.3%。", {"rd_intensity@2024": 3.3}),
        ("集群每万名从业人员有效发明专利拥有量217件。", {"invention_patents_per_10k": 217}),
        ("集群中小企业知识产权获授权537件。", {"ip_grants@2024": 537}),
        ("集群从事研发的人员720人。", {"rd_personnel@2024": 720}),
        ("集群有省级工业互联网试点示范项目5个。", {"pilot_projects[provincial]": 5}),
        # and of what one of them is missing nothing is claimed
        ("集群综合能耗3.2万吨标准煤。", {}),
        ("集群知识产权质押融资2300万元。", {}),
        ("集群工业软件普及率45%。", {}),
    ],
)
def test_names_are_composed_of_concepts(text, expected):
    assert read(text) == expected
