"""Borders that a program draws dot by dot or dash by dash are rules, in PDF and in OFD."""

from __future__ import annotations

from itertools import pairwise

import pymupdf
import pytest
from made_ofd import page, path, text, write

from formextract import readers
from formextract.intake import source_file
from formextract.layout.dotted_rules import dotted_rules, is_dashed_rule
from formextract.model import Table

LEVEL, UPRIGHT = (100, 124, 150), (60, 200, 430)
ROWS = [("集群名称", "潇岗市汽车座椅产业集群"), ("集群总产值(亿元)", "139.33")]


def dots_of_a_row(x0, x1, y, size, pitch):
    return [(x0 + pitch * n, y, x0 + pitch * n + size, y + size) for n in range(int((x1 - x0) / pitch) + 1)]


def borders(size, pitch):
    for y in LEVEL:
        for x0, x1 in pairwise(UPRIGHT):
            yield from dots_of_a_row(x0, x1, y, size, pitch)
    for x in UPRIGHT:
        for y0, y1 in pairwise(LEVEL):
            yield from ((x, b, x + size, d) for b, _, d, _ in dots_of_a_row(y0, y1, x, size, pitch))


def texts(document):
    return [(c.row, c.col, c.text) for b in document.blocks if isinstance(b, Table) for c in b.cells]


EXPECTED = [(r, c, said) for r, row in enumerate(ROWS) for c, said in enumerate(row)]


@pytest.mark.parametrize(("size", "pitch"), [(0.75, 1.5), (1.5, 2.25), (2.0, 5.0)])
def test_dots_in_a_pdf(tmp_path, size, pitch):
    pdf = pymupdf.open()
    sheet = pdf.new_page()
    for box in borders(size, pitch):
        sheet.draw_rect(box, color=None, fill=(0.27, 0.27, 0.27), width=0)
    write_rows(sheet)
    pdf.save(tmp_path / "表.pdf")
    assert texts(readers.read(source_file(tmp_path / "表.pdf"))) == EXPECTED


def test_dashes_in_a_pdf(tmp_path):
    pdf = pymupdf.open()
    sheet = pdf.new_page()
    for y in LEVEL:
        dash_by_dash(sheet, [(x, y, min(x + 4.5, 430), y + 1.5) for x in range(60, 430, 8)])
    for x in UPRIGHT:
        dash_by_dash(sheet, [(x, y, x + 1.5, min(y + 4.5, 150)) for y in range(100, 150, 8)])
    write_rows(sheet)
    pdf.save(tmp_path / "表.pdf")
    assert texts(readers.read(source_file(tmp_path / "表.pdf"))) == EXPECTED


def dash_by_dash(sheet, dashes):
    shape = sheet.new_shape()
    for x0, y0, x1, y1 in dashes:
        shape.draw_polyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
    shape.finish(color=None, fill=(0, 0, 0), width=0)
    shape.commit()


def write_rows(sheet):
    for y, row in zip(LEVEL, ROWS, strict=False):
        for x, said in zip(UPRIGHT, row, strict=False):
            sheet.insert_text((x + 6, y + 15), said, fontsize=10, fontname="china-s")


def test_dots_in_an_ofd(tmp_path):
    filled = 'Stroke="false" Fill="true"'
    square = "M 0 0 L 0.3 0 L 0.3 0.3 L 0 0.3 C"
    mm = 25.4 / 72
    drawn = "".join(path(x0 * mm, y0 * mm, square, filled) for x0, y0, _, _ in borders(0.85, 2.0))
    said = "".join(
        text((x + 6) * mm, (y + 6) * mm, what)
        for y, row in zip(LEVEL, ROWS, strict=False)
        for x, what in zip(UPRIGHT, row, strict=False)
    )
    document = readers.read(source_file(write(tmp_path / "表.ofd", [page(drawn + said)])))
    assert texts(document) == EXPECTED


def test_few_dots_far_dots_and_patterns_are_no_rules():
    ellipsis = dots_of_a_row(0, 9, 50, 1.5, 3)
    apart = dots_of_a_row(0, 200, 70, 1, 20)
    assert dotted_rules([*ellipsis[:4], *apart]) == ([], [])
    pattern = [d for y in range(0, 40, 2) for d in dots_of_a_row(300, 340, y, 1, 2)]
    assert dotted_rules(pattern) == ([], [])


def test_gaps_of_a_sentence_are_no_dashes():
    assert is_dashed_rule((0, 10, 100, 10.5), [(x, 10, x + 6, 10.5) for x in range(0, 100, 10)])
    assert not is_dashed_rule((0, 10, 200, 10.5), [(0, 10, 60, 10.5), (90, 10, 200, 10.5)])
    assert not is_dashed_rule((0, 10, 100, 30), [(0, 10, 10, 10.5), (20, 30, 30, 30)])
