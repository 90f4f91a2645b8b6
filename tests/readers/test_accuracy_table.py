"""The table of properties and formats in docs/accuracy.md names tests that are there, and all ways that are tested."""

from __future__ import annotations

import re
from pathlib import Path

from test_never_surely_empty import WAYS
from test_never_surely_empty_turned import WAYS as TURNED

ROOT = Path(__file__).parents[2]


def named() -> list[str]:
    """What the cells of the table name."""
    text = (ROOT / "docs/accuracy.md").read_text("utf-8")
    table = text.partition("| in the cell |")[2].partition("\n\n")[0]
    return re.findall("`([^`]+)`", table)


def test_every_cell_of_the_table_is_a_test_and_every_way_is_in_it() -> None:
    ways = {f"{kind}-{way}" for kind, way in [*WAYS, *TURNED]}
    assert {name for name in named() if "::" not in name} == ways
    for name in named():
        module, _, function = name.partition("::")
        if function:
            (file,) = (ROOT / "tests").rglob(f"{module}.py")
            assert f"def {function}(" in file.read_text("utf-8"), name
