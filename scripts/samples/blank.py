"""The national form with nothing filled in, as the notice prints it: in the layouts in which cities hand it on.

`scripts/measure_drafting.py` drafts templates from these. Nothing here is taken from `templates/`.
"""

# ruff: noqa: ARG002 - a blank pen takes what a pen takes, and needs little of it
from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from samples import compose, cover, drawn, excel, kinds, office, word
from samples.catalogue import Key
from samples.figures import Cluster
from samples.kinds import DRAWN, EXCEL, PDF, WORD, Form
from samples.national import MAKER, TITLE
from samples.paper import Block, Cell, Ink, Line, Page, Paragraph, Sheet, Table, Tick, ink
from samples.pen import Pen
from samples.vocabulary import invent_place

WRITERS = {WORD: word.write, PDF: word.write, EXCEL: excel.write, DRAWN: drawn.write}
SCAN = "scan"

INSTRUCTIONS = (
    (
        "集群应如实填报所附各表。要求文字简洁，数据准确、详实，并提供必要的清单及佐证材料。"
        "填报数据将依权限对相关部门和单位开放共享，仅供审核验证和查阅用。"
    ),
    "各必填栏目不得空缺，无相关情况时应填写“无”；数据有小数时，保留小数点后2位。",
    (
        "集群运营管理机构是指对产业集群集中运营管理的产业园区管委会、园区运营企业或公共服务机构等法人主体，"
        "基础建设单位不可作为集群运营管理机构。"
    ),
    "佐证材料包括主管部门、第三方机构出具的证明或申报主体自我声明。",
    (
        "财务数据应以企业该年度会计报表期末数为准，单位采用人民币。其中，外商直接投资额、产品出口贸易额"
        "按照国民经济和社会发展统计公报中该年度的汇率进行换算。"
    ),
    "未注明填报年度的，请填写截止到2023年底的数据。",
    "主导产品按获得的产品收入占比或重要程度从高到低填写。",
    "集群内中小企业从业人员数是指集群内所有中小企业从业人员期末数之和。",
    "未来三年中小企业特色产业集群发展规划中的发展目标依据《促进中小企业特色产业集群发展暂行办法》编制，要可考核。",
    "为确保文件信息的正确采集，填表时不得改变表格样式，其中一至七部分不得串页。",
)
PLAN_BEFORE = (
    "一、集群基本情况简介",
    "包括集群主导产业在细分领域所处发展水平，行业地位，获得荣誉称号，以及相关政策制定与实施情况等方面近三年来发展情况。",
    "二、发展成效",
    "包括提升集群主导产业优势、激发集群创新活力、推进集群数字化升级等方面开展的工作和取得的成绩。",
    "三、存在的问题",
    "四、未来三年中小企业特色产业集群发展规划",
    "（一）总体思路",
    "（二）发展目标",
    "1.三年总体目标",
    "（集群须围绕主导产业、创新、数字化、绿色化、开放合作、治理和服务等方面设定清晰、可考核的发展目标）",
)
TARGETS = (
    ("主导产业", ("近三年集群产值年均增速", "优质中小企业数量", "……")),
    ("创新", ("研发经费投入", "有效发明专利数量", "……")),
    ("数字化", ("工业互联网普及率", "……")),
    ("绿色化", ("二氧化碳排放量", "单位工业产值能耗", "……")),
    ("开放合作", ("定性描述",)),
    ("治理和服务", ("定性描述",)),
    ("其它", ("……",)),
)
PLAN_AFTER = (
    "（备注：基准值须符合中小企业特色产业集群认定标准，2026年目标值须符合以下要求：",
    "a.近三年产值年均增速不低于10%",
    "b.优质中小企业数量逐年增加",
    "c.研发经费年均增速不低于10%",
    "d.有效发明专利数年均增长不低于15%",
    "e.工业互联网普及率达到45%左右",
    "f.二氧化碳排放量降低达到18%左右",
    "g.集群单位工业产值能耗下降达到13.5%左右）",
    "2.阶段性目标",
    "（1）2024年度",
    "（2）2025年度",
    "（3）2026年度",
    "（三）重点任务",
    "（四）保障措施",
)


class Empty(Cluster):
    """A cluster that nobody has told anything about."""

    def __getitem__(self, key: Key) -> object:
        return []


class BlankPen(Pen):
    """Writes nothing but what the form prints: boxes, lines to write on, 数量 and 名称."""

    def figure(self, key: Key, printed: str | None = None, *, bare: bool = False) -> Line:
        return ()

    def text(self, key: Key, *, odd: bool = True) -> Line:
        return ()

    def date(self, key: Key) -> Line:
        return ()

    def prose(self, key: Key, paragraphs: list[str]) -> tuple[Line, ...]:
        return ()

    def ticks(self, key: Key, options: tuple[tuple[object, str], ...], gap: str = "  ") -> Line:
        pieces: list[Ink | Tick] = []
        for at, (_, words) in enumerate(options):
            pieces += [Ink(gap)] if at else []
            pieces += self.option(words, False)
        return tuple(pieces)

    def multi(self, key: Key, options: tuple[str, ...], a_line: int = 1) -> tuple[Line, ...]:
        lines = []
        for start in range(0, len(options), a_line):
            line: list[Ink | Tick] = []
            for words in options[start : start + a_line]:
                line += ([Ink("      ")] if line else []) + self.option(words, False)
            lines.append(tuple(line))
        return tuple(lines)

    def blanks(self, kind: str, level: str | None) -> tuple[Line, ...]:
        count, names = ink("数量：____个"), ink("名称：________")
        return ((*count, Ink("  "), *names),) if "one_line" in self.form.has else (count, names)

    def inline(self, key: Key) -> Line:
        return (Ink("______个"),)


class BlankForm(compose.National):
    """The seven parts without an answer."""

    def row_whole(self, row: compose.Row) -> compose.Rows:
        hint = "（XX（省、市）XX（县、区）XX产业）"
        if "name_in_a_row" in self.form.has:
            return [(Cell((ink(row.label),), self.width, align="center", label=True), Cell((), 60 - self.width))]
        return [(Cell((ink(f"{row.label}：{hint}"),), label=True),)]

    def prose(self, indicator: str, width: int) -> Cell:
        return Cell((), width)

    def blocks(self) -> list[Block]:
        found = _cover(self.form)
        joined: compose.Rows = []
        for part in compose.PARTS:
            heading = f"{part.number}、{part.title}"
            heads, rows = self.part(part)
            if "one_table" in self.form.has:
                joined += [(Cell((ink(heading, bold=True),), label=True),), *rows]
                continue
            if "page_per_part" in self.form.has and part.number != "一":
                found.append(Page())
            found += [Sheet(part.title), Paragraph(ink(heading), size=15, before=12), Table(tuple(rows), heads=heads)]
        if joined:
            found += [Sheet("申报表"), Table(tuple(joined))]
        return [*found, *_plan(), *cover.declaration()]


def _cover(form: Form) -> list[Block]:
    captions = (
        "集群名称：",
        "所属地区：",
        "县级行政区划中小企业主管部门（盖章）：",
        "集群运营管理机构：",
        "申报时间：",
        "联系人及联系电话：",
    )
    region = "____省（区、市）____市（区）____县（市、区）"
    blocks: list[Block] = [Sheet("封面"), Paragraph(ink("附件2"), size=14)]
    blocks.append(Paragraph(ink(TITLE), "center", 22, bold=True, before=60))
    if "cover_table" in form.has:
        rows = [
            (
                Cell((ink(words.rstrip("：")),), 22, align="center", label=True),
                Cell((ink(region),) if words.startswith("所属") else (), 38),
            )
            for words in captions
        ]
        blocks.append(Table(tuple(rows)))
    else:
        for words in captions:
            rest = region if words.startswith("所属") else "______________"
            blocks.append(Paragraph(ink(words + rest), size=15, before=10))
            if words.startswith("集群名称"):
                blocks.append(Paragraph(ink("（XX（省、市）XX（县、区）XX产业）", small=True), "center", 9))
    blocks += [Paragraph(ink(MAKER), "center", 15, before=70), Page(), Sheet("填报说明")]
    blocks.append(Paragraph(ink("填报说明"), "center", 18, before=10))
    blocks += [Paragraph(ink(f"{at}.{words}"), size=12, indent=True) for at, words in enumerate(INSTRUCTIONS, 1)]
    return [*blocks, Page()]


def _plan() -> list[Block]:
    heads = ("方向", "指标", "2023年基准值", "2026年目标值")
    widths = (12, 22, 13, 13)
    rows = [tuple(Cell((ink(w),), s, align="center", label=True) for w, s in zip(heads, widths, strict=True))]
    for direction, labels in TARGETS:
        for at, label in enumerate(labels):
            group = [Cell((ink(direction),), 12, rows=len(labels), align="center", label=True)] if at == 0 else []
            rows.append((*group, Cell((ink(label),), 22, align="center", label=True), Cell((), 13), Cell((), 13)))
    return [
        Sheet("发展规划"),
        Paragraph(ink("八、未来三年中小企业特色产业集群发展规划"), size=15, before=12),
        Paragraph(ink("（3000字以内）"), "center"),
        *(Paragraph(ink(words), indent=True) for words in PLAN_BEFORE),
        Table(tuple(rows), heads=1),
        *(Paragraph(ink(words), indent=True) for words in PLAN_AFTER),
    ]


# name: kinds of variation that a blank form can have
LAYOUTS: dict[str, frozenset[str]] = {
    "plain": frozenset(),
    "one-table": frozenset({"one_table", "cover_table", "software_inline"}),
    "falling": frozenset({"years_falling", "year_style", "numbering", "half_brackets", "name_in_a_row"}),
    "broken": frozenset({"label_breaks", "one_line", "page_per_part", "unit_style"}),
    "units": frozenset({"unit_column", "nested_standards", "whole_rows"}),
    "sheets": frozenset({"sheet_per_part", "one_line"}),
}
TICKS = {"plain": "☑☐", "one-table": "√□", "falling": "bracket", "broken": "●○", "units": "legacy", "sheets": "■□"}


def form(layout: str, format_: str) -> Form:
    """The mixture of a layout, drawn the same way each time."""
    has = {kind for kind in LAYOUTS[layout] if kind not in kinds.BY_NAME or format_ in kinds.BY_NAME[kind].formats}
    if format_ == EXCEL and layout == "plain":
        has.add("sheet_per_part")
    made = kinds.settle(Form(format_, Random(f"blank/{layout}/{format_}"), has))
    tick = TICKS[layout]
    made.tick = tick if tick in kinds.TICKS[format_] else "√□"
    return made


def blocks(made: Form) -> list[Block]:
    """The blank form in a layout."""
    cluster = Empty(invent_place(Random("blank")), [str(made.edition - back) for back in (3, 2, 1)])
    return BlankForm(BlankPen(cluster, made)).blocks()


def write(layout: str, format_: str, folder: Path) -> Path:
    """The blank form as a file; `scan` is a scanned print-out of the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    if format_ == SCAN:
        return _scanned(layout, folder)
    made = form(layout, format_)
    name = f"blank-{layout}-{format_}"
    path = folder / f"{name}.{ {WORD: 'docx', EXCEL: 'xlsx', PDF: 'pdf', DRAWN: 'pdf'}[format_] }"
    if format_ != PDF:
        WRITERS[format_](path, blocks(made), made)
        return path
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / f"{name}.docx"
        word.write(source, blocks(made), made)
        office.to_pdf([source], folder)
    return path


def _scanned(layout: str, folder: Path) -> Path:
    import pymupdf

    from samples import degrade

    wear = degrade.WEARS["clean"]
    rng = Random(f"blank/{layout}/scan")
    with tempfile.TemporaryDirectory() as scratch, pymupdf.open(write(layout, PDF, Path(scratch))) as pdf:
        pages = degrade.pages_of(pdf, wear, rng)
    path = folder / f"blank-{layout}-scan.pdf"
    degrade.save_pdf(pages, wear, rng, path)
    return path
