import json
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_a_document_as_json(call):
    status, out, err = call("dump", SAMPLES / "summary.xlsx")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert (document["reader"], document["source"]["format"], document["notes"]) == ("xlsx", "xlsx", [])
    (table,) = document["blocks"]
    assert (table["kind"], table["n_rows"]) == ("table", max(c["row"] + c["rowspan"] for c in table["cells"]))
    assert "序号" in [c["text"] for c in table["cells"]]


def test_html_shows_boxes_where_they_stand(call):
    status, out, err = call("dump", "--html", SAMPLES / "national-office.pdf")
    assert (status, err) == (0, "")
    assert out.count('<div class="page"') == out.count("</div>") - out.count('<div class="cell"') - out.count(
        '<div class="line"'
    )
    status, out, err = call("dump", "--html", SAMPLES / "national.docx")
    assert (status, err) == (0, "")
    assert "<script" not in out
    assert 'title="T1R1C1 ' in out


def test_a_bad_file_is_told(call):
    status, out, err = call("dump", SAMPLES / "bad" / "empty.pdf")
    assert (status, out) == (1, "")
    assert err.startswith("错误：文件是空的")
    assert call("dump", "没有.docx")[0] == 1
    assert call("dump")[0] == 2
