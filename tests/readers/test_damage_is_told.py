"""What a library gives up is damage, in a line of its own kind; what our own code fails at is a bug, and told so."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from formextract import extract
from formextract.errors import UnreadableFileError
from formextract.readers import DAMAGED
from formextract.readers.whose_fault import is_of_the_file

SAMPLE = Path(__file__).parents[2] / "samples" / "variant.docx"


def repacked(target, packing=zipfile.ZIP_DEFLATED, change=lambda name, data: data):
    out = io.BytesIO()
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(out, "w", packing) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    target.write_bytes(out.getvalue())
    return target


def coded(name, data):
    return re.sub(rb'encoding="[^"]*"', b'encoding="x-none"', data) if name == "word/document.xml" else data


def torn_inside(data):
    """The package with a piece of its document's packed bytes overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        at = z.getinfo("word/document.xml").header_offset + 200
    return data[:at] + b"\xff" * 40 + data[at + 40 :]


def test_a_part_that_is_packed_so_that_it_does_not_come_out(tmp_path):
    path = repacked(tmp_path / "表.docx", zipfile.ZIP_LZMA)
    path.write_bytes(torn_inside(path.read_bytes()))
    with pytest.raises(UnreadableFileError):
        extract(path)


def test_an_encoding_that_nobody_knows(tmp_path):
    with pytest.raises(UnreadableFileError):
        extract(repacked(tmp_path / "表.docx", change=coded))


def test_a_relationship_without_its_type_is_of_no_kind(tmp_path):
    def untyped(name, data):
        return re.sub(rb' Type="[^"]*/(styles|theme)"', b"", data) if name == "word/_rels/document.xml.rels" else data

    (whole,), (record,) = extract(SAMPLE), extract(repacked(tmp_path / "表.docx", change=untyped))
    assert [o.value for o in record.values] == [o.value for o in whole.values]


def caught(work):
    try:
        work()
    except Exception as e:  # noqa: BLE001 - whatever it is, it is asked about
        return e
    raise AssertionError("nothing was raised")


def test_where_it_was_raised_and_of_which_package_it_is_tells_damage_from_a_bug(monkeypatch):
    assert is_of_the_file(caught(lambda: zipfile.ZipFile(io.BytesIO(b"no package"))))
    assert is_of_the_file(RecursionError("nested too deep"))
    monkeypatch.setattr("formextract.readers.whose_fault._OURS", str(Path(__file__).parent))
    assert not is_of_the_file(caught(lambda: {}["cell"]))
    assert "另存" in DAMAGED
