"""What a caption was found to be is kept, apart for what each form has printed, and not without end."""

from formextract.catalogue import load_catalogue
from formextract.match import labels
from formextract.match.cell_kinds import kind_of
from formextract.match.labels import LabelIndex


def index_of_all():
    catalogue = load_catalogue()
    return LabelIndex(catalogue.indicators, catalogue.lexicon)


def test_a_text_is_one_thing_where_it_is_printed_and_another_where_it_is_not():
    index = index_of_all()
    for _ in range(2):
        assert kind_of("填表说明一则", index, frozenset()).kind == "text"
        assert kind_of("填表说明一则", index, frozenset(["填表说明一则"])).kind == "printed"


def test_a_caption_keeps_its_wording_and_so_many_answers_are_not_kept_for_ever(monkeypatch):
    index = index_of_all()
    first = index.exact("集群总产值（亿元）")
    assert first == index.exact("集群总产值（亿元）") != ()
    monkeypatch.setattr(labels, "KEPT", 3)
    for n in range(20):
        assert index.exact(f"没有这样的栏目{n}") == ()
        kind_of(f"没有这样的栏目{n}", index, frozenset())
        assert len(index.kinds) <= 4
        assert len(index._named) <= 4
    assert index.exact("集群总产值（亿元）") == first
