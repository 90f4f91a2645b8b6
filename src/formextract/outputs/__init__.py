"""Records to jsonl, csv, xlsx and parquet, in five shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.outputs.exporting import export, export_to_database
    from formextract.outputs.names import FORMATS, SHAPES, Shape
    from formextract.outputs.output_formats import Export, OutputFormat, formats

__all__ = ["FORMATS", "SHAPES", "Export", "OutputFormat", "Shape", "export", "export_to_database", "formats"]

__getattr__ = offered(
    {
        "formextract.outputs.exporting": ("export", "export_to_database"),
        "formextract.outputs.output_formats": ("Export", "OutputFormat", "formats"),
        "formextract.outputs.names": ("FORMATS", "SHAPES", "Shape"),
    }
)
