"""Two forms in one notice, as ministries send them out: blank and filled, under samples/drafting; all is invented.

They hold what `templates new` finds hard: captions beside a group's (负责人 before 姓名), years down the side, a
unit that only the heading says, tick lists, remarks where a value goes, cover lines without colons.
"""

from __future__ import annotations

import json
from pathlib import Path

import docx
from docx.table import Table

HEADS = ["姓名", "职务", "手机", "邮箱"]
AMOUNTS = ["服务收入", "服务利润", "研发费用", "服务收入增速"]
SERVICES = ["云计算", "大数据", "区块链", "工业软件"]
REMARK = "（介绍主要产品和客户，可另附页）"
FILLED: dict[str, object] = {
    "所在地区": "某某市 甲区（县）",
    "申报时间": "2025年3月18日",
    "单位名称": "某某甲数据服务有限公司",
    "注册时间": "2015年6月2日",
    "负责人": ["赵甲", "总经理", "13900000011", "zhao@example.com"],
    "联系人": ["钱乙", "", "13900000012", ""],
    "是否上市": "是",
    "服务方向": ["大数据", "工业软件"],
    "2024": ["12,345.67", "980.5", "1543.20", "8.6"],
    "2023": ["11,368.02", "-20.1", "", ""],
    "技术人员数量（人）": "126",
    "获得专利数（项）": "18",
    "主要业绩": "为四十家工厂建设生产数据平台。",
}
EXPECTED = {
    "单位名称": FILLED["单位名称"],
    "负责人姓名": "赵甲",
    "负责人手机": "13900000011",
    "联系人姓名": "钱乙",
    "是否上市": True,
    "服务方向": ["大数据", "工业软件"],
    "服务收入@2024": "12345.67",
    "服务收入@2023": "11368.02",
    "服务利润@2023": "-20.1",
    "服务收入增速@2024": "8.6",
    "技术人员数量": "126",
    "获得专利数": "18",
    "主要业绩": FILLED["主要业绩"],
}
"""What the draft of the blank form reads from the filled one, by the label of its indicator."""


def write(folder: Path) -> None:
    """blank.docx, filled.docx and expected.json."""
    folder.mkdir(parents=True, exist_ok=True)
    _notice({}).save(str(folder / "blank.docx"))
    _notice(FILLED).save(str(folder / "filled.docx"))
    text = json.dumps(EXPECTED, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def _notice(given: dict[str, object]) -> docx.document.Document:
    made = docx.Document()
    made.add_paragraph("关于征集数字服务商的通知")
    made.add_paragraph("请各单位按附件填报，于2025年4月1日前报送。")
    made.add_paragraph("附件1")
    made.add_paragraph("数字服务商登记表")
    made.add_paragraph(f"所在地区 {given['所在地区']}" if given else "所在地区______市______区（县）")
    made.add_paragraph(f"申报时间 {given['申报时间']}" if given else "申报时间______年____月____日")
    _register(made.add_table(rows=15, cols=5, style="Table Grid"), given)
    made.add_paragraph("附件2")
    made.add_paragraph("需求征集表")
    table = made.add_table(rows=2, cols=2, style="Table Grid")
    for row, label in enumerate(("需求单位", "需求概述")):
        table.cell(row, 0).text = label
    return made


def _register(table: Table, given: dict[str, object]) -> None:
    def wide(row: int, first: int, text: str) -> None:
        table.cell(row, first).merge(table.cell(row, 4)).text = text

    def value(row: int, label: str, blank: str = "") -> None:
        table.cell(row, 0).text = label
        wide(row, 1, str(given.get(label, blank)))

    wide(0, 0, "一、基本情况")
    value(1, "单位名称")
    value(2, "注册时间")
    for row, group in ((3, "负责人"), (5, "联系人")):
        table.cell(row, 0).merge(table.cell(row + 1, 0)).text = group
        for column, head in enumerate(HEADS, 1):
            table.cell(row, column).text = head
            table.cell(row + 1, column).text = _at(given.get(group), column - 1)
    table.cell(7, 0).text = "是否上市"
    wide(7, 1, "☑是 ☐否" if given else "☐是 ☐否")
    table.cell(8, 0).text = "服务方向"
    chosen = given.get("服务方向")
    ticked = chosen if isinstance(chosen, list) else []
    wide(8, 1, " ".join(f"{'☑' if s in ticked else '☐'}{s}" for s in SERVICES))
    wide(9, 0, "二、经营情况（单位：万元）")
    for column, head in enumerate(["指标", *AMOUNTS]):
        table.cell(10, column).text = head
    for row, year in ((11, "2024"), (12, "2023")):
        table.cell(row, 0).text = year
        for column in range(1, 5):
            table.cell(row, column).text = _at(given.get(year), column - 1)
    table.cell(13, 0).text = "技术人员数量（人）"
    table.cell(13, 1).merge(table.cell(13, 2)).text = str(given.get("技术人员数量（人）", ""))
    table.cell(13, 3).text = "获得专利数（项）"
    table.cell(13, 4).text = str(given.get("获得专利数（项）", ""))
    value(14, "主要业绩", REMARK)


def _at(values: object, at: int) -> str:
    return str(values[at]) if isinstance(values, list) else ""


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "samples" / "drafting")
