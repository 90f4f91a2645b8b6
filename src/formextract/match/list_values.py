"""The values of lists within a form, each with the number of its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formextract.match.labels import take_apart
from formextract.match.leftovers import Leftovers
from formextract.match.lists import ListEntry
from formextract.model.placement import Placement
from formextract.text import is_blank


def list_placements(lists: Iterable[tuple[str, Sequence[ListEntry]]], left: Leftovers) -> list[Placement]:
    """A placement a filled cell of a list's entries; what stands under no field's caption is left over."""
    placements: list[Placement] = []
    for _, entries in lists:
        for entry in entries:
            for spec, cell in entry.cells:
                if is_blank(cell.text):
                    continue
                dims = (("row", str(entry.number)),)
                unit = take_apart(spec.label).unit
                placements.append(
                    Placement(
                        spec, spec.indicator, spec.label, None, dims, cell.text, cell.place, unit, "value", (),
                        cell.doubt, cell.further, legibility=cell.legibility,
                    )
                )  # fmt: skip
            for caption, cell in entry.others:
                left.add(caption, cell.text, cell.place, 0)
    return placements
