"""Captions much like a field's that speak of another figure: left over, the likest field proposed."""

import pytest
from made_documents import document, matched, table

TITLE = "中小企业特色产业集群申报表"
FIRMS = ["集群企业数量", "240"]


def claimed(*rows):
    """The fields that took the last row's figure, and what is proposed for it."""
    _, (match,) = matched(document(TITLE, table(*rows)))
    text = rows[-1][-1]
    took = {p.indicator for p in match.placements if p.text == text}
    return took, [x.proposals[0].indicator for x in match.leftovers if x.text == text and x.proposals]


@pytest.mark.parametrize(
    ("caption", "figure", "likest"),
    [
        ("两化融合贯标企业数（家）", "57", "enterprises"),
        ("拟申报小巨人企业数（家）", "9", "little_giants"),
        ("亿元以上企业数量（家）", "31", "enterprises"),
        ("当年认定的高新技术企业数量", "12", "hightech_enterprises"),
        ("本月工业总产值（万元）", "4312.5", "gross_output"),
        ("期末从业人员数（人）", "3391", "sme_employees"),  # of all firms, where the form asks for the small ones'
        ("单位产值能耗（kWh/万元）", "225.54", "energy_intensity"),
    ],
)
def test_some_of_a_kind_another_time_another_measure(caption, figure, likest):
    took, proposed = claimed([caption, figure])
    assert took == set()
    assert proposed == [likest]


def test_a_part_is_not_larger_than_its_whole():
    caption = "年度国家级单冠企业数（家）"
    assert claimed(FIRMS, [caption, "8"])[0] == {"champions"}
    assert claimed(FIRMS, [caption, "556"])[0] == set()


@pytest.mark.parametrize(
    "caption", ["织造业总产值（亿元）", "四大产业集群产值（亿元）", "沮漳特色产业集群总产值（亿元）"]
)
def test_a_trade_or_a_place_makes_no_other_figure(caption):
    assert claimed([caption, "81.25"])[0] == {"gross_output"}
