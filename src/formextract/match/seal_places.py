"""Places that ask for a seal on scanned pages without one."""

from __future__ import annotations

import re
from typing import NamedTuple

from formextract.model import Document, Line, Place
from formextract.text import squeeze

_ASKS = re.compile(r"^(.{2,30}?)[（(](?:单位)?(?:公章|盖章|签章|签字盖章|加盖公章)[)）]")
LONGEST = 40
"""Letters; where a form asks for a seal it says so in a short line, its instructions in a sentence."""


class Unstamped(NamedTuple):
    """Who was to seal (as printed), and where it says so."""

    who: str
    place: Place


def unstamped(document: Document) -> list[Unstamped]:
    """One for each page that was read from a picture, asks for a seal, and shows none of any kind.

    The digital copy of a form says nothing: it is the paper that is sealed.
    """
    stamped = {stamp.place.page for stamp in document.stamps}
    out: dict[int | None, Unstamped] = {}
    for block in document.blocks:
        for item in (block,) if isinstance(block, Line) else block.cells:
            if not item.legibility.scanned or item.place.page in stamped:
                continue
            for part in item.text.split("\n"):
                found = _ASKS.match(squeeze(part))
                if found is not None and len(squeeze(part)) <= LONGEST:
                    out.setdefault(item.place.page, Unstamped(found.group(1), item.place))
    return list(out.values())
