"""Ink to typed values."""

from formextract.values.read import read
from formextract.values.reading import Reading

__all__ = ["Reading", "read"]
