"""Many files a transaction: few statements, all or nothing, and nothing lost between the files of one batch."""

import hashlib

import pytest
from sqlalchemy import event

from formextract.model import FileRef, Record
from formextract.model.head import head_from_dict, head_to_dict
from formextract.model.submission import Exhibit, Item, Member, Submission
from formextract.model.written import written
from formextract.store import Made, Met, Outcome, Saved, open_store, verify

N = 32
MOST = 30
"""Statements for a batch of 32 files of which each gives a record, noted and stored: fewer than one a file."""


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def record(name, *paths_and_shas):
    files = tuple(FileRef(path, s, "docx", "application", 1) for path, s in paths_and_shas)
    return Record(name, "sme-cluster", "application", "t", f"{name}集群", files, ())


@pytest.fixture(params=["folder", "postgres"])
def store(request, tmp_path):
    where = tmp_path / "库" if request.param == "folder" else request.getfixturevalue("postgres")
    with open_store(where) as opened:
        yield opened


def met(*names):
    return [Met(f"disc/{n}.docx", sha(n), 1, "docx", begin=True) for n in names]


def given(*names):
    return [(sha(n), Outcome("read", [record(n, (f"disc/{n}.docx", sha(n)))])) for n in names]


def test_a_batch_takes_fewer_statements_than_it_has_files(store):
    said = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def _hear(_connection, _cursor, statement, *_rest):
        said.append(statement)

    names = [str(n) for n in range(N)]
    assert not store.known(map(sha, names)).files
    store.meet(met(*names))
    store.finish_all(given(*names), "1")
    assert len(said) <= MOST < N
    assert store.count() == {"records": N, "files": N, "pending": 0, "read": N, "other": 0, "failed": 0}
    known = store.known([*map(sha, names), sha("nobody's")], ["disc/0.docx", "disc/1.pdf", "elsewhere.docx"])
    assert known.files.keys() == set(map(sha, names))
    assert known.programs(sha("0")) == ["sme-cluster"]
    assert known.there == {(sha("0"), "disc/0.docx")}
    assert store.first_paths([sha("0"), sha("nobody's")]) == {sha("0"): "disc/0.docx"}


def test_a_batch_is_stored_whole_or_not_at_all(store):
    store.meet(met("a", "b"))
    b = sha("b")
    broken = Outcome("read", [record("b", ("disc/b.docx", b))], reason=None)
    with pytest.raises(AttributeError):
        store.finish_all([*given("a"), (b, broken)], "1")
    assert store.count()["pending"] == 2
    assert store.record_ids() == []
    assert store.changes.last() <= 1


def test_what_one_file_gives_no_longer_and_another_of_the_batch_does_stays(store):
    store.meet(met("a", "b"))
    store.finish_all(given("a"), "1")
    moved = record("a", ("disc/b.docx", sha("b")))
    store.finish_all([(sha("a"), Outcome("other", reason="不是")), (sha("b"), Outcome("read", [moved]))], "1")
    assert store.record_ids() == ["a"]
    store.finish_all([(sha("b"), Outcome("other", reason="不是"))], "1")
    assert store.record_ids() == []
    assert store.changes.withdrawn(0, store.changes.last()) == ["a"]


def test_a_batch_may_hold_all_that_becomes_of_files(store):
    store.meet([Met("disc/坏.docx", fate="failed", reason="读不出来"), *met("旧")], "盘")
    store.finish_all([(sha("旧"), Outcome("failed", reason="坏"))], "1")
    mended = [Met(f"disc/{n}.docx", sha(new), 1, "docx", begin=True) for n, new in (("坏", "好"), ("旧", "新"))]
    store.meet([*mended, Met("disc/x.db", fate="skipped", reason="系统文件"), Met("disc/a.zip", fate="opened")], "盘")
    assert {(e.disc, e.path, e.fate, e.reason) for e in store.manifest.entries()} == {
        ("盘", "disc/a.zip", "opened", ""),
        ("盘", "disc/x.db", "skipped", "系统文件"),
        ("盘", "disc/坏.docx", "pending", ""),
        ("盘", "disc/旧.docx", "replaced", "坏"),
        ("盘", "disc/旧.docx", "pending", ""),
    }


def test_a_record_written_down_elsewhere_is_stored_as_it_would_be_here(store):
    store.meet(met("a", "b"))
    r = record("a", ("disc/a.docx", sha("a")))
    sent = written(r)
    assert head_from_dict(head_to_dict(sent.head)) == sent.head
    exhibit = '{"format": "xlsx", "pages": 1, "text": "清单", "listings": [], "words": [], "leaves": []}'
    store.finish_all(
        [(sha("a"), Outcome("read", [sent])), (sha("b"), Outcome("other", exhibit=exhibit, format="xlsx"))], "1"
    )
    assert list(store.records()) == [r]
    assert store.groups.reading("a") == r
    shown = {i.sha256: (i.format, i.exhibit) for i in store.groups.items()}
    assert shown[sha("b")] == ("xlsx", Exhibit("xlsx", 1, "清单"))
    assert shown[sha("a")] == ("docx", None)


@pytest.mark.parametrize("raw", [{"id": 1}, {"files": [{"sha256": "x", "format": "docx", "role": "king"}]}])
def test_a_head_that_is_none_is_refused(raw):
    head = head_to_dict(written(record("a", ("a", "b"))).head)
    with pytest.raises(ValueError, match="no head"):
        head_from_dict(head | raw)


def test_a_file_that_is_read_again_has_its_submission_made_again(store):
    store.meet(met("a", "b"))
    store.finish_all(given("a", "b"), "1")
    for n in "ab":
        item = Item(f"disc/{n}.docx", sha(n), "docx", "read")
        submission = Submission(f"key {n}", n, (Member(item, "application", ""),))
        store.groups.save([Saved(submission, written(record(n)), None, Made("", "basis"))], "1")
    store.groups.settle(["key a", "key b"], ["a", "b"], "state", until=store.changes.last())
    assert store.groups.is_grouped("state")
    store.finish_all(given("b"), "1")  # another loader has read it as well
    assert {key: made.basis for key, made in store.groups.made().items()} == {"key a": "basis", "key b": ""}
    assert not store.groups.is_grouped("state")


def test_a_file_that_was_noted_and_not_begun_is_no_loss(tmp_path):
    (tmp_path / "a").write_text("a")
    with open_store(tmp_path / "库") as store:
        store.meet(met("a", "b"))
        assert [c.problem for c in verify(store)] == ["", ""]
        store.keep(sha("a"), tmp_path / "a")
        store.finish_all(given("a", "b"), "1")
        assert {c.sha256: c.problem for c in verify(store)} == {sha("a"): "", sha("b"): "missing"}


def test_a_file_that_is_read_twice_within_a_second_has_another_reading(store):
    store.meet(met("1"))
    store.finish_all(given("1"), "1")
    first = store.groups.reading_states()
    store.finish_all(given("1"), "1")
    second = store.groups.reading_states()
    assert [name for name, _ in first] == [name for name, _ in second] == ["1"]
    assert first != second


def test_what_was_kept_last_of_what_is_in_the_making_stands_first_also_within_a_second(store):
    numbers = [letter * 12 for letter in "cabed"]
    for number in numbers:
        store.making.keep(number, "{}")
    assert store.making.numbers() == numbers[::-1]
    store.making.keep(numbers[0], "{}")
    assert store.making.numbers()[0] == numbers[0]
