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


def read(text, home=HOME):
    return {
        m.indicator + (f"@{m.period}" if m.period else "") + "".join(f"[{v}]" for _, v in m.dims): float(
            m.reading.value
        )
        for m in READER.read(text, YEARS, frozenset(CATALOGUE.indicators), None, home)
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
        # another's figure ends with its clause, and is nobody's before
        ("行业平均研发强度为2.1%。", HOME, {}),
        (
            "集群研发强度3.4%，高于全国同行业2.5%的平均水平，有效发明专利391件。",
            HOME,
            {"rd_intensity@2024": 3.4, "invention_patents": 391},
        ),
    ],
)
def test_whose_it_is(text, home, expected):
    assert read(text, home) == expected
