"""Word files written as raw XML, with what Word and its users leave behind in them."""

from __future__ import annotations

import itertools
import zipfile
from random import Random
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from samples import glyphs
from samples.kinds import PDF, Form
from samples.paper import Block, Cell, Ink, Line, Page, Paragraph, Sheet, Table, lay
from samples.wordparts import CONTENT_TYPES, DOCUMENT_RELS, LANDSCAPE, PORTRAIT, RELS, STYLES, WRAPPER

if TYPE_CHECKING:
    from pathlib import Path

TEXT_WIDTH, LANDSCAPE_WIDTH = 8900, 13800  # twips between the margins of A4
FIXED_DATE = (2024, 6, 1, 8, 0, 0)
# font, ticked, empty
SYMBOLS = [
    ("Wingdings", "F0FE", "F0A8"),
    ("Wingdings 2", "F052", "F0A3"),
    ("Wingdings", "00FE", "006F"),
    ("Wingdings", "F0FC", "F0A8"),
]
# A ticked content control shows ☒ unless the form's author chose ☑.
CONTROL_STATES = [("2612", "MS Gothic"), ("2611", "Segoe UI Symbol")]


class Writer:
    """Turns blocks into the XML of one document."""

    def __init__(self, form: Form) -> None:
        self.form, self.rng = form, Random(form.rng.random())
        self.body_font = (
            self.rng.choice(["Noto Serif CJK SC", "Noto Serif CJK SC", "AR PL SungtiL GB"])
            if form.format == PDF
            else self.rng.choice(["宋体", "仿宋_GB2312", "仿宋", "SimSun"])
        )
        self.head_font = (
            "Noto Sans CJK SC" if form.format == PDF else self.rng.choice(["黑体", "方正小标宋简体", "SimHei"])
        )
        self.size = self.rng.choice([9, 10, 10.5, 10.5, 12])
        self.symbol = self.rng.choice(SYMBOLS)
        self.control = self.rng.choice(CONTROL_STATES)
        self.ids = 0

    def document(self, blocks: list[Block]) -> str:
        parts: list[str] = []
        for at, block in enumerate(blocks):
            if isinstance(block, Page):
                parts.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            elif isinstance(block, Paragraph):
                parts.append(self.paragraph(block))
            elif isinstance(block, Table):
                # Two tables that touch would become one in Word.
                if at and isinstance(blocks[at - 1], Table):
                    parts.append("<w:p/>")
                parts.append(self.table(block, LANDSCAPE_WIDTH if self.form.landscape else TEXT_WIDTH))
            else:
                assert isinstance(block, Sheet)
        return WRAPPER.format(body="".join(parts) + (LANDSCAPE if self.form.landscape else PORTRAIT))

    def paragraph(self, block: Paragraph) -> str:
        look = f'<w:jc w:val="{ {"left": "both"}.get(block.align, block.align) }"/>'
        look = (
            f'<w:spacing w:before="{int(block.before * 20)}" w:line="{int(block.size * 30)}" w:lineRule="atLeast"/>'
            + (f'<w:ind w:firstLine="{int(block.size * 40)}"/>' if block.indent else "")
            + look
        )
        font = self.head_font if block.bold or block.size == 15 else self.body_font
        return f"<w:p><w:pPr>{look}</w:pPr>{self.line(block.line, block.size, font, bold=block.bold)}</w:p>"

    # runs

    def look(self, size: float, font: str, piece: Ink | None = None, *, bold: bool = False) -> str:
        small = piece is not None and piece.small
        heavy = bold or (piece is not None and piece.bold)
        lines = '<w:u w:val="single"/>' if piece is not None and piece.underline else ""
        half = int(size * 2) - (3 if small else 0)
        return (
            '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
            f'w:eastAsia="{font}"/>'
            f'{"<w:b/>" if heavy else ""}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{lines}</w:rPr>'
        )

    def line(self, line: Line, size: float, font: str, *, bold: bool = False) -> str:
        found = []
        for piece in line:
            if isinstance(piece, Ink):
                look = self.look(size, font, piece, bold=bold)
                runs = "".join(self.mark() + f"<w:r>{look}{typed(words)}</w:r>" for words in self.split(piece.text))
                found.append(self.tracked(piece.text, look, runs))
            else:
                found.append(self.tick(on=piece.on, look=self.look(size, font)))
        return "".join(found)

    def split(self, words: str) -> list[str]:
        if "split_runs" not in self.form.has or len(words) < 2 or self.rng.random() < 0.6:
            return [words]
        cut = self.rng.randrange(1, len(words))
        return [words[:cut], words[cut:]]

    def tracked(self, words: str, look: str, runs: str) -> str:
        """A figure as it was put in place of another one that is still there, struck out."""
        if "tracked" not in self.form.has or not words.replace(".", "").isdigit() or self.rng.random() < 0.8:
            return runs
        self.ids += 2
        by = 'w:author="审核" w:date="2024-05-20T09:00:00Z"'
        old = f"{self.rng.randint(1, 999)}"
        return (
            f'<w:del w:id="{self.ids}" {by}><w:r>{look}<w:delText>{old}</w:delText></w:r></w:del>'
            f'<w:ins w:id="{self.ids + 1}" {by}>{runs}</w:ins>'
        )

    def mark(self) -> str:
        if "split_runs" not in self.form.has or self.rng.random() < 0.8:
            return ""
        self.ids += 1
        return self.rng.choice(
            [
                '<w:proofErr w:type="spellStart"/>',
                '<w:proofErr w:type="gramEnd"/>',
                f'<w:bookmarkStart w:id="{self.ids}" w:name="_GoBack{self.ids}"/><w:bookmarkEnd w:id="{self.ids}"/>',
            ]
        )

    def tick(self, *, on: bool, look: str) -> str:
        if self.form.tick == "control":
            code, font = self.control
            shown = chr(int(code, 16)) if on else "☐"
            return (
                f'<w:sdt><w:sdtPr>{look}<w14:checkbox><w14:checked w14:val="{int(on)}"/>'
                f'<w14:checkedState w14:val="{code}" w14:font="{font}"/>'
                f'<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
                f"<w:sdtContent><w:r>{look}<w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        if self.form.tick == "legacy":
            end = f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
            state = "<w:checked/>" if on else self.rng.choice(["", '<w:checked w:val="0"/>'])
            return (
                f'<w:r>{look}<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check"/><w:enabled/>'
                '<w:calcOnExit w:val="0"/>'
                f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>'
                f'<w:r>{look}<w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
                f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>{end}'
            )
        if self.form.tick == "symbol":
            font, ticked, empty = self.symbol
            return f'<w:r>{look}<w:sym w:font="{font}" w:char="{ticked if on else empty}"/></w:r>'
        return f"<w:r>{look}{typed(glyphs.pair(self.form.tick)[0 if on else 1])}</w:r>"

    # tables

    def table(self, table: Table, width: int) -> str:
        edges, spots = lay(table)
        grid = "".join(f'<w:gridCol w:w="{(b - a) * width // 60}"/>' for a, b in itertools.pairwise(edges))
        here = {(spot.row, spot.col): spot for spot in spots}
        below = {(row, spot.col): spot for spot in spots for row in range(spot.row + 1, spot.row + spot.rows)}
        rows = []
        for row in range(len(table.rows)):
            cells, col = [], 0
            while col < len(edges) - 1:
                spot = here.get((row, col)) or below[row, col]
                merge = "" if spot.rows == 1 else '<w:vMerge w:val="restart"/>' if spot.row == row else "<w:vMerge/>"
                span = f'<w:gridSpan w:val="{spot.cols}"/>' if spot.cols > 1 else ""
                size = (edges[col + spot.cols] - edges[col]) * width // 60
                look = f'<w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
                inside = self.cell(spot.cell, size) if spot.row == row else "<w:p/>"
                cells.append(self.controlled(spot.cell, f"<w:tc>{look}{inside}</w:tc>"))
                col += spot.cols
            look = ("<w:cantSplit/>" if "whole_rows" in self.form.has else "") + (
                "<w:tblHeader/>" if row < table.heads and "no_heads_again" not in self.form.has else ""
            )
            rows.append(f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{''.join(cells)}</w:tr>")
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{sides}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def controlled(self, cell: Cell, content: str, odds: float = 0.1) -> str:
        """The cell, paragraph or run inside a text control, as in forms made with Word's developer tab."""
        if cell.label or "text_controls" not in self.form.has or self.rng.random() >= odds:
            return content
        self.ids += 1
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="填写"/><w:id w:val="{70000 + self.ids}"/></w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def cell(self, cell: Cell, width: int) -> str:
        if cell.inner:
            return self.table(cell.inner, width - 130) + "<w:p/>"
        look = f'<w:pPr><w:jc w:val="{cell.align}"/></w:pPr>'
        found = []
        for line in cell.lines:
            runs = self.line(line, self.size, self.body_font)
            if all(isinstance(piece, Ink) for piece in line):
                runs = self.controlled(cell, runs)
            found.append(self.controlled(cell, f"<w:p>{look}{runs}</w:p>", 0.05))
        return "".join(found) or f"<w:p>{look}</w:p>"


def typed(words: str) -> str:
    """Text as Word keeps it: breaks and tabs are elements."""
    found = []
    for at, line in enumerate(words.split("\n")):
        found += ["<w:br/>"] if at else []
        for turn, part in enumerate(line.split("\t")):
            found += ["<w:tab/>"] if turn else []
            found += [f'<w:t xml:space="preserve">{escape(part)}</w:t>'] if part else []
    return "".join(found)


def write(path: Path, blocks: list[Block], form: Form) -> None:
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
        "word/styles.xml": STYLES,
        "word/document.xml": Writer(form).document(blocks),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_DATE), content, zipfile.ZIP_DEFLATED)
