"""A chapter's goals by year, and headings that a print has run together with the line before."""

from formextract.match.narrative import chapter, goals
from formextract.model import TYPED, Line, Place


def line(text, n=0):
    return Line(text, Place(n), legibility=TYPED)


def test_with_what_a_goal_is_compared_is_no_part_of_its_name():
    told = "2026年度：总产值达到91.7亿元，单位产值能耗较2023年下降14.9%，研发经费比上年增长12%以上。"
    assert [(g.name, g.said) for g in goals([(told, Place(0))])] == [
        ("总产值", "达到91.7亿元"),
        ("单位产值能耗", "下降14.9%"),
        ("研发经费", "增长12%以上"),
    ]


def test_a_heading_behind_a_full_stop_begins_anew():
    lines = [
        line("（一）总体思路"),
        line("建成全国有影响力的产业基地。（二）发展目标", 1),
        line("（三）重点任务", 2),
        line("补链条。", 3),
    ]
    found = chapter(lines, {"（一）总体思路": "ideas", "（三）重点任务": "tasks"}, ["（二）发展目标"])
    assert {name: "".join(t for t, _ in told) for name, told in found.sections.items()} == {
        "ideas": "建成全国有影响力的产业基地。",
        "tasks": "补链条。",
    }
    assert found.text.split("\n")[1:3] == ["建成全国有影响力的产业基地。", "（二）发展目标"]


def test_a_chapter_in_a_cell_has_its_headings_each_on_a_line_of_its_own():
    told = "三、存在的问题\n人才不足。\n四、未来三年特色产业集群发展规划\n（一）总体思路\n做强主导产业。"
    printed = ["八、未来三年特色产业集群发展规划", "未来三年特色产业集群发展规划"]
    found = chapter([line(told)], {"（一）总体思路": "ideas"}, printed)
    assert found.text == told
    assert found.places == (Place(0),)
    assert [t for t, _ in found.sections["ideas"] if t] == ["做强主导产业。"]
