"""Ink to typed values."""

from formextract.values.read import read
from formextract.values.reading import Reading
from formextract.values.scanned import boxes_say_nothing, held
from formextract.values.worn import mended

__all__ = ["Reading", "boxes_say_nothing", "held", "mended", "read"]
