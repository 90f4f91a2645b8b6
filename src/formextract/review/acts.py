"""What a reviewer does about a value, as an entry of the log; what is typed is read by those who read the forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from formextract import values, wording
from formextract.catalogue import load_catalogue
from formextract.checks.messages import cell_name, shown
from formextract.errors import FormextractError
from formextract.model import REVIEW, TYPED, Action, Correction, Observation, Place, Record, Source, Unmatched, Value
from formextract.model.corrections import LogEntry, by_reviewer, original, standing
from formextract.model.interval import is_figure
from formextract.model.placement import Part, Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.review import words
from formextract.text import is_none
from formextract.values import Reading
from formextract.values.reading import BLANK, UNREADABLE

LONGEST = 20_000
"""Letters of a value or a reason; the longest narrative of a form has some thousands."""
LONGEST_NAME = 40
QUOTED = 40
"""Letters of what was typed that a refusal quotes."""
EMPTY = ("（空）", "(空)")
"""What is typed where the form was left empty and the program has read something."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SPAN = re.compile(rf"{_YEAR.pattern}/{_YEAR.pattern}")
_YES = {"是": True, "yes": True, "true": True, "√": True, "有": True}
_NO = {"否": False, "no": False, "false": False, "×": False, "没有": False}


class RefusedError(FormextractError):
    """What was asked for makes no sense, said in Chinese with the mend."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a reviewer asks for: `text` is what was typed, `seen` the number of the last entry about the field.

    `taken` is what another copy says, where that is to hold.
    """

    action: Action
    field: str
    by: str
    text: str = ""
    why: str = ""
    seen: int = 0
    taken: Observation | None = None


def entry_for(record: Record, act: Act) -> LogEntry:
    """The log's entry for an act on a record with its corrections applied; RefusedError where it cannot be done."""
    by, why = person(act.by), reason(act.why)
    now = standing(record, act.field)
    if now is None:
        raise RefusedError(f"这份表里没有“{act.field}”这一项。请刷新页面后再试")
    reading = _reading(record, act, now)
    after = reading or original(record, act.field)
    correction = Correction(
        0, "", by, act.action, act.field, as_written(now), now.status,
        None if after is None else as_written(after), "missing" if after is None else after.status, why,
    )  # fmt: skip
    return LogEntry(correction, record.id, _sha(record, reading or now), reading)


def shown_text(o: Observation, options: dict[str, str], *, several: bool) -> str:
    """What a page shows of a value; `options` and `several` are those of `options_of`."""
    if o.status == "unreadable" and o.raw and not o.is_reviewed:
        return o.raw
    return words.observed_text(o, options if not several else None)


def is_what_was_seen(record: Record, key: str, saw: str) -> bool:
    """Whether a value is still the one that a page has shown, text and unit: a load may have read it anew."""
    now = standing(record, key)
    if now is None:
        return False
    options, several = options_of(record, now)
    text = f"{shown_text(now, options, several=several)} {now.unit or ''}"
    return text.split() == saw.split()


def as_written(o: Observation) -> Value:
    """The value with a figure's decimals as they stand on the form: 12.00, however it was kept."""
    return Decimal(shown(o)) if isinstance(o.value, Decimal) and is_figure(o.value) else o.value


def _reading(record: Record, act: Act, now: Observation) -> Observation | None:
    """What stands after the act; None where the form's own reading stands again."""
    if act.action == "restore":
        if not now.is_reviewed:
            raise RefusedError("这个数没有改动过，不需要恢复")
        return None
    if act.action == "accept":
        if not now.is_given and now.status not in ("none", "blank"):
            raise RefusedError("这里没有读出值，无从确认。请更正，或标为无法识读")
        return by_reviewer(now)
    if act.action == "unreadable":
        return by_reviewer(replace(now, value=None, precision=None, status="unreadable"))
    if act.action == "correct" and act.taken is not None:
        return from_copy(act.taken)
    if act.action == "correct":
        return typed(record, now, act.text)
    raise RefusedError("不认识的操作。请刷新页面后再试")


def from_copy(o: Observation) -> Observation:
    """What another copy says, as what holds; RefusedError where it says nothing."""
    if not o.is_given and o.status not in ("none", "blank"):
        raise RefusedError("那一份上没有读出值，不能以它为准。请更正，或标为无法识读")
    return by_reviewer(replace(o, status="corrected" if o.is_given else o.status))


def typed(record: Record, o: Observation, text: str) -> Observation:
    """The observation with what was typed in its place; RefusedError where that is no value of its kind."""
    catalogue = load_catalogue()
    indicator = catalogue.indicators.get(o.indicator)
    if indicator is None:
        raise RefusedError(f"指标目录里没有“{o.indicator}”，不能更正。请检查模板是否换过")
    if len(text) > LONGEST:
        raise RefusedError(f"内容太长，最多 {LONGEST} 个字")
    if not text.strip():
        raise RefusedError("请填写正确的值。表上写“无”的就填“无”，表上空着的请填“（空）”")
    reading = _read(text, indicator, _field(catalogue.templates.get(record.template), o), _part(o))
    if reading.why:
        raise RefusedError(f"“{_begun(text)}”{reading.why}。请改写后再保存")
    if reading.status == "unreadable":
        raise RefusedError(f"“{_begun(text)}”不是{_kind_told(indicator)}。请改写后再保存；确实看不清的，请标为无法识读")
    unit = o.unit if reading.unit is None else reading.unit
    status = "corrected" if reading.status == "reported" else reading.status
    return by_reviewer(
        replace(o, value=reading.value, unit=unit, precision=reading.precision, raw=text.strip(), status=status)
    )


def assigned(
    record: Record,
    unmatched: Unmatched,
    indicator_id: str,
    act: Act,
    period: str | None = None,
    dims: Mapping[str, str] | None = None,
) -> LogEntry:
    """The entry that gives an unmatched cell to an indicator; RefusedError where its ink is no such value.

    `act.text` is the value where the cell holds more than that, `act.field` is not looked at.
    """
    by, why = person(act.by), reason(act.why)
    indicator = load_catalogue().indicators.get(indicator_id)
    if indicator is None:
        raise RefusedError(f"没有“{indicator_id}”这个指标。请从列表里选择")
    if indicator.period == "year" and not (period and _YEAR.fullmatch(period)):
        raise RefusedError(f"“{indicator.label}”按年填报，请选择是哪一年的数")
    if indicator.period == "span3" and period is not None and not _SPAN.fullmatch(period):
        raise RefusedError(f"“{indicator.label}”按几年合计填报，请选择是哪几年的数")
    if indicator.period is None and period is not None:
        raise RefusedError(f"“{indicator.label}”不分年份，请不要选择年份")
    chosen = dict(dims or {})
    for dim, allowed in indicator.dims.items():
        if allowed and chosen.get(dim) not in allowed:
            raise RefusedError(
                f"“{indicator.label}”分{'、'.join(wording.LEVELS.get(v, v) for v in allowed)}，请选择是哪一级"
            )
    if set(chosen) - set(indicator.dims):
        raise RefusedError(f"“{indicator.label}”没有这样的分类，请不要选择")
    bare = Observation(
        indicator_id, unmatched.label or indicator.label, period, chosen, None, indicator.unit, None, "", "missing", 1,
        replace(unmatched.source, reader=REVIEW),
    )  # fmt: skip
    now = standing(record, bare.key)
    if now is not None and now.is_given:
        told = words.full_name(now, load_catalogue().indicators)
        raise RefusedError(f"“{told}”已有值 {words.observed_text(now)}。如果那里不对，请更正那一处")
    reading = typed(record, bare, act.text.strip() or unmatched.text)
    # The cell's own ink, by which it is known among the unmatched ones.
    reading = replace(reading, raw=unmatched.text)
    correction = Correction(
        0, "", by, "assign", bare.key, None if now is None else as_written(now),
        "missing" if now is None else now.status, as_written(reading), reading.status, why,
    )  # fmt: skip
    return LogEntry(correction, record.id, _sha(record, reading), reading)


def _begun(text: str) -> str:
    """The beginning of what was typed, to be quoted."""
    text = text.strip()
    return text if len(text) <= QUOTED else text[:QUOTED] + "……"


def person(name: str) -> str:
    """The reviewer's name; RefusedError where there is none or too much of one."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise RefusedError("请先在页面右上角填写审核人姓名")
    if len(cleaned) > LONGEST_NAME:
        raise RefusedError(f"姓名太长，最多 {LONGEST_NAME} 个字")
    return cleaned


def reason(why: str) -> str:
    """The reason as it is kept; RefusedError where it is too long."""
    if len(why) > LONGEST:
        raise RefusedError(f"理由太长，最多 {LONGEST} 个字")
    return why.strip()


def _sha(record: Record, o: Observation) -> str:
    index = 0 if o.source is None else o.source.file
    return record.files[index].sha256 if 0 <= index < len(record.files) else ""


def _part(o: Observation) -> Part:
    if o.indicator in ("plan_baseline", "plan_target"):
        return "target"
    return "value"


def _field(template: Template | None, o: Observation) -> FieldSpec:
    """The form's field of the observation; one without options where the form has none."""
    for field in template.fields if template is not None else ():
        if o.indicator in (field.indicator, *field.parts.values(), *field.in_gaps) and all(
            o.dims.get(k) == v for k, v in field.dims.items()
        ):
            return field
    return FieldSpec(indicator=o.indicator)


def options_of(record: Record, o: Observation) -> tuple[dict[str, str], bool]:
    """The printed options of a tick list: words by token, and whether several may be ticked; none for all else."""
    catalogue = load_catalogue()
    indicator = catalogue.indicators.get(o.indicator)
    if indicator is None or indicator.kind not in ("bool", "choice", "multichoice"):
        return {}, False
    options = _field(catalogue.templates.get(record.template), o).options
    if not isinstance(options, Mapping):
        return {text: text for text in options}, True
    return {token: text for text, token in options.items()}, False


def _read(text: str, indicator: Indicator, field: FieldSpec, part: Part) -> Reading:
    if text.strip() in EMPTY:
        return BLANK
    if indicator.kind == "multichoice":
        return _ticked(text, tuple(field.options))
    if indicator.kind in ("bool", "choice"):
        return _chosen(text, indicator, field)
    placement = Placement(field, field.indicator, indicator.label, None, (), text, Place(), part=part, legibility=TYPED)
    return values.read(placement, indicator)


def _ticked(text: str, options: tuple[str, ...]) -> Reading:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and is_none(lines[0]):
        return Reading("reported", ())
    if any(line not in options for line in lines):
        return UNREADABLE
    return Reading("reported", tuple(o for o in options if o in lines))


def _chosen(text: str, indicator: Indicator, field: FieldSpec) -> Reading:
    word = text.strip()
    options = field.options if isinstance(field.options, Mapping) else {}
    token = options.get(word) or (word if word in options.values() else None)
    if indicator.kind == "bool":
        known = {"yes": True, "no": False}.get(token or "") if token else {**_YES, **_NO}.get(word.lower())
        return UNREADABLE if known is None else Reading("reported", known)
    if token is None:
        token = next((t for t, told in wording.ANSWERS.items() if told == word and t in options.values()), None)
    if token is None:
        return Reading("none") if is_none(word) else UNREADABLE
    return Reading("reported", token)


def _kind_told(indicator: Indicator) -> str:
    unit = f"（单位：{indicator.unit}）" if indicator.unit else ""
    return {
        "number": f"数字{unit}",
        "integer": f"整数{unit}",
        "date": "日期",
        "bool": "“是”或“否”",
        "choice": "表上印的选项",
        "multichoice": "表上印的选项",
    }.get(indicator.kind, "可用的内容")


def place_told(source: Source | None) -> str:
    """Where a value stands, for people."""
    if source is None:
        return ""
    if source.cell:
        return cell_name(source.cell)
    return f"第 {source.page} 页" if source.page else ""
