"""Long lines that are looked at again in pieces."""

import numpy as np

from formextract.ocr.pieces import pieces_of, spliced
from formextract.ocr.words import ReadLetter, Words

LINE = "全县拥有规模以上工业企业共计326家，其中高新技术企业占比较大"
WIDE, HIGH = 60 * len(LINE), 60
PAPER = np.full((HIGH, WIDE), 245, np.uint8)


def words(text: str, doubtful: str = "") -> Words:
    return Words(
        tuple(ReadLetter(c, 0.8 if c in doubtful else 0.999, 0.0, (i + 0.5) / len(text)) for i, c in enumerate(text))
    )


def test_a_doubtful_letter_is_looked_at_with_its_neighbours() -> None:
    (piece,) = pieces_of(words(LINE, "拥"), PAPER)
    assert LINE[piece.start : piece.stop] == "全县拥有规模"
    assert piece.left == 0
    assert abs(piece.right - 60 * 6) < 20


def test_a_figure_is_never_cut() -> None:
    (piece,) = pieces_of(words(LINE, "2"), PAPER)
    assert LINE[piece.start : piece.stop] == "业共计326家，其"


def test_short_lines_and_lines_full_of_doubt_are_read_whole() -> None:
    assert pieces_of(words(LINE[:10], "拥"), PAPER) == []
    assert pieces_of(words(LINE, LINE[::3]), PAPER) == []


def test_what_was_read_anew_takes_its_place() -> None:
    quick = words(LINE.replace("拥", "捐"), "捐")
    pieces = pieces_of(quick, PAPER)
    line = spliced(quick, pieces, [words("全县拥有规模")], WIDE)
    assert line is not None
    assert line.text == LINE
    assert [x.centre for x in line.letters] == sorted(x.centre for x in line.letters)


def test_a_piece_whose_ends_read_otherwise_was_cut_badly() -> None:
    quick = words(LINE, "模")
    pieces = pieces_of(quick, PAPER)
    assert spliced(quick, pieces, [words("月规模以上工")], WIDE) is None
    assert spliced(quick, pieces, [Words()], WIDE) is None
