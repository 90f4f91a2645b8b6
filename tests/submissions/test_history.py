"""A paper of this year beside the cluster's last one: what is told, and what is not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from made import observed, record

from formextract.model.submission import Applicant, Copy, Item
from formextract.submissions import group
from formextract.submissions.history import Before, befores, history_findings

PROGRAM = "hubei-innovative"


def paper(name, year, *values, form="evaluation"):
    made = record(name, f"{name}.docx", values, form=form, cluster="枣阳市汽车零部件省级创新型产业集群")
    anchor = observed("rd_intensity", Decimal("3.10"), period=str(year), unit="%")
    return replace(made, program=PROGRAM, values=(*made.values, anchor))


def told(now, before, *, reports_events=True, event=False):
    found = history_findings(now, [before], reports_events=reports_events, event=event)
    return {f.check.removeprefix("agreement.history."): (f.severity, f.message) for f in found}


def counted(indicator, value, year, **more):
    return observed(indicator, Decimal(value), period=str(year), unit="个", **more)


def test_a_year_that_is_told_otherwise_than_last_time():
    before = paper("a", 2024, counted("enterprises", 120, 2024))
    now = paper("b", 2025, counted("enterprises", 135, 2024), counted("enterprises", 140, 2025))
    severity, message = told(now, before)["restated"]
    assert severity == "warning"
    assert message.startswith(
        "同一年度的数据与上次所报（“a.docx”）不一致：2024 年enterprises本次为 135 个，上次为 120 个"
    )


def test_counts_that_fall_from_year_to_year():
    before = paper("a", 2024, counted("hightech_enterprises", 40, 2024))
    now = paper("b", 2025, counted("hightech_enterprises", 31, 2025))
    assert told(now, before)["fallen"][0] == "info"


@pytest.mark.parametrize(("events", "event", "severity"), [(True, False, "warning"), (False, False, "info")])
def test_another_operator(events, event, severity):
    before = paper("a", 2024, observed("operator", "枣阳高新技术产业开发区管理委员会"))
    now = paper("b", 2025, observed("operator", "枣阳市汽车产业发展有限公司"))
    assert told(now, before, reports_events=events, event=event)["changed.operator"][0] == severity


def test_a_change_that_was_reported_and_one_that_is_none():
    before = paper("a", 2024, observed("operator", "枣阳高新技术产业开发区管理委员会"))
    now = paper("b", 2025, observed("operator", "枣阳市汽车产业发展有限公司"))
    assert told(now, before, event=True) == {}
    assert told(paper("b", 2025, observed("operator", "枣阳高新区管委会")), before) == {}


def test_two_years_that_failed():
    before = paper("a", 2024, observed("evaluation_grade", "不合格", period="2024"))
    now = paper("b", 2025, observed("evaluation_grade", "不合格", period="2025"))
    assert "2024 年、2025 年连续两年" in told(now, before)["failed_twice"][1]
    assert told(paper("b", 2026, observed("evaluation_grade", "不合格", period="2026")), before) == {}


def test_nothing_is_told_of_readings_in_doubt_and_of_what_only_rounds():
    before = paper(
        "a",
        2024,
        counted("enterprises", 120, 2024, confidence=0.6),
        observed("revenue", Decimal("88.5"), period="2024", unit="亿元"),
    )
    now = paper(
        "b", 2025, counted("enterprises", 135, 2024), observed("revenue", Decimal("88.46"), period="2024", unit="亿元")
    )
    assert told(now, before) == {}


def form(kind, year, *, program=PROGRAM, county="枣阳市", trade="汽车零部件", code=""):
    path = f"{county}{trade}{kind}{year}{code}.docx"
    answers = Applicant(province="湖北省", city="襄阳市", county=county, identifier=code)
    copy = Copy(f"id:{path}", program, kind, str(year), f"{county}{trade}产业集群", applicant=answers)
    return Item(path, f"sha:{path}", "docx", "read", (copy,))


def test_the_last_year_of_the_same_cluster_and_programme_is_what_stands_before():
    forms = [
        form("evaluation", 2025),
        form("evaluation", 2024),
        form("application", 2023),
        form("evaluation", 2024, program="hubei-characteristic"),
        form("evaluation", 2024, county="谷城县", trade="钓具"),
        form("major-event", 2025),
    ]
    submissions, _ = group(forms)
    found = befores(submissions)
    by_path = {s.members[0].item.path: found.get(s.key) for s in submissions}
    assert by_path["枣阳市汽车零部件evaluation2025.docx"] == Before(
        ("id:枣阳市汽车零部件evaluation2024.docx",), event=True
    )
    assert by_path["枣阳市汽车零部件application2023.docx"] is None
    assert by_path["谷城县钓具evaluation2024.docx"] is None


def test_an_identifier_decides_whose_an_earlier_paper_is():
    renamed = [form("evaluation", 2025, code="91A"), form("evaluation", 2024, trade="汽车轻量化", code="91A")]
    others = [form("evaluation", 2025, trade="钓具", code="91B"), form("evaluation", 2024, trade="钓具", code="91C")]
    submissions, _ = group([*renamed, *others])
    found = befores(submissions)
    by_path = {s.members[0].item.path: found.get(s.key) for s in submissions}
    assert by_path["枣阳市汽车零部件evaluation202591A.docx"] == Before(("id:枣阳市汽车轻量化evaluation202491A.docx",))
    assert by_path["枣阳市钓具evaluation202591B.docx"] is None
