"""Names found however many there are, as if each were compared by itself."""

import random

import pytest

from formextract.places import NOWHERE, place_of
from formextract.submissions.clusternames import Name, Names, named, same

PLACES = ["漳原县", "浠源县", "湖北省漳原县", "湖北省襄阳市漳原县", "清沮市", ""]
FIELDS = ["船舶配套装备", "配套装备", "制冷设备", "制冷设备及零件", "特色", "柑橘食品加工", "装备", ""]
TAILS = ["产业集群", "中小企业特色产业集群", "集群", "产业", ""]


@pytest.fixture(scope="module")
def names():
    every = [p + f + t for p in PLACES for f in FIELDS for t in TAILS]
    texts = ["长" * n + end for n in (58, 60, 61, 64, 70, 90) for end in ("船舶配套装备", "制冷设备", "")]
    every += [text + "产业集群" for text in texts]
    random.Random(3).shuffle(every)
    return every


def test_the_same_names_are_found_as_one_by_one(names):
    index = Names()
    for number, name in enumerate(names):
        index.add(name, number)
    for name in names:
        assert index.same(name) == [n for n, other in enumerate(names) if same(name, other)]


def test_names_in_a_text_are_found_as_one_by_one(names):
    index = Names()
    for number, name in enumerate(names):
        index.add(name, number)
    written = ["附件2：湖北省漳原县船舶配套装备产业集群 专利清单.xlsx", "浠源县（制冷设备及零件）", "柑橘", ""]
    for text in [*written, *names[:40]]:
        expected = {}
        for number, name in enumerate(names):
            alone = Names()
            alone.add(name, number)
            expected |= alone.standing_in(text)
        assert index.standing_in(text) == expected


def test_a_text_in_place_of_a_name_takes_no_more_room_than_a_name():
    index = Names()
    for number in range(20):
        index.add(f"第{number}段说明" * 9000, number)
    assert index._written == {}
    assert index.same("第7段说明" * 9000) == [7]
    assert named("第7段说明" * 9000) == Name(NOWHERE, "第7段说明" * 9000)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("甘肃省宁县苹果产业集群", "静宁县苹果专利清单.xlsx"),
        ("湖北省潇岗市汽车座椅产业集群", "湖南省潇岗市汽车座椅产业集群专利清单"),
        ("漳原县船舶装备产业集群", "小漳原县船舶装备.xlsx 与 漳原乡"),
    ],
)
def test_the_end_of_another_place_is_no_name(name, text):
    index = Names()
    index.add(name, 0)
    index.add("湖北省小漳原县柑橘产业集群", 1)  # a county that only the store knows
    assert 0 not in index.standing_in(text)
    assert 0 in index.standing_in(f"《{name}》{text}")


def test_a_bare_name_stands_where_no_other_place_is_before_it():
    index = Names()
    index.add("汽车座椅产业集群", 0, place_of("湖北省", "仙桃市", ""))
    assert 0 in index.standing_in("汽车座椅专利清单.xlsx")
    assert 0 in index.standing_in("仙桃市汽车座椅专利清单.xlsx")
    assert 0 not in index.standing_in("天门市汽车座椅专利清单.xlsx")
    assert 0 not in index.standing_in("清沮市汽车座椅专利清单.xlsx")  # which no gazetteer knows


def test_a_cluster_with_several_names_counts_by_the_longest():
    index = Names()
    index.add("漳原县船舶配套装备", 7)
    index.add("船舶配套装备", 7)
    assert index.standing_in("漳原县船舶配套装备集群的清单") == {7: len("漳原县船舶配套装备")}
    assert index.same("湖北省漳原县船舶配套装备产业集群") == [7]
