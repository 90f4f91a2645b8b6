"""Signs of boxes and ticks stand in one table, and every module asks there."""

import ast
from pathlib import Path

import formextract
from formextract.tables import has_box
from formextract.text.glyphs import CHECKED, CROSSED_AS_LETTERS, EMPTY, MARKED, OPEN

SOURCE = Path(formextract.__file__).parent
SIGNS = frozenset(CHECKED + EMPTY) - {"×"}
SEVERAL = 3
"""Signs in one literal from which it is a table of its own."""


def _literals(path: Path) -> list[str]:
    """The string constants of a module that are no docstrings and no texts for people."""
    text = path.read_text(encoding="utf-8")
    if len(SIGNS & set(text)) < SEVERAL and not set(CROSSED_AS_LETTERS) <= set(text):
        return []
    tree = ast.parse(text)
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]


def test_no_other_module_has_a_table_of_box_signs():
    tables = {
        (path.relative_to(SOURCE).as_posix(), text)
        for path in SOURCE.rglob("*.py")
        for text in _literals(path)
        if len(SIGNS & set(text)) >= SEVERAL or set(CROSSED_AS_LETTERS) <= set(text)
    }
    assert {path for path, _ in tables} <= {"text/glyphs.py", "readers/ofd/letters.py"}, tables


def test_what_says_chosen_and_what_says_open_are_apart():
    assert not set(CHECKED) & set(EMPTY)
    assert all(has_box(f"{sign}是") for sign in MARKED + OPEN)
