"""Words with which an applicant points to where the answer stands instead of giving it: 详见附件2, 名单附后."""

from __future__ import annotations

import re

from formextract.text.normalise import squeeze

_POINTER = re.compile(r"见(?:附|后附?|下|佐证|材料|清单|名单)|(?:附后|后附|另附|随附)|附(?:清单|名单|表)")
LONGEST_BEFORE = 4
"""Letters that may stand before such words where nothing is named (名单另见); a name is longer."""
_PIECES = re.compile(r"[^、，,；;\n]+")


def points_elsewhere(text: str) -> bool:
    """Whether a text has words that point to another place, with an answer before them or not (甲公司等，详见附件)."""
    return _POINTER.search(text) is not None


def only_points_elsewhere(text: str) -> bool:
    """Whether a text points to another place and gives nothing itself: 详见附件2, and not 甲平台（见附件2）."""
    pieces = [squeeze(piece) for piece in _PIECES.findall(text)]
    found = [_POINTER.search(piece) for piece in pieces if piece]
    return bool(found) and all(at is not None and at.start() <= LONGEST_BEFORE for at in found)
