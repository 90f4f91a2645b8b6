"""A Word paragraph as runs of ink: what a reader of the page sees of it, and how it is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from formextract.model import Line, Run, Unread
from formextract.model.document import UnreadKind
from formextract.model.ink import TINY
from formextract.readers.office.colours import unseen
from formextract.readers.office.word_fields import UNTOUCHED, Field, chosen, drawn, old_check_box, shows_its_prompt
from formextract.readers.office.word_looks import TRUE, Look, Looks, W, shade_of
from formextract.readers.snippets import Snippets
from formextract.text.symbols import shown

EQUATION = "公式没有读全"
PROMPT_STYLE = "文字是控件提示的样式，可能没有填写"

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SDT = W + "sdt"
_P_PROPS, _RUN_PROPS, _CELL_PROPS, _ROW_PROPS = W + "pPr", W + "rPr", W + "tcPr", W + "trPr"
_ROW, _CELL, _GONE = W + "tr", W + "tc", W + "hidden"
_RUN, _TEXT, _STRUCK, _STRUCK_TEXT, _CODE, _SYM = (W + t for t in ("r", "t", "del", "delText", "instrText", "sym"))
_OBJECTS, _DRAWINGS = (W + "object", W + "control", W + "altChunk"), (W + "drawing", W + "pict")
_BREAKS, _TABS, _HYPHEN = (W + "br", W + "cr"), (W + "tab", W + "ptab"), W + "noBreakHyphen"
_TURNED, _FIELD_MARK, _FIELD, _VAL = W + "bdo", W + "fldChar", W + "fldSimple", W + "val"
SKIPPED = {
    W + "del",
    W + "moveFrom",
    W + "instrText",
    W + "delText",
    _MC + "Fallback",
    W + "footnoteReference",
    W + "pPr",
    W + "tblPr",
    W + "tblGrid",
    W + "trPr",
    W + "tcPr",
    W + "sdtPr",
    W + "sectPr",
    W + "endnoteReference",
    W + "rt",  # small letters above others, that say how they are read
}
"""Elements without text of the page."""
_OUT_OF_LINE = (W + "tbl", W + "txbxContent", W + "drawing", W + "pict", W + "rPr", W + "delInstrText")
_EQUATION = _M + "oMath"
_PLAIN_MATHS = {_M + t for t in ("oMath", "oMathPara", "r", "t", "f", "num", "den")}

_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_PICTURE, _OBJECT, _DRAWING, _LINE = "\ufffc", "\ufffcobject", "\ufffcdrawing", "\ufffcline"
"""Stand for what is no text among pieces of text (Unicode's object replacement character)."""
_UNREAD: dict[str, UnreadKind] = {_PICTURE: "picture", _OBJECT: "object", _DRAWING: "drawing"}

_Piece = tuple[str, Look, bool, str]
"""Text, how it is set, whether it is a prompt, and the doubt about it."""


@dataclass(slots=True)
class WordRuns:
    """Reads paragraphs of one file. `prompts`: the texts that its controls show before they are filled in, by name."""

    looks: Looks = field(default_factory=Looks)
    prompts: Mapping[str, str] = field(default_factory=dict)
    snippets: Snippets = field(default_factory=Snippets)
    unread: list[Unread] = field(default_factory=list)
    """What of the text its reader has met and not read."""
    aside: list[Line] = field(default_factory=list)
    """Rows of tables that were taken out, as what the file holds and does not mean."""
    _fields: list[Field] = field(default_factory=list)
    _row: tuple[Any, bool] = (None, False)
    """The row of the last paragraph, and whether it is not shown."""

    def paragraph(self, paragraph: Any) -> list[Run]:
        """The runs of a paragraph, none struck, raised or hidden without saying so."""
        self._fields = []
        pieces = list(self._within(paragraph, self.looks.of_paragraph(paragraph)))
        if not pieces:
            return []
        prompt = any(self._shows_prompt(a) for a in paragraph.iterancestors(SDT))
        ground = _ground_of(paragraph) if any(look.ink for _, look, *_ in pieces) else ""
        gone = self._in_hidden_row(paragraph)
        line = 0
        if any(look.position for _, look, *_ in pieces):
            line = max((look.size for text, look, *_ in pieces if text.strip() and not look.position), default=0)
        return [
            Run("", picture=True, what=_UNREAD[text])
            if text in _UNREAD
            else Run("", line=True)
            if text == _LINE
            else Run(
                text.replace("\f", "\n"),
                struck=look.struck,
                shifted=look.shifted or bool(look.position and look.size < line),
                hidden=gone or look.hidden or 0 < look.size <= 2 * TINY or unseen(look.ink, look.ground or ground),
                placeholder=prompt or is_prompt,
                doubt=doubt or (PROMPT_STYLE if look.prompt and text.strip() else ""),
            )
            for text, look, is_prompt, doubt in pieces
        ]

    def _in_hidden_row(self, paragraph: Any) -> bool:
        """Whether a row in which a paragraph stands is not shown."""
        row = next(paragraph.iterancestors(_ROW), None)
        if row is None:
            return False
        if row is not self._row[0]:
            self._row = row, _is_hidden(row)
        return self._row[1]

    def _within(self, parent: Any, look: Look) -> Iterator[_Piece]:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag == _RUN and not self._fields and (plain := self._plain_run(child, look)) is not None:
                yield from plain
                continue
            if self._fields and not self._fields[-1].in_result:
                self._code(child, look)
            elif self._fields and tag == _TEXT:
                self._fields[-1].letters += len(child.text or "")
            yield from self._element(child, tag, look)

    def _plain_run(self, run: Any, look: Look) -> list[_Piece] | None:
        """The pieces of a run that is its properties and text, as nearly all are; None for any other."""
        props, texts = None, []
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                texts.append(child.text or "")
            elif tag == _RUN_PROPS and props is None and not texts:
                props = child
            else:
                return None
        own = self.looks.of_run(props, look)
        return [(_in_font(text, own), own, False, "") for text in texts]

    def _code(self, child: Any, look: Look) -> None:
        """Adds to the code of the field that is open; signs of symbol fonts are written into it as signs."""
        if child.tag == _CODE:
            self._fields[-1].code += child.text or ""
        elif child.tag == _SYM:
            self._fields[-1].code += _symbol(child, look)

    def _element(self, child: Any, tag: str, look: Look) -> Iterator[_Piece]:
        if tag == _TEXT:
            untouched = any(f.untouched for f in self._fields)
            yield _in_font(child.text or "", look), look, False, UNTOUCHED if untouched else ""
        elif tag == _RUN:
            yield from self._within(child, self.looks.of_run(next(child.iterchildren(_RUN_PROPS), None), look))
        elif tag == _STRUCK:
            for text, set_so, prompt, doubt in self._within(child, look):
                yield text, replace(set_so, struck=True), prompt, doubt
        elif tag == _STRUCK_TEXT:
            yield child.text or "", look, False, ""
        elif tag in _OBJECTS:
            yield _OBJECT, look, False, ""
        elif tag in _DRAWINGS:
            yield from ((kind, look, False, "") for kind in _drawn_as(child))
        elif tag in SKIPPED or tag in _OUT_OF_LINE:
            return
        elif tag in _BREAKS:
            yield "\n", look, False, ""
        elif tag in _TABS:
            yield "\t", look, False, ""
        elif tag == _HYPHEN:
            yield "-", look, False, ""
        elif tag == _SYM:
            if not self._fields or self._fields[-1].in_result:
                yield _symbol(child, look), look, False, ""
        elif tag == _TURNED and child.get(_VAL) == "rtl":
            turned = list(self._within(child, look))
            yield from [("\u202e", look, False, ""), *turned, ("\u202c", look, False, "")] if turned else ()
        elif tag == SDT:
            yield from self._control(child, look)
        elif tag == _FIELD_MARK:
            yield from self._field(child, look)
        elif tag == _FIELD:
            inside = list(self._within(child, look))
            text, doubt = drawn(child.get(W + "instr") or "") if not inside else ("", "")
            yield from inside or [(text, look, False, doubt)]
        elif tag == _EQUATION:
            yield from _maths(child, look)
        else:
            yield from self._within(child, look)

    def _field(self, mark: Any, look: Look) -> Iterator[_Piece]:
        """What a field shows that is not written out as its result."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(Field(choice=chosen(mark), untouched=shows_its_prompt(mark)))
            yield old_check_box(mark), look, False, ""
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            if done.letters:
                return
            text, doubt = done.choice if done.choice[0] else drawn(done.code)
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].code += text
            else:
                yield text, look, False, doubt

    def _control(self, control: Any, look: Look) -> Iterator[_Piece]:
        """A content control: a check box as ☑ or ☐, else its content, which may be a prompt that nobody replaced."""
        box = control.find(f"{W}sdtPr/{_W14}checkbox")
        if box is not None:
            checked = box.find(_W14 + "checked")
            on = checked is not None and checked.get(_W14 + "val") in TRUE
            yield ("☑" if on else "☐"), look, False, ""
            return
        prompt = self._shows_prompt(control)
        content = control.find(W + "sdtContent")
        if content is not None:
            for text, set_so, is_prompt, doubt in self._within(content, look):
                yield text, set_so, prompt or is_prompt, doubt

    def _shows_prompt(self, control: Any) -> bool:
        """Whether a control says that it is not filled in, or shows just what it shows then."""
        props = control.find(W + "sdtPr")
        if props is None:
            return False
        said = props.find(W + "showingPlcHdr")
        if said is not None:
            return said.get(W + "val") in TRUE
        content = control.find(W + "sdtContent")
        text = "" if content is None else "".join(t.text or "" for t in content.iter(W + "t")).strip()
        if not text:
            return False
        part = props.find(f"{W}placeholder/{W}docPart")
        if part is not None and self.prompts.get(part.get(W + "val") or "") == text:
            return True
        items = [i for kind in ("dropDownList", "comboBox") for i in props.findall(f"{W}{kind}/{W}listItem")]
        return any(i.get(W + "value") == "" and i.get(W + "displayText") == text for i in items)


def prompts_in(glossary: Any) -> dict[str, str]:
    """The texts of a file's building blocks by name, prompts of controls among them."""
    out = {}
    for part in glossary.iter(W + "docPart"):
        name = part.find(f"{W}docPartPr/{W}name")
        body = part.find(W + "docPartBody")
        if name is not None and body is not None:
            out[name.get(W + "val") or ""] = "".join(t.text or "" for t in body.iter(W + "t")).strip()
    return out


def _drawn_as(drawing: Any) -> Iterator[str]:
    """What a drawing is: a picture, or shapes; nothing where it is a text box, which is read."""
    if next(drawing.iter(*_PICTURES), None) is not None:
        yield _PICTURE
    elif next(drawing.iter(W + "txbxContent"), None) is None:
        yield _LINE if _is_rule(drawing) else _DRAWING


def _is_rule(drawing: Any) -> bool:
    """Whether a drawing is a straight line and nothing else: an underline, a rule between parts."""
    shapes = [
        e for e in drawing.iter() if isinstance(e.tag, str) and e.tag.endswith(("}prstGeom", "}custGeom", "}line"))
    ]
    return bool(shapes) and all(
        e.tag.endswith("}line") or e.get("prst") in ("line", "straightConnector1") for e in shapes
    )


def _ground_of(paragraph: Any) -> str:
    """The coloured ground of a paragraph, or of the innermost cell that it stands in; '' for none."""
    own = shade_of(next(paragraph.iterchildren(_P_PROPS), None))
    cell = None if own else next(paragraph.iterancestors(_CELL), None)
    return own if cell is None else shade_of(next(cell.iterchildren(_CELL_PROPS), None))


def _is_hidden(row: Any) -> bool:
    """Whether a row is not shown, or one in which its table stands."""
    of_rows = (props for r in (row, *row.iterancestors(_ROW)) for props in r.iterchildren(_ROW_PROPS))
    return any(mark.get(_VAL) in TRUE for props in of_rows for mark in props.iterchildren(_GONE))


def _in_font(text: str, look: Look) -> str:
    return "".join(shown(c, look.font) for c in text) if "dings" in look.font.lower() else text


def _symbol(element: Any, look: Look) -> str:
    code = element.get(W + "char") or ""
    try:
        sign = shown(chr(int(code, 16)), element.get(W + "font") or "Wingdings")
    except (ValueError, OverflowError):
        return ""
    return _in_font(sign, look)


def _maths(equation: Any, look: Look) -> Iterator[_Piece]:
    """An equation: figures and fractions as text; of anything built higher its letters, in doubt."""
    built = {e.tag for e in equation.iter() if isinstance(e.tag, str) and e.tag.startswith(_M) and not _is_property(e)}
    text = _maths_text(equation)
    yield text, look, False, "" if built <= _PLAIN_MATHS or not text.strip() else EQUATION


def _is_property(element: Any) -> bool:
    return any(e.tag.endswith("Pr") for e in (element, *element.iterancestors()) if isinstance(e.tag, str))


def _maths_text(element: Any) -> str:
    out = ""
    for child in element:
        if child.tag == _M + "t":
            out += child.text or ""
        elif child.tag == _M + "den":
            out += "/" + _maths_text(child)
        elif isinstance(child.tag, str) and not child.tag.endswith("Pr"):
            out += _maths_text(child)
    return out
