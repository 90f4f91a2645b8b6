"""Records to the tables of each shape; what each holds is told in docs/exports.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from formextract.model import Correction, Observation, Record, Value
from formextract.model.doubt import SURE
from formextract.model.facts import facts, form_values
from formextract.model.interval import written_interval
from formextract.model.json import plain, record_to_dict
from formextract.outputs.frames import CellValue, Column, Row, TableFrame, wide_frame
from formextract.outputs.lost import Lost, each, raising
from formextract.wording import levels_of

NAMES = "cluster"
"""The column of the names of those who apply, whatever they are."""

_RECORD = (
    Column("record_id", "记录编号"),
    Column("program", "项目"),
    Column("form", "表种"),
    Column("template", "模板"),
    Column(NAMES, "集群名称"),
)

_LONG = (
    *_RECORD,
    Column("key", "指标代码"),
    Column("indicator", "指标"),
    Column("label", "指标名称"),
    Column("period", "年份"),
    Column("dims", "维度"),
    Column("number", "数值", "number"),
    Column("lo", "下限", "number"),
    Column("hi", "上限", "number"),
    Column("text", "文字"),
    Column("unit", "单位"),
    Column("precision", "小数位", "integer"),
    Column("raw", "原文"),
    Column("status", "状态"),
    Column("confidence", "置信度", "number"),
    Column("doubts", "存疑原因"),
    Column("file", "文件"),
    Column("page", "页", "integer"),
    Column("cell", "单元格"),
    Column("bbox", "位置"),
    Column("reader", "读取方式"),
    Column("alternatives", "其他读数"),
    Column("current", "现值", "bool"),
)

MARKS = {
    "records": "unmatched",
    "long": "indicator",
    "wide": "unreadable",
    "facts": "years",
    "corrections": "new_status",
    "decisions": "verdict",
}
"""For each shape a column that tables of no other shape have."""
FIXED = ("records", "long", "corrections", "decisions")
"""Shapes with the same columns whatever the records are."""

Nested = dict[str, Any]


def record_frame(records: Iterable[Record], lost: Lost = raising) -> TableFrame:
    """One row a record; what is nested in the contract's JSON stands as JSON in text columns."""
    nested = {
        "files": "文件",
        "values": "数值",
        "findings": "问题",
        "criteria": "认定条件",
        "unmatched": "未匹配",
        "corrections": "更正",
        "decisions": "审核处理",
    }
    columns = (*_RECORD, Column("schema", "格式"), *(Column(k, v) for k, v in nested.items()))

    def row(record: Record) -> Row:
        spelt = record_to_dict(record)
        return (*_head(record), record.schema, *(_json(spelt.get(key, [])) for key in nested))

    return TableFrame("记录", columns, each(records, row, lost))


def long_frame(records: Iterable[Record], lost: Lost = raising) -> TableFrame:
    """One row an observation: figures in numeric columns, all else as text. Of the rows of one record and key one is
    `current`: the one that stands, be it a reading or what a reviewer has put beside it.
    """
    return TableFrame("数值", _LONG, chain.from_iterable(each(records, _long_rows, lost)))


def wide_frame_of(records: Iterable[Record], labels: Mapping[str, str], lost: Lost = raising) -> TableFrame:
    """One row a record, a column for each indicator, period and dims; what is not sure is named in two columns.

    `labels` are the indicators' own, by id; a printed label (联系人) may stand for several.
    """
    fixed = (
        *_RECORD,
        Column("files", "文件"),
        Column("unreadable", "无法识读的指标"),
        Column("doubtful", "把握不大的指标"),
        Column("errors", "错误数", "integer"),
        Column("warnings", "警告数", "integer"),
    )
    headers: dict[str, str] = {}

    def row_of(record: Record) -> dict[str, CellValue]:
        row: dict[str, CellValue] = dict(zip((c.id for c in fixed), _head(record), strict=False))
        chosen = form_values(record)
        row["files"] = "；".join(f.path for f in record.files)
        row["unreadable"] = "；".join(o.key for o in chosen if o.status == "unreadable")
        row["doubtful"] = "；".join(o.key for o in chosen if o.status == "reported" and o.confidence < SURE)
        row["errors"] = sum(f.severity == "error" for f in record.findings)
        row["warnings"] = sum(f.severity == "warning" for f in record.findings)
        for o in chosen:
            headers.setdefault(o.key, _header(o, labels.get(o.indicator) or o.label))
            row[o.key] = _cell(o.value)
        return row

    return wide_frame("汇总", fixed, list(each(records, row_of, lost)), headers)


def correction_frame(records: Iterable[Record], lost: Lost = raising) -> TableFrame:
    """One row an entry of the reviewers' log, oldest first within each record."""
    return _part("更正", records, _CORRECTIONS, lambda r: [_correction(c) for c in r.corrections], lost)


def decision_frame(records: Iterable[Record], lost: Lost = raising) -> TableFrame:
    """One row a decision of a reviewer, oldest first within each record."""
    return _part("审核处理", records, _DECISIONS, lambda r: [plain(d) for d in r.decisions], lost)


def facts_frame(records: Iterable[Record], lost: Lost = raising) -> TableFrame:
    """One row a record: the leaves of its facts under dotted keys (`values.gross_output.2023.lo`)."""
    fixed = (Column("id", "记录编号"), *_RECORD[1:], Column("years", "年份"))

    def row_of(record: Record) -> dict[str, CellValue]:
        row: dict[str, CellValue] = {}
        _flatten("", facts(record), row)
        return row

    return wide_frame("事实", fixed, list(each(records, row_of, lost)), {})


def record_sheets(records: Iterable[Record], lost: Lost = raising) -> list[TableFrame]:
    """The records as sheets that belong together by record id; JSON of a whole form fits in no spreadsheet cell.

    A record that does not fit is in none of them.
    """
    held = list(each(records, _fitting, lost))
    return [
        TableFrame("记录", _RECORD, (_head(r) for r in held)),
        _part("文件", held, _FILES, lambda r: [plain(f) for f in r.files]),
        long_frame(held),
        _part("问题", held, _FINDINGS, lambda r: [_finding(plain(f)) for f in r.findings]),
        _part("认定条件", held, _CRITERIA, lambda r: [plain(c) for c in r.criteria]),
        _part("未匹配", held, _UNMATCHED, lambda r: [{**plain(u), **_place(r, u.source)} for u in r.unmatched]),
        correction_frame(held),
        decision_frame(held),
    ]


def _fitting(record: Record) -> Record:
    """The record, once it has been shown that its rows can be made."""
    _long_rows(record)
    record_to_dict(record)
    return record


_FILES = (
    Column("path", "路径"),
    Column("sha256", "SHA-256"),
    Column("format", "格式"),
    Column("role", "用途"),
    Column("pages", "页数", "integer"),
    Column("reader", "读取方式"),
)
_FINDINGS = (
    Column("severity", "程度"),
    Column("kind", "类别"),
    Column("message", "说明"),
    Column("fields", "涉及指标"),
    Column("suspect", "最可疑"),
    Column("reported", "填报值", "mixed"),
    Column("lo", "应不小于", "number"),
    Column("hi", "应不大于", "number"),
    Column("suggestion", "建议值", "mixed"),
    Column("clause", "依据"),
    Column("check", "检查编号"),
)
_CRITERIA = (
    Column("criterion", "条件编号"),
    Column("clause", "条款"),
    Column("text", "内容"),
    Column("status", "结论"),
    Column("observed", "依据数值"),
    Column("threshold", "门槛"),
    Column("why", "说明"),
)
_UNMATCHED = (
    Column("label", "标签"),
    Column("text", "内容"),
    Column("file", "文件"),
    Column("page", "页", "integer"),
    Column("cell", "单元格"),
)


_CORRECTIONS = (
    Column("id", "序号", "integer"),
    Column("at", "时间"),
    Column("by", "审核人"),
    Column("action", "处理"),
    Column("field", "指标代码"),
    Column("old", "原值", "mixed"),
    Column("old_status", "原状态"),
    Column("new", "新值", "mixed"),
    Column("new_status", "新状态"),
    Column("why", "理由"),
)


_DECISIONS = (
    Column("id", "序号", "integer"),
    Column("at", "时间"),
    Column("by", "审核人"),
    Column("subject", "对象"),
    Column("target", "对象编号"),
    Column("verdict", "处理"),
    Column("told", "内容"),
    Column("why", "理由"),
)


def _part(
    name: str,
    records: Iterable[Record],
    columns: tuple[Column, ...],
    parts: Callable[[Record], list[Nested]],
    lost: Lost = raising,
) -> TableFrame:
    lead = (_RECORD[0], _RECORD[4])

    def rows(record: Record) -> list[Row]:
        return [(record.id, record.cluster, *(_cell(part.get(c.id)) for c in columns)) for part in parts(record)]

    return TableFrame(name, lead + columns, chain.from_iterable(each(records, rows, lost)))


def _finding(f: Nested) -> Nested:
    lo, hi = f["expected"] or (None, None)
    return f | {"lo": lo, "hi": hi}


def _correction(c: Correction) -> Nested:
    spelt: Nested = plain(c)
    return spelt


def _place(record: Record, source: Any) -> Nested:
    return {"file": _path(record, source.file), "page": source.page, "cell": source.cell}


def _long_rows(record: Record) -> list[Row]:
    return list(_long_rows_of(record))


def _long_rows_of(record: Record) -> Iterator[Row]:
    current = {id(o) for o in form_values(record)}
    for o in record.values:
        figure = o.value if isinstance(o.value, Decimal) else None
        bounds = None if figure is None else written_interval(o)
        s = o.source
        yield (
            *_head(record),
            o.key,
            o.indicator,
            o.label,
            o.period,
            _dims(o),
            figure,
            None if bounds is None else _decimal(bounds.lo),
            None if bounds is None else _decimal(bounds.hi),
            _text(o.value),
            o.unit,
            o.precision,
            o.raw,
            o.status,
            Decimal(str(o.confidence)),
            o.because or None,
            None if s is None else _path(record, s.file),
            None if s is None else s.page,
            None if s is None else s.cell,
            None if s is None or s.bbox is None else _json(s.bbox),
            None if s is None else s.reader,
            _json(plain(o.alternatives)) if o.alternatives else None,
            id(o) in current,
        )


def _head(record: Record) -> tuple[str, str, str, str, str]:
    return record.id, record.program, record.form, record.template, record.cluster


def _path(record: Record, index: int) -> str | None:
    return record.files[index].path if 0 <= index < len(record.files) else None


def _dims(o: Observation) -> str:
    return ",".join(f"{k}={v}" for k, v in sorted(o.dims.items()))


def _header(o: Observation, label: str) -> str:
    unit = f"（{o.unit}）" if o.unit and o.unit not in label else ""
    words = [label, o.period or "", *levels_of(v for _, v in sorted(o.dims.items()))]
    return " ".join(w for w in words if w) + unit


def _text(value: Value) -> str | None:
    """A value that is no figure, as text: ticks as true and false, lists as JSON."""
    if value is None or isinstance(value, Decimal):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _json(value)


def _cell(value: Any) -> CellValue:
    """A plain value as a cell: lists and objects as JSON."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if value is None or isinstance(value, bool | int | str | Decimal):
        return value
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False)


def _decimal(x: Fraction | None) -> Decimal | None:
    return None if x is None else Decimal(x.numerator) / Decimal(x.denominator)


def _flatten(prefix: str, value: Any, into: dict[str, CellValue]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else key, inner, into)
    elif isinstance(value, list) and value and all(isinstance(v, dict) and "target" in v for v in value):
        for row in value:
            inner = {k: v for k, v in row.items() if k != "target"}
            _flatten(f"{prefix}[{row['target']}]", inner, into)
    else:
        into[prefix] = _cell(value)
