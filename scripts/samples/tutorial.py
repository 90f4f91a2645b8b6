"""The form of docs/templates.md: a county's blank form and two filled copies, under samples/tutorial."""

from __future__ import annotations

from pathlib import Path

import docx

TITLE = "产业集群半年运行情况表"
FILLED = {
    "filled-1.docx": {
        "填报时间": "2025年7月10日",
        "集群名称": "湖北省甲县轴承产业集群",
        "集群运营管理机构": "甲县轴承产业服务中心",
        "是否已被认定为省级中小企业特色产业集群": "☑是 ☐否",
        "集群总产值（亿元）": ("45.20", "238,000万元"),
        "集群企业总数（家）": ("118", "120余家"),
        "其中：中小企业数量（家）": ("110", "113"),
        "集群入库税收（万元）": ("830", "455"),
        "集群绿色低碳相关工作情况（200字以内）": "建成光伏屋顶三处，回收切削液。",
    },
    "filled-2.docx": {
        "填报时间": "2025.7.8",
        "集群名称": "湖北省乙市渔具产业集群",
        "集群运营管理机构": "无",
        "是否已被认定为省级中小企业特色产业集群": "☐是 ☑否",
        "集群总产值（亿元）": ("12.06", "6.31"),
        "集群企业总数（家）": ("64", "66"),
        "其中：中小企业数量（家）": ("64", "66"),
        "集群入库税收（万元）": ("210", ""),
        "集群绿色低碳相关工作情况（200字以内）": "",
    },
}
YEARLY = ("集群总产值（亿元）", "集群企业总数（家）", "其中：中小企业数量（家）", "集群入库税收（万元）")


def write(folder: Path) -> None:
    """The blank form and its filled copies."""
    folder.mkdir(parents=True, exist_ok=True)
    _form({}).save(str(folder / "blank.docx"))
    for name, values in FILLED.items():
        _form(values).save(str(folder / name))


def _form(values: dict[str, str | tuple[str, str]]) -> docx.document.Document:
    made = docx.Document()
    made.add_paragraph(TITLE)
    made.add_paragraph(f"填报时间：{values.get('填报时间', '')}")
    made.add_paragraph("一、基本情况")
    basics = ["集群名称", "集群运营管理机构", "是否已被认定为省级中小企业特色产业集群"]
    table = made.add_table(rows=len(basics), cols=2, style="Table Grid")
    for r, label in enumerate(basics):
        table.cell(r, 0).text = label
        table.cell(r, 1).text = str(values.get(label, "☐是 ☐否" if label.startswith("是否") else ""))
    made.add_paragraph("二、运行情况")
    table = made.add_table(rows=len(YEARLY) + 2, cols=3, style="Table Grid")
    for c, head in enumerate(("指标", "2024年", "2025年")):
        table.cell(0, c).text = head
    for r, label in enumerate(YEARLY, 1):
        table.cell(r, 0).text = label
        for c, figure in enumerate(values.get(label, ("", "")), 1):
            table.cell(r, c).text = figure
    label = "集群绿色低碳相关工作情况（200字以内）"
    table.cell(len(YEARLY) + 1, 0).text = label
    table.cell(len(YEARLY) + 1, 1).merge(table.cell(len(YEARLY) + 1, 2)).text = str(values.get(label, ""))
    made.add_paragraph("填报单位（盖章）：")
    return made


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "samples" / "tutorial")
