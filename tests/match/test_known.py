"""A form is known by what it says it is: title, first sentences, file's name, folder; other papers are left alone."""

from dataclasses import replace

import made_foreign
import made_titles
import pytest
from made_documents import FORMS, document, match, table

BODY = "现将有关情况汇报如下，2024年实现产值12.3亿元。"
ROWS = table(["集群名称", "湖北省潜川市小龙虾加工产业集群"], ["总产值（亿元）", "105.30"], ["企业户数（户）", "82"])


def known_as(made):
    template = FORMS.recognise(made)
    return None if template is None else template.id.split("@")[0]


def in_file(path, made):
    return replace(made, source=replace(made.source, path=path))


@pytest.mark.parametrize("kind", made_titles.KINDS)
def test_titles_with_years_places_and_brackets_anywhere(kind):
    titles = made_titles.titles(kind)
    assert len(titles) >= 60
    for program, title in titles:
        assert known_as(document(*title.split("\n"), BODY)) == f"{program}/{kind}", title
        assert known_as(document(title, BODY)) == f"{program}/{kind}", title


def test_papers_of_others_are_left_alone():
    papers = made_foreign.papers()
    assert len(papers) >= 60
    assert [name for name, made in papers if known_as(made)] == []


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            [
                "关于2024年度产业集群发展情况的报告",
                "省经信厅：",
                "根据《湖北省特色产业集群管理办法（试行）》，现将我市集群2024年度发展情况报告如下：",
            ],
            "hubei-characteristic/annual",
        ),
        (
            ["关于变更集群运营机构的报告", "根据《湖北省创新型产业集群管理办法》第二十条，现将集群变更情况报告如下："],
            "hubei-innovative/major-event",
        ),
        (
            [
                "2025年上半年工作总结",
                "按照湘工信产业集聚〔2021〕82号文件要求，现将湘东市先进陶瓷集群上半年工作报告如下：",
            ],
            "hunan-advanced-manufacturing/half-year",
        ),
        (["湖北省特色产业集群申报材料", "目录", "一、集群基本情况", BODY], "hubei-characteristic/application"),
        (["2023年认定的湖北省特色产业集群发展情况报告", BODY], "hubei-characteristic/annual"),
        (
            ["关于石津县柑橘产业集群2024年发展情况的报告", "我县集群于2022年认定为国家级中小企业特色产业集群。" + BODY],
            "sme-cluster/annual",
        ),
        (
            ["石津县柑橘产业集群半年度情况报告（2025年1-6月）", "该集群为国家级中小企业特色产业集群。", BODY],
            "sme-cluster/half-year",
        ),
        (
            ["醴陵市陶瓷产业集群2024年上半年工作情况", "湖南省工业和信息化厅：我市先进制造业集群半年度发展情况如下。"],
            "hunan-advanced-manufacturing/half-year",
        ),
        (["赤壁市创新型产业集群建设情况", BODY], "hubei-innovative/application"),
        (
            ["醴陵市电瓷产业集群2024年度总结", "2022年，醴陵电瓷产业集群在湖南省先进制造业集群竞赛决赛中胜出。"],
            "hunan-advanced-manufacturing/annual",
        ),
        (["云梦县新材料产业集群创建省级战略性新兴产业集群工作方案", BODY], "hubei-strategic-emerging/application"),
        (["关于报送赤壁市创新型产业集群2024年度绩效评价材料的函", BODY], "hubei-innovative/evaluation"),
        # a year's own word says of when, unless the paper's own stands behind it
        (["关于推荐申报2024年度中小企业特色产业集群的请示", BODY], "sme-cluster/application"),
        (["赤壁市创新型产业集群2024年度数据填报表", BODY], "hubei-innovative/evaluation"),
        # the place stands in another line, in an answer or in a sentence
        (["创新型产业集群2024年度绩效评价报告", "赤壁市生物医药", BODY], "hubei-innovative/evaluation"),
        (["战略性新兴产业集群申报报告", "申报地区：荆门市", BODY], "hubei-strategic-emerging/application"),
        (
            ["醴陵市陶瓷集群2023年工作报告", "根据先进制造业集群管理要求，现将我市集群2023年工作报告如下。"],
            "hunan-advanced-manufacturing/annual",
        ),
        (
            ["醴陵市陶瓷产业集群三年复核自评", "按照湘工信产业集聚〔2021〕82号要求开展复核自评。", BODY],
            "hunan-advanced-manufacturing/review",
        ),
        (
            ["特色产业集群期满评价自查报告", "湖北省特色产业集群（石津县柑橘）2022年认定，期满三年，现自查如下。"],
            "hubei-characteristic/review",
        ),
        (
            ["石津县柑橘产业集群基本情况表", "填报国家中小企业特色产业集群年度数据，填报时间2026年1月12日。"],
            "sme-cluster/annual",
        ),
    ],
)
def test_a_letter_says_it_in_its_first_sentence(lines, name):
    assert known_as(document(*lines)) == name


def test_a_file_s_name_counts_with_labels_or_a_title_of_clusters():
    path = "光盘/湖北省特色产业集群2024年度发展情况报告.docx"
    assert known_as(in_file(path, document("发展情况报告", ROWS))) == "hubei-characteristic/annual"
    assert known_as(in_file(path, document("请假条", table(["姓名", "张三"])))) is None
    assert known_as(in_file("光盘/湖北省特色产业集群企业名单.docx", document("名单", ROWS))) is None


def test_a_folder_counts_with_labels():
    made = document("集群年度发展情况报告", ROWS)
    assert known_as(in_file("光盘/湖北省特色产业集群年度报告/潜川市/1.docx", made)) == "hubei-characteristic/annual"
    assert known_as(in_file("光盘/年度报告/潜川市/1.docx", made)) is None


@pytest.mark.parametrize(
    ("folder", "lines", "name"),
    [
        ("湖北省特色产业集群申报", ["潜川市小龙虾加工产业集群申报书（2025年）"], "hubei-characteristic/application"),
        ("中小企业特色产业集群年报-潜川市", ["潜川市小龙虾加工产业集群2024年工作总结"], "sme-cluster/annual"),
        ("战略性新兴产业集群", ["荆门市新能源电池产业集群申报材料"], "hubei-strategic-emerging/application"),
        # 情况 is a word of every report: the folder says which, but for a report that names its year
        ("中小企业特色产业集群半年报", ["小龙虾加工产业集群运行情况"], "sme-cluster/half-year"),
        ("湖北省特色产业集群复核", ["小龙虾加工产业集群2024年度发展情况报告"], "hubei-characteristic/annual"),
        ("湖北省特色产业集群申报", ["潜川市小龙虾加工产业集群营业执照"], None),
        ("湖北省特色产业集群申报", ["潜川市小龙虾加工产业集群高新技术企业情况表"], None),
        ("湖北省特色产业集群申报", ["潜川市小龙虾加工产业集群发展规划（2025—2027年）"], None),
        ("省特色产业集群复核", ["小龙虾加工产业集群三年建设成效报告"], "hubei-characteristic/review"),
        ("湖北省特色产业集群申报", ["潜川市科技局2024年工作总结"], None),
        ("先进制造业集群", ["潜川市小龙虾加工产业集群2024年工作总结"], None),
    ],
)
def test_a_folder_says_the_programme_of_a_letter_that_says_its_kind(folder, lines, name):
    made = in_file(f"光盘/{folder}/1.docx", document(*lines, BODY))
    assert known_as(made) == name
    if name is not None:
        assert f"按所在文件夹“{folder}”" in FORMS.match(made)[0].document.notes[0]


def test_the_rules_that_a_report_on_a_cluster_names_are_its_programme_s():
    title = "潜川市小龙虾加工产业集群2024年度综合评价材料"
    named = "依据《湖北省创新型产业集群管理办法》，对集群2024年发展成效进行了总结。"
    assert known_as(document(title, named)) == "hubei-innovative/evaluation"
    assert known_as(document(title, "参照" + named[2:])) is None


def test_a_report_s_words_of_a_half_year_are_its_kind():
    said = "根据《湖南省先进制造业集群培育管理办法》，现将集群上半年运行情况报告如下："
    assert known_as(document("醴陵市陶瓷产业集群运行情况报告", said)) == "hunan-advanced-manufacturing/half-year"
    assert known_as(document("醴陵市陶瓷产业集群2024年度运行情况报告", said)) == "hunan-advanced-manufacturing/annual"


def test_an_evaluation_of_a_programme_without_one_is_read_as_its_yearly_report():
    (found,) = FORMS.match(document("潜川市小龙虾加工省级特色产业集群2024年绩效自评报告", "湖北省经信厅：", BODY))
    assert found.template.id == "hubei-characteristic/annual@2025"
    assert "不是目录里有的那几种材料" in found.document.notes[0]


def test_a_paper_whose_kind_is_not_told_is_read_and_says_so():
    (found,) = FORMS.match(document("湖北省特色产业集群", ROWS))
    assert found.template.id == "hubei-characteristic/application@2025"
    assert "没有写明是哪一种材料" in found.document.notes[0]
    (found,) = FORMS.match(document("湖北省特色产业集群绩效自评表", ROWS))
    assert "不是目录里有的那几种材料" in found.document.notes[0]


@pytest.mark.parametrize(
    ("title", "period", "sure"),
    [
        ("2026年度湖北省特色产业集群发展情况报告", "2026", 1.0),
        ("湖南省先进制造业集群2025年上半年发展情况报告", "2025-01/2025-06", 1.0),
        ("2026年湖北省特色产业集群申报书", "2025", 0.6),
    ],
)
def test_figures_without_a_year_are_of_the_title_s(title, period, sure):
    (only,) = [p for p in match(document(title, ROWS)).placements if p.indicator == "gross_output"]
    assert (only.period, only.confidence) == (period, sure)


def test_a_cluster_that_is_spoken_of_beside_the_programme_is_none_of_it():
    lines = ["关于产业集群发展情况的报告", "全省现有国家级中小企业特色产业集群12个，我县没有。" + BODY]
    assert known_as(document(*lines)) is None
    assert known_as(document("工作简报", "我县集群于2022年认定为国家级中小企业特色产业集群。" + BODY)) is None


def test_figures_on_lines_of_their_own_are_no_title():
    lines = ["省级特色产业集群申请认定情况一览", "截止2024年底", "集群总产值 341.00亿元", "企业户数 144家"]
    ((match,),) = [f.matches for f in FORMS.match(document(*lines))]
    found = {(p.indicator, p.period): p.text for p in match.placements if p.text}
    assert found["gross_output", "2024"] == "341.00亿元"
    assert found["enterprises", "2024"] == "144家"


def test_the_year_of_a_table_is_not_that_of_the_title():
    rows = table(["营业收入（亿元）", "241.70"], ["企业数量（家）", "215"])
    lines = ["赤壁市纺织省级创新型产业集群申报材料", "表1  集群规模与创新（2024年）"]
    ((match,),) = [f.matches for f in FORMS.match(document(*lines, rows))]
    assert {p.period for p in match.placements if p.indicator == "revenue" and p.text} == {"2024"}


def test_a_sheet_of_gathered_data_is_an_application_where_the_programme_has_no_list_of_clusters():
    title = "战略性新兴产业集群（省级）申报数据汇总"
    rows = table(["指标", "2022年", "2023年"], ["工业总产值/亿元", "111.86", "122.37"])
    assert known_as(document(title, rows)) == "hubei-strategic-emerging/application"
    assert known_as(document("湖北省战略性新兴产业集群申报汇总表", rows)) is None
