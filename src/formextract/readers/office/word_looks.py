"""How a Word file sets its letters, as far as it changes what they mean: struck through, raised, hidden, a prompt.

A run says so itself, or its character style, its paragraph's style, or the document's defaults (ECMA-376 17.7.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from lxml import etree

from formextract.readers.office.colours import is_ground

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _ASCII, _HANSI, _FILL = (W + name for name in ("val", "ascii", "hAnsi", "fill"))
_STRIKE, _DSTRIKE, _VANISH, _VERT_ALIGN, _FONTS, _COLOR, _HIGHLIGHT, _SHADE, _POSITION, _SIZE = (
    W + name for name in "strike dstrike vanish vertAlign rFonts color highlight shd position sz".split()
)
_PARAGRAPH, _PARAGRAPH_STYLE, _RUN_STYLE = W + "pPr", W + "pStyle", W + "rStyle"
TRUE = ("1", "true", "on", None)
_PROMPT_STYLE = "placeholder text"
"""The name that Word's own style for prompts has in every language; its id is another in each file."""
_MARKED = "FFFF00"
"""Stands for the ground of a text marker, whatever its colour is called."""
_DEEPEST = 20
"""Styles that a style may be based on, one upon the other."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set. `prompt`: in the style of prompts; `position` and `size` in half-points.

    `ink` is their colour, `ground` that behind them, where they have one of their own ('' for none).
    """

    struck: bool = False
    shifted: bool = False
    hidden: bool = False
    prompt: bool = False
    font: str = ""
    position: int = 0
    size: int = 0
    ink: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of a file's styles by their ids, and of its text where no style says anything."""

    styles: Mapping[str, Look] = field(default_factory=dict)
    default: Look = Look()
    own: Mapping[str, Any] = field(default_factory=dict)
    """The properties that a character style itself says, laid over its paragraph's look."""
    _seen: dict[tuple[bytes, Look], Look] = field(default_factory=dict, compare=False, repr=False)
    """What properties made of a look, by how they are written: a file's thousands of runs are set in a dozen ways."""

    @classmethod
    def of(cls, styles: Any) -> Looks:
        """Those of a `w:styles` element; plain looks where there is none."""
        if styles is None:
            return cls()
        plain = _over(Look(size=20), styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        by_id = {s.get(W + "styleId") or "": s for s in styles.iter(W + "style")}
        looks = {name: _of_style(name, by_id, plain, 0) for name in by_id}
        first = next((n for n, s in by_id.items() if s.get(W + "type") == "paragraph" and s.get(W + "default")), "")
        return cls(looks, looks.get(first, plain), by_id)

    def of_paragraph(self, paragraph: Any) -> Look:
        """What a paragraph's runs look like where they say nothing of themselves."""
        for props in paragraph.iterchildren(_PARAGRAPH):
            for style in props.iterchildren(_PARAGRAPH_STYLE):
                return self.styles.get(style.get(_VAL) or "", self.default)
        return self.default

    def of_run(self, props: Any, around: Look) -> Look:
        """The look of a run with these properties (`w:rPr`, or None) among others that look like `around`."""
        if props is None:
            return around
        written = etree.tostring(props, with_tail=False)
        found = self._seen.get((written, around))
        if found is None:
            style = next(props.iterchildren(_RUN_STYLE), None)
            found = _over(around if style is None else self._styled(style.get(_VAL) or "", around, 0), props)
            self._seen[written, around] = found
        return found

    def _styled(self, name: str, around: Look, depth: int) -> Look:
        style = self.own.get(name)
        return around if style is None else _of_style(name, self.own, around, depth)


def _of_style(name: str, styles: Mapping[str, Any], plain: Look, depth: int) -> Look:
    style = styles.get(name)
    if style is None or depth > _DEEPEST:
        return plain
    based = style.find(W + "basedOn")
    look = plain if based is None else _of_style(based.get(W + "val") or "", styles, plain, depth + 1)
    called = style.find(W + "name")
    if called is not None and (called.get(W + "val") or "").lower() == _PROMPT_STYLE:
        look = replace(look, prompt=True)
    return _over(look, style.find(W + "rPr"))


def _over(look: Look, props: Any) -> Look:
    """A look with what the properties say laid over it."""
    if props is None:
        return look
    own: dict[Any, Any] = {}
    for child in props:  # a handful, each looked at once: most of a file's time went into asking for them by name
        own.setdefault(child.tag, child)
    said: dict[str, Any] = {}
    strikes = [own[tag] for tag in (_STRIKE, _DSTRIKE) if tag in own]
    if strikes:
        said["struck"] = any(s.get(_VAL) in TRUE for s in strikes)
    if (hidden := own.get(_VANISH)) is not None:
        said["hidden"] = hidden.get(_VAL) in TRUE
    if (align := own.get(_VERT_ALIGN)) is not None:
        said["shifted"] = align.get(_VAL) in ("superscript", "subscript")
    fonts = own.get(_FONTS)
    font = "" if fonts is None else fonts.get(_ASCII) or fonts.get(_HANSI) or ""
    if font:
        said["font"] = font
    if (colour := own.get(_COLOR)) is not None:
        said["ink"] = (colour.get(_VAL) or "").replace("auto", "")
    ground = _fill_of(own.get(_SHADE)) or (_MARKED if _HIGHLIGHT in own else "")
    if ground:
        said["ground"] = ground
    for tag, key in ((_POSITION, "position"), (_SIZE, "size")):
        if (element := own.get(tag)) is not None:
            said[key] = _half_points(element.get(_VAL) or "")
    return _changed(look, tuple(said.items())) if said else look


@lru_cache(maxsize=4096)
def _changed(look: Look, said: tuple[tuple[str, Any], ...]) -> Look:
    """A look with other values: a file has thousands of runs and a dozen looks."""
    return replace(look, **dict(said))


def shade_of(props: Any) -> str:
    """The coloured ground on which properties (of a run, a paragraph, a cell) set what stands in it; '' for none."""
    return "" if props is None else _fill_of(next(props.iterchildren(_SHADE), None))


def _fill_of(shade: Any) -> str:
    """The coloured ground that a `w:shd` gives; '' for none."""
    fill = "" if shade is None else shade.get(_FILL) or ""
    return fill if is_ground(fill) else ""


def _half_points(text: str) -> int:
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        return 0
