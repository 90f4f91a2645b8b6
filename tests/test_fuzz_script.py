"""Damaged copies of the samples, loaded: the promises hold. `scripts/fuzz --count 10000` asks more."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from fuzz import fuzz, mutant


def test_a_mutant_is_the_same_for_the_same_seed():
    assert mutant(3, 5) == mutant(3, 5)
    assert len({mutant(3, n)[1] for n in range(20)}) == 20


def test_mutants_are_of_every_format():
    endings = {Path(mutant(3, n)[0]).suffix for n in range(400)}
    assert {".docx", ".xlsx", ".pdf", ".ofd", ".xls", ".rtf", ".odt", ".ods", ".htm", ".zip", ".gz", ".tif"} <= endings


@pytest.mark.slow
def test_loads_of_damaged_copies_keep_their_promises():
    report = fuzz(seed=1, count=300 if os.environ.get("FORMEXTRACT_THOROUGH") else 40)
    assert report.broken == []
    assert report.unexpected == {}
