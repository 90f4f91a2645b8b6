"""What stands in a cell, run by run, and the one rule of what of it is the value, what a note, and what is in doubt.

Every reader fills `Run`s; `standing` decides. So struck-through figures, raised note marks and prompts of controls
mean the same in every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from formextract.model.document import Line, Place, UnreadKind
from formextract.model.doubt import TYPED
from formextract.text import is_blank
from formextract.text.marks import CIRCLED, RAISED, is_mark, raised
from formextract.text.units import is_sign_of_unit

STRUCK = "文字都被划去，没有写新的内容"
RUN_TOGETHER = "划去的文字或注码夹在数字中间，前后数字是否为一个数不能确定"
NOT_TEXT = "格里有图片、公式或嵌入的对象，没有读出文字"
ALL_SHIFTED = "文字都是上标或下标"
LINED = "格里画有直线，其中的数字可能已被划去"
NOT_SEEN = "格里有看不见的文字（隐藏或白色），没有当作填报内容"
COVERED = "格是合并的，合并掉的格里还有看不见的文字，没有当作填报内容"

_ASIDE = "划去、隐藏的文字或注码："

TINY = 2.0
"""Points: letters up to this size are no more than a speck on paper; the smallest print of forms has five."""

_FIGURE = re.compile(r"[\s\d.,，．%％‰+\-−万亿元]*\d[\s\d.,，．%％‰+\-−万亿元]*")
_DIGIT_AT_END, _DIGIT_AT_START = re.compile(r"\d[.,，．]?$"), re.compile(r"^[.．]?\d")
_MARKS_AT_END = re.compile(f"[{CIRCLED}{RAISED}⁽⁾]+$")
_POWER_OF = re.compile(r"(?<![\d.,，．])[1１][0０]$")
_OWN_PLACE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ米]$")
"""Behind these a raised or lowered letter is part of the word: km², CO₂, 千米²."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way, with what changes its meaning.

    `struck`: a line goes through it, or a tracked change took it out. `shifted`: smaller, above or below the line.
    `hidden`: the file does not show it. `placeholder`: a control's prompt, which nobody replaced. `picture`: no text
    but a picture or whatever `what` says, which was not read. `line`: a straight line that was drawn by hand, wherever
    in the cell. `doubt` says why its reader does not trust it, also where no text could be read at all.
    """

    text: str
    struck: bool = False
    shifted: bool = False
    hidden: bool = False
    placeholder: bool = False
    picture: bool = False
    line: bool = False
    doubt: str = ""
    what: UnreadKind = "picture"


_SET = attrgetter(*(f.name for f in fields(Run) if f.name != "text"))
"""How a run is set: all that is said of it but its text."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The text of a cell from which its value is read, the doubt about it, and what stands beside it as a note."""

    text: str
    doubt: str = ""
    asides: tuple[str, ...] = ()
    struck_out: bool = False
    """Whether all that was written is struck; the text then says what it was."""


def aside_line(text: str, place: Place) -> Line:
    """An aside as a line of what a file holds and does not mean, in words for staff."""
    return Line(f"{_ASIDE}{text}", place, legibility=TYPED)


def without_head(line: Line) -> str:
    """The text of a line of what a file does not mean, without our words before it."""
    return line.text.removeprefix(_ASIDE)


def standing(runs: Iterable[Run]) -> Ink:
    """What of the runs stands: struck and hidden text and note marks are asides, prompts are nothing.

    A cell that shows nothing and holds hidden text is in doubt: whoever wrote it may have meant it. The number of a
    note behind a figure stays in the text as a raised letter, which no figure reader takes for a digit.
    Where only struck or only raised text is there it is the text, in doubt.
    """
    runs = list(runs)
    there = [run for run in runs if not run.placeholder]
    if not any(run.struck or run.shifted or run.hidden or run.picture or run.line for run in there):
        return Ink("".join([run.text for run in there]), next((run.doubt for run in there if run.doubt), ""))
    text, doubt = "", ""
    asides: list[str] = []
    gap = False  # something was left out between the text so far and the next run
    written = [r for r in _joined(runs) if not r.placeholder]
    shown = [r for r in written if not r.hidden]
    for run in written:
        if run.hidden:
            asides += [run.text.strip()] if run.text.strip() else []
            continue
        doubt = doubt or run.doubt
        if run.struck:
            asides += [run.text.strip()] if run.text.strip() else []
            gap = gap or bool(run.text.strip())
            continue
        if run.shifted and run.text.strip():
            kept = _shifted(text, run.text)
            asides += [] if kept else [run.text.strip()]
            text, gap = text + kept, True
            continue
        if gap and _DIGIT_AT_END.search(_MARKS_AT_END.sub("", text)) and _DIGIT_AT_START.match(run.text):
            doubt = doubt or RUN_TOGETHER
        text, gap = text + run.text, gap and not run.text
    struck = [r.text for r in shown if r.struck and r.text.strip()]
    struck_out = bool(struck) and not text.strip()
    if struck and _leaves_nothing(text, struck):
        text, doubt = "".join(struck) if struck_out else text, doubt or STRUCK
    elif not text.strip() and any(r.picture for r in shown):
        doubt = doubt or NOT_TEXT
    elif is_blank(text) and any(r.hidden and not is_blank(r.text) for r in written):
        doubt = doubt or NOT_SEEN
    elif any(r.line for r in shown) and any(c.isdigit() for c in text):
        doubt = doubt or LINED
    elif text.strip() and all(r.shifted for r in shown if r.text.strip() and not r.struck):
        doubt = doubt or ALL_SHIFTED
    return Ink(text, doubt, tuple(asides), struck_out)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, those set alike side by side as one: a program may part a figure anywhere."""
    held: Run | None = None
    for run in runs:
        if not (run.text or run.picture or run.line or run.doubt):
            continue
        if held is not None and _SET(held) == _SET(run):
            held = replace(held, text=held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _shifted(before: str, text: str) -> str:
    """What stays in the text of a raised or lowered run behind `before`; '' where it is a note's mark beside a word."""
    if _OWN_PLACE.search(before):
        return text
    behind_figure = re.search(r"[\d%％‰.]\s*$", before) is not None
    if behind_figure and is_sign_of_unit(text):
        return text  # 12.5 with a raised %, or 亿元; a raised `t` is the mark of a note
    if not is_mark(text):
        return "" if behind_figure else text
    return raised(text) if behind_figure or not before.strip() or _POWER_OF.search(before) else ""


def _leaves_nothing(text: str, struck: list[str]) -> bool:
    """Whether only a label, a unit or nothing is left of the cell once the struck text is gone."""
    rest = text.strip()
    if is_blank(rest) or rest.endswith((":", "：")):
        return True
    figures = any(_FIGURE.fullmatch(s) for s in struck)
    return figures and not any(c.isdigit() for c in rest)
