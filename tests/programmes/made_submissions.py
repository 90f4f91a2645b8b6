"""A short filled form of each submission of each programme, in each format that the README's table names."""

import subprocess

import docx
import made_ofd
import openpyxl
import pymupdf
from openpyxl.styles import Border, Side

NAME, OPERATOR = "堵阳县轴承产业集群", "堵阳县轴承产业促进中心"
NATIONAL = (
    ("集群名称", NAME),
    ("县级行政区划中小企业主管部门", "堵阳县经信局"),
    ("集群运营管理机构", OPERATOR),
    ("集群占地面积（平方公里）", "12.34"),
    ("主导产业所属产业类型", "□第一产业 ☑第二产业 □第三产业"),
    ("是否已被认定为省级中小企业特色产业集群", "☑是 □否"),
    ("是否存在偷税漏税、违法违规、严重失信和其他重大问题的行为", "□是 ☑否"),
    ("集群主导产业是否属于国家规定的禁止、限制和淘汰类产业", "□是 ☑否"),
)
PROVINCIAL = (("集群名称", NAME), ("申报主体", OPERATOR), ("联系人", "鲁青"), ("联系电话", "13900001111"))
FIGURES = (
    ("指标", "2022年", "2023年", "2024年"),
    ("集群总产值（亿元）", "81.12", "92.05", "103.25"),
    ("集群企业数量（家）", "60", "66", "70"),
)
SUMMARY = (
    ("序号", "集群名称", "集群运营管理机构", "所在省、市、县（区）", "主导产业", "集群成立时间", "集群简介"),
    ("1", NAME, OPERATOR, "湖北省黄冈市堵阳县", "轴承", "2012年5月", "主导产业为轴承。"),
    (
        "2",
        "梁湖区柑橘产业集群",
        "梁湖区园区管委会",
        "湖北省宜昌市梁湖区",
        "柑橘加工",
        "2015年3月",
        "主导产业为柑橘加工。",
    ),
)
TITLES = {
    ("sme-cluster", "application"): "中小企业特色产业集群申报表",
    ("sme-cluster", "review"): "中小企业特色产业集群复核申请表",
    ("sme-cluster", "annual"): "中小企业特色产业集群年度发展情况报告",
    ("sme-cluster", "half-year"): "中小企业特色产业集群半年度发展情况报告",
    ("sme-cluster", "summary"): "2024年度中小企业特色产业集群推荐汇总表",
    ("hubei-characteristic", "application"): "湖北省特色产业集群申报表",
    ("hubei-characteristic", "review"): "湖北省特色产业集群复核申请表",
    ("hubei-characteristic", "annual"): "湖北省特色产业集群年度发展情况报告",
    ("hubei-innovative", "application"): "湖北省创新型产业集群申报材料",
    ("hubei-innovative", "evaluation"): "湖北省创新型产业集群绩效评价材料",
    ("hubei-innovative", "major-event"): "湖北省创新型产业集群重大事项报告",
    ("hubei-strategic-emerging", "application"): "湖北省战略性新兴产业集群建设方案",
    ("hunan-advanced-manufacturing", "application"): "湖南省先进制造业集群（培育对象）申请报告",
    ("hunan-advanced-manufacturing", "annual"): "湖南省先进制造业集群年度发展情况报告",
    ("hunan-advanced-manufacturing", "half-year"): "湖南省先进制造业集群半年度发展情况报告",
    ("hunan-advanced-manufacturing", "review"): "湖南省先进制造业集群复核申请报告",
}
EXPECTED = {"cluster_name": NAME, "operator": OPERATOR}
YEARLY = {"gross_output@2024": "103.25", "enterprises@2023": "66"}


def blocks(program, form):
    """The form's lines (texts) and tables (rows of texts)."""
    title = TITLES[program, form]
    if form == "summary":
        return [title, SUMMARY]
    return [title, "一、基本情况", NATIONAL if program == "sme-cluster" else PROVINCIAL, "二、主导产业情况", FIGURES]


def word(made, path):
    form = docx.Document()
    for block in made:
        if isinstance(block, str):
            form.add_paragraph(block)
            continue
        table = form.add_table(rows=len(block), cols=len(block[0]), style="Table Grid")
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    form.add_paragraph("")  # as Word has it: a paragraph ends every document
    form.save(str(path))


def excel(made, path):
    book = openpyxl.Workbook()
    sheet = book.active
    side = Side(style="thin")
    at = 1
    for block in made:
        for row in [(block,)] if isinstance(block, str) else block:
            for c, text in enumerate(row, 1):
                cell = sheet.cell(at, c, text)
                if not isinstance(block, str):
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
            at += 1
    book.save(path)


def pdf(made, path):
    form = pymupdf.open()
    page = form.new_page(width=842, height=595)
    y = 50.0
    for block in made:
        if isinstance(block, str):
            page.insert_text((60, y + 12), block, fontname="china-s", fontsize=12)
            y += 26
            continue
        width = 720 / len(block[0])
        for row in block:
            height = 14 + 14 * max((len(t) * 10) // (width - 8) for t in row)
            for c, text in enumerate(row):
                box = pymupdf.Rect(60 + c * width, y, 60 + (c + 1) * width, y + height + 6)
                page.draw_rect(box, width=0.7)
                inner = pymupdf.Rect(box.x0 + 4, box.y0 + 3, box.x1 - 4, box.y1 - 1)
                font = "helv" if text.isascii() else "china-s"  # whose figures are as wide as its letters
                shown = text.replace("☑", "■")  # which the font has
                page.insert_textbox(inner, shown, fontname=font, fontsize=10, lineheight=1.2)
            y += height + 6
        y += 14
    form.save(path)


def scan(made, path):
    """The PDF as a picture of itself, 200 dots an inch."""
    drawn = path.with_suffix(".drawn.pdf")
    pdf(made, drawn)
    with pymupdf.open(drawn) as form:
        picture = form[0].get_pixmap(dpi=200, alpha=False).tobytes("jpeg")
        out = pymupdf.open()
        page = out.new_page(width=form[0].rect.width, height=form[0].rect.height)
        page.insert_image(page.rect, stream=picture)
        out.save(path)
    drawn.unlink()


def ofd(made, path):
    objects = ""
    y = 20.0
    for block in made:
        if isinstance(block, str):
            objects += made_ofd.text(20, y, block)
            y += 10
            continue
        columns = len(block[0])
        width = max(45.0, 4.2 * max(len(t) for row in block for t in row[:1]) + 4)
        rest = max(40.0, 4.2 * max((len(t) for row in block for t in row[1:]), default=1) + 4)
        xs = [10.0, 10 + width, *(10 + width + rest * k for k in range(1, columns))]
        ys = [y + 8 * r for r in range(len(block) + 1)]
        objects += made_ofd.grid(xs, ys)
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                objects += made_ofd.text(xs[c] + 1.5, ys[r] + 1, text)
        y = ys[-1] + 8
    made_ofd.write(path, [made_ofd.page(objects)])


def office(kind):
    def write(made, path):
        source = path.with_suffix(".docx" if kind == "doc" else ".xlsx")
        (word if kind == "doc" else excel)(made, source)
        command = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(path.parent), str(source)], check=True, capture_output=True)
        source.unlink()

    return write


FORMATS = {
    ".docx": (word, "form.docx"),
    ".doc": (office("doc"), "form.doc"),
    ".xlsx": (excel, "form.xlsx"),
    ".xls": (office("xls"), "form.xls"),
    "PDF": (pdf, "form.pdf"),
    "OFD": (ofd, "form.ofd"),
    "scan": (scan, "form.pdf"),
}
NEEDS_OFFICE = (".doc", ".xls")
