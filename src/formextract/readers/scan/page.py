"""A picture of a page to its blocks, each with how sure it was read: the table of contents of the reader of scans."""

from __future__ import annotations

from formextract.imaging import analyse
from formextract.imaging.image import Image
from formextract.ocr import Engine
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.compose import composed
from formextract.readers.scan.doubts import doubted_readings
from formextract.readers.scan.first_pass import first_pass
from formextract.readers.scan.page_marks import marked
from formextract.readers.scan.second_pass import second_pass


def read_picture(picture: Image, number: int, engine: Engine, points: float | None = None) -> PageReading:
    """The page in a picture (BGR or grey); boxes in points, `points` a pixel, or in pixels where it is None."""
    page = analyse(picture, points)
    page, first = first_pass(page, number, engine)
    second = second_pass(page, number, engine, first)
    marks = marked(page, first, second)
    readings = doubted_readings(page, marks)
    return composed(page, number, readings)
