"""Captions of which letters were misread."""

import pytest
from made_pages import CATALOGUE

from formextract.match.recognise import prepared
from formextract.match.registration.alignment import Found, aligned, named_once
from formextract.match.registration.blocks import Block, FormWordings, captions_cut_off, captions_joined
from formextract.match.registration.captions import FormRow, stands_clear
from formextract.match.registration.words import Word
from formextract.model import TYPED, Line, Place


@pytest.fixture(scope="module")
def wordings():
    template = CATALOGUE.templates["sme-cluster/application@2024"]
    p = prepared(template, CATALOGUE.indicators, CATALOGUE.lexicon, CATALOGUE.templates)
    return FormWordings(p, CATALOGUE.indicators)


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


def word(text, x0, x1, y):
    return Word(text, (x0, y, x1, y + 12.0), 1, Line(text, Place(1), legibility=TYPED), TYPED, Place(1))


def test_a_line_of_a_caption_with_a_gap_in_it_is_one(wordings):
    words = [
        word("(4)集群中小", 60, 115, 0),
        word("企业研发人员", 126, 190, 0),
        word("2090", 204, 227, 6),
        word("数量", 60, 82, 14),
        # a caption and a figure, two captions, a value that goes on
        word("集群企业数量", 60, 130, 40),
        word("163", 150, 170, 40),
        word("联系人", 60, 92, 60),
        word("联系电话", 110, 150, 60),
        word("集群中小", 60, 115, 80),
        word("共享仓储", 126, 190, 80),
    ]
    joined = [w.text for w in captions_joined(words, wordings, 12.0)]
    assert joined == ["(4)集群中小企业研发人员", *(w.text for w in words[2:])]


def test_a_caption_and_its_value_that_stand_close_are_parted_where_other_values_begin(wordings):
    words = [
        word("集群质量品牌建设情况", 90, 210, 0),
        word("现有驰名商标6件、省级名牌16个", 226, 400, 0),
        word("集群发展环境情况出台扶持政策三项", 114, 306, 20),
        word("集群总产值占全国的比重较高", 226, 382, 40),
    ]
    cut = captions_cut_off(words, wordings, 12.0)
    assert [w.text for w in cut] == [
        words[0].text,
        words[1].text,
        "集群发展环境情况",
        "出台扶持政策三项",
        words[3].text,
    ]
    assert cut[2].box[2] == pytest.approx(210)


def test_a_caption_that_stands_once_is_its_field_s_wherever_it_stands(wordings):
    def named(*texts):
        words = [
            Word(t, (0.0, 20.0 * k, 100.0, 20.0 * k + 12), 1, Line(t, Place(1), legibility=TYPED), TYPED, Place(1))
            for k, t in enumerate(texts)
        ]
        blocks = [Block(known[0], (w,), w.text, known[1], known[2]) for w in words if (known := wordings.known(w.text))]
        assert len(blocks) == len(texts)
        return {b.text for b in named_once(blocks, wordings, 0.97)}

    assert named("集群占地面积（平方公里）", "集群内中小企业产值占集群总产值比例（%）") == {
        "集群占地面积（平方公里）",
        "集群内中小企业产值占集群总产值比例（%）",
    }
    assert named("集群占地面积（平方公里）", "集群占地面积") == set()
    assert named("企业数量") == set()


@pytest.mark.parametrize(("left", "clear"), [(300.0, True), (20.0, False)])
def test_what_stands_left_of_a_caption_is_another_one_s_value(left, clear):
    def word(text, x0, x1):
        return Word(text, (x0, 100.0, x1, 112.0), 1, Line(text, Place(1), legibility=TYPED), TYPED, Place(1))

    label = Block("label", (word("联系人", 200.0, 240.0),), "联系人", ("operator_contact",))
    row = FormRow(label, 250.0, [word("裴海涛", left, left + 36.0)])
    assert stands_clear(row, [row], {id(label)}) is clear
