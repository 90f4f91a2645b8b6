"""The common reading of tables: what a cell is by itself, and where it stands among the others.

Filled forms (`match`) and blank ones (`drafting`) are read by the same recognisers and the same words.
"""

from formextract.tables.boxes import BOX, SQUARE, has_box
from formextract.tables.grid import CellGrid, is_numbering, numbering_rows
from formextract.tables.kinds import CellKind, Hit, Kind, is_counted, is_figure, yearly_parts
from formextract.tables.periods import LAST_YEAR, THIS_YEAR, WHOLE_YEAR, is_relative, within_year
from formextract.tables.words import HeadWords, words_of

__all__ = [
    "BOX",
    "LAST_YEAR",
    "SQUARE",
    "THIS_YEAR",
    "WHOLE_YEAR",
    "CellGrid",
    "CellKind",
    "HeadWords",
    "Hit",
    "Kind",
    "has_box",
    "is_counted",
    "is_figure",
    "is_numbering",
    "is_relative",
    "numbering_rows",
    "within_year",
    "words_of",
    "yearly_parts",
]
