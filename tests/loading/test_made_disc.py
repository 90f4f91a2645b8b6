"""A drawn disc, whose answers are known, read by the real reader."""

import json
import sys
from pathlib import Path

import pytest

from formextract.loading import Limits, load
from formextract.store import open_store

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from samples import disc

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disc") / "disc"
    made = disc.make(folder, 4, "test", ["digital"], ["", "short:invention_patents", "missing:invention_patents"])
    with open_store(folder.with_name("store")) as store:
        account = load([folder], store, limits=Limits(workers=2), version="1")
        members = {m.path.removeprefix(f"{folder}/"): m.cluster for m in store.groups.members()}
        yield made, account, members, {r.cluster: r for r in store.records() if r.form == "application"}


def test_every_file_is_accounted_for_and_stands_with_its_applicant(loaded):
    made, account, members, records = loaded
    files = sum(len(s.files) for s in made.submissions)
    assert account.files == files + len(made.rubbish) + 1  # and the summary sheet
    assert account.fates["skipped"] == len(made.rubbish)
    assert account.fates["failed"] == 0
    assert {f: s.cluster for s in made.submissions for f in s.files}.items() <= members.items()
    assert sorted(records) == sorted(s.cluster for s in made.submissions)
    for s in made.submissions:
        assert {Path(f.path).name for f in records[s.cluster].files} == {Path(f).name for f in s.files}


def test_what_was_planted_is_found_and_nothing_else(loaded):
    made, _, _, records = loaded
    planted = {(s.cluster, p["kind"], p["field"]) for s in made.submissions for p in s.planted}
    assert {kind for _, kind, _ in planted} == {"evidence", "agreement"}
    found = {
        (name, f.kind, f.fields[0])
        for name, r in records.items()
        for f in r.findings
        if f.kind in ("agreement", "evidence") and f.severity != "info" and not f.check.endswith("_ticked")
        # (the maker ticks at random, beside counts that say otherwise)
    }
    assert found == planted


def test_the_answers_lie_beside_the_disc(loaded):
    made = loaded[0]
    gold = json.loads(made.folder.with_name("disc.gold.json").read_text(encoding="utf-8"))
    assert gold == made.gold()
