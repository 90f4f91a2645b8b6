"""Which way up a page is stood: where most is read surely, whatever else is read weakly there."""

from collections.abc import Sequence

import numpy as np

from formextract.imaging import analyse
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.scan.first_pass import first_pass
from imaging.drawn_pages import ruled, sheet, write


class ReadsAtWays(NullEngine):
    """Says of each line what it is told for the n-th way up at which a page is shown."""

    def __init__(self, *ways: Sequence[float]) -> None:
        self.ways = list(ways)

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        said = self.ways.pop(0) if self.ways else ()
        letters = tuple(ReadLetter("字", p, 0.0, (k + 0.5) / len(said)) for k, p in enumerate(said))
        return [Words(letters) for _ in strips]


def page_with_lines() -> np.ndarray:
    page = ruled(sheet())
    for y in range(640, 1150, 50):
        write(page, "lines of text below", 100, y)
    return page


def is_turned(*ways: Sequence[float]) -> bool:
    page = analyse(page_with_lines(), 0.5)
    found, _ = first_pass(page, 1, ReadsAtWays(*ways))
    return not np.allclose(found.transform.matrix, page.transform.matrix)


SURE, WEAK = 0.95, 0.2


def test_a_page_of_which_much_is_read_weakly_stays_the_way_up_at_which_some_is_read_surely() -> None:
    assert not is_turned([SURE] * 4 + [WEAK] * 12, [0.55, 0.5, 0.58])


def test_a_page_is_turned_to_where_more_is_read_surely() -> None:
    assert is_turned([0.65] * 4 + [WEAK] * 4, [SURE] * 8)
