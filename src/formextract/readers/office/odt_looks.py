"""How an OpenDocument text sets its letters, as far as it changes what they mean, and its old form fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from formextract.model import Run
from formextract.readers.office.word_fields import UNTOUCHED

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_POSITION = re.compile(r"(?P<where>super|sub|-?\d+(?:\.\d+)?%)(?:\s+(?P<size>\d+(?:\.\d+)?)%)?")
_WHOLE = 100.0


@dataclass(slots=True)
class OdtLooks:
    """By name of style: the font where it is one of signs, and what it says of its letters otherwise."""

    fonts: dict[str, str] = field(default_factory=dict)
    said: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Properties of `Run` that a style or those that it is based on say; what they do not say is the text's around."""

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
            for style in root.iter(_S + "style"):
                looks._take(style, faces)
        return looks

    def run(self, style: str, around: Run) -> Run:
        """An empty run in a style, within text that is set like `around`."""
        said = self.said.get(style)
        return replace(around, **said) if said else around  # type: ignore[arg-type]

    def _take(self, style: Any, faces: dict[str, str]) -> None:
        name, parent = style.get(_S + "name") or "", style.get(_S + "parent-style-name") or ""
        if parent in self.fonts:
            self.fonts[name] = self.fonts[parent]
        said = dict(self.said.get(parent, {}))
        props = style.find(_S + "text-properties")
        if props is not None:
            face = props.get(_S + "font-name") or ""
            font = props.get(_FO + "font-family") or faces.get(face, face)
            if "dings" in font.lower() or "symbol" in font.lower():
                self.fonts[name] = font
            elif font:
                self.fonts.pop(name, None)
            said |= _meaning(props)
        self.said[name] = said


def _meaning(props: Any) -> dict[str, bool]:
    out = {}
    lines = [props.get(_S + f"text-line-through-{kind}") for kind in ("style", "type")]
    if any(lines):
        out["struck"] = "none" not in lines
    if props.get(_T + "display"):
        out["hidden"] = props.get(_T + "display") == "none"
    position = _POSITION.match(props.get(_S + "text-position") or "")
    if position is not None:
        small = position["size"] is None or float(position["size"]) < _WHOLE
        out["shifted"] = small and position["where"].strip("-") not in ("0%", "0.0%")
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
