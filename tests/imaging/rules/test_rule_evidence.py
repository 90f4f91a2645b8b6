"""Rules for which single cut-offs are too strict are heard again by all that speaks for them."""

import cv2
import numpy as np
from drawn_pages import LETTER, PAPER, ruled, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.evidence import RuleEvidence, fitted, heard, probability
from formextract.imaging.rules.faint import find_faint_lines
from formextract.imaging.rules.page_rules import rules_of_page

WHOLE = RuleEvidence(20.0, 0.98, 0.02, 0.0, ends=2, crossed=True, goes_on=False, aligned=2)


def form(rule: int = PAPER) -> np.ndarray:
    """A table of which the rule below the fourth row is as dark as `rule`, and stops short of both sides."""
    page = ruled(sheet(), rows=8, columns=4)
    cv2.line(page, (104, 440), (737, 440), PAPER, 3)
    for column in range(1, 4):
        cv2.line(page, (100 + 160 * column, 410), (100 + 160 * column, 470), 30, 2)
    cv2.line(page, (150, 440), (690, 440), rule, 2)
    for row in range(8):
        write(page, "2021", 120, 242 + 60 * row)
    noise = np.random.default_rng(5).normal(0, 3, page.shape)
    return np.clip(cv2.GaussianBlur(page, (0, 0), 0.6) + noise, 0, 255).astype(np.uint8)


def level_at(page: np.ndarray, y: float) -> bool:
    _, rules = rules_of_page(page, binarize(page, LETTER), LETTER)
    return any(abs(rule[0] - y) < 4 and rule[2] - rule[1] > 300 for rule in rules.horizontal)


def test_a_pale_rule_that_lost_both_ends_is_a_rule() -> None:
    assert level_at(form(212), 440)
    assert not level_at(form(), 440)


def test_strokes_of_letters_are_no_rules() -> None:
    page = sheet()
    for row in range(12):
        write(page, "HELLO TITLE EFFECT", 80, 200 + 50 * row, 1.1)
    ink = binarize(page, LETTER)
    nothing = np.zeros_like(ink)
    for hearing, way in zip(
        heard([], [], nothing, find_faint_lines(page, LETTER), ink, LETTER), ("level", "upright"), strict=True
    ):
        by = fitted()[way]
        assert not [e for e in hearing.evidence if probability(e, by.weights) >= by.accepted]


def test_each_feature_counts_as_it_should() -> None:
    weights = fitted()["level"].weights
    whole = probability(WHOLE, weights)
    assert whole > probability(WHOLE._replace(there=0.6), weights)
    assert whole > probability(WHOLE._replace(stroked=0.9), weights)
    assert whole > probability(WHOLE._replace(length=1.5), weights)


def test_what_runs_up_to_the_edge_of_the_sheet_is_no_rule() -> None:
    page = sheet()
    page[700:, 400:403] = 205
    ink = binarize(page, LETTER)
    _, tall = heard([], [], np.zeros_like(ink), find_faint_lines(page, LETTER), ink, LETTER)
    assert not tall.candidates
