"""Printed captions: their wording, numbering, brackets, units and where they break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samples import wording
from samples.paper import Ink, Line

if TYPE_CHECKING:
    from samples.kinds import Form

CIRCLED = 0x2460
CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
CHINESE = "一二三四五六七八九十"


class Labels:
    """Writes the captions of one form; the numbering starts again with each part."""

    def __init__(self, form: Form) -> None:
        self.form, self.count = form, 0

    def restart(self) -> None:
        self.count = 0

    def write(
        self, label: str, indicator: str = "", unit: str = "", hint: str = "", *, numbered: bool = True
    ) -> tuple[Line, ...]:
        """The caption as lines: its words, then its unit, then a hint like （200字以内）."""
        form, rng = self.form, self.form.rng
        words = wording.other(rng, indicator, label) if "paraphrase" in form.has and indicator else label
        if unit:
            words += form.unit_style.format(unit)
        if hint:
            words += "\n" + hint
        if numbered and form.numbering:
            self.count += 1
            words = self.number() + words
        if "half_brackets" in form.has:
            words = words.replace("（", "(").replace("）", ")")
        if "label_breaks" in form.has and rng.random() < 0.5:
            words = self.broken(words)
        return tuple((Ink(line),) for line in words.split("\n"))

    def number(self) -> str:
        form, count = self.form, self.count
        if form.numbering == "①":
            return chr(CIRCLED + count - 1) if count <= 20 else f"{count}."
        if form.numbering == "（一）":
            tens, ones = divmod(count, 10)
            spoken = ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens - 1] + "十") + (
                CHINESE[ones - 1] if ones else ""
            )
            return f"（{spoken}）"
        return form.numbering.replace("1", str(count))

    def broken(self, words: str) -> str:
        """A break or blanks that a typist put in for looks."""
        rng = self.form.rng
        if len(words) < 5:
            return rng.choice([" ", "  ", "\u3000"]).join(words)
        # Nobody breaks a figure, an abbreviation or a bracket from what it belongs to.
        between = [
            at
            for at in range(2, len(words))
            if CHINESE_CHARACTER.match(words[at - 1]) and CHINESE_CHARACTER.match(words[at])
        ]
        if not between:
            return words
        cut = rng.choice(between)
        return words[:cut] + rng.choice(["\n", "\n", " ", "\u3000", "\t"]) + words[cut:]
