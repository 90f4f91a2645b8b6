"""附件1, the recommendation sheet: one cluster a row, one expected record a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from samples import figures, prose, vocabulary
from samples.built import SUFFIX, Built
from samples.catalogue import INDICATORS, Key
from samples.kinds import DRAWN, EXCEL, Form
from samples.manners import rounded
from samples.paper import Block, Cell, Ink, Line, Paragraph, Sheet, Table, ink, widen

if TYPE_CHECKING:
    from random import Random

    from samples.figures import Cluster

HEADS = {
    "cluster_name": ("集群名称", "集群名称", "产业集群名称"),
    "operator": ("集群运营管理机构", "集群运营管理机构", "运营管理机构名称"),
    "region": ("所在省、市、县（区）", "所在省、市、县（区）", "所在省市县（区）"),
    "leading_industry": ("主导产业", "主导产业", "集群主导产业"),
    "founded": ("集群成立时间", "集群成立时间", "成立时间"),
    "profile": ("集群简介（300字以内）", "集群简介\n（300字以内）", "集群简介"),
}
WIDTHS = {"cluster_name": 9, "operator": 9, "region": 8, "leading_industry": 6, "founded": 6, "profile": 18}
IN_PROFILE = (
    "gross_output",
    "smes",
    "srdi_smes",
    "little_giants",
    "champions",
    "invention_patents",
    "invention_patents_per_10k",
)
HINT = "（集群主导产业链条描述，行业地位，荣誉称号等。）"
REMARKS = ("省级认定", "首批推荐", "市级重点")
DATE_FORMATS = ('yyyy"年"m"月"', "yyyy-mm-dd", "yyyy/m/d", "yyyy.mm", 'yyyy"年"m"月"d"日"')


def sheet(name: str, form: Form, rows: int = 0) -> Built:
    """A filled sheet with its expected records."""
    rng = form.rng
    form.landscape = form.format != DRAWN and rng.random() < 0.8
    place = vocabulary.invent_place(rng)
    found: list[dict] = []
    lines: list[tuple[Cell, ...]] = [heads(rng)]
    remarks = "extra_rows" in form.has
    if remarks:
        lines[0] = (*lines[0][:-1], widen(lines[0][-1], 12), Cell((ink("备注"),), 6, align="center", label=True))
    if rng.random() < 0.25:
        # The form's own hint is left in place.
        lines.append(
            (
                Cell((), 4),
                *(Cell((), WIDTHS[key]) for key in list(HEADS)[:-1]),
                Cell((ink(HINT),), 12 if remarks else 18),
            )
        )
        lines[-1] += (Cell((), 6),) if remarks else ()
    for at in range(1, (rows or rng.randint(2, 9)) + 1):
        cluster = figures.draw(rng, form.edition)
        observations, cells = row(rng, form, cluster)
        remark = []
        if remarks:
            remark = [rng.choice(REMARKS) + str(rng.randint(2015, 2023))]
            cells = [*cells[:-1], widen(cells[-1], 12), Cell((ink(remark[0]),), 6)]
        lines.append((Cell((ink(str(at)),), 4, align="center"), *cells))
        found.append(
            {
                "id": f"{name}#{at}",
                "files": [f"{name}.{SUFFIX[form.format]}"],
                "format": SUFFIX[form.format],
                "program": "sme-cluster",
                "form": "summary",
                "row": at,
                "cluster": cluster.place.cluster,
                "kinds": ["summary", f"by:{form.format}"],
                "observations": observations,
                "distractors": remark,
            }
        )
    # Numbered rows that nobody filled are no record.
    if rng.random() < 0.3:
        widths = [*WIDTHS.values()] if not remarks else [*list(WIDTHS.values())[:-1], 12, 6]
        lines.append((Cell((ink(str(len(found) + 1)),), 4), *(Cell((), width) for width in widths)))
    title = f"{form.edition}年度中小企业特色产业集群推荐汇总表"
    sender = f"市州经信部门：（盖章）{place.city}经济和信息化局"
    blocks: list[Block] = [
        Sheet("推荐汇总表"),
        Paragraph(ink("附件1"), size=14),
        Paragraph(ink(title), "center", 20, bold=True, before=8),
        Paragraph(ink(sender)),
        Paragraph(ink(f"联系人和手机：{vocabulary.person(rng)} {vocabulary.mobile(rng)}")),
        Table(tuple(lines), heads=1),
    ]
    return Built(name, form, blocks, found)


def heads(rng: Random) -> tuple[Cell, ...]:
    cells = [Cell((ink("序号"),), 4, align="center", label=True)]
    for indicator, words in HEADS.items():
        cells.append(
            Cell(
                tuple(ink(line) for line in rng.choice(words).split("\n")),
                WIDTHS[indicator],
                align="center",
                label=True,
            )
        )
    return tuple(cells)


def row(rng: Random, form: Form, cluster: Cluster) -> tuple[list[dict], list[Cell]]:
    place = cluster.place
    profile = prose.profile(rng, cluster)
    region = rng.choice(["{}{}{}", "{}{}{}", "{} {} {}"]).format(place.province, place.city, place.county)
    founded, line = founding(rng, form)
    operator = str(cluster[Key("operator")])
    texts: dict[str, tuple[object, Line]] = {
        "cluster_name": (place.cluster, ink(place.cluster)),
        "operator": (operator, ink(operator)),
        "region": (region, ink(region)),
        "leading_industry": (place.trade.name, ink(place.trade.name)),
        "founded": (founded, line),
        "profile": (profile, ink(profile)),
    }
    observations, cells = [], []
    for indicator, filled in texts.items():
        (value, words), status = filled, "reported"
        odd = rng.random()
        if indicator in {"operator", "founded"} and "empty_cells" in form.has and odd < 0.1:
            value, words, status = None, (), "blank"
        elif indicator in {"operator", "founded"} and "dirty" in form.has and odd > 0.92:
            value, words, status = None, ink(rng.choice(["无", "—", "/"])), "none"
        observations.append(
            {"indicator": indicator, "period": None, "dims": {}, "value": value, "unit": "", "status": status}
        )
        cells.append(
            Cell((words,) if words else (), WIDTHS[indicator], align="left" if indicator == "profile" else "center")
        )
    return [*observations, *in_profile(cluster, profile)], cells


def founding(rng: Random, form: Form) -> tuple[str, Line]:
    """The date as it counts and as it is written: text, or a spreadsheet's date."""
    year, month = rng.randint(2003, 2021), rng.randint(1, 12)
    if form.format == EXCEL and rng.random() < 0.6:
        shown = rng.choice(DATE_FORMATS)
        serial = (date(year, month, 1) - date(1899, 12, 30)).days
        iso = f"{year}-{month:02d}" + ("-01" if "d" in shown else "")
        return iso, (Ink(iso, number=Decimal(serial), excel=shown),)
    words, iso = rng.choice(
        [
            (f"{year}年{month}月", f"{year}-{month:02d}"),
            (f"{year}.{month}", f"{year}-{month:02d}"),
            (f"{year}年", str(year)),
            (str(year), str(year)),
            (f"{year}-{month:02d}", f"{year}-{month:02d}"),
            (f"{year}年{month:02d}月", f"{year}-{month:02d}"),
        ]
    )
    return iso, ink(words)


def in_profile(cluster: Cluster, profile: str) -> list[dict]:
    """Figures of the profile: they may be given, and must then be right."""
    found = []
    for indicator in IN_PROFILE:
        known = INDICATORS[indicator]
        digits = 2 if known.kind == "amount" else 0
        value = rounded(cluster.of(indicator), digits)
        mentioned = {"champions": "单项冠军", "little_giants": "小巨人", "srdi_smes": "专精特新中小企业"}.get(
            indicator, ""
        )
        if mentioned not in profile:
            continue
        period = cluster.years[-1] if known.period == "year" else None
        found.append(
            {
                "indicator": indicator,
                "period": period,
                "dims": {},
                "value": float(value) if digits else int(value),
                "unit": known.unit,
                "status": "reported",
                "optional": True,
            }
        )
    return found
