"""Cells cut by a page break, made whole again where the two halves read as one label."""

from made_documents import FORMS, form, placed, table

from formextract.match.page_breaks import mend
from formextract.text import unwrapped

PREPARED = next(p for p in FORMS._prepared if p.template.id == "sme-cluster/application@2024")


def mended(made):
    whole = mend(made, PREPARED.index, PREPARED.printed)
    return [(c.row, c.col, c.rowspan, c.colspan, unwrapped(c.text)) for c in whole.cells]


def test_a_label_cut_in_two_is_one_and_so_are_the_cells_beside_it():
    made = table(
        ["集群名称", "堵阳县织造产业集群"],
        ["集群外商直接", "123."],
        ["投资额（万元）", ""],
        ["集群占地面积", "12.34"],
        page_starts=[2],
    )
    assert mended(made) == [
        (0, 0, 1, 1, "集群名称"),
        (0, 1, 1, 1, "堵阳县织造产业集群"),
        (1, 0, 2, 1, "集群外商直接投资额（万元）"),
        (1, 1, 2, 1, "123."),
        (3, 0, 1, 1, "集群占地面积"),
        (3, 1, 1, 1, "12.34"),
    ]


def test_the_end_of_a_caption_that_is_a_shorter_wording_of_it_is_no_row_of_its_own():
    made = table(["主导产业相关的国家级专精特新", "4", "5", "6"], ["“小巨人”企业数量", "", "", ""], page_starts=[1])
    assert mended(made)[:2] == [
        (0, 0, 2, 1, "主导产业相关的国家级专精特新“小巨人”企业数量"),
        (0, 1, 2, 1, "4"),
    ]
    two = table(["主导产业相关的国家级专精特新", "4"], ["“小巨人”企业数量", "3"], page_starts=[1])
    assert len(mended(two)) == 4  # a figure of its own: two rows


def test_what_is_filled_in_beside_the_rest_of_a_caption_is_of_the_whole_one():
    made = table(["近三年集群单位产值能耗", ""], ["降低率（%）", "12.80"], ["集群企业数量", "120"], page_starts=[1])
    assert mended(made)[:2] == [
        (0, 0, 2, 1, "近三年集群单位产值能耗降低率（%）"),
        (0, 1, 2, 1, "12.80"),
    ]
    two = table(["近三年集群单位产值能耗", ""], ["集群企业数量", "120"], page_starts=[1])
    assert len(mended(two)) == 4


def test_a_paragraph_goes_on_overleaf():
    made = table(["集群产业链强链补链情况（200字以内）", "集群现有链主企业"], ["", "三家，配套齐全。"], page_starts=[1])
    assert mended(made) == [
        (0, 0, 2, 1, "集群产业链强链补链情况（200字以内）"),
        (0, 1, 2, 1, "集群现有链主企业三家，配套齐全。"),
    ]


def test_a_new_row_on_a_new_page_stays_a_row():
    made = table(["集群企业数量", "120"], ["集群中小企业数量", "100"], page_starts=[1])
    assert mended(made) == [(c.row, c.col, 1, 1, c.text) for c in made.cells]


def test_a_caption_with_its_options_on_a_new_page_is_a_row_of_its_own():
    """The paragraph before ends with its page; what follows begins with its own caption, beside an empty cell."""
    made = table(
        ["(10)数字化新模式新业态推广情况", "试点示范建设或应用情况（200字以内）", "<", "建成试点示范2个。", "<", "<"],
        ["", "集群已开展的数字化新模式新业态推广工作：\n☑建有试点\n☐开展推广", "<", "<", "<", "<"],
        ["^", "国家级试点示范项目名称及数量", "<", "数量：4个", "<", "<"],
        page_starts=[1],
    )
    assert [text for *_, text in mended(made) if text.startswith("建成")] == ["建成试点示范2个。"]


def test_figures_on_both_sides_of_the_break_stay_two():
    made = table(
        ["集群总产值（亿元）", "2021年", "1.1"],
        ["^", "2022年", "2.2"],
        ["", "2023年", "3.3"],
        page_starts=[2],
    )
    assert [c[4] for c in mended(made) if c[1] > 0] == ["2021年", "1.1", "2022年", "2.2", "2023年", "3.3"]


def test_a_table_on_one_page_is_left_alone():
    made = table(["集群外商直接", "123"], ["投资额（万元）", ""])
    assert mend(made, PREPARED.index, PREPARED.printed) is made


def test_a_label_over_the_break_still_has_its_years():
    made = table(
        ["指标", "2021年", "2022年", "2023年"],
        ["集群外商直接", "1", "2", "3"],
        ["投资额（万元）", "", "", ""],
        page_starts=[2],
    )
    assert placed(form("二、主导产业情况", made)) == {"fdi@2021": "1", "fdi@2022": "2", "fdi@2023": "3"}


def test_a_merged_label_that_goes_on_overleaf_has_the_years_of_both_pages():
    made = table(
        ["集群总产值（亿元）", "2021年", "1.1"],
        ["^", "2022年", "2.2"],
        ["", "2023年", "3.3"],
        ["集群企业数量", "2021年", "10"],
        ["^", "2022年", "20"],
        ["^", "2023年", "30"],
        page_starts=[2],
    )
    assert placed(form("二、主导产业情况", made)) == {
        "gross_output@2021": "1.1",
        "gross_output@2022": "2.2",
        "gross_output@2023": "3.3",
        "enterprises@2021": "10",
        "enterprises@2022": "20",
        "enterprises@2023": "30",
    }


def test_how_long_a_text_may_be_goes_on_overleaf_whatever_the_label_is_worded_like():
    """集群绿色低碳转型情况 is none of the catalogue's wordings to the letter; half of its text was once lost."""
    made = table(
        ["集群绿色\n低碳转型情况", "实施节能改造项目5个。"],
        ["（200字以内)", "2023年对35家企业开展绿色诊断。"],
        page_starts=[1],
    )
    assert [c[4] for c in mended(made)][1] == "实施节能改造项目5个。2023年对35家企业开展绿色诊断。"
