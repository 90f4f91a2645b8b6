"""What a caption says in brackets is part of what it says, unless it is a unit or how to fill the cell."""

import pytest
from made_documents import document, matched, table

from formextract.catalogue import load_catalogue
from formextract.match.labels import LabelIndex

CATALOGUE = load_catalogue()
INDEX = LabelIndex(
    CATALOGUE.indicators,
    CATALOGUE.lexicon,
    [(f.key, w) for t in CATALOGUE.templates.values() for f in t.fields for w in (f.label, *f.synonyms) if w],
)


@pytest.mark.parametrize(
    ("caption", "another"),
    [
        ("集群企业数量（规模以上）", "enterprises"),
        ("企业（规上）数量", "enterprises"),
        ("营业收入（全县）", "revenue"),
        ("研发投入（规上工业企业）", "rd_expenditure"),
        ("高新技术企业（当年新增）", "hightech_enterprises"),
        ("专精特新企业（市级）", "srdi_smes"),
        ("单项冠军（省级）", "champions"),
        ("产值（主导产业）", "gross_output"),
        ("研发人员（全时当量）", "rd_personnel"),
    ],
)
def test_a_figure_of_others_is_not_taken_for_the_words_before_the_bracket(caption, another):
    assert another not in {h.indicator for h in INDEX.hits(caption)}
    assert another not in INDEX.exact(caption)


@pytest.mark.parametrize(
    ("caption", "name", "least"),
    [
        ("从业人员数量（中小企业）", "sme_employees", 1.0),
        ("专精特新企业（省级）", "srdi_smes", 1.0),
        ("出口额（主导产品）", "exports", 1.0),
        ("集群总产值（现价）", "gross_output", 1.0),
        ("集群企业数量（家）", "enterprises", 1.0),
        ("产值（主导产业）", "leading_output", 0.97),
        ("营业收入（主导产业）", "leading_revenue", 0.97),
        ("创新平台（国家级）", "innovation_platforms[level=national]", 0.97),
    ],
)
def test_what_the_bracket_adds_is_heard(caption, name, least):
    best = INDEX.hits(caption)[0]
    assert best.indicator == name
    assert best.score >= least


def test_a_bracket_that_nobody_knows_leaves_a_figure_in_doubt():
    _, (match,) = matched(
        document(
            "湖北省特色产业集群年度发展情况报告（2024年度）",
            "集群名称：堵阳县轴承产业集群",
            table(
                ["指标", "2024年"],
                ["集群企业数量（家）", "86"],
                ["集群总产值（亿元）（海关口径）", "92.05"],
                ["集群营业总收入（亿元）", "81.12"],
                ["高新技术企业数量（家）", "12"],
            ),
        )
    )
    doubts = {p.indicator: {d.kind for d in p.doubts} for p in match.placements if p.text}
    assert doubts["gross_output"]
    assert not doubts["revenue"]


def test_examples_before_a_name_are_not_its_own_words():
    caption = "瞪羚、独角兽等“新物种”企业"
    assert "new_species_enterprises" not in INDEX.contradicted(caption)
    assert "hightech_enterprises" in INDEX.contradicted(caption)


def test_a_figure_is_called_on_one_form_as_on_another():
    _, (match,) = matched(
        document(
            "湖南省先进制造业集群（培育对象）申请报告",
            table(["集群名称", "堵阳县轴承产业集群"], ["专职工作人员", "9人"], ["集群企业数量", "86"]),
        )
    )
    assert {p.indicator: p.text for p in match.placements if p.text}["dedicated_staff"] == "9人"


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("湖北省制造业单项冠军", "provincial_champions"),
        ("国高", "hightech_enterprises"),
        ("近三年产值平均增长", "gross_output_growth_3y"),
    ],
)
def test_a_province_says_the_level_and_short_names_are_known(caption, name):
    assert name not in INDEX.contradicted(caption)
    assert name in {h.indicator for h in INDEX.hits(caption)}


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("研究与试验发展（R&D）经费（亿元）", "rd_expenditure"),
        ("研究与试验发展（R&D）经费投入", "rd_expenditure"),
        ("高新技术企业（高企）数", "hightech_enterprises"),
    ],
)
def test_a_bracket_that_says_the_same_once_more_says_nothing_else(caption, name):
    assert [h.indicator for h in INDEX.hits(caption) if h.score >= 0.9] == [name]
