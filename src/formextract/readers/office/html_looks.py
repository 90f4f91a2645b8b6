"""How a web page sets its letters, as far as it changes what they mean: by tags, styles, classes of its style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import ImageColor

from formextract.model.ink import TINY
from formextract.readers.office.colours import unseen

_STRUCK, _SHIFTED = frozenset({"s", "strike", "del"}), frozenset({"sup", "sub"})
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[a-z][\w:]*|\.[\w-]+|#[\w-]+")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)", re.IGNORECASE)
_CLEAR = re.compile(r"rgba\([^)]*[,/\s]0(?:\.0+)?\s*\)", re.IGNORECASE)


_NOTHING = re.compile(r"0*\.?0+%?")
_SIZE = re.compile(r"(\d*\.?\d+)(pt|px|pc|in|cm|mm|r?em|ex|%|)")
OFF_LINE = 2.0
"""Points: programs move a line by a point or so to set it straight; marks of notes stand a third of a letter higher."""
_LETTER = 12.0
"""Points of a letter of which nothing else is said: what a browser sets."""
_POINTS = {"pt": 1.0, "px": 0.75, "": 0.75, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "em": _LETTER,
           "rem": _LETTER, "ex": _LETTER / 2, "%": _LETTER / 100}  # fmt: skip
"""Points of each unit of length of style sheets (CSS Values 3, 5 and 6); those by the letter are of a usual one."""
_SMALLER = 0.85
"""Share of a usual letter's size up to which letters are set smaller than the line's."""


@dataclass(frozen=True, slots=True)
class HtmlLook:
    """How a run is set; `ink` and `ground` are colours ('' for none)."""

    struck: bool = False
    shifted: bool = False
    gone: bool = False
    ink: str = ""
    ground: str = ""
    tiny: bool = False
    font: str = ""

    @property
    def hidden(self) -> bool:
        """Whether nobody sees it."""
        return self.gone or self.tiny or unseen(self.ink, self.ground)


@dataclass(frozen=True, slots=True)
class HtmlLooks:
    """What a page's style sheets say of its classes (`.a`), elements (`td`) and ids (`#a`)."""

    rules: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> HtmlLooks:
        """Those of a page; of selectors of several parts (`tr.a`, `td p`) none but `element.class` is known."""
        found: dict[str, str] = {}
        for style in root.iter("style"):
            for names, said in _RULE.findall(_COMMENT.sub("", style.text or "")):
                for name in names.lower().split(","):
                    # `tr.a` is said of all of class `a`; one class is seldom two things
                    _, dot, last = name.strip().rpartition(".")
                    if _SELECTOR.fullmatch(key := f"{dot}{last}" if dot else name.strip()):
                        found[key] = f"{found.get(key, '')};{said}"
        return cls(found)

    def within(self, element: Any, around: HtmlLook) -> HtmlLook:
        """The look of what stands in an element, among others that look like `around`."""
        tag = element.tag
        look = around
        if tag in _STRUCK:
            look = replace(look, struck=True)
        elif tag in _SHIFTED:
            look = replace(look, shifted=True)
        elif tag == "font":
            look = _set(look, {"color": element.get("color") or "", "font-family": element.get("face") or ""})
        if element.get("bgcolor"):
            look = _set(look, {"background": element.get("bgcolor")})
        if element.get("hidden") is not None:
            look = replace(look, gone=True)
        classes = (element.get("class") or "").lower().split()
        names = [tag, *(f".{c}" for c in classes), f"#{(element.get('id') or '').lower()}"]
        said = ";".join(self.rules[name] for name in names if name in self.rules)
        said = f"{said};{element.get('style') or ''}"
        return _set(look, _declared(said)) if said.strip(";") else look


def _declared(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def _set(look: HtmlLook, said: Mapping[str, str]) -> HtmlLook:
    line = said.get("text-decoration") or said.get("text-decoration-line") or said.get("text-line-through") or ""
    if "line-through" in line:
        look = replace(look, struck=True)
    elif line == "none":
        look = replace(look, struck=False)
    align = said.get("vertical-align", "")
    moved = said.get("top", "") or said.get("bottom", "") if said.get("position") == "relative" else ""
    size = _points(said.get("font-size", ""))
    at_edge = align in ("text-top", "text-bottom") and size is not None and size <= _SMALLER * _LETTER
    if align in ("super", "sub") or at_edge or any(map(_is_off, (align, moved, said.get("mso-text-raise", "")))):
        look = replace(look, shifted=True)
    if said.get("display") == "none" or said.get("visibility") == "hidden" or said.get("mso-hide") == "all":
        look = replace(look, gone=True)
    if (
        said.get("color") == "transparent"
        or _CLEAR.search(said.get("color", ""))
        or _NOTHING.fullmatch(said.get("opacity", ""))
    ):
        look = replace(look, gone=True)
    ink = _colour(said.get("color", ""))
    if ink is not None:
        look = replace(look, ink=ink)
    ground = _colour(said.get("background-color") or said.get("background") or said.get("mso-highlight") or "")
    if ground is not None:
        look = replace(look, ground=ground)
    if size is not None:
        look = replace(look, tiny=size <= TINY)
    font = said.get("font-family", "")
    return replace(look, font=font.split(",")[0].strip("'\" ")) if font else look


def _is_off(by: str) -> bool:
    """Whether letters moved up or down so far no longer stand on the line."""
    length = _points(by.lstrip("+-"))
    return length is not None and length >= OFF_LINE


def _points(length: str) -> float | None:
    """A length in points; None for what is none."""
    found = _SIZE.fullmatch(length)
    return None if found is None else float(found[1]) * _POINTS[found[2]]


def _colour(said: str) -> str | None:
    """The first colour that is said, as six hexadecimal digits; None where there is none."""
    numbers = _RGB.search(said)
    if numbers is not None:
        return None if _CLEAR.search(said) else bytes(min(255, int(n)) for n in numbers.groups()).hex()
    for word in said.lower().split():
        found = _HEX.match(word)
        if found is not None:
            return found[1] if len(found[1]) > 3 else "".join(2 * d for d in found[1])  # noqa: PLR2004 - #fff
        if word in ImageColor.colormap:  # asked by its own function: it puts other types into the map as it goes
            return bytes(ImageColor.getrgb(word)[:3]).hex()
    return None
