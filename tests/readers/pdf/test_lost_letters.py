"""A letter that the font of a PDF has no sign for: where the page shows nothing for it, what is left is in doubt."""

import pymupdf
import pytest
from made_files import read
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from formextract.model import Table
from formextract.model.doubt import SURE
from formextract.readers.pdf.text_runs import text_of
from formextract.readers.pdf.unencoded import letters_left_out, with_all_codes


def form(path, written):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for y in (740, 710):
        canvas.line(72, y, 472, y)
    for x in (72, 372, 472):
        canvas.line(x, 710, x, 740)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(80, 720, "集群外商直接投资额增长率（%）")
    canvas.setFont("Vera", 12)
    canvas.drawString(380, 720, written)
    canvas.save()
    return path


@pytest.mark.ocr
@pytest.mark.parametrize("sign", ["\ufe63", "\uff0d", "\u4e00"])
def test_a_sign_that_the_font_does_not_have_leaves_the_figure_in_doubt(tmp_path, sign):
    (made,) = [b for b in read(form(tmp_path / "a.pdf", f"{sign}19.25")).blocks if isinstance(b, Table)]
    figure = made.cells[-1]
    assert figure.doubt or figure.legibility.confidence < SURE, figure


def test_a_figure_whose_letters_the_font_has_is_sure(tmp_path):
    (made,) = [b for b in read(form(tmp_path / "a.pdf", "-19.25")).blocks if isinstance(b, Table)]
    assert (made.cells[-1].text, made.cells[-1].legibility.confidence) == ("-19.25", 1.0)


def in_one_font(path, *lines):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for said in lines:
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(80, 720, said)
        canvas.showPage()
    canvas.save()
    return path


def test_a_letter_whose_code_the_fonts_map_lacks_is_one_without_a_meaning(tmp_path):
    with pymupdf.open(in_one_font(tmp_path / "a.pdf", "增速−16.64%", "增速-16.64%")) as pdf:
        letters_left_out()
        before = text_of(pdf[0]).spans[0].text
        assert (before, letters_left_out()) == ("增速16.64%", True)
        with_all_codes(pdf)
        assert [text_of(page).spans[0].text for page in pdf] == ["增速\ufffd16.64%", "增速-16.64%"]
        assert not letters_left_out()


@pytest.mark.ocr
def test_a_minus_that_the_fonts_map_lacks_leaves_the_figure_in_doubt(tmp_path):
    document = read(in_one_font(tmp_path / "a.pdf", *["集群外商直接投资额增长率：−16.64%", "集群企业数量：120家"] * 2))
    assert document.reader == "pdf-text"
    lines = [b for b in document.blocks if "：" in b.text]
    sure = ["16" not in b.text for b in lines]
    assert [not b.doubt and b.legibility.confidence >= SURE for b in lines] == sure == [False, True] * 2
