"""How an OpenDocument text sets its letters, as far as it changes what they mean, and its old form fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from formextract.model import Run
from formextract.model.ink import TINY
from formextract.readers.office.colours import unseen
from formextract.readers.office.word_fields import UNTOUCHED

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_POSITION = re.compile(r"(?P<where>super|sub|-?\d+(?:\.\d+)?%)(?:\s+(?P<size>\d+(?:\.\d+)?)%)?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(pt|%)")
_WHOLE = 100.0
_GROUNDS = ("text", "paragraph", "table-cell", "table-row", "table")
"""Kinds of properties that may set a coloured ground."""


@dataclass(frozen=True, slots=True)
class OdtLook:
    """How a text is set, within a paragraph within a cell. `ink` and `ground` are colours ('' for none).

    `size` in points. `small`: it says itself that it is smaller than the text around; `off`: it stands above or below.
    """

    struck: bool = False
    gone: bool = False
    off: bool = False
    small: bool = False
    size: float = 0.0
    ink: str = ""
    ground: str = ""
    placeholder: bool = False
    font: str = ""

    def run(self, text: str, line: float = 0.0, doubt: str = "") -> Run:
        """A run of text that is set like this, in a line whose letters are of size `line`."""
        return Run(
            text,
            struck=self.struck,
            shifted=self.off and (self.small or 0 < self.size < line),
            hidden=self.gone or 0 < self.size <= TINY or unseen(self.ink, self.ground),
            placeholder=self.placeholder,
            doubt=doubt,
        )


@dataclass(slots=True)
class OdtLooks:
    """What the styles of a package say of letters and grounds, by their names."""

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Properties of `OdtLook` that a style or those that it is based on say; others are those of the text around."""
    default: OdtLook = field(default_factory=OdtLook)

    @classmethod
    def of(cls, *roots: Any) -> OdtLooks:
        """The looks of the styles in these files of a package; one may be missing."""
        looks = cls()
        faces: dict[str, str] = {}
        for root in roots:
            if root is None:
                continue
            for face in root.iter(_S + "font-face"):
                faces[face.get(_S + "name") or ""] = (face.get(_SVG + "font-family") or "").strip("'\"")
            for style in root.iter(_S + "default-style"):
                if style.get(_S + "family") == "paragraph":
                    looks.default = replace(OdtLook(), **_said(style, faces))
            for style in root.iter(_S + "style"):
                said = looks.said.get(style.get(_S + "parent-style-name") or "", {})
                looks.said[style.get(_S + "name") or ""] = said | _said(style, faces)
        return looks

    def within(self, style: str, around: OdtLook) -> OdtLook:
        """The look of what has this style, within text that is set like `around`."""
        said = dict(self.said.get(style, {}))
        share = said.pop("share", None)
        look = replace(around, **said) if said else around
        return replace(look, size=around.size * share) if share is not None else look


def _said(style: Any, faces: dict[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for kind in _GROUNDS:
        props = style.find(f"{_S}{kind}-properties")
        ground = None if props is None else props.get(_FO + "background-color")
        if ground is not None:
            out["ground"] = "" if ground == "transparent" else ground
    props = style.find(_S + "text-properties")
    return out if props is None else out | _of_letters(props, faces)


def _of_letters(props: Any, faces: dict[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    face = props.get(_S + "font-name") or ""
    font = props.get(_FO + "font-family") or faces.get(face, face)
    if font:
        out["font"] = font if "dings" in font.lower() or "symbol" in font.lower() else ""
    lines = [props.get(_S + f"text-line-through-{kind}") for kind in ("style", "type")]
    if any(lines):
        out["struck"] = "none" not in lines
    if props.get(_T + "display"):
        out["gone"] = props.get(_T + "display") == "none"
    colour = props.get(_FO + "color")
    if colour is not None:
        out["ink"] = colour
    if props.get(_S + "use-window-font-color") == "true":
        out["ink"] = ""
    size = _SIZE.fullmatch(props.get(_FO + "font-size") or "")
    if size is not None:
        out |= {"size": float(size[1])} if size[2] == "pt" else {"share": float(size[1]) / _WHOLE}
    position = _POSITION.match(props.get(_S + "text-position") or "")
    if position is not None:
        out["off"] = position["where"].strip("-") not in ("0%", "0.0%")
        out["small"] = position["size"] is None or float(position["size"]) < _WHOLE
    return out


def form_field(mark: Any) -> tuple[str, str]:
    """A form field of old Word: a check box as ☑ or ☐, the choice of a drop-down with its doubt, '' of others."""
    kind = mark.get(_FIELD + "type") or ""
    params = [(p.get(_FIELD + "name") or "", p.get(_FIELD + "value") or "") for p in mark.iter(_FIELD + "param")]
    if kind.endswith("FORMCHECKBOX"):
        return ("☑" if ("Checkbox_Checked", "true") in [(n, v.lower()) for n, v in params] else "☐"), ""
    if not kind.endswith("FORMDROPDOWN"):
        return "", ""
    entries = [v for n, v in params if n == "Dropdown_ListEntry"]
    chosen = next((v for n, v in params if n == "Dropdown_Selected"), "0")
    at = int(chosen) if chosen.isdecimal() else 0
    text = entries[at] if at < len(entries) else ""
    return text, UNTOUCHED if at == 0 and text.strip() else ""
