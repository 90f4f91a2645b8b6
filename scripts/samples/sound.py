"""Sound forms: of the five programmes, as sixty counties would fill them, and nothing in them that contradicts itself.

What differs is what people differ in: how a figure is typed, what stands for nothing, how names are listed, what is
left out where it may be. Whatever a check says of such a form is to be looked at; `scripts/sound_forms.py` shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TYPE_CHECKING

from formextract.places import divisions
from samples import cover, figures, prose, vocabulary
from samples.built import Built
from samples.catalogue import LEVELS, Key
from samples.compose import National
from samples.kinds import EXCEL, Form, settle
from samples.national import OPTIONS, PARTS
from samples.paper import Block, Cell, Ink, Line, Paragraph, Sheet, Table, ink
from samples.pen import Pen
from samples.programmes import EMERGING, HUBEI, HUNAN, INNOVATIVE, ONCE, RANGES, YEARLY, Submission

if TYPE_CHECKING:
    from samples.figures import Cluster

NOTHING = ["无", "无", "无", "/", "—", "0"]
NO_RATE = ["无", "/", "—", "不适用"]
NAMES = [
    "{city}{product}研发、检测公共服务平台",
    "{firm}Smart Factory示范车间",
    "{firm}工业互联网平台2.0项目",
    "{firm}“5G+工业互联网”示范项目",
    "{stem}科技企业孵化器（国家级）",
    "中国·{stem}{product}创新中心",
]
CENTS = Decimal("0.01")
OTHERS = [("……", "", ""), ("培训人次", "3200人次", "5000人次"), ("无", "/", "/"), ("税收（亿元）", "2.35", "3.60")]


def two(x: Decimal) -> str:
    """A figure to the two decimals that the form asks for."""
    return str(x.quantize(CENTS, ROUND_HALF_UP))


@dataclass
class Habits:
    """What one county's clerk does throughout the form."""

    nothing: str
    no_rate: str
    decimals: str
    unit: bool
    comma: bool
    per_cent: bool
    signed: bool
    recommended: bool
    list_style: str


def habits(rng: Random) -> Habits:
    return Habits(
        rng.choice(NOTHING), rng.choice(NO_RATE), rng.choice(["two", "two", "plain"]), rng.random() < 0.15,
        rng.random() < 0.15, rng.random() < 0.2, rng.random() < 0.8, rng.random() < 0.4,
        rng.choice(["、", "、", "；", "\n", "1", "（1）"]),
    )  # fmt: skip


PLACES = [
    ("湖北省", "", "仙桃市"), ("湖北省", "襄阳市", "枣阳市"), ("湖北省", "恩施土家族苗族自治州", "利川市"),
    ("湖北省", "黄冈市", "罗田县"), ("湖北省", "武汉市", "江夏区"), ("湖南省", "长沙市", "浏阳市"),
    ("新疆维吾尔自治区", "昌吉回族自治州", "玛纳斯县"), ("重庆市", "", "大足区"), ("内蒙古自治区", "赤峰市", "宁城县"),
    ("湖北省", "", "潜江市"), ("湖北省", "", "神农架林区"), ("湖北省", "宜昌市", "长阳土家族自治县"),
    ("湖北省", "恩施土家族苗族自治州", "建始县"), ("河南省", "", "济源市"), ("海南省", "", "文昌市"),
    ("湖南省", "怀化市", "新晃侗族自治县"), ("内蒙古自治区", "锡林郭勒盟", "多伦县"), ("上海市", "", "奉贤区"),
]  # fmt: skip
"""Counties whose answers to 所属地区 are not of three plain words."""
CALLED = [
    "{province}{county}{trade}产业集群", "{county}{trade}产业集群", "{province}{city}{county}{trade}产业集群",
    "{province}{county}{trade}产业", "{city}{county}{trade}产业集群", "{stem}{trade}产业集群",
    "{province}{county}{trade}特色产业集群",
]  # fmt: skip
BODIES = [
    "{county}{trade}产业发展服务中心", "{county}高新技术产业园区管委会", "{stem}经济开发区管理委员会",
    "{county}工业园区管理委员会",
    "{stem}{trade}产业投资运营有限公司", "{short}{stem}{trade}产业园运营管理有限公司", "{county}中小企业公共服务中心",
    "{county}{trade}行业协会", "{county}城市建设投资运营集团有限公司", "{stem}新区产业园区开发运营有限公司",
]  # fmt: skip


def settle_place(rng: Random, cluster: Cluster) -> None:
    """Where the county is and what it is called, in one of the ways that are all right."""
    put, place = cluster.facts, cluster.place
    while divisions().named(place.county) or divisions().short(place.stem):  # no county of another city's name
        place = cluster.place = vocabulary.invent_place(rng)
        put |= {
            Key("region_province"): place.province,
            Key("region_city"): place.city,
            Key("region_county"): place.county,
        }
        put[Key("county_authority")] = vocabulary.authority(rng, place)
    if rng.random() < 0.4:
        province, city, county = rng.choice(PLACES)
        place = cluster.place = vocabulary.Place(province, city, county, place.trade)
        put |= {Key("region_province"): province, Key("region_city"): city, Key("region_county"): county}
        put[Key("county_authority")] = vocabulary.authority(rng, place)
    words = {"province": place.province, "city": place.city, "county": place.county, "stem": place.stem}
    words |= {"trade": place.trade.name, "short": place.province[:-1]}
    put[Key("cluster_name")] = rng.choice(CALLED).format(**words)
    put[Key("operator")] = rng.choice(BODIES).format(**words)
    code = f"07{rng.randrange(10, 99)}"
    put[Key("county_authority_phone")] = rng.choice(
        [
            "{c}-3{n}",
            "{c}—3{n}",
            "（{c}）3{n}",
            "{c} 3{n}",
            "1397222{m}",
            "1397222{m}（微信同号）",
            "{c}-3{n} 1397222{m}",
        ]
    ).format(c=code, n=rng.randrange(10**5, 10**6), m=rng.randrange(1000, 10000))


def resize(rng: Random, cluster: Cluster) -> None:
    """Makes some clusters very small or very large, and lets some shrink."""
    put, years = cluster.facts, cluster.years
    times = Decimal(rng.choice(["1", "1", "1", "1", "0.12", "9"]))
    for amount in ("gross_output", "rd_expenditure", "fdi", "exports", "industrial_software_purchases"):
        values = [cluster.of(amount, at) * times for at in range(3)]
        if amount in ("gross_output", "exports") and rng.random() < 0.15:
            values.reverse()
        for at, year in enumerate(years):
            put[Key(amount, year)] = values[at]
            if at and amount in ("fdi", "exports"):
                put[Key(f"{amount}_growth", year)] = (values[at] / values[at - 1] - 1) * 100
    for at, year in enumerate(years):
        small = cluster.of("gross_output", at) * cluster.of("sme_output_share", at) / 100
        put[Key("rd_intensity", year)] = cluster.of("rd_expenditure", at) / small * 100
    leading = [cluster.of("gross_output", at) * cluster.of("leading_output_share", at) for at in (0, 2)]
    put[Key("leading_output_growth_3y", cluster.span)] = ((leading[1] / leading[0]).sqrt() - 1) * 100
    put[Key("land_area")] = Decimal(str(rng.uniform(0.6, 90)))


def settle_facts(rng: Random, cluster: Cluster) -> None:
    """Makes the drawn cluster one that answers as its figures say, and has what small counties do not have."""
    put, years = cluster.facts, cluster.years
    settle_place(rng, cluster)
    resize(rng, cluster)
    county = cluster.of("gross_output", 0) / Decimal(str(rng.uniform(0.18, 0.5)))
    firms = int(put[Key("smes", years[-1])])
    people = int(cluster.of("gross_output", 0) * 10000 / rng.randint(70, 260))
    people = min(max(people, firms * 12), firms * 600)
    for at, year in enumerate(years):
        put[Key("gross_output_county_share", year)] = cluster.of("gross_output", at) / county * 100
        county *= Decimal(str(rng.uniform(1.03, 1.1)))
        put[Key("sme_employees", year)] = people
        put[Key("rd_personnel", year)] = round(people * rng.uniform(0.06, 0.14))
        people = round(people * rng.uniform(1.0, 1.08))
    put[Key("invention_patents_per_10k")] = cluster.of("invention_patents") / cluster.of("sme_employees") * 10000
    for asked in ("prohibited_industry", "major_incidents", "serious_violations"):
        put[Key(asked)] = False
    put[Key("provincial_cluster")] = True
    for asked in ("energy_efficiency_met", "water_efficiency_met"):
        put[Key(asked)] = rng.choice(["yes", "not_applicable", "not_applicable"])
    for amount in ("fdi", "exports"):
        if rng.random() < 0.45:
            since = rng.choice([2, 3, 3])
            for at in range(min(since, 3)):
                put[Key(amount, years[at])] = Decimal(0)
                put[Key(f"{amount}_growth", years[at])] = None
            if since < 3:
                put[Key(f"{amount}_growth", years[since])] = None
    rising = rng.random() < 0.7
    put[Key("industrial_software_rising")] = rising
    if not rising:
        for year in years:
            put[Key("industrial_software_purchases", year)] = Decimal(0)
    for asked, share in (
        ("solid_waste_above_average", "solid_waste_utilization"),
        ("water_reuse_above_average", "water_reuse"),
    ):
        put[Key(asked)] = rng.choice(["yes", "yes", "not_applicable"])
        if put[Key(asked)] == "not_applicable":
            put[Key(share)] = None
    for kind in ("innovation_platforms", "pilot_projects", "green_manufacturing", "service_platforms"):
        for level in LEVELS:
            count = rng.choice([0, 0, 1, 2, 3] if level == "national" else [0, 1, 2, 3])
            found = vocabulary.names(rng, cluster.place, kind, level, count)
            if count and rng.random() < 0.3:
                found[0] = rng.choice(NAMES).format(
                    city=cluster.place.city, stem=cluster.place.stem, firm=vocabulary.firm(rng, cluster.place),
                    product=rng.choice(cluster.place.trade.products),
                )  # fmt: skip
            put[Key(kind, None, level)] = count
            put[Key(f"{kind}_names", None, level)] = found
    national, provincial, spread = OPTIONS["new_model_actions"]
    ticked = [national] if put[Key("pilot_projects", None, "national")] else []
    ticked += [provincial] if put[Key("pilot_projects", None, "provincial")] else []
    put[Key("new_model_actions")] = [*ticked, spread] if rng.random() < 0.7 else ticked
    if rng.random() < 0.3:
        put[Key("cooperation_actions")] = []
    put[Key("little_giants", years[0])] = min(put[Key("little_giants", y)] for y in years)
    for year in years:
        put[Key("little_giants", year)] = min(put[Key("little_giants", year)], put[Key("srdi_smes", year)])
    if rng.random() < 0.3:
        for year in years:
            for count in ("champions", "listed_smes", "pre_listing_smes"):
                put[Key(count, year)] = 0
    if rng.random() < 0.2:
        put[Key("county_authority_contact")] = put[Key("operator_contact")]
    put[Key("cover_contact")] = f"{put[Key('county_authority_contact')]} {put[Key('county_authority_phone')]}"


class Clerk(Pen):
    """A county's clerk, who writes the same things in ways of his own."""

    def __init__(self, cluster: Cluster, form: Form, ways: Habits) -> None:
        super().__init__(cluster, form)
        self.ways = ways

    def figure(self, key: Key, printed: str | None = None, *, bare: bool = False) -> Line:
        value = self.cluster[key]
        if value is None:
            return ink(self.ways.no_rate)
        if Decimal(str(value)) == 0 and (self.ways.nothing != "0" and self.chance(0.7)):
            return ink(self.ways.nothing)
        asked = self.asked(key, printed or self._unit(key))
        if self.form.format == EXCEL and not bare:
            return (Ink(str(asked.value), number=asked.value, excel="0.00" if asked.digits else "0"),)
        text = str(asked.value)
        if self.ways.decimals == "plain" and asked.digits and asked.value == asked.value.to_integral():
            text = str(asked.value.to_integral())
        if self.ways.comma:
            text = f"{asked.value:,}"
        if bare or (self.ways.unit and asked.digits == 0):
            text += asked.counted_in
        elif self.ways.per_cent and asked.unit == "%":
            text += "%"
        return ink(text)

    @staticmethod
    def _unit(key: Key) -> str:
        from samples.catalogue import INDICATORS

        return INDICATORS[key.indicator].unit

    def blanks(self, kind: str, level: str | None) -> tuple[Line, ...]:
        count, names = int(self.cluster[Key(kind, None, level)]), list(self.cluster[Key(f"{kind}_names", None, level)])
        written = str(count) if count or self.ways.nothing == "0" else self.rng.choice(["0", self.ways.nothing])
        style = self.ways.list_style
        attached = count > 1 and self.chance(0.15)
        if style == "1":
            listed = "".join(f"{n}.{name}；" for n, name in enumerate(names, 1))
        elif style == "（1）":
            listed = "".join(f"（{n}）{name}" for n, name in enumerate(names, 1))
        else:
            listed = style.join(names)
        if attached:
            listed = self.rng.choice(
                ["详见附件", "见附件清单", "名单附后", "详见佐证材料", f"{names[0]}等（清单附后）"]
            )
        lines = (listed or self.rng.choice(["无", "/", "无"])).split("\n")
        head = (Ink("数量："), Ink(f" {written} ", underline=True), Ink("个"))
        rest = tuple((Ink(x, underline=True),) for x in lines[1:])
        return (head, (Ink("名称："), Ink(f" {lines[0]} ", underline=True)), *rest)

    def inline(self, key: Key) -> Line:
        value = int(self.cluster[key])
        return (Ink(f" {value or self.ways.nothing} ", underline=True), Ink("个"))

    def date(self, key: Key) -> Line:
        year, month, day = self.cluster[key]
        forms = ["{}年{}月{}日", "{}年{:02d}月{:02d}日", "{}.{}.{}", "{}-{:02d}-{:02d}", "{} 年 {} 月 {} 日"]
        return ink(self.rng.choice(forms).format(year, month, day))

    def prose(self, _key: Key, paragraphs: list[str]) -> tuple[Line, ...]:
        if self.chance(0.08):
            return (ink("无"),)
        return tuple(ink(p) for p in paragraphs)


class SoundForm(National):
    """The national form of a county whose figures agree throughout."""

    pen: Clerk

    def blocks(self) -> list[Block]:
        found = cover.cover(self.pen)
        for part in PARTS:
            heads, rows = self.part(part)
            found += [Sheet(part.title), Paragraph(ink(f"{part.number}、{part.title}"), size=15, before=12)]
            found.append(Table(tuple(rows), heads=heads))
        return [*found, *self.plan(), *self.declaration()]

    def prose(self, indicator: str, width: int) -> Cell:
        c, last = self.pen.cluster, self.pen.cluster.years[-1]
        gross, research = c.of("gross_output"), c.of("rd_expenditure")
        told = self.rng.choice(
            {
                "chain_summary": [
                    f"{last}年集群总产值{two(gross)}亿元，集聚企业{c.of('enterprises')}家，",
                    f"{last}年实现产值近{int(gross) + 1}亿元，",
                    f"{last}年产值突破{int(gross)}亿元，占全县规上工业总产值的比重逐年提高，",
                    f"龙头企业{vocabulary.firm(self.rng, c.place)}股份有限公司{last}年产值18.6亿元，带动企业50多家，",
                    "现有规上企业66家，其中产值过亿元企业32家，",
                ],
                "collaboration_summary": [
                    f"组织{c.of('smes')}家中小企业建立协作关系，",
                    "建成共享工厂3个，服务中小企业120家次，",
                    "",
                ],
                "digital_service_summary": [
                    f"累计推动{c.of('cloud_smes')}家中小企业上云，",
                    "力争三年内推动300家企业上云，",
                    "新增上云企业26家，",
                ],
                "brand_summary": [
                    "",
                    f"累计主持制定国家标准{sum(int(c[Key('standards_led', y, 'national')]) for y in c.years)}项，",
                ],
                "green_summary": [
                    f"单位产值能耗由{two(c.of('energy_intensity', 0))}降到{two(c.of('energy_intensity'))}吨/万元，",
                    "",
                ],
                "environment_summary": [
                    f"集群研发经费{two(research)}亿元，",
                    "设立2亿元产业基金，",
                    f"拥有有效发明专利{c.of('invention_patents')}件，新增授权发明专利36件，",
                ],
            }.get(indicator, [""])
        )
        text = prose.summary(self.rng, c, indicator, 1)[0]
        return Cell(self.pen.prose(Key(indicator), [told + text]), width)

    def plan(self) -> list[Block]:
        c, rng = self.pen.cluster, self.rng
        before, after = prose.plan(rng, c)
        last, gross = int(c.years[-1]), c.of("gross_output")
        share, patents = c.of("iiot_share"), c.of("invention_patents")
        stages = rng.choice(
            [
                None,
                [
                    f"（{n}）{last + n}年度：集群总产值达到{gross * Decimal('1.12') ** n:.1f}亿元左右，"
                    f"有效发明专利达到{round(patents * Decimal(1 + 0.55 * n / 3))}件。"
                    for n in (1, 2, 3)
                ],
                [
                    f"（{n}）{last + n}年度：产值增长10%以上，研发经费增长12%，"
                    f"工业互联网普及率达到{float(share) + (52 - float(share)) * n / 3:.2f}%。"
                    for n in (1, 2, 3)
                ],
                [
                    f"（{n}）{last + n}年度：新增规上企业{n + 3}家、专精特新中小企业{n + 2}家，"
                    f"单位产值能耗下降{4 + n * 0.5:.1f}%。"
                    for n in (1, 2, 3)
                ],
            ]
        )
        if stages is not None:
            at = next(k for k, words in enumerate(after) if words.startswith("（1）"))
            after[at : at + 3] = stages
        head = [
            Sheet("发展规划"),
            Paragraph(ink("八、未来三年中小企业特色产业集群发展规划"), size=15, before=12),
            Paragraph(ink("（3000字以内）"), "center"),
        ]
        text = [Paragraph(ink(w), indent=True) for w in before]
        return [*head, *text, self.targets(), *(Paragraph(ink(w), indent=True) for w in after)]

    def targets(self) -> Table:
        """The planning table with its units in caption or cell, its goals as figures or in words."""
        c, rng = self.pen.cluster, self.rng
        last = int(c.years[-1])

        def said(label: str, unit: str, base: str, goal: str, *words: str) -> tuple[str, str, str]:
            where = rng.choice(["cell", "caption", "none"] if unit == "%" else ["cell", "caption"])
            goal = rng.choice([goal, goal, *words]) if words else goal
            number = goal.replace(".", "").isdigit()
            if where == "cell":
                return label, base + unit, goal + unit if number else goal
            return (f"{label}（{unit}）" if where == "caption" else label), base, goal

        growth = ((c.of("gross_output") / c.of("gross_output", 0)).sqrt() - 1) * 100
        good = [
            int(c.of(n)) for n in ("srdi_smes", "little_giants", "champions", "innovative_smes", "hightech_enterprises")
        ]
        quality = sum(good[: rng.choice([3, 4, 5])])
        research, patents = c.of("rd_expenditure"), int(c.of("invention_patents"))
        if rng.random() < 0.4:
            rd = said(
                "研发经费投入",
                "万元",
                two(research * 10000),
                two(research * 14000),
                "年均增长10%以上",
                "年均增速不低于10%",
            )
        else:
            rd = said(
                "研发经费投入",
                "亿元",
                two(research),
                two(research * Decimal("1.4")),
                "年均增长12%",
                "年均增速不低于10%",
            )
        carbon, energy = c.of("co2_intensity"), c.of("energy_intensity")
        rows = [
            ("主导产业", *said("近三年集群产值年均增速", "%", two(growth), two(max(growth, Decimal(10)) + 1),
                           "不低于10%", "10%以上", "年均增长12%")),
            ("", *said("优质中小企业数量", "家", str(quality), str(quality + 12), f"{quality + 20}家以上", "逐年增加")),
            ("创新", *rd),
            ("", *said("有效发明专利数量", "件", str(patents), str(round(patents * 1.55)),
                       "年均增长15%以上", "年均不低于15%")),
            ("数字化", *said("工业互联网普及率", "%", two(c.of("iiot_share")), "52.00", "达到52%", "50%以上")),
            ("绿色化", *said("二氧化碳排放量", "吨/万元", two(carbon), two(carbon * Decimal("0.79")),
                          "降低18%", "下降18%左右", "较2023年下降18%以上")),
            ("", *said("单位工业产值能耗", "吨标准煤/万元", two(energy), two(energy * Decimal("0.83")),
                       "下降13.5%", "降低14%", "下降13.5%以上")),
            ("开放合作", "定性描述", "国际合作稳步推进", "新设境外营销网点2个以上"),
            ("治理和服务", "定性描述", "服务体系较完善", "公共服务满意度95%以上"),
            ("其它", *rng.choice(OTHERS)),
        ]  # fmt: skip
        heads = ("方向", "指标", f"{last} 年基准值", f"{last + 3} 年目标值")
        lines = [
            tuple(Cell((ink(w),), s, align="center", label=True) for w, s in zip(heads, (12, 22, 13, 13), strict=True))
        ]
        at = 0
        while at < len(rows):
            span = 1
            while at + span < len(rows) and rows[at + span][0] == "":
                span += 1
            for k, (direction, label, base, goal) in enumerate(rows[at : at + span]):
                first = (Cell((ink(direction),), 12, rows=span, align="center", label=True),) if k == 0 else ()
                lines.append(
                    (*first, Cell((ink(label),), 22, label=True), Cell((ink(base),), 13), Cell((ink(goal),), 13))
                )
            at += span
        return Table(tuple(lines), heads=1)

    def declaration(self) -> list[Block]:
        found = cover.declaration()
        ways, c = self.pen.ways, self.pen.cluster
        if not ways.signed:
            return found
        year, month, _ = c[Key("application_date")]
        signed = f"{year}年{month}月28日"
        cells = [
            (cover.ink_lines("县级行政区划中小企业主管部门负责人（签字）：" + vocabulary.person(self.rng),
                             f"县级行政区划中小企业主管部门（公章）：{c[Key('county_authority')]}", signed)),
            (cover.ink_lines("同意推荐。", "推荐单位（公章）：", f"{year}年{month + 1}月10日") if ways.recommended
             else cover.ink_lines("", "推荐单位（公章）：", "年   月   日")),
        ]  # fmt: skip
        from samples.national import DECLARATION

        return [
            *found[:-1],
            Table((
                (Cell(cover.ink_lines("真实性声明"), 14, label=True),
                 Cell((*cover.ink_lines(DECLARATION), *cells[0]), 46)),
                (Cell(cover.ink_lines("省级中小企业主管部门推荐意见"), 14, label=True), Cell(cells[1], 46)),
            )),
        ]  # fmt: skip


KINDS = [
    "one_table",
    "cover_table",
    "year_style",
    "numbering",
    "half_brackets",
    "label_breaks",
    "unit_in_cell",
    "edition_2025",
    "page_per_part",
    "loose_text",
    "software_inline",
]
"""Of the kinds in which forms differ, those that no reviewer would mind."""


def national(name: str, seed: str, format_: str) -> Built:
    rng = Random(f"sound/{seed}/{name}")
    has = {k for k in KINDS if rng.random() < 0.2} - {"one_table"}
    form = settle(Form(format_, rng, has))
    form.label_size = max(form.label_size, 0)
    cluster = figures.draw(rng, form.edition)
    settle_facts(rng, cluster)
    pen = Clerk(cluster, form, habits(rng))
    return Built(name, form, SoundForm(pen).blocks(), [])


@dataclass
class SoundSubmission(Submission):
    """A province's paper whose figures agree: amounts are drawn, and shares and growth follow from them."""

    exact: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        rng, put = self.rng, self.exact

        def path(low: float, high: float, a: float, b: float, digits: str = "0.01") -> list[Decimal]:
            start, out = rng.uniform(low, high), []
            for _ in self.years:
                out.append(Decimal(str(start)).quantize(Decimal(digits), ROUND_HALF_UP))
                start *= 1 + rng.uniform(a, b)
            return out

        gross = path(85, 240, 0.06, 0.16)
        revenue = [(g * Decimal(str(rng.uniform(0.93, 1.02)))).quantize(CENTS) for g in gross]
        firms = path(110, 220, 0.03, 0.1, "1")
        employees = path(6000, 20000, 0.01, 0.06, "1")
        research = path(2.6, 6, 0.1, 0.2)
        srdi = path(9, 28, 0.05, 0.2, "1")
        for n, y in enumerate(self.years):
            put["gross_output", y], put["revenue", y], put["enterprises", y] = gross[n], revenue[n], firms[n]
            put["rd_expenditure", y] = research[n]
            put["rd_intensity", y] = research[n] / revenue[n] * 100
            put["srdi_smes", y] = srdi[n]
            put["little_giants", y] = (srdi[n] / 5).quantize(Decimal(1))
            put["rd_personnel", y] = (employees[n] / 9).quantize(Decimal(1))
            put["hightech_enterprises", y] = (firms[n] / 6).quantize(Decimal(1))
            put["tech_smes", y] = (firms[n] / 4).quantize(Decimal(1))
        span = None
        put["gross_output_growth_3y", span] = ((gross[-1] / gross[0]).sqrt() - 1) * 100
        put["rd_growth_3y", span] = ((research[-1] / research[0]).sqrt() - 1) * 100
        patents = rng.randint(90, 500)
        put["invention_patents", span] = Decimal(patents)
        put["invention_patents_per_10k", span] = Decimal(patents) / employees[-1] * 10000

    def draw(self, indicator: str, year: str | None) -> Decimal:
        digits = {**YEARLY, **ONCE}[indicator][2]
        if (found := self.exact.get((indicator, year))) is not None:
            return found.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if (indicator, year) not in self.exact and indicator in RANGES:
            self.exact[indicator, year] = super().draw(indicator, year)
        return self.exact[indicator, year]


TURNS = [
    (HUBEI, "application"),
    (INNOVATIVE, "application"),
    (EMERGING, "application"),
    (HUNAN, "application"),
    (HUBEI, "review"),
    (HUBEI, "annual"),
    (INNOVATIVE, "evaluation"),
    (HUNAN, "annual"),
    (HUNAN, "review"),
]


def provincial(name: str, seed: str, format_: str, turn: int) -> Built:
    rng = Random(f"sound/{seed}/{name}")
    form = settle(Form(format_, rng, set()))
    program, kind = TURNS[turn % len(TURNS)]
    edition = {HUBEI: 2025, INNOVATIVE: 2025, EMERGING: 2024, HUNAN: 2024}[program]
    place = vocabulary.invent_place(rng)
    province = "湖南省" if program == HUNAN else "湖北省"
    place = vocabulary.Place(province, rng.choice(vocabulary.PROVINCES[province][1]), place.county, place.trade)
    made = SoundSubmission(program, kind, form, rng, [str(edition - back) for back in (3, 2, 1)], place)
    return Built(name, form, made.blocks(), [])


def forms(seed: str, count: int, formats: list[str]) -> list[Built]:
    """`count` forms, three in five of the national one."""
    out = []
    for at in range(count):
        format_ = formats[at % len(formats)]
        if at % 5 < 3:
            out.append(national(f"{at:03d}-national-{format_}", seed, format_))
        else:
            out.append(
                provincial(
                    f"{at:03d}-{TURNS[(at // 5 * 2 + at % 5 - 3) % len(TURNS)][0]}-{format_}",
                    seed,
                    format_,
                    at // 5 * 2 + at % 5 - 3,
                )
            )
    return out
