"""Files set into a text (altChunk) stand where they are set in; where one cannot be read nothing is surely missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import p, read, tbl, tr, word_file

from formextract.assembly import assemble
from formextract.catalogue import load_catalogue
from formextract.model import Document, Line, Place, SourceFile, Table, Unread
from formextract.model.doubt import SURE
from formextract.model.placement import Match

PAGE = "<html><meta charset=utf-8><body><p>二、主导产业</p><table><tr><td>产值<td><s>155</s>165</table></body></html>"
HTML = {"/word/chunk.htm": "text/html"}


def set_in(folder: Path, name: str, data: bytes | str, kind: str) -> Document:
    body = tbl(tr("一", "1")) + "<w:altChunk r:id='rId1'/>" + tbl(tr("三", "3"))
    part = (f"word/{name}", data)
    path = word_file(
        folder / "a.docx", body, links=[("aFChunk", name, "")], parts=[part], types={f"/word/{name}": kind}
    )
    return read(path)


def told(document: Document) -> list[list[tuple[str | None, str]]]:
    return [
        [(c.place.cell, c.text) for c in b.cells] if isinstance(b, Table) else [(None, b.text)] for b in document.blocks
    ]


def test_a_page_set_into_a_text_is_read_where_it_stands(tmp_path: Path) -> None:
    document = set_in(tmp_path, "chunk.htm", PAGE, "text/html")
    assert told(document) == [
        [("T1R1C1", "一"), ("T1R1C2", "1")],
        [(None, "二、主导产业")],
        [("T2R1C1", "产值"), ("T2R1C2", "165")],
        [("T3R1C1", "三"), ("T3R1C2", "3")],
    ]
    assert any("155" in line.text for line in document.hidden)
    assert not document.unread


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    ],
)
def test_a_text_within_itself_ends(kind: str, tmp_path: Path) -> None:
    """Word gives the file that is set in the type of the text around it, as which a library took it for damaged."""
    inner = word_file(tmp_path / "b.docx", p("内") * 4000).read_bytes()
    document = set_in(tmp_path, "b.docx", inner, kind)
    assert [b.text for b in document.blocks if isinstance(b, Line)] == ["内"] * 4000
    broken = set_in(tmp_path, "b.docx", b"PK\x03\x04", kind)
    assert [(u.what, u.place) for u in broken.unread] == [("object", Place())]


def test_beside_a_part_that_nobody_read_no_field_is_surely_missing() -> None:
    catalogue = load_catalogue()
    template = next(iter(catalogue.templates.values()))
    for unread, surely in (
        ((), True),
        ((Unread("object", Place()),), False),
        ((Unread("page", Place(page=2)),), False),
        (
            (Unread("object", Place(cell="T1R1C1")), Unread("picture", Place()), Unread("object", Place(), "证书.pdf")),
            True,
        ),
    ):
        document = Document(SourceFile("a.docx", "0" * 64, "docx", 1), "docx", (), 1, unread=unread)
        record = assemble(document, template, Match((), (), (2023,)), catalogue.indicators)
        missing = [o.confidence >= SURE for o in record.values if o.status == "missing"]
        assert missing
        assert set(missing) == {surely}
