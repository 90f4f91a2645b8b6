"""What an applicant writes in place of names: where they stand (详见附件2), or how many of a kind there are."""

from __future__ import annotations

import re

from formextract.text.normalise import squeeze

_POINTER = re.compile(r"见(?:附|后附?|下|佐证|材料|清单|名单)|(?:附后|后附|另附|随附)|附(?:清单|名单|表)")
LONGEST_BEFORE = 4
"""Letters that may stand before such words where nothing is named (名单另见); a name is longer."""
_SO_MANY = re.compile(r"[^\d:(]{3,}?(\d{1,3})[个家项种座所]")
_PIECES = re.compile(r"[^、，,；;\n]+")


def points_elsewhere(text: str) -> bool:
    """Whether a text has words that point to another place, with an answer before them or not (甲公司等，详见附件)."""
    return _POINTER.search(text) is not None


def only_points_elsewhere(text: str) -> bool:
    """Whether a text points to another place and gives nothing itself: 详见附件2, and not 甲平台（见附件2）."""
    pieces = [squeeze(piece) for piece in _PIECES.findall(text)]
    found = [_POINTER.search(piece) for piece in pieces if piece]
    return bool(found) and all(at is not None and at.start() <= LONGEST_BEFORE for at in found)


def counted_kind(text: str) -> int | None:
    """How many there are of a kind that stands in place of their names (企业技术中心2个); None for a name."""
    found = _SO_MANY.fullmatch(squeeze(text))
    return None if found is None else int(found.group(1))
