import builtins
import csv
import io
import json
import os
import threading
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from records_for_outputs import FIRST, HERE, RECORDS, SECOND, observe

from formextract.errors import StoreError, UsageError
from formextract.model.corrections import by_reviewer
from formextract.model.facts import facts
from formextract.model.json import record_from_json, record_to_dict
from formextract.outputs import FORMATS, SHAPES, export
from formextract.outputs import workbook as workbook_module
from patience import HANG_SECONDS


def exported(records, kind, shape, **kwargs):
    stream = io.BytesIO()
    export(records, kind, shape, stream, **kwargs)
    stream.seek(0)
    return stream


def table(kind, shape, records=RECORDS):
    return list(csv.DictReader(io.StringIO(exported(records, kind, shape).getvalue().decode(), newline="")))


def test_jsonl_records_are_the_contracts():
    lines = exported(RECORDS, "jsonl", "records").getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == [record_to_dict(r) for r in RECORDS]
    assert tuple(record_from_json(line) for line in lines) == RECORDS


def test_jsonl_facts():
    lines = exported(RECORDS, "jsonl", "facts").getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(facts(r))) for r in RECORDS]


def test_of_a_reading_and_what_a_reviewer_made_of_it_one_row_of_long_is_current():
    read = FIRST.values[1]
    confirmed = by_reviewer(read)
    put_right = by_reviewer(replace(FIRST.values[2], value=Decimal("8.15"), status="corrected"))
    said = replace(read, value=Decimal(99), source=replace(HERE, reader="prose"))  # beside the form's own cell
    rows = table("csv", "long", [replace(FIRST, values=(read, confirmed, FIRST.values[2], put_right, said))])
    assert [(r["key"], r["number"], r["reader"], r["current"]) for r in rows] == [
        ("gross_output@2022", "123.45", "pdf-text", "false"),
        ("gross_output@2022", "123.45", "review", "true"),
        ("fdi_growth@2023", "-12.5", "pdf-text", "false"),
        ("fdi_growth@2023", "8.15", "review", "true"),
        ("gross_output@2022", "99", "prose", "false"),
    ]


def test_long_has_a_row_an_observation():
    rows = table("csv", "long")
    assert len(rows) == len(FIRST.values) + len(SECOND.values)
    assert rows[1] == {
        "record_id": "r1",
        "program": "sme-cluster",
        "form": "application",
        "template": "sme-cluster/application@2024",
        "cluster": "甲集群",
        "key": "gross_output@2022",
        "indicator": "gross_output",
        "label": "集群总产值",
        "period": "2022",
        "dims": "",
        "number": "123.45",
        "lo": "123.445",
        "hi": "123.455",
        "text": "",
        "unit": "亿元",
        "precision": "2",
        "raw": "123.45",
        "status": "reported",
        "confidence": "1.0",
        "doubts": "",
        "file": "disc/甲.pdf",
        "page": "4",
        "cell": "",
        "bbox": "[72.0, 110.5, 180.0, 128.0]",
        "reader": "pdf-text",
        "alternatives": "",
        "current": "true",
    }
    assert [r["doubts"] for r in rows if r["doubts"]] == ["红章压字；两次识读不一致（12.5 / 72.5）"]
    assert [(r["key"], r["number"], r["text"], r["status"], r["cell"]) for r in rows] == [
        ("cluster_name", "", "甲集群", "reported", ""),
        ("gross_output@2022", "123.45", "", "reported", ""),
        ("fdi_growth@2023", "-12.5", "", "reported", ""),
        ("enterprises@2023", "", "", "unreadable", ""),
        ("standards_led@2023[level=national]", "3", "", "reported", ""),
        ("provincial_cluster", "", "true", "reported", ""),
        ("alliances_names", "", '["甲联盟", "乙联盟"]', "reported", ""),
        ("chain_summary", "", '\'=HYPERLINK("http://x")', "reported", ""),
        ("plan_target[target=研发经费投入]", "8.5", "", "reported", ""),
        ("cluster_name", "", "乙集群", "reported", "Sheet1!B5"),
        ("plan_target[target=研发经费投入]", "", "建成平台", "reported", ""),
        ("alliances_names", "", "[]", "none", ""),
    ]
    assert json.loads(rows[2]["alternatives"])[0]["value"] == 12.5


def test_wide_has_a_row_a_record_and_names_what_is_not_sure():
    assert table("csv", "wide") == [
        {
            "record_id": "r1",
            "program": "sme-cluster",
            "form": "application",
            "template": "sme-cluster/application@2024",
            "cluster": "甲集群",
            "files": "disc/甲.pdf",
            "unreadable": "enterprises@2023",
            "doubtful": "fdi_growth@2023",
            "errors": "1",
            "warnings": "0",
            "cluster_name": "甲集群",
            "gross_output@2022": "123.45",
            "fdi_growth@2023": "-12.5",
            "enterprises@2023": "",
            "standards_led@2023[level=national]": "3",
            "provincial_cluster": "true",
            "alliances_names": '["甲联盟", "乙联盟"]',
            "chain_summary": '\'=HYPERLINK("http://x")',
            "plan_target[target=研发经费投入]": "8.5",
        },
        {
            "record_id": "r2",
            "program": "sme-cluster",
            "form": "summary",
            "template": "sme-cluster/summary@2024",
            "cluster": "乙集群",
            "files": "disc/汇总.xlsx",
            "unreadable": "",
            "doubtful": "",
            "errors": "0",
            "warnings": "0",
            "cluster_name": "乙集群",
            "gross_output@2022": "",
            "fdi_growth@2023": "",
            "enterprises@2023": "",
            "standards_led@2023[level=national]": "",
            "provincial_cluster": "",
            "alliances_names": "[]",
            "chain_summary": "",
            "plan_target[target=研发经费投入]": "建成平台",
        },
    ]


def test_facts_are_flattened_to_dotted_keys():
    (row, _) = table("csv", "facts")
    beside = (".unit", ".indicator", ".level.lo", ".level.hi", ".yearly", ".total", ".period")
    assert row["values.gross_output.2022.unit"] == "亿元"
    assert {
        k: v
        for k, v in row.items()
        if ("gross_output" in k or "plan_target" in k or k in ("id", "years")) and not k.endswith(beside)
    } == {
        "id": "r1",
        "years": '["2022", "2023"]',
        "values.gross_output.2022.value": "123.45",
        "values.gross_output.2022.lo": "123.445",
        "values.gross_output.2022.hi": "123.455",
        "values.gross_output.2022.status": "reported",
        "values.gross_output.2022.confidence": "1.0",
        "values.plan_target[研发经费投入].value": "8.5",
        "values.plan_target[研发经费投入].lo": "8.45",
        "values.plan_target[研发经费投入].hi": "8.55",
        "values.plan_target[研发经费投入].status": "reported",
        "values.plan_target[研发经费投入].confidence": "1.0",
    }


def test_csv_records_hold_the_nested_parts_as_json():
    (row, _) = table("csv", "records")
    spelt = record_to_dict(FIRST)
    assert {k: json.loads(row[k]) for k in ("files", "values", "findings", "criteria", "unmatched")} == {
        k: spelt[k] for k in ("files", "values", "findings", "criteria", "unmatched")
    }


def test_parquet_columns_are_typed():
    frame = pd.read_parquet(exported(RECORDS, "parquet", "long"))
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert [kinds[c] for c in ("number", "lo", "precision", "page")] == ["Float64", "Float64", "Int64", "Int64"]
    assert frame["number"].dropna().tolist() == [123.45, -12.5, 3.0, 8.5]
    assert frame["page"].isna().sum() == 1
    wide = pd.read_parquet(exported(RECORDS, "parquet", "wide"))
    assert wide["plan_target[target=研发经费投入]"].tolist() == ["8.5", "建成平台"]
    assert wide["provincial_cluster"].astype(object).where(wide["provincial_cluster"].notna(), None).tolist() == [
        True,
        None,
    ]
    assert str(wide["gross_output@2022"].dtype) == "Float64"


def test_a_sheet_has_chinese_headings_over_the_ids_and_stays_in_sight():
    sheet = openpyxl.load_workbook(exported(RECORDS, "xlsx", "wide")).active
    assert [(a.value, b.value) for a, b in zip(sheet[1], sheet[2], strict=True)][10:] == [
        ("集群名称", "cluster_name"),
        ("集群总产值 2022（亿元）", "gross_output@2022"),
        ("集群外商直接投资额增长率 2023（%）", "fdi_growth@2023"),
        ("集群企业数量 2023（个）", "enterprises@2023"),
        ("集群中小企业主持制修订标准数量 2023 国家级（项）", "standards_led@2023[level=national]"),
        ("是否已被认定为省级中小企业特色产业集群", "provincial_cluster"),
        ("集群内产业联盟组织名称", "alliances_names"),
        ("集群产业链强链补链情况", "chain_summary"),
        ("发展目标 2026 年目标值 研发经费投入（亿元）", "plan_target[target=研发经费投入]"),
    ]
    named = openpyxl.load_workbook(exported(RECORDS, "xlsx", "wide", labels={"enterprises": "企业（个）"})).active
    assert named["N1"].value == "企业（个） 2023"
    assert sheet.freeze_panes == "A3"
    assert 10 <= sheet.column_dimensions["K"].width <= 50
    assert [c.value for c in sheet[3]][10:16] == ["甲集群", 123.45, -12.5, None, 3, "是"]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_names_of_those_who_apply_stand_under_what_they_are_called(shape):
    told = {}
    for who in ("集群", "申报单位"):
        sheets = openpyxl.load_workbook(exported(RECORDS, "xlsx", shape, who=who)).worksheets
        told[who] = [{b.value: a.value for a, b in zip(s[1], s[2], strict=True)}.get("cluster") for s in sheets]
    assert set(told["集群"]) == {"集群名称"}
    assert set(told["申报单位"]) == {"申报单位名称"}


def test_xlsx_records_are_sheets_that_belong_together():
    book = openpyxl.load_workbook(exported(RECORDS, "xlsx", "records"))
    assert book.sheetnames == ["记录", "文件", "数值", "问题", "认定条件", "未匹配", "更正", "审核处理"]
    rows = [[c.value for c in row] for row in book["问题"].iter_rows()]
    assert dict(zip(rows[1], rows[2], strict=True)) == {
        "record_id": "r1",
        "cluster": "甲集群",
        "severity": "error",
        "kind": "growth",
        "message": "增长率不符",
        "fields": '["fdi_growth@2023"]',
        "suspect": "fdi_growth@2023",
        "reported": -12.5,
        "lo": 8.14,
        "hi": None,
        "suggestion": 8.15,
        "clause": "条款",
        "check": "fdi_growth.2023",
    }
    assert [c.value for c in book["未匹配"][3]] == ["r1", "甲集群", "备注", "'+1", "disc/甲.pdf", 4, None]


def test_what_a_cell_cannot_hold_is_cut_with_a_mark_and_a_note():
    long_text = "𠀀" * 20000  # two units each, as Excel counts
    record = replace(
        SECOND, values=(observe("profile", "简介", long_text), observe("chain_summary", "链", "控\x00制\x0b符\r\n#N/A"))
    )
    notes = []
    sheet = openpyxl.load_workbook(exported([record], "xlsx", "wide", note=notes.append)).active
    ids = [c.value for c in sheet[2]]
    cut = sheet.cell(3, ids.index("profile") + 1).value
    assert cut.endswith("𠀀…〔超长，已截断〕")
    assert len(cut.encode("utf-16-le")) // 2 <= 32767
    assert sheet.cell(3, ids.index("chain_summary") + 1).value == "控\ufffd制\ufffd符\n#N/A"
    assert notes == ["有 1 个单元格的文字超过 Excel 的 32767 字上限，已截断并标明。需要全文请用 --format jsonl 或 csv"]


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbook_module, "MAX_ROWS", 202 + 10)
    records = [replace(SECOND, id=f"r{n}", values=SECOND.values[:1]) for n in range(450)]
    book = openpyxl.load_workbook(exported(records, "xlsx", "long"))
    assert book.sheetnames == ["数值", "数值 2", "数值 3"]
    ids = [row[0].value for sheet in book for row in sheet.iter_rows(min_row=3)]
    assert ids == [r.id for r in records]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_to_export_is_an_empty_table(tmp_path, kind, shape):
    target = tmp_path / f"out.{kind}"
    export([], kind, shape, target)
    assert target.exists()
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_csv_file_opens_in_excel_and_a_stream_has_no_mark(tmp_path):
    export(RECORDS, "csv", "long", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfrecord_id,")
    assert exported(RECORDS, "csv", "long").getvalue().startswith(b"record_id,")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "out.csv").write_text("old")

    def breaking():
        yield FIRST
        raise StoreError("数据库已损坏")

    with pytest.raises(StoreError, match="数据库已损坏"):
        export(breaking(), "csv", "long", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(StoreError, match=r"写不了 .*没有/out.csv：没有这个文件或文件夹。请检查文件夹"):
        export(RECORDS, "csv", "long", tmp_path / "没有/out.csv")


def test_a_path_in_no_encoding_can_be_exported():
    record = replace(FIRST, files=(replace(FIRST.files[0], path="disc/\udcc9\udcea.pdf"),))
    for kind in FORMATS:
        for shape in SHAPES:
            exported([record], kind, shape)
    line = exported([record], "jsonl", "records").getvalue().decode()
    assert record_from_json(line) == record


def test_parquet_without_its_extra_is_one_clear_line(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as caught:
        exported(RECORDS, "parquet", "long")
    assert (
        str(caught.value) == "导出 parquet 需要 pyarrow。请运行 pip install 'formextract[parquet]'，或改用 --format csv"
    )


def test_too_many_columns_for_excel_is_one_clear_line():
    values = tuple(observe("plan_target", "目标", "x", dims={"target": str(n)}) for n in range(16_400))
    with pytest.raises(UsageError, match="超过 Excel 上限 16384。请改用 --format csv 或 --shape long"):
        exported([replace(SECOND, values=values)], "xlsx", "wide")


def test_a_pipe_or_a_device_is_written_to_and_stays_what_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()), daemon=True)
    reader.start()
    export(RECORDS, "jsonl", "records", pipe)
    reader.join(HANG_SECONDS)
    assert pipe.is_fifo()
    assert len(heard[0].splitlines()) == len(RECORDS)
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]
