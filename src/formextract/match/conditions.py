"""What a rule asks at least, printed as the caption of what is reached: 产值年均增速高于8% | 8.8%."""

from __future__ import annotations

import re
from typing import NamedTuple

from formextract.text import squeeze, strip_numbering

BESIDE_CONDITION = 0.85
"""How sure it is that what stands beside a condition is what is reached: a person looks, for it may be what is asked or
how it is marked. Not measured; below sure."""
_CONDITION = re.compile(
    r"(?P<name>[^\d,。;:]{2,24}?)[均都各]?(?:须|应|需|要)?(?:在|为|达到?|高于|大于|超过|多于|不低于|不少于|不小于|[≥>]=?)+"
    r"\d[\d.,]*(?P<unit>[亿万]?元|%|[个家项件人户]|平方公里)(?:及?以上)?"
)
_OF_YEARS = re.compile("^近[两三3]年")


class Condition(NamedTuple):
    """Of what a condition asks the least, and in what unit."""

    name: str
    unit: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name as it stands, and without the years over which it is asked."""
        return tuple(dict.fromkeys((self.name, _OF_YEARS.sub("", self.name))))


def condition_of(text: str) -> Condition | None:
    """What a cell asks that holds nothing but a condition; None for any other."""
    found = _CONDITION.fullmatch(squeeze(strip_numbering(text)))
    return None if found is None else Condition(found["name"], found["unit"])
