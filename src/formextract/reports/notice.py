"""补正通知: a letter to the applicant on what to put right, item by item, laid out as official letters are (GB/T 9704).

An applicant is told what contradicts what and the sum that shows it. What the reviewer's page says beside that (the
likeliest slip, a suggestion) is left out: a figure is to be looked up again, not copied from us. Which findings may be
told at all is decided in one place, `checks.grounds.withheld`: nothing that rests on a doubtful reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
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

from formextract.checks.grounds import withheld
from formextract.model import Parts
from formextract.model.copies import all_sure, copy_readings
from formextract.model.record import FindingKind
from formextract.outputs.workbook import legal
from formextract.reports import words
from formextract.reports.views import CaseView, FigureView, ReportFinding, by_key

WORKING_DAYS = 10
"""Until the deadline, where none was named; weekends left out, holidays not known here."""

BODY, TITLE, HEAD, ASIDE = "仿宋", "方正小标宋简体", "黑体", "楷体"
SIZE, TITLE_SIZE, TABLE_SIZE, FOOT_SIZE = Pt(16), Pt(22), Pt(10.5), Pt(14)  # 三号, 二号, 五号, 四号
LINE = Pt(28)
"""GB/T 9704: 22 lines of 28 letters a page."""

_MISSING: tuple[FindingKind, ...] = ("required", "evidence")
_FORMAL: tuple[FindingKind, ...] = ("format", "length", "layout")
_ASKED: Mapping[FindingKind, str] = {"required": "请补填。", "evidence": "请核对并补报。"}
LONGEST_OLD = 200
"""Letters of a text that is repeated in the annex; a longer one is found by its place."""
_WIDE = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BLANKS = re.compile(rf"(?<=[{_WIDE}]) +(?=\S)|(?<=\S) +(?=[{_WIDE}])")
_MINUS = re.compile(r"(?<![0-9A-Za-z)])-(?=\d)")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What every letter of a report says alike. `number` may hold `{}`, for the running number."""

    issued: date
    deadline: date
    issuer: str = ""
    number: str = ""
    to: str = ""
    """To whom the letter goes, '' for the operator as the form names it."""
    recommended: bool = False
    """Whether that is an authority, which has not handed the application in but recommended it."""


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One thing to put right: which part of the letter, its text, and its rows in the annex (none: the text itself)."""

    part: str
    text: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to an applicant; `held_back` numbers the findings that were not read for sure."""

    items: tuple[NoticeItem, ...]
    held_back: tuple[int, ...]


ONE_LINE_NAME = 6
"""Letters of a cluster's name up to which the title fits one line of 18 letters."""

PARTS = (
    "下列数据前后矛盾，请更正",
    "下列数据请核实，确有错误的予以更正，无误的书面说明",
    "下列内容请补填或者补报",
    "下列内容请按填报要求修改",
)


def after_working_days(start: date, days: int = WORKING_DAYS) -> date:
    """The day so many working days later, weekends left out."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5  # noqa: PLR2004 - Saturday
    return day


def letter(view: CaseView, *, to_authority: bool = False) -> Letter:
    """What the applicant is asked to put right. `to_authority`: it goes to who has filled in the summary sheet, and
    asks about that as well, where both sides were read for sure.
    """
    items, held = [], []
    for f in view.findings:
        if f.withheld and not (to_authority and _is_about_summary(f, view)):
            if f.finding.severity != "info":
                held.append(f.number)
            continue
        part = _part(f)
        rows = tuple((g.name, _old(g), g.place) for g in f.figures)
        if f.copies:
            rows = tuple((g.name, _old(g), f"“{g.file}”{g.place}") for g in f.copies)
        items.append(NoticeItem(part, _text(f), rows if part != PARTS[2] else ()))
    unread = dict.fromkeys(words.file_name(f.path) for f in view.files if f.failed)
    items += [NoticeItem(PARTS[2], f"报送的文件“{name}”未能打开，请检查后重新报送。", ()) for name in unread]
    return Letter(tuple(items), tuple(held))


def _is_about_summary(f: ReportFinding, view: CaseView) -> bool:
    """Whether a finding is withheld only because the applicant has not filled in the summary sheet."""
    if f.dropped or f.finding.origin != "summary" or f.finding.parts is None:
        return False
    return not withheld(replace(f.finding, origin="form"), view.record)


def _old(g: FigureView) -> str:
    """What stands on the form, for the annex."""
    return g.whole if len(g.whole) <= LONGEST_OLD else f"（文字，共 {len(g.whole)} 字）"


def _part(f: ReportFinding) -> str:
    if f.finding.kind in _MISSING:
        return PARTS[2]
    if f.finding.kind in _FORMAL:
        return PARTS[3]
    sure = f.finding.severity == "error" and f.finding.origin != "plausibility"
    return PARTS[0] if sure else PARTS[1]


def _text(f: ReportFinding) -> str:
    """The item in plain official Chinese, with the figures and the sum."""
    own = next((w for w in f.workings if w.subject is not None), None)
    if own is None or len(f.workings) > 1:
        return _for_applicant(f)
    subject = next((g for g, key in zip(f.figures, f.finding.fields, strict=False) if key == own.subject), None)
    if subject is None:
        return _for_applicant(f)
    others = "、".join(f"{g.name} {g.written}" for g in f.figures if g is not subject)
    result = f"{own.result}{own.unit if own.unit == '%' else f' {own.unit}' if own.unit else ''}"
    head = f"{subject.name}填报 {subject.written}。"
    if f.finding.kind == "subset":
        return f"{head}该项是其中数，不应大于{others}。"
    if f.finding.kind == "agreement":
        return f"{head}与{others}应为同一数字，两处填报不一致。"
    if f.finding.kind == "count":
        return f"{head}名称栏列出 {result}，两者应当一致。"
    if own.relation != "=":
        return f"{head}该项一般应{own.formula and own.result}，请核实。"
    return f"{head}按所填{others}计算，{own.formula} = {result}，与填报数不符。"


def _for_applicant(f: ReportFinding) -> str:
    """The finding's statement, and what is asked of the applicant."""
    parts = f.finding.parts
    assert parts is not None  # without them a finding is withheld
    text = Parts(parts.statement, parts.working).message
    text = text if text.endswith("。") else f"{text}。"
    return text + ("请核实后统一。" if f.copies else _ASKED.get(f.finding.kind, ""))


# -- the Word file -------------------------------------------------------------------------------------------------


def write_notice(view: CaseView, what: Letter, terms: LetterTerms, running: int, stream: BinaryIO) -> None:
    """The letter as a Word file, ready to be edited and signed."""
    word = docx.Document()
    _layout(word)
    _line(word, _title(view.name), TITLE, TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    number = terms.number.replace("{}", str(running)) if terms.number else f"〔{terms.issued.year}〕　　号"
    _line(word, number, BODY, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
    _line(word, "", BODY)
    _line(word, f"{terms.to or addressee(view)}：", BODY, indent=False)
    form = view.program if view.program.endswith(("表", "书")) else f"{view.program}{view.form}"
    _line(
        word,
        f"你单位{'推荐' if terms.recommended else ''}报送的{view.name}《{form}》及有关材料收悉。"
        f"经审核，有{len(what.items)}项内容需要补正，现通知如下：",
        BODY,
    )
    _items(word, what.items)
    last = _NUMERALS[len({i.part for i in what.items})]
    _line(word, f"{last}、报送要求", HEAD)
    _line(
        word,
        f"请于{chinese_date(terms.deadline)}前，将更正后的申报表（电子版及加盖公章的扫描件）和补充的证明材料报送我单位。一处"
        "数字更正后，表中由它计算的比例、增长率、合计等请一并更正；经核对原填报无误的，请附书面说明。"
        "逾期未补正的，按现有材料审核。",
        BODY,
    )
    _line(word, "联系人：　　　　　　　联系电话：", BODY)
    _line(word, "附件：需补正事项一览表", BODY)
    _line(word, "", BODY)
    _line(word, terms.issuer or "（发文单位名称）", BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=4)
    _line(word, chinese_date(terms.issued), BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, right=4)
    _annex(word, what.items)
    word.core_properties.title = legal(f"关于补正{view.name}申报材料的通知")
    word.core_properties.author = ""
    word.save(stream)


def _title(name: str) -> str:
    """The title, broken where its sense allows it (GB/T 9704, 7.3.1)."""
    return f"关于补正{name}" + ("\n" if len(name) > ONE_LINE_NAME else "") + "申报材料的通知"


def official(text: str) -> str:
    """Text as letters have it: no spaces between Chinese and figures, a minus sign that stays with its figure."""
    return _MINUS.sub("−", _BLANKS.sub("", text))


def addressee(view: CaseView) -> str:
    """The operator as the form names it; a name that was not read for sure is left for the reviewer to fill in."""
    operator = by_key(view.record).get("operator")
    if operator is None or not operator.is_given or not isinstance(operator.value, str) or not operator.value.strip():
        return f"{view.name}申报单位"
    sure = operator.is_reviewed or all_sure(copy_readings(view.record, operator.key))
    return operator.value.strip() if sure else f"{view.name}申报单位"


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
