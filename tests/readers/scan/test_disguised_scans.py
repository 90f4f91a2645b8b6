"""Files of flowing text that hold nothing but pictures of pages: scans in disguise."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import docx
import made_ofd
import numpy as np
import pytest

from formextract.errors import UnreadableFileError
from formextract.model import SourceFile, Table
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.ofd.document import read_ofd
from formextract.readers.office.word import read_word
from formextract.readers.office.word97 import _document
from formextract.readers.scan import document as scan


class Places(NullEngine):
    """Reads on every strip, for sure, its page and how far down it stands."""

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        said = [str(s.page * 10000 + round(s.box[1])) for s in strips]
        return [Words(tuple(ReadLetter(c, 0.999, 0.0, 0.5) for c in text), (), text, 0.999) for text in said]


@pytest.fixture(autouse=True)
def _reads_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "default_engine", Places)


def page(rows: int) -> bytes:
    """A page with a ruled table of that many rows and three columns, a figure in each cell."""
    picture = np.full((1000, 800, 3), 255, np.uint8)
    for r in range(rows + 1):
        cv2.line(picture, (100, 200 + 60 * r), (700, 200 + 60 * r), (20, 20, 20), 2)
    for c in range(4):
        cv2.line(picture, (100 + 200 * c, 200), (100 + 200 * c, 200 + 60 * rows), (20, 20, 20), 2)
    for r in range(rows):
        for c in range(3):
            at = (180 + 200 * c, 240 + 60 * r)
            cv2.putText(picture, "7", at, cv2.FONT_HERSHEY_DUPLEX, 0.9, (20, 20, 20), 2, cv2.LINE_AA)
    return bytes(cv2.imencode(".png", picture)[1])


def word_file(path: Path, pictures: Sequence[bytes], *texts: str) -> SourceFile:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture), width=docx.shared.Cm(16))
    document.save(str(path))
    return SourceFile(str(path), "0" * 64, "docx", path.stat().st_size)


def odt_file(path: Path, pictures: Sequence[bytes], text: str = "") -> Path:
    frames = "".join(
        f'<text:p><draw:frame><draw:image xlink:href="Pictures/{i}.png"/></draw:frame></text:p>'
        for i in range(len(pictures))
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>'
        f"<text:p>{text}</text:p>{frames}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", content)
        for i, picture in enumerate(pictures):
            package.writestr(f"Pictures/{i}.png", picture)
    return path


def cells(blocks: Sequence[object]) -> list[str]:
    return [c.text for b in blocks if isinstance(b, Table) for c in b.cells]


def test_a_word_file_of_pictures_is_read_as_a_scan(tmp_path: Path) -> None:
    document = read_word(word_file(tmp_path / "a.docx", [page(3), page(4)]))
    assert document.reader == "scan"
    assert document.pages == 2
    assert len(cells(document.blocks)) == 21
    assert all(text[0] in "12" for text in cells(document.blocks))
    found = [c for b in document.blocks if isinstance(b, Table) for c in b.cells]
    assert {c.place.page for c in found} == {1, 2}
    assert all(c.legibility.scanned and c.legibility.confidence > 0.9 for c in found)


def test_page_numbers_beside_the_pictures_change_nothing(tmp_path: Path) -> None:
    assert read_word(word_file(tmp_path / "a.docx", [page(3)], "附件1", "- 1 -")).reader == "scan"


def test_a_form_with_a_picture_in_it_is_a_form(tmp_path: Path) -> None:
    document = read_word(word_file(tmp_path / "a.docx", [page(3)], "集群总产值（亿元）：123.45，较上年增长 8.1%"))
    assert document.reader == "docx"
    assert document.blocks[0].text.startswith("集群总产值")


def test_small_pictures_are_no_pages(tmp_path: Path) -> None:
    stamp = bytes(cv2.imencode(".png", np.full((90, 90, 3), 40, np.uint8))[1])
    assert read_word(word_file(tmp_path / "a.docx", [stamp])).reader == "docx"


def test_a_picture_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    source = word_file(tmp_path / "a.docx", [page(3), page(4)])
    with zipfile.ZipFile(source.path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    broken = sorted(name for name in parts if name.startswith("word/media/"))[1]
    parts[broken] = parts[broken][:200]
    with zipfile.ZipFile(source.path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    document = read_word(source)
    assert len(cells(document.blocks)) == 9
    assert "第 2 幅图片打不开" in document.notes[0]


def test_an_old_word_file_of_pictures_is_read_as_a_scan(tmp_path: Path) -> None:
    source = SourceFile("a.doc", "0" * 64, "doc", 1)
    document = _document(source, odt_file(tmp_path / "a.odt", [page(2)]), "")
    assert document.reader == "scan"
    assert len(cells(document.blocks)) == 6


def test_an_old_word_file_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    source = SourceFile("a.doc", "0" * 64, "doc", 1)
    with pytest.raises(UnreadableFileError, match="没有文字"):
        _document(source, odt_file(tmp_path / "a.odt", []), "")


def ofd_file(path: Path, pictures: Sequence[bytes], words: str = "") -> SourceFile:
    media = "".join(
        f'<ofd:MultiMedia ID="{50 + i}" Type="Image"><ofd:MediaFile>{i}.png</ofd:MediaFile></ofd:MultiMedia>'
        for i in range(len(pictures))
    )
    pages = [
        made_ofd.page(f'<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="{50 + i}"/>{words}')
        for i in range(len(pictures))
    ]
    resources = (
        f'{made_ofd.HEAD}<ofd:Res {made_ofd.NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="5" FontName="宋体"/></ofd:Fonts>'
        f"<ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>"
    )
    parts = {"Doc_0/PublicRes.xml": resources} | {f"Doc_0/Res/{i}.png": data for i, data in enumerate(pictures)}
    made_ofd.write(path, pages, parts)
    return SourceFile(str(path), "0" * 64, "ofd", 1)


def test_an_ofd_of_pictures_is_read_as_a_scan(tmp_path: Path) -> None:
    document = read_ofd(ofd_file(tmp_path / "a.ofd", [page(3), page(4)]))
    assert document.reader == "scan"
    assert document.pages == 2
    assert len(cells(document.blocks)) == 21


def test_an_ofd_with_text_over_its_pictures_is_read_as_text(tmp_path: Path) -> None:
    words = made_ofd.text(20, 20, "集群总产值较上年增长百分之八点一五")
    assert read_ofd(ofd_file(tmp_path / "a.ofd", [page(3)], words)).reader == "ofd"
