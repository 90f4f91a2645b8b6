"""docs/errors.md has a row for each message of each exception that the code raises, and no other."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")

PASSED_ON = {
    "reply.message",  # what a worker says of a full disk, or of its reader
    "answer['error']",  # the drawing process has said it
    "what['message']",  # a worker has said it
    "_entry(last)",  # the class makes the message
    "_entry(other)",
    "_draft(had)",
    "to",  # likewise
    "cause_of(e)",  # the system has said it, in `errors` in Chinese
    "str(e)",  # the exception that was caught has said it
    "told_mistake(e)",  # a template's mistake, named by its place on the form
}
"""Arguments that are messages of others, as the code writes them."""


class Module:
    """A source file: its exceptions' arguments, its constants, its functions."""

    def __init__(self, path):
        self.tree = ast.parse(path.read_text("utf-8"))
        self.path = path
        top = self.tree.body
        self.constants = {t.id: n.value for n in top if isinstance(n, ast.Assign) for t in n.targets if _is_name(t)}
        self.functions = {n.name: n for n in top if isinstance(n, ast.FunctionDef)}
        self.imported = {
            a.asname or a.name: n.module
            for n in ast.walk(self.tree)
            if isinstance(n, ast.ImportFrom) and n.module
            for a in n.names
        }


def _is_name(node):
    return isinstance(node, ast.Name)


@cache
def modules():
    return {".".join(p.relative_to(SRC).with_suffix("").parts): Module(p) for p in sorted(SRC.rglob("*.py"))}


def exceptions():
    """The names of the classes that the command line turns into a line."""
    classes = {
        n.name: {ast.unparse(b).rpartition(".")[2] for b in n.bases}
        for m in modules().values()
        for n in ast.walk(m.tree)
        if isinstance(n, ast.ClassDef)
    }
    ours = {"FormextractError"}
    while more := {name for name, bases in classes.items() if bases & ours} - ours:
        ours |= more
    return ours


def texts(node, module):
    """The texts that an expression can be, `…` for what is filled in; None where nobody can tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.JoinedStr):
        return {"".join(v.value if isinstance(v, ast.Constant) else "…" for v in node.values)}
    if _is_name(node) and node.id in module.constants:
        return texts(module.constants[node.id], module)
    if _is_name(node) and module.imported.get(node.id) in modules():
        there = modules()[module.imported[node.id]]
        return texts(there.constants[node.id], there)
    if isinstance(node, ast.Call) and _is_name(node.func):
        there = modules().get(module.imported.get(node.func.id), module)
        if node.func.id in there.functions:
            returns = [n.value for n in ast.walk(there.functions[node.func.id]) if isinstance(n, ast.Return)]
            found = [texts(r, there) for r in returns]
            return set().union(*found) if found and None not in found else None
    return None


def raised():
    """Each message of the code's exceptions with where it stands; and the arguments that are none of ours."""
    ours, found, untold = exceptions(), {}, set()
    for module in modules().values():
        classes = [n for n in ast.walk(module.tree) if isinstance(n, ast.ClassDef) and n.name in ours]
        own = {id(n) for c in classes for n in ast.walk(c)}
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            if name not in ours and not (name == "__init__" and id(node) in own):
                continue
            said = texts(node.args[0], module)
            if said is None:
                untold.add(ast.unparse(node.args[0]))
            for text in said or ():
                found[text] = f"{module.path.relative_to(ROOT)}:{node.lineno}"
    return found, untold


def rows():
    """The messages of the page, but for those of files that broke their reader, which are no exceptions."""
    part = PAGE[: PAGE.index("## What comes of a file that breaks its reader")]
    part = part[part.index("## A file that cannot be read") :]
    return re.findall(r"^\| (?!message|---)(.*?) \| .+ \|$", part, re.MULTILINE)


def test_every_message_has_a_row_and_every_row_a_message():
    found, untold = raised()
    told = rows()
    missing = {text: where for text, where in found.items() if text not in told}
    assert missing == {}, "give each of these a row in docs/errors.md"
    assert sorted(set(told) - set(found)) == [], "these rows of docs/errors.md are nobody's message any more"
    assert untold <= PASSED_ON, "a message that cannot be told from the code: write it where it is raised"


def test_no_message_has_two_rows():
    assert sorted({r for r in rows() if rows().count(r) > 1}) == []


def test_what_is_said_of_a_file_that_breaks_its_reader_is_in_the_code():
    part = PAGE[PAGE.index("## What comes of a file that breaks its reader") :]
    said = "\n".join(
        "".join(v.value if isinstance(v, ast.Constant) else "…" for v in n.values)
        if isinstance(n, ast.JoinedStr)
        else n.value
        for m in modules().values()
        for n in ast.walk(m.tree)
        if isinstance(n, ast.JoinedStr) or (isinstance(n, ast.Constant) and isinstance(n.value, str))
    )
    found = re.findall(r"^\| (?!message|---)(.*?) \| .+ \|$", part, re.MULTILINE)
    assert len(found) >= 5
    assert [row for row in found if row not in said] == []
