"""How sure a scan's values are: as the ink they come from, all of it and no more."""

from dataclasses import replace

import pytest
from made_documents import FORMS, PROVINCE_HEAD, document, form, matched, table

from formextract.assembly import assemble
from formextract.model import TYPED, Document, Legibility, Line, Place, Record, Table
from formextract.model.document import Shown
from formextract.pipeline import prose

HEAD = PROVINCE_HEAD
TWO_LINES = "数量：2个\n名称：堵阳织造联盟、堵阳缝制联盟"


def scanned(made: Document, sure: dict[str, float], shown: dict[str, tuple[float, ...]] | None = None) -> Document:
    """The document as read from a picture: each cell as sure as its text is said to be, 1 where nothing is said."""
    blocks = []
    for n, block in enumerate(made.blocks):
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        cells = []
        for c in block.cells:
            place = Place(1 + n, (c.col * 100.0, c.row * 20.0, c.col * 100.0 + 99, c.row * 20.0 + 19))
            read = Legibility(sure.get(c.text, 1.0), (), scanned=True)
            lines = tuple((line, place.bbox) for line in c.text.split("\n"))
            by_line = tuple(Legibility(s, (), scanned=True) for s in (shown or {}).get(c.text, ()))
            cells.append(replace(c, place=place, shown=Shown(place.bbox, lines, by_line), legibility=read))
        blocks.append(replace(block, cells=tuple(cells)))
    return replace(made, reader="scan", blocks=tuple(blocks))


def read(confidence: float) -> Legibility:
    return Legibility(confidence, (), scanned=True)


def typed(made: Document) -> Document:
    """The document as digital text."""
    blocks = [
        replace(b, legibility=TYPED)
        if isinstance(b, Line)
        else replace(b, cells=tuple(replace(c, legibility=TYPED) for c in b.cells))
        for b in made.blocks
    ]
    return replace(made, blocks=tuple(blocks))


def record(made: Document) -> Record:
    template, (match,) = matched(made)
    return assemble(made, template, match, FORMS.indicators, prose=prose())


def confidence(made: Document, key: str) -> float:
    (found,) = [o.confidence for o in record(made).values if o.key == key]
    return found


ALLIANCES = form("七、创新", table(["集群内产业联盟组织情况", TWO_LINES]))


def test_a_count_is_as_sure_as_its_own_line_whatever_the_names_below_it():
    made = scanned(ALLIANCES, {TWO_LINES: 0.6}, {TWO_LINES: (0.99, 0.6)})
    assert confidence(made, "alliances") == 0.99
    assert confidence(made, "alliances_names") == 0.6


def test_a_doubt_about_the_cell_goes_for_its_count_as_well():
    assert confidence(scanned(ALLIANCES, {TWO_LINES: 0.6}), "alliances") == 0.6


def test_a_count_of_which_the_line_cannot_be_told_is_as_sure_as_the_cell():
    place = Place(1, (0.0, 0.0, 9.0, 9.0))
    shown = Shown(place.bbox, (("数量：", place.bbox), ("2个，其中2个", place.bbox)), (read(0.99), read(0.7)))
    assert shown.legibility_of("2个") == read(0.7)
    assert shown.legibility_of("12个") is None
    assert shown.legibility_of("") is None


def test_a_cell_that_goes_on_overleaf_is_no_surer_than_its_lower_half():
    made = table(["集群产业链强链补链情况（200字以内）", "集群现有链主企业"], ["", "三家，配套齐全。"], page_starts=[1])
    scan = scanned(form("三、产业链", made), {"三家，配套齐全。": 0.7})
    assert confidence(scan, "chain_summary") == 0.7


def test_a_figure_of_a_sentence_is_no_surer_than_any_line_of_its_paragraph():
    """The sentence is broken by the end of its page, and its figure stands on the next."""
    title = Line("湖北省特色产业集群申报表", Place(1, (70.0, 80.0, 300.0, 95.0)), legibility=read(1.0))
    upper = Line(
        "2024年集群发展势头良好，企业活力不断增强，", Place(2, (70.0, 780.0, 520.0, 795.0)), legibility=read(1.0)
    )
    lower = Line("全年实现总产值123.4亿元。", Place(3, (70.0, 80.0, 300.0, 95.0)), legibility=read(0.7))
    made = scanned(document(title, HEAD, upper, lower), {})
    (found,) = [o for o in record(made).values if o.indicator == "gross_output" and o.status == "reported"]
    (whole,) = [o for o in record(typed(made)).values if o.key == found.key]
    assert str(found.value) == "123.4"
    assert found.confidence == pytest.approx(0.7 * whole.confidence, abs=1e-3)


def test_ticks_are_in_doubt_where_all_boxes_look_alike():
    made = form("三、产业链", table(["集群已开展的产业链强链补链工作", "☑绘制产业链图谱，开展产业链培育\n☑开展招商"]))
    ticked = [
        replace(b, cells=tuple(replace(c, text=c.text.replace("□", "☑").replace("☐", "☑")) for c in b.cells))
        if isinstance(b, Table)
        else b
        for b in made.blocks
    ]
    blind = scanned(replace(made, blocks=tuple(ticked)), {})
    assert confidence(blind, "chain_actions") == 0.5
    assert confidence(scanned(made, {}), "chain_actions") >= 0.7
    assert confidence(typed(blind), "chain_actions") >= 0.7  # typed: as it was typed


def test_a_planning_row_is_as_sure_as_the_direction_that_tells_it_from_another():
    """`厂1治理和服务·定性描述` was a row of its own, and sure: its name is made of two cells."""
    plan = table(
        ["方向", "指标", "2023年基准值", "2026年目标值"],
        ["治理和服务", "定性描述", "建立了专班", "全覆盖"],
        ["绿色化转型", "定性描述", "有三家工厂", "有九家工厂"],
        ["产业规模", "集群总产值", "1亿元", "2亿元"],
    )
    made = scanned(form("八、集群培育方案", plan), {"治理和服务": 0.6, "产业规模": 0.6})
    told = {o.key: o.confidence for o in record(made).values if o.indicator == "plan_baseline"}
    assert told["plan_baseline[target=治理和服务·定性描述]"] < 0.9
    assert told["plan_baseline[target=绿色化转型·定性描述]"] == 1
    assert told["plan_baseline[target=集群总产值]"] == 1  # no other row is called so


@pytest.mark.parametrize(("paper", "confidence"), [(True, 0.85), (False, 1.0)])
def test_a_cell_is_not_surely_missing_on_paper_where_others_of_its_row_were_found(paper, confidence):
    """A rule between two cells was not seen: what stood in one of them was gone, and surely missing."""
    heads = ["指标", "2021年", "2022年", "2023年"]
    made = form(
        "二、主导产业情况",
        table(heads, ["集群总产值（亿元）", "1.1", "2.2"], ["其中：集群中小企业数量", "10", "20", "30"]),
    )
    made = scanned(made, {}) if paper else typed(made)
    (found,) = [o for o in record(made).values if o.key == "gross_output@2023"]
    assert (found.status, found.confidence) == ("missing", confidence)
