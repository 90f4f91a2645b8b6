"""Probabilities over time to letters."""

import numpy as np
import pytest

from formextract.ocr.ctc import Alphabet

LETTERS = [*"0123456789.,-+%/", "产", "O"]


def steps(*rows: dict[str, float]) -> np.ndarray:
    """Probabilities from one dict a step; what is left over goes to no letter."""
    alphabet = Alphabet(LETTERS)
    out = np.zeros((len(rows), len(alphabet.chars)), np.float32)
    for t, row in enumerate(rows):
        for char, p in row.items():
            out[t, alphabet.chars.index(char)] = p
        out[t, 0] = 1 - sum(row.values())
    return out


def test_repeats_are_one_letter_unless_a_gap_parts_them() -> None:
    words = Alphabet(LETTERS).words(steps({"1": 0.9}, {"1": 0.99}, {}, {"1": 0.8}, {"产": 0.97, "O": 0.02}))
    assert words.text == "11产"
    assert [round(x.probability, 2) for x in words.letters] == [0.99, 0.8, 0.97]
    assert words.lowest == pytest.approx(0.8)
    assert [round(x.centre, 2) for x in words.letters] == [0.2, 0.7, 0.9]


def test_a_point_that_was_nearly_read_is_remembered() -> None:
    words = Alphabet(LETTERS).words(steps({"5": 0.99}, {}, {".": 0.4}, {}, {"3": 0.99}))
    assert words.text == "53"
    assert words.lost == pytest.approx(0.4)
    assert words.missed[0].char == "."


def test_figures_only_reads_the_same_ink_with_the_signs_of_figures() -> None:
    words = Alphabet(LETTERS).words(steps({"O": 0.7, "0": 0.29}, {}, {".": 0.9}, {"5": 0.9}))
    assert words.text == "O.5"
    assert words.figures == "0.5"


def test_nothing_is_read_on_an_empty_strip() -> None:
    words = Alphabet(LETTERS).words(steps({}, {}, {}))
    assert (words.text, words.figures, words.lowest, words.missed) == ("", "", 0.0, ())
