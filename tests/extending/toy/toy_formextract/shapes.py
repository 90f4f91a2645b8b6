"""A field shape: `本年 / 上年` in one cell, this year's figure before the slash and last year's behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formextract.match.key_values import ValueCell
from formextract.match.shapes import Claim
from formextract.model.template import FieldSpec


def this_and_last_year(field: FieldSpec, values: Sequence[ValueCell], years: Sequence[int]) -> Iterator[Claim]:
    """The two figures of the first cell that is written so, for the form's last two years."""
    del field
    written = next((v for v in values if v.text.count("/") == 1), None)
    if written is None or not years:
        return
    this, last = written.text.split("/")
    yield Claim(written, this, str(years[-1]))
    yield Claim(written, last, str(years[-1] - 1))
