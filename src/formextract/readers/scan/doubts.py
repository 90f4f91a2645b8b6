"""Doubts about lines that both models read alike: what both may have missed. It lowers confidence, never raises it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis
from formextract.imaging.clean.watermarks import OcclusionMask
from formextract.imaging.ink.checkboxes import SMALLEST, is_hollow
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.unexplained import components_within, unexplained_ink
from formextract.layout.grid import CellKey
from formextract.model import Doubt, Legibility
from formextract.model.doubt import Rival, doubt
from formextract.ocr import ReadLetter, Words
from formextract.ocr.fuse import BEYOND_DOUBT, FAIR, FusedReading, fuse
from formextract.ocr.words import agree, kind_of
from formextract.readers.scan.page_marks import PageMarks
from formextract.text.glyphs import CROSSED_AS_LETTERS, PUT, TICKS

WEAK = 0.8
"""Confidence of the passes below which what was read may be no letters at all."""
LONGEST = 24
"""Letters of a reading that a reason quotes."""
POINT = 0.24, 0.08
"""Letter heights: the longer side of a decimal point at most, and at least."""
FOOT = 0.3
"""Share of a line's height above its foot in which decimal points stand."""
SHORT_OF = 2.5
"""Letter heights between a line's end and its cell's right border from which it was not broken for want of room."""
TOUCHED = 0.03
"""Letter heights squared: a watermark that covers as much of a line may have taken a stroke of a figure."""
ASIDE = 1.2
"""Letter heights beside a line that belong to its line."""
SMALL = 20.0
"""Pixels of a letter's height below which two looks may take a weak digit for the same other one (3 for 5)."""
HEAD = 1.1
"""Letter heights from where a line's ink begins to the middle of its first letter, at most."""
GROUP = 2
"""Options with a box in a cell from which one without it has lost its own."""

_OPTION = re.compile(f"[{PUT}{TICKS}]")
_BRACKETS = re.compile(r"[（(]\s*[)）]")
"""Brackets that a tick is put between."""
_TICKED = re.compile(f"[{CROSSED_AS_LETTERS}]|[^进出人口]口$")
"""What models make of a crossed or ticked box that was not found by its outline."""
_HEAD = re.compile(r"[:：]\s*$|^[（(]")
_WRONG_PARTING = re.compile(r"[\u4e00-\u9fff]{5}[:：.．·][\u4e00-\u9fff]{5}")
"""What stands for the comma of a list of names: there is none of these between two long names."""

_BARE_POINT = re.compile(r"\s*[-+]?[.,]\d")
"""A figure that begins with its point: nobody writes so, it is dust before it or a nought that was lost."""
_WAVE = re.compile(r"\d{3}[~～]\d{3}")
"""A hyphen of a telephone number: both models make the one of the other. Between shorter figures both say from-to."""
_DASHES = re.compile(r"[\u4e00-\u9fff]一[\u4e00-\u9fff]{2,5}一[\u4e00-\u9fff]")
"""What both models make of dashes between words (`磨料—结合剂—成型`). In sentences of several lines it changes nothing
that is asked: of 14 narratives doubted for it none was wrong (docs/accuracy.md)."""
_COUNTY = re.compile(r"(?:^|[省市州区])[\u4e00-\u9fff]{2}具(?:科|经|发|工|中小|人民|行政|产业|级)")
"""县 that lost two strokes: a county's name has two letters before it, goods (家具, 砂轮磨具) have others. Where any
letters might stand before it, the doubt was right once in eighteen (docs/accuracy.md)."""
_LONE = re.compile(
    r"(?:^|(?<=[\u4e00-\u9fff]))[TIEFHLZ](?=[\u4e00-\u9fff]{2})|(?<=[\u4e00-\u9fff]{2})[TIEFHLZ](?=[\u4e00-\u9fff]|$)"
)
"""One Latin letter within Chinese ones, of level and upright strokes as these are (工, 丁, 巨, 日): both models
read 工业 as T业 and as I业. Rounded ones (A级, C区) are taken for none."""
_STROKE = re.compile(r"\d\s*[一—]$")
"""A stroke behind a figure or a telephone number: what is left of a rule, or of the blank's line."""

_BORDER = doubt("border_lost", "这一格的格线不清，内容可能属于旁边的格")
_TOUCHES = doubt("touches_border", "字压在格线上，可能少了笔画或一位数字")
_BOXLESS = doubt("box_unsure", "别的选项前有勾选框，这一项前没有找到")
_AS_LETTER = doubt("box_unsure", "像是把勾选框读成了字")
_DISPUTED = doubt("tick_disputed", "勾选痕迹不清，看不准是否打了勾")
_PARTING = doubt("name_sign_unsure", "名称之间的标点不清，可能是两个名称")
_DASHED = doubt("look_alike", "“一”可能是破折号")
_PHONE = doubt("look_alike", "“~”可能是短横，如电话号码中的")
_XIAN = doubt("look_alike", "“具”可能是“县”")
_LATIN = doubt("look_alike", "汉字中间的单个字母，可能是形近的汉字，如“工”")
_LINE_BEHIND = doubt("look_alike", "数字后面的横线可能是格线或下划线")
_POINT_FIRST = doubt("point_unsure", "数字以小数点开头，前面可能少了一位，或是污点")
_POINT_LOST = doubt("point_unsure", "数字中有一个墨点，可能是没有读出的小数点")
_SMALL = doubt("small_figures", "数字太小，笔画不清，易读错")
_MORE_INK = doubt("letters_lost", "还有墨迹没有读进去，可能漏了字或勾")
_RED_SEAL = doubt("seal_over_text", "红章压字")
_GREY_SEAL = doubt("seal_over_text", "印章压字")
_STRUCK = doubt("struck_on_paper", "这里有字被划去，请核对哪些算数")
_CROSSED = doubt("struck_on_paper", "有一道横线穿过字，可能有字被划去")
_UNDER_A_SEAL = doubt("dark_seal_over_text", "与字一样深的印章压字")
_WATERMARK = doubt("watermark_over_text", "水印压字，可能盖住了笔画")
_GRAIN = doubt("specks", "这里密布的麻点已去掉，其中可能有小数点或细的勾，留下的也可能是麻点")
_GRAVE = {"dark_seal_over_text", "watermark_over_text", "tick_disputed"}


class DoubtedReading(NamedTuple):
    """A line's letters and what speaks against them.

    `raw` is how sure the two passes are of the letters (0 to 1); `struck` whether a line goes through them.
    """

    letters: tuple[ReadLetter, ...]
    raw: float
    doubts: tuple[Doubt, ...] = ()
    rivals: tuple[Rival, ...] = ()
    struck: bool = False

    @property
    def text(self) -> str:
        """What was read."""
        return "".join(x.char for x in self.letters)

    @property
    def legibility(self) -> Legibility:
        """How well the line was read."""
        return Legibility(self.raw, self.doubts, scanned=True, rivals=self.rivals)

    @property
    def is_weak(self) -> bool:
        """Whether there may be no letters at all where these were read."""
        return self.raw < WEAK or any(d.kind in _GRAVE for d in self.doubts)


def doubted_readings(page: PageAnalysis, marks: PageMarks) -> list[DoubtedReading]:
    """Both passes fused line by line, each with all that speaks against it."""
    fused = [fuse(m.words, marks.second[i].words if i in marks.second else None) for i, m in enumerate(marks.first)]
    stamps = page.clean.stamps
    seals = Seals([s.box for s in stamps if s.red], [s.box for s in stamps if not s.red])
    second = {i: m.words for i, m in marks.second.items()}
    around = doubts_around(page, fused, [m.words for m in marks.first], second, seals)
    out = []
    for i, (reading, found, (_, line)) in enumerate(zip(fused, around, page.lines, strict=True)):
        doubts = [*of_passes(reading), *found]
        if marks.second.get(i, marks.first[i]).disputed:
            doubts.append(_DISPUTED)
        doubts += _covering(page, line)
        if i in page.crossed:
            doubts.append(_CROSSED)
        if _grained(page, line, reading.text):
            doubts.append(_GRAIN)
        rivals = tuple(Rival(*other) for other in reading.others)
        if i in page.struck:  # how its letters read is of no matter: it says only that something was taken out
            out.append(DoubtedReading(reading.letters, 1.0, (_STRUCK,), struck=True))
            continue
        out.append(DoubtedReading(reading.letters, reading.confidence, _told_together(doubts), rivals))
    return out


def of_passes(reading: FusedReading) -> list[Doubt]:
    """What the two passes say against a reading."""
    if reading.why == "weak":
        return [doubt("weak_letters", "字迹不清，识读把握不足", reading.confidence)]
    if reading.why == "differ":
        told = f"两次识读不一致（{_short(reading.text)} / {_short(reading.rival)}）"
        return [doubt("looks_differ", told, reading.confidence)]
    if reading.why == "speck":
        told = f"首尾的一点可能是污点（{' / '.join(_short(t) for t in (reading.text, reading.rival) if t)}）"
        return [doubt("specks", told, reading.confidence)]
    if reading.why == "unread":
        return [doubt("unread_ink", "有墨迹，读不出字", reading.confidence)]
    return []


def _covering(page: PageAnalysis, line: TextLine) -> list[Doubt]:
    """What lies over a line as dark as its ink."""
    out = []
    if covered(line, page.clean.dark_stamps, page):
        out.append(_UNDER_A_SEAL)
    if occluded(line, page.clean.occlusion, page):
        out.append(_WATERMARK)
    return out


def _grained(page: PageAnalysis, line: TextLine, text: str) -> bool:
    """Whether a line with a figure or an option stands where specks were taken off: points and thin ticks look like
    them.
    """
    grain = page.clean.grain
    if grain is None or not (any(c.isdigit() for c in text) or _OPTION.search(text) or _BRACKETS.search(text)):
        return False
    a, b, c, d = line.ink
    return grain.covers(page.transform.back((float(a), float(b), float(c), float(d)))) > 0


def _told_together(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """The doubts of a line; where a seal lies on it and its passes differ, both in one: the seal is why they do."""
    differ = next((d for d in doubts if d.kind == "looks_differ"), None)
    seal = next((d for d in doubts if d.kind == "seal_over_text"), None)
    if differ is None or seal is None:
        return tuple(doubts)
    both = Doubt(seal.kind, min(seal.ceiling, differ.ceiling), f"{seal.because}，{differ.because}")
    return (both, *(d for d in doubts if d not in (differ, seal)))


def _short(text: str) -> str:
    told = "".join(text.split())
    return told if len(told) <= LONGEST else told[:LONGEST] + "…"


def doubts_around(
    page: PageAnalysis,
    readings: Sequence[FusedReading],
    first: Sequence[Words],
    second: Mapping[int, Words],
    seals: Seals,
) -> list[list[Doubt]]:
    """For each line of a page what lies around it, and how it reads, that both passes may have missed."""
    boxless, as_letter = _boxless(page, readings), _box_as_letter(page, readings)
    lines = Counter(key for key, _ in page.lines)
    out = []
    for i, ((key, line), reading) in enumerate(zip(page.lines, readings, strict=True)):
        text = reading.text
        found = {
            _BORDER: key is not None and key in page.unreliable_borders,
            _TOUCHES: i in page.touches_border,
            _BOXLESS: i in boxless,
            _AS_LETTER: i in as_letter,
            _PARTING: key is not None and _WRONG_PARTING.search(text) is not None,
            _DASHED: lines[key] == 1 and _DASHES.search(text) is not None,
            _PHONE: _WAVE.search(text) is not None,
            _XIAN: _COUNTY.search(text) is not None,
            _LATIN: _LONE.search(text) is not None,
            _LINE_BEHIND: _STROKE.search(text) is not None,
            _POINT_FIRST: _BARE_POINT.match(text) is not None,
            _SMALL: page.letter < SMALL and any(c.isdigit() for c in text) and _weak_in_both(first[i], second.get(i)),
            _POINT_LOST: _lost_point(page, line, text),
            _MORE_INK: _letters_lost(page, line, reading),
        }
        out.append([d for d, fired in found.items() if fired])
        seal = seals.over(page, line, text, first[i], second.get(i))
        if seal is not None:
            out[-1].append(seal)
    return out


class Seals:
    """Where seals lay on the picture; `grey` are those that were told from ink by their shade alone."""

    def __init__(self, red: Sequence[BBox], grey: Sequence[BBox]) -> None:
        self.red, self.grey = red, grey

    def over(self, page: PageAnalysis, line: TextLine, text: str, first: Words, second: Words | None) -> Doubt | None:
        """The doubt of a line on which a seal lay and that is not read beyond doubt all the same."""
        strong = BEYOND_DOUBT if kind_of(text) == "figure" else FAIR
        if covered(line, self.grey, page) and not _alike(first, second, strong):
            return _GREY_SEAL
        return _RED_SEAL if covered(line, self.red, page) and not _alike(first, second) else None


def _alike(first: Words, second: Words | None, strong: float = FAIR) -> bool:
    """Whether both looks say the same, neither weakly; the careful one is not asked where the quick one is sure."""
    if second is None:
        return first.lowest >= BEYOND_DOUBT
    return agree(first, second) and min(first.lowest, second.lowest) >= strong


def _weak_in_both(first: Words, second: Words | None) -> bool:
    """Whether neither pass is sure of a line: they may take a weak digit for the same other one."""
    return first.lowest < FAIR and (second is None or second.lowest < FAIR)


def covered(line: TextLine, seals: Sequence[BBox], page: PageAnalysis) -> bool:
    """Whether a seal (a box on the picture) lay on a line."""
    if not seals:
        return False
    a, b, c, d = line.ink
    x0, y0, x1, y1 = page.transform.back((float(a), float(b), float(c), float(d)))
    return any(s[0] < x1 and x0 < s[2] and s[1] < y1 and y0 < s[3] for s in seals)


def occluded(line: TextLine, occlusion: OcclusionMask | None, page: PageAnalysis) -> bool:
    """Whether strokes of a watermark lay on a line, or close beside it, where they may have taken a whole figure."""
    if occlusion is None:
        return False
    a, b, c, d = line.ink
    aside = ASIDE * page.letter
    return occlusion.covers(page.transform.back((a - aside, float(b), c + aside, float(d)))) >= TOUCHED * page.letter**2


def _lost_point(page: PageAnalysis, line: TextLine, text: str) -> bool:
    """Whether a figure that was read without a point has a component of ink where one would stand."""
    if kind_of(text) != "figure" or "." in text:
        return False
    _, y0, _, y1 = line.ink
    components = components_within(page.components, line.ink)
    size = components[:, 2:].max(axis=1, initial=0)
    low = components[:, 1] + components[:, 3] >= y1 - FOOT * (y1 - y0)
    points = low & (size <= POINT[0] * page.letter) & (size >= max(2.0, POINT[1] * page.letter))
    return int(points.sum()) > len(re.findall("[.,，。%％/]", text))


def _letters_lost(page: PageAnalysis, line: TextLine, reading: FusedReading) -> bool:
    """Whether there is more ink than was read: rare letters and ticks are left out without a trace."""
    letters = [(x.char, x.centre) for x in reading.letters]
    return bool(letters) and bool(unexplained_ink(page.components, line, letters, page.letter))


def _box_as_letter(page: PageAnalysis, readings: Sequence[FusedReading]) -> set[int]:
    """Lines with a letter that ticked boxes are read as, in cells that hold options."""
    texts = ["".join(x.char for x in r.letters) for r in readings]
    options = {key for (key, _), t in zip(page.lines, texts, strict=True) if key is not None and _OPTION.search(t)}
    return {i for i, (key, _) in enumerate(page.lines) if key in options and _TICKED.search(texts[i])}


def _boxless(page: PageAnalysis, readings: Sequence[FusedReading]) -> set[int]:
    """Lines that begin an option, without the box that the options above or below them have."""
    cells: dict[CellKey, list[int]] = defaultdict(list)
    for i, (key, _) in enumerate(page.lines):
        if key is not None:
            cells[key].append(i)
    out: set[int] = set()
    for (grid, cell), members in cells.items():
        texts = {i: "".join(x.char for x in readings[i].letters).strip() for i in members}
        if sum(bool(_OPTION.match(t)) for t in texts.values()) < GROUP:
            continue
        right = page.grids[grid].cells[cell].bbox[2] / page.scale
        before: int | None = None
        for i in members:
            broken = before is not None and right - page.lines[before][1].ink[2] < SHORT_OF * page.letter
            broken = broken and not _unread_head(page.lines[i][1], readings[i], page.letter)
            boxed = _OPTION.search(texts[i]) or (texts[i].startswith("口") and _begins_hollow(page, page.lines[i][1]))
            if texts[i] and not boxed and not broken and not _HEAD.search(texts[i]):
                out.add(i)
            before = i
    return out


def _unread_head(line: TextLine, reading: FusedReading, letter: float) -> bool:
    """Whether a line's ink begins well before its first letter: a box that a pen went over, and that nobody read."""
    first = next((x.centre for x in reading.letters if not x.char.isspace()), 0.0)
    return line.crop[0] + first * (line.crop[2] - line.crop[0]) - line.ink[0] > HEAD * letter


def _begins_hollow(page: PageAnalysis, line: TextLine) -> bool:
    """Whether a line begins with an outline that has nothing inside: a letter 口 as a box that nobody ticked."""
    components = components_within(page.components, line.ink)
    if not len(components):
        return False
    x, y, w, h = components[components[:, 0].argmin()].tolist()
    return min(w, h) >= SMALLEST * page.letter and is_hollow(page.ink, (x, y, x + w, y + h))
