"""A blank form's places: its labels, and what kind of place stands beside or below each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from formextract.model import Cell, Document, Line, Table
from formextract.text import is_blank, parse_unit, squeeze, strip_numbering

LONGEST_HEADING = 40
"""Letters; a section's heading fits on a line."""
SHORTEST_LABEL = 4
OPTIONS = 2
"""Boxes from which a cell is a list of options."""

_SECTION = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*[、.．]\s*\S")
_NUMERALS = "一二三四五六七八九十"
_YEAR = re.compile(r"(?:截[至止]到?)?(20\d\d|[XxＸ×_]{2,4}|20[_\s]{1,4})年?(?:度|底|末|情况|实际|完成)?(?:数据?|值)?")
_BOX = re.compile(r"[☐□○◻☑■]\s*")
_LIMIT = re.compile(r"[（(]\s*(?:不超过|限)?\s*(\d{2,5})\s*字(?:以内|左右)?\s*[)）]")
_COUNTED = re.compile(r"(?:数量|个数)\s*[:：]|(?:名称|名单)\s*[:：]")
_LEVELS = frozenset("国际 国家 行业 团体 国际标准 国家标准 行业标准 团体标准".split())
_ROLES = re.compile(r"(?:主持|牵头|参与)(?:制修订|制定)?(?:标准)?(?:数量|项数)?")
_TARGET = re.compile(r"(?:20\d\d年?)?(?:基准值|目标值)")
_INLINE = re.compile(r"^\s*([^:：]{2,20}?)\s*[:：]\s*[_＿\s年月日]*$")
_REGION = re.compile(r"^\s*(\S{2,6}地区?)\s*[:：]?.*省.*市.*[县区]")
_SIGNED = re.compile(r"^(?:注|说明|附)|[公盖]章|签[字名章]")
_NOTE = re.compile(r"[（(]?\s*(?:注|说明|备注)\s*[:：]")
_HEADS = frozenset("指标 项目 名称 单位 序号 年度 年份 备注 指标名称 主要指标 类别 数值 计量单位".split())
_FILL = re.compile(r"[_＿﹍\s]+")


@dataclass
class Found:
    """A label with its place: `shape` as in a template, `years` where it asks for several, its options, unit, limit."""

    label: str
    shape: str | None
    section: str
    years: bool = False
    options: tuple[str, ...] = ()
    unit: str | None = None
    limit: int | None = None
    where: str = ""
    names: bool = False


@dataclass
class Layout:
    """What a blank form shows: its title, headings by id, places in order, other printed words, years that it names."""

    title: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


def layout_of(document: Document) -> Layout:
    """The layout of a blank form."""
    out = Layout()
    for block in document.blocks:
        if isinstance(block, Line):
            _line(block.text, out)
        else:
            _Grid(block, out).read()
    if not out.title and out.printed:
        out.title = out.printed[0]
    return out


def _line(text: str, out: Layout) -> None:
    plain = text.strip()
    if not plain or _enters(plain, out):
        return
    region = _REGION.match(plain)
    if region is not None and len(plain) <= LONGEST_HEADING:
        out.found.append(Found(region.group(1), "region", _section(out)))
        return
    inline = _INLINE.match(plain)
    if inline is not None and not _SIGNED.search(plain):
        out.found.append(Found(inline.group(1).strip(), "line", _section(out)))
        return
    if not out.title and len(plain) <= LONGEST_HEADING and re.search(r"(?:表|书|报告|材料|方案)$", squeeze(plain)):
        out.title = squeeze(plain)
    else:
        out.printed.append(plain)


def _enters(text: str, out: Layout) -> bool:
    match = _SECTION.match(text)
    if match is None or len(squeeze(text)) > LONGEST_HEADING:
        return False
    if _LIMIT.search(text) or "规划" in text:
        out.found.append(Found(text, "narrative", _number(match.group(1)), limit=_limit(text)))
    out.sections.append((_number(match.group(1)), text))
    return True


def _number(numeral: str) -> str:
    if numeral in _NUMERALS:
        return str(_NUMERALS.index(numeral) + 1)
    return str(10 + _NUMERALS.index(numeral[-1]) + 1) if numeral.startswith("十") and len(numeral) > 1 else numeral


def _section(out: Layout) -> str:
    return out.sections[-1][0] if out.sections else "0"


def _limit(text: str) -> int | None:
    match = _LIMIT.search(text)
    return int(match.group(1)) if match else None


class _Grid:
    def __init__(self, table: Table, out: Layout) -> None:
        self.table, self.out = table, out
        self.at: dict[tuple[int, int], Cell] = {}
        for c in table.cells:
            for r in range(c.row, c.row + c.rowspan):
                for k in range(c.col, c.col + c.colspan):
                    self.at[r, k] = c
        self.used: set[int] = set()

    def read(self) -> None:
        for cell in self.table.cells:
            if id(cell) in self.used:
                continue
            kind = self.kind(cell)
            if kind == "section" and cell.colspan == self.table.n_cols:
                _enters(cell.text.strip(), self.out)
            elif kind == "year":
                self._year(cell)
            elif kind == "label":
                self._label(cell)

    def kind(self, cell: Cell) -> str:
        text = cell.text.strip()
        tight = squeeze(text)
        if is_blank(text) or _FILL.fullmatch(text):
            return "blank"
        if _YEAR.fullmatch(tight):
            return "year"
        if len(_BOX.findall(text)) >= OPTIONS:
            return "ticks"
        if _COUNTED.search(text) and len(tight) <= LONGEST_HEADING:
            return "blanks"
        if tight in _LEVELS or _ROLES.fullmatch(tight):
            return "level"
        if _TARGET.fullmatch(tight):
            return "target"
        if tight in _HEADS:
            return "head"
        if parse_unit(tight) is not None:
            return "unit"
        if _SECTION.match(text) and len(tight) <= LONGEST_HEADING:
            return "section"
        return "label"

    def _year(self, cell: Cell) -> None:
        match = re.search(r"20\d\d", cell.text)
        if match is not None and int(match.group()) not in self.out.years:
            self.out.years.append(int(match.group()))

    def _label(self, cell: Cell) -> None:
        if _NOTE.match(cell.text):
            self.out.printed.append(" ".join(cell.text.split()))
            return
        right = self._block(cell)
        kinds = [self.kind(c) for c in right]
        text = " ".join(cell.text.split())
        unit = _unit_of(text) or next((squeeze(c.text) for c in right if self.kind(c) == "unit"), None)
        base = Found(text, None, _section(self.out), unit=unit, limit=_limit(text), where=cell.place.cell or "")
        if "target" in kinds or any(self.kind(c) == "target" for c in self.table.cells if c.row == cell.row):
            if not any(f.shape == "targets" and f.section == base.section for f in self.out.found):
                base.shape = "targets"
                self.out.found.append(base)
            self.used |= {id(c) for c in self.table.cells if c.row >= cell.row and self.kind(c) == "label"}
        elif "level" in kinds and any(_ROLES.search(squeeze(c.text)) for c in right):
            base.shape, base.years = "standards", True
            self.out.found.append(base)
        elif "ticks" in kinds:
            base.shape = "ticks"
            ink = next(c.text for c in right if self.kind(c) == "ticks")
            base.options = _options(ink)
            head = _BOX.split(ink)[0].strip().rstrip("：:")  # 已开展的工作：☐甲 ☐乙, in one cell
            base.label = " ".join(head.split()) if len(head) >= SHORTEST_LABEL else base.label
            self.out.found.append(base)
        elif "blanks" in kinds:
            ink = next(c.text for c in right if self.kind(c) == "blanks")
            base.shape, base.names = "blanks", "名" in ink
            self.out.found.append(base)
        elif "blank" in kinds or "year" in kinds:
            base.years = "year" in kinds or self._under_years(right)
            self.out.found.append(base)
        elif not right and self._below(cell):
            base.years = self._beside_years(cell)
            self.out.found.append(base)
        elif cell.colspan == self.table.n_cols:
            self.out.printed.append(text)

    def _block(self, cell: Cell) -> list[Cell]:
        """The cells to the right of a label, in all its rows, up to the next label."""
        out: list[Cell] = []
        for r in range(cell.row, cell.row + cell.rowspan):
            k = cell.col + cell.colspan
            while k < self.table.n_cols:
                other = self.at.get((r, k))
                if other is None or self.kind(other) in ("label", "section"):
                    break
                if other not in out:
                    out.append(other)
                k = other.col + other.colspan
        return out

    def _under_years(self, cells: list[Cell]) -> bool:
        blank = [c for c in cells if self.kind(c) == "blank"]
        return len(blank) > 1 and any(
            self.kind(above) == "year"
            for c in blank
            for r in range(c.row)
            if (above := self.at.get((r, c.col))) is not None
        )

    def _below(self, cell: Cell) -> bool:
        below = self.at.get((cell.row + cell.rowspan, cell.col))
        return below is not None and self.kind(below) == "blank"

    def _beside_years(self, cell: Cell) -> bool:
        return any(
            (first := self.at.get((r, 0))) is not None and self.kind(first) == "year"
            for r in range(cell.row + 1, self.table.n_rows)
        )


def _unit_of(label: str) -> str | None:
    for inner in re.findall(r"[（(]([^（）()]{1,14})[)）]", label):
        if parse_unit(inner) is not None:
            return squeeze(inner)
    return None


def _options(text: str) -> tuple[str, ...]:
    parts = [re.sub(r"\s+", "", strip_numbering(p)).strip("；;。") for p in _BOX.split(text)[1:]]
    return tuple(p for p in parts if p)
