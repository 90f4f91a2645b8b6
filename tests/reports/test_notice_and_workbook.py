"""The letters to applicants and the workbook of findings."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from openpyxl.utils import get_column_letter
from planted_forms import HOSTILE, SAMPLES, grouped, planted, take_in
from test_report import NOW

from formextract import extract
from formextract.model import Finding, Parts
from formextract.pipeline import checked
from formextract.reports import LetterTerms, after_working_days, write_report
from formextract.reports.cases import Case
from formextract.reports.letter_words import addressee, said_by, usual
from formextract.reports.notice import letter
from formextract.reports.sightings import Looker
from formextract.reports.views import case_view
from formextract.reports.words import official
from formextract.reports.workbook import _wrapped
from formextract.store import open_store
from formextract.submissions import joined
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow

A4_ACROSS = 149
"""Letters of 7 pixels, a column's unit, that stand between margins of 0.4 inches on A4 across."""
TERMS = LetterTerms(date(2026, 11, 22), date(2026, 12, 4), "甲省经济和信息化厅", "甲经信集群补〔2026〕{}号")


@pytest.fixture(scope="module")
def written(planted_store, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(planted_store, folder, now=NOW, terms=TERMS)
    return folder


def text_of(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def view_of(record):
    def nothing(_):
        raise KeyError

    with Looker(nothing) as looker:
        return case_view(Case(record, (), None), looker)


def test_a_letter_says_what_is_wrong_with_figures_and_sum(written: Path) -> None:
    [path] = written.glob("notices/*潇岗市*.docx")
    text = text_of(path)
    assert re.match(r"关于补正湖北省潇岗市汽车座椅产业集群\s申报材料的通知", text)
    assert re.search(r"甲经信集群补〔2026〕\d号", text)
    assert "潇岗市经济开发区管理委员会：" in text
    assert "请于2026年12月4日前" in text
    assert "甲省经济和信息化厅\n2026年11月22日" in text
    [item] = [line for line in text.split("\n") if line.startswith("1．")]
    assert item == (
        "1．2022年集群外商直接投资额增长率填报29.24%。按所填2022年集群外商直接投资额6516.40万元、2021年集群外商直接投资额"
        "4763.38万元计算，(6516.40 ÷ 4763.38 − 1) × 100 = 36.8%，与填报数不符。"
    )
    assert "报送的文件“证书.pdf”未能打开，请检查后重新报送。" in text
    assert "6156.4" not in text  # what it may have been is for the reviewer
    assert "最可能有误" not in text


def test_the_annex_lists_the_figures_with_room_for_the_new_ones(written: Path) -> None:
    [path] = written.glob("notices/*潇岗市*.docx")
    [table] = docx.Document(str(path)).tables
    rows = [[c.text for c in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "栏目", "原填报", "位置", "更正为（或说明）"]
    assert ["1", "2022 年集群外商直接投资额", "6516.40 万元", "第 2 个表第 16 行第 3 格", ""] in rows


def test_the_page_and_fonts_are_those_of_official_letters(written: Path) -> None:
    word = docx.Document(str(next(written.glob("notices/*.docx"))))
    page = word.sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height, page.top_margin, page.left_margin)] == [
        210,
        297,
        37,
        28,
    ]
    assert word.styles["Normal"].font.size.pt == 16


def test_no_letter_to_an_applicant_with_nothing_to_correct(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        take_in(store, SAMPLES / "national.docx")
        grouped(store)
        write_report(store, tmp_path / "report", now=NOW, terms=TERMS)
    assert len(list(tmp_path.glob("report/submissions/*.html"))) == 1
    assert not list(tmp_path.glob("report/notices/*.docx"))


def test_a_hostile_name_is_text_in_letter_and_workbook(written: Path) -> None:
    assert any(HOSTILE in text_of(p) for p in written.glob("notices/*.docx"))
    sheet = openpyxl.load_workbook(written / "findings.xlsx")["核对发现"]
    assert HOSTILE in {row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_what_was_not_read_for_sure_is_not_told_to_the_applicant(tmp_path: Path) -> None:
    [record] = extract(planted(SAMPLES / "national.docx", tmp_path / "a.docx", {"6156.40": "6516.40"}))
    sure = letter(view_of(record))
    assert sure.items
    assert not sure.held_back
    values = tuple(replace(o, confidence=0.6) if o.key == "fdi@2022" else o for o in record.values)
    doubtful = letter(view_of(checked(replace(record, values=values))))
    assert doubtful.held_back
    assert not any("外商直接投资额" in i.text for i in doubtful.items)


def test_an_edited_letter_is_never_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        take_in(store, planted(SAMPLES / "national.docx", tmp_path / "a.docx", {"6156.40": "6516.40"}))
        grouped(store)
        folder = tmp_path / "report"
        write_report(store, folder, now=NOW, terms=TERMS)
        [path] = folder.glob("notices/*.docx")
        write_report(store, folder, now=NOW, terms=TERMS)
        assert list(folder.glob("notices/*.docx")) == [path]  # not edited: written anew
        word = docx.Document(str(path))
        word.paragraphs[0].add_run("（已改）")
        word.save(str(path))
        edited = path.read_bytes()
        for _ in range(2):
            write_report(store, folder, now=NOW, terms=TERMS)
            assert path.read_bytes() == edited
            assert sorted(p.stem[-3:] for p in folder.glob("notices/*.docx")) == sorted(["（2）", path.stem[-3:]])


def test_the_workbook_has_filters_frozen_heads_and_links(written: Path, planted_store) -> None:
    book = openpyxl.load_workbook(written / "findings.xlsx")
    sheet = book["核对发现"]
    found = [(r, f) for r in planted_store.records() for f in r.findings]
    assert sheet.max_row == len(found) + 1
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", f"A1:Q{len(found) + 1}")
    messages = {(row[2].value, row[5].value): row for row in sheet.iter_rows(min_row=2)}
    for record, finding in found:
        row = messages[record.cluster, finding.message]
        assert row[2].value == record.cluster
        target = row[16].hyperlink.target or ""
        assert re.fullmatch(r"submissions/[\w%.-]+\.html", target)
        assert re.fullmatch(r"f\d+", row[16].hyperlink.location)
    [name] = [n for n in book.sheetnames if n.startswith("条件 ")]
    criteria = book[name]
    assert criteria.freeze_panes == "B2"
    assert criteria.max_row == 4
    assert {c.value for row in criteria.iter_rows(min_row=2, min_col=6) for c in row} <= {
        "符合",
        "不符合",
        "无法判断",
        "需人工判断",
        None,
    }
    assert not any(c.data_type == "f" for s in book for row in s.iter_rows() for c in row)


def test_the_workbook_is_printed_on_a4_in_letters_that_can_be_read(written: Path) -> None:
    book = openpyxl.load_workbook(written / "findings.xlsx")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.scale >= 65
        assert sheet.print_title_rows == "$1:$1"
    sheet = book["核对发现"]
    assert sheet.print_title_cols == "$A:$C"
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)]
    for row in sheet.iter_rows(min_row=2):
        assert sheet.row_dimensions[row[5].row].height >= 15 * (len(row[5].value) * 2 // 100 + 1)
    (at,) = [b.id for b in sheet.col_breaks.brk]
    room = A4_ACROSS * 100 / sheet.page_setup.scale
    assert sum(widths[:at]) <= room
    assert sum(widths[:3]) + sum(widths[at:]) <= room


def test_criteria_take_no_more_paper_than_their_verdicts_need(written: Path) -> None:
    """Pages of A4 across, the applicant's name on each: some twenty criteria a page and a half, each head whole."""
    book = openpyxl.load_workbook(written / "findings.xlsx")
    [name] = [n for n in book.sheetnames if n.startswith("条件 ")]
    sheet = book[name]
    heads = [c.value for c in sheet[1]]
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)]
    room = A4_ACROSS * 100 / sheet.page_setup.scale
    pages, used = 1, 0.0
    for width in widths:
        if used + width > room:
            pages, used = pages + 1, widths[0]
        used += width
    assert pages <= 1 + len(heads) // 14
    longest = max(_wrapped(line, 9) for head in heads[5:] for line in head.split("\n"))
    assert sheet.row_dimensions[1].height >= min(15 * longest, 405)


def test_a_row_is_as_tall_as_its_text_wraps() -> None:
    assert _wrapped("", 10) == _wrapped("产值", 10) == _wrapped("产值产值产", 10) == 1
    assert _wrapped("产值产值产值", 10) == 2
    assert _wrapped("产值产值 12345.67", 12) == 2  # a figure is not broken
    assert _wrapped("x" * 25, 10) == 3  # but where no line would hold it


def test_a_finding_takes_two_pages_across_also_where_the_font_is_a_wider_one(written: Path, office, tmp_path) -> None:
    path = tmp_path / "one.xlsx"
    book = openpyxl.load_workbook(written / "findings.xlsx")
    for name in book.sheetnames[1:]:
        del book[name]
    book.active.delete_rows(4, book.active.max_row)
    book.save(path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=HANG_SECONDS)
    with pymupdf.open(tmp_path / "one.pdf") as pdf:
        assert len(pdf) == 2
        assert all("编号" in page.get_text() for page in pdf)


def test_bounds_are_said_in_words() -> None:
    [record] = extract(WORD)
    values = tuple(
        replace(o, value=Decimal("153.4")) if o.key == "solid_waste_utilization" else o for o in record.values
    )
    texts = [i.text for i in letter(view_of(checked(replace(record, values=values)))).items]
    (text,) = [t for t in texts if "一般应" in t and "固废" in t]
    assert text.endswith("该项一般应不小于0、不大于100，请核实。")


def test_a_name_that_is_a_formula_is_defused(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        name = '=HYPERLINK("http://x","轴承产业集群")'
        changes = {"湖北省潇岗市汽车座椅产业集群": name, "6156.40": "6516.40"}
        take_in(store, planted(SAMPLES / "national.docx", tmp_path / "a.docx", changes))
        grouped(store)
        assert [r.cluster for r in store.records()] == [name]
        write_report(store, tmp_path / "report", now=NOW)
    book = openpyxl.load_workbook(tmp_path / "report" / "findings.xlsx")
    cells = [c for s in book for row in s.iter_rows() for c in row if c.value]
    assert "'" + name in {c.value for c in cells}
    assert not any(c.data_type == "f" or str(c.value).startswith("=") for c in cells)


def test_working_days_leave_out_weekends() -> None:
    assert after_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)  # from a Friday
    assert after_working_days(date(2026, 11, 22), 10) == date(2026, 12, 4)


def test_official_text_has_no_blanks_between_chinese_and_figures() -> None:
    assert official("2022 年产值 -9.5% ，5 至 -3 亿元（a-b） A − 1") == "2022年产值−9.5%，5至−3亿元（a-b）A − 1"


WORD = SAMPLES / "national.docx"


def copies(tmp_path: Path, stamped: dict[str, str], read=lambda o: o):
    """One record of a form and its stamped copy, whose readings `read` may alter."""
    (tmp_path / "a").mkdir()
    [typed] = extract(planted(WORD, tmp_path / "a" / "申报表.docx", {}))
    [paper] = extract(planted(WORD, tmp_path / "a" / "申报表（盖章）.docx", stamped))
    return checked(joined([typed, replace(paper, values=tuple(map(read, paper.values)))]))


def test_two_copies_that_differ_for_sure_stand_side_by_side(tmp_path: Path) -> None:
    what = letter(view_of(copies(tmp_path, {"6156.40": "6165.40"})))
    [item] = [i for i in what.items if "两份文件中不一致" in i.text]
    assert item.text == (
        "2022年集群外商直接投资额在两份文件中不一致：“申报表.docx”（第2个表第16行第3格）为6156.40万元，"
        "“申报表（盖章）.docx”（第2个表第16行第3格）为6165.40万元。请核实后统一。"
    )
    assert [(old, place[:6]) for _, old, place in item.fields] == [
        ("6156.40 万元", "“申报表.d"),
        ("6165.40 万元", "“申报表（盖"),
    ]


def test_a_copy_read_in_doubt_is_the_reviewers_and_the_page_says_so(tmp_path: Path) -> None:
    view = view_of(
        copies(tmp_path, {"6156.40": "6165.40"}, lambda o: replace(o, confidence=0.8) if o.key == "fdi@2022" else o)
    )
    what = letter(view)
    assert not any("外商直接投资额" in i.text for i in what.items)
    [held] = [f for f in view.findings if f.number in what.held_back]
    assert held.withheld
    assert "请核对两份" in held.finding.message


def test_no_letter_repeats_what_a_reader_says_of_a_file_or_the_summary_sheet_says_otherwise() -> None:
    [record] = extract(WORD)
    notes = [
        Finding("reading.1", "layout", "warning", m, (), origin="reading", parts=Parts(m))
        for m in ("第 5 页的文字编码缺失，读出的内容不可信，请核对原件",)
    ]
    sheet = Parts(
        "集群运营管理机构与汇总表不一致：申报表为 甲，汇总表“推荐汇总表.xlsx”为 乙", advice="请核对哪一处有误"
    )
    notes.append(
        Finding("agreement.summary.operator", "agreement", "warning", sheet.message, ("operator",), origin="summary",
                parts=sheet)
    )  # fmt: skip
    what = letter(view_of(replace(record, findings=tuple(notes))))
    assert what.items == ()
    assert len(what.held_back) == 2


def test_what_is_merely_unusual_is_no_contradiction_and_options_are_named_in_full() -> None:
    [record] = extract(WORD)
    odd = Parts("人均产值一般应不大于 10", suspect="最可能有误的是产值。")
    option = "参加中国国际中小企业博览会、APEC中小企业技术交流暨展览会等国际性展会类活动" * 4
    proof = Parts(f"国际合作交流活动：勾选了“{option}”，但材料中没有找到相应的佐证", advice="请申报单位补报")
    findings = (
        Finding("band", "range", "error", odd.message, (), origin="plausibility", parts=odd),
        Finding("evidence.x", "evidence", "warning", proof.message, (), origin="evidence", parts=proof),
    )
    unusual, unproved = letter(view_of(replace(record, findings=findings))).items
    assert unusual.part == "下列数据请核实，确有错误的予以更正，无误的书面说明"
    assert unusual.text == "人均产值一般应不大于10。"
    assert unproved.text.endswith(f"勾选了“{option}”，但材料中没有找到相应的佐证。请核对并补报。")


def test_a_letter_is_not_addressed_to_a_misread_name() -> None:
    [record] = extract(WORD)
    values = tuple(replace(o, confidence=0.7) if o.key == "operator" else o for o in record.values)
    told = lambda r: addressee(usual(r), said_by(r, r.cluster, "申报表"), r)  # noqa: E731
    assert told(record) == "潇岗市经济开发区管理委员会"
    assert told(replace(record, values=values)) == "湖北省潇岗市汽车座椅产业集群申报单位"
