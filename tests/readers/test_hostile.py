"""Bad files: whatever lies under a name, the reader gives a document or says in Chinese what to do."""

import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_files import p, read, shape, tbl, tr, word_file

from formextract import extract
from formextract.errors import FormextractError, UnknownFormError, UnreadableFileError
from formextract.model import Document

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CHINESE = re.compile("[\u4e00-\u9fff]{4}")


def refused(path):
    """What staff are told of a file that cannot be read."""
    with pytest.raises(UnreadableFileError) as refusal:
        read(path)
    message = str(refusal.value)
    assert CHINESE.search(message)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def put(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.pdf", b"", "空"),
        ("empty.docx", b"", "空"),
        ("a.docx", b"\xff\xd8\xff\xe0JFIF" + b"\0" * 500, ""),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, ""),
        ("a.docx", b"hello \x00\x01", "Word"),
        ("a.xlsx", b"a,b,c\n1,2,\x00\n", "Excel"),
        ("a.pdf", b"<html>not found</html>", "PDF"),
        ("a.txt", b"hello", "不认识"),
        ("noending", b"hello", "不认识"),
        ("a.pdf", b"%PDF-1.7\n%nothing else", "PDF"),
        ("a.docx", b"PK\x03\x04 not a zip", "Word"),
        ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "Excel"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, "Word"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_mend(tmp_path, name, data, word):
    assert word in refused(put(tmp_path / name, data))


def container(*streams):
    """A sound compound file (Word 97's and a locked new file's) of one table, one directory and empty streams."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, end) + b"\xff" * 504
    entries = b""
    for n, name in enumerate(["Root Entry", *streams]):
        text = name.encode("utf-16-le") + b"\0\0"
        right = n + 1 if 0 < n < len(streams) else free
        entries += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), 2 if n else 5, 1)
        entries += struct.pack("<III", free, right, 1 if n == 0 else free) + bytes(36) + struct.pack("<IQ", end, 0)
    return head + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc"])
def test_an_office_file_with_a_password_is_told_to_have_one(tmp_path, name):
    assert "密码" in refused(put(tmp_path / name, container("EncryptedPackage", "EncryptionInfo")))


def test_nothing_there_or_a_folder_is_told(tmp_path):
    assert "找不到" in refused(tmp_path / "nowhere.pdf")
    assert "文件夹" in refused(tmp_path)


def test_an_empty_file_is_refused():
    refused(SAMPLES / "bad" / "empty.pdf")


@pytest.mark.ocr
def test_a_picture_named_as_a_word_file_is_read_as_a_picture():
    assert read(SAMPLES / "bad" / "picture.docx").source.format == "image"


@pytest.mark.parametrize(
    ("name", "as_if"),
    [
        ("national.docx", "a.pdf"),
        ("national-office.pdf", "a.docx"),
        ("national-office.pdf", "noending"),
        pytest.param(
            "summary.xlsx",
            "a.docx",
        ),
    ],
)
def test_a_sound_form_under_a_wrong_name_is_read_by_what_it_is(tmp_path, name, as_if):
    document = read(put(tmp_path / as_if, (SAMPLES / name).read_bytes()))
    assert shape(document) == shape(read(SAMPLES / name))


def package(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return path


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")])
def test_a_zip_bomb_is_not_unpacked(tmp_path, name, part):
    bomb = package(tmp_path / name, {part: b"<a/>", "word/media/image1.png": b"\0" * 30_000_000})
    assert bomb.stat().st_size < 100_000
    assert "未读取" in refused(bomb)


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")])
def test_very_many_members_are_not_unpacked(tmp_path, name, part):
    refused(package(tmp_path / name, {part: b"<a/>"} | {f"x{n}": b"" for n in range(5001)}))


@pytest.mark.parametrize(
    ("name", "part"),
    [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml"), ("b.docx", "nothing"), ("b.xlsx", "nothing")],
)
def test_a_package_without_its_other_parts_is_refused(tmp_path, name, part):
    refused(package(tmp_path / name, {part: b"<a/>"}))


SECRET = "secret-of-this-machine"


def doctype(tmp_path):
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY l0 "lol">{laughs}]>'
    )


@pytest.mark.parametrize("entity", ["&e;", "&l8;"])
def test_entities_in_a_word_file_are_not_expanded(tmp_path, entity):
    path = word_file(tmp_path / "a.docx", p("甲") + tbl(tr(entity, "乙")), head=doctype(tmp_path))
    try:
        text = str(shape(read(path)))
    except UnreadableFileError:
        return
    assert SECRET not in text
    assert "lollol" not in text


@pytest.mark.parametrize("entity", ["&e;", "&l8;"])
def test_entities_in_an_excel_file_are_not_expanded(tmp_path, entity):
    made = openpyxl.Workbook()
    made.active.append(["甲", "乙"])
    made.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as z:
        members = {n: z.read(n) for n in z.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode().replace("&#30002;", "甲")
    assert "甲" in sheet
    members["xl/worksheets/sheet1.xml"] = (doctype(tmp_path) + sheet.replace("甲", entity)).encode()
    path = package(tmp_path / "a.xlsx", members)
    try:
        text = str(shape(read(path)))
    except UnreadableFileError:
        return
    assert SECRET not in text
    assert "lollol" not in text


def test_no_external_link_of_a_word_file_is_followed(tmp_path, monkeypatch):
    import socket
    import urllib.request

    def forbidden(*args, **kwargs):
        raise AssertionError("a file's link was followed")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(urllib.request, "urlopen", forbidden)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    links = [
        ("attachedTemplate", "http://127.0.0.1:9/a.dotm", ' TargetMode="External"'),
        ("image", (tmp_path / "secret.txt").as_uri(), ' TargetMode="External"'),
        ("hyperlink", "http://127.0.0.1:9/", ' TargetMode="External"'),
    ]
    link = '<w:hyperlink r:id="rId3"><w:r><w:t>乙</w:t></w:r></w:hyperlink>'
    path = word_file(tmp_path / "a.docx", p("甲", link), links=links)
    assert shape(read(path)) == ["甲乙"]


def outcome(path):
    """What becomes of a stranger's file: its records, its document where it is no form, or what staff are told."""
    try:
        document = read(path)
        return extract(path)
    except UnknownFormError:
        return document
    except FormextractError as refusal:
        return str(refusal)


def given_or_refused(path):
    """Reading ends in records, a document, or one clear line; never otherwise."""
    found = outcome(path)
    assert isinstance(found, list | Document) or (CHINESE.search(found) and "\n" not in found)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>甲</w:t></w:r>",  # not closed
        "<w:tbl/>",
        "<w:tbl><w:tr/></w:tbl>",
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-3"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        "<!-- --><?x y?><w:p><!-- --><w:r><w:t/></w:r></w:p>",
        '<w:p><w:r><w:sym w:char="FFFFFFFF" w:font="Wingdings"/></w:r></w:p>',
        '<w:p><w:r><w:sym w:char="D800" w:font="Wingdings"/></w:r></w:p>',
        "<w:tbl><w:tr><w:tc>" * 30 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 30,
        "<w:sdt><w:sdtContent>" * 2000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 2000,
        "&nothing;",
        "",
    ],
    ids="open table row negative words huge comments code surrogate nested deep entity none".split(),
)
def test_odd_markup_gives_a_document_or_a_refusal(tmp_path, body):
    given_or_refused(word_file(tmp_path / "a.docx", body))


def spoil(source, target, part):
    """A copy of a package in which the packed bytes of one part are damaged; its directory is sound."""
    data = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as z:
        member = z.getinfo(part)
    name_and_extra = int.from_bytes(data[member.header_offset + 26 :][:2], "little")
    name_and_extra += int.from_bytes(data[member.header_offset + 28 :][:2], "little")
    start = member.header_offset + 30 + name_and_extra
    data[start : start + 20] = b"\xff" * 20
    return put(target, bytes(data))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("national.docx", "word/document.xml"),
        ("summary.xlsx", "xl/worksheets/sheet1.xml"),
        ("summary.xlsx", "xl/workbook.xml"),
    ],
)
def test_a_part_with_damaged_bytes_is_refused(tmp_path, name, part):
    refused(spoil(SAMPLES / name, tmp_path / name, part))


def test_a_part_packed_in_an_unknown_way_is_refused(tmp_path):
    data = bytearray((SAMPLES / "national.docx").read_bytes())
    with zipfile.ZipFile(SAMPLES / "national.docx") as z:
        name = z.getinfo("word/document.xml").filename.encode()
    data[data.rindex(name) - 36] = 99  # the method, in the central directory
    refused(put(tmp_path / "a.docx", bytes(data)))


SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xd8\xff",
    b"PK\x05\x06" + b"\0" * 18,
]
ENDINGS = ["docx", "xlsx", "pdf", "doc", "xls", "x"]


@settings(SLOW, max_examples=80)
@given(head=st.sampled_from(HEADS), data=st.binary(max_size=2000), ending=st.sampled_from(ENDINGS))
def test_any_bytes_are_a_document_or_refused(tmp_path, head, data, ending):
    given_or_refused(put(tmp_path / f"a.{ending}", head + data))


@pytest.mark.parametrize("name", ["national.docx", "summary.xlsx", "national-office.pdf", "national-drawn.pdf"])
@SLOW
@given(share=st.floats(0, 1))
def test_a_sample_cut_anywhere_is_a_document_or_refused(tmp_path, name, share):
    data = (SAMPLES / name).read_bytes()
    given_or_refused(put(tmp_path / name, data[: int(len(data) * share)]))


EVERYWHERE = [(n / 40, 0) for n in range(40)]


@pytest.mark.parametrize(
    "name",
    ["summary-word.docx", "summary.xlsx", pytest.param("national-office.pdf", marks=pytest.mark.ocr)],
)
@SLOW
@given(hits=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
@example(hits=EVERYWHERE[4:30])
@example(hits=EVERYWHERE[20:21])
@example(hits=EVERYWHERE[10:11])
def test_a_sample_with_damaged_bytes_is_a_document_or_refused(tmp_path, name, hits):
    data = bytearray((SAMPLES / name).read_bytes())
    for share, byte in hits:
        data[int(len(data) * share)] = byte
    given_or_refused(put(tmp_path / name, bytes(data)))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("national.docx", "word/document.xml"),
        ("national.docx", "[Content_Types].xml"),
        ("national.docx", "_rels/.rels"),
        ("summary.xlsx", "xl/worksheets/sheet1.xml"),
        ("summary.xlsx", "xl/workbook.xml"),
        ("summary.xlsx", "xl/styles.xml"),
    ],
)
@settings(SLOW, max_examples=6)
@given(share=st.floats(0, 1), junk=st.sampled_from([b"", b"<", b"&", b"\0", b"</w:tc>", b"<c r='ZZZ9999999'/>"]))
@example(share=0.5, junk=b"")
def test_a_part_cut_or_spoilt_inside_its_package_is_a_document_or_refused(tmp_path, name, part, share, junk):
    with zipfile.ZipFile(SAMPLES / name) as z:
        members = {n: z.read(n) for n in z.namelist()}
    whole = members[part]
    at = int(len(whole) * share)
    for spoilt in (whole[:at] + junk, whole[:at] + junk + whole[at:], whole.replace(b"Target=", b"Targe9=")):
        given_or_refused(package(tmp_path / name, members | {part: spoilt}))
