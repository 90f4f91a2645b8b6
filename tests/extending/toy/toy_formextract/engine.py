"""An engine: a program of one's own that reads the picture of a line on its standard input and prints its text."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence

import cv2

from formextract.ocr import LineImage, ReadLetter, Words

COMMAND = "TOY_OCR_COMMAND"
SECONDS = 30
"""For one line; a program that takes longer is not answering."""
SURE = 0.6
"""The program says nothing of how sure it is: what it reads is never taken as sure."""


class CommandEngine:
    """Asks the program that the environment names, a line at a time."""

    name = "command"

    def __init__(self) -> None:
        self.command = shlex.split(os.environ[COMMAND])

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        """The words of each line, its letters spread evenly; the program knows no second, careful look."""
        del careful
        return [self._words(line) for line in strips]

    def _words(self, line: LineImage) -> Words:
        _, picture = cv2.imencode(".png", line.image)
        asked = subprocess.run(self.command, input=picture.tobytes(), capture_output=True, check=True, timeout=SECONDS)
        text = asked.stdout.decode().strip()
        return Words(tuple(ReadLetter(c, SURE, 0.0, (i + 0.5) / len(text)) for i, c in enumerate(text)))
