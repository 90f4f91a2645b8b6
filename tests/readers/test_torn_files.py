"""Files that were not copied to their end, or are damaged inside: what there is is read, the rest told in one line."""

import zipfile

import cv2
import numpy as np
import pymupdf
import pytest
from made_files import p, word_file

from formextract import pipeline
from formextract.errors import UnreadableFileError
from formextract.intake import source_file
from formextract.model import SourceFile
from formextract.ocr import NullEngine
from formextract.readers import read
from formextract.readers.pdf import document as pdf_reader
from formextract.readers.scan.document import TORN, read_pages, read_scan

pytestmark = pytest.mark.slow


def picture(height=900, width=700):
    """A page with a ruled frame and noise, so that it packs badly and is torn wherever it is cut."""
    noise = np.random.default_rng(7).integers(200, 255, (height, width, 3), np.uint8)
    return cv2.rectangle(noise, (40, 40), (width - 40, height - 40), (0, 0, 0), 3)


def written(path, share, *options):
    data = cv2.imencode(path.suffix, picture(), options)[1].tobytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def of(path):
    return SourceFile(str(path), "0" * 64, "image", path.stat().st_size)


@pytest.mark.parametrize("progressive", [0, 1])
@pytest.mark.parametrize("share", [0.999, 0.6])
def test_of_a_photograph_that_breaks_off_what_viewers_show_is_read_and_the_rest_told(tmp_path, share, progressive):
    path = written(tmp_path / "照片.jpg", share, cv2.IMWRITE_JPEG_PROGRESSIVE, progressive)
    document = read_scan(of(path), NullEngine())
    assert (document.torn, document.pages) == (TORN, 1)
    assert document.notes[0] == TORN
    with pytest.raises(UnreadableFileError, match=r"图片不完整.*没有认出申报表，请重新拷贝，或向申报单位索取"):
        pipeline.records(document)


def test_a_whole_photograph_is_not_called_torn(tmp_path):
    document = read_scan(of(written(tmp_path / "照片.jpg", 1)), NullEngine())
    assert document.torn == ""
    assert TORN not in document.notes


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.jpg"])
def test_a_picture_of_which_nothing_can_be_shown_is_named_with_the_mend(tmp_path, name):
    path = written(tmp_path / name, 0.6 if name != "a.jpg" else 0.0001)
    with pytest.raises(UnreadableFileError, match="图片不完整或已损坏，读不出来。请重新拷贝"):
        read_scan(of(path), NullEngine())


def test_a_torn_page_among_pictures_in_a_file_is_told_and_read(tmp_path):
    whole, torn = (written(tmp_path / f"{n}.jpg", share).read_bytes() for n, share in enumerate((1, 0.7)))
    document = read_pages(SourceFile("a.docx", "0" * 64, "docx", 1), [whole, torn], NullEngine())
    assert document.pages == 2
    assert document.notes[0] == f"文件里第 2 幅{TORN}"


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (64, 20_000), (20_000, 64), (1, 4000)])
def test_signs_and_strips_are_pictures_without_writing_and_no_error(tmp_path, shape):
    path = tmp_path / "条.png"
    cv2.imencode(".png", np.full((*shape, 3), 255, np.uint8))[1].tofile(path)
    document = read_scan(of(path), NullEngine())
    assert (document.blocks, document.pages) == ((), 1)


def refused(path):
    with pytest.raises(UnreadableFileError, match="损坏") as told:
        read(source_file(path))
    return str(told.value)


def test_a_package_whose_member_is_packed_in_a_damaged_way_is_damaged(tmp_path):
    whole, path = word_file(tmp_path / "whole.docx", p("集群")), tmp_path / "a.docx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        at = new.getinfo("word/document.xml").header_offset + 30 + len("word/document.xml") + 9
    data = bytearray(path.read_bytes())
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    assert "Word" in refused(path)


def test_a_sheet_in_an_encoding_that_nobody_knows_is_damaged(tmp_path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = (
                    b'<?xml version="1.0" encoding="nonsense"?>' + body.partition(b"?>")[2]
                    if b"?>" in body
                    else (b'<?xml version="1.0" encoding="nonsense"?>' + body)
                )
            new.writestr(name, body)
    assert "Excel" in refused(tmp_path / "a.xlsx")


def test_a_pdf_whose_pages_run_in_a_circle_is_damaged(tmp_path):
    body = b"""%PDF-1.5
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[2 0 R 3 0 R]/Count 100000000>>
endobj
3 0 obj
<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 5>>
endobj
trailer<</Size 4/Root 1 0 R>>
"""
    (tmp_path / "a.pdf").write_bytes(body)
    assert "PDF" in refused(tmp_path / "a.pdf")


@pytest.mark.parametrize("error", ["FzErrorSyntax", "FzErrorFormat", "FzErrorLimit"])
def test_a_page_that_mupdf_cannot_make_out_is_told_and_the_others_are_read(tmp_path, monkeypatch, error):
    with pymupdf.open() as made:
        for text in ("first", "second"):
            made.new_page().insert_text((72, 72), text)
        made.save(tmp_path / "a.pdf")
    real = pdf_reader.text_of

    def failing(page):
        if page.number == 0:
            raise getattr(pymupdf.mupdf, error)("colour space")
        return real(page)

    monkeypatch.setattr(pdf_reader, "text_of", failing)
    document = read(source_file(tmp_path / "a.pdf"))
    assert [b.text for b in document.blocks] == ["second"]
    assert document.notes == (f"第 1 页读不出来（{error}），请核对原件",)


def test_memory_that_mupdf_could_not_get_is_not_the_pages_fault(tmp_path, monkeypatch):
    with pymupdf.open() as made:
        made.new_page().insert_text((72, 72), "first")
        made.save(tmp_path / "a.pdf")

    def failing(_page):
        raise pymupdf.mupdf.FzErrorSystem("malloc (1000 bytes) failed")

    monkeypatch.setattr(pdf_reader, "text_of", failing)
    with pytest.raises(pymupdf.mupdf.FzErrorSystem):
        read(source_file(tmp_path / "a.pdf"))
