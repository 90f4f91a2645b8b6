"""Lists of names, as applicants separate them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from formextract.model import Doubt
from formextract.model.doubt import doubt
from formextract.text import WRAP, squeeze, unwrapped
from formextract.text.elsewhere import only_points_elsewhere
from formextract.values.entries import ENDING, counts_only, told
from formextract.values.reading import BLANK, NONE, Reading, nothing

_NUMBER = r"(?:\d{1,2}\s*[.、．)）](?!\d)|[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）])"
_NUMBERED = re.compile(rf"(?:^|(?<=[\s、；;，,。]))\s*{_NUMBER}\s*|[①-⑳⑴-⒇]\s*")
_BY_LINE_ENDS = doubt("names_unsure", "名称之间没有分隔号，按换行分开", 0.7)
"""Of names that only the ends of wrapped lines separate."""
_ELSEWHERE = Reading("unreadable", doubts=(doubt("no_value", "没有写名称，只写了名称在别处，请看所指的附件"),))
_NUMBER_ONLY = Reading("unreadable", doubts=(doubt("no_value", "只写了数量，没有写名称"),))
"""Neither is a mistake of who fills in the form: no finding tells it, a reviewer reads the reason beside the value."""
SHORTEST_NAME = 4
"""Letters that a name cut out at a line's end must have."""
_HOLDERS = re.compile(r"([^（()）]{2,})[（(]([^（()）]+)[)）]")
_STRONG = re.compile(r"[；;\n]")
_COMMA = re.compile(r"[、，,]")
_ETC = re.compile(r"(?<=.)等(?:共?\s*(?:\d+|[一二三四五六七八九十]+)\s*[个家项种]?.{0,6})?$")
_OTHERS = re.compile(r"等[^、，,；;等]{1,6}$")
"""The words for others behind the last name: 等企业, which 高等学校 is not."""


def read_names(text: str, count: int | None = None) -> Reading:
    """The names in a text. `count` is how many the form says there are: it decides between ways to split."""
    text = re.sub(r"[_＿﹍]+", " ", text)
    empty = nothing(text)
    if empty is not None:
        return Reading("none", ()) if empty is NONE else BLANK
    if only_points_elsewhere(text):
        return _ELSEWHERE
    if counts_only(text):
        return _NUMBER_ONLY
    wraps = text.replace(WRAP, "\n")
    text = unwrapped(text)
    spaced = _split_spaces(text)
    ways = [w for w in (_split(text, line_ends=True), _split(text, line_ends=False)) if w]
    ways += [spaced] if len(spaced) > 1 else []
    if not ways:
        return BLANK
    entries = [told(way) for way in ways]
    best = next((e for e in entries if len(e.names) == count), entries[0])
    if count is not None and len(best.names) != count:
        others = (told(way) for way in _otherwise(text, best.names))
        best = next((e for e in others if len(e.names) == count), best)
    if wraps != text and count is not None and len(best.names) < count:
        # wrapped lines may have been ends of names after all, if that gives as many names as the form counts
        by_line = _split(wraps, line_ends=True)
        if len(by_line) == count and min(map(len, by_line)) >= SHORTEST_NAME:
            return Reading("reported", by_line, doubts=(_BY_LINE_ENDS,))
    reading = Reading("reported", best.names).doubted(*best.doubts)
    # another number than the form counts: names that stood on lines of their own may have run together
    doubtful = wraps != text and count is not None and len(best.names) != count and "等" not in text
    return reading.doubted(_miscounted(len(best.names), count)) if doubtful else reading


def _miscounted(found: int, count: int | None) -> Doubt:
    """That another number of names was found than the form counts."""
    return doubt("names_unsure", f"填报 {count} 个，读出 {found} 个名称，可能有两个连在一起", 0.7)


def _otherwise(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Other ways in which a reader may part the names: at single spaces and dots; not at a 、 within a name.

    Those that each have one of a kind may stand in brackets behind it.
    A piece that does not end as names do belongs to the one behind it (甲县柑橘种植、加工产业联盟), else to the one
    before
    (甲中心，位于乙县), and a space or a dot parts two that do (甲县柑橘联盟 甲县柑橘协会).
    """
    for sign in (r"\s+", r"\s*[·・.．|｜/／]\s*", r"(?<=.{3})[和与及](?=.{4})"):
        pieces = [p for n in _spaced(text) for p in re.split(sign, n)]
        found = _tidy(pieces)
        if len(found) > len(names) and all(len(n) >= SHORTEST_NAME and ENDING.search(n) for n in found):
            yield found
    held = tuple(one for name in names for one in _held(name))
    if len(held) > len(names):
        yield held
    if not any(ENDING.search(n) for n in names):
        return
    whole = re.sub(r"\s+", "", text)
    for remarks in (False, True):
        joined: list[str] = []
        for name in names:
            if joined and (not ENDING.search(joined[-1]) or (remarks and not ENDING.search(name))):
                sign = next((s for s in "、，,；;" if f"{joined[-1]}{s}{name}" in whole), "、")
                joined[-1] = f"{joined[-1]}{sign}{name}"
            else:
                joined.append(name)
        if len(joined) < len(names):
            yield tuple(joined)


def _held(name: str) -> list[str]:
    """A kind with its holders in brackets (企业技术中心（甲公司、乙公司）) as so many names; any other as it is."""
    kind = _HOLDERS.fullmatch(name)
    holders = [] if kind is None else [h.strip() for h in re.split(r"[、，,；;]", kind[2])]
    if kind is None or len(holders) < 2 or not all(ENDING.search(h) for h in holders):  # noqa: PLR2004 - several
        return [name]
    return holders if counts_only(kind[1]) else [f"{kind[1]}（{holder}）" for holder in holders]


def _spaced(text: str) -> list[str]:
    """The pieces between the usual separators, their spaces kept."""
    return [p for p in re.split(r"[、，,；;\n]", _NUMBERED.sub("\n", text)) if p.strip()]


def _split(text: str, *, line_ends: bool) -> tuple[str, ...]:
    text = re.sub(r"[_＿﹍]+", " ", text.replace("\r", "\n"))
    text = _apart(text)
    numbered = len(_NUMBERED.findall(text)) > 0
    if numbered:
        text = _NUMBERED.sub("\x00", text)
    if not line_ends:
        text = text.replace("\n", "")
    parts: list[str] = [""]
    depth = 0
    for i, char in enumerate(text):
        if char in "（(【《":
            depth += 1
        elif char in "）)】》":
            depth = max(0, depth - 1)
        if char == "\x00" or (
            depth == 0 and (_STRONG.match(char) or _COMMA.match(char)) and not _decimal_comma(text, i)
        ):
            parts.append("")
        else:
            parts[-1] += char
    return _tidy(parts)


_CHINESE = "一二三四五六七八九十"


def _apart(text: str) -> str:
    """`1.甲2.乙`, `（一）甲（二）乙` set without separators: a line end before each number that is next in turn."""
    first = re.match(r"\s*([(（]?)\s*([1一])\s*[.、．)）]", text)
    if first is None:
        return text
    opening = r"[(（]\s*" if first.group(1) else ""
    numbers = [str(n) for n in range(2, 30)] if first.group(2) == "1" else list(_CHINESE[1:])
    for number in numbers:
        spot = re.search(rf"(?<![\d.]){opening}{number}\s*[.、．)）](?!\d)", text)
        if spot is None:
            break
        text = f"{text[: spot.start()]}\n{text[spot.start() :]}"
    return text


def _decimal_comma(text: str, at: int) -> bool:
    """`1,200` inside a name is one figure."""
    return text[at] in ",，" and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _split_spaces(text: str) -> tuple[str, ...]:
    return _tidy(re.split(r"\s{2,}|\n", text.strip()))


def _tidy(parts: list[str]) -> tuple[str, ...]:
    out = []
    last = max((i for i, part in enumerate(parts) if part.strip(" _")), default=-1)
    for i, part in enumerate(parts):
        name = re.sub(r"\s+", " ", part.replace("_", " ")).strip(" 。.、，,；;:：\t")
        name = re.sub(
            r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[^\x00-\x7f])",
            "",
            name,
        )
        if i == last:
            others = _OTHERS.search(name)
            name = name[: others.start()] if others and ENDING.search(name[: others.start()]) else _ETC.sub("", name)
        if name and name != "等":
            out.append(name)
    return tuple(out)


def same_name(a: str, b: str) -> bool:
    """Whether two names are the same to a reader."""
    return squeeze(unicodedata.normalize("NFKC", a)) == squeeze(b)
