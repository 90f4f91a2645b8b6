"""Each empty cell, blank and box of a blank form is a place of the draft or a line 待定, however its tables look."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import effort
from formextract import intake, readers
from formextract.catalogue import load_catalogue
from formextract.drafting import Layout, as_yaml, draft_of, layout_of
from formextract.drafting.lines import read_line
from formextract.model import Line
from formextract.tables import words_of
from formextract.text import is_blank
from samples import strangers
from samples.strangers_roads_and_grain import ROADS

pytestmark = pytest.mark.slow
LEXICON = load_catalogue().lexicon
LABELS = st.sampled_from(
    ["项目名称", "联系人", "经费投入", "完成数量（处）", "合格率（%）", "产出指标", "数量指标", "其中：女", "小计"]
)
HEADS = st.sampled_from(["指标值", "实际完成值", "预算数", "执行数", "结余数", "执行率（%）", "备注", "单位", "代码"])
PLACES = st.sampled_from(
    ["", "", "", "□是  □否", "○甲 ○乙 ○丙", "共____项，其中____项", "    年  月  日", "        个", "（  ）",
     "K    +    ", "经审核，同意____万元。"]
)  # fmt: skip


@st.composite
def pairs(draw, wide):
    """A row of labels, each with its place."""
    return [draw(LABELS if n % 2 == 0 else PLACES) for n in range(wide)]


@st.composite
def matrix(draw, wide):
    """Rows under headings of values, with labels on one to three levels, and perhaps rows of another table below."""
    levels = draw(st.integers(1, min(3, wide - 2)))
    rows = [["一级指标", "二级指标", "三级指标"][:levels] + [draw(HEADS) for _ in range(wide - levels)]]
    for n in range(draw(st.integers(1, 4))):
        row = [draw(LABELS) + str(n) for _ in range(levels)] + [""] * (wide - levels)
        if n and levels > 1 and draw(st.booleans()):
            row[0] = "^"
        rows.append(row)
    return rows


@st.composite
def blanks(draw, wide):
    """A list: captions over empty rows."""
    return [[f"{draw(LABELS)}{n}" for n in range(wide)], *([[""] * wide] * draw(st.integers(2, 3)))]


@st.composite
def tables(draw):
    """A table of one width, of parts below each other as sheets have them."""
    wide = draw(st.integers(3, 6))
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["pairs", "matrix", "blanks", "grid"]))
        if kind == "pairs":
            rows += draw(st.lists(pairs(wide), min_size=1, max_size=3))
        elif kind == "grid":
            rows += draw(st.lists(st.lists(st.one_of(LABELS, PLACES), min_size=wide, max_size=wide), max_size=3))
        else:
            rows += draw(matrix(wide) if kind == "matrix" else blanks(wide))
    return rows or [["项目名称", *[""] * (wide - 1)]]


def asks(text):
    """Whether a person sees that something is to be written or ticked here."""
    return is_blank(text) or re.search(r"[□○]|__|（\s+）|\s{3}|同意_", text) is not None


def lost(path):
    """The cells in which something is asked for that are neither a place's nor 待定."""
    document = readers.read(intake.source_file(path))
    layout = layout_of(document, LEXICON)
    known = {name for f in layout.found for name in f.cells} | set(layout.open_cells)
    out = []
    for block in document.blocks:
        if isinstance(block, Line):
            continue
        wide = {c.row: c for c in block.cells}
        for c in block.cells:
            heads = [o for o in block.cells if o.row == c.row and o is not c]
            corner = c.col == 0 and is_blank(c.text) and all(not asks(o.text) for o in heads) and c.row in wide
            if asks(c.text) and c.place.cell not in known and not corner:
                out.append((c.place.cell, c.text))
    return out


@given(st.lists(tables(), min_size=1, max_size=2), st.sampled_from(["docx", "xlsx"]))
@example(made=[[["项目名称", "负责人", ""], ["项目名称", "", ""]]], ending="docx")  # a column without a heading
@settings(max_examples=effort(60, 600), deadline=None)
def test_no_place_of_a_made_form_is_lost(made, ending):
    wide = max(len(t[0]) for t in made)
    same = [t for t in made if ending == "docx" or len(t[0]) == wide]  # beyond a table a sheet has cells of none
    blocks = ["某某项目申报表"]
    for n, table in enumerate(same):
        blocks += [f"第{n}项情况", table]
    with tempfile.TemporaryDirectory() as folder:
        path = strangers.written(strangers.Form(tuple(blocks), ()), Path(folder) / f"form.{ending}")
        assert lost(path) == []


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_goals_on_three_levels_above_another_table(ending, tmp_path):
    """In a sheet the table below began right behind the goals, and seven rows were drafted under 产出指标."""
    path = strangers.written(ROADS["roads"], tmp_path / f"roads.{ending}")
    layout = layout_of(readers.read(intake.source_file(path)), LEXICON)
    labels = [f.label for f in layout.found if f.columns and ("指标值", "指标值") in f.columns]
    assert labels == [
        "养护工程完成里程（公里）", "安防设施完成数量（处）", "工程验收合格率（%）", "按期完工率（%）",
        "单位里程成本（万元/公里）", "优良中等路率（%）", "群众满意度（%）",
    ]  # fmt: skip
    assert any("核定补助资金" in text for text in layout.open)


def test_what_a_sheet_of_rows_asks_once_is_told(tmp_path):
    """A list and a row of captions in one sheet: a draft of a record a row has no place for these, and says so."""
    heads, row = ["姓名", "专业", "职称", "任职时间", "是否引进"], ["", "", "", "", "□是 □否"]
    table = [["医疗收入", "", "业务支出", "", ""], heads, row, row]
    path = strangers.written(strangers.Form(("人才名单表", table), ()), tmp_path / "list.xlsx")
    draft = draft_of(readers.read(intake.source_file(path)), load_catalogue().indicators, LEXICON)
    assert draft.columns
    assert [f.found.label for f in draft.fields] == heads
    assert [text.split("”")[0] for text in draft.layout.open] == ["“医疗收入", "“业务支出"]
    assert all(
        f"待定，还没有起草成栏目，请看原表：{text}" in as_yaml(draft, "new/list@2026", path.name)
        for text in draft.layout.open
    )


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("园  名（公章）：________   填表人：________", ["园名（公章）", "填表人"]),
        ("姓    名：________", ["姓名"]),
        ("填报学年：20    —20    学年", ["填报学年"]),
        ("任期：20    年至20    年", ["任期"]),
    ],
)
def test_letters_set_apart_are_a_caption_and_the_half_of_a_year_a_place(line, labels):
    layout = Layout(words_of(LEXICON.tables))
    read_line(line, layout)
    assert [f.label for f in layout.found] == labels
