"""Chinese text as the whole program sees it: one normaliser, one list of units."""

from formextract.text.letters import plain_letters
from formextract.text.normalise import (
    WRAP,
    fold,
    is_blank,
    is_turned,
    number_of,
    squeeze,
    strip_numbering,
    together,
    unbound,
    unwrapped,
)
from formextract.text.nothing import is_none
from formextract.text.spelt_years import in_digits
from formextract.text.units import CURRENCIES, Unit, conversion, find_unit, parse_unit, per_what

__all__ = [
    "CURRENCIES",
    "WRAP",
    "Unit",
    "conversion",
    "find_unit",
    "fold",
    "in_digits",
    "is_blank",
    "is_none",
    "is_turned",
    "number_of",
    "parse_unit",
    "per_what",
    "plain_letters",
    "squeeze",
    "strip_numbering",
    "together",
    "unbound",
    "unwrapped",
]
