"""A letter in Word: what its chapters, its foot and its captions do not take stays listed, paragraph by paragraph."""

from pathlib import Path

import docx
import pytest

from formextract import extract

LETTER = [
    "岭阳市智能装备省级创新型产业集群2025年度绩效评价自评报告",
    "根据《湖北省创新型产业集群管理办法》，现将情况报告如下。",
    "（一）产业结构",
    "集群以数控机床为主导，2025年营业收入168.20亿元。",
    "（四）发展环境",
    "市财政安排专项资金，出台扶持政策。",
    "特此报告。",
    "岭阳高新技术产业开发区管理委员会",
    "2026年4月20日",
]


def record(folder: Path, lines: list[str], rows: list[list[str]] | None = None):
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
    path = folder / "报告.docx"
    made.save(str(path))
    (only,) = extract(path)
    return only


def said(found, indicator):
    return [o.value for o in found.values if o.indicator == indicator and o.is_given]


def test_a_chapter_ends_before_the_signature(tmp_path):
    found = record(tmp_path, [x for x in LETTER if x != "特此报告。"])
    assert said(found, "environment_text") == ["市财政安排专项资金，出台扶持政策。"]
    assert said(found, "operator") == ["岭阳高新技术产业开发区管理委员会"]


def test_every_paragraph_is_claimed_or_listed(tmp_path):
    found = record(tmp_path, LETTER)
    listed = [u.text for u in found.unmatched]
    claimed = [o.raw for o in found.values if o.is_given]
    for line in LETTER:
        assert any(line in text or text in line for text in [*listed, *claimed] if len(text) > 3), line
    assert LETTER[1] in listed


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("2025年1月1日至12月31日", "2025"),
        ("2025年1—12月", "2025"),
        ("2025.01-2025.12", "2025"),
        ("2025年度", "2025"),
        ("2025", "2025"),
    ],
)
def test_the_period_beside_its_caption_is_the_figures_year(tmp_path, told, period):
    rows = [
        ["集群名称", "湖北省岭阳市数控机床产业集群"],
        ["报告期", told],
        ["总产值（亿元）", "92.30"],
        ["企业数量（家）", "101"],
    ]
    found = record(tmp_path, ["湖北省特色产业集群年度发展情况报告"], rows)
    assert said(found, "report_period") == [told]
    assert [
        (o.period, str(o.value), o.confidence) for o in found.values if o.indicator == "gross_output" and o.is_given
    ] == [(period, "92.30", 1.0)]


@pytest.mark.parametrize(
    "sentence",
    [
        "一、变更事项：运营管理机构由岭阳高新区管委会变更为岭阳产业发展有限公司。",
        "因机构改革，集群运营管理机构自2025年9月12日起由岭阳高新区管委会调整为岭阳产业发展有限公司。",
    ],
)
def test_what_changed_is_read_in_a_sentence(tmp_path, sentence):
    title = "关于岭阳市智能装备省级创新型产业集群重大事项变更的报告"
    found = record(tmp_path, [title, "省科学技术厅：", sentence, "特此报告。", *LETTER[-2:]])
    told = {o.indicator: (o.value, o.confidence < 0.9) for o in found.values if o.is_given}
    assert told["event_before"] == ("岭阳高新区管委会", True)
    assert told["event_after"] == ("岭阳产业发展有限公司", True)
    if "因" in sentence:
        assert told["event_date"] == ("2025-09-12", True)
        assert told["event_cause"] == ("机构改革", True)


def test_a_signature_that_is_not_the_forms_own_operator_is_listed(tmp_path):
    rows = [["集群名称", "岭阳市智能装备省级创新型产业集群"], ["集群运营管理机构", "岭阳产业发展有限公司"]]
    found = record(tmp_path, LETTER[:1], rows)
    assert said(found, "operator") == ["岭阳产业发展有限公司"]
    made = docx.Document(str(tmp_path / "报告.docx"))
    for line in LETTER[-2:]:
        made.add_paragraph(line)
    made.save(str(tmp_path / "报告.docx"))
    (found,) = extract(tmp_path / "报告.docx")
    assert said(found, "operator") == ["岭阳产业发展有限公司"]
    assert "岭阳高新技术产业开发区管理委员会" in [u.text for u in found.unmatched]
    assert said(found, "application_date") == ["2026-04-20"]
