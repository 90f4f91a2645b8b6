"""Signs that turn the direction of writing: those that change nothing are nothing, those that do leave a doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import p, r, read, tbl, tc, tr, word_file

from formextract.model import Table

TURNED = "文字里有从右往左显示的控制符，显示的次序与内容不同"
MIRRORED = "<w:tblPr><w:bidiVisual{}/></w:tblPr>"


def only_table(path: Path) -> Table:
    (table,) = (b for b in read(path).blocks if isinstance(b, Table))
    return table


@pytest.mark.parametrize("sign", ["\u200e", "\u202a", "\u202c", "\u202d", "\u2066", "\u2069", "\ufe0f", "\u180e"])
def test_a_sign_that_changes_nothing_is_no_part_of_a_figure(tmp_path: Path, sign: str) -> None:
    (cell,) = only_table(word_file(tmp_path / "a.docx", tbl(tr(f"{sign}107{sign}.27{sign}")))).cells
    assert (cell.text, cell.doubt) == ("107.27", "")


@pytest.mark.parametrize(
    "inside",
    [
        p(r("\u202e72.701\u202c")),
        p(f"<w:bdo w:val='rtl'>{r('72.701')}</w:bdo>"),
    ],
)
def test_what_is_shown_turned_round_is_given_no_value(tmp_path: Path, inside: str) -> None:
    (cell,) = only_table(word_file(tmp_path / "a.docx", tbl(tr(tc(inside))))).cells
    assert cell.doubt == TURNED


@pytest.mark.parametrize(("props", "shown"), [("", ["乙", "甲"]), (" w:val='0'", ["甲", "乙"])])
def test_a_table_from_the_right_has_its_first_column_at_the_right(tmp_path: Path, props: str, shown: list[str]) -> None:
    table = only_table(word_file(tmp_path / "a.docx", tbl(MIRRORED.format(props), tr("甲", "乙"))))
    assert [c.text for c in sorted(table.cells, key=lambda c: c.col)] == shown
