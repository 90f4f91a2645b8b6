"""Captions of which letters were misread."""

import pytest
from made_pages import CATALOGUE

from formextract.match.recognise import prepared
from formextract.match.registration.alignment import Found, aligned
from formextract.match.registration.blocks import Wordings


@pytest.fixture(scope="module")
def wordings():
    template = CATALOGUE.templates["sme-cluster/application@2024"]
    p = prepared(template, CATALOGUE.indicators, CATALOGUE.lexicon, CATALOGUE.templates)
    return Wordings(p, CATALOGUE.indicators)


PILOTS = [f"pilot_projects[level={level}]" for level in ("national", "provincial", "other")]


def test_lines_are_the_fields_that_they_are_most_like(wordings):
    lines = ["国家级试点示范页", "日名称及数量", "省级试占示范项日", "名称及数量", "其它试点示范项目名称及教量"]
    assert [(f.first, f.stop, f.target) for f in aligned(lines, PILOTS, wordings)] == [
        (0, 2, PILOTS[0]),
        (2, 4, PILOTS[1]),
        (4, 5, PILOTS[2]),
    ]


def test_a_caption_that_says_another_level_is_not_taken_for_the_missing_one(wordings):
    assert aligned(["省级试点示范项目名称及数量"], PILOTS[:1], wordings) == []


def test_what_is_like_nothing_stays(wordings):
    assert aligned(["规上工业用电量", "职工人数"], PILOTS, wordings) == list[Found]()
