"""Alterations as findings: one a kind, the first few named, a scan's only worth a look."""

from dataclasses import replace

from formextract.checks.altered import SHOWN, altered_findings
from formextract.model import Place
from formextract.model.placement import Alteration


def row(kind, printed="甲", found="乙", section="2"):
    return Alteration(kind, section, printed, found, Place(cell="T1R2C1"), "key")


def test_nothing_altered_is_nothing_said():
    assert altered_findings((), "说明 11") == []


def test_one_finding_a_kind_that_names_the_first_few():
    some = [row("removed", f"第{n}行") for n in range(SHOWN + 2)]
    (found,) = altered_findings(some, "说明 11")
    assert (found.check, found.kind, found.severity, found.clause) == ("layout.removed", "layout", "warning", "说明 11")
    assert "第二部分“第4行” 等 7 处" in found.message
    assert "第5行" not in found.message


def test_no_finding_is_an_error():
    some = [row(kind) for kind in ("removed", "relabelled", "added", "columns", "page")]
    found = altered_findings(some, "说明 11")
    assert [f.severity for f in found] == ["warning", "warning", "warning", "warning", "info"]


def test_of_a_scan_wordings_are_not_held_against_the_print():
    some = [replace(a, misread=True) for a in (row("removed"), row("relabelled"))]
    assert [(f.check, f.severity) for f in altered_findings(some, "说明 11")] == [("layout.removed", "info")]


def test_what_was_typed_is_told_as_surely_beside_what_may_be_misread():
    some = [row("relabelled", found="甲"), replace(row("relabelled", found="乙"), misread=True), row("added")]
    found = {f.check: f for f in altered_findings(some, "说明 11")}
    assert {name: f.severity for name, f in found.items()} == {
        "layout.relabelled": "warning",
        "layout.added": "warning",
    }
    assert "写成“乙”" not in found["layout.relabelled"].message
