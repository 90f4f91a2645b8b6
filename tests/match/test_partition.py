"""Several forms in one document: each is one record's worth, and a single form is never cut."""

import pytest
from made_documents import BASICS, FORMS, PROVINCE_HEAD, SUMMARY_HEAD, TITLE, document, form, table

from formextract.catalogue import load_catalogue
from formextract.match.units import cut_out, units_of
from formextract.model import Table

CATALOGUE = load_catalogue()
NATIONAL = CATALOGUE.templates["sme-cluster/application@2024"]
FIGURES = [f for f in NATIONAL.fields if f.shape is None and CATALOGUE.indicators[f.indicator].unit]
YEARLY = ["年度", "2021年", "2022年", "2023年"]
COVER = [
    "集群名称：甲县织造产业集群",
    "所属地区：湖北 省 十堰 市 堵阳 县",
    "集群运营管理机构：甲园区",
    "申报时间：2024年6月",
]


def national(name, n, *, cover=True, title=TITLE):
    """The blocks of a national form of a cluster, all its figures `n`."""
    return [
        *([title] if title else []),
        *([line.replace("甲", name) for line in COVER] if cover else []),
        "填报说明",
        "一、基本情况",
        table(
            ["集群名称", f"{name}县织造产业集群"],
            ["县级行政区划中小企业主管部门", f"{name}县经信局"],
            ["联系人", f"{name}一", "联系方式", "0710-1"],
            ["集群运营管理机构", f"{name}园区"],
            ["联系人", f"{name}二", "联系方式", "0710-2"],
            ["集群占地面积（平方公里）", f"{n}.5"],
        ),
        "二、主导产业情况",
        table(YEARLY, *[[f.label, str(n), str(n + 1), str(n + 2)] for f in FIGURES]),
        "八、未来三年中小企业特色产业集群发展规划",
        f"{name}县发展规划。",
        table(["指标", "2023年基准值", "2026年目标值"], ["集群总产值", "1亿元", "2亿元"]),
    ]


def province(name, n, title="湖北省特色产业集群申报表"):
    return [
        *([title] if title else []),
        table(
            ["集群名称", f"{name}县轴承产业集群"],
            ["申报主体", f"{name}县促进中心"],
            ["联系人", f"{name}某"],
            ["联系电话", f"1390000{n}"],
            ["产值（亿元）", str(n)],
        ),
        f"{name}县轴承产业起步早，链条完整，骨干企业集聚，产品远销海外，近年来发展势头良好，带动就业明显，示范作用突出。",
    ]


def names(*blocks):
    """The clusters' names of the forms in a document of these blocks, with the forms' templates."""
    return [
        (
            found.template.id.partition("@")[0],
            *(p.text for m in found.matches for p in m.placements if p.indicator == "cluster_name"),
        )
        for found in FORMS.match(document(*blocks))
    ]


APPLICATION, HUBEI, LIST = "sme-cluster/application", "hubei-characteristic/application", "sme-cluster/summary"
ALPHA, BETA = (APPLICATION, "甲县织造产业集群"), (APPLICATION, "乙县织造产业集群")


@pytest.mark.parametrize("cover", [True, False], ids=["cover", "no cover"])
@pytest.mark.parametrize("title", [TITLE, ""], ids=["title", "no title"])
def test_two_forms_one_after_the_other(cover, title):
    """Also where the second one has no title of its own: its first part stands anew."""
    first, second = national("甲", 10), national("乙", 30, cover=cover, title=title)
    found = FORMS.match(document(*first, *second))
    assert [[b for b in f.document.blocks if isinstance(b, Table)] for f in found] == [
        [b for b in blocks if isinstance(b, Table)] for blocks in (first, second)
    ]
    (alone,) = FORMS.match(document(TITLE, *second))
    assert found[1].matches == alone.matches
    assert {p.text for p in found[0].matches[0].placements if p.period == "2021"} == {"10"}


def test_every_form_of_a_file_and_a_form_with_its_own_copy():
    assert names(*national("甲", 10), *national("乙", 30), *national("甲", 10)) == [ALPHA, BETA, ALPHA]


def test_what_stands_above_a_title_goes_with_it():
    found = FORMS.match(document("附件2", *national("甲", 10), "附件 2", "2024年度", *national("乙", 30)))
    assert [f.document.blocks[0].text for f in found] == ["附件2", "附件 2"]


def test_a_form_with_its_title_on_the_cover_and_above_its_tables_is_one():
    made = national("甲", 10)
    at = made.index("一、基本情况")
    twice = [*made[:at], TITLE, *made[at:]]
    assert names(*twice) == [ALPHA]
    second = [b.replace("甲", "乙") if isinstance(b, str) else b for b in twice]
    found = FORMS.match(document(*twice, *second))
    assert [f.document.blocks[1].text for f in found] == [COVER[0], COVER[0].replace("甲", "乙")]


def test_running_heads_cut_no_form():
    made = [x for block in national("甲", 10) for x in (TITLE, block)]
    assert names(*made) == [ALPHA]
    assert names(*made, *national("乙", 30)) == [ALPHA, BETA]


def test_a_cover_that_names_another_cluster_is_no_form():
    made = [b.replace("甲", "丙") if isinstance(b, str) and b in COVER else b for b in national("甲", 10)]
    assert names(*made) == [ALPHA]
    cover = ["集群名称：丙县轴承产业集群", "申报主体：丙县中心", "联系人：丙", "联系电话：1"]
    assert len(names("湖北省特色产业集群申报表", *cover, *province("甲", 1))) == 1


def test_small_forms_of_two_applicants_with_a_title_each():
    assert names(*province("甲", 1), *province("乙", 22)) == [
        (HUBEI, "甲县轴承产业集群"),
        (HUBEI, "乙县轴承产业集群"),
    ]


def test_a_report_that_names_its_applicant_again_is_no_second_form():
    """The form, then the same applicant's report under the same title."""
    report = [
        "湖北省特色产业集群申报材料",
        "集群名称：甲县轴承产业集群",
        "申报主体：甲县促进中心",
        "联系人：甲某",
        "联系电话：13900001",
    ]
    assert names(*province("甲", 1), *report, "甲县产业基础好。" * 9) == [(HUBEI, "甲县轴承产业集群")]


def test_an_annex_with_the_figures_once_more_is_no_second_form():
    made = national("甲", 10)
    sources = table(
        ["集群名称", "甲县织造产业集群"],
        *[[c.text for c in made[-4].cells if c.row == r] for r in range(1, made[-4].n_rows)],
    )
    assert names(*made, "数据来源说明", sources) == [ALPHA]


def test_forms_of_two_programmes_and_a_list():
    row = ["1", "甲县织造产业集群", "甲园区", "湖北省十堰市", "织造", "2012年", "简介"]
    sheet = ["中小企业特色产业集群推荐汇总表", table(SUMMARY_HEAD, row)]
    alpha, hubei, listed = national("甲", 10), province("乙", 7), (LIST, "甲县织造产业集群")
    assert names(*alpha, *hubei) == [ALPHA, (HUBEI, "乙县轴承产业集群")]
    assert names(*hubei, *alpha) == [(HUBEI, "乙县轴承产业集群"), ALPHA]
    assert names(*sheet, *alpha, *national("乙", 30)) == [listed, ALPHA, BETA]
    assert names(*alpha, *sheet) == [ALPHA, listed]


def test_a_list_of_annexes_that_names_other_forms_cuts_nothing():
    annexes = ["附件：", "中小企业特色产业集群推荐汇总表", "湖北省特色产业集群申报表", "1.中小企业特色产业集群申报表"]
    assert names(*national("甲", 10), *annexes) == [ALPHA]


def stacked(*tables):
    """Tables one below the other as one, as two forms on one sheet are."""
    rows, cells = 0, []
    for t in tables:
        cells += [
            type(c)(c.row + rows, c.col, c.rowspan, c.colspan, c.text, c.place, legibility=c.legibility)
            for c in t.cells
        ]
        rows += t.n_rows
    return Table(tuple(cells), rows, max(t.n_cols for t in tables), ())


def test_two_forms_on_one_sheet():
    def sheet(name, n):
        lines = [b if isinstance(b, Table) else table([b, *"<<<"]) for b in national(name, n)]
        return stacked(*lines)

    made = stacked(sheet("甲", 10), sheet("乙", 30))
    assert names(made) == [ALPHA, BETA]
    assert [f.document.blocks[0].n_rows for f in FORMS.match(document(made))] == [made.n_rows / 2] * 2


def test_a_document_is_cut_between_its_rows():
    made = form(table(["甲", "1"], ["乙", "2"], ["丙", "^"]))
    units = units_of(made)
    assert [u.cuttable for u in units[-3:]] == [True, True, False]
    assert cut_out(made, units, 0, len(units)) is made
    halves = [cut_out(made, units, 0, len(units) - 2), cut_out(made, units, len(units) - 2, len(units))]
    assert [[c.text for c in h.blocks[-1].cells] for h in halves] == [["甲", "1"], ["乙", "2", "丙"]]
    assert halves[1].blocks[0].cells[0].row == 0
    assert BASICS in halves[0].blocks
    assert PROVINCE_HEAD not in halves[0].blocks


def test_which_form_it_is_is_asked_once(monkeypatch):
    """Not once to part the cells of a scan and once more to match it."""
    asked = []
    ask = FORMS._recogniser.of
    monkeypatch.setattr(FORMS._recogniser, "of", lambda made: asked.append(made) or ask(made))
    assert len(FORMS.match(form())) == 1
    assert len(asked) == 1
