"""What those hear who keep the server running: /health without a token, /metrics with one."""

import re

from made_forms import HOST
from starlette.testclient import TestClient

from formextract import wording


def test_health_is_told_to_everybody_and_says_nothing_else(app):
    with TestClient(app, base_url="http://elsewhere:9") as c:
        answer = c.get("/health")
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert c.post("/health").status_code == 421


def test_a_store_that_does_not_answer_is_told(app, store, monkeypatch):
    def broken(_self):
        raise OSError

    monkeypatch.setattr(type(store.accounts), "in_use", broken)
    with TestClient(app, base_url=f"http://{HOST}") as c:
        assert c.get("/health").status_code == 503


def test_figures_are_prometheus_text_and_for_those_who_are_let_in(app, client):
    with TestClient(app, base_url=f"http://{HOST}") as c:
        assert c.get("/metrics").status_code == 401
    client.get("/nowhere")
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    sample = re.compile(r'formextract_[a-z_]+(\{[a-z]+="[a-z0-9]+"\})? \d+')
    assert all(
        line.startswith(("# HELP formextract_", "# TYPE formextract_")) or sample.fullmatch(line) for line in lines
    )
    assert "formextract_submissions 2" in lines
    assert 'formextract_files{status="read"} 2' in lines
    assert 'formextract_loads{state="running"} 0' in lines
    assert 'formextract_requests_total{status="401"} 1' in lines
    assert 'formextract_requests_total{status="404"} 1' in lines
    assert "formextract_errors_total 0" in lines
    queued = client.get("/api/queue").json()
    assert f"formextract_open_values {len(queued)}" in lines


def test_files_that_a_text_names_are_called_by_their_last_folders():
    assert wording.without_root("由“/media/usb/2026/盘/推荐/甲/申报表.pdf”替代了“D:\\下载\\盘\\乙\\表.docx”") == (
        "由“盘/推荐/甲/申报表.pdf”替代了“下载/盘/乙/表.docx”"
    )
    assert wording.without_root("“/更正/表.docx”，“一/二/三/四/五.pdf”，“是/否”") == (
        "“更正/表.docx”，“一/二/三/四/五.pdf”，“是/否”"
    )
