"""Lines whose columns tabs or gaps keep apart are a table in doubt; pairs of captions and values stay lines."""

import pytest

from formextract.layout.tabbed_lines import with_tabbed_tables
from formextract.model import TYPED, Line, Place, Table
from formextract.model.doubt import SURE

ROWS = [["年度", "2021年", "2022年"], ["总产值", "1.10", "2.20"], ["企业数量", "155家", "163家"]]


def lines(*texts):
    return [Line(text, Place(), legibility=TYPED) for text in texts]


@pytest.mark.parametrize("gap", ["\t", "\t\t", "      ", "\u3000\u3000\u3000\u3000", " | "])
def test_columns_are_told_from_what_keeps_them_apart(gap):
    before, made, behind = with_tabbed_tables(lines("一、情况", *map(gap.join, ROWS), "情况属实。"))
    assert (before.text, behind.text) == ("一、情况", "情况属实。")
    assert isinstance(made, Table)
    assert [[c.text for c in made.cells if c.row == r] for r in range(3)] == ROWS
    assert all(c.unruled and c.legibility.confidence < SURE for c in made.cells)
    assert len({c.place for c in made.cells}) == 9


def test_a_caption_with_one_value_is_a_row_and_an_empty_column_is_empty():
    (made,) = with_tabbed_tables(lines(*map("\t".join, ROWS), "增速\t14.00", "人员\t\t30"))
    assert [(c.col, c.colspan, c.text) for c in made.cells if c.row > 2] == [
        (0, 1, "增速"), (1, 2, "14.00"), (0, 1, "人员"), (1, 1, ""), (2, 1, "30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        ("集群名称：\t甲集群", "联系人：\t孙玉", "电话：\t13900001111"),
        (
            "申报单位：      （盖章）      2024年",
            "主管部门：      （盖章）      2024年",
            "推荐单位：      （盖章）      2024年",
        ),
        ("一、\t总则\t1", "二、\t申报\t2"),
    ],
)
def test_pairs_and_signatures_are_lines(texts):
    made = lines(*texts)
    assert with_tabbed_tables(made) == tuple(made)
