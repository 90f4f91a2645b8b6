"""Worn pages are listed by what draws them, under `scripts/`; on all paper the shipped forms are expected."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from formextract.catalogue import load_catalogue, printed_wordings
from formextract.text.expected import expecting

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))


@pytest.fixture(autouse=True)
def expected_wordings() -> Iterator[None]:
    """What the shipped forms have printed is expected, as in use."""
    with expecting(lambda: _WORDINGS):
        yield


_WORDINGS = printed_wordings(load_catalogue())
