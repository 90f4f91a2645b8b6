import pytest
from planted_forms import HOSTILE, SAMPLES, copied, grouped, planted, take_in, take_in_failed

from formextract.store import open_store


@pytest.fixture(scope="session")
def planted_store(tmp_path_factory):
    """A consistent form in PDF, a contradictory one in Word, one of a hostile name, and a file that nobody can read."""
    folder = tmp_path_factory.mktemp("disc")
    store = open_store(folder / "store")
    take_in(store, copied("national-drawn.pdf", folder / "a"), "甲/申报表.pdf")
    word = SAMPLES / "national.docx"
    take_in(store, planted(word, folder / "b" / "form.docx", {"6156.40": "6516.40"}), "乙/申报表.docx")
    hostile = planted(word, folder / "c" / "form.docx", {"湖北省潇岗市汽车座椅产业集群": HOSTILE, "-2.89": "28.9"})
    take_in(store, hostile, "丙/<img src=x onerror=alert(1)>.docx")
    bad = folder / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    take_in_failed(store, bad, "乙/证书.pdf", "PDF 文件已损坏，打不开")
    grouped(store)
    with store:
        yield store
