"""Field shapes of other packages: how the cells that a caption stands for become a field's values.

The shipped shapes are methods of `cell_fields.CellFields`, which says for each what of the ink is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from formextract.doors import additions, refuse
from formextract.match.key_values import ValueCell
from formextract.model.template import SHAPES, FieldSpec


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of a field: which cell holds it, the ink (all of the cell's where `text` is None, or the part meant),
    and the period and dims that it is of.
    """

    value: ValueCell
    text: str | None = None
    period: str | None = None
    dims: tuple[tuple[str, str], ...] = ()


FieldShape = Callable[[FieldSpec, Sequence[ValueCell], Sequence[int]], Iterable[Claim]]
"""From a field, the cells that its caption stands for, and the form's years (ascending), to what the field claims. What
it does not claim is left over."""


@cache
def added_shapes() -> Mapping[str, FieldShape]:
    """The shapes of other packages by name: entry point group `formextract.shapes`, where the entry's name is the one
    that templates say. PluginError where one cannot be called, or takes a shipped name.
    """
    out: dict[str, FieldShape] = {}
    for addition in additions("formextract.shapes"):
        if not callable(addition.thing):
            raise refuse(addition, "它不是函数")
        if addition.name in SHAPES or addition.name in out:
            raise refuse(addition, f"已经有名为 {addition.name} 的填写形式")
        out[addition.name] = addition.thing
    return out
