"""What lines of writing are on a form: what it prints is no value, and what somebody ticked is no print."""

from dataclasses import replace

import pytest
from made_pages import CATALOGUE

from formextract.match.registration.blocks import FormWordings, blocks_of
from formextract.match.registration.captions import Captions
from formextract.match.registration.words import Word
from formextract.model import TYPED, Line, Place
from formextract.pipeline import forms

FORM = next(p for p in forms()._prepared if p.template.id == "sme-cluster/application@2024")
WORDINGS = FormWordings(FORM, CATALOGUE.indicators)


def words(*texts):
    """Lines of writing right below each other."""
    item = Line("x", Place(1), legibility=TYPED)
    return [Word(t, (80.0, 15.0 * k, 280.0, 15.0 * k + 11), 1, item, TYPED, Place(1)) for k, t in enumerate(texts)]


def printed(*texts):
    """The lines that are taken for what the form prints."""
    return {w.text for b in blocks_of(words(*texts), WORDINGS) if b.kind == "printed" for w in b.words}


def test_a_year_above_a_printed_note_is_no_part_of_it():
    note = "（注：单位产值二氧化碳排放量需提供计算公式）"
    assert printed("2023年度", note) == {note}


@pytest.mark.parametrize("ticked", ["☑是 ☐否（如涉及，需提供佐证材料）", "●是 ○否（如涉及，需提供佐证材料）"])
def test_what_has_a_box_is_a_value_however_like_the_forms_own_words(ticked):
    assert not printed(ticked)


def test_an_option_stands_in_the_row_that_offers_it():
    rows = [("collaboration_summary",), ("collaboration_actions",)]
    texts = [
        "☑开展通用生产设备共享",
        "开展人力资源共享☐",
        "建成共享检测中心8个、共享仓储13处",
        "（注：勾选需提供佐证材料）",
    ]
    summary, actions = WORDINGS.strange(texts, rows)
    assert all(a > b for a, b in zip(summary[:2], actions[:2], strict=True))
    assert summary[2] < actions[2]
    assert summary[3] == actions[3] == 0
    assert not any(WORDINGS.strange(texts, rows[:1])[0])


def test_the_end_of_a_caption_and_a_remark_below_it_begin_no_row():
    upper, lower = "智能制造、工业互联网以及其他新模式新业态试点示范建设或应用情况", "集群国际合作交流总体情况"
    left = words(upper[:16], upper[16:], "(200字以", "内)", lower)
    beside = replace(left[0], text="高45%。", box=(300.0, 31.0, 340.0, 42.0))
    above = [replace(beside, text=t, box=(300.0, y, 520.0, y + 11)) for t, y in (("推广平台", 1.0), ("提", 16.0))]
    found = Captions([*left, beside, *above], WORDINGS, 11.0, [])
    labels = [b for b in blocks_of(left, WORDINGS) if b.kind == "label"]
    assert labels
    rows = found.with_unknown(found.rows(labels), [w for w in left if not any(w in b.words for b in labels)])
    assert all(r.label.targets for r in rows)
