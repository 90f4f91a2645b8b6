"""A blank form's places in reading order: from lines and tables to labels with what is to be written beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from formextract.drafting import words
from formextract.drafting.overleaf import whole
from formextract.match.labels import LabelIndex
from formextract.model import Block, Document, Line
from formextract.text import find_unit, is_blank, squeeze, strip_numbering

_TITLE = re.compile(
    r"(?:申[报请]|推荐|汇总|登记|调查|评[价估]|复核|考核|情况|统计|征集|备案|基本|信息)?(?:表|书|报告|材料|方案)$"
)
_ANNEX = re.compile(r"^\s*附\s*件\s*(?:[一二三四五六七八九十\d]{1,3}\s*[:：.、]?\s*\S{0,30}|[:：]?)$")
_REGION = re.compile(r"^\s*([^\s_＿:：]{2,8}?)\s*[:：]?[\s_＿]*省.*市.*[县区]")
_NARRATIVE = re.compile(r"规划|方案|简介|总结|概述|报告|说明|思路|计划|措施|成效")
_NO_NARRATIVE = re.compile(r"声明|承诺|意见|清单|目录|材料")
MOST_TITLES = 3
SHORTEST_TITLE = 4


@dataclass(frozen=True)
class Found:
    """A label with its place.

    `shape` is a template's; `years` where it asks for several of them, `listed` where its column repeats row by row,
    `group` the caption that stands before or above it (负责人 before 姓名), `unit_printed` what the unit was read from.
    """

    label: str
    shape: str | None
    section: str
    years: bool = False
    options: tuple[str, ...] = ()
    unit: str | None = None
    limit: int | None = None
    where: str = ""
    names: bool = False
    group: str = ""
    listed: bool = False
    total: bool = False


@dataclass
class Layout:
    """What a blank form shows: its title, headings by id, places in order, other printed words, years that it names.

    `open` are places to tick or to write in that no label names.
    """

    titles: list[str] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unit: str | None = None

    @property
    def title(self) -> str:
        """The form's name: what reads most like one."""
        ranked = sorted(self.titles, key=lambda t: not t.endswith(("表", "书")))
        plain = [p for p in self.printed if not _ANNEX.match(p)] or self.printed
        return ranked[0] if ranked else squeeze(plain[0])[: words.LONGEST_HEADING] if plain else ""

    @property
    def section(self) -> str:
        """The id of the part that we are in; `0` is the cover."""
        return self.sections[-1][0] if self.sections else "0"

    def enters(self, text: str) -> bool:
        """Whether a text is the heading of the next part; headings within a part's own text are none."""
        number = words.section_number(text)
        if number is None or len(squeeze(words.bare(text))) > words.LONGEST_HEADING:
            return False
        if number == 1 and self.sections and not any(f.section != "0" for f in self.found):
            self.printed += [heading for _, heading in self.sections]  # a list of enclosures before the form itself
            self.sections.clear()
        if self.sections and not int(self.section) < number <= int(self.section) + 2:
            return False
        if not self.sections and number > 2:  # noqa: PLR2004 - a form whose first part has no number
            return False
        self.sections.append((str(number), words.one_line(text)))
        self.unit = find_unit(text)
        return True

    def say(self, text: str) -> None:
        """Notes printed words that are no label."""
        plain = words.one_line(text)
        if plain and not is_blank(plain):
            self.printed.append(plain)


def forms_in(document: Document) -> list[Document]:
    """The forms of a file: a notice often carries several as 附件1, 附件2, each of which is a form of its own."""
    cuts = [0]
    for i, block in enumerate(document.blocks):
        if i and isinstance(block, Line) and _ANNEX.match(block.text):
            cuts.append(i)
    parts = [document.blocks[a:b] for a, b in zip(cuts, [*cuts[1:], len(document.blocks)], strict=True)]
    several = [replace(document, blocks=p) for p in parts]
    asking = [d for d in several if any(f.shape != "line" for f in layout_of(d).found)]
    return asking or [document]


def layout_of(document: Document, index: LabelIndex | None = None) -> Layout:
    """The layout of one blank form. `index` tells which halves of cells cut by a page's end make one label."""
    from formextract.drafting.grid import read_table

    out = Layout()
    for i, block in enumerate(document.blocks):
        if isinstance(block, Line):
            read_line(block.text, out)
        else:
            read_table(block if index is None else whole(block, index), out, _heading_before(document.blocks[:i]))
    _narratives(out, document)
    return out


def read_line(text: str, out: Layout) -> None:
    """Adds what a paragraph asks for, or notes its words."""
    plain = words.clean(text).strip()
    if not plain:
        return
    if words.section_number(plain) is not None and out.enters(plain):
        return
    place = re.sub(r"[（(][^（）()]*[)）]", "", plain)
    region = _REGION.match(place)
    if region is not None and len(squeeze(plain)) <= words.LONGEST_HEADING:
        out.found.append(Found(words.one_line(region.group(1)), "region", out.section))
        return
    if words.kind_of(plain) != "sign" and not _ANNEX.match(plain):
        captions = words.captions_in(plain)
        if captions:
            out.found += [Found(words.one_line(c), "line", out.section) for c in captions]
            return
    unit = find_unit(plain) if len(plain) <= words.LONGEST_HEADING else None
    out.unit = unit or out.unit
    if is_title(plain) and all(f.shape in ("line", "region") for f in out.found) and len(out.titles) < MOST_TITLES:
        out.titles.append(squeeze(plain))
    out.say(plain)


def is_title(text: str) -> bool:
    """Whether a line reads like the name of a form."""
    tight = squeeze(words.bare(text)) or squeeze(text)
    if strip_numbering(text.strip()) != text.strip():
        return False
    return (
        SHORTEST_TITLE <= len(tight) <= words.LONGEST_HEADING
        and _TITLE.search(tight) is not None
        and "附件" not in tight[:2]
    )


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
            out.found.insert(place, Found(heading, "narrative", number, limit=limit))
