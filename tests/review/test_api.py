import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_forms import HOST, HOSTILE, TOKEN, word_form
from starlette.testclient import TestClient

from formextract.loading import Limits
from formextract.model import Reason
from formextract.model.json import record_from_dict
from formextract.review import notes
from formextract.review.app import create_app
from formextract.review.loads import safe_place
from formextract.review.site import Settings
from patience import until

KEY = "fdi_growth@2023"


def post(client, record, **kwargs):
    body = {"field": KEY, "action": "correct", "by": "张三", "text": "10.19", "why": "看原件", "version": 0} | kwargs
    return client.post(f"/api/records/{record}/corrections", json=body)


def values(client, record, key=KEY):
    found = client.get(f"/api/records/{record}").json()["values"]
    name, _, period = key.partition("@")
    return [v for v in found if v["indicator"] == name and v["period"] == (period or None)]


def test_submissions_are_listed_with_what_is_to_be_done(client):
    rows = client.get("/api/submissions").json()
    assert {r["cluster"] for r in rows} == {HOSTILE, "浙江省沅陵县轴承产业集群"}
    assert all(r["errors"] == 1 and r["queue"] >= 1 for r in rows)


def test_the_queue_says_what_to_look_for_and_is_narrowed_to_one_reason(client, store, ids):
    record = store.record(ids["pdf"])
    seal, alike = Reason("seal_over_text", "红章压字"), Reason("looks_differ", "两次识读不一致（83.69 / 88.69）")
    first, second, *_ = [o for o in record.values if o.status == "reported" and o.unit == "亿元"]
    doubtful = {
        first.key: replace(first, confidence=0.6, doubts=(seal, alike)),
        second.key: replace(second, confidence=0.8, doubts=(alike,)),
    }
    changed = replace(record, values=tuple(doubtful.get(o.key, o) for o in record.values))
    assert notes.note_of(changed).queue
    queued = {q.field: q for q in notes.queue_of(changed)}
    assert queued[first.key].look == "红章压字；两次识读不一致（83.69 / 88.69）"
    assert queued[first.key].kinds == ("seal_over_text", "looks_differ")
    found = notes.Notes(store, "1")
    by_kind = [q.field for _, q in found.queue([notes.note_of(changed)], "seal_over_text")]
    assert by_kind == [first.key]
    assert client.get("/api/queue?doubt=seal_over_text").json() == []
    assert "没有这一种原因的数了" in client.get("/queue?doubt=seal_over_text").text


def test_the_queue_begins_with_what_could_change_the_award(client, store, ids):
    queue = client.get("/api/queue").json()
    assert [q["rank"] for q in queue] == sorted(q["rank"] for q in queue)
    assert {q["field"] for q in queue} >= {KEY}
    record = store.record(ids["pdf"])
    weak = Reason("weak_letters", "字迹不清")
    doubtful = ("gross_output@2023", "gross_output@2024", "land_area", "operator_phone")
    changed = tuple(replace(o, confidence=0.5, doubts=(weak,)) if o.key in doubtful else o for o in record.values)
    first, *_ = notes.queue_of(replace(record, values=changed))
    assert first.rank == 0
    assert "认定" in first.why


def test_a_correction_takes_the_finding_away_and_stands_beside_the_reading(client, ids):
    answer = post(client, ids["pdf"])
    assert answer.status_code == 201
    body = answer.json()
    assert [f["check"] for f in body["gone"]] == ["fdi_growth.2023"]
    assert (body["new"], body["errors"]) == ([], 0)
    read, put_right = values(client, ids["pdf"])
    assert (read["value"], read["status"], put_right["value"], put_right["status"]) == (
        12.0,
        "reported",
        10.19,
        "corrected",
    )
    assert put_right["source"]["bbox"] == read["source"]["bbox"]
    (entry,) = client.get(f"/api/records/{ids['pdf']}/corrections").json()
    assert (entry["by"], entry["old"], entry["new"], entry["why"]) == ("张三", 12.0, 10.19, "看原件")
    left = {f["check"] for f in client.get(f"/api/records/{ids['pdf']}/findings").json()["findings"]}
    assert "target_output_growth" in left
    assert "fdi_growth.2023" not in left
    assert {r["errors"] for r in client.get("/api/submissions").json() if r["id"] == ids["pdf"]} == {0}
    assert KEY not in {q["field"] for q in client.get("/api/queue").json() if q["record_id"] == ids["pdf"]}
    (line,) = [r for r in map(json.loads, client.get("/api/records").text.splitlines()) if r["id"] == ids["pdf"]]
    assert record_from_dict(line).corrections[0].by == "张三"


def test_of_two_reviewers_the_later_one_is_told_what_the_other_has_done(client, ids):
    first = post(client, ids["pdf"], by="张三").json()
    answer = post(client, ids["pdf"], by="李四", text="11.00")
    assert answer.status_code == 409
    body = answer.json()
    assert "张三" in body["message"]
    assert (body["correction"]["new"], body["version"]) == (10.19, first["version"])
    assert post(client, ids["pdf"], by="李四", text="11.00", version=body["version"]).status_code == 201
    assert [c["by"] for c in client.get(f"/api/records/{ids['pdf']}/corrections").json()] == ["张三", "李四"]


def test_confirming_marking_and_taking_back(client, ids):
    accepted = post(client, ids["pdf"], action="accept").json()
    assert [(v["value"], v["status"], v["confidence"]) for v in values(client, ids["pdf"])][1] == (
        12.0,
        "reported",
        1.0,
    )
    assert accepted["errors"] == 1  # what is really written there contradicts itself still
    marked = post(client, ids["pdf"], action="unreadable", version=accepted["version"]).json()
    assert [(v["value"], v["status"]) for v in values(client, ids["pdf"])][1] == (None, "unreadable")
    restored = post(client, ids["pdf"], action="restore", version=marked["version"])
    assert restored.status_code == 201
    assert len(values(client, ids["pdf"])) == 1
    assert len(client.get(f"/api/records/{ids['pdf']}/corrections").json()) == 3


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("gross_output@2023", "2313800 万元", 231.38),
        ("gross_output@2023", "无", None),
        ("gross_output@2023", "（空）", None),
        ("major_incidents", "是", True),
        ("energy_efficiency_met", "非高耗能行业，不适用", "not_applicable"),
        ("operator", "某管委会", "某管委会"),
        ("application_date", "2024年6月5日", "2024-06-05"),
        ("chain_actions", "建有产业链上下游产供销一体化协同协作机制", ["建有产业链上下游产供销一体化协同协作机制"]),
    ],
)
def test_what_is_typed_is_read_as_the_form_is(client, ids, key, text, value):
    record = client.get(f"/api/records/{ids['pdf']}").json()
    if not any(v["indicator"] == key.partition("@")[0] for v in record["values"]):
        pytest.fail(f"the sample has no {key}")
    answer = post(client, ids["pdf"], field=key, text=text)
    assert answer.status_code == 201, answer.json()
    assert values(client, ids["pdf"], key)[-1]["value"] == value


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": "很多"}, "不是数字"),
        ({"text": "5-8"}, "不是数字"),
        ({"text": "  "}, "请填写正确的值"),
        ({"by": "  "}, "审核人"),
        ({"by": "张" * 50}, "姓名太长"),
        ({"field": "nothing@2023"}, "没有"),
        ({"field": "major_incidents", "text": "也许"}, "“是”或“否”"),
        ({"action": "restore"}, "没有改动过"),
        ({"action": "assign"}, "action"),
        ({"action": "drop table"}, "action"),
        ({"version": -1}, "version"),
        ({"text": 5}, "text"),
        ({"more": 1}, "more"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(client, ids, change, told):
    answer = post(client, ids["pdf"], **change)
    assert answer.status_code == 422
    assert told in answer.json()["message"]
    assert client.get(f"/api/records/{ids['pdf']}/corrections").json() == []


def test_pages_are_drawn_on_demand_and_kept(client, ids, store):
    look = client.get(f"/api/records/{ids['pdf']}/files/0").json()
    assert (look["kind"], len(look["sizes"])) == ("pages", look["count"])
    first = client.get(f"/api/records/{ids['pdf']}/files/0/pages/4?width=1000")
    assert first.headers["content-type"] in ("image/png", "image/jpeg")
    kept = list((store.folder / "pages").rglob("4-*"))
    assert len(kept) == 1
    kept[0].write_bytes(b"what was kept")
    assert client.get(f"/api/records/{ids['pdf']}/files/0/pages/4?width=1000").content == b"what was kept"
    answer = client.get(f"/api/records/{ids['pdf']}/files/0/pages/999")
    assert (answer.status_code, "页" in answer.json()["message"]) == (422, True)
    assert client.get(f"/api/records/{ids['pdf']}/files/7/pages/1").status_code == 404


def test_a_word_file_is_drawn_as_its_tables(client, ids):
    assert client.get(f"/api/records/{ids['docx']}/files/0").json() == {"kind": "tables"}
    text = client.get(f"/submissions/{ids['docx']}/tables/0").text
    assert re.search(r'data-name="T2R17C4"[^>]*>12\.00</td>', text)
    assert "<script>alert" not in text
    assert client.get(f"/api/records/{ids['docx']}/files/0/pages/1").status_code == 422


@pytest.mark.slow
def test_an_unmatched_cell_is_given_to_an_indicator_and_its_label_remembered(client, tmp_path):
    from made_forms import SAMPLES

    upload(client, {"表.docx": (SAMPLES / "variant.docx").read_bytes()})
    (record,) = [r["id"] for r in client.get("/api/submissions").json() if r["path"].endswith("/表.docx")]
    cells = client.get(f"/api/records/{record}").json()["unmatched"]
    n, cell = next((n, u) for n, u in enumerate(cells) if u["text"].replace(".", "").isdigit() and u["label"])
    body = {"unmatched": n, "text": cell["text"], "indicator": "county_gdp", "by": "张三", "why": ""}
    known = {i["id"]: i for i in client.get("/api/indicators").json()}
    had = {v["indicator"] for v in client.get(f"/api/records/{record}").json()["values"] if v["status"] == "reported"}
    free = next(i for i in known.values() if i["unit"] and not i["period"] and not i["dims"] and i["id"] not in had)
    answer = client.post(f"/api/records/{record}/assignments", json=body | {"indicator": free["id"]})
    assert answer.status_code == 201, answer.json()
    after = client.get(f"/api/records/{record}").json()
    assert len(after["unmatched"]) == len(cells) - 1
    assert [v["status"] for v in after["values"] if v["indicator"] == free["id"]][-1] == "corrected"
    (synonym,) = client.get("/api/synonyms").json()
    assert (synonym["label"], synonym["indicator"]) == (cell["label"], free["id"])
    again = client.post(f"/api/records/{record}/assignments", json=body | {"indicator": free["id"]})
    assert again.status_code == 409
    yearly = next(i for i in known.values() if i["period"] == "year" and not i["dims"])
    other = {"unmatched": 0, "text": after["unmatched"][0]["text"], "by": "张三"}
    refused = client.post(f"/api/records/{record}/assignments", json=other | {"indicator": yearly["id"]})
    assert (refused.status_code, "哪一年" in refused.json()["message"]) == (422, True)
    refused = client.post(f"/api/records/{record}/assignments", json=other | {"indicator": "no_such"})
    assert refused.status_code == 422


# -- loading --


def finished(client, load):
    state, files = {"next": 0}, []

    def ended():
        nonlocal state
        state = client.get(f"/api/loads/{load}?since={state['next']}").json()
        files.extend(state["files"])
        return state["state"] in ("done", "failed") and state["next"] >= state["done"]

    until(ended, f"the end of load {load}")
    return state, files


def upload(client, files):
    sent = [("files", (name, data)) for name, data in files.items()]
    answer = client.post("/api/files", files=sent)
    assert answer.status_code == 202, answer.text
    return finished(client, answer.json()["id"])


@pytest.mark.slow
def test_a_folder_is_loaded_with_an_account_of_every_file(client, tmp_path, disc):
    answer = client.post("/api/loads", json={"path": str(disc)})
    assert answer.status_code == 202
    state, files = finished(client, answer.json()["id"])
    assert (state["state"], state["done"]) == ("done", 2)
    assert [f["told"] for f in files] == ["库中已有", "库中已有"]
    assert client.get("/api/loads").json()[0]["state"] == "done"


@pytest.mark.slow
def test_an_uploaded_archive_is_opened_and_each_file_accounted_for(client, tmp_path):
    form = word_form(tmp_path / "x.docx", ("湖北省潇岗市", "湖北省洪湖市"))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as z:
        z.write(form, "丁/申报表.docx")
        z.writestr("丁/坏.pdf", b"%PDF-1.4 nothing")
    state, files = upload(client, {"材料.zip": packed.getvalue(), "../../etc/说明.txt": "你好".encode()})
    assert state["state"] == "done"
    told = {f["path"]: f["told"] for f in files}
    assert told["上传/材料.zip/丁/申报表.docx"] == "读出"
    assert told["上传/材料.zip/丁/坏.pdf"] == "读不了"
    assert told["上传/etc/说明.txt"] == "其他材料"
    assert "洪湖" in "".join(r["cluster"] for r in client.get("/api/submissions").json())


def test_too_much_or_nothing_is_refused(client):
    assert client.post("/api/files", files=[("files", ("a.pdf", b"x" * 2_100_000))]).status_code == 413
    pieces = (b"x" * 100_000 for _ in range(30))  # its head does not say how much will come
    head = {"content-type": "multipart/form-data; boundary=x"}
    start = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    assert client.post("/api/files", content=(p for p in (start, *pieces)), headers=head).status_code == 413
    many = [("files", (f"{n}.txt", b"x")) for n in range(30)]
    assert client.post("/api/files", files=many).status_code == 422
    assert client.post("/api/files", data={"files": "text"}).status_code == 422
    assert (
        client.post(
            "/api/files", content=b"garbage", headers={"content-type": "multipart/form-data; boundary=x"}
        ).status_code
        == 422
    )
    assert client.get("/api/loads").json() == []


@pytest.mark.parametrize(
    "path", ["", " ", "relative/path", "/nowhere/at/all", "/tmp/\0", "~", "../..", "file:///nowhere/at/all"]
)
def test_a_path_that_is_none_is_refused_in_words(client, path):
    answer = client.post("/api/loads", json={"path": path})
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_server_open_to_others_reads_no_path_of_its_machine(store, tmp_path):
    app = create_app(store, Settings(TOKEN, (HOST,), loads_paths=False))
    with TestClient(app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {TOKEN}"}) as c:
        answer = c.post("/api/loads", json={"path": str(tmp_path)})
        assert (answer.status_code, "上传" in answer.json()["message"]) == (403, True)
        assert "by-path" not in c.get("/load").text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.sampled_from(["..", "/", "\\", "C:", "\0", ".", "a/../..", "申报表.docx"])),
        max_size=6,
    )
)
def test_no_name_leads_out_of_the_folder(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("up")
    name = "/".join(parts)
    for _ in range(2):
        place = safe_place(folder, name)
        assert folder in place.resolve().parents
        place.write_bytes(b"x")
    assert sum(p.is_file() for p in folder.rglob("*")) == 2


# -- strangers' paths --

ODD = [
    "..",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "'",
    '"><svg onload=x>',
    "a" * 400,
    "-1",
    "1e9",
    "null",
    "集群",
    "{}",
]


ODD_PATHS = [
    "/api/records/{}",
    "/api/records/{}/findings",
    "/api/records/{}/corrections",
    "/api/records/{}/files/0",
    "/api/records/{}/files/0/pages/1",
    "/submissions/{}",
    "/submissions/{}/values",
    "/submissions/{}/tables/0",
    "/static/{}",
    "/api/loads/{}",
    "/{}",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_addresses_are_no_server_errors_and_show_no_file(client, path):
    for odd in ODD:
        answer = client.get(path.format(odd))
        assert answer.status_code in (200, 404, 405, 422), odd
        if answer.status_code == 200:  # `..` came out as one of our own addresses
            assert odd == ".."
        assert "root:" not in answer.text
        assert "<svg onload" not in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("name", ["0", "1", "-1", "99999999999999999999", "x"])
def test_files_and_pages_that_are_not_there(client, ids, name):
    for path in (f"/api/records/{ids['pdf']}/files/{name}", f"/api/records/{ids['pdf']}/files/0/pages/{name}"):
        assert client.get(path).status_code in (200, 404, 422)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["field", "action", "by", "text", "version", "x"]), inner, max_size=5)
        ),
        max_leaves=8,
    )
)
def test_no_body_breaks_the_server(client, body):
    for path in ("/api/records/x/corrections", "/api/records/x/assignments", "/api/loads"):
        answer = client.post(path, json=body)
        assert answer.status_code in (404, 422)
        assert answer.json()["message"]


def test_the_description_covers_every_call_and_is_drawn_without_outside_help(client):
    described = client.get("/api/openapi.json").json()
    assert {
        "/api/files",
        "/api/records",
        "/api/records/{record_id}/findings",
        "/api/records/{record_id}/corrections",
    } <= set(described["paths"])
    text = client.get("/api/docs").text
    for path in described["paths"]:
        assert path in text


def test_the_hostile_name_is_text_on_every_page(client, ids):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;集群" in client.get("/queue").text
    post(client, ids["docx"])
    pages = ["/", "/files", "/log", f"/submissions/{ids['docx']}", f"/submissions/{ids['docx']}/tables/0"]
    for path in pages:
        text = client.get(path).text
        assert "<script>alert(1)" not in text, path
        assert "&lt;script&gt;alert(1)&lt;/script&gt;集群" in text, path


@pytest.mark.slow
def test_the_store_in_a_database_keeps_its_pictures_elsewhere(tmp_path, disc):
    from formextract.loading import load
    from formextract.store import open_store

    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        load([disc / "甲"], opened, limits=Limits(workers=1))
        app = create_app(opened, Settings(TOKEN, (HOST,)))
        with TestClient(app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {TOKEN}"}) as c:
            (row,) = c.get("/api/submissions").json()
            assert c.get(f"/api/records/{row['id']}/files/0/pages/1").status_code == 200
    assert not Path("pages").exists()


def test_the_log_shows_figures_with_their_decimals(client, ids):
    body = {"field": "fdi_growth@2023", "action": "correct", "text": "10.20", "by": "张三", "version": 0}
    assert client.post(f"/api/records/{ids['pdf']}/corrections", json=body).status_code == 201
    page = client.get("/log").text
    assert "12.00" in page
    assert "10.20" in page
    again = client.get(f"/api/records/{ids['pdf']}").json()["corrections"][0]
    assert (again["old"], again["new"]) == (12.0, 10.2)
