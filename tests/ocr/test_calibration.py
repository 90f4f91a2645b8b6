"""Raw confidences to measured ones."""

import json
from importlib.resources import files

import pytest

from formextract.ocr import calibration
from formextract.ocr.calibration import calibrated, kind_of


@pytest.fixture
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "measured", lambda: {"figure": ((0.6, 0.5), (0.9, 0.97))})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("83.69", "figure"),
        ("-1.75%", "figure"),
        ("3/8", "figure"),
        ("☑是☐否", "tick"),
        ("汤志远", "text"),
        ("12家", "text"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.usefixtures("_measured")
@pytest.mark.parametrize(
    ("raw", "confidence"),
    [(0.3, 0.3), (0.55, 0.5), (0.75, 0.735), (0.9, 0.9), (0.998, 0.97)],
)
def test_a_confidence_is_never_above_the_raw_one_nor_above_what_was_measured(raw: float, confidence: float) -> None:
    assert calibrated("83.69", raw) == pytest.approx(confidence)


@pytest.mark.usefixtures("_measured")
def test_what_was_not_measured_stays_as_it_is() -> None:
    assert calibrated("汤志远", 0.7) == 0.7


def test_the_table_says_where_it_comes_from_and_rises() -> None:
    table = json.loads((files("formextract.ocr") / calibration.TABLE).read_text(encoding="utf-8"))
    assert {"made", "by", "seed", "wears", "pages", "cells", "engine"} <= set(table)
    for kind, points in calibration.measured().items():
        assert kind in ("figure", "text", "tick")
        assert list(points) == sorted(points)
        assert [c for _, c in points] == sorted(c for _, c in points)
        assert all(0 <= c <= 1 for _, c in points)
