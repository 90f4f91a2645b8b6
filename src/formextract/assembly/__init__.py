"""A record made of what was matched: values read, two readings settled, what is missing and what sentences tell."""

from formextract.assembly.assemble import assemble, record_id
from formextract.assembly.reading_findings import READING_NOTE

__all__ = ["READING_NOTE", "assemble", "record_id"]
