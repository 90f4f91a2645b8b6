"""Ink to typed values."""

from formextract.values.read import read
from formextract.values.reading import Reading
from formextract.values.scanned import held

__all__ = ["Reading", "held", "read"]
