"""The national form, filled: its parts become tables whose cells the pen has written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samples import cover, plan, prose, wording
from samples.catalogue import STANDARD_LEVELS, Key
from samples.labels import Labels
from samples.national import EVIDENCE, OPTIONS, PARTS, TICK_NOTE, Part, Row
from samples.paper import Block, Cell, Ink, Line, Page, Paragraph, Sheet, Table, even, ink

if TYPE_CHECKING:
    from samples.pen import Pen

Rows = list[tuple[Cell, ...]]
LEFT_OUT = {"years", "field", "wide", "prose", "inline", "software", "down", "multi"}
KEPT = {"solid_waste_utilization", "water_reuse", "county_authority", "operator"}


class National:
    """One form in the making."""

    def __init__(self, pen: Pen) -> None:
        self.pen, self.form, self.rng = pen, pen.form, pen.rng
        self.labels = Labels(pen.form)
        self.years = list(reversed(pen.cluster.years)) if "years_falling" in pen.form.has else list(pen.cluster.years)
        self.distractors: list[str] = []
        self.gone = self.left_out()

    def left_out(self) -> set[str]:
        if "rows_left_out" not in self.form.has:
            return set()
        could = [row.asks for part in PARTS for row in part.rows if row.shape in LEFT_OUT and row.asks not in KEPT]
        return set(self.rng.sample(could, self.rng.randint(1, 5)))

    def blocks(self) -> list[Block]:
        found = cover.cover(self.pen)
        joined: Rows = []
        for part in PARTS:
            heading = f"{part.number}、{part.title}"
            heads, rows = self.part(part)
            if "one_table" in self.form.has:
                joined += [(Cell((ink(heading, bold=True),), label=True),), *rows]
                continue
            if "page_per_part" in self.form.has and part.number != "一":
                found.append(Page())
            found += [Sheet(part.title), Paragraph(ink(heading), size=15, before=12)]
            if heads and "unit_caption" in self.form.has:
                found.append(Paragraph(ink("单位：万元"), "right", 10.5))
            found.append(Table(tuple(rows), heads=heads))
        if joined:
            caption = [Paragraph(ink("金额单位：万元"), "right", 10.5)] if "unit_caption" in self.form.has else []
            found += [Sheet("申报表"), *caption, Table(tuple(joined))]
        found += plan.plan(self.pen, "八、未来三年中小企业特色产业集群发展规划")
        return [*found, *cover.declaration()]

    def part(self, part: Part) -> tuple[int, Rows]:
        """How many heading rows, and the rows of one part."""
        self.labels.restart()
        self.width = part.label_width + self.form.label_size
        rows: Rows = []
        heads = 0
        for row in self.with_added(part):
            if row.asks in self.gone:
                continue
            heads += row.shape == "head"
            rows += getattr(self, f"row_{row.shape}")(row)
        return heads, rows

    def with_added(self, part: Part) -> list[Row]:
        """The part's rows, with the applicant's own among them."""
        rows = list(part.rows)
        if "extra_rows" not in self.form.has:
            return rows
        yearly = part.rows[0].shape == "head"
        added = wording.NOBODYS_YEARLY if yearly else wording.NOBODYS_ONCE
        shape, beside = ("own_years", "years") if yearly else ("own", "field")
        places = [at for at, row in enumerate(rows) if row.shape == beside]
        for label, unit in self.rng.sample(added, self.rng.randint(0, 2)) if places else []:
            rows.insert(self.rng.choice(places) + (1 if not yearly else 0), Row(shape, label, unit=unit))
        return rows

    # pieces

    def label(self, row: Row, width: int, rows: int = 1, unit: str | None = None, hint: str = "") -> Cell:
        lines = self.labels.write(row.label, row.asks, row.unit if unit is None else unit, hint)
        return Cell(lines, width, rows, "center", label=True)

    def head(self, words: str, width: int) -> Cell:
        return Cell((ink(words),), width, align="center", label=True)

    def year(self, year: str, width: int) -> Cell:
        return Cell((self.form.year_ink(year),), width, align="center", label=True)

    @staticmethod
    def value(line: Line, width: int, align: str = "center", rows: int = 1) -> Cell:
        return Cell((line,), width, rows, align)

    def units(self, row: Row) -> tuple[str, str | None, str, bool]:
        """Where this row's unit stands: in the label, asked of the pen, in the unit column, or only in the cell."""
        has, money = self.form.has, row.unit in {"亿元", "万元"}
        if "wan_amounts" in has and money:
            return "万元", "万元", "", False
        if "unit_caption" in has and money:
            return "", "万元", "", False
        if "unit_in_cell" in has and row.unit:
            return "", None, "", True
        if "unit_column" in has:
            return (
                "",
                None,
                row.unit or {"sme_employees": "人", "rd_personnel": "人", "ip_grants": "件"}.get(row.asks, "家"),
                False,
            )
        return row.unit, None, "", False

    # rows of each shape

    def row_head(self, row: Row) -> Rows:
        unit = "unit_column" in self.form.has
        words = (
            self.rng.choice([row.label, "指标", "项目"]) if self.form.has & {"paraphrase", "unit_column"} else row.label
        )
        cells = [self.head(words, self.width)] + ([self.head(self.rng.choice(["单位", "计量单位"]), 6)] if unit else [])
        widths = even(3, 60 - self.width - 6 * unit)
        return [(*cells, *(self.year(year, width) for year, width in zip(self.years, widths, strict=True)))]

    def row_years(self, row: Row) -> Rows:
        in_label, asked, in_column, bare = self.units(row)
        cells = [self.label(row, self.width, unit=in_label)]
        if "unit_column" in self.form.has:
            cells.append(self.head(in_column, 6))
        room = 60 - sum(cell.width for cell in cells)
        if row.asks == "leading_output_growth_3y":
            return [(*cells, self.value(self.pen.figure(Key(row.asks, self.pen.cluster.span), bare=bare), room))]
        return [
            (
                *cells,
                *(
                    self.value(self.pen.figure(Key(row.asks, year), asked, bare=bare), width)
                    for year, width in zip(self.years, even(3, room), strict=True)
                ),
            )
        ]

    def row_own_years(self, row: Row) -> Rows:
        cells = [self.label(row, self.width, unit="" if "unit_column" in self.form.has else row.unit)]
        if "unit_column" in self.form.has:
            cells.append(self.head(row.unit, 6))
        return [(*cells, *(self.own(width) for width in even(3, 60 - sum(cell.width for cell in cells))))]

    def row_own(self, row: Row) -> Rows:
        return [(self.label(row, self.width), self.own(60 - self.width))]

    def own(self, width: int) -> Cell:
        """A figure that nobody asked for, which must turn up among the unmatched."""
        words = f"{self.rng.uniform(3, 9000):.2f}"
        self.distractors.append(words)
        return self.value(ink(words), width)

    def row_whole(self, row: Row) -> Rows:
        name = str(self.pen.cluster[Key(row.asks)])
        self.pen.note(Key(row.asks), name)
        return [(Cell(((Ink(f"{row.label}："), Ink(name)),)),)]

    def row_field(self, row: Row) -> Rows:
        key = Key(row.asks, self.pen.cluster.span) if row.asks == "energy_intensity_reduction" else Key(row.asks)
        if row.unit or row.asks in {"cloud_smes", "iiot_smes"}:
            bare = "unit_in_cell" in self.form.has and bool(row.unit)
            return [
                (
                    self.label(row, self.width, unit="" if bare else row.unit),
                    self.value(self.pen.figure(key, bare=bare), 60 - self.width),
                )
            ]
        return [(self.label(row, self.width), self.value(self.pen.text(key, odd=False), 60 - self.width, "left"))]

    def row_pair(self, row: Row) -> Rows:
        cells = []
        for (label, asks, _), width in zip(row.more, (60 - self.width, 0), strict=True):
            half = width // 3 if width else 60 - self.width - (60 - self.width) // 3 - 12
            cells += [
                Cell((ink(label),), self.width if width else 12, align="center", label=True),
                self.value(self.pen.text(Key(asks)), half),
            ]
        return [tuple(cells)]

    def row_ticks(self, row: Row) -> Rows:
        line = self.pen.ticks(Key(row.asks), OPTIONS[row.asks], self.rng.choice(["  ", " ", "    "]))
        note = (Ink(row.note, small=True),) if row.note else ()
        return [(self.label(row, self.width), self.value((*line, *note), 60 - self.width, "left"))]

    def row_prose(self, row: Row) -> Rows:
        return [(self.label(row, self.width, hint="（200字以内）"), self.prose(row.asks, 60 - self.width))]

    def prose(self, indicator: str, width: int) -> Cell:
        paragraphs = prose.summary(self.rng, self.pen.cluster, indicator, self.rng.choice([1, 1, 2]))
        return Cell(self.pen.prose(Key(indicator), paragraphs), width)

    def row_multi(self, row: Row) -> Rows:
        lines = self.pen.multi(Key(row.asks), OPTIONS[row.asks], 3 if row.asks == "public_services" else 1)
        if row.asks == "public_services":
            lines = (ink("集群已提供的中小企业公共服务："), *lines)
        return [
            (self.label(replace(row, asks=""), self.width), Cell((*lines, ink(TICK_NOTE, small=True)), 60 - self.width))
        ]

    def row_standards(self, row: Row) -> Rows:
        label = replace(
            self.label(replace(row, asks=""), self.width), rows=1 if "nested_standards" in self.form.has else 5
        )
        widths = even(3, 60 - self.width)
        grids = [
            self.standards(year, 60 if "nested_standards" in self.form.has else width)
            for year, width in zip(self.years, widths, strict=True)
        ]
        if "nested_standards" in self.form.has:
            return [
                (label, *(Cell((), width, inner=Table(tuple(grid))) for grid, width in zip(grids, widths, strict=True)))
            ]
        rows = [tuple(cell for grid in grids for cell in grid[at]) for at in range(5)]
        return [(label, *rows[0]), *rows[1:]]

    def standards(self, year: str, width: int) -> Rows:
        widths = even(3, width)
        rows: Rows = [
            tuple(self.head(words, size) for words, size in zip(("类别", "主持数量", "参与数量"), widths, strict=True))
        ]
        for level, words in STANDARD_LEVELS.items():
            figures = [self.pen.figure(Key(kind, year, level)) for kind in ("standards_led", "standards_joined")]
            rows.append(
                (self.head(words, widths[0]), self.value(figures[0], widths[1]), self.value(figures[1], widths[2]))
            )
        return rows

    def row_levels(self, row: Row, room: int = 0) -> Rows:
        group = replace(self.label(replace(row, asks="", unit=""), 12), rows=len(row.more) + room)
        rows: Rows = []
        for at, (label, kind, level) in enumerate(row.more):
            cells = (self.head(label, 14), Cell(self.pen.blanks(kind, level), 34))
            rows.append((group, *cells) if at == 0 and not room else cells)
        return rows

    def row_new_model(self, row: Row) -> Rows:
        group = replace(self.label(replace(row, asks=""), 12), rows=5)
        narrative = self.head("智能制造、工业互联网以及其它新模式新业态试点示范建设或应用情况（200字以内）", 14)
        ticks = self.pen.multi(Key("new_model_actions"), OPTIONS["new_model_actions"])
        work = Cell((ink("集群已开展的数字化新模式新业态推广工作："), *ticks, ink(TICK_NOTE, small=True)), 48)
        return [(group, narrative, self.prose("new_model_summary", 34)), (work,), *self.row_levels(row, room=2)]

    def row_blanks(self, row: Row) -> Rows:
        return [(self.label(replace(row, asks=""), self.width), Cell(self.pen.blanks(row.asks, None), 60 - self.width))]

    def row_inline(self, row: Row) -> Rows:
        line = (*self.pen.inline(Key(row.asks)), Ink(row.note or EVIDENCE, small=True))
        width = 30 if row.asks == "invention_patents" else self.width
        return [(self.label(row, width), self.value(line, 60 - width, "left"))]

    def row_wide(self, row: Row) -> Rows:
        key = Key(row.asks, self.pen.cluster.span) if row.asks.endswith("_3y") else Key(row.asks)
        bare = "unit_in_cell" in self.form.has and bool(row.unit)
        return [(self.label(row, 30, unit="" if bare else row.unit), self.value(self.pen.figure(key, bare=bare), 30))]

    def row_software(self, row: Row) -> Rows:
        widths = even(3, 60 - self.width)
        if "software_inline" in self.form.has:
            parts: list[Line] = []
            for year in self.years:
                parts.append((Ink(f"{self.form.year(year)}："), *self.pen.figure(Key(row.asks, year))))
            lines = (
                tuple(parts)
                if self.rng.random() < 0.5
                else (tuple(piece for part in parts for piece in (*part, Ink("  "))),)
            )
            return [(self.label(row, self.width), Cell(lines, 60 - self.width))]
        heads = [self.year(year, width) for year, width in zip(self.years, widths, strict=True)]
        values = [
            self.value(self.pen.figure(Key(row.asks, year)), width)
            for year, width in zip(self.years, widths, strict=True)
        ]
        return [(self.label(row, self.width, rows=2), *heads), tuple(values)]

    def row_down(self, row: Row) -> Rows:
        year_width = 14
        rows: Rows = [
            (
                self.year(year, year_width),
                self.value(self.pen.figure(Key(row.asks, year)), 60 - self.width - year_width),
            )
            for year in self.years
        ]
        rows.append((Cell((ink(row.note, small=True),), 60 - self.width),))
        return [(self.label(row, self.width, rows=4), *rows[0]), *rows[1:]]


def national(pen: Pen) -> tuple[list[Block], list[str]]:
    """The filled national form, and the texts that no indicator should claim."""
    form = National(pen)
    return form.blocks(), form.distractors
