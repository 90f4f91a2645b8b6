"""Wordings read into frames."""

from formextract.catalogue import load_catalogue
from formextract.match.frames import FrameReader
from formextract.match.labels import frame_reader

READER = frame_reader(load_catalogue().lexicon)


def test_a_wording_is_what_is_measured_of_whom_in_which_form():
    frame = READER.read("集群中小企业产值占集群产值比例")
    assert (frame.what, frame.who, frame.form) == ({"output"}, {"cluster", "sme"}, {"share"})
    assert frame.rest == ""


def test_kinds_of_firms_mean_how_many_there_are():
    assert READER.read("国家级小巨人").what == {"enterprise"}
    assert READER.read("小巨人产值").what == {"output"}


def test_the_longest_word_counts():
    assert READER.read("每万人口发明专利").what == {"population", "inventions"}
    assert "population" not in READER.read("每万人发明专利").what


def test_what_no_concept_explains_is_told():
    assert READER.read("集群甲乙丙产值").rest == "甲乙丙"
    assert not FrameReader({"plain": []})
