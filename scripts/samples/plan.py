"""Part eight: the plan's text with its table of targets."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from samples import prose
from samples.catalogue import Key
from samples.kinds import EXCEL
from samples.paper import Block, Cell, Ink, Line, Paragraph, Sheet, Table, ink

if TYPE_CHECKING:
    from samples.pen import Pen


def plan(pen: Pen, heading: str) -> list[Block]:
    before, after = prose.plan(pen.rng, pen.cluster)
    pen.note(Key("plan_text"), "\n".join([*before, *after]), lenient=True)
    table = targets(pen)
    blocks: list[Block] = [
        Sheet("发展规划"),
        Paragraph(ink(heading), size=15, before=12),
        Paragraph(ink("（3000字以内）"), "center"),
    ]
    if "plan_in_cell" in pen.form.has:
        boxes = [Table(((Cell(tuple(ink(words) for words in part)),),)) for part in (before, after)]
        return [*blocks, boxes[0], Paragraph(ink("")), table, Paragraph(ink("")), boxes[1]]
    blocks += [Paragraph(ink(words), indent=True) for words in before]
    return [*blocks, table, *(Paragraph(ink(words), indent=True) for words in after)]


def targets(pen: Pen) -> Table:
    rows = prose.targets(pen.rng, pen.cluster)
    shared = Counter(label for _, label, *_ in rows)
    last = int(pen.cluster.years[-1])
    heads = ("方向", "指标", f"{last}年基准值", f"{last + 3}年目标值")
    lines = [
        tuple(
            Cell((ink(words),), width, align="center", label=True)
            for words, width in zip(heads, (12, 22, 13, 13), strict=True)
        )
    ]
    directions = Counter(direction for direction, *_ in rows)
    seen: set[str] = set()
    for direction, label, baseline, target in rows:
        name = f"{direction}·{label}" if shared[label] > 1 else label
        cells = (
            []
            if direction in seen
            else [Cell((ink(direction),), 12, rows=directions[direction], align="center", label=True)]
        )
        seen.add(direction)
        cells.append(Cell((ink(label),), 22, align="center", label=True))
        for indicator, words in (("plan_baseline", baseline), ("plan_target", target)):
            pen.plan_rows.append({"indicator": indicator, "period": None, "dims": {"target": name}, **read(words)})
            cells.append(Cell((figure(pen, words),), 13, align="center"))
        lines.append(tuple(cells))
    return Table(tuple(lines), heads=1)


def figure(pen: Pen, words: str) -> Line:
    """The figure as it stands; in a spreadsheet it may be a number whose format gives the unit."""
    said = read(words)
    if pen.form.format != EXCEL or "number_formats" not in pen.form.has or said["unit"] is None or pen.chance(0.5):
        return ink(words)
    number, zeros = Decimal(words.removesuffix(said["unit"])), "0.00" if said["precision"] else "0"
    if said["unit"] == "%":
        return (Ink(words, number=number / 100, excel="0.00%"),)
    return (Ink(words, number=number, excel=f'{zeros}"{said["unit"]}"'),)


def read(words: str) -> dict:
    """A figure with its unit, or words as they are."""
    digits = words[: next((at for at, c in enumerate(words) if c not in "0123456789."), len(words))]
    if not digits:
        return {"value": words, "unit": None, "status": "reported", "lenient": True}
    exponent = Decimal(digits).as_tuple().exponent
    return {"value": float(digits), "unit": words[len(digits) :], "status": "reported", "precision": -int(exponent)}
