"""Rates at which amounts in another currency become 人民币: as staff write them, and handed on to our own processes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from formextract.text.normalise import fold
from formextract.text.units import CURRENCIES, parse_unit

RATES = "FORMEXTRACT_RATES"
"""Environment variable: the rates that hold, as staff write them; a process hands them on to those that it starts."""
NO_RATES = "无"
"""What is written to say that no rate is to hold any more."""
MOST_LETTERS = 4000
"""Of all rates together; a rate with its source has some thirty."""
_RATE = re.compile(
    r"(?P<per>\d{0,4})\s*(?P<name>[^\d@=\s]{1,8})\s*(?:@\s*(?P<year>(?:19|20)\d{2})\s*年?)?\s*"
    r"=\s*(?P<yuan>\d{1,6}(?:\.\d{1,8})?)\s*元?\s*(?:[,:(\s]\s*(?P<source>.{1,100}?)\s*\)?)?"
)
_ONE_YEAR = re.compile(r"(?:19|20)\d{2}(?!/)")


class RateMistakeError(ValueError):
    """A rate that is not one; the message is what was written."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency (`usd`) is in 元; in one year (`2023`), or whenever no other rate is given for ''.

    `written` is the equation in words, `source` where the rate is from, '' where nobody said it.
    """

    currency: str
    year: str
    yuan: Decimal
    written: str
    source: str

    def told(self) -> str:
        """The rate with its source, as staff read it."""
        return f"{self.written}（{self.source or '没有写明来源'}）"


@lru_cache(maxsize=64)
def rates_in(text: str) -> tuple[Rate, ...]:
    """The rates that a text tells, parted by `；`: `美元=7.12，来源` or `美元@2023=7.0467`.

    RateMistakeError for one that cannot be read, or a currency that has two for the same time.
    """
    found: dict[tuple[str, str], Rate] = {}
    if len(text) > MOST_LETTERS:
        raise RateMistakeError(f"{text[:40]}…")
    for part in re.split(r"[;；\n]", text):
        if not part.strip():
            continue
        rate = _rate(part.strip())
        if rate is None or found.setdefault((rate.currency, rate.year), rate) != rate:
            raise RateMistakeError(part.strip())
    return tuple(found.values())


def _rate(text: str) -> Rate | None:
    match = _RATE.fullmatch(fold(text))
    unit = None if match is None else parse_unit(match.group("name"))
    if match is None or unit is None or unit.dimension not in CURRENCIES:
        return None
    per, yuan = Decimal(match.group("per") or 1), Decimal(match.group("yuan"))
    if not per or not yuan:
        return None
    year = match.group("year") or ""
    written = f"{f'{year}年' if year else ''}{per}{match.group('name')}={yuan}元"
    return Rate(unit.dimension, year, yuan / (per * unit.factor), written, match.group("source") or "")


def rate_of(currency: str, period: str | None) -> Rate | None:
    """The rate that holds for an amount of a period, of its own year where there is one; None where none does."""
    year = period[:4] if period is not None and _ONE_YEAR.match(period) else ""
    known = {r.year: r for r in rates_in(os.environ.get(RATES, "")) if r.currency == currency}
    return known.get(year) or known.get("")


def rates_now() -> str:
    """The rates that hold in this process, written in one way; '' where there are none."""
    told = sorted(f"{r.currency}@{r.year}={r.yuan}|{r.source}" for r in rates_in(os.environ.get(RATES, "")))
    return "\n".join(told)


@contextmanager
def rates_in_use(text: str) -> Iterator[None]:
    """Has this process, and those that it starts within the block, use these rates; '' leaves what holds."""
    had = os.environ.get(RATES)
    if text:
        os.environ[RATES] = text
    try:
        yield
    finally:
        if had is not None:
            os.environ[RATES] = had
        elif text:
            os.environ.pop(RATES, None)
