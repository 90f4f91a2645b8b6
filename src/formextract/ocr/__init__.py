"""Letters from pixels: engines that read strips of one line each, and the words they give with probabilities."""

from formextract.ocr.engine import Engine, EngineMissingError, NullEngine, Strip
from formextract.ocr.rapid import RapidEngine, default_engine
from formextract.ocr.recorded import RecordedEngine, RecordingEngine
from formextract.ocr.words import Letter, Words, agree, as_figure

__all__ = [
    "Engine",
    "EngineMissingError",
    "Letter",
    "NullEngine",
    "RapidEngine",
    "RecordedEngine",
    "RecordingEngine",
    "Strip",
    "Words",
    "agree",
    "as_figure",
    "default_engine",
]
