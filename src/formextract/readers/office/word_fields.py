"""Fields that Word draws from their codes: 带圈字符 (EQ), a SYMBOL; and choices of old form fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from formextract.readers.office.word_looks import TRUE, W
from formextract.text.glyphs import CIRCLES, CROSSED_BOXES, CROSSES, FILLED, SQUARES, TICKED_BOXES, TICKS
from formextract.text.symbols import shown

UNTOUCHED = "表单域显示的是它一开始的内容，可能没有填过"
NO_RESULT = "这里有域，没有存下结果"
NOT_READ = "这里有用域画出的内容，没有读出"

_OVERLAID = re.compile(r"eq\s+\\o(?:\s*\\a[clr])?\s*[(（](?P<inside>.*)[)）]", re.IGNORECASE | re.DOTALL)
_FRACTION = re.compile(r"eq\s+\\f\s*[(（](?P<above>[^,，;；()]*)[,，;；](?P<below>[^,，;；()]*)[)）]", re.IGNORECASE)
_SYMBOL = re.compile(r"symbol\s+(?P<code>0x[0-9a-f]+|\d+|\S)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'\\f\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))', re.IGNORECASE)
_SHIFTED = re.compile(r"\\s\s*\\(?:up|do|di|ai)\s*-?\d*\s*\(([^()]*)\)", re.IGNORECASE)
_BOXES = {*SQUARES, *FILLED, *"口囗"}
_TICKS, _CROSSES = {*TICKS, *TICKED_BOXES}, {*CROSSES, *CROSSED_BOXES, *"✕xX"}
_CIRCLES = {*CIRCLES, "〇"}
_DRAWS = re.compile(r"\s*(?:eq|symbol)\b", re.IGNORECASE)
_WORKED_OUT = re.compile(
    r"=|(?:date|time|createdate|savedate|quote|if|ref|docproperty|docvariable|mergefield|seq)\b",
    re.IGNORECASE,
)
"""Fields whose text Word works out, when the file is opened or when it is told to."""


def is_worked_out(code: str) -> bool:
    """Whether a field's text is worked out anew by every program that opens the file: a sum, today's date."""
    return _WORKED_OUT.match(code.strip()) is not None


@dataclass(slots=True)
class Field:
    """A field that is being read: its code so far, whether its result has begun, the result's letters."""

    code: str = ""
    in_result: bool = False
    letters: int = 0
    choice: tuple[str, str] = field(default=("", ""))
    """What a drop-down shows, and the doubt about it."""
    untouched: bool = False
    """Whether its text is the words that it began with."""


def drawn(code: str) -> tuple[str, str]:
    """The text that Word draws for a field without a result, and the doubt where that cannot be said in letters."""
    code = code.strip()
    if _DRAWS.match(code) is None:
        return "", NO_RESULT if is_worked_out(code) else ""
    symbol = _SYMBOL.fullmatch(code)
    text = _symbol(symbol["code"], symbol["rest"]) if symbol is not None else _equation(code)
    return (text, "") if text else ("", NOT_READ)


def _symbol(code: str, rest: str) -> str:
    font = _FONT.search(rest)
    name = "" if font is None else font["quoted"] or font["plain"] or ""
    try:
        letter = chr(int(code, 0)) if code[0].isdigit() else code
    except (ValueError, OverflowError):
        return ""
    return shown(letter, name)


def _equation(code: str) -> str:
    fraction = _FRACTION.fullmatch(code)
    if fraction is not None:
        return f"{fraction['above'].strip()}/{fraction['below'].strip()}"
    overlaid = _OVERLAID.fullmatch(code)
    if overlaid is None:
        return ""
    signs = {_SHIFTED.sub(r"\1", sign).strip() for sign in re.split("[,，;；]", overlaid["inside"])}
    if signs & _BOXES:
        return "☑" if signs & _TICKS else "☒" if signs & _CROSSES else "☐" if signs <= _BOXES else ""
    rest = signs - _CIRCLES
    if signs & _CIRCLES and len(rest) == 1:
        word = rest.pop()
        if word.isdigit() and 1 <= int(word) <= 20:  # noqa: PLR2004 - as many circled numbers Unicode has in a row
            return chr(ord("①") + int(word) - 1)
        return "☑" if word in _TICKS else ""
    return ""


def chosen(begin: Any) -> tuple[str, str]:
    """What an old drop-down form field shows, and the doubt where it began with that; '' of other fields."""
    listed = begin.find(f"{W}ffData/{W}ddList")
    if listed is None:
        return "", ""
    entries = [e.get(W + "val") or "" for e in listed.findall(W + "listEntry")]
    default = _index(listed.find(W + "default"), 0)
    at = _index(listed.find(W + "result"), default)
    text = entries[at] if at < len(entries) else ""
    return text, UNTOUCHED if at == default and text.strip() else ""


def shows_its_prompt(begin: Any) -> bool:
    """Whether an old text field shows just the words that it began with; a figure it may begin with is meant."""
    default = begin.find(f"{W}ffData/{W}textInput/{W}default")
    words = "" if default is None else (default.get(W + "val") or "").strip()
    if not words or any(c.isdigit() for c in words):
        return False
    paragraph = next(begin.iterancestors(W + "p"), None)
    depth, said, within = 0, "", False
    for element in () if paragraph is None else paragraph.iter(W + "fldChar", W + "t"):
        if element is begin:
            within = True
        if not within:
            continue
        if element.tag == W + "t":
            said += element.text or ""
        else:
            depth += {"begin": 1, "end": -1}.get(element.get(W + "fldCharType") or "", 0)
            if depth == 0:
                break
    return said.strip() == words


def _index(element: Any, default: int) -> int:
    value = None if element is None else element.get(W + "val")
    return int(value) if value is not None and value.isdecimal() else default


def old_check_box(begin: Any) -> str:
    """A form-field check box of old Word as ☑ or ☐; '' of other fields."""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return "☑" if state is not None and state.get(W + "val") in TRUE else "☐"
