"""What formats and shapes are called on the command line."""

from __future__ import annotations

from typing import Literal, get_args

Shape = Literal["records", "long", "wide", "facts", "corrections", "decisions"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
FORMATS = ("jsonl", "csv", "xlsx", "parquet")
"""The shipped ones; `formats()` has those of other packages too."""
WITHOUT_HEADINGS = frozenset({"jsonl", "csv", "parquet"})
"""Of these the formats whose columns are named by id alone."""
