"""The cover's 所属地区: `湖北 省（区、市） 十堰 市（区） 堵阳 县（市、区）` as province, city and county."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.match.key_values import KeyCell
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.leftovers import Leftovers, printed_label
from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import Template
from formextract.places import parts_of
from formextract.text import is_blank, squeeze

CITY, COUNTY = "region_city", "region_county"
REGION = "region"
"""The concept of where something is."""
_IN_ONE = doubt("label_differs", "市和县写在同一栏，按名称分开", 0.85)

_PRINTED = re.compile(
    r"^\s*(?P<province>.*?)\s*省\s*[（(]\s*区[、，,.·]?\s*市\s*[)）]\s*(?P<city>.*?)\s*市\s*[（(]\s*(?:区|州|州[、，,.·]?区|区[、，,.·]?州|地区)\s*[)）]"
    r"\s*(?P<county>.*?)\s*(?:县\s*[（(]\s*市[、，,.·]?区\s*[)）]|区\s*[（(]\s*县[、，,.·]?市\s*[)）])\s*$",
    re.DOTALL,
)
_ALTERNATIVES = re.compile(r"[（(][区市县州地、，,.·\s]{1,8}[)）]")
"""Printed alternatives: read from a scan they may have lost their points, and are no part of a name."""
_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")
_KINDS = re.compile("[省市县区州盟旗]*")
"""What a form prints of a region, with nothing written before it."""
_TWICE = re.compile(r"([县市区])\1$")
_PROVINCE = re.compile(r"^(.{2,6}?(?:省|自治区)|北京市|上海市|天津市|重庆市|内蒙古|广西|西藏|宁夏|新疆)")
_CITY = re.compile(r"^(.{2,14}?(?:自治州|地区|盟|市|州)|.{2,6}?林区)")


def names_two_places(text: str) -> bool:
    """Whether a value names a city and a county, of which a field asks for one."""
    return _both(text) is not None


def _both(text: str) -> dict[str, str] | None:
    """City and county (or a zone in its place) that an address names; None for another text."""
    parts = parts_of(squeeze(text))
    if parts is None:
        return None
    below = parts.county or parts.zone
    return {CITY: parts.prefecture, COUNTY: below} if parts.prefecture and below else None


def with_places(
    placements: list[Placement], template: Template, labels: Sequence[KeyCell], left: Leftovers, index: LabelIndex
) -> list[Placement]:
    """The placements with city and county where one caption (所在地) asks for both, in one cell or in two.

    What has a caption of its own that is filled in is left as it is.
    """
    fields = {f.indicator: f for f in template.fields if f.indicator in (CITY, COUNTY) and f.shape is None}
    filled = {p.indicator for p in placements if not is_blank(p.text)}
    asked = [name for name in fields if name not in filled]
    if len(fields) < 2 or not asked:  # noqa: PLR2004 - the form asks for both, and lacks one
        return placements
    for at in labels:
        frame = index.reader.read(index.canonical(take_apart(printed_label(at)).bare))
        values = [v for v in at.values if v.kind != "blank"]
        both = _both("".join(v.text for v in values))
        if both is None or frame.what != {REGION} or frame.rest:
            continue
        left.drop({v.cell.place for v in values})
        placements = [p for p in placements if p.indicator not in asked]
        for name in asked:
            cell = next((v.cell for v in values if both[name] in squeeze(v.text)), values[0].cell)
            label = printed_label(at)
            placements.append(
                Placement(
                    fields[name],
                    name,
                    label,
                    None,
                    (),
                    both[name],
                    cell.place,
                    doubts=(_IN_ONE,),
                    legibility=cell.legibility,
                )
            )
        break
    return placements


def region_parts(text: str) -> dict[str, str] | None:
    """Ink for `province`, `city` and `county`; '' where a blank was left empty; None where the text cannot be cut."""
    match = _PRINTED.match(text)
    if match is not None:
        return {k: v.strip(" _\t\u3000") for k, v in match.groupdict().items()}
    parts = _cut(re.sub(r"[\s_＿\-·/、,，]+", "", _ALTERNATIVES.sub("", text)))
    return None if parts is None else {k: "" if _KINDS.fullmatch(v) else v for k, v in parts.items()}


def _cut(tight: str) -> dict[str, str] | None:
    """Province, city and county of a text without blanks."""
    if _KINDS.fullmatch(tight):
        return {"province": "", "city": "", "county": ""}
    province = _PROVINCE.match(tight)
    if province is None:
        return None
    rest = tight[province.end() :]
    printed = rest.startswith("省")  # 湖北省 before a printed 省: what is printed stands behind each name once more
    rest = rest.removeprefix("省")
    if province.group(1) in _MUNICIPALITIES:
        return {"province": province.group(1), "city": "", "county": rest}
    city = _CITY.match(rest)
    if city is None:
        return {"province": province.group(1), "city": "", "county": rest}
    county = rest[city.end() :]
    if printed:
        county = _TWICE.sub(r"\1", county.removeprefix("市"))
    return {"province": province.group(1), "city": city.group(1), "county": county}
