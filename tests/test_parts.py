"""One file with several forms: a record each, with ids of their own, and what is empty or not sure said."""

import copy
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest

from formextract import extract

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TITLE = "中小企业特色产业集群申报表"


def joined(path, *files, notice=()):
    """A Word file of these files, one behind the other."""
    whole = docx.Document()
    end = whole.element.body.sectPr
    for text in notice:
        whole.add_paragraph(text)
    for file in files:
        for part in docx.Document(str(file)).element.body:
            if not part.tag.endswith("sectPr"):
                end.addprevious(copy.deepcopy(part))
    whole.save(str(path))
    return path


def plain(record):
    return {o.key: (o.value, o.status) for o in record.values}


def said(record, check):
    return [f.message for f in record.findings if f.check.startswith(check)]


@pytest.fixture(scope="module")
def samples():
    names = ("national.docx", "controls-2025.docx", "hubei-characteristic.docx")
    return {name: extract(SAMPLES / name, check=False)[0] for name in names}


@pytest.fixture
def blank(tmp_path):
    """The national form as it is handed out: titles, captions and nothing written."""
    form = docx.Document(str(SAMPLES / "national.docx"))
    for table in form.tables:
        for row in table.rows:
            cells = {id(c._tc): c for c in row.cells}
            for cell in list(cells.values())[1:]:
                cell.text = "□是 □否" if "是" in cell.text and "否" in cell.text else ""
            first = row.cells[0]
            first.text = first.text.partition("：")[0]
    for paragraph in form.paragraphs:
        head, colon, _ = paragraph.text.partition("：")
        if colon or len(paragraph.text) > 40:
            paragraph.text = head + colon if len(head) < 40 else ""
    form.save(str(tmp_path / "空表.docx"))
    return tmp_path / "空表.docx"


def test_two_applicants_and_a_copy_are_three_records(tmp_path, samples):
    names = ("national.docx", "controls-2025.docx", "national.docx")
    records = extract(joined(tmp_path / "三份.docx", *(SAMPLES / n for n in names)), check=False)
    assert [plain(r) for r in records] == [plain(samples[n]) for n in names]
    assert len({r.id for r in records}) == len(records)
    assert [said(r, "reading.part") for r in records] == [
        [f"本文件有 3 份申报表，这是第 {n} 份，各成一条记录"] for n in (1, 2, 3)
    ]


def test_ids_stay_when_other_forms_come_behind(tmp_path):
    one = joined(tmp_path / "一份.docx", SAMPLES / "national.docx")
    (alone,) = extract(one, check=False)
    assert said(alone, "reading") == []
    both = extract(joined(tmp_path / "两份.docx", one, SAMPLES / "hubei-characteristic.docx"), check=False)
    again = extract(tmp_path / "两份.docx", check=False)
    assert [r.id for r in both] == [r.id for r in again]
    assert [r.template for r in both] == ["sme-cluster/application@2024", "hubei-characteristic/application@2025"]


def test_a_blank_form_is_no_applicant_and_is_not_lost_without_word(tmp_path, samples, blank):
    notice = ["关于组织申报中小企业特色产业集群的通知", "各有关单位：", "请于六月五日前报送。"]
    for name, files in (("先", [blank, SAMPLES / "national.docx"]), ("后", [SAMPLES / "national.docx", blank])):
        (record,) = extract(joined(tmp_path / f"{name}.docx", *files, notice=notice), check=False)
        assert plain(record) == plain(samples["national.docx"])
        (message,) = said(record, "reading.empty")
        assert f"没有填写的“{TITLE}”" in message
        assert "请于六月五日前报送。" in {u.text for u in record.unmatched}
    (alone,) = extract(blank, check=False)
    assert alone.cluster == ""


def test_two_forms_of_a_pdf_say_their_pages(tmp_path):
    with pymupdf.open() as whole:
        for name in ("national-drawn.pdf", "national-office.pdf"):
            with pymupdf.open(SAMPLES / name) as pdf:
                whole.insert_pdf(pdf)
        whole.save(tmp_path / "两份.pdf")
        pages = whole.page_count
    first, second = extract(tmp_path / "两份.pdf", check=False)
    for record, name in ((first, "national-drawn.pdf"), (second, "national-office.pdf")):
        assert plain(record) == plain(extract(SAMPLES / name, check=False)[0])
    assert said(first, "reading.part")[0].startswith("本文件有 2 份申报表，这是第 1 份（第 1—")
    assert f"—{pages} 页）" in said(second, "reading.part")[0]


def test_a_list_and_forms_in_one_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("summary.xlsx", "hubei-strategic-emerging.xlsx"):
        for sheet in openpyxl.load_workbook(SAMPLES / name):
            to = book.create_sheet(f"{name[:6]}{sheet.title}")
            for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
                to.cell(cell.row, cell.column, cell.value)
            for area in sheet.merged_cells.ranges:
                to.merge_cells(str(area))
    book.save(tmp_path / "全部.xlsx")
    records = extract(tmp_path / "全部.xlsx", check=False)
    rows = [r.cluster for r in extract(SAMPLES / "summary.xlsx", check=False)]
    assert [r.cluster for r in records[:-1]] == rows
    assert records[-1].template == "hubei-strategic-emerging/application@2021"
    (message,) = said(records[-1], "reading.part")
    assert message.startswith("本文件有推荐汇总表和 1 份申报表，这是其中的申报表（工作表“hubei-")


def test_fields_that_stand_twice_otherwise_may_be_a_second_form(tmp_path):
    """Too few for a form of its own: one record, what was not taken listed, and said."""
    form = docx.Document(str(SAMPLES / "hubei-characteristic.docx"))
    table = form.add_table(rows=0, cols=2)
    for label, text in (("集群名称", "他县茶集群"), ("申报主体", "他县中心"), ("联系人", "他某"), ("联系电话", "1")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    form.save(str(tmp_path / "又一份.docx"))
    (record,) = extract(tmp_path / "又一份.docx", check=False)
    assert {"他县茶集群", "他县中心", "他某"} <= {u.text for u in record.unmatched}
    (message,) = said(record, "reading.again")
    assert "可能还有第二份申报表" in message
