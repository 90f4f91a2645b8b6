"""The cover page, the instructions and the declaration of the national form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samples.catalogue import Key
from samples.national import DECLARATION, INSTRUCTIONS, MAKER, TITLE
from samples.paper import Block, Cell, Ink, Line, Page, Paragraph, Sheet, Table, ink

if TYPE_CHECKING:
    from samples.pen import Pen


def region(pen: Pen) -> Line:
    """`湖北 省（区、市） 黄冈 市（区） …`; at times the applicant repeats the 省 that is printed."""
    whole = pen.chance(0.3)
    pieces: list[Ink] = []
    for indicator, printed in (
        ("region_province", "省（区、市）"),
        ("region_city", "市（区）"),
        ("region_county", "县（市、区）"),
    ):
        name = str(pen.cluster[Key(indicator)])
        pen.note(Key(indicator), name)
        pieces += [Ink(f" {name if whole else name[:-1]} ", underline=True), Ink(printed)]
    return tuple(pieces)


def lines(pen: Pen) -> list[tuple[str, Line]]:
    """The cover's captions with what was filled in."""

    def plain(key: str) -> Line:
        return pen.text(Key(key), odd=False)

    cluster_name = str(pen.cluster[Key("cluster_name")])
    pen.note(Key("cluster_name"), cluster_name)
    return [
        ("集群名称：", ink(cluster_name)),
        ("所属地区：", region(pen)),
        ("县级行政区划中小企业主管部门（盖章）：", plain("county_authority")),
        ("集群运营管理机构：", plain("operator")),
        ("申报时间：", pen.date(Key("application_date"))),
        ("联系人及联系电话：", plain("cover_contact")),
    ]


def title(pen: Pen) -> str:
    if pen.form.edition == 2025 and pen.chance(0.7):
        return pen.rng.choice([f"{TITLE}（2025年度）", f"2025年度{TITLE}"])
    return TITLE


def underlined(line: Line) -> Line:
    if any(isinstance(piece, Ink) and piece.underline for piece in line):
        return line
    filled = "".join(piece.text for piece in line if isinstance(piece, Ink))
    return (Ink(f"  {filled}  " if filled else " " * 20, underline=True),)


def cover(pen: Pen) -> list[Block]:
    heading = Paragraph(ink(title(pen)), "center", 22, bold=True, before=60)
    if "no_cover" in pen.form.has:
        return [Sheet("封面"), Paragraph(ink("附件2"), size=14), heading]
    blocks: list[Block] = [Sheet("封面"), Paragraph(ink("附件2"), size=14), heading]
    filled = lines(pen)
    if "cover_table" in pen.form.has:
        blocks.append(Paragraph(ink(""), size=14))
        blocks.append(
            Table(
                tuple(
                    (Cell(ink_lines(caption.rstrip("：")), 22, align="center", label=True), Cell((line,), 38))
                    for caption, line in filled
                )
            )
        )
    else:
        for at, (caption, line) in enumerate(filled):
            blocks.append(Paragraph((Ink(caption), *underlined(line)), size=15, before=40 if at == 0 else 10))
            if at == 0:
                blocks.append(Paragraph(ink("（XX（省、市）XX（县、区）XX产业）", small=True), "center", 9))
    blocks.append(Paragraph(ink(MAKER), "center", 15, before=70))
    blocks += [Page(), Sheet("填报说明"), Paragraph(ink("填报说明"), "center", 18, before=10)]
    blocks += [
        Paragraph(ink(f"{at}.{words.format(last=pen.cluster.years[-1])}"), size=12, indent=True)
        for at, words in enumerate(INSTRUCTIONS, 1)
    ]
    return [*blocks, Page()]


def ink_lines(*words: str) -> tuple[Line, ...]:
    return tuple(ink(line) for line in words)


def declaration() -> list[Block]:
    sign = ink_lines(
        "",
        "县级行政区划中小企业主管部门负责人（签字）：",
        "",
        "县级行政区划中小企业主管部门（公章）：",
        "",
        "                              年   月   日",
    )
    seal = ink_lines("", "推荐单位（公章）：", "", "                              年   月   日")
    return [
        Sheet("真实性声明及推荐意见"),
        Paragraph(ink("九、真实性声明及推荐意见"), size=15, before=12),
        Table(
            (
                (
                    Cell(ink_lines("真实性声明"), 14, align="center", label=True),
                    Cell((*ink_lines(DECLARATION), *sign), 46),
                ),
                (Cell(ink_lines("省级中小企业主管部门推荐意见"), 14, align="center", label=True), Cell(seal, 46)),
            )
        ),
    ]
