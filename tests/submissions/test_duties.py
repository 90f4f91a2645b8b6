"""Who owes what by when, of papers and a day that are given."""

from datetime import date

import pytest

from formextract.catalogue import load_catalogue
from formextract.submissions.duties import Paper, owed

DUTIES = {name: p.duties for name, p in load_catalogue().programmes.items()}
CHARACTERISTIC, INNOVATIVE, HUNAN = "hubei-characteristic", "hubei-innovative", "hunan-advanced-manufacturing"
TODAY = date(2027, 5, 10)


def paper(program, form, edition="", filed="", certified="", cluster="枣阳市汽车零部件产业集群"):
    return Paper(program, form, cluster, edition, filed, certified)


def told(*papers, today=TODAY):
    return [(o.duty.form, o.of, o.due and o.due.isoformat(), o.state) for o in owed(papers, DUTIES, today)]


def test_the_last_report_and_the_next_one_and_the_review():
    assert told(
        paper(CHARACTERISTIC, "annual", "2025", "2026-03-20", "2025-11"),
    ) == [
        ("annual", "2026 年", "2027-03-31", "overdue"),
        ("review", "2025 年认定", "2027-11-01", "due"),
        ("annual", "2027 年", "2028-03-31", "due"),
    ]


def test_what_has_come_is_done():
    papers = (
        paper(CHARACTERISTIC, "annual", "2026", "2027-03-20", "2025-01-10"),
        paper(CHARACTERISTIC, "review", "2026", "2026-12-20"),
    )
    states = {form: state for form, _, _, state in told(*papers) if form == "review"}
    assert states == {"review": "done"}
    assert ("annual", "2026 年", "2027-03-31", "done") in told(*papers)


def test_a_cluster_that_has_only_applied_owes_nothing():
    assert told(paper(CHARACTERISTIC, "application", "2025", "2026-05-01")) == []


def test_nothing_is_owed_of_the_time_before_recognition():
    found = told(paper(CHARACTERISTIC, "application", "2026", "2027-04-20", "2027-04-30"))
    assert ("annual", "2026 年", "2027-03-31", "overdue") not in found
    assert ("annual", "2027 年", "2028-03-31", "due") in found


def test_half_years_and_years_of_hunan():
    found = told(paper(HUNAN, "annual", "2026", "2027-01-20"))
    assert found == [
        ("half-year", "2026 年上半年", "2026-07-31", "overdue"),
        ("annual", "2026 年", "2027-01-31", "done"),
        ("half-year", "2027 年上半年", "2027-07-31", "due"),
        ("annual", "2027 年", "2028-01-31", "due"),
    ]


def test_what_a_notice_dates():
    assert told(paper(INNOVATIVE, "evaluation", "2025", "2026-06-01")) == [("evaluation", "2026 年", None, "by_notice")]


@pytest.mark.parametrize("certified", ["2024-02-29", "2024", "两年前", "9999-12-31"])
def test_any_date_of_recognition(certified):
    told(paper(CHARACTERISTIC, "annual", "2026", "2027-03-01", certified))
