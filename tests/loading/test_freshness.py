"""A newer reader or template has just those files read again that it affects."""

import shutil
from dataclasses import replace

import pytest

from formextract.catalogue import default_folder
from formextract.errors import FormextractError
from formextract.loading import FileDone, Limits, load
from formextract.loading.freshness import Terms
from formextract.loading.versions import versions
from formextract.model.submission import Exhibit
from formextract.store import Outcome, open_store
from loading_fakes import record
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(workers=1, timeout=HANG_SECONDS, memory_mb=2000)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(default_folder(), tmp_path / "templates")


def edit(path):
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")


@pytest.fixture
def store(tmp_path, folder):
    """A store with a form of each of two programmes, one of both, a list that no form claims, and a broken file."""
    terms = Terms("1", versions(folder))

    (tmp_path / "x").write_text("x")

    def form(sha256, program):
        r = record(tmp_path / "x")
        files = (replace(r.files[0], sha256=sha256),)
        return replace(r, id=f"{sha256}-{program}", program=program, files=files)

    sme, hunan, hubei = "sme-cluster", "hunan-advanced-manufacturing", "hubei-innovative"
    found = {
        "sme": Outcome("read", [form("sme", sme)]),
        "hunan": Outcome("read", [form("hunan", hunan)]),
        "both": Outcome("read", [form("both", sme), form("both", hubei)]),
        "list": Outcome("other", exhibit=Exhibit("xlsx", 1, "专利清单")),
        "photo": Outcome("other", reason="不认识的文件类型"),
        "broken": Outcome("failed", reason="文件已损坏"),
    }
    with open_store(tmp_path / "库") as opened:
        for sha256, outcome in found.items():
            opened.begin(sha256, 1, f"disc/{sha256}.docx", "docx")
            opened.finish(sha256, terms.stamped(outcome, "docx"), "1")
        yield opened


def owed(store, terms):
    return {f.sha256 for f in store.files() if not terms.is_settled(f, store)}


def test_what_has_not_changed_is_not_read_again(store, folder):
    assert owed(store, Terms("1", versions(folder))) == set()
    assert owed(store, Terms("1", versions(folder), retry_failed=True)) == {"broken"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("hunan-advanced-manufacturing/annual@2021.yaml", {"hunan", "list", "photo"}),
        ("sme-cluster/application@2024.yaml", {"sme", "both", "list", "photo"}),
        ("indicators.yaml", {"sme", "hunan", "both", "list", "photo"}),
        ("sme-cluster/criteria.yaml", set()),  # checked anew, not read anew
        ("edits.yaml", set()),
    ],
)
def test_a_changed_template_concerns_its_programme_and_what_nobody_claimed(store, folder, changed, expected):
    before = versions(folder)
    edit(folder / changed)
    after = versions(folder)
    assert owed(store, Terms("1", after)) == expected
    assert (before.rules == after.rules) == bool(expected)


def test_a_new_form_of_a_programme_is_a_change_too(store, folder):
    (folder / "hunan-advanced-manufacturing/new@2026.yaml").write_text("id: x", encoding="utf-8")
    assert owed(store, Terms("1", versions(folder))) == {"hunan", "list", "photo"}


def test_a_newer_reader_concerns_the_files_of_its_format(store, folder):
    now = versions(folder)
    newer = replace(now, readers=now.readers | {"xlsx": "9.1"})
    assert owed(store, Terms("1", newer)) == {"list"}
    newer = replace(now, readers=now.readers | {"docx": "9.1"})
    assert owed(store, Terms("1", newer)) == {"sme", "hunan", "both", "photo", "broken"}


def test_a_newer_program_tries_again_what_gave_nothing(store, folder):
    assert owed(store, Terms("2", versions(folder))) == {"list", "photo", "broken"}


# -- whole runs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def disc(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "disc").mkdir()
    (tmp_path / "disc/1.docx").write_text("form 甲集群")
    (tmp_path / "disc/清单.xlsx").write_text("patents")
    (tmp_path / "disc/坏.docx").write_text("damaged")
    return tmp_path


def run(store, sources=("disc",), **more):
    done = []
    load(sources, store, limits=LIMITS, reader=READER, on_file=done.append, **({"version": "1"} | more))
    return sorted((d.path, d.fate) for d in done)


def test_a_failed_file_is_quarantined_until_it_is_asked_for(disc):
    with open_store("库") as store:
        run(store)
        broken = next(f for f in store.files() if f.status == "failed")
        assert run(store) == [("disc/1.docx", "known"), ("disc/坏.docx", "failed"), ("disc/清单.xlsx", "known")]
        assert store.file(broken.sha256).tries == broken.tries == 1
        run(store, retry_failed=True)
        assert store.file(broken.sha256).tries == 2


def test_what_is_owed_is_read_from_the_store_when_the_disc_is_gone(disc):
    with open_store("库") as store:
        run(store)
        shutil.rmtree(disc / "disc")
        assert run(store, None) == []
        now = versions()
        newer = replace(now, readers=now.readers | {"docx": "9.1"})
        assert run(store, None, versions=newer) == [("disc/1.docx", "read"), ("disc/坏.docx", "failed")]
        assert run(store, None, versions=newer) == []
        assert [f.reader for f in store.files() if f.status == "read"] == ["docx/9.1"]


def test_an_original_that_the_store_has_lost_comes_back_with_the_disc(disc):
    with open_store("库") as store:
        run(store)
        sha256 = next(f.sha256 for f in store.files() if f.status == "read")
        place = store.folder / "originals" / sha256[:2] / sha256
        place.unlink()
        assert run(store, None, versions=replace(versions(), shared="new")) == [
            ("disc/1.docx", "failed"),
            ("disc/清单.xlsx", "other"),
        ]
        run(store)
        assert place.read_text() == "form 甲集群"


def test_a_name_of_a_disc_keeps_paths_of_several_discs_apart(disc):
    with open_store("库") as store:
        run(store, disc="湖南")
        run(store, disc="湖北")
        sha256 = next(f.sha256 for f in store.files() if f.status == "read")
        assert store.paths(sha256) == ["disc/1.docx"]
        assert [(e.disc, e.path) for e in store.manifest.entries() if e.sha256 == sha256] == [
            ("湖北", "disc/1.docx"),
            ("湖南", "disc/1.docx"),
        ]
        assert len(store.groups.items()) == 3


def test_a_disc_that_is_taken_out_leaves_the_rest_owed(disc):
    for n in range(60):  # more than are noted in one transaction
        (disc / f"disc/{n:02}.docx").write_text(f"slow 0.05{n:02}")
    away = disc / "away"
    done = []

    def on_file(d: FileDone):
        done.append(d)
        if len(done) == 3:
            (disc / "disc").rename(away)

    with open_store("库") as store:
        account = load(["disc"], store, limits=LIMITS, reader=READER, version="1", on_file=on_file)
        gone = [d for d in done if d.fate == "failed" and "光盘或磁盘可能已取出" in d.reason]
        assert [d for d in gone if d.path == "disc"] == [FileDone("disc", "failed", reason=gone[0].reason)]
        assert account.files == len(done) < 63
        away.rename(disc / "disc")
        load(["disc"], store, limits=LIMITS, reader=READER, version="1")
        assert {f.status for f in store.files()} == {"read", "other", "failed"}
        assert len(list(store.files())) == 63
        assert store.paths() == []
        assert [f.reason for f in store.files() if f.status == "failed"] == ["文件已损坏。请重新复制"]


def test_a_full_disk_in_a_worker_stops_the_run_and_condemns_no_file(disc):
    (disc / "disc/2.docx").write_text("full")
    with open_store("库") as store:
        with pytest.raises(FormextractError, match="读取时临时文件夹所在的磁盘已满。请腾出空间"):
            run(store)
        assert {f.status for f in store.files()} <= {"read", "pending"}
        (disc / "room").write_text("")
        run(store)
        assert sorted(f.status for f in store.files()) == ["failed", "other", "read", "read"]
