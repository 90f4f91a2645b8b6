"""Digital PDFs: words and rules as they stand on the page, also turned, watermarked, ticked by strokes, or garbled."""

import pymupdf
import pytest
from made_files import read, shape

from formextract.errors import UnreadableFileError
from formextract.model import Table
from formextract.readers.pdf import text_runs

FONT = "china-s"


def write(page, x, y, text, size=10.0, font=FONT, **more):
    page.insert_text((x, y), text, fontname=font, fontsize=size, **more)


def ruled(page, xs, ys):
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y))
    for x in xs:
        page.draw_line((x, ys[0]), (x, ys[-1]))


def small_form(width=595, height=842):
    pdf = pymupdf.open()
    page = pdf.new_page(width=width, height=height)
    write(page, 72, 80, "一、基本情况", 14)
    ruled(page, (72, 272, 472), (100, 130, 160))
    write(page, 80, 120, "集群名称")
    write(page, 280, 120, "堵阳织造集群")
    write(page, 80, 150, "集群占地面积（平方公里）")
    write(page, 280, 150, "12.34")
    return pdf


SMALL = [
    "一、基本情况",
    [
        (0, 0, 1, 1, "集群名称"),
        (0, 1, 1, 1, "堵阳织造集群"),
        (1, 0, 1, 1, "集群占地面积（平方公里）"),
        (1, 1, 1, 1, "12.34"),
    ],
]


def saved(pdf, tmp_path, **options):
    pdf.save(tmp_path / "a.pdf", **options)
    return tmp_path / "a.pdf"


def test_lines_and_cells_with_page_and_box(tmp_path):
    document = read(saved(small_form(), tmp_path))
    assert shape(document) == SMALL
    assert [(c.place.page, c.place.bbox) for c in document.blocks[1].cells] == [
        (1, (72, 100, 272, 130)),
        (1, (272, 100, 472, 130)),
        (1, (72, 130, 272, 160)),
        (1, (272, 130, 472, 160)),
    ]
    assert (document.reader, document.source.format, document.pages, document.notes) == ("pdf-text", "pdf", 1, ())


@pytest.mark.parametrize("turn", [90, 270])
def test_a_turned_page_reads_as_it_is_looked_at(tmp_path, turn):
    upright = small_form(width=842, height=595)
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.show_pdf_page(page.rect, upright, 0, rotate=turn)
    page.set_rotation(turn)
    document = read(saved(pdf, tmp_path))
    assert shape(document) == SMALL
    assert tuple(round(v) for v in document.blocks[1].cells[0].place.bbox) == (72, 100, 272, 130)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("flag", [0, 90])
def test_a_page_that_is_shown_lying_is_stood_upright_to_be_read(tmp_path, turn, flag):
    """As a sheet that was put in sideways; places are told where they are shown."""
    upright = small_form(width=842, height=595)
    pdf = pymupdf.open()
    page = pdf.new_page(width=595 if turn % 180 else 842, height=842 if turn % 180 else 595)
    page.show_pdf_page(page.rect, upright, 0, rotate=turn)
    page.set_rotation(flag)
    where = page.search_for("集群名称")[0] * page.rotation_matrix
    document = read(saved(pdf, tmp_path))
    assert shape(document) == SMALL
    box = document.blocks[1].cells[0].place.bbox
    assert box[0] <= (where[0] + where[2]) / 2 <= box[2]
    assert box[1] <= (where[1] + where[3]) / 2 <= box[3]


def test_a_page_whose_box_does_not_begin_at_zero_reads_the_same(tmp_path):
    pdf = small_form()
    page = pdf[0]
    page.set_mediabox(pymupdf.Rect(-50, -40, 595, 842))
    assert shape(read(saved(pdf, tmp_path))) == SMALL


def test_a_slanted_watermark_is_no_part_of_the_form(tmp_path):
    pdf = small_form()
    slant = (pymupdf.Point(150, 160), pymupdf.Matrix(35))
    write(pdf[0], 150, 160, "内部资料", 40, morph=slant, color=(0.8, 0.8, 0.8))
    assert shape(read(saved(pdf, tmp_path))) == SMALL


def test_a_run_of_text_across_a_rule_is_cut_there(tmp_path):
    """Some programs draw a whole row as one run, with spaces up to the next column."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    ruled(page, (72, 132, 192, 252), (100, 130))
    write(page, 80, 120, "企业数    １２    34")
    (table,) = read(saved(pdf, tmp_path)).blocks
    assert [c.text for c in table.cells] == ["企业数", "１２", "34"]


@pytest.mark.parametrize("gap", [1.5, 2.0, 2.5])
def test_what_a_program_sets_apart_by_itself_is_no_blank(tmp_path, gap):
    """Word and LibreOffice leave a fifth to a quarter of a letter between Chinese letters and figures."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    x = 72
    for text, font in (("于", FONT), ("2024", "helv"), ("年", FONT), ("9", "helv"), ("月变更〔", FONT), ("61", "helv")):
        write(page, x, 100, text, 10, font)
        x += pymupdf.get_text_length(text, font, 10) + gap
    write(page, x, 100, "号〕", 10)
    assert shape(read(saved(pdf, tmp_path))) == ["于2024年9月变更〔61号〕"]


@pytest.mark.parametrize("order", ["as it is read", "blanks first"])
def test_a_blank_typed_between_chinese_letters_in_another_font_is_kept(tmp_path, order):
    pdf = pymupdf.open()
    page = pdf.new_page()
    parts = [(72, "集群名称", FONT), (112, " ", "helv"), (114.8, "仙桃市食品集群", FONT)]
    for x, text, font in parts if order == "as it is read" else sorted(parts, key=lambda p: p[1] != " "):
        write(page, x, 100, text, 10, font)
    assert shape(read(saved(pdf, tmp_path))) == ["集群名称 仙桃市食品集群"]


def tick_row(page, ticked):
    ruled(page, (72, 272, 472), (200, 230))
    write(page, 80, 220, "是否高于行业平均水平")
    for i, option in enumerate(("是", "否")):
        x = 290 + 60 * i
        page.draw_rect(pymupdf.Rect(x, 211, x + 9, 220))
        write(page, x + 12, 220, option)
        if i == ticked:
            page.draw_polyline([(x + 1, 215), (x + 4, 219), (x + 9, 210)])


@pytest.mark.parametrize(("ticked", "text"), [(0, "☑是☐否"), (1, "☐是☑否"), (None, "☐是☐否")])
def test_drawn_boxes_and_strokes_are_ticks_before_their_options(tmp_path, ticked, text):
    pdf = small_form()
    tick_row(pdf[0], ticked)
    cells = [c for b in read(saved(pdf, tmp_path)).blocks if isinstance(b, Table) for c in b.cells]
    assert cells[-1].text.replace(" ", "") == text


def test_letters_of_a_symbol_font_are_ticks(tmp_path):
    pdf = small_form()
    page = pdf[0]
    ruled(page, (72, 272, 472), (200, 230))
    write(page, 80, 220, "是否")
    write(page, 290, 220, "4", font="zadb")
    write(page, 302, 220, "是")
    write(page, 340, 220, "o", font="zadb")
    write(page, 352, 220, "否")
    cells = [c for b in read(saved(pdf, tmp_path)).blocks if isinstance(b, Table) for c in b.cells]
    assert cells[-1].text.replace(" ", "") == "✔是☐否"


def test_filled_rectangles_as_rules_and_a_grey_heading_row(tmp_path):
    """Word's own PDF export draws each border as a thin filled box, and shading as a large one."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.draw_rect(pymupdf.Rect(72, 100, 472, 130), color=None, fill=(0.85, 0.85, 0.85))
    for y in (100, 130, 160):
        page.draw_rect(pymupdf.Rect(72, y - 0.25, 472, y + 0.25), color=None, fill=(0, 0, 0))
    for x in (72, 272, 472):
        page.draw_rect(pymupdf.Rect(x - 0.25, 100, x + 0.25, 160), color=None, fill=(0, 0, 0))
    for x, y, text in [(80, 120, "指标"), (280, 120, "2023年"), (80, 150, "集群总产值"), (280, 150, "53.42")]:
        write(page, x, y, text)
    assert shape(read(saved(pdf, tmp_path))) == [
        [(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "2023年"), (1, 0, 1, 1, "集群总产值"), (1, 1, 1, 1, "53.42")]
    ]


def test_an_underlined_blank_does_not_cut_its_cell(tmp_path):
    pdf = small_form()
    page = pdf[0]
    ruled(page, (72, 472), (200, 260))
    write(page, 80, 220, "数量：3 个")
    write(page, 80, 245, "名称：甲中心、乙平台；丙实验室")
    page.draw_line((110, 222), (140, 222))
    page.draw_line((110, 247), (466, 247))
    cells = [c for b in read(saved(pdf, tmp_path)).blocks if isinstance(b, Table) for c in b.cells]
    assert cells[-1].text == "数量：3 个\n名称：甲中心、乙平台；丙实验室"


def test_a_table_over_two_pages_is_one_and_remembers_the_break(tmp_path):
    pdf = small_form()
    page = pdf.new_page()
    ruled(page, (72, 272, 472), (60, 90))
    write(page, 80, 80, "集群运营管理机构")
    write(page, 280, 80, "园区管委会")
    document = read(saved(pdf, tmp_path))
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    assert [(c.row, c.text, c.place.page) for c in table.cells if c.col == 0] == [
        (0, "集群名称", 1),
        (1, "集群占地面积（平方公里）", 1),
        (2, "集群运营管理机构", 2),
    ]
    assert (table.page_starts, document.pages) == ((2,), 2)


def lost_font(pdf, page):
    """Adds a font whose letters' meaning was not stored, as some print drivers do, and a run set in it."""
    descriptor = (
        "<</Type/FontDescriptor/FontName/ABCDEF+Lost/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
        "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
    )
    cid, font, run = (pdf.get_new_xref() for _ in range(3))
    pdf.update_object(
        cid,
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Lost/DW 1000"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor{descriptor}>>",
    )
    pdf.update_object(
        font, f"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Lost/Encoding/Identity-H/DescendantFonts[{cid} 0 R]>>"
    )
    pdf.update_object(run, "<<>>")
    pdf.update_stream(run, b"BT /Lost 10 Tf 280 692 Td <01020304> Tj ET")
    resources = int(pdf.xref_get_key(page.xref, "Resources")[1].split()[0])
    pdf.xref_set_key(resources, "Font/Lost", f"{font} 0 R")
    pdf.xref_set_key(page.xref, "Contents", "[" + " ".join(f"{i} 0 R" for i in [*page.get_contents(), run]) + "]")


@pytest.mark.ocr
def test_a_page_with_letters_without_a_meaning_is_read_from_its_picture(tmp_path):
    pdf = small_form()
    lost_font(pdf, pdf[0])
    document = read(saved(pdf, tmp_path))
    assert (document.source.format, document.reader) == ("pdf-scan", "scan")
    assert all(0 <= item.legibility.confidence <= 1 for item in document.items())
    assert any(item.legibility.scanned for item in document.items())


@pytest.mark.ocr
def test_an_empty_picture_among_pages_of_text_is_noted(tmp_path):
    pdf = small_form()
    page = pdf.new_page()
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20))
    picture.clear_with(255)
    page.insert_image(page.rect, pixmap=picture)
    document = read(saved(pdf, tmp_path))
    assert ["第 2 页" in n for n in document.notes] == [True]
    assert shape(document) == SMALL


def test_a_password_to_open_is_told_and_one_that_only_forbids_printing_is_not_asked(tmp_path):
    locked = saved(small_form(), tmp_path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    with pytest.raises(UnreadableFileError, match="密码"):
        read(locked)
    limited = saved(small_form(), tmp_path, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", permissions=0)
    assert shape(read(limited)) == SMALL


@pytest.mark.ocr
def test_a_scan_without_a_letter_is_refused(tmp_path):
    pdf = pymupdf.open()
    page = pdf.new_page()
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20))
    picture.clear_with(255)
    page.insert_image(page.rect, pixmap=picture)
    with pytest.raises(UnreadableFileError, match="重新扫描"):
        read(saved(pdf, tmp_path))


def test_a_book_is_no_form(tmp_path):
    pdf = pymupdf.open()
    for _ in range(401):
        pdf.new_page()
    with pytest.raises(UnreadableFileError, match="401 页"):
        read(saved(pdf, tmp_path))


def test_a_plan_with_very_many_lines_is_noted_and_the_other_pages_are_read(tmp_path):
    pdf = small_form()
    page = pdf.new_page()
    run = pdf.get_new_xref()
    pdf.update_object(run, "<<>>")
    strokes = [(50 + n % 150 * 3, 50 + n // 150 * 5) for n in range(21_000)]
    pdf.update_stream(run, "".join(f"{x} {y} m {x + 2} {y} l " for x, y in strokes).encode() + b"S")
    pdf.xref_set_key(page.xref, "Contents", f"{run} 0 R")
    document = read(saved(pdf, tmp_path))
    assert shape(document) == SMALL
    assert [("第 2 页" in n, "线条" in n) for n in document.notes] == [(True, True)]


def test_want_of_memory_in_the_second_reading_is_not_taken_for_a_broken_page(tmp_path, monkeypatch):
    def none_left(*_, **__):
        raise MemoryError

    monkeypatch.setattr(text_runs.pdfplumber, "open", none_left)
    with pytest.raises(MemoryError):
        text_runs.second_reading(tmp_path / "a.pdf", 1)
