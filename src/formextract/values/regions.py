"""Names of provinces, cities and counties with their suffix."""

from __future__ import annotations

import re

from formextract.model.doubt import doubt
from formextract.places import NO_PREFECTURE, divisions, parts_of
from formextract.values.reading import BLANK, NONE, Reading, nothing
from formextract.values.texts import read_text

_MUNICIPALITIES = {"北京", "上海", "天津", "重庆"}
_AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
_PREFECTURES = (
    "恩施 延边 湘西 阿坝 甘孜 凉山 黔东南 黔南 黔西南 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 甘南 临夏 海北 黄南 "
    "海南 果洛 玉树 海西 昌吉 博尔塔拉 巴音郭楞 克孜勒苏 伊犁".split()
)
_LEAGUES = ("兴安", "锡林郭勒", "阿拉善")
_SUFFIXED = {
    "province": re.compile(r"(?:省|市|自治区|特别行政区)$"),
    "city": re.compile(r"(?:市|州|盟|地区|林区|区|县)$"),
    "county": re.compile(r"(?:县|市|区|旗|林区|特区)$"),
}

_NAME = re.compile(r"[\u3400-\u9fff〇·・()（）]+")
"""What names of divisions are written with; a full stop or a figure is of another text."""
_GOES_ON = re.compile(r".{2,}?(?:自治县|县|市|区|旗)(?=.)")
_MORE = doubt("names_unsure", "地名前后夹有别的文字，可能与旁边的文字连在一起，请看原件")
_OTHER_LEVEL = doubt("names_unsure", "写的地名不是这一项要的那一级（省、市或县），请看原件")
_NO_SUFFIX = doubt("name_incomplete", "没有写明是县、市还是区", 0.9)


def read_region(text: str, part: str, context: str) -> Reading:
    """The region's name as `湖北省`, `恩施州`, `堵阳县`.

    The form prints the suffix behind the blank with all its alternatives; which one applies is taken from the rest of
    the form (`context`), where the county's full name stands again, and from the list of prefectures.
    """
    empty = nothing(text)
    if empty is not None:
        return NONE if empty is NONE else BLANK
    name = re.sub(r"\s+", "", text)
    if part == "city" and NO_PREFECTURE.fullmatch(name):
        return NONE
    asked = _part_of_path(name, part)
    if asked == "":
        return Reading("reported", name, doubts=(_OTHER_LEVEL,))
    name = name if asked is None else asked
    reading = _region(name, part, context)
    if part == "province" and str(reading.value) not in divisions().provinces:
        reading = reading.doubted(_OTHER_LEVEL)
    return reading.doubted(_MORE) if _has_more(name, part) else reading


def _part_of_path(name: str, part: str) -> str | None:
    """What a part asks for of a place that was written whole (湖北省襄阳市襄州区), '' where that lacks it; None for a
    name that is no such path.
    """
    parts = parts_of(name)
    if parts is None or sum(map(bool, parts)) < 2:  # noqa: PLR2004 - one part is no path
        return None
    if part == "province":
        return parts.province
    if part == "county":
        return parts.county or parts.zone
    if parts.prefecture:
        return parts.prefecture
    of_itself = parts.province.removesuffix("市") in _MUNICIPALITIES
    return parts.province if of_itself else parts.county if parts.county.endswith("市") else ""


def read_place(text: str, part: str) -> Reading:
    """The division of a level that a cell of its own names: what it asks for of an address written whole, else the
    text as it is, in doubt where it names a place of other levels.
    """
    asked = _part_of_path(re.sub(r"\s+", "", text), part)
    reading = read_text(asked or text)
    return reading.doubted(_OTHER_LEVEL) if asked == "" else reading


def _has_more(name: str, part: str) -> bool:
    """Whether other text may be glued to a name: signs that no name has, or words behind its 县 or 区."""
    if _NAME.fullmatch(name) is None:
        return True
    inner = _GOES_ON.match(name)
    return part == "county" and inner is not None and not _SUFFIXED[part].search(name) and not divisions().short(name)


def _region(name: str, part: str, context: str) -> Reading:
    if name.endswith("自治") and (whole := _autonomous(name)):  # the printed 区, 州 or 县 is the name's last word
        return Reading("reported", whole)
    if _SUFFIXED[part].search(name) and len(name) > 2:  # noqa: PLR2004 - 郊区 is a name, 区 alone is not
        return Reading("reported", name)
    if part == "province":
        suffixed = name + "市" if name in _MUNICIPALITIES else _AUTONOMOUS.get(name, name + "省")
        return Reading("reported", suffixed)
    if part == "city":
        if name in _PREFECTURES:
            return Reading("reported", name + "州")
        return Reading("reported", name + ("盟" if name in _LEAGUES else "市"))
    found = re.search(re.escape(name) + r"(自治县|林区|县|市|区|旗)", context)
    return Reading("reported", name + found.group(1)) if found else Reading("reported", name, doubts=(_NO_SUFFIX,))


def _autonomous(name: str) -> str:
    """The one division whose name goes on so; '' where none does, or several."""
    known = divisions()
    found = {n for n in [*known.provinces, *(d.name for d in known.all)] if n[:-1] == name}
    return found.pop() if len(found) == 1 else ""
