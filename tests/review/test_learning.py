"""What reviewers claim is learnt, read in later files of the form, told with its evidence, and can be taken back."""

import pytest
from made_forms import word_form

from formextract.loading import Limits, load
from formextract.review import learning

OURS, THEIRS = "集群外商直接投资额增长率", "第七项统计之乙类数值"
ONE = Limits(workers=1)


def growth(client, record):
    values = client.get(f"/api/records/{record}").json()["values"]
    return {v["period"]: v["value"] for v in values if v["indicator"] == "fdi_growth" and v["value"] is not None}


def doubts(client, record):
    values = client.get(f"/api/records/{record}").json()["values"]
    return {d["kind"] for v in values if v["indicator"] == "fdi_growth" for d in v["doubts"]}


def leftovers(client, record):
    return [u for u in client.get(f"/api/records/{record}").json()["unmatched"] if THEIRS in u["label"]]


def claim(client, record, **more):
    unmatched = client.get(f"/api/records/{record}").json()["unmatched"]
    number = next(n for n, u in enumerate(unmatched) if THEIRS in u["label"])
    body = {"unmatched": number, "text": unmatched[number]["text"], "indicator": "fdi_growth", "period": "2021"}
    return client.post(f"/api/records/{record}/assignments", json=body | {"by": "张三"} | more)


@pytest.fixture
def taught(tmp_path, store, client):
    """A store with a form that has a caption of its own, and a reviewer has claimed one of its figures."""
    for name, cluster in (("一", "江西省上高县绿色食品产业集群"), ("二", "江西省丰城市再生金属产业集群")):
        (tmp_path / name).mkdir()
        word_form(tmp_path / name / "申报表.docx", (OURS, THEIRS), ("湖北省潇岗市汽车座椅产业集群", cluster))
    load([tmp_path / "一"], store, limits=ONE)
    (record,) = [r["id"] for r in client.get("/api/submissions").json() if "上高" in r["cluster"]]
    assert len(leftovers(client, record)) == 3
    assert growth(client, record) == {}
    answer = claim(client, record)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["learnt"] is True
    return record


def test_a_later_file_is_read_by_the_caption_and_again_without_it_once_it_is_taken_back(
    taught, tmp_path, store, client
):
    load([tmp_path / "二"], store, limits=ONE)
    (later,) = [r["id"] for r in client.get("/api/submissions").json() if "丰城" in r["cluster"]]
    assert set(growth(client, later)) == {"2021", "2022", "2023"}
    assert leftovers(client, later) == []
    assert doubts(client, later) == {"label_differs"}  # one file only has taught it
    page = client.get("/learnt").text
    assert THEIRS in page
    assert "江西省上高县绿色食品产业集群" in page
    label = next(s["label"] for s in client.get("/api/synonyms").json())
    wanted = {"template": "sme-cluster/application@2024", "label": label, "by": "李四"}
    gone = client.post("/api/learnt/withdrawals", json=wanted)
    assert gone.status_code == 201
    assert gone.json()["files"] >= 1
    assert client.post("/api/learnt/withdrawals", json=wanted).status_code == 422
    assert "李四" in client.get("/learnt").text
    load(None, store, limits=ONE)
    (later,) = [r["id"] for r in client.get("/api/submissions").json() if "丰城" in r["cluster"]]
    assert growth(client, later) == {}
    assert len(leftovers(client, later)) == 3


def test_what_was_claimed_once_is_offered_where_the_caption_stands_again(taught, store, client):
    record = store.record(taught)
    _, cell, _ = (u for u in record.unmatched if THEIRS in u.label)  # the reading as it was, of 2021, 2022 and 2023
    first, *_ = learning.proposals_for(record, cell, store.reviews.synonyms())
    assert (first.indicator, first.period, first.why) == ("fdi_growth", "2022", "张三 认领过同样的标签")
    assert first.ready  # its year is that of its column
    assert "可能是" in client.get(f"/submissions/{taught}").text


@pytest.mark.parametrize(
    ("label", "indicator", "told"),
    [
        ("备注", "fdi_growth", "标签太短"),
        ("集群总产值", "fdi_growth", "另一项的说法"),
        ("乙类统计数值", "no_such_field_here", "不填这个指标"),
        ("第七项统计之乙类数值", "fdi_growth", ""),
    ],
)
def test_only_captions_that_mean_one_thing_are_learnt(label, indicator, told):
    said = learning.why_not("sme-cluster/application@2024", label, indicator)
    assert told in said
    assert bool(said) == bool(told)
