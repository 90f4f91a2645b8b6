"""The units of amounts that lines between tables state (单位：万元), and how far each reaches."""

from __future__ import annotations

from formextract.match.key_values import StatedUnit
from formextract.text import find_unit, number_of


class StatedUnits:
    """What was stated so far, as a document is read from top to bottom.

    A unit in a part's heading is the part's, one above a table the table's, one before the first part and the first
    figure the whole form's. The tables that follow another one's unit in the same part very likely mean it too.
    """

    def __init__(self) -> None:
        self._form: str | None = None
        self._part: str | None = None
        self._table: str | None = None
        self._earlier: str | None = None
        self._begun = False

    def begin_part(self, heading: str) -> None:
        """Takes a part's heading: 三、财务情况（单位：万元）."""
        self._begun = True
        self._part, self._table, self._earlier = find_unit(heading), None, None

    def take(self, line: str) -> None:
        """Takes a line that may state a unit, or begin a part that no template knows."""
        unit = find_unit(line)
        if number_of(line):
            self._part, self._table, self._earlier = unit, None, None
        elif unit is not None:
            self._table = unit
            self._form = self._form if self._begun else unit

    def note_figures(self) -> None:
        """Notes that figures have stood: what is stated from now on is not the whole form's."""
        self._begun = True

    def end_table(self) -> None:
        """Notes the end of a table: what was stated above it was stated for it."""
        self._earlier = self._table or self._earlier
        self._table = None

    def stated(self) -> StatedUnit | None:
        """The unit of the amounts that stand here."""
        near = self._table or self._part or self._form
        if near is not None and (self._table or self._earlier in (None, near)):
            return StatedUnit(near, near=True)
        return StatedUnit(self._earlier, near=False) if self._earlier else None
