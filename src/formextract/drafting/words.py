"""What the words of a blank cell or line are: a caption, a place to fill in, boxes to tick, a heading, a remark."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from formextract.drafting.gaps import asks_amounts, before_gap, gaps_in, has_gap, is_compound, is_measure
from formextract.tables import BOX, SQUARE, CellKind, HeadWords, is_counted
from formextract.tables.kinds import plain_kind
from formextract.text import WRAP, is_blank, parse_unit, squeeze, strip_numbering
from formextract.text.glyphs import OPEN, ROUND

Kind = Literal[
    "blank", "year", "ticks", "blanks", "inline", "hint", "unit", "level", "role", "target", "head", "section", "sign",
    "number", "caption", "label", "text", "gaps",
]  # fmt: skip
VALUES = frozenset({"blank", "ticks", "blanks", "inline", "hint", "gaps"})
"""Kinds of cells in which somebody is to write."""

LONGEST_HEADING = 40
"""Letters; a section's heading fits on a line."""
LONGEST_LABEL = 110
ELLIPSES = frozenset({"……", "…", "...", "⋯"})
"""What a list prints in its last row: more of these."""
OPTIONS = 2
"""Boxes from which a cell is a list of options."""

NUMERALS = "一二三四五六七八九十"
_SECTION = re.compile(
    r"^\s*(?:第?([一二三四五六七八九十]{1,3})\s*[、.．]|第([一二三四五六七八九十]{1,3})部分[、:：\s]*)\s*\S"
)
_BLANK_YEAR = re.compile(
    r"(?:截[至止]到?)?([Xx×_]{2,4}|20[Xx×_]{1,4}|_+20_+|20\d\d年?1[-~—–至]\d{1,2}月)年?(?:度|底|末)?(?:情况|实际|完成)?(?:数据?|值)?(?:\(.*\))?"
)
_CODE = re.compile(rf"(?:[{OPEN}]\s*[-－—–]?\s*){{4,}}")
"""Boxes in a row, a letter of a code in each."""
_HOW_TO_TICK = re.compile(r"[（(][^（）()]{0,12}[打划画勾选][^（）()]{0,6}[)）]")
"""How boxes are to be ticked: （请在□内打√）."""
_PRINTED_UNIT = re.compile(r"(?!章)[\u4e00-\u9fff](?:/[\u4e00-\u9fff]{1,3})?")
"""What in brackets behind a label can be nothing but a counting word, whether or not figures can be converted by it."""
_NUMBERED_ROOM = re.compile(r"(?:\s*[1-9][.、．)）](?:[ \t\u3000]{2,}|_{2,}|\s*\n)){1,9}(?:\s*[1-9][.、．)）]\s*)?")
"""Room to write several things in, one after each number: 1.      2.      3."""
_ROUND = re.compile(f"[{ROUND}]")
_YES_NO = re.compile(r"是\s*[/／、\s]\s*否(?:\s*[/／、\s]\s*(不适用))?")
_LETTERS = re.compile(r"[（(]([^（）()]*\d\s*字[^（）()]*)[)）]")
_LENGTH = re.compile(r"(?:\d{2,4}\s*[-—~～至]\s*)?(\d{2,5})\s*字")
_COUNTED = re.compile(r"^\s*(?:数量|个数|名称|名单)\s*[:：]")
_ADDRESS = re.compile(
    r"(?:(?:[ \t_＿]{2,}|\u3000)(?:[省市县区州盟旗乡镇村]|街道|社区|[（(/、][^（）()]{1,8}[)）]?){1,4}){2,}"
    r"\s*\S{0,6}\s*"
)
"""Room before each of two kinds of places or more: `      市      县（区）      乡镇（街道）`."""
_REGION = re.compile(r"^[\s_＿]*省[^。]*市[^。]*[县区]\S{0,8}$")
_TARGET = re.compile(r"(?:20\d\d年?)?(?:基准值|目标值|基期值)")
_SIGNED = re.compile(r"公章|签[字名章]|[(（]盖\s*章[)）]|加盖|^负责人意见")
_REMARK = re.compile(r"^\s*[（(【]?\s*(?:注|说明|备注|填表说明|填写说明)\s*\d?\s*[:：]|^\s*注[:：]?\d")
_BRACKETED = re.compile(r"^\s*(?:[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）]\s*)+[。；;]?\s*$")
_RULED = r"[_＿﹍﹎]"
_INLINE = re.compile(r"^[\s_＿﹍﹎]*([^\s_＿（()）:：，。；]{1,10})\s*(?:[（(](?:.*[)）]\s*|[^）)]*))?$", re.DOTALL)
_DATE = re.compile(r"^(?:[\s_＿Xx×]|20)*年(?:[\s_＿Xx×])*月(?:(?:[\s_＿Xx×])*日)?\s*$")
_YEARS_INLINE = re.compile(rf"20\d\d\s*年?(?:度|底|末)?\s*[:：]\s*(?:{_RULED}|\s)*(?:[^\s\d:：_＿]{{1,6}})?\s*")
_CAPTION = re.compile(rf"^\s*([^:：_＿]{{2,60}}?)\s*[:：](?:\s|{_RULED}|[（(][^。；]*[)）]+)*$", re.DOTALL)


_LEAST = re.compile(r"不少于|不低于|不得少于|至少|最少|字以上|字及以上")
_ABOUT = re.compile(r"字(?:左右|上下|内外)|(?:约|大约|大致)\s*\d+\s*字")
_OWNER = re.compile(
    r"^[^意见审核主管推荐部门:：]{2,12}(?:[（(](?:盖章|公章|加盖公章|全称)[)）]\s*[:：]?[\s_＿]*"
    r"|[:：][\s_＿]*[（(](?:盖章|公章|加盖公章|全称)[)）]\s*)$"
)
_ASKED = re.compile(
    r"([^\s:：_＿，。；]{2,30})\s*[:：]\s*(?:(?:[_＿\s]|20(?=[_＿\s]*年)|(?<=[\s_＿0年月])[年月日](?!\S{2,12}[:：]))+|$)"
)
_SENTENCE = re.compile(r"[，。；]|以下|如下|下列|要求$|^注$|^备注$|^附件?$|^说明$")


def kind_of(text: str, said: HeadWords) -> Kind:
    """What a cell's text is by itself; whether a label has a place beside it is for its table to say."""
    if is_blank(text) and "年" not in text:  # a date to be written is a place within words
        return "blank"
    plain = clean(text)
    tight = squeeze(plain)
    if _CODE.fullmatch(tight) or _NUMBERED_ROOM.fullmatch(text):
        return "blank"
    known = plain_kind(plain, said)
    if _BLANK_YEAR.fullmatch(tight) or _is_year(known):
        return "year"
    if is_ticks(plain):
        return "ticks"
    if (_COUNTED.search(plain) or is_counted(plain)) and len(tight) <= LONGEST_HEADING:
        return "blanks"
    short = _short_kind(plain, tight, known)
    if short is not None:
        return short
    if _is_inline(plain) or is_region(plain) or _ADDRESS.fullmatch(plain):
        return "inline"
    if not _SIGNED.search(plain) and len(tight) <= LONGEST_LABEL and not _CAPTION.match(plain) and has_gap(plain):
        return "inline" if gaps_in(plain) is None else "gaps"
    if _SIGNED.search(plain) and ("。" in plain or not re.search(_RULED, plain)):
        return "sign"
    if _REMARK.match(plain) or _BRACKETED.match(plain):
        return "hint"
    if _SECTION.match(plain) and len(squeeze(bare(plain))) <= LONGEST_HEADING:
        return "section"
    if _CAPTION.match(plain) and len(tight) <= LONGEST_LABEL:
        return "caption"
    if len(tight) > 2 * LONGEST_LABEL or ("。" in plain.rstrip("。\n ") and len(tight) > LONGEST_HEADING):
        return "text"
    return "label"


def _is_year(known: CellKind | None) -> bool:
    """Whether a cell names a year, perhaps without 年: nobody has written a figure in a blank form."""
    if known is None or known.rest:
        return False
    return (known.kind == "year" and "~" not in known.value) or (known.kind == "figure" and known.value != "")


def _short_kind(plain: str, tight: str, known: CellKind | None) -> Kind | None:
    if known is not None and known.kind in ("level", "role"):
        return known.kind
    if _TARGET.fullmatch(tight):
        return "target"
    room = re.match(r"[ \t]{2,}|\u3000", plain) is not None
    if room and (
        parse_unit(tight) is not None or is_compound(tight) or is_measure(tight) or not re.search(r"\w", tight)
    ):
        return "inline"  # room before a unit or a counting word, or before ° and ′
    if known is not None and known.kind == "head":
        return "head"
    if parse_unit(tight) is not None:
        return "unit" if plain.strip() == plain else "inline"
    if re.fullmatch(r"\d{1,3}[.、]?|[.·…]+|……", tight) or not re.search(r"\w", tight):
        return "number"
    return None


def _is_inline(plain: str) -> bool:
    """A place within printed words: `____个（需提供清单）`, `年 月 日`, `2021年：____ 2022年：____`."""
    if _DATE.match(plain):
        return True
    if len(_YEARS_INLINE.findall(plain)) > 1 and not re.sub(r"[\s,，;；、]", "", _YEARS_INLINE.sub("", plain)):
        return True
    match = _INLINE.match(plain)
    if match is None or not (parse_unit(squeeze(match.group(1))) is not None or is_compound(squeeze(match.group(1)))):
        return False
    return bool(re.match(rf"\s*{_RULED}|\s+\S", plain) or re.search(r"[（(]", plain))


def is_ticks(text: str) -> bool:
    """Whether a text asks to tick: two boxes or more, or 是 and 否 with nothing else."""
    text = _HOW_TO_TICK.sub("", _CODE.sub("", text))
    if asks_amounts(text):
        return False
    return len(_boxes(text).findall(text)) >= OPTIONS or _YES_NO.fullmatch(text.strip()) is not None


def _boxes(text: str) -> re.Pattern[str]:
    """What the boxes of a text are: empty brackets are none where others are printed (□新产品（  ）个)."""
    return SQUARE if len(SQUARE.findall(text)) >= OPTIONS else BOX


def codes_label(text: str) -> tuple[str, str, str] | None:
    """The label before boxes for the letters of a code (组织机构代码□□□□□□), and what stands behind these and before
    the label in its line; None where there are none.
    """
    found = re.fullmatch(
        rf"\s*([^{OPEN}]*[:：]\s+)?([^:：{OPEN}]{{2,20}}?)\s*[:：]?\s*{_CODE.pattern}(?:\s+([^{OPEN}]*))?\s*",
        clean(text),
    )
    if found is None:
        return None
    return one_line(found.group(2)), (found.group(3) or "").strip(), (found.group(1) or "").strip()


def is_round(text: str) -> bool:
    """Whether the boxes of a text are round ones, of which one is ticked."""
    return bool(_ROUND.search(clean(text))) and all(_ROUND.fullmatch(m) for m in BOX.findall(clean(text)))


def is_region(text: str) -> bool:
    """Whether a cell prints 省, 市 and 县 with room between."""
    return _REGION.match(bare(text)) is not None


def has_box(text: str) -> bool:
    """Whether there is a box to tick."""
    return BOX.search(clean(text)) is not None


def begins_with_box(text: str) -> bool:
    """Whether a text begins with a box."""
    return BOX.match(clean(text).strip()) is not None


def options(text: str) -> tuple[tuple[str, ...], str]:
    """The options of a cell with boxes, and the caption that stands before the first of them."""
    plain = _HOW_TO_TICK.sub("", clean(text))
    asked = _YES_NO.fullmatch(plain.strip())
    if asked is not None and not BOX.search(plain):
        return ("是", "否", *((asked.group(1),) if asked.group(1) else ())), ""
    box = _boxes(plain)
    first = box.search(plain)
    assert first is not None
    head = plain[: first.start()]
    caption = ""
    cut = max(head.rfind("："), head.rfind(":"))
    if cut >= 0:
        caption, plain = head[:cut].strip(), plain[cut + 1 :]
    pieces = box.split(plain)
    behind = bool(pieces[0].strip()) and not _option(pieces[-1])  # 是☐ 否☐
    parts = [_option(p) for p in (pieces[:-1] if behind else pieces[1:])]
    return tuple(p for p in parts if p), " ".join(caption.split())


def gaps_in_options(text: str) -> list[str]:
    """The options that leave a place to write in besides, those for whatever else there may be (其他____) apart."""
    plain = clean(text)
    parts = [p.strip() for p in _boxes(plain).split(plain)]
    return [one_line(p) for p in parts if p and before_gap(p) != p and not re.match("其[他它]", p)]


def _option(text: str) -> str:
    """An option's words without numbering, white space and remarks for the applicant (（注：勾选需提供佐证材料）)."""
    text = before_gap(text)
    text = re.split(r"[（(]\s*(?:请|注[:：]|如涉及|需提供|请提供|可多选|可附)", text)[0]
    text = re.sub(r"\s+", "", strip_numbering(text.strip()))
    text = re.sub(rf"{_RULED}+", "", text)
    return text.strip("；;。，,、")


def section_number(text: str) -> int | None:
    """The number of a heading 三、… or 第三部分; None where the text is none."""
    match = _SECTION.match(text)
    if match is None:
        return None
    numeral = match.group(1) or match.group(2)
    if numeral == "十":
        return 10
    tens, _, ones = numeral.rpartition("十")
    value = NUMERALS.index(ones) + 1 if ones else 0
    return value + (10 if numeral.startswith("十") else 10 * (NUMERALS.index(tens) + 1) if tens else 0)


def limit_of(text: str) -> int | None:
    """How many letters a remark such as （200字以内） allows."""
    return next((n for n, least in _lengths(text) if not least), None)


def is_about(text: str) -> bool:
    """Whether a remark says about how long a text may be, so that a longer one breaks no rule: （500字左右）."""
    return any(_ABOUT.search(inner) for inner in _LETTERS.findall(text))


def least_of(text: str) -> int | None:
    """How many letters a remark such as （不少于200字） asks for at least."""
    return next((n for n, least in _lengths(text) if least), None)


def _lengths(text: str) -> list[tuple[int, bool]]:
    """The lengths that remarks name, and whether each is the least: （不少于100字，不超过300字）."""
    pieces = [p for inner in _LETTERS.findall(text) for p in re.split("[，,；;]", inner)]
    found = [(m, p) for p in pieces if (m := _LENGTH.search(p)) is not None]
    return [(int(m.group(1)), _LEAST.search(p) is not None) for m, p in found]


def names_owner(text: str) -> bool:
    """Whether a line asks for the name of who applies, beside its seal: 承担单位（盖章）："""
    return _OWNER.match(clean(text).strip()) is not None


def unit_of(text: str) -> str | None:
    """The unit that a label or a value's cell prints: （亿元）, /万元, ____个."""
    plain = clean(text)
    for inner in re.findall(r"[（(]([^（）()]{1,16})[)）]", plain):
        words = re.sub(r"^\s*(?:计量|金额)?单位\s*[:：为]?", "", inner)
        if parse_unit(squeeze(words)) is not None:
            return squeeze(words)
    ending = re.search(r"[^\s（）()][（(]([^（）()]{1,6})[)）]\s*$", plain)
    if ending is not None and (
        _PRINTED_UNIT.fullmatch(squeeze(ending.group(1))) or _is_counted(squeeze(ending.group(1)))
    ):
        return squeeze(ending.group(1))
    if re.search(r"[\u4e00-\u9fff]\s*[%％]\s*$", plain):
        return "%"  # 增减%
    tail = re.search(
        r"(?:单位\s*[:：]|[/，,：:])\s*([^\s/，,：:（()）]{1,8}(?:/[^\s/，,：:（()）]{1,6})?)\s*[)）]?\s*$", plain
    )
    if tail is not None and parse_unit(squeeze(tail.group(1))) is not None:
        return squeeze(tail.group(1))
    if _is_inline(plain) and not _DATE.match(plain):
        match = _INLINE.match(plain)
        return squeeze(match.group(1)) if match is not None else None
    return None


def _is_counted(text: str) -> bool:
    """Whether a text is counting words and nothing else: 台套, 头、羽, 人月; 剂次 as each word before 次."""
    above, slash, below = text.partition("/")
    if slash and any(parse_unit(x) is not None for x in (above, below)):
        return True  # 人月/人
    letters = re.sub("[、/／]", "", text)
    if letters[1:] in ("年", "月", "日", "天", "时") and letters[0] not in "年月":
        return parse_unit(letters[0]) is not None  # 人月, 台时
    return len(letters) > 1 and (letters[1:] == "次" or all(parse_unit(x) is not None for x in letters))


def bare(text: str) -> str:
    """A label without what stands in brackets."""
    return re.sub(r"[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）]*", "", text).strip()


def clean(text: str) -> str:
    """The text without the reader's signs for wrapped lines."""
    return text.replace(WRAP, "")


_SET_APART = re.compile(
    r"(?<!\S)([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?=\s*(?:[（(][^（）()]{1,8}[)）])?\s*[:：])"
)


def joined(text: str) -> str:
    """The text with captions of two letters that are set apart, as wide as longer ones, in one: 园  名（公章）：."""
    return _SET_APART.sub(r"\1\2", text)


def one_line(text: str) -> str:
    """A label's words on one line; a break between Chinese letters is no blank."""
    plain = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", clean(text).strip())
    return " ".join(plain.split())


def indent_of(text: str) -> int:
    """By how many columns a label stands behind the edge of its cell."""
    plain = clean(text)
    return sum(2 if c == "\u3000" else 1 for c in plain[: len(plain) - len(plain.lstrip(" \t\u3000"))])


def caption_of(text: str) -> str:
    """The words before the colon of `集群名称：（XX产业）`."""
    match = _CAPTION.match(clean(text))
    return one_line(match.group(1)) if match is not None else one_line(text)


def captions_in(text: str) -> list[str]:
    """The captions of a line to write on: `申报时间：____`, `联系人：____ 电话：____`, `所在地区____市____县`."""
    plain = clean(text).strip()
    if has_box(plain):
        return []
    asked = list(_ASKED.finditer(plain))
    if (
        len(asked) > 1
        and not plain[: asked[0].start()].strip()
        and sum(len(m.group()) for m in asked) >= len(plain) - 1
    ):
        return [m.group(1) for m in asked]
    single = _CAPTION.match(plain)
    if single is not None:
        return [] if _SENTENCE.search(bare(single.group(1))) else [single.group(1)]
    if _DATE.match(re.sub(r"^[^:：]{2,20}[:：]", "", plain)) and re.match(r"^[^:：]{2,20}[:：]", plain):
        return [re.split(r"[:：]", plain)[0]]
    found = re.findall(rf"([^\s:：_＿，。；]{{2,30}})\s*[:：]?\s*(?:{_RULED}{{2,}}|[:：]\s{{3,}})", plain)
    if not found or len(re.sub(rf"[\s:：]|{_RULED}", "", plain)) > LONGEST_LABEL:
        return []
    # ____市____县 are parts of one place: what follows the first blank without a colon is printed within it
    first = found[0]
    rest = [f for f in found[1:] if re.search(re.escape(f) + r"\s*[:：]", plain)]
    return [first, *rest]


def captions_behind(text: str) -> tuple[list[str], str]:
    """Captions that end a line behind room for something without one: `      县（区）      申请日期：  年  月  日`."""
    plain = clean(text).strip()
    asked = list(_ASKED.finditer(plain))
    before = plain[: asked[0].start()] if asked else ""
    spaced = re.search(r"(?:[ \t]{3,}|\u3000{2,})$", before) is not None
    if not spaced or BOX.search(before) or re.search(r"[:：，。；]", before):
        return [], ""
    whole = all(a.end() == b.start() for a, b in pairwise(asked)) and asked[-1].end() == len(plain)
    return ([m.group(1) for m in asked], before) if whole else ([], "")
