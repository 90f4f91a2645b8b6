"""An output: the names of the applicants, a line each."""

from __future__ import annotations

from typing import BinaryIO

from formextract.outputs import Export, OutputFormat


def write_names(job: Export, stream: BinaryIO) -> None:
    stream.writelines(f"{record.cluster}\n".encode() for record in job.records)


NAMES = OutputFormat("names", write_names)
