import os

from formextract.loading.scanner import FoundFile, walk


def test_files_come_in_order_and_what_is_no_document_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "disc/乙.docx",
        "disc/甲/表.docx",
        "disc/Thumbs.db",
        "disc/~$表.docx",
        "disc/甲/desktop.ini",
        "disc/.DS_Store",
        "disc/__MACOSX/甲/._表.docx",
        "disc/.git/config",
        "disc/a.pdf",
        "disc/~WRL0001.tmp",
        "store/x",
        "~$单独.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "disc/link.docx").symlink_to("/etc/passwd")
    (tmp_path / "disc/loop").symlink_to(tmp_path / "disc")
    os.mkfifo(tmp_path / "disc/pipe")
    assert list(walk(["disc", "~$单独.docx", "没有"])) == [
        FoundFile("disc/.DS_Store", "system"),
        FoundFile("disc/Thumbs.db", "system"),
        FoundFile("disc/a.pdf"),
        FoundFile("disc/link.docx", "link"),
        FoundFile("disc/loop", "link"),
        FoundFile("disc/pipe", "special"),
        FoundFile("disc/~$表.docx", "system"),
        FoundFile("disc/~WRL0001.tmp", "system"),
        FoundFile("disc/乙.docx"),
        FoundFile("disc/.git/config", "system"),
        FoundFile("disc/__MACOSX/甲/._表.docx", "system"),
        FoundFile("disc/甲/desktop.ini", "system"),
        FoundFile("disc/甲/表.docx"),
        FoundFile("~$单独.docx"),
        FoundFile("没有", "unreadable", "没有这个文件或文件夹。请检查路径和文件名"),
    ]


def test_the_store_within_the_source_is_left_out(tmp_path):
    for name in ("a.pdf", "store/records.sqlite3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [f.path for f in walk([tmp_path], leave_out=tmp_path / "store")] == [str(tmp_path / "a.pdf")]


def test_a_name_in_no_encoding_is_walked(tmp_path):
    name = os.path.join(os.fsencode(tmp_path), "申报表.pdf".encode("gb18030"))  # noqa: PTH118
    with open(name, "wb"):  # noqa: PTH123
        pass
    assert [os.fsencode(f.path) for f in walk([tmp_path])] == [name]
