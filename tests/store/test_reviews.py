import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from test_store import A, B, begun, record, where  # noqa: F401 - a fixture

from formextract.model import Correction
from formextract.model.corrections import LogEntry, by_reviewer
from formextract.store import EditConflictError, Outcome, Synonym, open_store


@pytest.fixture
def store(where):  # noqa: F811
    with open_store(where) as opened:
        begun(opened, ("disc/a.pdf", A), ("disc/b.pdf", B))
        opened.finish(A, Outcome("read", [R]), "1")
        yield opened


R = record("1", ("disc/a.pdf", A))


def entry(value, by="张三", why="看原件", field="gross_output@2023"):
    reading = None if value is None else by_reviewer(replace(R.values[0], value=Decimal(value), status="corrected"))
    correction = Correction(0, "", by, "correct", field, Decimal("12.5"), "reported", None, "corrected", why)
    if reading is not None:
        correction = replace(correction, new=reading.value)
    return LogEntry(correction, R.id, A, reading)


def test_the_log_only_grows_and_comes_back_as_it_was(store):
    first = store.reviews.append(R, entry("13.5"), seen=0)
    second = store.reviews.append(R, entry("14.5", "李四\0", "=1+1"), seen=first.correction.id)
    assert store.reviews.log(R) == [first, replace(second, correction=replace(second.correction, by="李四\ufffd"))]
    assert second.correction.id > first.correction.id > 0
    assert store.reviews.last_id() == second.correction.id
    assert list(store.records()) == [R]


def test_who_has_not_seen_the_last_entry_is_refused_and_told_of_it(store):
    first = store.reviews.append(R, entry("13.5", "张三"), seen=0)
    with pytest.raises(EditConflictError, match="张三") as refused:
        store.reviews.append(R, entry("14.5", "李四"), seen=0)
    assert refused.value.entry == first
    assert store.reviews.log(R) == [first]
    # another figure of the same form is nobody's conflict
    store.reviews.append(R, entry("1", "李四", field="fdi@2023"), seen=0)


def test_of_many_at_once_exactly_one_is_taken(where):  # noqa: F811
    with open_store(where) as first:
        begun(first, ("disc/a.pdf", A))
        first.finish(A, Outcome("read", [R]), "1")
    done, refused = [], []
    gate = threading.Barrier(6)

    def run(n):
        with open_store(where) as own:
            gate.wait()
            try:
                done.append(own.reviews.append(R, entry(str(n), f"第{n}人"), seen=0))
            except EditConflictError as e:
                refused.append(e.entry)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(done) == 1
    assert refused == done * 5


def test_the_log_follows_a_file_whose_submission_has_grown(store):
    first = store.reviews.append(R, entry("13.5"), seen=0)
    grown = record("2", ("disc/a.pdf", A), ("disc/b.pdf", B))
    assert store.reviews.log(grown) == [first]
    other_form = replace(grown, template="sme-cluster/review@2024")
    assert store.reviews.log(other_form) == []


def test_rows_of_one_summary_sheet_have_logs_of_their_own(store):
    rows = [replace(record(n, ("disc/b.pdf", B)), form="summary") for n in "34"]
    rows = [replace(r, files=tuple(replace(f, role="summary") for f in r.files)) for r in rows]
    store.finish(B, Outcome("read", rows), "1")
    first = store.reviews.append(rows[0], replace(entry("1"), sha256=B), seen=0)
    assert [e.correction for e in store.reviews.log(rows[0])] == [first.correction]
    assert store.reviews.log(rows[1]) == []


def test_a_correction_counts_as_a_change_of_the_record(store):
    before = store.reviews.states()["1"]
    store.reviews.append(R, entry("13.5"), seen=0)
    assert store.reviews.states()["1"] != before


def test_a_caption_counts_the_files_on_which_people_have_said_what_it_means(store):
    def told(sha, action):
        reading = replace(R.values[0], indicator="gross_output", label="年产值", period="2021")
        said = Correction(0, "", "张三", action, "gross_output@2021", None, "missing", reading.value, "reported", "")
        return LogEntry(said, "1", sha, reading)

    store.reviews.remember(Synonym(R.template, "年产值", "gross_output", "张三", "", "1"))
    assert [s.files for s in store.reviews.synonyms()] == [1]
    store.reviews.append(R, told(A, "assign"), seen=0)
    assert [s.files for s in store.reviews.synonyms()] == [1]
    other = record("2", ("disc/b.pdf", B))
    store.finish(B, Outcome("read", [other]), "1")
    store.reviews.append(other, replace(told(B, "accept"), record_id="2"), seen=0)
    assert [s.files for s in store.reviews.synonyms()] == [2]


def test_captions_and_notes_are_kept(store):
    store.reviews.remember(Synonym("t/a@2024", "年产值", "gross_output", "张三", "", "1"))
    store.reviews.remember(Synonym("t/a@2024", "年产值", "gdp", "李四", "", "1"))
    assert [(s.label, s.indicator, s.by) for s in store.reviews.synonyms()] == [("年产值", "gdp", "李四")]
    store.reviews.note({"1": ("x", "{}")})
    store.reviews.note({"1": ("y", "{}")})
    assert store.reviews.summaries() == {"1": ("y", "{}")}
