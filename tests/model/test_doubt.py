"""Doubts to a confidence, and what is told of them."""

import pytest

from formextract.model.doubt import (
    KINDS,
    TYPED,
    Doubt,
    Legibility,
    all_of,
    confidence_of,
    doubt,
    measured,
    telling,
    weakest_of,
)


def letters(ceiling: float, because: str = "红章压字") -> Doubt:
    return Doubt("seal_over_text", ceiling, because)


def test_the_strongest_doubt_of_a_step_counts_and_steps_are_multiplied() -> None:
    label, meaning = Doubt("label_differs", 0.8, "标签"), Doubt("odd_spelling", 0.9, "写法")
    assert confidence_of(0.99, ()) == 0.99
    assert confidence_of(0.99, (letters(0.6), letters(0.85))) == 0.6
    assert confidence_of(1.0, (letters(0.5), label, meaning)) == pytest.approx(0.5 * 0.8 * 0.9)


def test_a_sure_value_tells_of_no_doubt_and_an_unsure_one_the_gravest_first() -> None:
    grave, slight = letters(0.5), letters(0.95, "两次识读不一致")
    assert telling(0.93, (slight,)) == ()
    assert telling(0.5, (slight, letters(0.8, "水印"), grave)) == (grave, letters(0.8, "水印"))


def test_slight_doubts_that_together_make_it_unsure_are_told() -> None:
    both = (letters(0.94), Doubt("label_differs", 0.93, "标签"))
    confidence = confidence_of(1.0, both)
    assert confidence < 0.9
    assert set(telling(confidence, both)) == set(both)


def test_weak_letters_are_a_reason_by_themselves() -> None:
    weak = Legibility(0.7, (), scanned=True)
    assert [d.kind for d in weak.reasons] == ["weak_letters"]
    assert telling(weak.confidence, weak.reasons) != ()
    assert TYPED.reasons == ()


def test_what_stands_in_several_places_is_sure_if_all_of_them_are() -> None:
    one, other = Legibility(0.95, (), scanned=True), Legibility(0.9, (letters(0.6),), scanned=True)
    assert all_of([one, other]).letters == pytest.approx(0.855)
    assert all_of([one, other]).confidence == 0.6
    assert weakest_of([one, TYPED]).letters == 0.95
    assert weakest_of([one, TYPED]).scanned
    assert all_of([]) == TYPED


def test_a_reason_is_told_once() -> None:
    assert TYPED.doubted(letters(0.8), letters(0.6), letters(0.7)).doubts == (letters(0.6),)


def test_a_doubt_is_as_strong_as_was_measured_unless_its_step_knows_better() -> None:
    assert doubt("looks_differ", ceiling=0.42).ceiling == 0.42
    assert doubt("looks_differ").ceiling == measured().get("looks_differ", KINDS["looks_differ"].ceiling)
    assert set(measured()) <= set(KINDS)
    assert all(ceiling < 0.9 for ceiling in measured().values())
