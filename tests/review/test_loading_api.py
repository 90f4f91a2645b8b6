"""Loading through the API: what can be picked, the disc's name, record ids, and loads that were cut off."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import docx
import pytest
from filelock import FileLock
from made_forms import pdf_form

from formextract.errors import MAY_BE_FORM
from formextract.review import loads
from formextract.review.account import told_of, why_of
from formextract.review.loads import swept, upload_folder
from formextract.review.places import mounted, within
from patience import HANG_SECONDS, until

SAMPLES = Path(__file__).parents[2] / "samples"
HELD_AFTER = 2
"""Files of a load that are told before it stands at the gate."""


def done(client, number):
    until(lambda: client.get(f"/api/loads/{number}").json()["state"] not in ("waiting", "running"), "the load ends")
    return client.get(f"/api/loads/{number}").json()


def test_a_load_has_a_discs_name_and_tells_the_ids_of_its_records(client, store, tmp_path):
    pdf_form(tmp_path / "申报表.pdf", written="13.00")
    body = {"path": str(tmp_path), "disc": "2026 年襄阳市", "by": "张三"}
    state = done(client, client.post("/api/loads", json=body).json()["id"])
    assert state["state"] == "done"
    assert [store.record(name).files[0].path for name in state["record_ids"]]
    assert "2026 年襄阳市" in [d["name"] for d in client.get("/api/account").json()["discs"]]
    assert [(a.kind, a.by) for a in store.acts.entries()] == [("load", "张三"), ("loaded", "张三")]
    assert client.get("/api/unfinished").json() == []


def evidence(path, text):
    document = docx.Document()
    document.add_paragraph(text)
    path.parent.mkdir(exist_ok=True)
    document.save(path)


def test_what_is_no_form_is_other_material_and_the_load_says_where_it_went(client, tmp_path):
    pdf_form(tmp_path / "申报表.pdf", written="13.00")
    evidence(tmp_path / "专利证书.docx", "兹证明下列发明已授予专利权，专利号见附页。")
    state = done(client, client.post("/api/loads", json={"path": str(tmp_path)}).json()["id"])
    told = {f["path"].rsplit("/", 1)[-1]: (f["told"], f["reason"]) for f in state["files"]}
    (name,) = {
        r["cluster"] for r in client.get("/api/account").json()["rows"] if r["path"] == str(tmp_path / "申报表.pdf")
    }
    assert told["专利证书.docx"] == ("其他材料", f"归在“{name}”，作为证明材料")
    row = next(r for r in client.get("/api/account").json()["rows"] if r["path"].endswith("专利证书.docx"))
    assert (row["told"], row["cluster"], row["to_do"]) == ("其他材料", name, "")


UNKNOWN = "读得出来，但不是已知的申报表。请核对文件"
MAYBE_ONE = f"{MAY_BE_FORM}（有 5 个栏目相同）。请打开核对"


@pytest.mark.parametrize(
    ("fate", "reason", "told", "why"),
    [
        ("other", UNKNOWN, "其他材料", "还不知归谁，请在“文件”页说明"),
        ("duplicate", UNKNOWN, "内容重复", "读得出来，但不是已知的申报表"),
        ("other", MAYBE_ONE, "可能是申报表", MAYBE_ONE),
        ("failed", "文件已损坏。请重新复制", "读不了", "文件已损坏。请重新复制"),
    ],
)  # fmt: skip
def test_only_what_may_be_a_form_or_could_not_be_read_asks_to_be_looked_at(fate, reason, told, why):
    assert (told_of(fate, reason), why_of(fate, reason, None, grouped=True)) == (told, why)
    assert fate != "other" or "请核对文件" not in why_of(fate, reason, None, grouped=False)


def test_a_load_that_was_cut_off_is_told_and_gone_on_with(client, store, tmp_path):
    pdf_form(tmp_path / "申报表.pdf", written="13.00")
    store.acts.note("张三", "load", "光盘", {"path": str(tmp_path), "uploaded": False, "disc": "光盘"})  # then a crash
    left = client.get("/api/unfinished").json()
    assert [u["source"] for u in left] == ["光盘"]
    begun = client.post(f"/api/unfinished/{left[0]['id']}", json={"by": "李四"}).json()
    assert done(client, begun["id"])["state"] == "done"
    assert client.get("/api/unfinished").json() == []
    assert client.post(f"/api/unfinished/{left[0]['id']}", json={"by": "李四"}).status_code == 404


def test_an_unfinished_load_is_dropped(client, store):
    act = store.acts.note("张三", "load", "光盘", {"path": "/nowhere", "uploaded": False, "disc": "光盘"})
    client.post(f"/api/unfinished/{act.id}", json={"by": "李四", "drop": True})
    assert client.get("/api/unfinished").json() == []


def test_discs_and_drives_are_listed_as_the_machine_has_them(tmp_path):
    lines = (
        "/dev/sr0 /media/user/2026\\040CD iso9660 ro 0 0\n/dev/sdb1 /media/user/U vfat rw 0 0\nproc /proc proc rw 0 0\n"
    )
    (tmp_path / "mounts").write_text(lines, encoding="utf-8")
    found = [(p.name, p.kind) for p in mounted(tmp_path / "mounts") if p.kind != "folder"]
    assert found == [("2026 CD", "disc"), ("U", "drive")]
    assert mounted(tmp_path / "none") == [p for p in mounted(tmp_path / "none") if p.kind == "folder"]


def test_folders_and_archives_are_listed_and_nothing_else(client, tmp_path):
    disc = tmp_path / "光盘"
    (disc / "甲").mkdir(parents=True)
    (disc / "乙.zip").write_bytes(b"")
    (disc / "丙.docx").write_bytes(b"")
    assert [(p.name, p.kind) for p in within(str(disc))] == [("甲", "folder"), ("乙.zip", "archive")]
    assert client.get("/api/places", params={"path": str(disc / "没有")}).status_code == 422


def test_uploads_of_killed_programs_are_swept(store):
    """Not one that is still being sent, and not one that a load waits for."""
    root = store.folder / "uploads"
    for name in ("killed", "kept", "sent"):
        (root / f"formextract-upload-{name}").mkdir(parents=True)
        (root / f"formextract-upload-{name}" / "申报表.pdf").write_bytes(b"1")
    store.acts.note(
        "张三", "load", "上传", {"path": str(root / "formextract-upload-kept"), "uploaded": True, "disc": ""}
    )
    with FileLock(root / ".formextract-upload-sent.lock"):
        assert swept(store) == 1
    assert sorted(p.name for p in root.glob("formextract-*")) == ["formextract-upload-kept", "formextract-upload-sent"]
    assert swept(store) == 1  # its program has ended and nobody has loaded it
    assert sorted(p.name for p in root.iterdir()) == ["formextract-upload-kept"]


def test_an_upload_that_fails_leaves_nothing(store):
    def failing():
        with upload_folder(store) as folder:
            (folder / "甲.pdf").write_bytes(b"1")
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - its own
        failing()
    assert list((store.folder / "uploads").iterdir()) == []


def test_a_place_that_cannot_be_is_told_as_one_that_is_not_there(client):
    told = [client.get("/api/places", params={"path": path}) for path in ("/\0", "/nowhere/at/all")]
    assert {answer.status_code for answer in told} == {422}
    assert {answer.json()["message"] for answer in told} == {"打不开（没有这个文件或文件夹）。请检查路径"}


def loaded_from(client, path, disc=""):
    return done(client, client.post("/api/loads", json={"path": str(path), "disc": disc, "by": "张三"}).json()["id"])


def test_discs_of_one_name_are_not_taken_back_together(client, tmp_path):
    """Three folders that are all called 光盘: each has a name of its own, and once more the same one keeps its own."""
    for n, name in enumerate("一二三"):
        (tmp_path / name / "光盘").mkdir(parents=True)
        (tmp_path / name / "光盘" / "说明.txt").write_text(f"第{n}张", encoding="utf-8")
    told = [loaded_from(client, tmp_path / name / "光盘")["disc"] for name in "一二三二"]
    assert told == ["光盘", "光盘（2）", "光盘（3）", "光盘（2）"]
    assert client.post("/api/discs", json={"disc": "光盘（2）", "out": True, "by": "张三"}).status_code == 201
    discs = {d["name"]: (d["files"], d["out"]) for d in client.get("/api/account").json()["discs"]}
    assert (discs["光盘"], discs["光盘（2）"], discs["光盘（3）"]) == ((1, 0), (1, 1), (1, 0))
    assert loaded_from(client, tmp_path / "三" / "光盘", "光盘")["disc"] == "光盘"  # what is told is kept


def uploaded(client, **files):
    sent = [("files", (f"申报材料/{name}", data.encode())) for name, data in files.items()]
    return done(client, client.post("/api/files?by=张三", files=sent).json()["id"])


def test_uploaded_folders_called_alike_lie_apart_and_a_corrected_one_stays_itself(client):
    """Two applicants whose folders are both called 申报材料: what one sent does not lie beside the other's."""
    first = uploaded(client, **{"说明.txt": "甲的说明", "证书.txt": "甲的证书", "坏.pdf": "%PDF"})
    second = uploaded(client, **{"说明.txt": "乙的说明"})
    again = uploaded(client, **{"说明.txt": "甲的说明", "证书.txt": "甲的证书，更正"})
    mended = uploaded(client, **{"坏.pdf": "打得开了"})
    assert [j["disc"] for j in (first, second, again, mended)] == ["申报材料", "申报材料（2）", "申报材料", "申报材料"]
    rows = client.get("/api/account").json()["rows"]
    assert [r["path"] for r in rows if r["disc"] == "申报材料（2）"] == ["上传/申报材料（2）/说明.txt"]
    assert [r["told"] for r in rows if r["path"] == "上传/申报材料/坏.pdf"].count("读不了") <= 1


def test_an_uploaded_folder_is_not_mixed_with_another_ones_whatever_name_of_a_disc_is_typed(client, store):
    """申报材料 of two applicants as discs 一号 and 二号, then two folders at once: none lies in another's."""
    for disc, text in (("一号", "甲的说明"), ("二号", "乙的说明")):
        sent = [("files", ("申报材料/说明.txt", text.encode()))]
        told = done(client, client.post("/api/files", params={"disc": disc}, files=sent).json()["id"])
        assert told["disc"] == disc
    sent = [("files", (f"{folder}/说明.txt", folder.encode())) for folder in ("申报材料", "证明")]
    done(client, client.post("/api/files", files=sent).json()["id"])
    assert {e.path for e in store.manifest.entries() if e.path.startswith("上传")} == {
        "上传/申报材料/说明.txt", "上传/申报材料（2）/说明.txt", "上传/申报材料（3）/说明.txt", "上传/证明/说明.txt",
    }  # fmt: skip


def test_two_discs_in_one_drive_are_two_discs_of_which_neither_claims_files_of_the_other(
    client, store, tmp_path, monkeypatch
):
    """The first has an applicant's form, the second only scans of another's proofs and a damaged file put right."""
    drive = tmp_path / "cdrom"
    (tmp_path / "mounts").write_text(f"/dev/sr0 {drive} iso9660 ro 0 0\n", encoding="utf-8")
    monkeypatch.setattr(mounted, "__defaults__", (tmp_path / "mounts",))

    def put(**files):
        shutil.rmtree(drive, ignore_errors=True)
        drive.mkdir()
        for name, text in files.items():
            evidence(drive / f"{name}.docx", text)

    put(证书="兹证明下列发明已授予专利权")
    pdf_form(drive / "申报表.pdf", written="13.00")
    (drive / "附件.pdf").write_bytes(b"%PDF")
    first = loaded_from(client, drive)
    again = loaded_from(client, drive)
    put(证书="兹证明软件著作权已登记", 说明="另一家的说明")
    (drive / "附件.pdf").write_bytes(b"%PDF-1.4 x")
    second = loaded_from(client, drive)
    third = loaded_from(client, drive)
    assert [j["disc"] for j in (first, again)] == ["cdrom"] * 2
    assert [j["disc"] for j in (second, third)] == ["cdrom（2）"] * 2
    of = {(r["disc"], r["path"].rsplit("/", 1)[-1]): r for r in client.get("/api/account").json()["rows"]}
    assert of["cdrom", "证书.docx"]["cluster"] == of["cdrom", "申报表.pdf"]["cluster"] != ""
    assert {of["cdrom（2）", name]["cluster"] for name in ("证书.docx", "说明.docx")} == {""}
    assert of["cdrom", "附件.pdf"]["told"] == of["cdrom（2）", "附件.pdf"]["told"] == "读不了"


@pytest.fixture
def gate(monkeypatch):
    """Holds loads once two of their files are told, until it is opened; `reached` says that one stands there."""
    opened, reached = Event(), Event()
    whole = loads.load

    def held(*sources, on_file, **rest):
        told = []

        def at_gate(done):
            if len(told) == HELD_AFTER:
                reached.set()
                assert opened.wait(HANG_SECONDS)
            told.append(done)
            on_file(done)

        return whole(*sources, on_file=at_gate, **rest)

    monkeypatch.setattr(loads, "load", held)
    yield SimpleNamespace(open=opened.set, reached=reached)
    opened.set()


def test_a_load_that_is_stopped_keeps_what_was_read_and_is_gone_on_with(client, store, tmp_path, gate):
    """One under way, one that waits behind it, and one that is through: the last stays as it is."""
    (tmp_path / "盘").mkdir()
    for n in range(6):
        pdf_form(tmp_path / "盘" / f"申报表{n}.pdf", written=f"1{n}.00")
    before = store.count()["read"]
    first, waiting = (
        client.post("/api/loads", json={"path": str(tmp_path / "盘"), "disc": disc}).json()["id"]
        for disc in ("一号", "二号")
    )
    assert gate.reached.wait(HANG_SECONDS)
    assert client.get("/api/unfinished").json() == []  # both are under way
    for number in (waiting, first):
        assert client.post(f"/api/loads/{number}/cancel", json={}).status_code == 200
    assert client.get(f"/api/loads/{first}").json()["cancelling"]
    gate.open()
    stopped = done(client, first)
    assert (stopped["state"], done(client, waiting)["state"]) == ("cancelled", "cancelled")
    assert stopped["done"] == HELD_AFTER + 1  # the one that was in hand is told yet
    left = client.get("/api/unfinished").json()
    assert [a["disc"] for a in left] == ["一号", "二号"]
    assert {a["source"] for a in left} == {str(tmp_path / "盘")}
    for act in left:
        again = done(client, client.post(f"/api/unfinished/{act['id']}", json={"by": "张三"}).json()["id"])
        assert again["state"] == "done"
        twice = client.post(f"/api/unfinished/{act['id']}", json={"by": "李四"})
        assert (twice.status_code, "刷新页面" in twice.json()["message"]) == (404, True)
    assert client.get("/api/unfinished").json() == []
    assert (store.count()["pending"], store.count()["read"]) == (0, before + 6)
    ended = client.post(f"/api/loads/{again['id']}/cancel", json={}).json()
    assert ended["state"] == "done"
    assert not client.get(f"/api/loads/{again['id']}").json()["cancelling"]


def test_a_load_that_could_not_be_stopped_well_ends_and_the_next_one_goes_on(client, tmp_path, gate, monkeypatch):
    (tmp_path / "盘").mkdir()
    for n in range(4):
        pdf_form(tmp_path / "盘" / f"申报表{n}.pdf", written=f"1{n}.00")
    path = {"path": str(tmp_path / "盘")}
    first = client.post("/api/loads", json=path).json()["id"]
    assert gate.reached.wait(HANG_SECONDS)
    with monkeypatch.context() as broken:
        broken.setattr(loads, "regroup", lambda *_: 1 / 0)
        client.post(f"/api/loads/{first}/cancel", json={})
        gate.open()
        failed = done(client, first)
    assert (failed["state"], "ZeroDivisionError" in failed["message"]) == ("failed", True)
    assert done(client, client.post("/api/loads", json=path).json()["id"])["state"] == "done"


def test_two_who_go_on_with_a_load_at_once_begin_one(client, store, tmp_path):
    pdf_form(tmp_path / "申报表.pdf", written="13.00")
    act = store.acts.note("张三", "load", "盘", {"path": str(tmp_path), "uploaded": False, "disc": ""})
    with ThreadPoolExecutor(6) as pool:
        asked = list(pool.map(lambda n: client.post(f"/api/unfinished/{act.id}", json={"by": f"人{n}"}), range(6)))
    assert sorted(a.status_code for a in asked) == [202, *[404] * 5]
    done(client, next(a for a in asked if a.status_code == 202).json()["id"])


def test_rows_of_a_list_are_told_apart_from_applicants(client, tmp_path):
    (tmp_path / "盘").mkdir()
    shutil.copy(SAMPLES / "summary.xlsx", tmp_path / "盘" / "汇总表.xlsx")
    told = loaded_from(client, tmp_path / "盘")
    assert told["records"] == told["summary_rows"] > 0
    assert f"（其中推荐汇总表 {told['summary_rows']} 行）" in client.get("/files").text


def test_a_table_of_a_programme_that_cannot_be_is_an_empty_one(client):
    assert client.get("/api/table.xlsx?program=%00").status_code == 200
