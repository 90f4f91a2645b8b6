"""Letters from pixels: engines that read images of one line each, and the words they give with probabilities."""

from formextract.ocr.engine import Engine, EngineMissingError, LineImage, NullEngine
from formextract.ocr.engines import default_engine, engine_names, engines
from formextract.ocr.rapid import RapidEngine
from formextract.ocr.recorded import RecordedEngine, RecordingEngine
from formextract.ocr.words import ReadLetter, Words, agree, as_figure

__all__ = [
    "Engine",
    "EngineMissingError",
    "LineImage",
    "NullEngine",
    "RapidEngine",
    "ReadLetter",
    "RecordedEngine",
    "RecordingEngine",
    "Words",
    "agree",
    "as_figure",
    "default_engine",
    "engine_names",
    "engines",
]
