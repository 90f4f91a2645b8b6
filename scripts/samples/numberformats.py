"""A clean figure in a spreadsheet cell: what the cell holds, how it is displayed, and what a reader sees."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from samples.manners import Figure, Typed, rounded
from samples.paper import Ink

if TYPE_CHECKING:
    from random import Random


NEGATIVES = ("#,##0.00_);[Red]\\-#,##0.00", "#,##0.00_);(#,##0.00)", "0.00_ ;[Red]\\-0.00\\ ")


def as_number(rng: Random, figure: Figure, exact: Decimal, *, plain: bool) -> tuple[Ink, Typed, str]:
    """The cell, its reading, and the manner. Of a cell the displayed figure counts, unless its format is General."""
    zeros = "0" if figure.digits == 0 else "0." + "0" * figure.digits
    if not plain and rng.random() < 0.02:
        # A formula that failed: there is ink, and nothing to trust.
        return (
            Ink("#DIV/0!", number=figure.value, excel=zeros, formula=f"{figure.value}/0"),
            Typed("#DIV/0!", None, status="unreadable"),
            "excel:error",
        )
    if plain:
        return _shown(figure.value, figure.value, figure.digits, zeros, "")
    manner = rng.choice(
        ["number", "number", "text", "text_general", "thousands", "general", "formula", *_for_kind(figure)]
    )
    if manner == "text":
        return Ink(str(figure.value)), Typed(str(figure.value), figure.value, figure.digits), "excel:text"
    if manner == "text_general":
        return (
            Ink(str(figure.value), excel="General"),
            Typed(str(figure.value), figure.value, figure.digits),
            "excel:text",
        )
    if manner == "thousands":
        return _shown(figure.value, figure.value, figure.digits, "#,##" + zeros, "thousands")
    if manner == "general":
        value = figure.value.normalize()
        digits = max(0, -value.as_tuple().exponent)
        return _shown(value, value, digits, "General", "general")
    if manner == "percent":
        return _shown(figure.value / 100, figure.value, figure.digits, "0.00%", "percent")
    if manner in {"rounding", "one_decimal"}:
        held, digits = rounded(exact, 6), figure.digits if manner == "rounding" else 1
        # A tie is left to nobody's way of rounding.
        if held.scaleb(digits) % 1 not in {Decimal("0.5"), Decimal("-0.5")}:
            return _shown(held, rounded(held, digits), digits, "0." + "0" * digits, manner)
    if manner == "suffix":
        return _shown(figure.value, figure.value, 0, f'0"{figure.counted_in}"', "suffix")
    if manner == "negative":
        return _shown(figure.value, figure.value, figure.digits, rng.choice(NEGATIVES), "negative")
    if manner == "formula":
        part = rounded(figure.value * Decimal(rng.choice(["0.3", "0.5", "0.6"])), figure.digits)
        ink, typed, _ = _shown(figure.value, figure.value, figure.digits, zeros, "")
        return (
            Ink(ink.text, number=figure.value, excel=zeros, formula=f"{part}+{figure.value - part}"),
            typed,
            "excel:formula",
        )
    return _shown(figure.value, figure.value, figure.digits, zeros, "")


def _for_kind(figure: Figure) -> list[str]:
    if figure.is_count:
        return ["suffix"]
    return ["rounding", "one_decimal", "negative"] + (["percent", "percent"] if figure.unit == "%" else [])


def _shown(held: Decimal, seen: Decimal, digits: int, excel: str, manner: str) -> tuple[Ink, Typed, str]:
    return (
        Ink(f"{seen:f}", number=held, excel=excel),
        Typed(f"{seen:f}", seen, digits),
        f"excel:{manner}" if manner else "",
    )
