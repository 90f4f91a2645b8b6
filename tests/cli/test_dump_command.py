import json
from pathlib import Path

import pytest

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


@pytest.mark.ocr
def test_a_picture_is_dumped_with_its_confidence_and_stamps(call, tmp_path):
    import cv2
    import numpy as np
    import pymupdf

    page = pymupdf.open().new_page(width=252, height=360)
    page.insert_text((40, 70), "12345", fontsize=11)
    pixmap = page.get_pixmap(dpi=200)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()
    cv2.circle(picture, (500, 800), 60, (40, 40, 210), 6)
    path = tmp_path / "page.png"
    cv2.imencode(".png", picture)[1].tofile(path)
    status, out, err = call("dump", path)
    assert (status, err) == (0, "")
    document = json.loads(out)
    (stamp,) = document["stamps"]
    assert (stamp["round"], stamp["red"], stamp["place"]["page"]) == (True, True, 1)
    assert stamp["place"]["bbox"] == [pytest.approx(v, abs=8) for v in (437, 737, 563, 863)]
    assert all(0 <= b["confidence"] <= 1 for b in document["blocks"])
    assert "12345" in [b["text"] for b in document["blocks"]]
    assert 'class="stamp round"' in call("dump", "--html", path)[1]
