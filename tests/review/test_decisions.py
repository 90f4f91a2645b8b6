"""Decisions through the API: what is kept, what is dropped, what only a person can judge, and what becomes of it."""

import pytest

from formextract.checks.grounds import withheld
from formextract.loading import reviewed
from formextract.model.json import record_from_dict, record_to_dict

KEY = "fdi_growth@2023"


def things(client, record, subject):
    return [t for t in client.get(f"/api/records/{record}/decisions").json()["open"] if t["subject"] == subject]


def decide(client, record, thing, verdict, why="", **more):
    body = {"subject": thing["subject"], "target": thing["target"], "version": thing["version"]}
    return client.post(
        f"/api/records/{record}/decisions", json=body | {"verdict": verdict, "by": "张三", "why": why} | more
    )


def growth(client, record):
    return next(t for t in things(client, record, "finding") if "外商直接投资额增长率填报" in t["told"])


def note(client, record):
    return next(r for r in client.get("/api/submissions").json() if r["id"] == record)


def test_a_dropped_finding_is_not_counted_nor_in_the_letter_and_stays_in_the_export(client, store, ids):
    had = note(client, ids["pdf"])
    finding = growth(client, ids["pdf"])
    assert decide(client, ids["pdf"], finding, "dropped").status_code == 422  # others must understand it later
    assert decide(client, ids["pdf"], finding, "dropped", "对照原件，确为此数").status_code == 201
    now = note(client, ids["pdf"])
    assert (now["errors"], now["dropped"]) == (had["errors"] - 1, had["dropped"] + 1)
    record = reviewed(store, store.record(ids["pdf"]))
    about = next(f for f in record.findings if f.check == "fdi_growth.2023")
    assert withheld(about, record) == "审核人认定不成立（张三：对照原件，确为此数）"
    assert [d.verdict for d in record.decisions] == ["dropped"]
    assert record_from_dict(record_to_dict(record)) == record
    exported = client.get(f"/api/records/{ids['pdf']}").json()
    assert exported["decisions"][0]["told"] == about.message

    assert decide(client, ids["pdf"], growth(client, ids["pdf"]), "withdrawn").status_code == 201
    assert note(client, ids["pdf"])["errors"] == had["errors"]


def test_a_decision_stands_on_the_figures_that_it_was_made_about(client, ids):
    decide(client, ids["pdf"], growth(client, ids["pdf"]), "dropped", "看过原件")
    body = {"field": KEY, "action": "correct", "by": "李四", "text": "11.00", "why": "", "version": 0}
    assert client.post(f"/api/records/{ids['pdf']}/corrections", json=body).status_code == 201
    assert growth(client, ids["pdf"])["verdict"] == ""  # other figures: to be decided anew
    page = client.get(f"/submissions/{ids['pdf']}/values").text
    assert "曾由 张三 认定不成立，现在的内容已有变动" in page


def test_of_two_who_decide_the_later_one_is_told(client, ids):
    finding = growth(client, ids["pdf"])
    assert decide(client, ids["pdf"], finding, "kept").status_code == 201
    late = decide(client, ids["pdf"], finding, "dropped", "不对", by="李四")
    assert late.status_code == 409
    assert late.json()["decision"]["by"] == "张三"


def test_a_clause_that_only_a_person_can_judge_is_judged_with_a_reason(client, ids):
    had = note(client, ids["pdf"])
    clause = things(client, ids["pdf"], "criterion")[0]
    assert decide(client, ids["pdf"], clause, "not_met").status_code == 422
    assert decide(client, ids["pdf"], clause, "not_met", "所附材料未能说明").status_code == 201
    now = note(client, ids["pdf"])
    assert (now["not_met"], now["manual"] + now["unknown"]) == (had["not_met"] + 1, had["manual"] + had["unknown"] - 1)


def test_the_review_is_completed_and_says_when_figures_have_changed_since(client, ids):
    done = {"subject": "submission", "target": "-", "version": 0}
    assert decide(client, ids["pdf"], done, "reopened", "再看").status_code == 422
    first = decide(client, ids["pdf"], done, "done").json()
    assert (note(client, ids["pdf"])["done"], note(client, ids["pdf"])["changed"]) == (True, False)
    body = {"field": KEY, "action": "correct", "by": "李四", "text": "10.19", "why": "", "version": 0}
    client.post(f"/api/records/{ids['pdf']}/corrections", json=body)
    assert note(client, ids["pdf"])["changed"]
    again = decide(client, ids["pdf"], done | {"version": first["id"]}, "reopened", "有更正")
    assert again.status_code == 201
    assert not note(client, ids["pdf"])["done"]


def test_a_record_is_assigned_and_values_confirmed_together(client, ids):
    assert decide(client, ids["pdf"], {"subject": "assignee", "target": "-", "version": 0}, "assigned", person="王五")
    assert note(client, ids["pdf"])["assignee"] == "王五"
    fields = [{"field": "fdi@2022"}, {"field": "fdi@2023"}, {"field": "no_such_thing"}]
    answer = client.post(f"/api/records/{ids['pdf']}/confirmations", json={"fields": fields, "by": "张三"})
    assert answer.json() == {"confirmed": 2, "skipped": ["no_such_thing"]}


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "finding", "target": "nothing#0", "verdict": "kept", "by": "张三"},
        {"subject": "finding", "target": "-", "verdict": "done", "by": "张三"},
        {"subject": "submission", "verdict": "done", "by": ""},
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(client, ids, body):
    answer = client.post(f"/api/records/{ids['pdf']}/decisions", json=body)
    assert answer.status_code == 422
    assert answer.json()["message"]
