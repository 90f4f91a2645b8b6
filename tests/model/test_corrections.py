from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest

from formextract.model import REVIEW, Correction, FileRef, Observation, Record, Source, Unmatched
from formextract.model.corrections import LogEntry, by_reviewer, corrected, original, standing
from formextract.model.facts import facts, form_values
from formextract.model.json import record_from_json, record_to_dict, record_to_json
from formextract.model.schema import record_schema

HERE = Source(0, 3, (1.0, 2.0, 3.0, 4.0), None, "scan")
BESIDE = Source(0, 3, (9.0, 2.0, 12.0, 4.0), None, "scan")


def figure(indicator, value, status="reported", *, source=HERE, confidence=0.6):
    return Observation(
        indicator, indicator, "2023", {}, None if value is None else Decimal(value), "亿元", 1, str(value), status,
        confidence, source,
    )  # fmt: skip


RECORD = Record(
    "r", "sme-cluster", "application", "sme-cluster/application@2024", "甲",
    (FileRef("甲.pdf", "a" * 64, "pdf-scan", "application", 9),),
    (figure("gross_output", "18.5"), figure("fdi", None, "unreadable", confidence=0.0)),
    unmatched=(Unmatched("税收总额", "3.5", BESIDE), Unmatched("税收总额", "4.5", BESIDE)),
)  # fmt: skip


def entry(number, reading, action="correct", field="", old=None):
    field = field or reading.key
    new = None if reading is None else reading.value
    status = "reported" if reading is None else reading.status
    correction = Correction(
        number, "2024-05-01T08:00:00+00:00", "张三", action, field, old, "reported", new, status, "看"
    )
    return LogEntry(correction, "r", "a" * 64, reading)


def by_hand(indicator, value, status="corrected", **kwargs):
    return by_reviewer(figure(indicator, value, status, **kwargs))


def test_a_corrected_figure_stands_right_behind_its_reading_and_counts_from_then_on():
    out = corrected(RECORD, [entry(1, by_hand("gross_output", "13.5"))])
    assert [(o.key, o.value, o.status, o.confidence, o.source.reader) for o in out.values] == [
        ("gross_output@2023", Decimal("18.5"), "reported", 0.6, "scan"),
        ("gross_output@2023", Decimal("13.5"), "corrected", 1.0, REVIEW),
        ("fdi@2023", None, "unreadable", 0.0, "scan"),
    ]
    assert out.values[1].source.bbox == HERE.bbox
    assert [o.value for o in form_values(out)] == [Decimal("13.5"), None]
    leaf = facts(out)["values"]["gross_output"]["2023"]
    assert (leaf["value"], leaf["lo"], leaf["hi"], leaf["status"]) == (13.5, 13.45, 13.55, "corrected")


def test_of_several_entries_the_last_one_stands_and_all_are_in_the_log():
    log = [entry(2, by_hand("gross_output", "13.6")), entry(1, by_hand("gross_output", "13.5"))]
    out = corrected(RECORD, log)
    assert [o.value for o in out.values if o.is_reviewed] == [Decimal("13.6")]
    assert [c.id for c in out.corrections] == [1, 2]
    restored = corrected(RECORD, [*log, entry(3, None, "restore", "gross_output@2023")])
    assert restored.values == RECORD.values
    assert [c.action for c in restored.corrections] == ["correct", "correct", "restore"]


def test_what_a_person_could_not_read_either_is_no_figure():
    out = corrected(RECORD, [entry(1, by_hand("gross_output", None, "unreadable"), "unreadable")])
    assert [o.status for o in form_values(out)] == ["unreadable", "unreadable"]
    assert standing(out, "gross_output@2023").value is None
    assert original(out, "gross_output@2023").value == Decimal("18.5")


def test_a_cell_that_was_assigned_is_unmatched_no_longer_and_the_one_beside_it_is():
    reading = replace(by_hand("tax", "3.5", source=BESIDE), raw="3.5")
    out = corrected(RECORD, [entry(1, reading, "assign")])
    assert [u.text for u in out.unmatched] == ["4.5"]
    assert out.values[-1].key == "tax@2023"
    again = corrected(RECORD, [entry(1, reading, "assign"), entry(2, None, "restore", "tax@2023")])
    assert again.unmatched == RECORD.unmatched


def test_a_value_finds_its_file_when_another_copy_has_come_before_it():
    files = (FileRef("甲.docx", "b" * 64, "docx", "application", 1), *RECORD.files)
    values = tuple(replace(o, source=replace(o.source, file=1)) for o in RECORD.values)
    joined = replace(RECORD, id="other", files=files, values=values)
    out = corrected(joined, [entry(1, by_hand("gross_output", "13.5"))])
    assert [o.source.file for o in out.values if o.is_reviewed] == [1]


def test_no_log_leaves_the_record_as_it_is():
    assert corrected(RECORD, []) is RECORD


@pytest.mark.parametrize("log", [[], [entry(1, by_hand("gross_output", "13.5"))]])
def test_the_log_is_part_of_the_contract_and_comes_back_as_it_was(log):
    out = corrected(RECORD, log)
    assert record_from_json(record_to_json(out)) == out
    jsonschema.validate(record_to_dict(out), record_schema())
    assert ("corrections" in record_to_dict(out)) is bool(log)
