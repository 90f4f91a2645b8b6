"""Three programmes of other departments, whole: blank form, what is drafted of it, two applicants' filled copies.

Each folder of `samples/worked` has the blank form, `drafted.yaml` as `templates new` writes it, the finished template
with a few lines changed, rules and conditions, and three copies: one applicant's in Word and scanned, the other's as
a sheet. In the blocks `{key}` is a place (`{key|____}` with what the blank form prints there, `{?key}` a box).
Wording, names and figures are our own.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from samples import degrade, office
from samples.strangers import Form, Rows, written

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "samples" / "worked"
Values = Mapping[str, str]

CENTRE = (
    "市级企业技术中心认定申请表",
    "填报日期：{date}",
    "一、企业基本情况",
    [
        ["企业名称", "{name}", "<", "<"],
        ["统一社会信用代码", "{code}", "所属行业", "{industry}"],
        ["企业类型", "{?state}国有 {?private}民营 {?foreign}外资", "成立时间", "{founded}"],
        ["联系人", "{contact}", "联系电话", "{phone}"],
    ],
    "二、近三年主要指标",
    [
        ["指标", "2022年", "2023年", "2024年"],
        ["主营业务收入（万元）", "{r22}", "{r23}", "{r24}"],
        ["研究开发经费（万元）", "{d22}", "{d23}", "{d24}"],
        ["研究开发经费占主营业务收入比例（%）", "{p22}", "{p23}", "{p24}"],
        ["职工总数（人）", "{e22}", "{e23}", "{e24}"],
        ["其中：研究开发人员（人）", "{s22}", "{s23}", "{s24}"],
    ],
    "三、技术中心情况",
    [
        ["拥有专利", "共{patents|____}件，其中发明专利{inventions|____}件", "<", "<"],
        ["研发场地面积（平方米）", "{area}", "是否建有中试线", "{?yes}是 {?no}否"],
        ["研发仪器设备原值（万元）", "{equipment}", "<", "<"],
    ],
)

ENERGY = (
    "重点用能单位能源利用状况年报",
    "单位详细名称：{name}",
    "统一社会信用代码：{code}",
    "2024年",
    [
        ["指标名称", "计量单位", "代码", "本年", "上年同期"],
        ["甲", "乙", "丙", "1", "2"],
        ["工业总产值", "万元", "01", "{o1}", "{o0}"],
        ["综合能源消费量", "吨标准煤", "02", "{c1}", "{c0}"],
        ["其中：原煤消费量", "吨标准煤", "03", "{k1}", "{k0}"],
        ["用电量", "万千瓦时", "04", "{w1}", "{w0}"],
        ["其中：绿电用量", "万千瓦时", "05", "{g1}", "{g0}"],
        ["取水量", "立方米", "06", "{h1}", "{h0}"],
    ],
    "单位负责人：{head}  填表人：{clerk}  联系电话：{phone}",
)

PROJECT = (
    "应用研究项目验收与经费决算表",
    "承担单位（盖章）：{unit}",
    [
        ["项目名称", "{name}", "<", "<"],
        ["项目编号", "{number}", "项目负责人", "{leader}"],
        ["起止时间", "{start|    年  月  日}至{end|    年  月  日}", "<", "<"],
        ["验收方式", "{?meeting}会议验收 {?letter}函审", "是否延期", "{?yes}是 {?no}否"],
        ["发表论文", "共{papers|____}篇，其中核心期刊{core|____}篇", "<", "<"],
        ["新增销售收入（万元）", "{sales}", "新增税收（万元）", "{tax}"],
    ],
    "经费决算（单位：万元）",
    [
        ["科目", "预算数", "决算数"],
        ["设备费", "{a1}", "{a2}"],
        ["材料费", "{b1}", "{b2}"],
        ["测试费", "{c1}", "{c2}"],
        ["人员费", "{d1}", "{d2}"],
        ["合计", "{t1}", "{t2}"],
    ],
)

BLANKS: Mapping[str, tuple[str | Rows, ...]] = {
    "technology-centre": CENTRE,
    "energy-report": ENERGY,
    "project-acceptance": PROJECT,
}
FORMS = {
    "technology-centre": "technology-centre/application@2025",
    "energy-report": "energy-report/annual@2024",
    "project-acceptance": "project-acceptance/acceptance@2025",
}

FILLED: Mapping[str, tuple[Values, Values]] = {
    "technology-centre": (
        {
            "date": "2025年3月6日", "name": "湖北省澜江精工机械有限公司", "code": "91420000MA4KX1A0XX",
            "industry": "通用设备制造", "private": "x", "founded": "2009年5月",
            "contact": "周启明", "phone": "0718-6543210",
            "r22": "18200", "r23": "20150", "r24": "23480", "d22": "728", "d23": "846.3", "d24": "1056.6",
            "p22": "4.00", "p23": "4.20", "p24": "4.50", "e22": "310", "e23": "326", "e24": "348",
            "s22": "42", "s23": "47", "s24": "56", "patents": "38", "inventions": "9", "area": "2600", "yes": "x",
            "equipment": "1480",
        },
        {
            "date": "2025年3月11日", "name": "青岚新材料股份有限公司", "code": "91420000MA4KX2B0XT",
            "industry": "化学原料制造", "private": "x", "founded": "2014年8月",
            "contact": "沈若溪", "phone": "0718-6123456",
            "r22": "9600", "r23": "10100", "r24": "10840", "d22": "240", "d23": "262.6", "d24": "325.2",
            "p22": "2.50", "p23": "2.60", "p24": "3.60", "e22": "150", "e23": "152", "e24": "158",
            "s22": "12", "s23": "13", "s24": "15", "patents": "14", "inventions": "16", "area": "800", "no": "x",
            "equipment": "420",
        },
    ),
    "energy-report": (
        {
            "name": "澜江水泥制造有限公司", "code": "91420000MA4KX3C0XP", "o1": "45210", "o0": "43800", "c1": "38640",
            "c0": "40120", "k1": "30100", "k0": "32050", "w1": "6210", "w0": "6405", "g1": "900", "g0": "450",
            "h1": "182000", "h0": "190500", "head": "何庆华", "clerk": "罗晓", "phone": "0718-5550123",
        },
        {
            "name": "青岚纸业集团有限公司", "code": "91420000MA4KX4D0XL", "o1": "28760", "o0": "29410", "c1": "21500",
            "c0": "20980", "k1": "9800", "k0": "10200", "w1": "3320", "w0": "3290", "g1": "3650", "g0": "210",
            "h1": "640000", "h0": "655000", "head": "郑维", "clerk": "孟琪", "phone": "0718-5550456",
        },
    ),
    "project-acceptance": (
        {
            "unit": "湖北澜江职业技术学院", "name": "山地果园轻简化运输装备研究", "number": "LJ2022-017",
            "leader": "唐维安",
            "start": "2022年7月1日", "end": "2024年12月31日", "meeting": "x", "no": "x", "papers": "6", "core": "3",
            "sales": "320", "tax": "18.5", "a1": "20", "a2": "19.6", "b1": "12", "b2": "12.4", "c1": "8", "c2": "7.5",
            "d1": "10", "d2": "10.5", "t1": "50", "t2": "50.0",
        },
        {
            "unit": "青岚市农业科学研究所", "name": "高寒地区中药材种苗繁育", "number": "LJ2022-031",
            "leader": "向文秀",
            "start": "2022年7月1日", "end": "2024年12月31日", "letter": "x", "no": "x", "papers": "4", "core": "2",
            "sales": "85", "tax": "3.2", "a1": "15", "a2": "14.8", "b1": "9", "b2": "9.1", "c1": "6", "c2": "6.0",
            "d1": "10", "d2": "9.9", "t1": "40", "t2": "42.8",
        },
    ),
}  # fmt: skip


def form_of(name: str, values: Values | None) -> Form:
    """A programme's form, blank or filled in."""

    def cell(text: str) -> str:
        def put(found: re.Match[str]) -> str:
            tick, key, printed = found.group(1), found.group(2), found.group(3) or ""
            if tick:
                return "☑" if values and values.get(key) else "□"
            return values[key] if values is not None else printed

        return re.sub(r"\{(\??)(\w+)(?:\|([^}]*))?\}", put, text)

    blocks = tuple(b if isinstance(b, str) else [[cell(c) for c in row] for row in b] for b in BLANKS[name])
    return Form(tuple(cell(b) if isinstance(b, str) else b for b in blocks), ())


def write(folder: Path = FOLDER) -> None:
    """Writes blank forms, drafts and filled copies; the finished templates are written by hand."""
    for name, (first, second) in FILLED.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        written(form_of(name, None), place / "blank.docx")
        (place / "drafted.yaml").write_text(drafted(place / "blank.docx", FORMS[name]), encoding="utf-8")
        word = written(form_of(name, first), place / "first.docx")
        scanned(word, place / "first-scan.pdf")
        written(form_of(name, second), place / "second.xlsx")


def drafted(blank: Path, template: str) -> str:
    """What `templates new` writes for a blank form."""
    from formextract import intake, readers
    from formextract.catalogue import load_catalogue
    from formextract.drafting import as_yaml, draft_of

    catalogue = load_catalogue()
    document = readers.read(intake.source_file(blank))
    return as_yaml(draft_of(document, catalogue.indicators, catalogue.lexicon), template, blank.name)


def scanned(word: Path, path: Path) -> None:
    """A scan of a print of a Word file."""
    import pymupdf

    wear, rng = degrade.WEARS["coarse"], Random(f"worked/{path.parent.name}")
    with tempfile.TemporaryDirectory() as scratch:
        office.to_pdf([word], Path(scratch))
        with pymupdf.open(Path(scratch) / f"{word.stem}.pdf") as pdf:
            pages = degrade.pages_of(pdf, wear, rng)
    degrade.save_pdf(pages, wear, rng, path)


if __name__ == "__main__":
    write()
