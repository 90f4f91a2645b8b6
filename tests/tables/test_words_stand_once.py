"""The words that head rows and columns stand in `templates/tables.yaml`, and in no second list of the code."""

import ast
import re
from pathlib import Path

import pytest

from formextract.catalogue import load_catalogue

SOURCE = Path(__file__).parents[2] / "src" / "formextract"
ROOMS = ("tables", "match", "drafting", "submissions", "review", "assembly")
SAID = load_catalogue().lexicon.tables
GROUPS = {
    "number": SAID.heads["number"],
    "unit": SAID.heads["unit"],
    "code": SAID.heads["code"],
    "totals": SAID.totals,
    "levels": [word for words in SAID.levels.values() for word in words],
    "nothing": ("无", "没有", "暂无", "不适用", "不涉及", "/"),
}
APART = {
    "drafting/draft.py: 共|合计|累计|总计?": "what stands before the gap of a sentence (共____个), no head of a row",
    "match/totals.py: [甲乙丙丁戊]|栏次|行次|序号": "with 甲 and 乙, what numbers columns and is no text of a row",
}


def constants(tree):
    """The texts of a module that are no docstrings."""
    told = {
        id(node.value)
        for owner in ast.walk(tree)
        for node in (getattr(owner, "body", None) if isinstance(getattr(owner, "body", None), list) else ())
        if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        # of a tuple or a set of words all of them together
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield "|".join(e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def second_lists(code, words):
    """The texts in which two of the words stand as alternatives."""
    for text in constants(ast.parse(code)):
        if len(set(re.split(r"[|()?:\[\]^$\\]+", text)) & set(words)) > 1:
            yield text


@pytest.mark.parametrize("group", GROUPS)
def test_no_second_list(group):
    files = [p for room in ROOMS for p in sorted((SOURCE / room).rglob("*.py") or [SOURCE / room])]
    found = {
        f"{path.relative_to(SOURCE).as_posix()}: {text}"
        for path in files
        for text in second_lists(path.read_text(encoding="utf-8"), GROUPS[group])
    }
    assert found - APART.keys() == set()


def test_a_second_list_is_seen():
    assert list(second_lists('HEADS = ("序号", "编号")', GROUPS["number"])) == ["序号|编号"]
    assert list(second_lists('import re\nTOTAL = re.compile("(?:合计|总计)$")', GROUPS["totals"])) == ["(?:合计|总计)$"]
    assert list(second_lists('"""序号|编号"""', GROUPS["number"])) == []


def test_what_stands_apart_is_there():
    for line in APART:
        path, _, text = line.partition(": ")
        assert text in (SOURCE / path).read_text(encoding="utf-8"), line
