"""Whose a figure in a sentence is: of the cluster, of some firms counted before it, of those outside it."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.errors import TemplateError
from formextract.values.prose import ProseReader

CATALOGUE = load_catalogue()
READER = ProseReader(load_prose(CATALOGUE.folder, CATALOGUE.indicators), CATALOGUE.indicators)
HOME = "堵阳县轴承产业集群"


def read(text):
    """Each figure, and whether it is sure."""
    found = READER.read(text, (2022, 2023, 2024), home=HOME)
    return {f"{m.indicator}@{m.period}": (float(m.reading.value), m.reading.confidence >= 0.9) for m in found}


@pytest.mark.parametrize(
    "text",
    [
        "2024年，集群外企业营业收入合计35亿元。",
        "集群之外还有企业23家。",
        "不在集群内的企业36家，营业收入12亿元。",
        "集群内外共有企业400家。",
        "2024年非集群企业总产值51亿元。",
        "集群2024年总产值（规上口径）186亿元。",
        "2024年集群规上企业73家实现产值186亿元。",
        "2024年集群外资企业14家，营业收入21亿元。",
        "2024年集群龙头企业渝铝科技一家就有研发人员860人、有效发明专利203件。",
        "第二阶段（2025—2026年），集群研发投入强度提升到3.5%。",
    ],
)
def test_what_is_not_the_clusters_is_not_claimed(text):
    assert read(text) == {}


def test_foreign_firms_and_trade_are_not_outside():
    assert read("2024年集群外贸出口3亿元。") == {"exports@2024": (30000, True)}


@pytest.mark.parametrize(
    "text",
    ["2024年，集群高新技术企业66家，营业收入合计35亿元。", "2024年，集群高新技术企业66家，合计实现产值142亿元。"],
)
def test_a_sum_of_the_firms_counted_before_it_is_theirs(text):
    assert read(text) == {"hightech_enterprises@2024": (66, True)}


def test_what_may_be_the_firms_or_the_clusters_is_in_doubt():
    assert read("2024年，集群高新技术企业66家，实现产值142亿元。")["gross_output@2024"] == (142, False)


def test_all_persons_are_not_surely_the_smes():
    assert read("2022年集群从业人员2.1万人。") == {"sme_employees@2022": (21000, False)}
    assert read("2022年集群中小企业员工2.1万人。") == {"sme_employees@2022": (21000, True)}


def test_a_year_behind_two_names_is_in_doubt():
    found = read("2022年集群总产值为186亿元、营业收入180亿元，2024年为231亿元。")
    assert found["revenue@2022"] == (180, True)
    assert found["revenue@2024"] == (231, False)


def test_the_end_of_a_name_is_no_rise():
    assert read("2024年集群拥有国高68家、单冠1家。") == {
        "hightech_enterprises@2024": (68, True),
        "champions@2024": (1, True),
    }


def test_words_are_those_of_labels_and_a_concept_that_is_none_is_refused(tmp_path):
    concepts = (CATALOGUE.folder / "concepts.yaml").read_text(encoding="utf-8")
    prose = (CATALOGUE.folder / "prose.yaml").read_text(encoding="utf-8")
    (tmp_path / "concepts.yaml").write_text(concepts.replace("单冠]", "单冠, 冠军户]"), encoding="utf-8")
    (tmp_path / "prose.yaml").write_text(prose, encoding="utf-8")
    assert "冠军户" in load_prose(tmp_path).sides["champion"]
    (tmp_path / "prose.yaml").write_text(prose.replace("=who.champions", "=who.champion"), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"=who\.champion”"):
        load_prose(tmp_path)


def test_all_firms_are_the_cluster():
    found = read("2024年，全部企业实现工业总产值168.4亿元，比2023年的152.9亿元增长10.1%。")
    assert found == {"gross_output@2024": (168.4, False), "gross_output@2023": (152.9, False)}


def test_what_was_newly_recognised_is_no_whole_of_what_there_is():
    text = "新认定省级企业技术中心2个，省级以上创新平台总数达到19个，其中国家级3个、省级16个。"
    found = {(m.indicator, dict(m.dims)["level"]): int(m.reading.value) for m in READER.read(text) if m.dims}
    assert found == {("innovation_platforms", "national"): 3, ("innovation_platforms", "provincial"): 16}


def test_behind_firms_of_a_size_what_is_said_of_all_is_read():
    found = read("2024年，集群规上企业73家，入驻企业总数296家，全部工业总产值115亿元。")
    assert {name: value for name, (value, _) in found.items()} == {"enterprises@2024": 296, "gross_output@2024": 115}


def asked(text, home=HOME):
    """Each figure of what forms of the provinces ask for, those of others apart."""
    names = frozenset(CATALOGUE.indicators)
    found = READER.read(text, (2022, 2023, 2024), names, home=home)
    return {f"{m.indicator}@{m.period}": float(m.reading.value) for m in found if m.subject == "own"}


def test_what_the_applicants_county_has_is_the_countys():
    home = "临湘市浮标钓具产业集群"
    assert asked("临湘市现有高新技术企业71家、单项冠军企业3家。", home) == {}
    assert asked("临湘市浮标钓具产业集群现有高新技术企业71家。", home) == {"hightech_enterprises@2024": 71}


def test_a_trades_name_before_the_leading_industry_is_no_firms():
    said = asked("集群产值102.6亿元，其中圆锥制品加工主导产业产值78.9亿元。")
    assert said == {"gross_output@2024": 102.6, "leading_output@2024": 78.9}


def test_of_what_it_makes_its_leading_industry_a_cluster_is_no_firm():
    assert asked("以绿色装配式建材为主导产业，现有企业83家。") == {"enterprises@2024": 83}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("集群集聚加工、销售、服务等各类企业164家。", {"enterprises@2024": 164}),
        ("集群服务企业164家。", {}),
        ("与江汉林业大学、国际竹藤中心等5家单位开展合作。", {"cooperating_institutions@None": 5}),
        ("江汉大学、江汉一中等5家单位参观集群。", {}),
        ("与江汉精工、宏泰轴承等5家单位开展合作。", {}),
        ("“小巨人”企业实现零的突破、达到1家。", {"little_giants@2024": 1}),
    ],
)
def test_what_only_the_words_before_a_figure_name(text, found):
    assert asked(text) == found


def test_a_body_or_paper_that_is_called_by_a_park_is_no_subject():
    assert asked("设立葛店开发区产业专班，配备专职人员6名。") == {"dedicated_staff@None": 6}
    assert asked("出台《葛店开发区产业发展规划》，2024年安排产业专项资金8200万元。") == {"special_fund@2024": 8200}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("列入《江汉市第十四个五年规划》，当年安排专项资金1.5亿元。", {"special_fund@2024": 15000}),
        ("与江汉同类集群相比，其研发投入强度为4.5%，集群产值达320亿元。", {}),
        ("与江汉同类集群相比，集群产值320亿元居前。", {"gross_output@2024": 320}),
        ("高新技术企业从认定时的13户增加到21户。", {"hightech_enterprises@2024": 21}),
        ("集群共有生产、服务企业93户。", {"enterprises@2024": 93}),
        ("建成省级5G全连接工厂2家。", {"smart_factories@None": 2}),
        ("开展测评，满意率为97.4%。", {"enterprise_satisfaction@None": 97.4}),
        ("客户满意度达到98%。", {}),
        ("2025年上半年委托第三方对85户企业问卷调查，综合满意度为97.8%。", {"enterprise_satisfaction@None": 97.8}),
        ("其他：有效发明专利118件，境外机构1个。", {"invention_patents@None": 118, "overseas_branches@None": 1}),
        ("市财政每年安排专项资金3000万元。", {"special_fund@2024": 3000}),
        ("协会拥有会员企业88家，另有行业商会3家。", {"member_enterprises@None": 88}),
    ],
)
def test_papers_bodies_and_other_clusters_that_a_sentence_names(text, found):
    assert asked(text) == found


def test_that_nothing_was_unlawful_is_said_in_any_word():
    said = READER.statements("近三年无违法失信行为；查处违法案件3起。")
    assert [(x.indicator, x.value) for x in said] == [("serious_violations", False)]
