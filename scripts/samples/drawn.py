"""PDF by another route than an office program: rules, text and ticks drawn one by one with reportlab."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from samples import fonts
from samples.flow import LEADING, PAD, Cursor, Measured, Slice, areas, measure, place, share_out
from samples.paper import Block, Page, Paragraph, Spot, Table
from samples.rules import RULES, Rule, rectangle, rule_lines
from samples.setting import SetLine, Token, extent, fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from samples.kinds import Form

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 74.0, WIDTH - 74.0, 72.0, HEIGHT - 72.0
DINGBATS = [("\u2714", "\u2751"), ("\u25a0", "\u274f"), ("\u2713", "\u274f")]


class Drawing:
    """One PDF in the making: what goes on each page is gathered first, and drawn in one go."""

    def __init__(self, form: Form, text: str) -> None:
        self.form, self.rng = form, Random(form.rng.random())
        self.font = fonts.for_letters(self.rng.choice(["serif", "serif", "serif", "sans", "cid"]), text)
        self.size = self.rng.choice([9.0, 10.0, 10.5])
        self.rule = form.rules or self.rng.choice(list(RULES))
        self.by_character = self.rng.random() < 0.5 if form.by_character is None else form.by_character
        self.shaded = self.rng.random() < 0.2
        self.rules_last = self.rng.random() < 0.5
        self.dingbats = self.rng.choice(DINGBATS)
        self.texts: dict[int, list[Callable[[Canvas], None]]] = defaultdict(list)
        self.fills: dict[int, list[Rule]] = defaultdict(list)
        self.rules: dict[int, list[Rule]] = defaultdict(list)
        self.at = Cursor(1, TOP)

    # placing

    def add(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Page) and self.at.y > TOP:
                self.at = Cursor(self.at.page + 1, TOP)
            elif isinstance(block, Paragraph):
                self.paragraph(block)
            elif isinstance(block, Table):
                self.table(block)

    def paragraph(self, block: Paragraph) -> None:
        font = fonts.heading() if block.bold or block.size == 15 else self.font
        indent = block.size * 2 if block.indent else 0.0
        line = block.size * 1.5
        self.at.y += block.before
        # A heading does not stay behind at the foot of a page.
        keep = line * (4 if block.size == 15 else 1)
        for nth, part in enumerate(fold(block.line, font, block.size, self.form.tick, RIGHT - LEFT - indent)):
            if self.at.y + keep > BOTTOM:
                self.at = Cursor(self.at.page + 1, TOP)
            room = RIGHT - LEFT - extent(part)
            x = LEFT + {"center": room / 2, "right": room}.get(block.align, indent if nth == 0 else 0.0)
            self.line(self.at.page, x, self.at.y, part, font)
            self.at.y += line

    def table(self, table: Table) -> None:
        found = measure(table, LEFT, RIGHT - LEFT, font=self.font, size=self.size, style=self.form.tick)
        place(
            found,
            self.at,
            TOP,
            BOTTOM,
            cut="whole_rows" not in self.form.has,
            repeat="no_heads_again" not in self.form.has,
        )
        self.cells(found)
        self.at.y += 8

    def cells(self, found: Measured) -> None:
        for at, spot in enumerate(found.spots):
            pieces = areas(found, spot)
            self.cell(found, at, spot, pieces)
            if spot.row < found.table.heads:
                for page, top in found.again:
                    moved = [
                        Slice(
                            page, top + piece.top - found.slices[0][0].top, top + piece.bottom - found.slices[0][0].top
                        )
                        for piece in pieces
                    ]
                    self.cell(found, at, spot, moved)

    def cell(self, found: Measured, at: int, spot: Spot, pieces: list[Slice]) -> None:
        left, right = found.xs[spot.col], found.xs[spot.col + spot.cols]
        for piece in pieces:
            self.rules[piece.page] += rectangle(left, piece.top, right, piece.bottom)
            if self.shaded and spot.cell.label:
                self.fills[piece.page].append((left, piece.top, right, piece.bottom))
        if at in found.inner:
            inner = found.inner[at]
            place(inner, Cursor(pieces[0].page, pieces[0].top + PAD), TOP, HEIGHT, cut=False, repeat=False)
            self.cells(inner)
            return
        lines = found.lines[at]
        centred = spot.cell.align == "center" or len(lines) < 3
        for part, (page, top) in zip(
            lines, share_out(len(lines), found.size * LEADING, pieces, centred=centred), strict=True
        ):
            room = right - left - 2 * PAD - extent(part)
            self.line(page, left + PAD + (room / 2 if spot.cell.align == "center" else 0), top, part, self.font)

    def line(self, page: int, x: float, top: float, part: SetLine, font: str) -> None:
        for offset, token in self.runs(part):
            self.texts[page].append(lambda canvas, x=x + offset, token=token: self.token(canvas, x, top, token, font))

    def runs(self, part: SetLine) -> SetLine:
        """Tokens joined to runs of one look, or cut into characters, as this producer does it."""
        found: SetLine = []
        for offset, token in part:
            last = found[-1][1] if found else None
            if (
                last
                and not self.by_character
                and not last.tick
                and not token.tick
                and (last.size, last.underline) == (token.size, token.underline)
            ):
                found[-1] = (
                    found[-1][0],
                    Token(last.text + token.text, last.width + token.width, last.size, last.underline),
                )
            else:
                found.append((offset, token))
        return found

    # drawing

    def token(self, canvas: Canvas, x: float, top: float, token: Token, font: str) -> None:
        base = HEIGHT - top - token.size
        if token.tick:
            self.tick(canvas, x, base, token.size, on=token.tick.on)
            return
        if token.underline:
            canvas.setLineWidth(0.5)
            canvas.line(x, base - 1.6, x + token.width, base - 1.6)
        canvas.setFont(font, token.size)
        if not self.by_character:
            canvas.drawString(x, base, token.text)
            return
        for char in token.text:
            if char.strip():
                canvas.drawString(x, base, char)
            x += canvas.stringWidth(char, font, token.size)

    def tick(self, canvas: Canvas, x: float, base: float, size: float, *, on: bool) -> None:
        if self.form.tick == "dingbats":
            canvas.setFont("ZapfDingbats", size)
            canvas.drawString(x, base, self.dingbats[0 if on else 1])
            return
        side, low = size * 0.78, base - size * 0.06
        canvas.setLineWidth(0.6)
        canvas.rect(x + 0.8, low, side, side)
        if on and self.form.tick == "fill":
            canvas.rect(x + 0.8 + side * 0.2, low + side * 0.2, side * 0.6, side * 0.6, stroke=0, fill=1)
        elif on:
            canvas.setLineWidth(1.1)
            path = canvas.beginPath()
            path.moveTo(x + 0.8 + side * 0.15, low + side * 0.5)
            path.lineTo(x + 0.8 + side * 0.42, low + side * 0.15)
            path.lineTo(x + 0.8 + side * 0.95, low + side * 1.02)
            canvas.drawPath(path)

    def watermark(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(40)
        canvas.setFillGray(0.85)
        canvas.setFont(fonts.heading(), 42)
        canvas.drawCentredString(0, 0, "仅供申报审核使用")
        canvas.restoreState()

    def save(self, path: Path) -> None:
        canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
        for page in range(1, self.at.page + 1):
            canvas.setFillGray(0.9)
            for left, top, right, bottom in self.fills[page]:
                canvas.rect(left, HEIGHT - bottom, right - left, bottom - top, stroke=0, fill=1)
            canvas.setFillGray(0)
            steps = [
                lambda page=page: [draw(canvas) for draw in self.texts[page]],
                lambda page=page: rule_lines(canvas, self.rules[page], self.rule, HEIGHT),
            ]
            for step in steps if self.rules_last else reversed(steps):
                step()
            canvas.setFont("Times-Roman", 9)
            canvas.drawCentredString(WIDTH / 2, 40, f"- {page} -")
            if "watermark" in self.form.has:
                self.watermark(canvas)
            canvas.showPage()
        canvas.save()


def write(path: Path, blocks: list[Block], form: Form) -> None:
    drawing = Drawing(form, repr(blocks))
    drawing.add(blocks)
    drawing.save(path)
