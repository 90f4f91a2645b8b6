"""A trial as the page tells it: to people who see no template, without its keys and ids."""

import re

from drafting_helpers import CATALOGUE

from formextract import intake, readers
from formextract.catalogue import load_template
from formextract.drafting import tried
from samples import strangers

CODE = re.compile(r"[a-z]+[._][a-z]|[a-z]{4,}")
BLANK = (
    "瞪羚企业年度登记表",
    [["企业名称", ""], ["注册地址", ""], ["法定代表人", ""], ["联系电话", ""], ["企业类型", "□国有 □民营 □外资"]],
    [["指标", "2023年", "2024年"], ["用能总量（吨标准煤）", "", ""], ["取水总量（立方米）", "", ""]],
)
FILLED = (
    "瞪羚企业年度登记表",
    [["企业名称", "澜江钢构有限公司"], ["注册地址", "澜江市"], ["法定代表人", "何庆华"], ["联系电话", "0718-5550123"],
     ["企业类型", "□国有 ☑民营 □外资"], ["从业人员期末人数", "300"], ["炉渣综合处置量", "12"]],
    [["指标", "2023年", "2024年"], ["用能总量（吨标准煤）", "1000", "1,200.50"], ["取水总量（立方米）", "3", "9吨多"]],
)  # fmt: skip
OTHER = ("优质农产品基地备案表", [["基地名称", "甲"], ["种植面积（亩）", "12"]])


def trial(tmp_path, blocks):
    from test_strangers import drafted, kinds

    from formextract.catalogue import check_file

    path = tmp_path / "demo" / "gazelle@2025.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(drafted(strangers.written(strangers.Form(BLANK, ()), tmp_path / "blank.docx"), "gazelle"), "utf-8")
    check_file(path, kinds())
    template = load_template(path, CATALOGUE.indicators)
    document = readers.read(intake.source_file(strangers.written(strangers.Form(blocks, ()), tmp_path / "filled.docx")))
    indicators = {**CATALOGUE.indicators, **template.own}
    return tried(document, template, CATALOGUE.templates, indicators, CATALOGUE.lexicon, None)


def test_what_was_read_is_told_in_words(tmp_path):
    made = trial(tmp_path, FILLED)
    assert made.refused == made.told == ""
    shown = {s.label: s.shown for s in made.said}
    assert shown["用能总量（吨标准煤）"] == "2023 年 1000吨标准煤；2024 年 1200.50吨标准煤"
    assert shown["企业类型"] == "民营"
    assert all(s.told for s in made.said if s.outcome in ("doubtful", "unreadable", "missing", "unclaimed"))
    assert {s.label for s in made.said if s.outcome == "unclaimed"} >= {"炉渣综合处置量"}
    assert [t for s in made.said for t in (s.told, s.shown) if CODE.search(t)] == []


def test_why_another_form_is_refused_is_told_in_words(tmp_path):
    made = trial(tmp_path, OTHER)
    assert "recognise.titles" in made.refused  # for whoever writes templates
    assert "抬头里没有这张表的名称" in made.told
    assert not CODE.search(made.told)
