"""What a blank form shows, and what its paragraphs ask for: labels with a line to write on, titles, headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from formextract.drafting import words
from formextract.drafting.gaps import Gaps, gaps_in, has_gap
from formextract.tables import HeadWords
from formextract.text import find_unit, is_blank, parse_unit, squeeze, strip_numbering
from formextract.text.glyphs import SQUARES

_TITLE = re.compile(
    r"(?:申[报请]|推荐|汇总|登记|调查|评[价估]|复核|考核|情况|统计|征集|备案|基本|信息)?(?:表|书|报告|材料|方案)$"
)
_ANNEX = re.compile(r"^\s*附\s*件\s*(?:[一二三四五六七八九十\d]{1,3}\s*[:：.、]?\s*\S{0,30}|[:：]?)$")
_REGION = re.compile(r"^\s*([^\s_＿:：]{2,8}?)\s*[:：]?[\s_＿]*省.*市.*[县区]")
_SIGNED = re.compile(r"签[字名章]|盖章|公章|承诺|声明|同意")
_OF_MONEY = re.compile(r"\s{3,}(?:金额|货币|计量)?单位\s*[:：]\s*\S+\s*$")
"""What a line says of the figures below it, behind room: 申请企业（公章）：        金额单位：万元."""
_TAIL = re.compile(r"(?<=[:：])\s+((?:计量|金额)?单位\s*[:：]\s*[^\s:：]+|20[\s_＿]+(?:年度?|年[\s_＿]*月))\s*$")
"""What ends a line of captions and asks for none: the units of the figures below, the year of the form."""
_PART_OF_YEAR = re.compile(r"\s*([^:：\s_＿]{2,12})\s*[:：]\s*(?:20)?[\s_＿]{2,}年\s*[^\s:：_＿]*\d[^\s:：_＿]*月")
"""A period of a year that is to be written, whose months are printed: 报告期：20  年1—12月."""
SIGNER = re.compile(r"[\u4e00-\u9fff]{2}[（(]?签[字名章][)）]?$")
"""A caption behind which a person signs, whose name is read: 技术负责人（签字）."""
SHORTEST_LABEL = 2
WORDS = "words"
"""In place of a unit: a column of words beside figures (未完成原因)."""
MOST_TITLES = 3
SHORTEST_TITLE = 4


@dataclass(frozen=True)
class LabelledPlace:
    """A label with its place.

    `shape` is a template's; `years` where it asks for several of them, `listed` where its column repeats row by row,
    `group` the caption that stands before or above it (负责人 before 姓名). `limit` and `least` are how long a text may
    or must be, `gaps` the words between which several values are written, `columns` the headings of its values,
    `beside` those of values of another kind with their units, `table` the list of which it is a column; `sealed` where
    a seal stands beside it, `single` where the boxes are round (〇男 〇女): one of them is meant. `cells`
    are the names of the cells that are written in, `where` that of the label's. `indent` is by how much its label
    stands back, `which` says that it is one of a 其中; `block` is the number of its table or line, `row` its row in it,
    `code` what the form numbers it by.
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
    least: int | None = None
    gaps: Gaps | None = None
    columns: tuple[tuple[str, int | str | None], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    table: str = ""
    sealed: bool = False
    single: bool = False
    cells: tuple[str, ...] = ()
    indent: int = 0
    which: bool = False
    block: int = 0
    row: int = -1
    code: str = ""
    heads: tuple[str, ...] = ()
    """All headings of its table from left to right, where it is a row under some."""
    about: bool = False
    """Whether `limit` is no limit: 500字左右."""

    @property
    def most(self) -> int | None:
        """How many letters a text may have at most; None where the form says so of none."""
        return None if self.about or words.is_about(self.label) else self.limit


@dataclass
class Layout:
    """What a blank form shows: its title, headings by id, places in order, other printed words, years that it names.

    `said` are the words by which tables are read; `open` are places to tick or to write in that no label names,
    `open_cells` the names of the cells where these are;
    `passed` is the number of the last heading that has its text in the same cell; `unit` is what a heading or the line
    above says of its figures, `money` what the form says of all its amounts (金额单位：万元).
    """

    said: HeadWords
    titles: list[str] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    found: list[LabelledPlace] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    open_cells: list[str] = field(default_factory=list)
    unit: str | None = None
    money: str | None = None
    passed: int = 0

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
        last = max(int(self.section), self.passed)
        if (self.sections or self.passed) and not last < number <= last + 2:
            return False
        if not last and number > 2:  # noqa: PLR2004 - a form whose first part has no number
            return False
        self.sections.append((str(number), words.one_line(text)))
        self.unit = find_unit(text) or words.unit_of(text)
        return True

    def say(self, text: str) -> None:
        """Notes printed words that are no label."""
        plain = words.one_line(text)
        if re.search("金额单位|货币单位", plain):
            self.money = find_unit(plain) or self.money
        if plain and not is_blank(plain):
            self.printed.append(plain)


_APART = re.compile(rf"\s{{3,}}(?=[^\s:：{SQUARES}]{{2,12}}[:：])")
"""Room between two captions of a line that stand side by side."""


def read_line(text: str, out: Layout) -> None:
    """Adds what a paragraph asks for, or notes its words."""
    plain = words.joined(words.clean(text)).strip()
    if not plain:
        return
    apart = _APART.split(plain) if words.has_box(plain) and words.section_number(plain) is None else [plain]
    if len(apart) > 1 and all(words.is_ticks(p) or captioned_gaps(p) or words.captions_in(p) for p in apart):
        for part in apart:  # 应急预案：□有 □无        应急演练：____次
            read_line(part, out)
        return
    tail = _TAIL.search(plain)
    if tail is not None and len(words.captions_in(plain[: tail.start()])) > 1:
        out.say(tail.group(1))
        plain = plain[: tail.start()]
    spoken = _OF_MONEY.search(plain)
    if spoken is not None and spoken.start() and words.section_number(plain) is None:
        out.say(spoken.group().strip())
        out.unit = find_unit(spoken.group()) or out.unit
        plain = plain[: spoken.start()].rstrip()
    if words.section_number(plain) is not None:
        given, caption = words.options(plain) if words.is_ticks(plain) else ((), "")
        if out.enters(caption or plain):
            told = alone_in(plain) if not given and not re.search(r"[:：]", plain) else None
            if told is not None and any(g.unit for g in told[1].gaps):  # 四、全年宣传____次，发放资料____份
                out.found.append(LabelledPlace(told[0], "gaps", out.section, gaps=told[1]))
            if given and caption:  # 六、自查结论：□合格 □不合格
                out.found.append(
                    LabelledPlace(
                        words.one_line(caption), "ticks", out.section, options=given, single=words.is_round(plain)
                    )
                )
            return
    place = re.sub(r"[（(][^（）()]*[)）]", "", plain)
    region = _REGION.match(place)
    if region is not None and len(squeeze(plain)) <= words.LONGEST_HEADING:
        out.found.append(LabelledPlace(words.one_line(region.group(1)), "region", out.section))
        return
    if words.names_owner(plain) and not out.sections:
        label = words.one_line(re.sub(r"[:：][\s_＿]*(?=[（(])", "", plain)).rstrip(":： _＿")
        out.found.append(LabelledPlace(label, "line", out.section, sealed=True))
        return
    if code := words.codes_label(plain):
        if code[2]:
            read_line(code[2], out)
        out.found.append(LabelledPlace(code[0], "line", out.section))
        if code[1]:
            read_line(code[1], out)
        return
    if words.kind_of(plain, out.said) == "sign":
        captions = words.captions_in(plain)
        for c in captions if len(captions) > 1 else ():
            owner = words.names_owner(f"{c}：") and not out.sections  # 填报单位（盖章）：    填报日期：  年  月  日
            if owner or not _SIGNED.search(c) or SIGNER.search(c):
                out.found.append(LabelledPlace(words.one_line(c), "line", out.section, sealed=owner))
    elif not _ANNEX.match(plain):
        told = alone_in(plain) if not re.search(r"[:：]", plain) and not words.has_box(plain) else None
        if told is not None and any(g.unit for g in told[1].gaps):
            out.found.append(LabelledPlace(told[0], "gaps", out.section, gaps=told[1]))
            return
        rest = re.sub(r"\s*[（(]?\s*(?:金额)?单位\s*[:：]\s*\S{1,4}$", "", plain)
        if (part := _PART_OF_YEAR.fullmatch(rest)) is not None:
            out.found.append(LabelledPlace(words.one_line(part.group(1)), "line", out.section))
            out.unit = find_unit(plain[len(rest) :]) or out.unit
            return
        said = captioned_gaps(rest)
        written = gaps_in(said[1]) if said is not None and not words.has_box(plain) else None
        if said is not None and written is not None and len(written.gaps) > 1:
            dated = all(g.date for g in written.gaps)
            shape, inner = ("line", None) if dated else ("gaps", written)
            out.found.append(LabelledPlace(words.one_line(said[0]), shape, out.section, gaps=inner))
            out.unit = find_unit(plain[len(rest) :]) or out.unit
            return
        captions = words.captions_in(plain)
        if captions:
            for c in captions:
                limit, least = words.limit_of(c), words.least_of(c)
                unit = _unit_behind(c, plain)
                out.found.append(
                    LabelledPlace(words.one_line(c), "line", out.section, limit=limit, least=least, unit=unit)
                )
            return
        if words.is_ticks(plain):
            given, caption = words.options(plain)
            caption = caption or heading_of(out)
            if given and caption:
                out.found.append(
                    LabelledPlace(
                        words.one_line(caption), "ticks", out.section, options=given, single=words.is_round(plain)
                    )
                )
                return
        behind, before = words.captions_behind(plain)
        if behind:
            out.found += [LabelledPlace(words.one_line(c), "line", out.section) for c in behind]
            out.open.append(f"“{words.one_line(before)[:60]}”")
            return
        alone = alone_in(plain) if not words.is_ticks(plain) else None
        if alone is not None:
            out.found.append(LabelledPlace(alone[0], "gaps", out.section, gaps=alone[1]))
            return
        if words.is_ticks(plain) or has_gap(plain):
            out.open.append(f"“{words.one_line(plain)[:60]}”")
            out.unit = find_unit(plain) or out.unit
            return
    unit = find_unit(plain) if len(plain) <= words.LONGEST_HEADING else None
    out.unit = unit or out.unit
    if is_title(plain) and all(f.shape in ("line", "region") for f in out.found) and len(out.titles) < MOST_TITLES:
        out.titles.append(squeeze(plain))
    out.say(plain)


def _unit_behind(caption: str, text: str) -> str | None:
    """The unit printed behind the blank of a caption: 人均投入：____万元."""
    found = re.search(rf"{re.escape(caption)}\s*[:：]\s*[_＿\s]{{2,}}([^\s_＿，。；、:：]{{1,8}})", text)
    unit = found.group(1).strip("（）()") if found is not None else ""
    return unit if unit and parse_unit(unit) is not None else None


def heading_of(out: Layout) -> str:
    """The heading that a line of boxes stands right below; '' where something else is asked for in between."""
    if not out.sections or any(f.section == out.section for f in out.found):
        return ""
    return out.sections[-1][1]


def alone_in(text: str) -> tuple[str, Gaps] | None:
    """Label and gaps of a text that asks for several figures by itself: `仓库面积____平方米，其中自有____平方米`."""
    plain = words.clean(text).strip()
    gaps = gaps_in(plain) if has_gap(plain) and len(squeeze(plain)) <= words.LONGEST_LABEL else None
    if gaps is None or _SIGNED.search(plain):
        return None
    label = re.sub("(?:[总合共]计|共)$", "", strip_numbering(gaps.printed[0]).rstrip("（(:： "))
    if not SHORTEST_LABEL <= len(re.findall(r"[\u4e00-\u9fff]", label)) <= words.LONGEST_HEADING:
        return None
    return label, gaps


def captioned_gaps(text: str) -> tuple[str, str] | None:
    """Caption and text of what holds both, where the text leaves gaps: `有效期：  年  月至  年  月`."""
    found = re.match(r"\s*([^:：_＿]{2,30})[:：]([^:：]*[^:：\s][^:：]*)$", text, re.DOTALL)
    return (found.group(1), found.group(2)) if found is not None and has_gap(found.group(2)) else None


def is_title(text: str) -> bool:
    """Whether a line reads like the name of a form."""
    tight = squeeze(words.bare(text)) or squeeze(text)
    if strip_numbering(text.strip()) != text.strip():
        return False
    return (
        SHORTEST_TITLE <= len(tight) <= words.LONGEST_HEADING
        and _TITLE.search(tight) is not None
        and "附件" not in tight[:2]
        and not re.search(r"[:：]", text)
    )


def is_annex(text: str) -> bool:
    """Whether a line announces an enclosure: `附件2：申报表`."""
    return _ANNEX.match(text) is not None
