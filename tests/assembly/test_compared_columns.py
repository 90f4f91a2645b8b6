"""A table's own column of comparisons (同比增长%), held against the two years in the same row."""

import docx
import pytest

from formextract.api import check, match, read

HEAD = [
    ["集群名称", "湖北省堵阳县织造产业集群"],
    ["集群运营管理机构", "堵阳县织造产业园管委会"],
    ["主导产业", "织造"],
    ["申报时间", "2025年9月10日"],
]


def told(tmp_path, head, *rows):
    """The figures that a comparison is said to contradict."""
    made = docx.Document()
    made.add_paragraph("湖北省特色产业集群申报表")
    for cells in (HEAD, [head, *rows]):
        table = made.add_table(0, len(cells[0]))
        for row in cells:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    made.save(tmp_path / "a.docx")
    (record,) = (check(r) for r in match(read(tmp_path / "a.docx")))
    return {f.check.removeprefix("agreement.compared.") for f in record.findings if "compared" in f.check}


TWO = ["指标", "2023年", "2024年", "同比增长（%）"]


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        (TWO, ["集群总产值（亿元）", "93.60", "105.30", "22.50"], {"gross_output@2024"}),
        (TWO, ["集群总产值（亿元）", "105.30", "93.60", "11.11"], {"gross_output@2024"}),
        (TWO, ["集群总产值（亿元）", "93.60", "105.30", "12.5"], set()),
        (TWO, ["企业户数", "76", "82", "8"], set()),
        (TWO, ["集群总产值（亿元）", "105.30", "93.60", "下降11.1%"], set()),
        (TWO, ["集群总产值（亿元）", "0", "93.60", "100"], set()),
        (TWO, ["主导产业产值占比（%）", "84.62", "84.14", "-0.48"], set()),
        (["指标", "2023年", "2024年", "同比增长"], ["营业收入（亿元）", "93.60", "105.30", "0.125"], set()),
        (["指标", "2023年", "2024年", "增加额"], ["营业收入（亿元）", "93.60", "105.30", "11.70"], set()),
        (["指标", "2024年", "2023年", "同比（%）"], ["营业收入（亿元）", "105.30", "93.60", "22.5"], {"revenue@2024"}),
    ],
)
def test_growth_said_beside_two_years_is_done_again(tmp_path, head, row, said):
    assert told(tmp_path, head, row, ["高新技术企业数", "10", "11", "—"]) == said


def test_each_year_has_its_own_comparison_behind_it(tmp_path):
    head = ["指标", "2022年", "2023年", "增速", "2024年", "增速"]
    assert told(tmp_path, head, ["集群总产值（亿元）", "82.10", "93.60", "24.01", "105.30", "12.5"]) == {
        "gross_output@2023"
    }
