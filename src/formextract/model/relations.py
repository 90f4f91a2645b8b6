"""What figures of a form come to: the rules between them that tell one from the others."""

from __future__ import annotations

from dataclasses import dataclass

from formextract.model.edits import Ref


@dataclass(frozen=True, slots=True)
class Relation:
    """`rate = part ÷ whole × times`; without `whole` the growth of `part` since the year before, in per cent."""

    rate: Ref
    part: Ref
    whole: Ref | None
    times: float = 100.0
