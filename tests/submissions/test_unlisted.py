"""Rows without a form and forms without a row: of one programme, city and year, and of nobody else's."""

import pytest

from formextract.model.submission import Applicant, Copy, Item
from formextract.submissions import group
from formextract.submissions.applicants import region_of
from formextract.submissions.summary import Rows
from formextract.submissions.unlisted import SummaryRow, not_listed, unlisted, without_form

CITY = "湖北省襄阳市"


def form(county, trade, *, city="襄阳市", program="sme-cluster", edition="2023", kind="application", code=""):
    path = f"{city}{county}{trade}{edition}{kind}.docx"
    answers = Applicant(province="湖北省", city=city, county=county, identifier=code)
    copy = Copy(f"id:{path}", program, kind, edition, f"湖北省{county}{trade}产业集群", applicant=answers)
    return Item(path, f"sha:{path}", "docx", "read", (copy,))


def sheet(*named, program="sme-cluster", path="汇总表.xlsx", load=1):
    copies = tuple(
        Copy(
            f"{path}:{n}", program, "summary", "", cluster, applicant=Applicant(region=region, identifier="".join(code))
        )
        for n, (cluster, region, *code) in enumerate(named)
    )
    item = Item(path, f"sha:{path}", "xlsx", "read", copies)
    return [SummaryRow(copy, item, load) for copy in copies]


def asked(forms, rows, loads=lambda _: 1):
    submissions, _ = group(forms)
    index = Rows(
        [(r.copy.cluster, r.copy.record_id) for r in rows],
        [s.cluster for s in submissions],
        {r.copy.record_id: region_of(r.copy.applicant) for r in rows},
    )
    found = unlisted(submissions, rows, index.about, loads)
    by_key = {s.key: s.cluster for s in submissions}
    return {by_key[key]: sheets for key, sheets in found.forms.items()}, set(found.rows)


LISTED = ("湖北省枣阳市汽车零部件产业集群", CITY + "枣阳市")
ABSENT = ("湖北省谷城县钓具产业集群", CITY + "谷城县")


def test_a_row_without_a_form_and_a_form_without_a_row():
    rows = sheet(LISTED, ABSENT)
    forms = [form("枣阳市", "汽车零部件"), form("南漳县", "柑橘加工")]
    assert asked(forms, rows) == ({"湖北省南漳县柑橘加工产业集群": ("汇总表.xlsx",)}, {"汇总表.xlsx:1"})


@pytest.mark.parametrize(
    "other",
    [
        form("夷陵区", "柑橘加工", city="宜昌市"),
        form("南漳县", "柑橘加工", program="hubei-characteristic"),
        form("南漳县", "柑橘加工", edition="2022"),
        form("南漳县", "柑橘加工", kind="review"),
    ],
    ids=["another city's", "another programme's", "another year's", "no application"],
)
def test_a_sheet_says_nothing_of_other_forms(other):
    assert asked([form("枣阳市", "汽车零部件"), other], sheet(LISTED)) == ({}, set())


def test_a_sheet_that_lists_none_of_the_forms_speaks_for_its_own_load():
    rows = sheet(ABSENT, load=2)
    forms = [form("南漳县", "柑橘加工")]
    assert asked(forms, rows, lambda _: 1) == ({}, set())
    assert asked(forms, rows, lambda _: 2)[1] == {"汇总表.xlsx:0"}


def test_a_name_written_otherwise_is_listed():
    rows = sheet(("枣阳汽车零部件产业集群", CITY + "枣阳市"), ("湖北省南漳县柑桔加工产业集群", CITY + "南漳县"))
    assert asked([form("枣阳市", "汽车零部件"), form("南漳县", "柑橘加工")], rows) == ({}, set())


def test_a_form_that_one_of_two_sheets_lists_is_listed():
    rows = [*sheet(ABSENT), *sheet(LISTED, ABSENT, path="汇总表（更正）.xlsx")]
    forms, without = asked([form("枣阳市", "汽车零部件"), form("谷城县", "钓具")], rows)
    assert (forms, without) == ({}, set())


def test_rows_without_a_name_and_stores_without_forms():
    assert asked([], sheet(LISTED)) == ({}, set())
    assert asked([form("枣阳市", "汽车零部件")], sheet(LISTED, ("", CITY + "谷城县"))) == ({}, set())


def test_what_is_told():
    assert not_listed(()) == []
    (finding,) = not_listed(("盘/汇总表.xlsx",))
    assert (finding.origin, finding.kind) == ("summary", "agreement")
    assert finding.message == "推荐汇总表“汇总表.xlsx”中没有列入这一家，请与推荐单位核对是否漏列"
    assert without_form("谷城县钓具产业集群").message == (
        "“谷城县钓具产业集群”已列入推荐汇总表，而所装载的材料中没有它的申报表，请补报申报表，或核对名称"
    )


def test_an_identifier_decides_which_row_is_a_forms():
    renamed = ("湖北省枣阳市汽车轻量化产业集群", CITY + "枣阳市", "91A")
    another = ("湖北省谷城县钓具产业集群", CITY + "谷城县", "91C")
    rows = sheet(renamed, another)
    forms = [form("枣阳市", "汽车零部件", code="91A"), form("谷城县", "钓具", code="91B")]
    assert asked(forms, rows) == ({"湖北省谷城县钓具产业集群": ("汇总表.xlsx",)}, {"汇总表.xlsx:1"})
