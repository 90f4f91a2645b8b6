"""The kinds of variation, and how a form's own mixture of them is drawn.

Each kind can be switched by name; a form carries the names of those that it has, so that accuracy can be told per kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from samples.paper import Ink

if TYPE_CHECKING:
    from random import Random

WORD, EXCEL, PDF, DRAWN = "docx", "xlsx", "pdf", "drawn"
FORMATS = (WORD, EXCEL, PDF, DRAWN)
PAGED = (WORD, PDF, DRAWN)


@dataclass(frozen=True)
class Kind:
    """A variation: how often it is drawn, in which formats, and what it does."""

    name: str
    odds: float
    says: str
    formats: tuple[str, ...] = FORMATS


KINDS = (
    # how the pages are laid out
    Kind("one_table", 0.2, "all parts in one table, part titles as rows across it"),
    Kind("page_per_part", 0.25, "each part begins a page", PAGED),
    Kind("no_heads_again", 0.35, "a table cut by a page does not repeat its heading row", PAGED),
    Kind("whole_rows", 0.3, "rows are not cut by a page", PAGED),
    Kind("cover_table", 0.3, "the cover's lines stand in a table"),
    Kind("no_cover", 0.06, "no cover page: the title, then the first part"),
    Kind("plan_in_cell", 0.12, "part eight's text stands in one table cell"),
    Kind("nested_standards", 0.25, "the standards of each year in a table inside the cell", PAGED),
    Kind("software_inline", 0.25, "software purchases written as `2021年：234.49` in one cell"),
    Kind("years_falling", 0.2, "the latest year first"),
    Kind("year_style", 0.6, "years as `2021 年度`, `2021`, `2021年末`"),
    Kind("edition_2025", 0.3, "the 2025 edition: years 2022 to 2024"),
    # how labels are worded
    Kind("paraphrase", 0.3, "labels in other words"),
    Kind("numbering", 0.35, "labels numbered `1.` `1、` `（一）` `①`"),
    Kind("half_brackets", 0.25, "half-width brackets in labels"),
    Kind("label_breaks", 0.3, "labels broken over lines, or spaced out"),
    Kind("unit_column", 0.15, "units in a column of their own"),
    Kind("unit_caption", 0.12, "unit of the amounts in the table's caption (单位：万元)"),
    Kind("unit_in_cell", 0.15, "units only in the cells"),
    Kind("unit_style", 0.15, "units in labels as `（单位：亿元）` or `/亿元`"),
    Kind("wan_amounts", 0.12, "万元 in the label where the indicator is in 亿元"),
    Kind("extra_rows", 0.35, "rows that the applicant added"),
    Kind("rows_left_out", 0.2, "rows of the form that are not there"),
    # how values are typed
    Kind("dirty", 0.4, "figures and dates as people type them"),
    Kind("empty_cells", 0.3, "cells left empty"),
    Kind("tick_faults", 0.25, "none or both ticked"),
    Kind("tick_after", 0.2, "the tick after its option"),
    Kind("name_styles", 0.6, "name lists with other separators, numbered, over several lines, blanks as underscores"),
    Kind("loose_text", 0.4, "extra spaces, tabs and line breaks in texts"),
    # what only one format has
    Kind("split_runs", 0.4, "a cell's text in several Word runs, with proofing marks between", (WORD, PDF)),
    Kind("text_controls", 0.15, "values inside Word text controls: a run, a paragraph or a whole cell", (WORD, PDF)),
    Kind("tracked", 0.1, "tracked changes: old figures struck out beside the new ones", (WORD,)),
    Kind("sheet_per_part", 0.5, "a sheet a part", (EXCEL,)),
    Kind("hidden_sheets", 0.2, "a hidden sheet with an old draft", (EXCEL,)),
    Kind("offset_sheet", 0.2, "the form does not begin in A1", (EXCEL,)),
    Kind("unmerged", 0.2, "cells not merged though the label spans", (EXCEL,)),
    Kind(
        "number_formats", 0.6, "percent, thousands, rounding and General formats, formulas, numbers as text", (EXCEL,)
    ),
    Kind("watermark", 0.08, "slanted grey words over each page", (DRAWN,)),
    # forms that share only the questions
    Kind("free_layout", 0.22, "own tables, own order, other words; years may be rows"),
)
BY_NAME = {kind.name: kind for kind in KINDS}

TICKS = {
    WORD: ["☑☐", "☑□", "√□", "✓□", "■□", "●○", "√口", "☑口", "bracket", "bare", "control", "legacy", "symbol"],
    EXCEL: ["☑☐", "☑□", "√□", "✓□", "■□", "●○", "√口", "bracket", "bare"],
    PDF: ["☑☐", "☑□", "√□", "✓□", "■□", "●○", "√口", "bracket", "bare", "control", "symbol"],
    DRAWN: ["√□", "■□", "●○", "√口", "stroke", "stroke", "fill", "dingbats", "bracket", "bare"],
}
YEAR_STYLES = ["{}年", "{} 年", "{}年度", "{} 年度", "{}", "{}年末"]


@dataclass
class Form:
    """One form's mixture: what it has, and the choices that go with it."""

    format: str
    rng: Random
    has: set[str] = field(default_factory=set)
    edition: int = 2024
    tick: str = "☑□"
    year_style: str = "{}年"
    numbering: str = ""
    unit_style: str = "（{}）"
    label_size: int = 0
    landscape: bool = False
    rules: str = ""  # how a drawn PDF draws its rules and sets its text; drawn at random where empty
    by_character: bool | None = None

    def year(self, year: str) -> str:
        return self.year_style.format(year)

    def year_ink(self, year: str) -> tuple[Ink, ...]:
        """A heading's year; in a spreadsheet it may be a number, with 年 in its format."""
        if (
            self.format == EXCEL
            and "number_formats" in self.has
            and self.year_style in {"{}", "{}年"}
            and self.label_size != 0
        ):
            return (
                Ink(self.year(year), number=Decimal(year), excel="General" if self.year_style == "{}" else '0"年"'),
            )
        return (Ink(self.year(year)),)


def draw(rng: Random, format_: str, allowed: set[str] | None = None) -> Form:
    """A form's mixture; with `allowed`, only those kinds and each of them more often."""
    has = set()
    for kind in KINDS:
        odds = kind.odds if allowed is None else 0.75 if kind.name in allowed else 0.0
        if rng.random() < odds and format_ in kind.formats:
            has.add(kind.name)
    # A unit stands in one place only.
    placed = [name for name in ("unit_caption", "unit_column", "unit_in_cell", "wan_amounts") if name in has]
    has -= set(placed[1:])
    if "text_controls" in has:
        has.discard("tracked")
    return settle(Form(format_, rng, has))


def settle(form: Form) -> Form:
    """Draw what the kinds leave open."""
    rng = form.rng
    form.edition = 2025 if "edition_2025" in form.has else 2024
    form.tick = rng.choice(TICKS[form.format])
    form.year_style = rng.choice(YEAR_STYLES[1:]) if "year_style" in form.has else YEAR_STYLES[0]
    form.numbering = rng.choice(["1.", "1、", "（一）", "①", "(1)"]) if "numbering" in form.has else ""
    form.unit_style = rng.choice(["（单位：{}）", "/{}", "，{}"]) if "unit_style" in form.has else "（{}）"
    form.label_size = rng.choice([-3, 0, 0, 3])
    return form
