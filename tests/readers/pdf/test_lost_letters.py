"""A letter that the font of a PDF has no sign for: where the page shows nothing for it, what is left is in doubt."""

import pytest
from made_files import read
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from formextract.model import Table
from formextract.model.doubt import SURE


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
