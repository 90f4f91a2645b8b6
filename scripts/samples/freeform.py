"""A form that asks the same questions in its own tables: other words, other order, years as columns or as rows."""

from __future__ import annotations

from samples import prose, wording
from samples.catalogue import INDICATORS, Key
from samples.labels import Labels
from samples.national import OPTIONS, PARTS
from samples.paper import Block, Cell, Paragraph, Sheet, Table, even, ink
from samples.pen import PEOPLE, Pen

TITLES = (
    "国家级中小企业特色产业集群申报表（{edition}年度）",
    "中小企业特色产业集群申报书",
    "{province}中小企业特色产业集群申请表",
    "{edition}年中小企业特色产业集群基本情况表",
)
SECTIONS = (
    (
        "基本信息",
        (
            "cluster_name",
            "county_authority",
            "county_authority_contact",
            "county_authority_phone",
            "operator",
            "operator_contact",
            "operator_phone",
            "land_area",
        ),
    ),
    (
        "产业发展指标",
        tuple(key for key, found in INDICATORS.items() if found.period == "year" and key in wording.OTHER_WORDS)[:17],
    ),
    (
        "创新投入指标",
        (
            "rd_intensity",
            "rd_expenditure",
            "sme_employees",
            "rd_personnel",
            "ip_grants",
            "industrial_software_purchases",
        ),
    ),
    (
        "截至年末指标",
        (
            "pct_applications",
            "invention_patents_growth_3y",
            "invention_patents_per_10k",
            "invention_patents",
            "cloud_smes",
            "cloud_share",
            "iiot_smes",
            "iiot_share",
            "digital_rd_tool_share",
            "energy_intensity_reduction",
            "solid_waste_utilization",
            "water_reuse",
            "overseas_branches",
            "alliances",
            "leading_output_growth_3y",
        ),
    ),
    ("能耗与排放", ("co2_intensity", "energy_intensity")),
    ("合规与资质", tuple(key for key, found in INDICATORS.items() if found.kind == "tick")),
    ("工作情况", tuple(prose.SUMMARIES)),
)
# What has no meaning here, and must not be counted as seen.
NATIONAL_ONLY = {
    "one_table",
    "page_per_part",
    "cover_table",
    "no_cover",
    "plan_in_cell",
    "nested_standards",
    "software_inline",
    "name_styles",
}
NATIONAL_LABELS = {
    row.asks: row.label
    for part in PARTS
    for row in part.rows
    if row.shape in {"years", "field", "wide", "ticks", "prose", "software", "down"}
}


class Free:
    """One such form in the making."""

    def __init__(self, pen: Pen) -> None:
        self.pen, self.form, self.rng = pen, pen.form, pen.rng
        self.form.has -= NATIONAL_ONLY
        self.form.has.add("paraphrase")
        self.labels = Labels(pen.form)
        self.years = list(reversed(pen.cluster.years)) if "years_falling" in pen.form.has else list(pen.cluster.years)
        self.last = pen.cluster.years[-1]
        self.distractors: list[str] = []
        self.transposed = self.rng.random() < 0.5
        if self.transposed:
            self.form.has.add("transposed")

    def blocks(self) -> list[Block]:
        title = self.rng.choice(TITLES).format(edition=self.form.edition, province=self.pen.cluster.place.province)
        found: list[Block] = [Sheet("封面"), Paragraph(ink(title), "center", 20, bold=True, before=10)]
        if self.rng.random() < 0.5:
            found.append(Paragraph(ink(f"申报年度：{self.form.edition}年"), "center", 12))
        numbers = "一二三四五六七"
        middle = list(SECTIONS[1:])
        self.rng.shuffle(middle)
        for at, (name, asks) in enumerate((SECTIONS[0], *middle)):
            found += [Sheet(name), Paragraph(ink(f"{numbers[at]}、{name}"), size=15, before=12)]
            self.labels.restart()
            found += self.section(self.some(asks))
        return found

    def some(self, asks: tuple[str, ...]) -> list[str]:
        """The questions in another order, few of them left out."""
        order = list(asks)
        if asks[0] != "cluster_name":
            self.rng.shuffle(order)
        if "rows_left_out" in self.form.has and len(order) > 4:
            return order[: -self.rng.randint(1, 2)]
        return order

    def section(self, asks: list[str]) -> list[Block]:
        kinds = {INDICATORS[key].kind for key in asks}
        if "tick" in kinds:
            return [
                Table(
                    tuple(
                        (self.label(key, "", 34), Cell((self.pen.ticks(Key(key), OPTIONS[key]),), 26)) for key in asks
                    )
                )
            ]
        if "prose" in kinds:
            return [Table(tuple((self.label(key, "", 16), self.prose(key)) for key in asks))]
        if INDICATORS[asks[-1]].period == "year" and INDICATORS[asks[0]].period == "year":
            money = [key for key in asks if INDICATORS[key].unit in {"亿元", "万元"}]
            caption = [Paragraph(ink("单位：万元"), "right", 10.5)] if "unit_caption" in self.form.has and money else []
            return [*caption, *(self.years_down(asks) if self.transposed else [self.years_across(asks)])]
        return [self.once(asks)]

    # captions

    def label(self, key: str, unit: str, width: int) -> Cell:
        return Cell(self.labels.write(NATIONAL_LABELS.get(key, key), key, unit), width, align="center", label=True)

    def own_label(self, label: str, unit: str, width: int) -> Cell:
        return Cell(self.labels.write(label, "", unit), width, align="center", label=True)

    @staticmethod
    def head(words: str, width: int) -> Cell:
        return Cell((ink(words),), width, align="center", label=True)

    def year(self, year: str, width: int) -> Cell:
        return Cell((self.form.year_ink(year),), width, align="center", label=True)

    def units(self, key: str) -> tuple[str, str | None, str, bool]:
        """In the label, asked of the pen, in the unit column, only in the cell."""
        unit = INDICATORS[key].unit
        has, money = self.form.has, unit in {"亿元", "万元"}
        counted = (
            PEOPLE.get(key, "家") if INDICATORS[key].kind == "count" and INDICATORS[key].period == "year" else unit
        )
        if money and "wan_amounts" in has:
            return "万元", "万元", "万元", False
        if money and "unit_caption" in has:
            return "", "万元", "万元", False
        if "unit_column" in has and not self.transposed:
            return "", None, counted, False
        if "unit_in_cell" in has and unit not in {"", "个", "家"}:
            return "", None, "", True
        printed = counted if unit in {"%", "亿元", "万元"} or "/" in unit or self.rng.random() < 0.6 else ""
        return printed, None, counted, False

    # tables

    def prose(self, key: str) -> Cell:
        return Cell(self.pen.prose(Key(key), prose.summary(self.rng, self.pen.cluster, key)), 44)

    def own(self, width: int) -> Cell:
        words = f"{self.rng.uniform(3, 9000):.2f}"
        self.distractors.append(words)
        return Cell((ink(words),), width, align="center")

    def added(self, asks: list[str], known: tuple[tuple[str, str], ...]) -> list[str | tuple[str, str]]:
        """The questions with those of nobody among them."""
        mixed: list[str | tuple[str, str]] = list(asks)
        if "extra_rows" in self.form.has:
            for pair in self.rng.sample(known, min(2, len(asks) // 2, len(known))):
                mixed.insert(self.rng.randrange(len(mixed) + 1), pair)
        return mixed

    def years_across(self, asks: list[str]) -> Table:
        column = "unit_column" in self.form.has
        width = 22 + self.form.label_size
        widths = even(3, 60 - width - 8 * column)
        rows = [
            (
                self.head(self.rng.choice(["指标名称", "指标", "项目", "年度"]), width),
                *([self.head("计量单位", 8)] if column else []),
                *(self.year(year, size) for year, size in zip(self.years, widths, strict=True)),
            )
        ]
        for key in self.added(asks, wording.NOBODYS_YEARLY):
            if isinstance(key, tuple):
                label, unit = key
                rows.append(
                    (
                        self.own_label(label, "" if column else unit, width),
                        *([self.head(unit, 8)] if column else []),
                        *(self.own(size) for size in widths),
                    )
                )
                continue
            in_label, asked, in_column, bare = self.units(key)
            rows.append(
                (
                    self.label(key, in_label, width),
                    *([self.head(in_column, 8)] if column else []),
                    *(
                        self.value(Key(key, year), asked, size, bare=bare)
                        for year, size in zip(self.years, widths, strict=True)
                    ),
                )
            )
        return Table(tuple(rows), heads=1)

    def value(self, key: Key, asked: str | None, width: int, *, bare: bool = False) -> Cell:
        return Cell((self.pen.figure(key, asked, bare=bare),), width, align="center")

    def years_down(self, asks: list[str]) -> list[Block]:
        """Years as rows; as many indicators side by side as a page has room for."""
        found: list[Block] = []
        mixed = self.added(asks, wording.NOBODYS_YEARLY)
        a_table = self.rng.choice([3, 4])
        for start in range(0, len(mixed), a_table):
            group = mixed[start : start + a_table]
            widths = even(len(group), 50)
            heads: list[Cell] = [self.head(self.rng.choice(["年度", "年份"]), 10)]
            columns: list[list[Cell]] = []
            for key, width in zip(group, widths, strict=True):
                if isinstance(key, tuple):
                    heads.append(self.own_label(*key, width))
                    columns.append([self.own(width) for _ in self.years])
                    continue
                in_label, asked, _, bare = self.units(key)
                heads.append(self.label(key, in_label, width))
                columns.append([self.value(Key(key, year), asked, width, bare=bare) for year in self.years])
            rows = [tuple(heads)]
            rows += [(self.year(year, 10), *(column[at] for column in columns)) for at, year in enumerate(self.years)]
            found += [Table(tuple(rows), heads=1), Paragraph(ink(""))]
        return found

    def once(self, asks: list[str]) -> Table:
        """Single figures: two columns, or two pairs side by side."""
        pairs: list[tuple[Cell, Cell]] = []
        two = self.rng.random() < 0.4
        width, room = (18, 12) if two else (34, 26)
        basic = "cluster_name" in asks
        for key in self.added(asks, () if basic else wording.NOBODYS_ONCE):
            if isinstance(key, tuple):
                pairs.append((self.own_label(*key, width), self.own(room)))
            elif INDICATORS[key].kind == "text":
                pairs.append(
                    (self.label(key, "", width), Cell((self.pen.text(Key(key), odd=key != "cluster_name"),), room))
                )
            else:
                in_label, asked, _, bare = self.units(key)
                unit = in_label or (INDICATORS[key].unit if INDICATORS[key].unit == "平方公里" and not bare else "")
                period = self.pen.cluster.span if INDICATORS[key].period == "span" else None
                pairs.append((self.label(key, unit, width), self.value(Key(key, period), asked, room, bare=bare)))
        if not two:
            rows = list(pairs)
            head = [] if basic else [(self.head("指标", width), self.head(self.form.year(self.last), room))]
            return Table((*head, *rows), heads=len(head))
        if len(pairs) % 2:
            pairs.append((Cell((), width), Cell((), room)))
        return Table(tuple((*pairs[at], *pairs[at + 1]) for at in range(0, len(pairs), 2)))


def free(pen: Pen) -> tuple[list[Block], list[str]]:
    """The filled form, and the texts that no indicator should claim."""
    form = Free(pen)
    return form.blocks(), form.distractors
