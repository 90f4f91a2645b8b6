"""Captions to indicators: real wordings of other provinces and years, and close labels kept apart."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import FORMS

from formextract.catalogue import load_catalogue
from formextract.match.labels import LabelIndex, take_apart

ROWS = list(csv.DictReader((Path(__file__).parent / "label-variants.csv").open(encoding="utf-8-sig", newline="")))
CATALOGUE = load_catalogue()
INDEX = LabelIndex(CATALOGUE.indicators, CATALOGUE.lexicon)


def best(text, index=INDEX):
    hits = index.hits(text)
    return hits[0].indicator if hits else None


def test_real_wordings_name_the_right_indicator():
    wordings = [r for r in ROWS if r["indicator_id"] != "-"]
    wrong = [
        (r["variant"], r["indicator_id"], got) for r in wordings if (got := best(r["variant"])) != r["indicator_id"]
    ]
    assert len(wordings) >= 70
    assert len(wrong) <= 0.05 * len(wordings), wrong


def claimed(text):
    """The indicator wrongly named; one that a province's programme catalogued in these very words is none."""
    hits = INDEX.hits(text)
    if not hits:
        return None
    own_words = hits[0].score == 1.0 and CATALOGUE.indicators[hits[0].indicator].section == "other programmes"
    return None if own_words else hits[0].indicator


def test_labels_of_other_figures_are_not_claimed():
    others = [r["variant"] for r in ROWS if r["indicator_id"] == "-"]
    wrong = [(text, got) for text in others if (got := claimed(text)) is not None]
    assert len(others) >= 100
    assert len(wrong) <= 0.02 * len(others), wrong


def test_the_application_form_claims_no_more_of_them():
    form = next(p for p in FORMS._prepared if p.template.id == "sme-cluster/application@2024")
    others = [r["variant"] for r in ROWS if r["indicator_id"] == "-"]
    wrong = [(text, hits[0]) for text in others if (hits := form.index.wanted(text))]
    assert len(wrong) <= 0.02 * len(others), wrong


def test_the_unit_that_a_wording_names_is_read():
    named = [r for r in ROWS if r["unit_written"] and r["variant"].rstrip("）)").endswith(r["unit_written"])]
    assert len(named) >= 40
    assert [(r["variant"], take_apart(r["variant"]).unit) for r in named if take_apart(r["variant"]).unit is None] == []


CLOSE = [
    ("集群企业数量", "enterprises"),
    ("集群中小企业数量", "smes"),
    ("其中：集群中小企业数量", "smes"),
    ("集群外商直接投资额（万元）", "fdi"),
    ("集群外商直接投资额增长率（%）", "fdi_growth"),
    ("集群主导产品出口贸易额（万元）", "exports"),
    ("集群主导产品出口贸易额增长率（%）", "exports_growth"),
    ("集群总产值（亿元）", "gross_output"),
    ("集群总产值占所在县级行政区划产值比例（%）", "gross_output_county_share"),
    ("集群内中小企业产值占集群总产值比例（%）", "sme_output_share"),
    ("集群主导产业产值占集群总产值比例（%）", "leading_output_share"),
    ("近三年集群主导产业产值年均增速（%）", "leading_output_growth_3y"),
    ("近三年集群产值年均增速（%）", "gross_output_growth_3y"),
    ("主导产业相关的省级专精特新中小企业数量", "srdi_smes"),
    ("主导产业相关的国家级专精特新“小巨人”企业数量", "little_giants"),
    ("主导产业相关的国家级制造业单项冠军企业数量", "champions"),
    ("省级制造业单项冠军企业数量", "provincial_champions"),
    ("主导产业相关的国家级高新技术企业数量", "hightech_enterprises"),
    ("主导产业相关的创新型中小企业数量", "innovative_smes"),
    ("主导产业相关的上市中小企业数量", "listed_smes"),
    ("主导产业相关的上市辅导期中小企业数量", "pre_listing_smes"),
    ("集群中小企业研发投入强度（%）", "rd_intensity"),
    ("集群中小企业研发经费总额（亿元）", "rd_expenditure"),
    ("集群中小企业从业人员数量", "sme_employees"),
    ("集群中小企业研发人员数量", "rd_personnel"),
    ("集群中小企业PCT国际专利申请量", "pct_applications"),
    ("集群中小企业知识产权授权量", "ip_grants"),
    ("近三年集群中小企业有效发明专利年均增速（%）", "invention_patents_growth_3y"),
    ("集群中小企业从业人员每万人有效发明专利拥有量", "invention_patents_per_10k"),
    ("集群内中小企业有效发明专利拥有量", "invention_patents"),
    ("集群上云中小企业数量", "cloud_smes"),
    ("集群中小企业上云比例（%）", "cloud_share"),
    ("集群接入工业互联网平台的中小企业数量", "iiot_smes"),
    ("集群中小企业工业互联网平台应用普及率（%）", "iiot_share"),
    ("近三年集群单位产值能耗（吨标准煤/万元）", "energy_intensity"),
    ("近三年集群单位产值能耗降低率（%）", "energy_intensity_reduction"),
    ("近三年集群单位产值二氧化碳排放量（吨二氧化碳/万元）", "co2_intensity"),
    ("大宗工业固废综合利用率（%）", "solid_waste_utilization"),
    ("工业用水重复利用率（%）", "water_reuse"),
]
REWORDINGS = {
    "as printed": lambda t: t,
    "numbered": lambda t: "3." + t,
    "numbered in brackets": lambda t: f"（十二）{t}",
    "circled": lambda t: f"⑫{t}",
    "half-width brackets": lambda t: t.replace("（", "(").replace("）", ")"),
    "over two lines": lambda t: f"{t[: len(t) // 2]}\n{t[len(t) // 2 :]}",
    "spaced": " ".join,
    "with a colon": lambda t: t + "：",
    "with a remark": lambda t: t + "（需提供佐证材料）",
    "number for count": lambda t: t.replace("数量", "数"),
    "rate for speed": lambda t: t.replace("年均增速", "年均增长率"),
    "share in other words": lambda t: t.replace("比例", "比重"),
    "no quotes": lambda t: t.replace("“", "").replace("”", ""),
    "of the industrial cluster": lambda t: t.replace("集群", "产业集群", 1),
}


@pytest.mark.parametrize("how", REWORDINGS)
def test_close_labels_are_told_apart(how):
    wrong = [(t, name, got) for t, name in CLOSE if (got := best(REWORDINGS[how](t))) != name]
    assert wrong == []


def test_a_reworded_label_is_less_sure_than_the_printed_one_and_keeps_its_runner_up():
    assert INDEX.hits("集群企业数量")[0].score == 1.0
    hits = INDEX.hits("园区集群内企业的总家数")
    assert (hits[0].indicator, hits[0].score < 1.0) == ("enterprises", True)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


@pytest.mark.parametrize(
    ("text", "key", "unit"),
    [
        ("集群总产值（亿元）", "集群总产值", "亿元"),
        ("1. 集群总产值(单位：亿元)：", "集群总产值", "亿元"),
        ("集群总产值/亿元", "集群总产值", "亿元"),
        ("集群总产值，亿元", "集群总产值", "亿元"),
        ("集群产业链强链补链情况（200字以内）", "集群产业链强链补链情况", None),
        ("标准数量情况（需提供清单）", "标准数量情况", None),
        ("（三）集群 占地\n面积（平方公里）", "集群占地面积", "平方公里"),
        ("其中：集群中小企业数量", "集群中小企业数量", None),
        ("“小巨人”企业数量", "小巨人企业数量", None),
    ],
)
def test_a_caption_is_taken_apart(text, key, unit):
    taken = take_apart(text)
    assert (taken.key, taken.unit) == (key, unit)


def test_every_printed_label_of_the_forms_is_its_own_indicators():
    wrong = []
    for prepared in FORMS._prepared:
        for field in prepared.template.fields:
            names = prepared.index.exact(field.label) if field.shape not in ("narrative", "targets") else (field.key,)
            if field.key not in names:
                wrong.append((field.key, field.label, names))
    assert wrong == []


@given(st.text())
@pytest.mark.parametrize("frame", ["{}", "集群{}数量", "主导产业相关的{}（个）"])
def test_any_text_names_indicators_or_none(frame, text):
    for hit in INDEX.hits(frame.format(text)):
        assert hit.indicator in CATALOGUE.indicators
        assert 0 < hit.score <= 1


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2024年总产值（亿元）", "总产值"),
        ("截至2024年底企业数", "企业数"),
        ("2024年度总产值", "总产值"),
        ("2024年以来新增企业", "2024年以来新增企业"),
        ("2023年及2024年产值", "2023年及2024年产值"),
        ("2024年度", "2024年度"),
    ],
)
def test_the_year_before_a_caption_is_no_part_of_its_wording(text, bare):
    assert take_apart(text).bare == bare
