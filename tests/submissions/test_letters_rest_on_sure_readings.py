"""What two copies say differently: put before the applicant only where both were read for sure, and never hidden."""

from dataclasses import replace
from decimal import Decimal

import pytest
from made import beside, observed, record

from formextract.checks.grounds import withheld
from formextract.model import Correction, Finding, Parts
from formextract.model.corrections import LogEntry, by_reviewer, corrected
from formextract.model.submission import Exhibit
from formextract.submissions import evidence_findings, joined
from formextract.submissions.agreement import settled
from formextract.submissions.proofs import load_proofs

D = Decimal
OPTIONS = ("建立共享车间、共享工厂", "开展物流、仓储、设计等服务资源共享")


def fdi(value, **kwargs):
    return observed("fdi", D(value), period="2022", unit="万元", **kwargs)


def county(value, **kwargs):
    return observed("region_county", value, **kwargs)


def ticked(*options, **kwargs):
    return observed("collaboration_actions", options, **kwargs)


def scanned(*values):
    seen = (replace(o, source=replace(o.source, reader="scan")) if o.source else o for o in values)
    return record("s", "a/表（盖章扫描件）.pdf", seen, kind="pdf-scan")


def word(*values):
    return record("w", "a/表.docx", values)


def stamped(*values):
    return record("p", "a/表（盖章）.docx", values)


def by_person(r, o, action, **changes):
    """The record after a reviewer's act, as `reviewed` makes it of what it has stored."""
    reading = by_reviewer(replace(o, **changes))
    entry = Correction(1, "2026-11-22T08:00", "张三", action, o.key, o.value, o.status, reading.value, reading.status)
    out = corrected(r, [LogEntry(entry, r.id, r.files[o.source.file].sha256, reading)])
    return replace(out, findings=tuple(settled(f, out) for f in out.findings))


def only(r):
    (finding,) = r.findings
    return finding, withheld(finding, r)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (county("潇岗市"), county("·潇岗", confidence=0.8955)),
        (ticked(*OPTIONS), ticked(OPTIONS[0], confidence=0.83)),
        (fdi("6156.40"), fdi("6142.40", confidence=0.75)),
        (observed("is_park", True), observed("is_park", False, confidence=0.6)),
    ],
)
def test_a_doubtful_reading_of_a_scan_is_the_reviewers_task_and_names_both_readings(typed, read):
    finding, why = only(joined([word(typed), scanned(read)]))
    assert why
    assert finding.severity == "warning"
    assert "请核对两份" in finding.message
    assert "“表.docx”第 4 页为" in finding.message
    assert f"（识读把握 {int(read.confidence * 100)}%）" in finding.message
    assert finding.suspect is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (fdi("6156.40"), fdi("6165.40")),
        (county("潇岗市"), county("浠源市")),
        (ticked(*OPTIONS), ticked(OPTIONS[0])),
        (fdi("6156.40"), observed("fdi", None, period="2022", unit="万元", status="blank", raw="")),
    ],
)
def test_what_differs_for_sure_is_told_before_and_after_a_reviewer_has_confirmed_it(one, other):
    r = joined([word(one), stamped(other)])
    finding, why = only(r)
    assert why == ""
    after, why_then = only(by_person(r, r.values[0], "accept"))
    assert why_then == ""
    assert after.severity == finding.severity
    assert after.parts.statement == finding.parts.statement
    assert "两份仍不一致，请申报单位统一" in after.message


def test_a_surely_read_scan_that_a_reviewer_confirms_still_differs_from_the_file():
    r = joined([word(fdi("5046.85")), scanned(fdi("5036.85", confidence=0.97))])
    assert r.values[0].value == D("5036.85")
    assert only(r)[1] == ""
    after, why = only(by_person(r, r.values[0], "accept"))
    assert (after.severity, why) == ("error", "")
    assert "“表.docx”第 4 页为 5046.85 万元，“表（盖章扫描件）.pdf”第 4 页为 5036.85 万元" in after.message


def test_a_misread_scan_put_right_by_a_reviewer_differs_no_longer():
    r = joined([word(fdi("5046.85")), scanned(fdi("5036.85", confidence=0.97))])
    after, why = only(by_person(r, r.values[0], "correct", value=D("5046.85"), raw="5046.85", status="corrected"))
    assert after.severity == "info"
    assert why
    assert "审核人核对后两份一致" in after.message


def test_a_doubtful_copy_that_a_reviewer_has_found_right_differs_for_sure():
    r = joined([word(fdi("6156.40")), scanned(fdi("6142.40", confidence=0.75))])
    mine = r.values[0]
    assert mine.value == D("6156.40")
    after, why = only(by_person(r, mine, "correct", value=D("6142.40"), raw="6142.40", status="corrected"))
    assert (after.severity, why) == ("error", "")
    assert "“表.docx”第 4 页为 6156.40 万元" in after.message
    confirmed, why = only(by_person(r, mine, "accept"))
    assert confirmed.severity == "info"
    assert why
    assert "未列入补正通知" in confirmed.message


def test_what_nobody_can_read_is_no_difference_for_the_letter():
    r = joined([word(fdi("5046.85")), scanned(fdi("5036.85", confidence=0.97))])
    after, why = only(by_person(r, r.values[0], "unreadable", value=None, precision=None, status="unreadable"))
    assert (after.severity, bool(why)) == ("warning", True)


LONG = (
    "建成共享检测中心9个、共享仓储7处，设备、人员、订单由公共服务平台统一调度，全年服务企业1200家次，节约成本3600万元。"
)


def test_a_text_cut_off_by_missing_pages_does_not_prevail_over_the_whole_one():
    end = (observed("plan_text", "八、发展规划与措施", page=9), fdi("6156.40", page=9))
    whole = observed("collaboration_summary", LONG)
    cut = observed("collaboration_summary", LONG[:22], confidence=0.995)
    gone = [replace(o, status="missing", value=None, source=None) for o in end]
    scan = scanned(cut, *gone)
    r = joined([word(whole, *end), replace(scan, files=(replace(scan.files[0], pages=4),))])
    assert r.values[0] == whole
    finding, why = only(r)
    assert why
    assert "共 4 页，读到“collaboration_summary”为止" in finding.message
    assert "请核对是否缺页" in finding.message


def test_a_shorter_text_in_a_whole_scan_is_a_real_difference():
    end = fdi("6156.40", page=9)
    scan = scanned(observed("operator", "潇岗市经济开发区", confidence=0.99), replace(end, confidence=0.99))
    r = joined([word(observed("operator", "潇岗市经济开发区管理委员会"), end), scan])
    finding, why = only(r)
    assert (finding.check, why) == ("agreement.operator", "")


def test_a_blank_cell_whose_paper_has_ink_that_nobody_can_read_is_not_called_blank():
    blank = observed("fdi", None, period="2022", status="blank", raw="")
    ink = observed("fdi", None, period="2022", status="unreadable", raw="61S6", confidence=0.3)
    statement = Parts("2022 年fdi未填。")
    required = Finding("r", "required", "warning", statement.message, ("fdi@2022",), origin="form", parts=statement)
    assert withheld(required, word(blank)) == ""
    assert "另一份" in withheld(required, joined([word(blank), scanned(ink)]))


def test_a_list_is_not_called_missing_beside_a_photograph_that_may_be_it():
    form = word(observed("invention_patents", D(76), unit="个"))
    sheet = beside("a/批复.pdf", Exhibit("pdf", 1, "关于认定的批复"))
    (gone,) = evidence_findings(form, [sheet], load_proofs())
    assert withheld(gone, form) == ""
    for silent in (beside("a/附件3.jpg", Exhibit("image", 1, "")), beside("a/附件3.pdf", status="failed")):
        (unsure,) = evidence_findings(form, [sheet, silent], load_proofs())
        assert withheld(unsure, form)
