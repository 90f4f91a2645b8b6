"""A blank form's places in reading order: from lines and tables to labels with what is to be written beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.grid import read_table
from formextract.drafting.lines import SIGNER, LabelledPlace, Layout, is_annex, read_line
from formextract.drafting.overleaf import whole
from formextract.match.labels import LabelIndex
from formextract.model import Block, Document, Line
from formextract.model.template import Lexicon
from formextract.tables import words_of
from formextract.text import squeeze

_NARRATIVE = re.compile(r"规划|方案|简介|总结|概述|报告|说明|思路|计划|措施|成效")
_WHEN = re.compile("(?:日期|时间)$")
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
        before = len(out.found)
        if isinstance(block, Line) and _by_authority(document.blocks[i : i + 3]):
            out.say(block.text)
        elif isinstance(block, Line):
            read_line(block.text, out)
        else:
            read_table(block if index is None else whole(block, index), out, _heading_before(document.blocks[:i]))
        out.found[before:] = [replace(f, block=i) for f in out.found[before:]]
    if out.sections:
        _narratives(out, document)
    else:
        _unnumbered(out, document)
    return out


def _unnumbered(out: Layout, document: Document) -> None:
    """Adds the texts that a form without numbered parts asks for below a line that says how long they may be.

    Each such line begins a part, and what is asked for behind it stands in that part.
    """
    for i, block in enumerate(document.blocks):
        asked = any(f.block == i for f in out.found)
        if not isinstance(block, Line) or asked or not _asks_text(block.text, out):
            continue
        if i + 1 < len(document.blocks) and not isinstance(document.blocks[i + 1], Line):
            continue  # the table below is the room for it
        heading, number = words.one_line(block.text), str(len(out.sections) + 1)
        out.sections.append((number, heading))
        out.printed[:] = [p for p in out.printed if p != heading]
        before = [f for f in out.found if f.block < i]
        behind = [replace(f, section=number) for f in out.found if f.block >= i]
        limit, least = words.limit_of(block.text), words.least_of(block.text)
        place = LabelledPlace(heading, "narrative", number, limit=limit, least=least, block=i)
        out.found[:] = [*before, place, *behind]


def _asks_text(text: str, out: Layout) -> bool:
    """Whether a line is a heading that says how long the text below it may or must be."""
    if words.limit_of(text) is None and words.least_of(text) is None:
        return False
    bare = squeeze(words.bare(text))
    return words.kind_of(text, out.said) in ("label", "section") and 0 < len(bare) <= words.LONGEST_HEADING


def _heading_before(blocks: Sequence[Block]) -> str:
    """The last short line before a table."""
    for block in reversed(blocks):
        if not isinstance(block, Line):
            return ""
        plain = block.text.strip()
        if plain and len(plain) <= words.LONGEST_HEADING and not re.match(r"^\s*[（(].*[)）]$", plain):
            return plain
    return ""


def _by_authority(blocks: Sequence[Block]) -> bool:
    """Whether a line asks for the opinion of who signs right below it: 县级主管部门意见： above （盖章）."""
    lines: list[str] = []
    for block in blocks:
        if not isinstance(block, Line):
            break
        lines.append(block.text.strip())
    if not lines:
        return False
    head, below = lines[0], [t for t in lines[1:] if t]
    if not re.fullmatch(r"[^:：]{2,20}意见\s*[:：]?[\s_＿]*", words.clean(head)):
        return False
    return (
        bool(below)
        and re.match(r"[（(]?\s*(?:盖\s*章|公\s*章|签[字名章])|[^:：]{2,8}[（(]?签[字名章]", below[0]) is not None
    )


def _signing(out: Layout) -> set[int]:
    """The blocks that are lines of who filled the form in, and when: 填表人：    审核人：    填表日期：."""
    lines: dict[int, list[str]] = {}
    for f in out.found:
        if f.shape == "line":
            lines.setdefault(f.block, []).append(squeeze(words.bare(f.label)))
    return {
        block
        for block, labels in lines.items()
        if any(label.endswith("人") for label in labels) and any(_WHEN.search(label) for label in labels)
    }


def _empty_parts(document: Document, headings: Sequence[str], signing: Collection[int]) -> set[str]:
    """The headings below which a form prints nothing: what is asked for there is a text. Who signs is asked for of
    the form (`signing` are the numbers of such lines).
    """
    out: set[str] = set()
    heading = ""
    for i, block in enumerate(document.blocks):
        if i in signing:
            continue
        text = squeeze(block.text) if isinstance(block, Line) else "table"
        begun = next((h for h in headings if text.startswith(h)), "")  # 六、自查结论：□合格 □不合格
        if begun:
            heading = begun
            out.add(heading)
        elif text and not (isinstance(block, Line) and _signed(document.blocks, block)):
            out.discard(heading)
    return out


def _signed(blocks: Sequence[Block], line: Line) -> bool:
    at = next(i for i, b in enumerate(blocks) if b is line)
    return _by_authority(blocks[at : at + 3]) or (at > 0 and _by_authority(blocks[at - 1 : at + 2]))


def _besides_text(found: LabelledPlace) -> bool:
    """Whether a part that asks for a text may ask for this besides: a planning table, who signs."""
    return found.shape == "targets" or (found.shape == "line" and SIGNER.search(found.label) is not None)


def _narratives(out: Layout, document: Document) -> None:
    """Adds the parts that ask for a text: such as hold paragraphs, perhaps a planning table, and no other place."""
    texts = {squeeze(b.text): b.text for b in document.blocks if isinstance(b, Line)}
    headings = [squeeze(h) for _, h in out.sections]
    lines = list(texts)
    signing = _signing(out)
    empty = _empty_parts(document, headings, signing) if any(f.shape != "line" for f in out.found) else set()
    for at, (number, heading) in enumerate(out.sections):
        limited = words.limit_of(heading) is not None or words.least_of(heading) is not None
        if (
            any(f.section == number and not _besides_text(f) and f.block not in signing for f in out.found)
            and not limited
        ) or _NO_NARRATIVE.search(heading):
            continue
        start = lines.index(headings[at]) + 1 if headings[at] in lines else len(lines)
        under = lines[start : start + 2]
        limit = words.limit_of(heading) or next((x for t in under if (x := words.limit_of(texts[t]))), None)
        if limit is not None or _NARRATIVE.search(heading) or heading in empty:
            later = (i for i, f in enumerate(out.found) if int(f.section) >= int(number))
            place = next(later, len(out.found))
            if not any(squeeze(f.label) == headings[at] for f in out.found):
                out.found.insert(place, LabelledPlace(heading, "narrative", number, limit=limit))
