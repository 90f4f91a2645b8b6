"""Records to jsonl, csv, xlsx and parquet, in five shapes."""

from formextract.outputs.export import FORMATS, SHAPES, export, export_to_database
from formextract.outputs.formats import Export, OutputFormat, Shape, formats

__all__ = ["FORMATS", "SHAPES", "Export", "OutputFormat", "Shape", "export", "export_to_database", "formats"]
