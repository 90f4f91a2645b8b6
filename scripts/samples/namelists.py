"""`数量：3 个 名称：甲中心、乙平台；丙实验室`: a count and its names in one cell, with blanks to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from samples.paper import Ink, Line

if TYPE_CHECKING:
    from random import Random

    from samples.catalogue import Key
    from samples.figures import Cluster
    from samples.kinds import Form


class Hand(Protocol):
    """What a list of names asks of the pen that writes it: its form, its dice, and that it notes what was written."""

    rng: Random
    form: Form
    cluster: Cluster

    def chance(self, odds: float) -> bool: ...

    def note(self, key: Key, value: object, status: str = ..., how: str = ..., **more: object) -> None: ...


SEPARATORS = ["、", "；", ";", "，", ",", "、 "]
NUMBERS = ["{}.", "（{}）", "({})", "{}、"]


def join(pen: Hand, names: list[str]) -> list[str]:
    """The names as lines of text, in one of the ways lists are typed."""
    rng = pen.rng
    if not names or "name_styles" not in pen.form.has:
        return ["、".join(names)]
    style = rng.choice(
        ["separator", "separator", "mixed", "lines", "numbered", "numbered lines", "circled", "and so on"]
    )
    if style == "mixed":
        marks = [rng.choice("、；;，") for _ in names[1:]]
        return ["".join(name + mark for name, mark in zip(names, [*marks, ""], strict=True))]
    if style == "lines":
        return names
    if style == "and so on":
        return ["、".join(names) + "等"]
    if style == "circled":
        return ["".join(f"{chr(0x2460 + at)}{name}" for at, name in enumerate(names))]
    if style.startswith("numbered"):
        number = rng.choice(NUMBERS)
        mark = "" if "lines" in style else rng.choice(["；", "；", " ", ";"])
        lines = [f"{number.format(at)}{name}" for at, name in enumerate(names, 1)]
        return lines if "lines" in style else [mark.join(lines)]
    return [rng.choice(SEPARATORS).join(names)]


def blank(pen: Hand, words: str) -> tuple[Ink, ...]:
    """A filled blank: underlined, or typed between underscores."""
    if "name_styles" in pen.form.has and pen.form.label_size < 0:
        return (Ink(f"__{words}__" if words else "____"),)
    return (Ink(f" {words} " if words else "    ", underline=True),)


def write(pen: Hand, count: Key, listing: Key) -> tuple[Line, ...]:
    """The cell's lines; count and names are noted with the status that they were written with."""
    number, names = int(pen.cluster[count]), list(pen.cluster[listing])  # type: ignore[call-overload]
    written, lines = str(number), join(pen, names)
    status = "reported" if names else "none"
    if not names:
        lines = [pen.rng.choice(["无", "无", "/", "—"])]
    pen.note(count, number, precision=0)
    if "dirty" in pen.form.has and pen.chance(0.12):
        written = lines[0] if not names else "无"
        status, lines = "none", [written]
        pen.note(count, None, "none", "nothing")
    elif "empty_cells" in pen.form.has and pen.chance(0.08):
        written, status, lines = "", "blank", [""]
        pen.note(count, None, "blank", "empty")
    elif "dirty" in pen.form.has and pen.chance(0.15):
        written = written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    pen.note(
        listing,
        names if status == "reported" else None,
        status,
        "names" if names and "name_styles" in pen.form.has else "",
    )
    head = (Ink("数量："), *blank(pen, written), Ink("个"))
    first = (Ink("名称："), *blank(pen, lines[0]))
    rest = tuple((Ink(line, underline=True),) for line in lines[1:])
    if pen.rng.random() < 0.3:
        return ((*head, Ink("  "), *first), *rest)
    return (head, first, *rest)
