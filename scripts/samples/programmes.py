"""Submissions of the provinces' programmes, which print no form: each is laid out at random, as each city does it.

Labels here are written from the notices and from what such submissions say, not from the toolkit's catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from samples import vocabulary
from samples.built import SUFFIX, Built
from samples.kinds import Form, settle
from samples.paper import Block, Cell, Paragraph, Sheet, Table, Tick, even, ink

if TYPE_CHECKING:
    from random import Random

HUBEI, INNOVATIVE, EMERGING, HUNAN = (
    "hubei-characteristic",
    "hubei-innovative",
    "hubei-strategic-emerging",
    "hunan-advanced-manufacturing",
)
TITLES = {
    (HUBEI, "application"): ["湖北省特色产业集群申报表", "湖北省特色产业集群申报书", "湖北省特色产业集群认定申请表"],
    (HUBEI, "review"): ["湖北省特色产业集群复核申请表", "湖北省特色产业集群复核材料"],
    (HUBEI, "annual"): ["湖北省特色产业集群年度发展情况报告", "湖北省特色产业集群年度报告"],
    (INNOVATIVE, "application"): ["湖北省创新型产业集群申报书", "湖北省创新型产业集群申报材料"],
    (INNOVATIVE, "evaluation"): ["湖北省创新型产业集群绩效评价材料", "湖北省创新型产业集群综合评价表"],
    (EMERGING, "application"): ["湖北省战略性新兴产业集群申报书", "湖北省战略性新兴产业集群建设方案"],
    (HUNAN, "application"): ["湖南省先进制造业集群（培育对象）申请报告", "湖南省先进制造业集群申报书"],
    (HUNAN, "annual"): ["湖南省先进制造业集群年度发展情况报告"],
    (HUNAN, "review"): ["湖南省先进制造业集群复核申请报告"],
}
# wordings, unit, digits; a figure of each year
YEARLY = {
    "gross_output": (["集群总产值", "总产值", "产值", "集群产值", "年产值"], "亿元", 2),
    "revenue": (["营业收入", "集群营业收入", "总营业收入", "集群企业营业收入", "集群总营业收入"], "亿元", 2),
    "leading_output_share": (["主导产业占集群总产值比例", "主导产业产值占比", "主导产业占总产值比重"], "%", 2),
    "leading_revenue_share": (["主导产业营业收入占比", "主导产业营收占比", "主导产业营业收入占总营业收入比例"], "%", 2),
    "enterprises": (["企业数量", "集群企业数", "企业户数", "聚集企业数量", "企业总数"], "家", 0),
    "hightech_enterprises": (["高新技术企业数量", "高新技术企业", "高新技术企业数", "国家高新技术企业数"], "家", 0),
    "little_giants": (["专精特新“小巨人”企业数", "国家级专精特新“小巨人”企业", "国家级“小巨人”企业数量"], "家", 0),
    "srdi_smes": (["省级专精特新中小企业数量", "省级专精特新企业", "省级专精特新中小企业"], "家", 0),
    "champions": (["国家级制造业单项冠军企业数", "国家级单项冠军企业", "制造业单项冠军企业"], "家", 0),
    "provincial_champions": (["省级制造业单项冠军企业数", "省级单项冠军企业"], "家", 0),
    "listed_smes": (["上市企业数量", "上市中小企业"], "家", 0),
    "tech_smes": (["科技型中小企业", "科技型中小企业数量"], "家", 0),
    "rd_expenditure": (["研发经费", "研发投入", "研发经费投入", "R&D经费支出", "研发费用"], "亿元", 2),
    "rd_intensity": (["研发投入强度", "研发经费占营业收入比例", "研发强度"], "%", 2),
    "rd_personnel": (["研发人员数量", "研发人员", "研发人员数"], "人", 0),
    "exports": (["出口额", "出口贸易额", "主导产品出口额"], "万元", 2),
}
ONCE = {
    "land_area": (["占地面积", "规划面积", "集群规划面积", "区域面积"], "平方公里", 2),
    "invention_patents": (["有效发明专利", "有效发明专利拥有量", "有效发明专利数"], "件", 0),
    "invention_patents_per_10k": (["每万人有效发明专利拥有量", "从业人员每万人有效发明专利拥有量"], "件", 2),
    "iiot_share": (["工业互联网平台应用普及率", "工业互联网应用普及率"], "%", 2),
    "gross_output_growth_3y": (["近三年产值年均增速", "产值年均增速", "近三年产值年均增长"], "%", 2),
    "rd_growth_3y": (["近三年研发经费年均增长", "研发经费年均增长率", "近三年研发经费年均增速"], "%", 2),
    "invention_patents_growth_3y": (["有效发明专利年均增长率", "近三年有效发明专利年均增长率"], "%", 2),
    "innovation_platforms/national": (["国家级创新平台", "国家级创新平台数量"], "个", 0),
    "innovation_platforms/provincial": (["省级创新平台", "省级创新平台数量"], "个", 0),
    "special_fund": (["集群专项资金", "财政专项资金", "集群发展专项资金"], "万元", 0),
    "leading_projects": (["核心龙头项目数量", "核心龙头项目数"], "个", 0),
    "chain_projects": (["配套及补链项目数量", "配套及补链项目数"], "个", 0),
    "ecosystem_projects": (["产业生态建设项目数量", "产业生态建设项目数"], "个", 0),
    "enterprise_satisfaction": (["入驻企业满意度", "企业满意度"], "%", 1),
}
SPANS = {"gross_output_growth_3y", "rd_growth_3y", "invention_patents_growth_3y"}
DATED_ONCE = {"special_fund"}  # yearly by nature, given once: the last year's
ASKS = {
    HUBEI: (
        ["gross_output", "revenue", "leading_output_share", "enterprises", "little_giants", "srdi_smes", "champions",
         "provincial_champions", "hightech_enterprises", "rd_expenditure", "rd_intensity"],
        ["land_area", "invention_patents", "invention_patents_per_10k", "iiot_share", "gross_output_growth_3y",
         "rd_growth_3y", "invention_patents_growth_3y", "innovation_platforms/national",
         "innovation_platforms/provincial"],
    ),
    INNOVATIVE: (
        ["revenue", "leading_revenue_share", "enterprises", "hightech_enterprises", "tech_smes", "little_giants",
         "rd_intensity", "rd_expenditure", "rd_personnel"],
        ["invention_patents", "innovation_platforms/national", "innovation_platforms/provincial", "special_fund"],
    ),
    EMERGING: (
        ["gross_output", "revenue", "enterprises", "hightech_enterprises", "listed_smes", "little_giants", "srdi_smes",
         "rd_expenditure", "rd_intensity"],
        ["land_area", "invention_patents", "innovation_platforms/national", "innovation_platforms/provincial",
         "leading_projects", "chain_projects", "ecosystem_projects"],
    ),
    HUNAN: (
        ["gross_output", "revenue", "enterprises", "champions", "little_giants", "srdi_smes", "hightech_enterprises",
         "rd_intensity", "rd_expenditure", "rd_personnel", "exports"],
        ["land_area", "invention_patents", "iiot_share", "innovation_platforms/national",
         "innovation_platforms/provincial"],
    ),
}  # fmt: skip
NAMES = {
    "operator": {
        HUBEI: ["申报主体", "申报单位", "集群运营管理机构"],
        INNOVATIVE: ["集群依托单位", "依托单位", "申报主体"],
        EMERGING: ["承载区管理机构", "申报主体", "建设主体"],
        HUNAN: ["申报主体", "集群发展促进组织", "申报单位"],
    },
    "leading_industry": {
        HUBEI: ["主导产业"],
        INNOVATIVE: ["产业领域", "主导产业领域"],
        EMERGING: ["产业领域", "重点领域"],
        HUNAN: ["主导产业", "产业领域"],
    },
}
NOBODYS = [
    ("税收收入", "亿元"),
    ("工业用电量", "万千瓦时"),
    ("固定资产投资", "亿元"),
    ("利润总额", "亿元"),
    ("市级专精特新企业", "家"),
]
SENTENCES = {
    "gross_output": ["{y}年，集群实现总产值{v}亿元。", "{y}年集群总产值达到{v}亿元，产业规模位居全省前列。"],
    "revenue": ["{y}年集群营业收入{v}亿元。", "{y}年，集群实现总营业收入{v}亿元，保持平稳增长。"],
    "leading_output_share": ["{y}年主导产业产值占集群总产值的{v}%。", "{y}年主导产业占集群总产值比重达{v}%。"],
    "leading_revenue_share": ["{y}年主导产业营业收入占集群总营业收入的{v}%。", "{y}年主导产业营收占比{v}%。"],
    "enterprises": [
        "截至{y}年底，集群集聚企业{v}家。",
        "{y}年末，集群企业总数达{v}家。",
        "{y}年集群共有企业{v}家，上下游配套齐全。",
    ],
    "hightech_enterprises": ["{y}年集群拥有高新技术企业{v}家。", "到{y}年底，已培育高新技术企业{v}家。"],
    "little_giants": ["{y}年拥有国家级专精特新“小巨人”企业{v}家。", "截至{y}年底，培育专精特新“小巨人”企业{v}家。"],
    "srdi_smes": ["{y}年，省级专精特新中小企业达到{v}家。"],
    "champions": ["{y}年拥有国家级制造业单项冠军企业{v}家。"],
    "provincial_champions": ["{y}年省级制造业单项冠军企业{v}家。"],
    "tech_smes": ["{y}年入库科技型中小企业{v}家。"],
    "listed_smes": ["{y}年拥有上市中小企业{v}家。"],
    "rd_expenditure": ["{y}年研发经费投入{v}亿元。", "{y}年，集群研发投入达到{v}亿元。"],
    "rd_intensity": ["{y}年研发投入强度为{v}%。", "{y}年集群研发投入强度达{v}%，高于全省平均水平1.2个百分点。"],
    "rd_personnel": ["{y}年拥有研发人员{v}人。"],
    "exports": ["{y}年主导产品出口额{v}万元。", "{y}年出口贸易额达到{v}万元，产品远销30多个国家。"],
    "land_area": ["集群规划面积{v}平方公里。"],
    "invention_patents": ["拥有有效发明专利{v}件。", "集群有效发明专利拥有量达到{v}件。"],
    "invention_patents_per_10k": ["每万人有效发明专利拥有量{v}件。"],
    "iiot_share": ["工业互联网平台应用普及率达到{v}%。"],
    "gross_output_growth_3y": ["近三年产值年均增长{v}%。"],
    "rd_growth_3y": ["近三年研发经费年均增长{v}%。"],
    "invention_patents_growth_3y": ["近三年有效发明专利年均增长{v}%。"],
    "innovation_platforms/national": ["建有国家级创新平台{v}个。"],
    "innovation_platforms/provincial": ["建有省级创新平台{v}个。"],
}
TRAPS = [
    "力争到{future}年，集群总产值突破600亿元，高新技术企业达到180家。",
    "龙头企业{firm}股份有限公司年营业收入36.5亿元，拥有有效发明专利128件。",
    "{last}年全省规模以上工业增加值增长7.7%，高新技术企业超过2.5万家。",
    "计划新建标准厂房12万平方米，总投资8.6亿元，达产后年产值可达25亿元。",
    "{last}年上半年，集群实现产值62.3亿元，同比增长9.8%。",
    "对新认定的“小巨人”企业给予50万元奖励。",
    "与高校院所合作项目46项，技术合同成交额2.8亿元。",
]
PLAN = "下一步工作计划"
CHAPTERS = ["发展基础", "产业规模与效益", "创新能力", "服务体系", "开放合作"]
TEXTS = {
    (INNOVATIVE, "evaluation"): {"创新能力": "innovation_text", PLAN: "next_steps_text"},
    (HUNAN, "annual"): {PLAN: "next_steps_text"},
    (HUBEI, "annual"): {PLAN: "next_steps_text"},
}
"""The chapters whose text a form asks for, by programme and kind."""


@dataclass
class Submission:
    """One submission in the making: its figures as written, and what should be read."""

    program: str
    kind: str
    form: Form
    rng: Random
    years: list[str]
    place: vocabulary.Place
    observations: list[dict] = field(default_factory=list)
    distractors: list[str] = field(default_factory=list)
    written: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)

    # figures

    def draw(self, indicator: str, year: str | None) -> Decimal:
        rng, at = self.rng, self.years.index(year) if year in self.years else 2
        base = self.base.setdefault(indicator, rng.random())
        low, high, step = RANGES[indicator]
        value = Decimal(str((low + (high - low) * base) * (1 + step * at)))
        digits = {**YEARLY, **ONCE}[indicator][2]
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)

    def put(self, indicator: str, year: str | None, value: Decimal, *, prose: bool = False) -> None:
        name, _, level = indicator.partition("/")
        unit, digits = {**YEARLY, **ONCE}[indicator][1:]
        period = f"{self.years[0]}/{self.years[-1]}" if indicator in SPANS else year
        if indicator in DATED_ONCE:
            period = self.years[-1]
        self.written[indicator, period] = value
        self.observations.append(
            {
                "indicator": name,
                "period": period,
                "dims": {"level": level} if level else {},
                "value": int(value) if digits == 0 else float(value),
                "unit": {"家": "个", "件": "个"}.get(unit, unit),
                "status": "reported",
                **({"prose": True} if prose else {"precision": digits}),
            }
        )

    def text(self, indicator: str, value: str) -> None:
        self.observations.append(
            {"indicator": indicator, "period": None, "dims": {}, "value": value, "unit": "", "status": "reported"}
        )

    def __post_init__(self) -> None:
        self.base: dict[str, float] = {}
        self.comma = self.rng.random() < 0.25

    def figure(self, value: Decimal, unit: str = "") -> str:
        words = f"{value:,}" if self.comma else str(value)
        return words + unit

    # layout

    def blocks(self) -> list[Block]:
        rng = self.rng
        title = rng.choice(TITLES[self.program, self.kind])
        found: list[Block] = [Sheet("申报表"), Paragraph(ink(title), "center", 20, bold=True)]
        month, day = rng.randint(1, 12), rng.randint(1, 28)
        filed = int(self.years[-1]) + 1
        if rng.random() < 0.7:
            found.append(
                Paragraph(ink(f"{rng.choice(['填报日期', '申报日期', '填表日期'])}：{filed}年{month}月{day}日"))
            )
            self.text("application_date", f"{filed}-{month:02d}-{day:02d}")
        found += self.basics()
        yearly, once = ([*asks] for asks in ASKS[self.program])
        rng.shuffle(yearly)
        rng.shuffle(once)
        yearly, once = yearly[: rng.randint(5, len(yearly))], once[: rng.randint(3, len(once))]
        told = rng.choice([0.0, 0.25, 0.5, 1.0])
        prose_yearly = [k for k in yearly if rng.random() < told and k in SENTENCES]
        prose_once = [k for k in once if rng.random() < told and k in SENTENCES]
        tabled = [k for k in yearly if k not in prose_yearly]
        listed = [k for k in once if k not in prose_once]
        chapters = iter(CHAPTERS)
        numbers = iter("一二三四五六七八")
        while tabled:
            part, tabled = tabled[:6], tabled[6:]
            found.append(Paragraph(ink(f"{next(numbers)}、{next(chapters)}"), size=15))
            found += self.matrix(part)
        if listed:
            found.append(Paragraph(ink(f"{next(numbers)}、{next(chapters)}"), size=15))
            found += self.singles(listed)
        if prose_yearly or prose_once or rng.random() < 0.5:
            chapter = next(chapters)
            found.append(Paragraph(ink(f"{next(numbers)}、{chapter}"), size=15))
            paragraphs = self.narrative(prose_yearly, prose_once)
            self.chapter(chapter, "\n".join(paragraphs))
            found += [Paragraph(ink(p), indent=True) for p in paragraphs]
        if self.program == HUBEI and rng.random() < 0.7:
            found += self.ticks()
        found.append(Paragraph(ink(f"{next(numbers)}、{PLAN}"), size=15))
        future = int(self.years[-1]) + 3
        plan = f"到{future}年，集群总产值达到800亿元，企业数量达到500家，研发投入强度达到6%。"
        self.chapter(PLAN, plan)
        found.append(Paragraph(ink(plan), indent=True))
        return found

    def basics(self) -> list[Block]:
        rng, place = self.rng, self.place
        stem = place.stem + place.trade.name
        name = {
            HUBEI: f"{place.county}{place.trade.name}特色产业集群",
            INNOVATIVE: f"{stem}省级创新型产业集群" if rng.random() < 0.8 else f"{stem}产业集群",
            EMERGING: f"{place.city}{place.trade.name}战略性新兴产业集群",
            HUNAN: f"湖南省{place.county}{place.trade.name}先进制造业集群",
        }[self.program]
        operator = {
            HUBEI: f"{place.county}{place.trade.name}产业发展服务中心",
            INNOVATIVE: f"{place.stem}高新技术产业开发区管理委员会",
            EMERGING: f"{place.county}经济开发区管理委员会",
            HUNAN: f"{place.county}{place.trade.name}产业集群促进中心",
        }[self.program]
        pairs = [
            ("cluster_name", "集群名称", name),
            ("operator", rng.choice(NAMES["operator"][self.program]), operator),
            ("leading_industry", rng.choice(NAMES["leading_industry"][self.program]), place.trade.name),
            ("operator_contact", "联系人", vocabulary.person(rng)),
            ("operator_phone", rng.choice(["联系电话", "联系方式"]), vocabulary.mobile(rng)),
        ]
        if rng.random() < 0.4:
            pairs.insert(2, ("region_county", rng.choice(["所在县（市、区）", "县（市、区）"]), place.county))
        if self.kind == "review":
            pairs.append(("certified_date", rng.choice(["认定时间", "集群认定时间"]), f"{int(self.years[0])}年6月"))
        for indicator, _, value in pairs:
            self.text(indicator, f"{int(self.years[0])}-06" if indicator == "certified_date" else value)
        how = rng.choice(["table", "two", "lines", "numbered"])
        if how == "lines":
            return [Paragraph(ink(f"{label}：{value}")) for _, label, value in pairs]
        if how == "numbered":
            return [Paragraph(ink(f"{n}.{label}：{value}")) for n, (_, label, value) in enumerate(pairs, 1)]
        cells = [(self.head(label, 14), Cell((ink(value),), 16)) for _, label, value in pairs]
        if how == "table":
            return [Table(tuple((Cell(a.lines, 22, label=True), Cell(b.lines, 38)) for a, b in cells))]
        if len(cells) % 2:
            cells.append((Cell((), 14), Cell((), 16)))
        return [Table(tuple((*cells[k], *cells[k + 1]) for k in range(0, len(cells), 2)))]

    @staticmethod
    def head(words: str, width: int) -> Cell:
        return Cell((ink(words),), width, align="center", label=True)

    def value(self, words: str, width: int) -> Cell:
        return Cell((ink(words),), width, align="center")

    def label(self, indicator: str) -> tuple[str, str]:
        words, unit, _ = {**YEARLY, **ONCE}[indicator]
        return self.rng.choice(words), unit

    def matrix(self, asks: list[str]) -> list[Block]:
        how = self.rng.choice(["across", "across", "down", "beside", "units", "category"])
        years = list(reversed(self.years)) if self.rng.random() < 0.2 else self.years
        style = self.rng.choice(["{}年", "{}年", "{}年度", "{}"])
        if how == "beside":
            style = self.rng.choice(["{}年", "{}年度"])
        drawn = {(k, y): self.draw(k, y) for k in asks for y in years}
        for (k, y), v in drawn.items():
            self.put(k, y, v)
        extra = self.rng.choice(NOBODYS) if self.rng.random() < 0.5 else None
        if how == "down":
            found: list[Block] = []
            for start in range(0, len(asks), 4):
                part = asks[start : start + 4]
                widths = even(len(part), 50)
                heads = [self.head(self.rng.choice(["年份", "年度"]), 10)]
                for k, width in zip(part, widths, strict=True):
                    label, unit = self.label(k)
                    heads.append(self.head(f"{label}（{unit}）", width))
                rows = [tuple(heads)]
                for y in years:
                    row = [self.head(style.format(y), 10)]
                    row += [self.value(self.figure(drawn[k, y]), w) for k, w in zip(part, widths, strict=True)]
                    rows.append(tuple(row))
                found += [Table(tuple(rows), heads=1), Paragraph(ink(""))]
            return found
        if how == "beside":
            rows = []
            for k in asks:
                label, unit = self.label(k)
                for n, y in enumerate(years):
                    head = [Cell((ink(f"{label}（{unit}）"),), 26, rows=len(years), label=True)] if n == 0 else []
                    rows.append((*head, self.head(style.format(y), 14), self.value(self.figure(drawn[k, y]), 20)))
            return [Table(tuple(rows))]
        unit_column = how == "units"
        category = how == "category"
        lead = (8 if category else 0) + (8 if unit_column else 0)
        width = 24
        widths = even(len(years), 60 - width - lead)
        head = [self.head("类别", 8)] if category else []
        head.append(self.head(self.rng.choice(["主要指标", "指标名称", "指标", "项目"]), width))
        head += [self.head("单位", 8)] if unit_column else []
        rows = [(*head, *(self.head(style.format(y), w) for y, w in zip(years, widths, strict=True)))]
        in_cell = not unit_column and self.rng.random() < 0.2
        lines: list[tuple[str, str, list[str]]] = []
        for k in asks:
            label, unit = self.label(k)
            lines.append((label, unit, [self.figure(drawn[k, y], unit if in_cell else "") for y in years]))
        if extra is not None:
            words = [f"{self.rng.uniform(3, 400):.2f}" for _ in years]
            self.distractors += words
            lines.insert(self.rng.randrange(len(lines) + 1), (extra[0], extra[1], words))
        for n, (label, unit, words) in enumerate(lines):
            shown = label if unit_column or in_cell else f"{label}（{unit}）"
            row = [Cell((ink("规模效益"),), 8, rows=len(lines), label=True)] if category and n == 0 else []
            row.append(Cell((ink(shown),), width, label=True))
            row += [self.head(unit, 8)] if unit_column else []
            rows.append((*row, *(self.value(w, width_) for w, width_ in zip(words, widths, strict=True))))
        return [Table(tuple(rows), heads=1)]

    def singles(self, asks: list[str]) -> list[Block]:
        how = self.rng.choice(["table", "pairs", "lines", "units"])
        lines: list[tuple[str, str, str]] = []
        for k in asks:
            value = self.draw(k, None)
            self.put(k, None, value)
            label, unit = self.label(k)
            lines.append((label, unit, self.figure(value)))
        if how == "lines":
            end = self.rng.choice(["；", "。", ""])
            return [
                Paragraph(ink(f"{n}.{label}：{value}{unit}{end}")) for n, (label, unit, value) in enumerate(lines, 1)
            ]
        if how == "units":
            rows = [(self.head("指标", 30), self.head("单位", 10), self.head("数值", 20))]
            rows += [(Cell((ink(a),), 30, label=True), self.head(u, 10), self.value(v, 20)) for a, u, v in lines]
            return [Table(tuple(rows), heads=1)]
        cells = [(Cell((ink(f"{a}（{u}）"),), 20, label=True), self.value(v, 10)) for a, u, v in lines]
        if how == "table":
            return [Table(tuple((Cell(a.lines, 36, label=True), Cell(b.lines, 24, align="center")) for a, b in cells))]
        if len(cells) % 2:
            cells.append((Cell((), 20), Cell((), 10)))
        return [Table(tuple((*cells[k], *cells[k + 1]) for k in range(0, len(cells), 2)))]

    def chapter(self, heading: str, text: str) -> None:
        """Notes the text of a chapter that the form asks for."""
        indicator = TEXTS.get((self.program, self.kind), {}).get(heading)
        if indicator is not None:
            self.text(indicator, text)

    def narrative(self, yearly: list[str], once: list[str]) -> list[str]:
        rng = self.rng
        sentences = []
        for k in yearly:
            for y in self.years[-rng.choice([1, 1, 3]) :]:
                value = self.draw(k, y)
                self.put(k, y, value, prose=True)
                sentences.append(rng.choice(SENTENCES[k]).format(y=y, v=self.figure(value)))
        for k in once:
            value = self.draw(k, None)
            self.put(k, None, value, prose=True)
            sentences.append(rng.choice(SENTENCES[k]).format(v=self.figure(value)))
        words = {"future": int(self.years[-1]) + 3, "last": self.years[-1], "firm": vocabulary.firm(rng, self.place)}
        sentences += [t.format(**words) for t in rng.sample(TRAPS, rng.randint(1, 3))]
        rng.shuffle(sentences)
        return ["".join(sentences[k : k + 4]) for k in range(0, len(sentences), 4)]

    def ticks(self) -> list[Block]:
        rng = self.rng
        asked = {
            "prohibited_industry": "主导产业是否属于国家规定的禁止、限制和淘汰类产业",
            "major_incidents": "近三年是否发生较大及以上安全、质量、环境污染等事故",
            "serious_violations": "是否存在偷税漏税、违法违规、严重失信行为",
        }
        rows = []
        for indicator, label in asked.items():
            yes = rng.random() < 0.1
            self.observations.append(
                {"indicator": indicator, "period": None, "dims": {}, "value": yes, "unit": "", "status": "reported"}
            )
            line = (Tick(yes), *ink("是  "), Tick(not yes), *ink("否"))
            rows.append((Cell((ink(label),), 40, label=True), Cell((line,), 20, align="center")))
        return [Table(tuple(rows))]


# drawn between, and grown by a year
RANGES = {
    "gross_output": (60, 240, 0.09), "revenue": (70, 220, 0.08), "leading_output_share": (62, 85, 0.02),
    "leading_revenue_share": (22, 60, 0.03), "enterprises": (40, 220, 0.08), "hightech_enterprises": (12, 38, 0.12),
    "little_giants": (0, 9, 0.2), "srdi_smes": (4, 30, 0.15), "champions": (0, 2, 0.3),
    "provincial_champions": (0, 5, 0.2),
    "listed_smes": (0, 4, 0.2), "tech_smes": (20, 38, 0.1), "rd_expenditure": (1.6, 9, 0.1),
    "rd_intensity": (2, 4.5, 0.05),
    "rd_personnel": (300, 2600, 0.07), "exports": (2000, 90000, 0.06), "land_area": (3, 60, 0),
    "invention_patents": (60, 900, 0), "invention_patents_per_10k": (6, 60, 0), "iiot_share": (10, 45, 0),
    "gross_output_growth_3y": (5, 16, 0), "rd_growth_3y": (5, 22, 0), "invention_patents_growth_3y": (5, 25, 0),
    "innovation_platforms/national": (0, 4, 0), "innovation_platforms/provincial": (1, 20, 0),
    "special_fund": (500, 6000, 0), "leading_projects": (1, 6, 0), "chain_projects": (2, 15, 0),
    "ecosystem_projects": (1, 8, 0), "enterprise_satisfaction": (80, 99, 0),
}  # fmt: skip


def criteria(made: Submission) -> dict[str, list[str]]:
    """The statuses that each clause of a threshold may have, reckoned from the figures as written."""
    last, first = made.years[-1], made.years[0]
    out: dict[str, list[str]] = {}

    def at_least(name: str, indicator: str, period: str | None, least: str, *, above: bool = False) -> None:
        value = made.written.get((indicator, period))
        if value is None:
            out[name] = ["unknown"]
            return
        half = Decimal(1).scaleb(-{**YEARLY, **ONCE}[indicator][2]) / 2
        half = Decimal(0) if {**YEARLY, **ONCE}[indicator][2] == 0 else half
        bound = Decimal(least)
        if abs(value - bound) <= half:
            out[name] = ["unknown", "met", "not_met"]
        else:
            out[name] = ["met" if value > bound or (value == bound and not above) else "not_met"]

    span = f"{first}/{last}"
    if made.program == HUBEI:
        at_least("enterprises", "enterprises", last, "50")
        at_least("revenue", "revenue", last, "80")
        at_least("leading_output_share", "leading_output_share", last, "70", above=True)
        at_least("invention_patents_growth", "invention_patents_growth_3y", span, "10")
        at_least("invention_patents_per_10k", "invention_patents_per_10k", None, "10")
        at_least("iiot_share", "iiot_share", None, "15")
        values = [made.written.get(("gross_output", y)) for y in made.years]
        if any(v is not None and v < Decimal("79.99") for v in values):
            out["gross_output_each_year"] = ["not_met"]
        elif None in values:
            out["gross_output_each_year"] = ["unknown"]
        elif all(v is not None and v > Decimal("80.01") for v in values):
            out["gross_output_each_year"] = ["met"]
    if made.program == INNOVATIVE:
        at_least("enterprises", "enterprises", last, "100")
        at_least("revenue", "revenue", last, "100")
        at_least("leading_revenue_share", "leading_revenue_share", last, "30")
    return out


def submission(name: str, form: Form, program: str, kind: str = "application") -> Built:
    """One submission of a programme, laid out at random."""
    rng = form.rng
    edition = {HUBEI: 2025, INNOVATIVE: 2025, EMERGING: 2024, HUNAN: 2024}[program] + rng.choice([0, 0, 1])
    province = "湖南省" if program == HUNAN else "湖北省"
    place = vocabulary.invent_place(rng)
    city = rng.choice(vocabulary.PROVINCES[province][1])
    place = vocabulary.Place(province, city, place.county, place.trade)
    made = Submission(program, kind, form, rng, [str(edition - back) for back in (3, 2, 1)], place)
    blocks = made.blocks()
    expected = {
        "id": name,
        "files": [f"{name}.{SUFFIX[form.format]}"],
        "format": SUFFIX[form.format],
        "program": program,
        "form": kind,
        "kinds": [f"of:{program}", f"form:{kind}", f"by:{form.format}"],
        "observations": made.observations,
        "criteria": criteria(made),
    }
    if made.distractors:
        expected["distractors"] = made.distractors
    return Built(name, form, blocks, [expected])


def zoo(seed: str, count: int, formats: list[str]) -> list[Built]:
    """`count` submissions of all programmes and forms in turn."""
    from random import Random

    kinds = list(TITLES)
    built = []
    for at in range(count):
        rng = Random(f"programmes/{seed}/{at}")
        form = settle(Form(formats[at % len(formats)], rng, set()))
        program, kind = kinds[(at // len(formats) + at) % len(kinds)]
        built.append(submission(f"{at:03d}-{program}-{kind}-{form.format}", form, program, kind))
    return built
