"""A disc of submissions with its answers: forms, lists, approvals, rubbish, in several people's ideas of order.

Each submission is a form, its lists with one row a thing counted, and evidence; scans and photographs only where asked
for. Planted: a list that is too short, one that is not there, a scan that differs in one figure, a row of the summary
sheet that names another operator. `Disc.gold` says what belongs together and what should be found.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pymupdf
from PIL import Image

from samples import compose, drawn, excel, figures, summary, word
from samples.catalogue import STANDARD_LEVELS, Key
from samples.figures import Cluster
from samples.kinds import DRAWN, EXCEL, WORD, Form, settle
from samples.paper import Block, Cell, Ink, Paragraph, Sheet, Table, even, ink
from samples.pen import Pen

LEVEL_WORDS = {"national": "国家级", "provincial": "省级", "other": "市级"}
FOLDERS = ("{stem}", "{county}{trade}", "{n:02d} {cluster}", "推荐材料/{county}", "{stem}{trade}集群")
BESIDE = ("附件", "证明材料", "佐证材料/清单", "附件材料")
TOTALLED = 0.3
FORM_NAMES = ("附件2申报表", "{stem}{trade}集群申报表", "申报表（WORD版）", "申报书")
PAGE_NAMES = ("{}.jpg", "IMG_{:04d}.jpg", "扫描{:04d}.jpg", "第{}页.jpg")
CAPTIONS = {
    "专利名称": ("专利名称", "发明专利名称", "发明名称"),
    "专利号": ("专利号", "授权公告号", "专利号（授权号）"),
    "标准名称": ("标准名称", "标准名称", "标准的名称"),
    "标准号": ("标准号", "标准编号"),
    "类别": ("类别", "标准类别", "级别"),
    "年度": ("年度", "发布年份"),
    "级别": ("级别", "平台级别", "认定级别"),
}
"""How else a caption is worded."""
WORD_NOTICE = "关于认定{name}的批复\n{place}：\n你单位报来的申请收悉。经研究，同意认定{name}。\n{county}人民政府"


@dataclass
class Submission:
    """One applicant's part of the answers. `planted` holds `{kind, field}` of each finding that should come."""

    cluster: str
    files: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    planted: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Disc:
    """A disc under way, file by file."""

    folder: Path
    rng: Random
    lists: tuple[str, ...] = ("xlsx",)
    """Formats of lists, one of which each has: `xlsx`, `docx`, `pdf`."""
    submissions: list[Submission] = field(default_factory=list)
    rubbish: list[str] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)

    def add(self, kind: str = "digital", plant: str = "") -> None:
        """One more submission: `digital`, `scanned` (a stamped scan beside the Word file) or `photographed` (pages)."""
        form = settle(Form(WORD, self.rng, set()))
        cluster = figures.draw(self.rng, form.edition)
        while any(c.place.county == cluster.place.county for c in self.clusters):
            cluster = figures.draw(self.rng, form.edition)
        blocks, _ = compose.national(Pen(cluster, form))
        made = Submission(cluster.place.cluster)
        words = {"stem": cluster.place.stem, "county": cluster.place.county, "trade": cluster.place.trade.name}
        words |= {"cluster": cluster.place.cluster}
        top = self.rng.choice(FOLDERS).format(n=len(self.clusters) + 1, **words)
        name = self.rng.choice(FORM_NAMES).format(**words)
        self._form(made, f"{top}/{name}", form, blocks, kind, plant)
        beside = f"{top}/{self.rng.choice(BESIDE)}"
        self._lists(made, beside, cluster, plant)
        self._evidence(made, beside, cluster)
        self._rubbish(top, name)
        self.clusters.append(cluster)
        self.submissions.append(made)

    def summary(self, planted: int = 1) -> None:
        """The summary sheet of all submissions, so many rows of which name another operator."""
        form = settle(Form(EXCEL, self.rng, set()))
        wrong = set(self.rng.sample(range(len(self.clusters)), min(planted, len(self.clusters))))
        rows = [summary.heads(self.rng)]
        for n, cluster in enumerate(self.clusters):
            own = cluster
            if n in wrong:
                other = f"{cluster.place.county}产业园区开发服务有限公司"
                own = replace(cluster, facts=cluster.facts | {Key("operator"): other})
                self.submissions[n].planted.append({"kind": "agreement", "field": "operator"})
            _, cells = summary.row(self.rng, form, own)
            rows.append((Cell((ink(str(n + 1)),), 4), *cells))
        title = Paragraph(ink(f"{form.edition}年度中小企业特色产业集群推荐汇总表"), "center", 20, bold=True)
        excel.write(self._path("附件1推荐汇总表.xlsx"), [Sheet("推荐汇总表"), title, Table(tuple(rows), heads=1)], form)

    def gold(self) -> dict[str, Any]:
        """The answers."""
        return {"submissions": [vars(s) for s in self.submissions], "rubbish": self.rubbish}

    # -- one submission

    def _form(self, made: Submission, name: str, form: Form, blocks: list[Block], kind: str, plant: str) -> None:
        if kind != "photographed" or self.rng.random() < 0.5:  # half of the photographs stand beside a Word file
            word.write(self._path(f"{name}.docx"), blocks, form)
            made.files.append(f"{name}.docx")
        if kind == "digital":
            return
        if plant == "scan" and made.files:  # without the Word file there is nothing that it differs from
            blocks = _changed(blocks, self.rng)
            made.planted.append({"kind": "agreement", "field": "fdi"})
        pictures = self._pictures(blocks, form)
        if kind == "scanned":
            path = f"{name}（盖章）.pdf"
            out = pymupdf.open()
            for data in pictures:
                page = out.new_page(width=595, height=842)
                page.insert_image(page.rect, stream=data)
            out.save(self._path(path))
            made.files.append(path)
            return
        pattern = self.rng.choice(PAGE_NAMES)
        folder = name.rpartition("/")[0] + self.rng.choice(["", "/申报表照片", "/申报表扫描"])
        for n, data in enumerate(pictures, 1):
            path = f"{folder}/{pattern.format(n)}"
            self._path(path).write_bytes(data)
            made.pages.append(path)
        made.files += made.pages

    def _pictures(self, blocks: list[Block], form: Form) -> list[bytes]:
        from samples.degrade import WEARS, pages_of

        scratch = self._path(".form.pdf")
        drawing = replace(form, format=DRAWN, tick="stroke", rules="thin rectangles", by_character=False)
        drawn.write(scratch, blocks, drawing)
        out = []
        with pymupdf.open(scratch) as pdf:
            for picture, _ in pages_of(pdf, WEARS["clean"], self.rng):
                data = io.BytesIO()
                Image.fromarray(picture[:, :, ::-1]).save(data, "JPEG", quality=85)
                out.append(data.getvalue())
        scratch.unlink()
        return out

    def _lists(self, made: Submission, beside: str, cluster: Cluster, plant: str) -> None:
        for name, heads, whole, fact in lists(cluster, self.rng):
            rows = whole
            if whole and plant in (f"missing:{fact}", f"short:{fact}"):
                made.planted.append(
                    {"kind": "evidence", "field": fact.removesuffix("led")}
                )  # led and joined share a list
                if plant.startswith("missing"):
                    continue
                rows = whole[: -self.rng.randint(1, max(1, len(whole) // 3))]
            if not rows:
                continue
            title = name.removesuffix(".xlsx")
            captions = [self.rng.choice(CAPTIONS.get(h, (h,))) for h in heads]
            kind = self.rng.choice(self.lists)
            path = f"{beside}/{title}.{kind}"
            if kind == "xlsx":
                sheet(self._path(path), title, captions, rows)
            else:
                paper(self._path(path), title, captions, rows, self.rng)
            made.files.append(path)

    def _evidence(self, made: Submission, beside: str, cluster: Cluster) -> None:
        place = cluster.place
        proof = "强链补链 资源协同 质量品牌 数字化服务 新模式新业态 绿色低碳 国际合作 发展环境 公共服务 碳排放 综合能耗"
        texts = {
            "平台认定批复.pdf": WORD_NOTICE,
            "其他佐证材料.pdf": proof,
            "情况说明.pdf": "情况说明\n{place}\n{county}",
        }
        for name, text in texts.items():
            out = pymupdf.open()
            words = text.format(name=f"{place.trade.name}创新中心", place=place.cluster, county=place.county)
            out.new_page().insert_textbox((72, 72, 520, 760), words, fontname="china-s", fontsize=12)
            out.save(self._path(f"{beside}/{name}"))
            made.files.append(f"{beside}/{name}")

    def _rubbish(self, top: str, name: str) -> None:
        for path in (f"{top}/Thumbs.db", f"{top}/~${name[2:]}.docx"):
            self._path(path).write_bytes(self.rng.randbytes(200))
            self.rubbish.append(path)

    def _path(self, path: str) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


def lists(cluster: Cluster, rng: Random) -> list[tuple[str, list[str], list[list[str]], str]]:
    """The lists that prove a cluster's counts: file name, captions, rows, and the indicator."""
    firm = cluster.place.stem
    patents = [
        [
            f"一种{rng.choice(cluster.place.trade.products)}的制备方法{n}",
            f"ZL20{rng.randint(10, 23)}1{rng.randrange(10**7):07}.{n % 10}",
            f"{firm}{n % 40}有限公司",
        ]
        for n in range(int(cluster.of("invention_patents")))
    ]
    standards = []
    for key, count in cluster.facts.items():
        if key.indicator in ("standards_led", "standards_joined"):
            role = "主持" if key.indicator == "standards_led" else "参与"
            level = STANDARD_LEVELS[str(key.level)]
            rows = [f"{cluster.place.trade.name}标准{n}" for n in range(int(str(count)))]
            standards += [[r, f"GB/T {rng.randrange(10**5)}", level, role, str(key.period)] for r in rows]
    out = [
        ("发明专利清单.xlsx", ["序号", "专利名称", "专利号", "专利权人"], patents, "invention_patents"),
        ("标准清单.xlsx", ["序号", "标准名称", "标准号", "类别", "主持/参与", "年度"], standards, "standards_led"),
    ]
    for fact, name, caption in (
        ("innovation_platforms", "创新平台清单.xlsx", "平台名称"),
        ("green_manufacturing", "绿色制造清单.xlsx", "绿色工厂名称"),
        ("service_platforms", "公共服务平台清单.xlsx", "服务平台名称"),
    ):
        rows = [
            [f"{firm}{fact[:3]}{n}", words, "经济和信息化局"]
            for level, words in LEVEL_WORDS.items()
            for n in range(int(str(cluster.facts[Key(fact, None, level)])))
        ]
        extra = (
            "绿色认定部门"
            if fact == "green_manufacturing"
            else "公共服务内容"
            if fact == "service_platforms"
            else "认定部门"
        )
        out.append((name, ["序号", caption, "级别", extra], rows, fact))
    branches = [[f"{firm}海外{n}", "德国"] for n in range(int(cluster.of("overseas_branches")))]
    out.append(("境外分支机构清单.xlsx", ["序号", "分支机构名称", "所在国"], branches, "overseas_branches"))
    unions = [[f"{firm}联盟{n}", "2019"] for n in range(int(cluster.of("alliances")))]
    out.append(("产业联盟清单.xlsx", ["序号", "联盟名称", "成立时间"], unions, "alliances"))
    return out


def sheet(path: Path, title: str, heads: list[str], rows: list[list[str]]) -> None:
    """A list in Excel: title, captions, numbered rows."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(title)
    page.append([title])
    page.append(heads)
    for n, row in enumerate(rows, 1):
        page.append([n, *row])
    book.save(path)


def paper(path: Path, title: str, heads: list[str], rows: list[list[str]], rng: Random) -> None:
    """A list in Word or PDF, at times with its total in the last row."""
    widths = even(len(heads), 60)
    lines = [tuple(Cell((ink(h),), w, label=True) for h, w in zip(heads, widths, strict=True))]
    for n, row in enumerate(rows, 1):
        lines.append(tuple(Cell((ink(c),), w) for c, w in zip([str(n), *row], widths, strict=True)))
    if rng.random() < TOTALLED:
        lines.append((Cell((ink("合计"),), widths[0]), Cell((ink(str(len(rows))),), 60 - widths[0])))
    word_file = path.suffix == ".docx"
    form = settle(Form(WORD if word_file else DRAWN, Random(rng.random()), set()))
    write = word.write if word_file else drawn.write
    write(path, [Paragraph(ink(title), "center", 16, bold=True), Table(tuple(lines), heads=1)], form)


def _changed(blocks: list[Block], rng: Random) -> list[Block]:
    """The blocks with one figure of the row 外商直接投资额 another, by a digit that does not look like the old one."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = []
            for row in block.rows:
                label = "".join(p.text for line in row[0].lines for p in line if isinstance(p, Ink)) if row else ""
                meant = "外商直接投资额" in label and "增长率" not in label and len(row) > 1
                rows.append((*row[:-1], _other_figure(row[-1], rng)) if meant else row)
            out.append(replace(block, rows=tuple(rows)))
        else:
            out.append(block)
    return out


def _other_figure(cell: Cell, rng: Random) -> Cell:
    (piece,) = (p for line in cell.lines for p in line if isinstance(p, Ink) and any(c.isdigit() for c in p.text))
    first = next(i for i, c in enumerate(piece.text) if c.isdigit())
    digit = rng.choice([d for d in "2459" if d != piece.text[first]])
    return replace(cell, lines=((replace(piece, text=piece.text[:first] + digit + piece.text[first + 1 :]),),))


def make(
    folder: Path, count: int, seed: str, kinds: list[str], plants: list[str], lists: tuple[str, ...] = ("xlsx",)
) -> Disc:
    """A disc of `count` submissions, kinds and plants in turn, with the answers beside its folder."""
    disc = Disc(folder, Random(f"disc/{seed}"), lists)
    for n in range(count):
        disc.add(kinds[n % len(kinds)], plants[n % len(plants)])
    disc.summary(planted=max(1, count // 10))
    gold = json.dumps(disc.gold(), ensure_ascii=False, indent=1)
    folder.with_name(f"{folder.name}.gold.json").write_text(gold, encoding="utf-8")
    return disc
