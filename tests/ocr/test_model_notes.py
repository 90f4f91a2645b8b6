"""What a model file says of itself, read without loading the net."""

import pytest

from formextract.ocr import runtime
from formextract.ocr.model_notes import noted
from formextract.ocr.models import find_models


def field(number, data):
    assert len(data) < 128
    return bytes([number << 3 | 2, len(data)]) + data


NOTE = field(14, field(1, b"character") + field(2, "湖\n北".encode()))


def model(tmp_path, *parts):
    path = tmp_path / "net.onnx"
    path.write_bytes(b"".join(parts))
    return path


def test_the_notes_are_found_among_numbers_and_tensors(tmp_path):
    version, fixed, half = b"\x08\xac\x02", b"\x11" + bytes(8), b"\x1d" + bytes(4)
    assert noted(model(tmp_path, version, fixed, field(7, b"graph"), NOTE, half)) == {"character": "湖\n北"}
    assert noted(model(tmp_path, version)) == {}


@pytest.mark.parametrize("end", [b"\x72\x7f12", b"\x08\xff", b"\x0b"])
def test_what_is_no_model_is_refused(tmp_path, end):
    with pytest.raises(ValueError):  # noqa: PT011 - who reads nets says which file it was
        noted(model(tmp_path, NOTE, end))


@pytest.mark.ocr
def test_the_runtime_knows_the_same_letters():
    small = find_models().small
    said = runtime._session(small).get_modelmeta().custom_metadata_map
    assert noted(small) == said
    assert runtime.letters_in(small) == said["character"].split("\n")
