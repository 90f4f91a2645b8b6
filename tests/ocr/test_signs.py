"""Signs that come in pairs, put right by the text around them."""

import pytest

from formextract.ocr.signs import paired, tidy


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("推行”拿地即开工”，", "推行“拿地即开工”，"),
        ("建立“揭榜\n挂帅“、”赛马”等", "建立“揭榜\n挂帅”、“赛马”等"),
        ("与“链主企业", "与“链主企业"),  # one was lost: as it was read
        ("0C预计）", "0（预计）"),
        ("12家C含规下)", "12家（含规下)"),
        ("oC预计）", "0（预计）"),
        ("开展推广C）", "开展推广（）"),
        ("开展推广\u200bC）", "开展推广\u200b（）"),
        ("开展推广C\u200b）", "开展推广（\u200b）"),
        ("37C", "37C"),
        ("3C认证（含）", "3C认证（含）"),
    ],
)
def test_pairs(read: str, meant: str) -> None:
    assert paired(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("翟瑞雪。", "翟瑞雪"),
        ("已建成。", "已建成"),
        ("共3项。", "共3项。"),
        ("1.", "1."),
        ("甲、", "甲、"),
        ("湖北省岚溪县石材机械产业集群.", "湖北省岚溪县石材机械产业集群"),
    ],
)
def test_a_point_behind_a_name_is_dust(read: str, meant: str) -> None:
    assert tidy(read) == meant
