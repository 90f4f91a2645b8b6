"""Engines: what a recording gives back, what a missing engine says, and one look with the real one."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from formextract.ocr import (
    EngineMissingError,
    LineImage,
    NullEngine,
    ReadLetter,
    RecordedEngine,
    RecordingEngine,
    Words,
    models,
    runtime,
)
from formextract.ocr.rapid import RapidEngine

STRIP = np.full((40, 200), 245, np.uint8)


class Fixed(NullEngine):
    """Reads the same on every strip."""

    def read(self, strips, *, careful=False):
        return [
            Words((ReadLetter("7" if careful else "1", 0.9, 0.1, 0.5),), (ReadLetter(".", 0.2, 0.0, 0.7),), "7", 0.9)
        ] * len(strips)


def test_a_recording_is_found_by_place(tmp_path: Path) -> None:
    recording = RecordingEngine(Fixed())
    strips = [LineImage(STRIP, 1, (10, 10, 50, 20)), LineImage(STRIP, 2, (10, 10, 50, 20))]
    seen = recording.read(strips), recording.read(strips, careful=True)
    recording.save(tmp_path / "kept.jsonl")
    recorded = RecordedEngine(tmp_path / "kept.jsonl")
    assert (recorded.read(strips), recorded.read(strips, careful=True)) == seen
    assert recorded.read([LineImage(STRIP, 1, (11, 9, 51, 20))])[0].text == "1"
    assert recorded.read([LineImage(STRIP, 1, (60, 60, 80, 70)), LineImage(STRIP, 3, (10, 10, 50, 20))]) == [
        Words(),
        Words(),
    ]


def test_a_missing_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda _name: None)
    models.find_models.cache_clear()
    try:
        with pytest.raises(EngineMissingError, match="重新安装"):
            models.find_models()
    finally:
        models.find_models.cache_clear()


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    try:
        return RapidEngine()
    except EngineMissingError:
        pytest.skip("no recogniser installed")


@pytest.mark.parametrize(
    "text", ["83.69", "-1.75", "104769.41", "2,345", "0", "17", "12.50%", "3/8", "1/7", "0/6/8", "-0.4", "1,234.5"]
)
@pytest.mark.ocr
@pytest.mark.parametrize("careful", [False, True])
def test_points_signs_and_close_digits(engine: RapidEngine, text: str, careful: bool) -> None:
    picture = np.full((60, 40 + 24 * len(text)), 245, np.uint8)
    cv2.putText(picture, text, (20, 44), cv2.FONT_HERSHEY_DUPLEX, 1.1, 20, 2, cv2.LINE_AA)
    words = engine.read([LineImage(picture, 1, (0, 0, 1, 1))], careful=careful)[0]
    read = words.text if len(text) > 1 else words.figures  # one letter by itself may be many: as a figure it is told
    assert read.replace(" ", "").replace("，", ",") == text
    assert all(0 <= x.centre <= 1 for x in words.letters)


@pytest.mark.ocr
def test_letters_stand_where_they_stand_however_wide_the_batch(engine: RapidEngine) -> None:
    """Strips are widened to share a batch; places are shares of the strip all the same."""
    picture = np.full((60, 500), 245, np.uint8)
    cv2.putText(picture, "83.69", (370, 44), cv2.FONT_HERSHEY_DUPLEX, 1.1, 20, 2, cv2.LINE_AA)
    words = engine.read([LineImage(picture, 1, (0, 0, 1, 1))])[0]
    assert words.text.strip() == "83.69"
    assert 0.74 <= words.letters[0].centre <= 0.82
    assert 0.9 <= words.letters[-1].centre <= 0.99


def test_the_runtime_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnx", "openvino"):
        monkeypatch.setenv(runtime.SWITCH, name)
        runtime.runtime.cache_clear()
        assert runtime.runtime() == name
    monkeypatch.delenv(runtime.SWITCH)
    monkeypatch.setattr(runtime.importlib.util, "find_spec", lambda _name: None)
    runtime.runtime.cache_clear()
    assert runtime.runtime() == "onnx"
    runtime.runtime.cache_clear()


@pytest.mark.ocr
def test_both_runtimes_read_the_same(engine: RapidEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openvino")
    picture = np.full((60, 260), 245, np.uint8)
    cv2.putText(picture, "104769.41", (20, 44), cv2.FONT_HERSHEY_DUPLEX, 1.1, 20, 2, cv2.LINE_AA)
    seen = set()
    for name in ("onnx", "openvino"):
        monkeypatch.setenv(runtime.SWITCH, name)
        runtime.runtime.cache_clear()
        try:
            seen.add(RapidEngine().read([LineImage(picture, 1, (0, 0, 1, 1))])[0].text)
        finally:
            runtime.runtime.cache_clear()
    assert seen == {"104769.41"}
