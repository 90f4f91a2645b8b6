"""补正通知 as a Word file, laid out as official letters are (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from formextract.outputs.workbook import legal
from formextract.reports.letter_words import DEADLINE, ITEMS, LetterBlanks
from formextract.reports.notice import PARTS, Letter, LetterTerms, NoticeItem
from formextract.reports.views import CaseView
from formextract.reports.words import official

BODY, TITLE, HEAD, ASIDE = "仿宋", "方正小标宋简体", "黑体", "楷体"
SIZE, TITLE_SIZE, TABLE_SIZE, FOOT_SIZE = Pt(16), Pt(22), Pt(10.5), Pt(14)  # 三号, 二号, 五号, 四号
LINE = Pt(28)
"""GB/T 9704: 22 lines of 28 letters a page."""
_NUMERALS = "一二三四五六七八九十"
ONE_LINE_NAME = 6
"""Letters of a cluster's name up to which the title fits one line of 18 letters."""


def write_notice(view: CaseView, what: Letter, terms: LetterTerms, running: int, stream: BinaryIO) -> None:
    """The letter as a Word file, ready to be edited and signed; its terms are settled (`letter_words`)."""
    word = docx.Document()
    _layout(word)
    _line(word, _title(view.name), TITLE, TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    number = terms.number.replace("{}", str(running)) if terms.number else f"〔{terms.issued.year}〕　　号"
    _line(word, number, BODY, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    _line(word, "", BODY)
    assert terms.deadline is not None
    late = {ITEMS: str(len(what.items)), DEADLINE: chinese_date(terms.deadline)}
    _line(word, f"{terms.to}：", BODY, indent=False)
    _paragraphs(word, LetterBlanks({}).fill(terms.opening, **late))
    _items(word, what.items)
    last = _NUMERALS[len({i.part for i in what.items})]
    _line(word, f"{last}、报送要求", HEAD)
    _paragraphs(word, LetterBlanks({}).fill(terms.closing, **late))
    _paragraphs(word, terms.contact)
    _line(word, "附件：需补正事项一览表", BODY)
    _line(word, "", BODY)
    _line(word, terms.issuer or "（发文单位名称）", BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=4)
    _line(word, chinese_date(terms.issued), BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=4)
    _annex(word, what.items)
    word.core_properties.title = legal(f"关于补正{view.name}申报材料的通知")
    word.core_properties.author = ""
    word.save(stream)


def _paragraphs(word: Word, text: str) -> None:
    for line in text.splitlines():
        _line(word, line, BODY)


def _title(name: str) -> str:
    """The title, broken where its sense allows it (GB/T 9704, 7.3.1)."""
    return f"关于补正{name}" + ("\n" if len(name) > ONE_LINE_NAME else "") + "申报材料的通知"


def chinese_date(day: date) -> str:
    """A date as letters have it: 2026年12月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _items(word: Word, items: Sequence[NoticeItem]) -> None:
    number = 0
    for n, (part, those) in enumerate(_by_part(items)):
        _line(word, f"{_NUMERALS[n]}、{part}", HEAD)
        for item in those:
            number += 1
            _line(word, f"{number}．{official(item.text)}", BODY)


def _by_part(items: Sequence[NoticeItem]) -> Iterator[tuple[str, list[NoticeItem]]]:
    for part in PARTS:
        those = [i for i in items if i.part == part]
        if those:
            yield part, those


def _annex(word: Word, items: Sequence[NoticeItem]) -> None:
    """What each item is about, with an empty column to be filled in."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.left_margin, section.right_margin = Mm(22), Mm(22)
    _line(word, "附件", HEAD, indent=False)
    _line(word, "需补正事项一览表", TITLE, Pt(18), align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    heads = (("序号", 12), ("栏目", 58), ("原填报", 34), ("位置", 30), ("更正为（或说明）", 34))
    table = word.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, (head, _) in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell.paragraphs[0], head, HEAD, center=True)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no name for it
    number = 0
    for _, those in _by_part(items):
        for item in those:
            number += 1
            for i, (name, old, place) in enumerate(item.fields or ((item.text, "", ""),)):
                cells = table.add_row().cells
                for cell, text in zip(cells, (str(number) if i == 0 else "", name, old, place, ""), strict=True):
                    _fill(cell.paragraphs[0], text, BODY)
    for column, (_, width) in zip(table.columns, heads, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, heads, strict=True):
            cell.width = Mm(width)


def _layout(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = word.styles["Normal"]
    style.font.size = SIZE
    style.font.name = BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = foot.add_run(text if not kind else "")
        _font(run, "宋体", FOOT_SIZE)
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001 - as above
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - as above


def _line(
    word: Word,
    text: str,
    font: str,
    size: Pt = SIZE,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    indent: bool = True,
    right: int = 0,
) -> None:
    """A paragraph; `right` is how many letters it stands off the right margin."""
    paragraph = word.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(36) if size == TITLE_SIZE else LINE
    shape.space_before = shape.space_after = Pt(0)
    if indent and align == WD_ALIGN_PARAGRAPH.LEFT:
        shape.first_line_indent = SIZE * 2
    if right:
        shape.right_indent = SIZE * right
    if font == HEAD:
        shape.keep_with_next = True
    _font(paragraph.add_run(legal(text)), font, size)


def _fill(paragraph: Paragraph, text: str, font: str, *, center: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
    _font(paragraph.add_run(legal(text)), font, TABLE_SIZE)


def _font(run: Run, font: str, size: Pt) -> None:
    run.font.name = font
    run.font.size = size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - as above
