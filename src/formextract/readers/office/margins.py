"""What stands in the heads and feet of pages, as lines of the text; page numbers are not among them.

A print of the same file has them on every page. Offices put there who applies, what the form is called, a project's
number, who filled it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from formextract.model import TYPED, Block, Line, Place
from formextract.text import squeeze

_PAGE_SIGNS = frozenset("0123456789-—–―_·.,，、/／第共页頁")
"""Signs of which page numbers are made: 第 3 页 共 12 页, - 3 -."""
_PARTS = re.compile("&[LCR]")
"""Where the left, the middle, the right part of a sheet's head begins."""
_CODES = re.compile(r'&(?:"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\[[^\]]*\]|[A-Z])')
"""What in a sheet's head says how it is set, or stands for a number, a date, a name: ECMA-376 18.3.1.46."""
_AMPERSAND = "\0"
GAP = "  "
"""Between the cells of a row."""


def with_margins(blocks: Sequence[Block], heads: Iterable[str], feet: Iterable[str]) -> tuple[Block, ...]:
    """The blocks of a text between the lines of its pages' heads and feet, each once; none that the text says itself.

    A head's line that is part of a line of the text (its title) is a copy of it.
    """
    text = "\n".join(
        squeeze(t) for b in blocks for t in ([b.text] if isinstance(b, Line) else [c.text for c in b.cells])
    )
    said: set[str] = set()

    def lines(texts: Iterable[str]) -> list[Block]:
        out: list[Block] = []
        for given in texts:
            bare = squeeze(given)
            if bare and bare not in said and not set(bare) <= _PAGE_SIGNS and bare not in text:
                said.add(bare)
                out.append(Line(given.strip(), Place(), legibility=TYPED))
        return out

    return (*lines(heads), *blocks, *lines(feet))


def coded_lines(said: str) -> Iterator[str]:
    """The lines of a sheet's head or foot, in which signs behind `&` say where and how it is set."""
    for part in _PARTS.split(said.replace("&&", _AMPERSAND)):
        yield from _CODES.sub("", part).replace(_AMPERSAND, "&").splitlines()
