"""Documents for the matcher's tests, written as one would draw them, and what was matched in a form easy to compare."""

from dataclasses import replace

from formextract.catalogue import load_catalogue
from formextract.match import Forms
from formextract.model import TYPED, Cell, Document, Legibility, Line, Place, SourceFile, Table

FILE = SourceFile("made.docx", "0" * 64, "docx", 1)
TITLE = "中小企业特色产业集群申报表"


def table(*rows, page_starts=()):
    """A table from rows of texts. `<` goes on the cell to its left, `^` the cell above."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            colspan = 1
            while c + colspan < len(row) and row[c + colspan] == "<":
                colspan += 1
            rowspan = 1
            while r + rowspan < len(rows) and rows[r + rowspan][c : c + 1] == ["^"]:
                rowspan += 1
            cells.append(Cell(r, c, rowspan, colspan, text, Place(cell=f"R{r + 1}C{c + 1}"), legibility=TYPED))
    return Table(tuple(cells), len(rows), max(map(len, rows)), tuple(page_starts))


def document(*blocks, hidden=()):
    """A document of lines (texts) and tables."""
    lines = [Line(b, Place(), legibility=TYPED) if isinstance(b, str) else b for b in blocks]
    return Document(
        FILE, "docx", tuple(lines), 1, (), tuple(Line(t, Place(cell="底稿!A1"), legibility=TYPED) for t in hidden)
    )


BASICS = table(
    ["集群名称", "堵阳县织造产业集群"],
    ["县级行政区划中小企业主管部门", "堵阳县经信局"],
    ["集群运营管理机构", "堵阳园区管委会"],
    ["集群占地面积（平方公里）", "12.34"],
    ["主导产业所属产业类型", "□第一产业 ☑第二产业 □第三产业"],
    ["是否已被认定为省级中小企业特色产业集群", "☑是 □否"],
    ["是否存在偷税漏税、违法违规、严重失信和其他重大问题的行为", "□是 ☑否"],
    ["集群主导产业是否属于国家规定的禁止、限制和淘汰类产业", "□是 ☑否"],
)
"""Enough of part one for the form to be known."""


SUMMARY_HEAD = [
    "序号",
    "集群名称",
    "集群运营管理机构",
    "所在省、市、县（区）",
    "主导产业",
    "集群成立时间",
    "集群简介（300字以内）",
]
PROVINCE_HEAD = table(
    ["集群名称", "堵阳县轴承集群"],
    ["申报主体", "堵阳县轴承产业促进中心"],
    ["联系人", "鲁青"],
    ["联系电话", "13900001111"],
)


def on_paper(made):
    """The document as one of which every line and cell was read from a picture."""
    return read_from_picture(made, lambda _: 0.9)


def with_pasted_picture(made):
    """A digital document with one picture pasted in, which shows none of its other lines and cells."""
    pasted = Line("（图）", Place(1, (0.0, 0.0, 9.0, 9.0)), legibility=Legibility(0.9, (), scanned=True))
    return replace(made, blocks=(*made.blocks, pasted))


def read_from_picture(made, sure):
    """The document, lines and cells read from a picture as far as `sure` says how sure; None: typed."""

    def read(item):
        confidence = sure(item)
        return item if confidence is None else replace(item, legibility=Legibility(confidence, (), scanned=True))

    blocks = [read(b) if isinstance(b, Line) else replace(b, cells=tuple(map(read, b.cells))) for b in made.blocks]
    return replace(made, blocks=tuple(blocks))


def form(*blocks, hidden=()):
    """A document known as the application form, with these blocks behind part one."""
    return document(TITLE, "一、基本情况", BASICS, *blocks, hidden=hidden)


def all_forms():
    catalogue = load_catalogue()
    return Forms(catalogue.templates, catalogue.indicators, catalogue.lexicon, programmes=catalogue.programmes)


FORMS = all_forms()


def matched(made):
    """The template and the matches of a document that holds a single form."""
    (found,) = FORMS.match(made)
    return found.template, list(found.matches)


def match(made):
    """The single match of a document that is a known form."""
    _, (only,) = matched(made)
    return only


def key(placement):
    dims = ",".join(v for _, v in placement.dims)
    return placement.indicator + (f"@{placement.period}" if placement.period else "") + (f"[{dims}]" if dims else "")


PART_ONE = {key(p) for p in match(form()).placements}


def placed(made, *, units=False):
    """What was matched behind part one: text (with unit, if asked) by indicator, period and dims."""
    found = [p for p in match(made).placements if key(p) not in PART_ONE]
    assert len({key(p) for p in found}) == len(found)
    return {key(p): (p.text, p.unit) if units else p.text for p in found}


def left(made):
    """Texts that no indicator claimed, with their labels."""
    return [(x.label, x.text) for x in match(made).leftovers]
