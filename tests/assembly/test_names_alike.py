"""Place names of one form that differ in a letter were not both read right."""

from dataclasses import replace

import pytest

from formextract.assembly.names_alike import with_names_compared
from formextract.model import Observation, Source

PAPER = Source(0, 1, (0.0, 0.0, 9.0, 9.0), None, "scan")
FIELDS = ("cluster_name", "operator", "county_authority", "region")


def told(*texts, source=PAPER):
    """Observations of these texts, one a field, and which of them are in doubt afterwards."""
    made = [
        Observation(name, name, None, {}, text, None, None, text, "reported", 0.99, source)
        for name, text in zip(FIELDS, texts, strict=False)
    ]
    found = with_names_compared(made)
    assert [replace(o, confidence=0.99, doubts=()) for o in found] == made  # nothing but how sure they are
    assert all([d.kind for d in o.doubts] == ["look_alike"] for o in found if o.confidence < 0.9)
    return [o.raw for o in found if o.confidence < 0.9]


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        # a rare letter was taken for a common one in two places of three, and both were sure
        (["湖北省狮陵县石材产业集群", "狮陵县经济开发区管委会", "湖北省荆门市浉陵县"], [0, 1]),
        # of letters as rare the name that stands less often
        (["河北省郧险县汽车座椅产业集群", "郧陵县经信局", "邢台市郧陵县"], [0]),
        (["河北省郧险县汽车座椅产业集群", "郧陵县经信局"], [0, 1]),
        # a division's name is none that was misread, and two that are alike are two
        (["湖北省信阳市狮河区石材产业集群", "信阳市浉河区经信局"], [0]),
        (["湖北省黄石市阀门产业集群", "湖北省黄冈市经信局"], []),
        (["湖北省浉陵县石材产业集群", "浉陵县经信局", "荆门市钟祥市"], []),
        # words that end so, within a name
        (["堵阳县产业园区", "堵阳县科技园区"], []),
    ],
)
def test_which_is_in_doubt(texts, doubted):
    assert told(*texts) == [texts[n] for n in doubted]


def test_a_long_text_is_not_and_tells_all_the_same():
    long = "位于荆门市浉陵县，" + "近年来发展迅速。" * 20
    assert told("湖北省狮陵县石材产业集群", long) == ["湖北省狮陵县石材产业集群"]


def test_typed_letters_are_what_they_are():
    typed = replace(PAPER, reader="docx")
    assert told("湖北省狮陵县石材产业集群", "浉陵县经信局", source=typed) == []


def test_the_one_whom_to_ask_is_one_person():
    cover = "从永强 17705104566"
    people = [
        Observation(name, label, None, {}, text, None, None, text, "reported", 0.99, PAPER)
        for name, label, text in (
            ("cover_contact", "联系人及联系电话", cover),
            ("county_authority_contact", "联系人", "丛永强"),
            ("operator_contact", "联系人", "谢长青"),
        )
    ]
    assert [o.raw for o in with_names_compared(people) if o.confidence < 0.9] == [cover, "丛永强"]
    # two letters of which one differs are two persons, and words of other fields are none
    two = [replace(o, raw=text) for o, text in zip(people, ("李强 17705104566", "李伟", "谢长青"), strict=True)]
    assert with_names_compared(two) == two
    goods = [
        replace(o, label="主导产业", raw=text) for o, text in zip(people, ("石英砂", "石英管", "光学"), strict=True)
    ]
    assert with_names_compared(goods) == goods
