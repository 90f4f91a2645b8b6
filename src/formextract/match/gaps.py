"""Gaps between printed words: `共____项，年均____项` filled in as `共12项，年均4项`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from formextract.model import Document, Line, Place
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import parse_unit, squeeze, strip_numbering, unwrapped

_GAP = re.compile(r"\{(\w+)\}")
_BLANKS = r"[\s_＿﹍﹎]*"
_BRACKETS = str.maketrans({"（": "(", "）": ")", "：": ":", "，": ",", "；": ";"})


@lru_cache(maxsize=1_000)
def _pattern(gaps: str) -> re.Pattern[str]:
    pieces = _GAP.split(gaps)
    out = [_BLANKS]
    for i, piece in enumerate(pieces):
        if i % 2:
            out.append(r"(.*?)")
        else:
            out += [_BLANKS.join(map(re.escape, re.sub(r"[\s_＿﹍﹎]+", "", piece.translate(_BRACKETS)))), _BLANKS]
        out.append(_BLANKS)
    return re.compile("".join(out) + r"[。；;]?\s*", re.DOTALL)


def asks_alone(spec: FieldSpec) -> bool:
    """Whether a field's label is printed before its first gap, in the same cell or line."""
    begins = squeeze(strip_numbering(spec.gaps))
    return spec.shape == "gaps" and begins.startswith(squeeze(spec.label))


def in_gaps(gaps: str, text: str) -> list[tuple[str, str, str | None]] | None:
    """What stands in each gap, by its indicator, with the unit printed behind it; None where the words differ."""
    found = _pattern(gaps).fullmatch(unwrapped(text).translate(_BRACKETS))
    if found is None:
        return None
    pieces = _GAP.split(gaps)
    out = []
    for i, ink in enumerate(found.groups()):
        behind = re.match(r"[\s_＿]*([^\s_＿，。；、：:()（）]{1,4})", pieces[2 * i + 2])
        unit = behind.group(1) if behind is not None and parse_unit(behind.group(1)) is not None else None
        out.append((pieces[2 * i + 1], ink.strip(" \t\u3000_＿﹍﹎"), unit))
    return out


def sentence_placements(
    document: Document, template: Template, indicators: Mapping[str, Indicator]
) -> tuple[list[Placement], frozenset[Place]]:
    """The figures of cells, or lines, that ask by themselves (`仓库面积____平方米，其中自有____平方米`), and where."""
    placements: list[Placement] = []
    used: set[Place] = set()
    for spec in (f for f in template.fields if asks_alone(f)):
        for item in document.items():
            found = in_gaps(spec.gaps, item.text) if item.place not in used else None
            if found is None:
                continue
            used.add(item.place)
            hidden = "" if isinstance(item, Line) else item.doubt
            for name, ink, unit in found:
                label = indicators[name].label
                placements.append(
                    Placement(
                        spec, name, label, None, (), ink, item.place, unit, doubt=hidden, legibility=item.legibility
                    )
                )
            break
    return placements, frozenset(used)
