"""What a paper says that it is: programme, kind and year, from the names in its title, first sentences and file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from formextract.model import Document, Line
from formextract.model.template import Lexicon, Programme
from formextract.places.gazetteer import divisions
from formextract.text import in_digits, is_blank, squeeze, strip_numbering

LONGEST_TITLE = 60
"""Letters of the longest line of a title; longer ones are paragraphs."""
SHORTEST_TITLE = 8
"""Letters before a colon that are a title by themselves."""
TITLE_LINES = 14
"""Lines at the head of a document among which its title stands: numbers, addressees and covers stand there too."""
TOGETHER = 4
"""Lines over which one title may be broken."""
FIRST_SENTENCES = 4
"""Paragraphs at the head that say what a letter is about."""

_BRACKETS = re.compile(r"[(\[【〔](?!\d{4}[)\]】〕])([^()\[\]【】〔〕]*)[)\]】〕]")
_NATIONAL = re.compile(r"国家级?$|全国$")
_YEAR = re.compile(r"(20[0-4]\d)(?:年度?|(?=年?上?半年))|(20[0-4]\d)(?=\D|$)")
_HALF = re.compile(
    r"(20[0-4]\d)(?:年?度?(?:上半年|半年|1[-—~至]6月)|[年.\-/]0?1(?:月(?:0?1日)?)?[-—–~～至到]+(?:\1[年.\-/])?0?6(?!\d))"
)
_REPORTED = re.compile(r"现将|如下|汇报|呈报|报送|上报|填报|特此|申报|申请")
_IN_THE_MANNER = re.compile("(?:参照|比照|借鉴|学习)[^,。;]{0,12}$")
"""Before rules that are somebody else's."""
_WON = re.compile("(?:培育对象)?(?:竞赛|评选|遴选|初赛|决赛)[^,。;未]{0,8}(?:胜出|入选|获胜|优胜|出线)")
"""Behind a programme's name where an applicant is said to have won in it."""
_HELD_AGAINST = re.compile(
    "(?:标准|条件|指标体系|办法|要求)[^,。;]{0,6}(?:对照|对标|自评|自查|达标|符合|完成|落实)(?=[^,。;]{0,4}(?:表|报告|材料|情况))"
)
"""What a title says of the rules against which an applicant holds itself."""
_CLAUSE_ENDS = re.compile("[,。;]")
_BY_PLACE = frozenset({"application", "annual"})
"""Kinds whose words stand in each other's titles."""
_OF_A_YEAR = re.compile("(?<=\\d)年度")
"""A year's own word, which says of when a paper is; of which kind only where nothing else does."""
_SINCE = re.compile(r"20[0-4]\d年(?:\d{1,2}月)?(?:被|首批|第.批)?(?:认定|申报|推荐|创建)")
"""What was done in a year is told in a sentence, and is not what the paper is for."""
_ABOUT = re.compile("^关于(?:推荐|申报|申请|报送|上报|认定|同意|调整|变更|印发|对)*")
_ADDRESSED = re.compile(r"[:：]$")
_CAPTION_OF_TABLE = re.compile(r"附?表\d|\(?(?:数据)?截[至止]|数据时点")
"""How the caption of a table, or what says of when its figures are, begins: its year is not the title's."""
_INTRODUCED = re.compile(r"[\u4e00-\u9fff]{2,6}\d?:(?P<title>[^:,。;]{8,})")
"""A title behind a word for what it is."""
_FIGURED = re.compile(r"[\u4e00-\u9fff)]\d[\d,.]*(?:亿元|万元|平方公里|[家个件项人户%])$")
"""How a line ends that gives a figure: 集群总产值341.0亿元."""
_NUMBER = re.compile(r"附件?表?[\d一二三四五六七八九十]*[:：]?$")


class _Whom:
    """How texts speak of those who apply, by what these are called (集群): that one is reported on, that one is
    recognised in a programme, the rules for them.
    """

    def __init__(self, called: Sequence[str]) -> None:
        self._called = tuple(called)
        whom = f"(?:{'|'.join(map(re.escape, called))})" if called else "(?!)"
        self.reports = re.compile(
            rf"(?:现将|就|上报|报送|呈报|填报|申报|申请)[^,。;]*{whom}|{whom}[^,。;]{{0,16}}(?:情况|工作)[^,。;]{{0,6}}(?:如下|报告|汇报)"
        )
        self.rules = re.compile(f"《[^》]*{whom}[^》]*》")
        self.recognised = re.compile(
            "(?:认定|评定|评选|确定|列入|列为|纳入|获批|获评|获认|入选|跻身|成为|授予|命名)[^,。;]{0,12}$"
            rf"|{whom}(?:为|是|系|属于)[^,。;]{{0,8}}$"
        )
        """What stands before the programme's name where an applicant is said to be one of its own."""

    def named_in(self, text: str) -> bool:
        """Whether a text speaks of them at all."""
        return any(word in text for word in self._called)


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a text says of the paper: `form`, `year` are '' where it does not tell; `firm`: whose programme it is, too.

    A name alone (先进制造业集群) is the nation's and other provinces' as well.
    """

    program: str
    form: str = ""
    year: str = ""
    firm: bool = False


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a document says of itself: in its title, in its first sentences, by its file's name."""

    title: TitleReading | None
    sentence: TitleReading | None
    file: TitleReading | None
    form: str
    refused: bool
    foreign: bool
    collective: bool
    """Whether the title speaks of clusters at all."""
    year: str
    """The year that the lines of the title name, as in `TitleReading`."""
    bare: bool
    """Whether there is nothing but a title."""


class Naming:
    """The names of all programmes and kinds, to be found in texts."""

    def __init__(self, programmes: Mapping[str, Programme], lexicon: Lexicon) -> None:
        self.programmes = {name: p for name, p in programmes.items() if p.names}
        self.lexicon = lexicon
        self._names = sorted(
            ((squeeze(n), program) for program, p in self.programmes.items() for n in p.names),
            key=lambda x: len(x[0]),
            reverse=True,
        )
        self.of = lru_cache(maxsize=4000)(self._of)
        self._whom = _Whom(lexicon.applicants)

    def _of(self, text: str) -> TitleReading | None:
        """The programme that a text names, with kind and year; None where it names none, or another province's."""
        by_number = self._by_number(squeeze(text))
        if by_number is not None:
            return TitleReading(by_number, self.kind(text), year_of(text), firm=True)
        for words in dict.fromkeys((squeeze(text), _BRACKETS.sub("", squeeze(text)))):
            for name, program in self._names:
                at = words.find(name)
                if at < 0 or any(squeeze(other) in words for other in self.programmes[program].not_names):
                    continue
                places = self.programmes[program].places
                others = provinces_in(words) - set(places)
                if places and (others or _NATIONAL.search(words[:at])):
                    continue
                whole = squeeze(text)
                provincial = "省级" in words[:at] or "(省级)" in whole or words[:at].endswith("省")
                firm = not places or provincial or bool(provinces_in(words) & set(places))
                return TitleReading(program, self.kind(whole), year_of(whole), firm)
        return None

    def _by_number(self, tight: str) -> str | None:
        """The programme of whose rules a squeezed text gives the number."""
        return next((n for n in self.programmes if self._number_in(tight, n) >= 0), None)

    def _number_in(self, tight: str, program: str) -> int:
        return max((tight.find(squeeze(x)) for x in self.programmes[program].papers), default=-1)

    def kind(self, text: str, without: str = "") -> str:
        """The kind of paper that a text says, '' for none: the first of the lexicon's kinds with a word in it, another
        than `without`.
        """
        text = squeeze(text)
        return self._kind(text, without) if _OF_A_YEAR.search(text) is None else self._kind_in_a_year(text, without)

    def _kind_in_a_year(self, text: str, without: str) -> str:
        """The kind of a title that names a year: 申报2024年度…的请示 is an application; 2024年度报告 is of a year."""
        closed = _OF_A_YEAR.sub(lambda m: m[0] if text.startswith(self.lexicon.paper, m.end()) else "年", text)
        return self._kind(closed, without) or self._kind(text, without)

    def _kind(self, text: str, without: str) -> str:
        at = self._places_of_kinds(text, without)
        first = next((k for k, place in at.items() if place >= 0 and k not in _BY_PLACE), "")
        # 认定的…发展情况报告 is a report, …发展情况申报书 an application: what a Chinese title is stands last, but for
        # what follows in brackets, which says of which year: 申报表（2025年度）
        outside = self._places_of_kinds(_BRACKETS.sub("", text), without)
        by_place = outside if any(outside[k] >= 0 for k in _BY_PLACE & outside.keys()) else at
        return first or max((k for k in by_place if by_place[k] >= 0), key=lambda k: by_place[k], default="")

    def _places_of_kinds(self, text: str, without: str) -> dict[str, int]:
        kinds = {k: words for k, words in self.lexicon.kinds.items() if k != without}
        return {k: max((text.rfind(squeeze(w)) for w in words), default=-1) for k, words in kinds.items()}

    def refused(self, text: str) -> bool:
        """Whether a title is of a paper that nobody fills in; 按照《…的通知》 does not make it one."""
        text = re.sub("《[^》]*》", "", squeeze(text))
        if (held := _HELD_AGAINST.search(text)) is not None:
            text = text[held.end() :]  # 认定标准对照表: what is reached, beside the rules
        return any(word in text for word in self.lexicon.not_submitted)

    def is_title(self, text: str, below: str = "") -> TitleReading | None:
        """What a line that is a title and nothing else says, alone or with the line below it."""
        for words in (text, text + below if below else ""):
            tight = squeeze(words)
            if tight and len(tight) <= LONGEST_TITLE and self._ends_as_title(tight) and not self.refused(tight):
                told = self.of(words)
                if told is not None and told.form and told.firm:
                    return told
        return None

    def names_a_paper(self, text: str) -> bool:
        """Whether a line is the title of some paper, of whatever programme."""
        tight = squeeze(text)
        return 0 < len(tight) <= LONGEST_TITLE and self._ends_as_title(tight)

    def _ends_as_title(self, tight: str) -> bool:
        bare = _BRACKETS.sub("", tight)
        return bare.endswith(self.lexicon.paper) and not re.search("[:。,;]", bare)

    def said(self, document: Document) -> SaidOf:
        """What a document says of itself."""
        lines, sentences = head_of_document(document, self.lexicon.paper)
        title = self._title(lines)
        head = " ".join(lines)
        foreign = title is None and self._others_name(lines)
        collective = self._whom.named_in(head)
        reported = collective and self.kind(head) not in ("", "summary")
        first = self._sentence(sentences, lines, reported=reported)
        stem = PurePath(document.source.path).stem
        file = None if self.refused(stem) else self.of(stem)
        form = (title.form if title else "") or self.kind(head) or (first.form if first else "") or self.kind(stem)
        about = [(text, self._whom.reports.search(text)) for text in sentences[:FIRST_SENTENCES]]
        told = [_CLAUSE_ENDS.split(text[x.start() :], maxsplit=1)[0] for text, x in about if x is not None]
        if form == "annual" and not year_of(head) and any(self.kind(x) == "half-year" for x in (*told, stem)):
            form = "half-year"  # 运行情况报告, 现将上半年运行情况报告如下
            title = title and replace(title, form=form)
        return SaidOf(
            title,
            first,
            file,
            form,
            self._title_refused(lines) if title is not None else any(self.refused(line) for line in lines[:3]),
            foreign,
            collective,
            year_of(head),
            not sentences and _letters(document) <= sum(map(len, lines)),
        )

    def _others_name(self, lines: Sequence[str]) -> bool:
        """Whether a title names what our programmes are called, of another province or of the nation."""
        places = {program for program, p in self.programmes.items() if p.places}
        return any(name in line for line in lines for name, program in self._names if program in places)

    def _title(self, lines: Sequence[str]) -> TitleReading | None:
        """What the first title among lines says, over as few as name a programme; kinds may stand on the next."""
        for width in range(1, TOGETHER + 1):
            for at in range(len(lines) - width + 1):
                told = self.of("".join(lines[at : at + width]))
                if told is None:
                    continue
                around = "".join(lines[max(0, at - 2) : at + width + 2])
                whole = self._whole(lines, at, at + width)
                firm = told.firm or self._firm(told.program, around, *lines[max(0, at - 2) : at + width + 2])
                year = year_of(whole) or year_of(around)
                form = self.kind(whole) or self.kind(around)
                if form in ("", "annual") and "/" in year:
                    form = "half-year"  # 运行情况表（2024年1-6月)
                return TitleReading(told.program, form, year, firm)
        return None

    def _whole(self, lines: Sequence[str], start: int, end: int) -> str:
        """A title from where it names the programme to where it ends as one, if it does: 2024年度…集群, 申报书."""
        for stop in range(end, min(end + 3, len(lines)) + 1):
            joined = "".join(lines[start:stop])
            if self._ends_as_title(joined) or joined.endswith(self.lexicon.not_submitted):
                return joined
        return "".join(lines[start:end])

    def _title_refused(self, lines: Sequence[str]) -> bool:
        for width in range(1, TOGETHER + 1):
            for at in range(len(lines) - width + 1):
                if self.of("".join(lines[at : at + width])) is not None:
                    return self.refused(self._whole(lines, at, at + width))
        return False

    def is_of(self, program: str, text: str) -> bool:
        """Whether a text names a place of a programme's, or the programme has none."""
        return not self.programmes[program].places or self._firm(program, text)

    def _firm(self, program: str, *texts: str) -> bool:
        """Whether one of the texts names a place of the programme's, or begins with one of its cities."""
        own = set(self.programmes[program].places)
        return any((provinces_in(tight) or provinces_of_cities(tight)) & own for tight in map(squeeze, texts))

    def _sentence(self, sentences: Sequence[str], lines: Sequence[str], *, reported: bool) -> TitleReading | None:
        """What the first paragraphs say: a programme's rules named, or its name where something is reported; where the
        title has said that a cluster is reported on (`reported`), also that it is one of the programme's. `lines`: of
        the title, which may name the place for them.
        """
        for text in sentences[:FIRST_SENTENCES]:
            tight = squeeze(text)
            by_number = self._by_number(tight)
            told = self.of(text[:200])
            firm = told is not None and (told.firm or self._firm(told.program, *lines))
            program = by_number or (told.program if told is not None and firm else None)
            if program is not None and reported and self._is_one_of(tight, program):
                return TitleReading(program, "", "", firm=True)
            about = self._whom.rules.search(tight) or self._whom.reports.search(tight)
            if program is None or not (by_number or about):
                continue
            at = about.start() if about is not None else self._number_in(tight, program)
            by_rules = reported and not _IN_THE_MANNER.search(tight[:at])
            if by_rules or (_REPORTED.search(tight) and self._whom.named_in(re.sub("《[^》]*》", "", tight))):
                without_rules = _SINCE.sub("", re.sub("《[^》]*》", "", tight))
                return TitleReading(program, self.kind(without_rules), year_of(without_rules), firm=True)
        return None

    def _is_one_of(self, tight: str, program: str) -> bool:
        """Whether a paragraph says that a cluster has been recognised in a programme: 2022年获批省级创新型产业集群."""
        names = [name for name, other in self._names if other == program]
        return any(
            self._whom.recognised.search(tight[: m.start()]) or _WON.match(tight, m.end())
            for name in names
            for m in re.finditer(re.escape(name), tight)
        )


def without_brackets(text: str) -> str:
    """A squeezed title without what stands in brackets, years of documents' numbers apart."""
    return _BRACKETS.sub("", text)


def _letters(document: Document) -> int:
    texts = (c.text for b in document.blocks for c in ((b,) if isinstance(b, Line) else b.cells))
    return sum(len(squeeze(text)) for text in texts)


def year_of(text: str) -> str:
    """The year that a title names: 2024, or 2024-01/2024-06 for its first half; '' for none or several."""
    tight = in_digits(squeeze(text))
    half = _HALF.search(tight)
    if half is not None:
        return f"{half.group(1)}-01/{half.group(1)}-06"
    years = {a or b for a, b in _YEAR.findall(re.sub(r"[〔\[(]20\d\d[〕\])]", "", tight))}
    return years.pop() if len(years) == 1 else ""


def provinces_in(text: str) -> set[str]:
    """The provinces that a text names, each called for short."""
    return {short for name, short in divisions().provinces.items() if name in text}


def provinces_of_cities(text: str) -> set[str]:
    """The provinces of the cities that a text begins with (湘潭…, 关于申报赤壁市…), each called for short."""
    places, text = divisions(), _ABOUT.sub("", text)
    found = {d for n in range(2, 8) for d in (*places.named(text[:n]), *places.short(text[:n])) if not d.county}
    counties = {d for n in range(3, 8) for d in places.named(text[:n]) if d.county}
    if not found and len({d.province for d in counties}) == 1:
        found = counties  # 赤壁市 is one county only; 城关区, 鼓楼区 are several
    return {places.provinces[d.province] for d in found}


def head_of_document(document: Document, papers: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """The lines among which a title stands and the paragraphs that follow, squeezed; labels with values are neither,
    but for what ends as one of the `papers` does (报送材料：…上半年发展情况), which is a title.
    """
    lines: list[str] = []
    sentences: list[str] = []
    for block in document.blocks:
        if len(sentences) >= FIRST_SENTENCES:
            break
        if isinstance(block, Line):
            if not is_blank(block.text):
                _take(block.text, lines, sentences, papers)
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            if not is_blank(cell.text):
                rows.setdefault(cell.row, []).append(cell.text)
        for r in sorted(rows):
            if len(rows[r]) > 1:
                return lines, sentences
            _take(rows[r][0], lines, sentences, papers)
    return lines, sentences


def _take(text: str, lines: list[str], sentences: list[str], papers: tuple[str, ...]) -> None:
    introduced = _INTRODUCED.fullmatch(squeeze(text))
    if introduced is not None and papers and _BRACKETS.sub("", introduced["title"]).endswith(papers):
        text = introduced["title"]
    tight = squeeze(text)
    before, _, behind = tight.partition(":")
    if papers and len(before) >= SHORTEST_TITLE and before.endswith(papers) and behind and not sentences:
        lines += [before, behind]  # 某文件申报材料：某市新材料产业集群
        return
    if len(tight) > LONGEST_TITLE or "。" in tight or (_REPORTED.search(tight) and _ADDRESSED.search(tight)):
        sentences.append(tight)
    elif (
        _NUMBER.match(tight)
        or ":" in _BRACKETS.sub("", tight)
        or sentences
        or _CAPTION_OF_TABLE.match(tight)
        or _FIGURED.search(tight)
    ):
        return
    elif len(lines) < TITLE_LINES and strip_numbering(text.strip()) == text.strip():
        lines += [squeeze(part) for part in text.split("\n") if squeeze(part)]
