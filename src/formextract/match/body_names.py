"""What is said of a body behind its name in the cell that asks for the name: 集群服务中心，专职人员12名."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formextract.match.leftovers import Leftovers
from formextract.model.placement import Placement
from formextract.model.template import Indicator
from formextract.text import unwrapped

_ASKS_NAME = re.compile("(?:机构|单位|部门|组织|名称)$")
"""How the label of an indicator ends that is a body's or an applicant's name."""
_MORE = re.compile(r"\s*(?:[,，;；。]|(?=[(（][^()（）]*[)）]\s*$))")
"""What parts a name from what is said of it: a mark of a sentence, or a bracket at the end."""
_TELLS = re.compile(r"\d")


def without_more(
    placements: Sequence[Placement], indicators: Mapping[str, Indicator], left: Leftovers
) -> list[Placement]:
    """The placements, of names only the name: figures behind it are another field's, and are left over."""
    out = []
    for p in placements:
        indicator = indicators[p.indicator]
        asks = indicator.kind == "text" and p.part == "value" and _ASKS_NAME.search(indicator.label) is not None
        name, more = _parted(unwrapped(p.text)) if asks else (p.text, "")
        if more:
            left.add("", more, p.place, 0)
        out.append(replace(p, text=name) if more else p)
    return out


def _parted(text: str) -> tuple[str, str]:
    """A name and what is said of it with figures; the whole text and nothing where its first clause is no name."""
    mark = _MORE.search(text)
    if mark is None or _TELLS.search(text, 0, mark.start()) or not _TELLS.search(text, mark.end()):
        return text, ""
    return text[: mark.start()].strip(), text[mark.end() :].strip(" ()（）。")
