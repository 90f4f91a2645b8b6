"""What is no blank form is said: filled reports and papers, tables of codes; and what only looks like an answer."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.drafting import layout_of, why_not_blank
from formextract.model import TYPED, Cell, Document, Place, SourceFile, Table

FIGURES = ("5653", "644", "3318", "97120", "412")
LEXICON = load_catalogue().lexicon


def said(*rows):
    cells = [
        Cell(r, c, 1, 1, text, Place(cell=f"R{r + 1}C{c + 1}"), legibility=TYPED)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    table = Table(tuple(cells), len(rows), max(map(len, rows)), ())
    document = Document(SourceFile("made.xlsx", "0" * 64, "xlsx", 1), "xlsx", (table,), 1)
    return why_not_blank(document, layout_of(document, LEXICON))


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "本月", "变化原因"], *([f"指标{n}", f, ""] for n, f in enumerate(FIGURES))],
        [["来文字号", "府办发〔2024〕24号", "来文日期", ""], ["收文时间", "2024年6月15日 11:28", "处理意见", ""]],
        [["合同价格", "5140.12万元"], ["建设规模", "4101平方米"], ["工期", "2020年10月9日至2021年4月7日"]],
    ],
)  # fmt: skip
def test_filled_forms(rows):
    assert "已经填写过" in said(*rows)


def test_a_table_of_codes():
    assert "没有汉字名称" in said(*([f"NG{n}", f"NM{n}", ""] for n in range(1201, 1207)))


@pytest.mark.parametrize(
    "rows",
    [
        [["指标名称", "代码", "本年"], *([f"指标{n}", str(n), ""] for n in range(201, 209))],
        [["评审要素", "分值", "自评得分"], ["制度", "10分", ""], ["投入", "20分", ""], ["成效", "30分", ""]],
        [["年份", "2022年", "2023年", "2024年"], ["营业收入", "", "", ""]],
        [["名称", "", "级别", ""], ["注册时间", "", "说明", ""]],
    ],
)
def test_blank_forms(rows):
    assert said(*rows) == ""


def test_a_heading_word_beside_a_place_is_its_label():
    cells = [
        Cell(r, c, 1, 1, t, Place(cell=f"R{r}C{c}"), legibility=TYPED)
        for r, row in enumerate([["名称", "", "级别", ""], ["注册时间", "", "说明", ""]])
        for c, t in enumerate(row)
    ]
    document = Document(SourceFile("made.docx", "0" * 64, "docx", 1), "docx", (Table(tuple(cells), 2, 4, ()),), 1)
    layout = layout_of(document, LEXICON)
    assert [f.label for f in layout.found] == ["名称", "级别", "注册时间", "说明"]
    assert layout.open == []
