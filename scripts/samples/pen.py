"""The applicant's hand: writes an answer as pieces for a cell, and notes what should be read there.

What was never written when the form is finished is `missing`.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from samples import manners, namelists
from samples.catalogue import INDICATORS, Indicator, Key, keys_of
from samples.kinds import EXCEL, Form
from samples.numberformats import as_number
from samples.paper import Ink, Line, Tick, ink

if TYPE_CHECKING:
    from samples.figures import Cluster

PEOPLE = {
    "sme_employees": "人",
    "rd_personnel": "人",
    "ip_grants": "件",
    "standards_led": "项",
    "standards_joined": "项",
    "pct_applications": "件",
    "invention_patents": "件",
}
FACTORS = {("亿元", "万元"): 10000, ("万元", "亿元"): Decimal("0.0001")}


class Pen:
    """Writes one form."""

    def __init__(self, cluster: Cluster, form: Form) -> None:
        self.cluster, self.form, self.rng = cluster, form, form.rng
        self.noted: dict[Key, dict] = {}
        self.how: dict[str, str] = {}
        self.plan_rows: list[dict] = []

    # what is noted

    def note(self, key: Key, value: object, status: str = "reported", how: str = "", **more: object) -> None:
        indicator = INDICATORS[key.indicator]
        observation = {
            "indicator": key.indicator,
            "period": key.period,
            "dims": {"level": key.level} if key.level else {},
            "value": value,
            "unit": indicator.unit,
            "status": status,
            **more,
        }
        self.noted[key] = observation
        if how:
            self.how[str(key)] = how

    def observations(self) -> list[dict]:
        """The whole record: every indicator once for each period and level, whatever its status."""
        for indicator in INDICATORS.values():
            for key in keys_of(indicator, self.cluster.years):
                if key not in self.noted:
                    self.note(key, None, "missing")
        return [*self.noted.values(), *self.plan_rows]

    # chances

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def empty(self, key: Key) -> bool:
        """Whether this cell is left empty; if so that is noted."""
        if "empty_cells" not in self.form.has or not self.chance(0.05):
            return False
        self.note(key, None, "blank", "empty")
        return True

    # figures

    def figure(self, key: Key, printed: str | None = None, *, bare: bool = False) -> Line:
        """A figure in the unit that is printed in its label, column or caption.

        `printed` is that unit where it is not the canonical one; with `bare` nothing is printed, and the cell says it.
        """
        if self.empty(key):
            return ()
        indicator = INDICATORS[key.indicator]
        figure = self.asked(key, printed or indicator.unit)
        if "dirty" in self.form.has and self.chance(0.22):
            how, typed = manners.type_figure(self.rng, figure)
            if bare and typed.status == "reported":
                typed = self.with_unit(typed, figure)
            self.put(key, typed, figure.unit, f"dirty:{how}")
            return ink(typed.text)
        if bare:
            typed = self.with_unit(manners.Typed(str(figure.value), figure.value, figure.digits), figure)
            self.put(key, typed, figure.unit, "unit_in_cell")
            return ink(typed.text)
        if self.form.format == EXCEL:
            piece, typed, how = as_number(
                self.rng,
                figure,
                Decimal(str(self.cluster[key])) * self.factor(indicator, figure.unit),
                plain="number_formats" not in self.form.has,
            )
            self.put(key, typed, figure.unit, how)
            return (piece,)
        self.put(key, manners.Typed(str(figure.value), figure.value, figure.digits), figure.unit)
        return ink(str(figure.value))

    def asked(self, key: Key, unit: str) -> manners.Figure:
        """The figure as this form asks for it: in its unit, rounded to its digits."""
        indicator = INDICATORS[key.indicator]
        digits = 0 if indicator.kind == "count" else 2
        value = manners.rounded(Decimal(str(self.cluster[key])) * self.factor(indicator, unit), digits)
        counted_in = PEOPLE.get(
            key.indicator, "家" if "sme" in key.indicator or indicator.id == "enterprises" else "个"
        )
        return manners.Figure(value, digits, unit, counted_in if digits == 0 else unit, digits == 0)

    @staticmethod
    def factor(indicator: Indicator, unit: str) -> Decimal:
        return Decimal(FACTORS.get((indicator.unit, unit), 1))

    def with_unit(self, typed: manners.Typed, figure: manners.Figure) -> manners.Typed:
        """The same with its unit behind it, unless one is there already."""
        if typed.text.rstrip()[-1:] in "元%％个家项人件）":
            return typed
        gap = self.rng.choice(["", "", " "])
        return manners.Typed(f"{typed.text.rstrip()}{gap}{figure.counted_in}", typed.value, typed.digits)

    def put(self, key: Key, typed: manners.Typed, unit: str, how: str = "") -> None:
        if typed.value is None:
            self.note(key, None, typed.status, how)
            return
        indicator = INDICATORS[key.indicator]
        factor = self.factor(indicator, unit)
        value = typed.value / factor
        number = int(value) if indicator.kind == "count" and value == int(value) else float(value)
        self.note(key, number, "reported", how, precision=typed.digits + factor.adjusted())

    # words

    def text(self, key: Key, *, odd: bool = True) -> Line:
        if self.empty(key):
            return ()
        value = str(self.cluster[key])
        if odd and "dirty" in self.form.has and self.chance(0.05):
            self.note(key, None, "none", "nothing")
            return ink(self.rng.choice(["无", "/", "—"]))
        self.note(key, value)
        if value.isdigit() and self.form.format == EXCEL and "number_formats" in self.form.has and self.chance(0.5):
            return (Ink(value, number=Decimal(value), excel=self.rng.choice(["0", "General"])),)
        return ink(self.loosen(value))

    def loosen(self, value: str) -> str:
        """Stray blanks and breaks, which say nothing."""
        if "loose_text" not in self.form.has or not self.chance(0.4):
            return value
        cut = self.rng.randrange(1, len(value)) if len(value) > 1 else 1
        # A break between two digits would be read as two numbers by people too.
        gaps = ["\n"] if not (value[cut - 1 : cut + 1].isascii()) else [""]
        return self.rng.choice(
            [f" {value} ", f"\u3000{value}", f"{value}\t", f"{value}\n", value[:cut] + gaps[0] + value[cut:]]
        )

    def date(self, key: Key) -> Line:
        year, month, day = self.cluster[key]  # type: ignore[misc]
        if self.empty(key):
            return ()
        text, value = f"{year}年{month}月{day}日", f"{year}-{month:02d}-{day:02d}"
        if "dirty" in self.form.has:
            text, value = manners.type_date(self.rng, (year, month, day))
        self.note(key, value)
        return ink(text)

    def prose(self, key: Key, paragraphs: list[str]) -> tuple[Line, ...]:
        if self.empty(key):
            return ()
        if "dirty" in self.form.has and self.chance(0.06):
            self.note(key, None, "none", "nothing")
            return (ink(self.rng.choice(manners.NOTHING)),)
        self.note(key, "\n".join(paragraphs))
        return tuple(ink(paragraph) for paragraph in paragraphs)

    # ticks

    def ticks(self, key: Key, options: tuple[tuple[object, str], ...], gap: str = "  ") -> Line:
        """One line of boxes; at times none or two of them are ticked, and nothing can be said."""
        chosen = {self.cluster[key]}
        if "tick_faults" in self.form.has and self.chance(0.15):
            chosen = set() if self.chance(0.5) else {value for value, _ in options[:2]}
            self.note(key, None, "unreadable", "none ticked" if not chosen else "both ticked")
        else:
            self.note(key, self.cluster[key])
        pieces: list[Ink | Tick] = []
        for at, (value, words) in enumerate(options):
            pieces += [Ink(gap)] if at else []
            pieces += self.option(words, value in chosen)
        return tuple(pieces)

    def option(self, words: str, on: bool) -> list[Ink | Tick]:
        return [Ink(words), Tick(on)] if "tick_after" in self.form.has else [Tick(on), Ink(words)]

    def multi(self, key: Key, options: tuple[str, ...], a_line: int = 1) -> tuple[Line, ...]:
        chosen = list(self.cluster[key])  # type: ignore[call-overload]
        if "tick_faults" in self.form.has and self.chance(0.1):
            chosen = []
        self.note(key, chosen, how="" if chosen else "none ticked")
        lines = []
        for start in range(0, len(options), a_line):
            line: list[Ink | Tick] = []
            for words in options[start : start + a_line]:
                line += ([Ink("      ")] if line else []) + self.option(words, words in chosen)
            lines.append(tuple(line))
        return tuple(lines)

    # blanks

    def blanks(self, kind: str, level: str | None) -> tuple[Line, ...]:
        """`数量：3 个 名称：…`, the blanks underlined."""
        return namelists.write(self, Key(kind, None, level), Key(f"{kind}_names", None, level))

    def inline(self, key: Key) -> Line:
        """` 104 个`, the blank underlined."""
        figure = self.asked(key, "个")
        if self.empty(key):
            return (Ink("    ", underline=True), Ink("个"))
        typed = manners.Typed(str(figure.value), figure.value)
        how = ""
        if "dirty" in self.form.has and self.chance(0.3):
            how, typed = self.rng.choice(
                [
                    ("about", manners.Typed(f"约{figure.value}", figure.value)),
                    ("nothing", manners.Typed("无", None, status="none")),
                    ("full_digits", manners.Typed(str(figure.value).translate(manners.FULL_WIDTH), figure.value)),
                ]
            )
        self.put(key, typed, figure.unit, how and f"dirty:{how}")
        return (Ink(f" {typed.text} ", underline=True), Ink("个"))


def fresh(seed: object) -> Random:
    return Random(str(seed))
