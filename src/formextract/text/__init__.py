"""Chinese text as the whole program sees it: one normaliser, one list of units."""

from formextract.text.normalise import fold, is_blank, squeeze, strip_numbering
from formextract.text.units import Unit, conversion, find_unit, parse_unit

__all__ = ["Unit", "conversion", "find_unit", "fold", "is_blank", "parse_unit", "squeeze", "strip_numbering"]
