"""Ink to typed values."""

from formextract.values.read import read
from formextract.values.reading import Reading
from formextract.values.scanned import held
from formextract.values.worn import mended

__all__ = ["Reading", "held", "mended", "read"]
