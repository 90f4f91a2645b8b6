"""Grouping makes again what has changed, and nothing else; whoever works it out, the result is the same."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from formextract.catalogue import load_catalogue
from formextract.catalogue.criteria import load_criteria
from formextract.checks import judge as judge_criteria
from formextract.loading import Limits, load, regroup
from formextract.model import FileRef, Observation, Record, Source
from formextract.model.submission import Item
from formextract.store import Outcome, open_store, tables
from formextract.submissions.merge import ask_here
from formextract.submissions.questions import AskedMember, NothingMade, Question, Subject
from formextract.workers.pool import Workers
from loading_fakes import record as read_record
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(workers=2, timeout=HANG_SECONDS, memory_mb=2000)
HUNAN = "hunan-advanced-manufacturing"
CATALOGUE = load_catalogue()


class Asked:
    """Works questions out here, and remembers whose they were."""

    def __init__(self):
        self.keys = []

    def __call__(self, questions):
        for answer in ask_here(questions):
            self.keys.append(answer.key)
            yield answer


def keys_of(store):
    return {cluster: key for key, cluster in _submissions(store)}


def _submissions(store):
    s = tables.submissions
    with store._read() as c:
        return c.execute(s.select().with_only_columns(s.c.key, s.c.cluster)).all()


def told(store):
    return list(store.records()), [(m.cluster, m.path, m.role, m.why) for m in store.groups.members()]


@pytest.fixture
def disc(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for n in "甲乙丙":
        Path(f"disc/{n}县").mkdir(parents=True)
        Path(f"disc/{n}县/表.docx").write_text(f"form {n}县特色产品集群")
        Path(f"disc/{n}县/清单.xlsx").write_text(f"list {n}")
    return tmp_path


def run(store):
    return load(["disc"], store, limits=LIMITS, reader=READER, version="1")


def note(store, path, sha256, outcome):
    store.begin(sha256, 1, path, "docx")
    store.finish(sha256, outcome, "1")


def test_only_the_submissions_are_made_of_which_something_has_changed(disc):
    with open_store("store") as store, open_store("anew") as anew:
        run(store)
        change = store.changes.last()
        Path("disc/乙县/又一份.xlsx").write_text("list more")
        note(store, "disc/乙县/又一份.xlsx", "f" * 64, Outcome("other", reason="不是", format="xlsx"))
        asked = Asked()
        assert regroup(store, "1", asked)
        assert asked.keys == [keys_of(store)["乙县特色产品集群"]]
        changed = [r.cluster for r in store.records() if r.id in store.record_ids()]
        assert len(changed) == 3
        assert store.changes.last() > change
        # as if all had come at once
        note(anew, "disc/乙县/又一份.xlsx", "f" * 64, Outcome("other", reason="不是", format="xlsx"))
        Path("disc/乙县/又一份.xlsx").unlink()
        run(anew)
        assert told(store) == told(anew)
        assert not regroup(store, "1", Asked())


def test_another_version_of_the_program_makes_all_anew(disc):
    with open_store("store") as store:
        run(store)
        asked = Asked()
        regroup(store, "2", asked)
        assert sorted(asked.keys) == sorted(keys_of(store).values())


def test_workers_make_what_this_process_makes(disc):
    with open_store("store") as store:
        run(store)
        made = told(store)
        with store._write() as c:
            c.execute(update(tables.submissions).values(basis=""))
            c.execute(tables.records.delete().where(tables.records.c.id == "none"))
            c.execute(update(tables.records).values(body="{}"))
            c.execute(tables.meta.delete().where(tables.meta.c.key == "grouped"))
        assert regroup(store, "1")
        assert told(store) == made


def test_long_texts_go_both_ways_at_once(disc):
    """A worker that has an answer to give while its next question comes in: neither waits for the other's pipe."""
    questions = []
    (disc / "x").write_text("x")
    for n in range(6):
        r = read_record(disc / "x", f"第{n}县特色产品集群")
        r = replace(r, id=str(n), values=(replace(r.values[0], raw="长" * 700_000),))
        item = Item(str(disc / "x"), r.files[0].sha256, "docx", "read")
        asked = AskedMember(item, "application", "", (str(n),), 1)
        questions.append(Question(Subject(str(n), "", (asked,), {str(n): 0}, {}), (_body(r),)))
    workers = Workers(Limits(workers=1, timeout=HANG_SECONDS, memory_mb=2000), reader=READER)
    try:
        answers = {a.key: a.texts for a in workers.ask(questions)}
        assert answers == {q.key: q.texts for q in questions}
        # what nobody can answer says why it cannot
        (answer,) = workers.ask([replace(questions[0], subject=Subject("0", "", (), {}, {}))])
        assert answer.what == NothingMade(("“形成记录”这一步出错（StopIteration）",))
    finally:
        workers.close()


def _body(record):
    from formextract.model.written import body_of

    return body_of(record)


# -- clauses with a cap -----------------------------------------------------------------------------------------------


def application(name, county):
    """A form of a programme with a cap a county, as its reader would give it."""

    def observed(indicator, value):
        return Observation(
            indicator, indicator, None, {}, value, None, None, value, "reported", 1.0, Source(0, 1, None, None, "docx")
        )

    sha256 = f"{name}{county}".encode().hex().ljust(64, "0")[:64]
    values = tuple(observed(k, v) for k, v in {"region_county": county, "region_city": "益阳市"}.items())
    files = (FileRef(f"disc/{name}/表.docx", sha256, "docx", "application", 1),)
    made = Record(sha256[:16], HUNAN, "application", "t", f"{name}产业集群", files, values)
    criteria = load_criteria(CATALOGUE.folder, HUNAN, CATALOGUE.indicators)
    return sha256, replace(made, criteria=tuple(judge_criteria(made, criteria)))


def load_application(store, name, county):
    sha256, record = application(name, county)
    note(store, record.files[0].path, sha256, Outcome("read", [record]))


def quotas(store):
    return {r.cluster: next(c.status for c in r.criteria if c.criterion == "county_quota") for r in store.records()}


def test_a_cap_has_those_judged_again_that_are_counted_together_and_no_others(tmp_path):
    with open_store(tmp_path / "库") as store:
        load_application(store, "装备制造甲", "益沅县")
        load_application(store, "食品加工乙", "资水县")
        regroup(store, "1")
        assert quotas(store) == {"装备制造甲产业集群": "met", "食品加工乙产业集群": "met"}
        load_application(store, "新型材料丙", "益沅县")
        asked = Asked()
        regroup(store, "1", asked)
        # 原则上: more than the clause allows is for a person to judge
        assert quotas(store) == {
            "装备制造甲产业集群": "unknown",
            "食品加工乙产业集群": "met",
            "新型材料丙产业集群": "unknown",
        }
        keys = keys_of(store)
        new, old = keys["新型材料丙产业集群"], keys["装备制造甲产业集群"]
        assert asked.keys[0] == new  # where it counts
        assert sorted(asked.keys[1:]) == sorted([new, old])
