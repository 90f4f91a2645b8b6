"""Pages of a form as words with their places, given to whatever tables a reader may have made of them."""

from itertools import pairwise
from random import Random

from formextract.catalogue import load_catalogue
from formextract.model import Cell, Document, Legibility, Line, Place, SourceFile, Table
from formextract.model.document import Shown
from formextract.pipeline import records
from formextract.text import squeeze

FILE = SourceFile("scan.pdf", "0" * 64, "pdf-scan", 1)
HIGH = 18.0
"""Points from one line to the next; letters are 12 points high."""
LABELS, YEARS = (75.0, 275.0), (275.0, 357.0, 438.0, 520.0)
CLEAR = Legibility(0.99, (), scanned=True)
PART_TWO = {
    "集群总产值（亿元）": ("107.27", "120.22", "139.33"),
    "集群总产值占所在县级行政区划产值|比例（%）": ("28.45", "46.20", "37.49"),
    "集群内中小企业产值占集群总产值比|例（%）": ("70.39", "70.76", "69.26"),
    "集群主导产业产值占集群总产值比例|（%）": ("74.90", "75.14", "74.95"),
    "近三年集群主导产业产值年均增速|（%）": ("14.00",),
    "集群企业数量": ("155", "163", "162"),
    "其中：集群中小企业数量": ("152", "154", "158"),
    "主导产业相关的省级专精特新中小企|业数量": ("37", "38", "42"),
    "主导产业相关的国家级专精特新“小巨|人”企业数量": ("9", "10", "11"),
    "主导产业相关的国家级制造业单项冠|军企业数量": ("3", "4", "5"),
    "主导产业相关的国家级高新技术企业|数量": ("30", "33", "36"),
    "主导产业相关的创新型中小企业数量": ("21", "23", "25"),
}
"""Captions of part two, wrapped at `|`, with what stands beside them."""
WANTED = {
    ("gross_output", "2021"): "107.27", ("gross_output", "2022"): "120.22", ("gross_output", "2023"): "139.33",
    ("gross_output_county_share", "2021"): "28.45", ("gross_output_county_share", "2023"): "37.49",
    ("sme_output_share", "2022"): "70.76", ("leading_output_share", "2023"): "74.95",
    ("leading_output_growth_3y", "2021/2023"): "14.00",
    ("enterprises", "2021"): "155", ("enterprises", "2022"): "163", ("smes", "2023"): "158",
    ("srdi_smes", "2021"): "37", ("srdi_smes", "2022"): "38", ("little_giants", "2021"): "9",
    ("little_giants", "2023"): "11", ("champions", "2022"): "4", ("hightech_enterprises", "2023"): "36",
    ("innovative_smes", "2021"): "21", ("innovative_smes", "2023"): "25",
}  # fmt: skip
"""Some of its figures, by indicator and period."""
Written = tuple[str, tuple[float, float, float, float]]


def centred(text, x0, x1, y):
    """A word in the middle between two edges, its line beginning at `y`; signs are half as wide as letters."""
    wide = sum(6.0 if c.isascii() else 12.0 for c in text)
    middle = (x0 + x1) / 2
    return text, (middle - wide / 2, y + 3, middle + wide / 2, y + 15)


def page(rows, top=120.0):
    """The words of a table of years, with the edges of its rows: each value in the middle of its row."""
    edges = [top]
    words = [[centred("年度", *LABELS, top)]]
    words[0] += [centred(f"{y} 年", *YEARS[k : k + 2], top) for k, y in enumerate((2021, 2022, 2023))]
    y = top + HIGH
    for label, values in rows.items():
        edges.append(y)
        lines = label.split("|")
        row = [centred(line, *LABELS, y + k * HIGH) for k, line in enumerate(lines)]
        middle = y + (len(lines) - 1) * HIGH / 2
        columns = [YEARS[0:4:3]] if len(values) == 1 else [YEARS[k : k + 2] for k in range(3)]
        row += [centred(v, *c, middle) for v, c in zip(values, columns, strict=True)]
        words.append(row)
        y += len(lines) * HIGH
    return words, [*edges, y]


def askew(words, slope):
    """The words of a page that lay a little askew."""
    return [[(t, (b[0], b[1] + slope * b[0], b[2], b[3] + slope * b[0])) for t, b in row] for row in words]


def loose(words, legibility=CLEAR):
    """Each word a line by itself, as where no table was found."""
    return [
        Line(t, Place(1, b), shown=Shown(b, ((t, b),), (legibility,)), legibility=legibility)
        for row in words
        for t, b in row
    ]


def ruled(words, edges, lost_rows=frozenset(), lost_columns=frozenset(), clear=CLEAR):
    """A table of which some level rules, and in some rows the upright ones, were lost: what they parted is one cell."""
    cells = []
    n = len(words)
    starts = [k for k in range(n) if k not in lost_rows]
    for k, start in enumerate(starts):
        stop = starts[k + 1] if k + 1 < len(starts) else n
        inside = [w for row in words[start:stop] for w in row]
        xs = (0, 4) if start in lost_columns else (0, 1, 2, 3, 4)
        places = (LABELS[0], *YEARS)
        for left, right in pairwise(xs):
            box = (places[left], edges[start], places[right], edges[stop])
            own = [w for w in inside if box[0] <= (w[1][0] + w[1][2]) / 2 < box[2]]
            text = "\n".join(t for t, _ in own)
            shown = Shown(box, tuple(own), (clear,) * len(own))
            cells.append(
                Cell(start, left, stop - start, right - left, text, Place(1, box), shown=shown, legibility=clear)
            )
    return Table(tuple(sorted(cells, key=lambda c: (c.row, c.col))), n, 4)


def scan(*blocks):
    """A scanned form of one page: its title, the heading of part two, and these blocks."""
    heads = loose(
        [[centred("中小企业特色产业集群申报表", 75, 520, 40)], [("二、主导产业情况", (80.0, 90.0, 180.0, 104.0))]]
    )
    return Document(FILE, "scan", (*heads, *blocks), 1)


def read(document):
    """The observations of a document's only record by indicator and period."""
    (record,) = records(document)
    return {(o.indicator, o.period): o for o in record.values}


def figures(found):
    """What was read of the figures wanted."""
    return {key: squeeze(found[key].raw) if key in found else None for key in WANTED}


def lost(rng: Random, rows: int, share: float):
    """Some of the rules between rows."""
    return frozenset(k for k in range(1, rows) if rng.random() < share)


def misread(words, was, now):
    """The words with some letters read as others."""
    return [[(t.replace(was, now), b) for t, b in row] for row in words]


CATALOGUE = load_catalogue()
