"""Whatever names, dates and paths a store holds: a load ends, nothing is lost, what failed is named and done again."""

import json
import tempfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formextract.loading import regroup, regrouping
from formextract.model import FileRef, Observation, Record, Source
from formextract.model.submission import KEPT, Exhibit, Listing
from formextract.store import Outcome, open_store
from formextract.submissions import merge

TEXT = {
    "region_province", "region_city", "region_county", "operator", "county_authority", "cluster_name",
    "application_date", "brand_actions",
}  # fmt: skip


def observed(indicator, value):
    number = isinstance(value, Decimal)
    return Observation(
        indicator, indicator, "2023" if number else None, {}, value, "个" if number else None, 0 if number else None,
        str(value), "reported", 1.0, Source(0, 1, None, None, "docx"),
    )  # fmt: skip


def form(path, number, cluster, said=None, *, patents="3", kind="docx"):
    sha256 = f"{number:064x}"
    told = {"cluster_name": cluster, "region_province": "湖北省"} | (said or {})
    values = [observed(k, v) for k, v in told.items() if v]
    values.append(replace(observed("invention_patents", Decimal(patents)), dims={"level": "national"}))
    files = (FileRef(path, sha256, kind, "application", 1),)
    return sha256, Record(sha256[-16:], "sme-cluster", "application", "t", cluster, files, tuple(values))


def put(store, path, number, cluster, said=None, **more):
    sha256, record = form(path, number, cluster, said, **more)
    store.begin(sha256, 1, path, "docx")
    store.finish(sha256, Outcome("read", [record]), "1")
    return record


def put_list(store, path, number, text="清单", rows=3):
    sha256 = f"{number:064x}"
    listing = Listing("有效发明专利清单", ("专利名称", "专利号"), rows)
    store.begin(sha256, 1, path, "xlsx")
    store.finish(sha256, Outcome("other", exhibit=Exhibit("xlsx", 1, text, (listing,)), format="xlsx"), "1")


def grouped(store):
    return {m.path: m.cluster for m in store.groups.members()}


def findings(store, prefix="grouping."):
    return {
        r.cluster: [(f.check, f.message) for f in r.findings if f.check.startswith(prefix)] for r in store.records()
    }


SEAT = "湖北省潇岗市汽车座椅产业集群"
SAID = {"brand_actions": "已开展", "operator": "潇岗座椅公司"}


@pytest.mark.parametrize("later", ["潇岗市汽车座椅专利清单.xlsx", "上传/潇岗市汽车座椅专利.xlsx", "./盘/甲/清单.xlsx"])
def test_absolute_and_relative_paths_stand_in_one_submission(tmp_path, later):
    with open_store(tmp_path / "库") as store:
        put(store, "/盘/甲/申报表.docx", 1, SEAT, SAID)
        put_list(store, "/盘/甲/平台清单.xlsx", 2)
        regroup(store, "1")
        put_list(store, later, 3, text=SEAT)
        assert regroup(store, "1").unfinished == ()
        assert grouped(store) == dict.fromkeys(["/盘/甲/申报表.docx", "/盘/甲/平台清单.xlsx", later], SEAT)
        assert regroup(store, "1") is None


def test_the_same_disc_by_another_path_replaces_nothing(tmp_path):
    with open_store(tmp_path / "库") as store:
        put(store, "/盘/申报表.docx", 1, SEAT, SAID)
        regroup(store, "1")
        put(store, "/更正/申报表.docx", 2, SEAT, SAID, patents="5")
        (told,) = regroup(store, "1").replaced
        assert told == ("/盘/申报表.docx", "已被后来装载的更正件替代：“/更正/申报表.docx”")
        put(store, "盘/申报表.docx", 1, SEAT, SAID)  # the first disc once more, from another folder
        assert regroup(store, "1").replaced == (("盘/申报表.docx", told[1]),)
        (record,) = store.records()
        assert [o.value for o in record.values if o.indicator == "invention_patents"] == [Decimal(5)]


def test_a_replacement_is_told_on_the_record_and_can_be_undone(tmp_path):
    with open_store(tmp_path / "库") as store:
        first = put(store, "一/申报表.docx", 1, SEAT, SAID)
        regroup(store, "1")
        put(store, "二/申报表.docx", 2, SEAT, SAID, patents="5")
        told = regroup(store, "1").told()
        assert told == ["更正：“一/申报表.docx”已被后来装载的更正件替代：“二/申报表.docx”"]
        (found,) = findings(store)[SEAT]
        assert found[0] == "grouping.replaced"
        assert "“二/申报表.docx”替代了先前的“一/申报表.docx”" in found[1]
        assert regroup(store, "1") is None  # and is told once
        store.groups.correct(first.files[0].sha256, KEPT)
        assert regroup(store, "1").replaced == ()
        (record,) = store.records()
        assert {f.path for f in record.files} == {"一/申报表.docx", "二/申报表.docx"}
        assert findings(store)[SEAT] == []
        assert any(f.check.startswith("agreement.invention_patents") for f in record.findings)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("湖南省潇岗市汽车座椅产业集群", {"region_province": "湖南省"}),
        ("潇岗市汽车座椅产业集群", {"region_province": "", "operator": "另一家服务中心"}),
        ("汽车座椅产业集群", {"region_city": "天门市", "operator": "另一家服务中心"}),
    ],
)
def test_a_later_disc_of_another_applicant_takes_nobody_away(tmp_path, name, said):
    with open_store(tmp_path / "库") as store:
        put(store, "一/申报表.docx", 1, SEAT, SAID)
        regroup(store, "1")
        put(store, "二/申报表.docx", 2, name, said, patents="5")
        assert regroup(store, "1").replaced == ()
        assert {r.files[0].path for r in store.records()} == {"一/申报表.docx", "二/申报表.docx"}


STEPS = {
    "versions": "辨认更正件",
    "joined": "合并各份申报表",
    "summary_findings": "核对推荐汇总表",
    "evidence_findings": "核对证明材料",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_is_a_finding_and_is_done_again(tmp_path, monkeypatch, step):
    """In one of two submissions; the other has nothing of it, and both are there."""
    other = "湖北省漳原县船舶配套装备产业集群"
    real = getattr(merge, step)

    def breaks(*args, **more):
        if SEAT in str(args[0]):
            raise ValueError("Can't mix absolute and relative paths")
        return real(*args, **more)

    with open_store(tmp_path / "库") as store:
        put(store, "/盘/甲/申报表.docx", 1, SEAT, SAID)
        put(store, "/盘/乙/申报表.docx", 2, other, SAID)
        put_list(store, "/盘/甲/清单.xlsx", 3)
        row, _ = form("汇总表.xlsx", 9, SEAT)
        store.begin(row, 1, "汇总表.xlsx", "xlsx")
        summary = replace(_, form="summary", id="row")
        store.finish(row, Outcome("read", [summary]), "1")
        with monkeypatch.context() as m:
            m.setattr(merge, step, breaks)
            done = regroup(store, "1")
        assert done.unfinished == ((SEAT, f"“{STEPS[step]}”这一步出错（ValueError）"),)
        assert done.told()[0].startswith(
            f"没有做完：{SEAT}：“{STEPS[step]}”这一步出错（ValueError）。下次装载时会再做一次"
        )
        records = {r.cluster: [f.check for f in r.findings if f.check.startswith("grouping.")]
                   for r in store.records() if r.form != "summary"}  # fmt: skip
        assert records == {SEAT: ["grouping.unfinished"], other: []}
        healed = regroup(store, "1")
        assert healed.unfinished == ()
        assert all(not f for f in findings(store).values())
        assert regroup(store, "1") is None


def test_a_form_that_cannot_be_compared_stands_by_itself(tmp_path, monkeypatch):
    from formextract.submissions import grouping

    real = grouping.region_of

    def breaks(applicant):
        if applicant.operator == "怪":
            raise IndexError
        return real(applicant)

    with open_store(tmp_path / "库") as store:
        put(store, "甲/申报表.docx", 1, SEAT, SAID)
        put(store, "乙/申报表.docx", 2, "漳原县船舶产业集群", {"operator": "怪"})
        with monkeypatch.context() as m:
            m.setattr(grouping, "region_of", breaks)
            done = regroup(store, "1")
        assert [what for _, what in done.unfinished] == ["“读申报者名称”这一步出错（IndexError）"]
        assert len(list(store.records())) == 2
        assert regroup(store, "1").unfinished == ()


def test_a_stored_record_that_is_damaged_costs_itself_only(tmp_path):
    with open_store(tmp_path / "库") as store:
        put(store, "甲/申报表.docx", 1, SEAT, SAID)
        put(store, "乙/申报表.docx", 2, "漳原县船舶产业集群", SAID)
        with store._write() as c:
            from formextract.store import tables

            t = tables.readings
            c.execute(t.update().where(t.c.sha256 == f"{1:064x}").values(body='{"schema": '))
        done = regroup(store, "1")
        assert {cluster for cluster, _ in done.unfinished} == {SEAT}
        assert {r.cluster for r in store.records()} == {SEAT, "漳原县船舶产业集群"}  # as it was read


texts = st.one_of(
    st.sampled_from(
        [
            "",
            "无",
            "湖北省",
            "宁县",
            "静宁县",
            "鼓楼区",
            "高新区",
            "潇岗市",
            "2024年13月45日",
            "〇年",
            "/",
            "省（区、市）",
        ]
    ),
    st.text(max_size=12),
)
names = st.builds(
    "".join, st.lists(st.one_of(texts, st.sampled_from(["苹果", "产业集群", "集群", "汽车座椅"])), max_size=4)
)
parts = st.one_of(st.sampled_from(["盘", "..", ".", "", "申报表.docx", "宁县苹果", "C:\\盘"]), st.text(max_size=8))
paths = st.builds(lambda root, ps: root + "/".join(ps), st.sampled_from(["", "/", "//", "./", "上传/"]),
                  st.lists(parts, min_size=1, max_size=4)).filter(bool)  # fmt: skip
forms = st.tuples(paths, names, st.dictionaries(st.sampled_from(sorted(TEXT)), texts, max_size=5), st.booleans())


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(forms, min_size=1, max_size=4), st.lists(paths, max_size=3), st.integers(1, 4))
def test_whatever_a_store_holds_a_load_ends_and_nothing_is_lost(drawn, others, first_load):
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/库") as store:
        for n, (path, cluster, said, scanned) in enumerate(drawn, 1):
            put(store, path, n, cluster, said, patents=str(n), kind="pdf-scan" if scanned else "docx")
            if n == first_load:
                assert regroup(store, "1").unfinished == ()
        for n, path in enumerate(others, 100):
            put_list(store, path, n, text=drawn[0][1])
        done = regroup(store, "1")
        assert done is None or done.unfinished == ()
        members = list(store.groups.members())
        expected = {f"{n:064x}" for n in [*range(1, len(drawn) + 1), *range(100, 100 + len(others))]}
        assert {m.sha256 for m in members} == expected
        # each form is in a record, or is told to have been replaced
        held = {f.sha256 for r in store.records() for f in r.files}
        replaced = {m.sha256 for m in members if m.why.startswith("已被后来装载的更正件替代")}
        assert {f"{n:064x}" for n in range(1, len(drawn) + 1)} <= held | replaced
        assert regroup(store, "1") is None
        json.dumps([m.why for m in members])


def test_the_state_of_a_store_with_something_left_to_do_is_no_state(tmp_path):
    with open_store(tmp_path / "库") as store:
        assert store.groups.state("1") != regrouping.UNSETTLED
