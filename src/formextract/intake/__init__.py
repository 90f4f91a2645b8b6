"""From a path to a known file."""

from formextract.intake.sniff import source_file

__all__ = ["source_file"]
