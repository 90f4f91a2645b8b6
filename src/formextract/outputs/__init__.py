"""Records to jsonl, csv, xlsx and parquet, in four shapes."""

from formextract.outputs.export import FORMATS, SHAPES, Format, Shape, export, export_to_database

__all__ = ["FORMATS", "SHAPES", "Format", "Shape", "export", "export_to_database"]
