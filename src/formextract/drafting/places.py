"""A blank form's places in reading order: from lines and tables to labels with what is to be written beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.grid import read_table
from formextract.drafting.lines import LabelledPlace, Layout, is_annex, read_line
from formextract.drafting.overleaf import whole
from formextract.match.labels import LabelIndex
from formextract.model import Block, Document, Line
from formextract.model.template import Lexicon
from formextract.tables import words_of
from formextract.text import squeeze

_NARRATIVE = re.compile(r"规划|方案|简介|总结|概述|报告|说明|思路|计划|措施|成效")
_NO_NARRATIVE = re.compile(r"声明|承诺|意见|清单|目录|材料")


def forms_in(document: Document, lexicon: Lexicon) -> list[Document]:
    """The forms of a file: a notice often carries several as 附件1, 附件2, each of which is a form of its own."""
    cuts = [0]
    for i, block in enumerate(document.blocks):
        if i and isinstance(block, Line) and is_annex(block.text):
            cuts.append(i)
    parts = [document.blocks[a:b] for a, b in zip(cuts, [*cuts[1:], len(document.blocks)], strict=True)]
    several = [replace(document, blocks=p) for p in parts]
    asking = [d for d in several if any(f.shape != "line" for f in layout_of(d, lexicon).found)]
    return asking or [document]


def layout_of(document: Document, lexicon: Lexicon, index: LabelIndex | None = None) -> Layout:
    """The layout of one blank form. `index` tells which halves of cells cut by a page's end make one label."""
    out = Layout(words_of(lexicon.tables))
    for i, block in enumerate(document.blocks):
        if isinstance(block, Line):
            read_line(block.text, out)
        else:
            read_table(block if index is None else whole(block, index), out, _heading_before(document.blocks[:i]))
    _narratives(out, document)
    return out


def _heading_before(blocks: Sequence[Block]) -> str:
    """The last short line before a table."""
    for block in reversed(blocks):
        if not isinstance(block, Line):
            return ""
        plain = block.text.strip()
        if plain and len(plain) <= words.LONGEST_HEADING and not re.match(r"^\s*[（(].*[)）]$", plain):
            return plain
    return ""


def _narratives(out: Layout, document: Document) -> None:
    """Adds the parts that ask for a text: such as hold paragraphs, perhaps a planning table, and no other place."""
    texts = {squeeze(b.text): b.text for b in document.blocks if isinstance(b, Line)}
    headings = [squeeze(h) for _, h in out.sections]
    lines = list(texts)
    for at, (number, heading) in enumerate(out.sections):
        if any(f.section == number and f.shape != "targets" for f in out.found) or _NO_NARRATIVE.search(heading):
            continue
        start = lines.index(headings[at]) + 1 if headings[at] in lines else len(lines)
        under = lines[start : start + 2]
        limit = words.limit_of(heading) or next((x for t in under if (x := words.limit_of(texts[t]))), None)
        if limit is not None or _NARRATIVE.search(heading):
            place = next((i for i, f in enumerate(out.found) if f.section == number), len(out.found))
            out.found.insert(place, LabelledPlace(heading, "narrative", number, limit=limit))
