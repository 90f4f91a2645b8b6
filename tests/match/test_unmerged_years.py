"""Years of a sheet whose cells were not merged: empty cells stand behind each of them, and below its caption."""

from made_documents import form, placed, table

GAP = ["", ""]
TWO_HEADS = "二、主导产业情况"


def spread(first, *rest):
    """A row of a sheet with two empty cells behind each filled one."""
    return [first, *(x for value in rest for x in (value, *GAP))]


def test_the_last_year_heads_its_column_over_an_empty_cell():
    made = table(
        spread("项目", "2021", "2022", "2023"),
        spread("集群总产值（亿元）", "1.1", "2.2", ""),
        spread("集群中小企业数量", "10", "20", "30"),
    )
    found = placed(form(TWO_HEADS, made))
    assert {k: v for k, v in found.items() if k.startswith("smes@")} == {
        "smes@2021": "10",
        "smes@2022": "20",
        "smes@2023": "30",
    }


def test_bare_years_behind_a_caption_head_the_row_below():
    made = table(
        spread("工业软件采购额（万元）", "2021", "2022", "2023"),
        spread("", "2516.71", "3390.17", "4423.59"),
    )
    found = placed(form("四、数字化情况", made))
    assert {k: v for k, v in found.items() if k.startswith("industrial")} == {
        "industrial_software_purchases@2021": "2516.71",
        "industrial_software_purchases@2022": "3390.17",
        "industrial_software_purchases@2023": "4423.59",
    }


def test_figures_like_years_behind_a_caption_are_figures():
    made = table(
        spread("指标", "2021年", "2022年", "2023年"),
        spread("集群企业数量", "2021", "2022", "2023"),
        spread("集群中小企业数量", "10", "20", "30"),
    )
    found = placed(form(TWO_HEADS, made))
    assert [found[f"enterprises@{year}"] for year in (2021, 2022, 2023)] == ["2021", "2022", "2023"]


def test_an_error_of_a_formula_is_no_caption_of_what_stands_beside_it():
    standards = "近三年集群中小企业主持（起草单位排名前三位）或参与制修订标准数量情况"
    made = table(
        ["年度", "", "2021年", "", "", "2022年", "", ""],
        [standards, "", "类别", "主持数量", "参与数量", "类别", "主持数量", "参与数量"],
        ["", "", "国际", "1", "2", "国际", "3", "4"],
        ["", "", "国家", "#DIV/0!", "6", "国家", "7", "8"],
        ["", "", "行业", "9", "10", "行业", "#N/A", "12"],
    )
    found = placed(form("三、创新能力情况", made))
    assert found["standards_joined@2021[national]"] == "6"
    assert found["standards_led@2021[national]"] == "#DIV/0!"
    assert found["standards_joined@2022[industry]"] == "12"


def test_a_year_whose_words_a_line_end_parts_is_a_year():
    made = table(["工业软件采购额（万元）", "2021 年末：1.5  2022 年末：2.5  2023 年\u200b末：3.5"])
    found = placed(form("四、数字化情况", made))
    assert [found[f"industrial_software_purchases@{year}"] for year in (2021, 2022, 2023)] == ["1.5", "2.5", "3.5"]


def test_a_year_over_one_column_of_a_pair_is_the_other_ones_too():
    standards = "近三年集群中小企业主持（起草单位排名前三位）或参与制修订标准数量情况"
    made = table(
        ["年度", "单位", "", "2021年", "", "", "2022年", "", ""],
        ["集群中小企业知识产权授权量", "件", "", "11", "", "", "12", "", ""],
        [standards, "类别", "主持数量", "", "参与数量", "类别", "主持数量", "", "参与数量"],
        ["", "国际", "1", "", "2", "国际", "3", "", "4"],
        ["", "国家", "5", "", "6", "国家", "7", "", "8"],
    )
    found = placed(form("三、创新能力情况", made))
    assert [found[f"standards_led@{y}[national]"] for y in (2021, 2022)] == ["5", "7"]
    assert [found[f"standards_joined@{y}[national]"] for y in (2021, 2022)] == ["6", "8"]
