"""What contradicts itself on a form, and which clauses of the standard it meets.

record → figures → checks (edits at each year and level) → failures → suspects → findings
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formextract.checks.build import build, filling_findings, natural_ranges
from formextract.checks.criteria import judge, unjudged
from formextract.checks.figures import Figures
from formextract.checks.findings import group_findings
from formextract.checks.identifiers import is_of_identifier
from formextract.checks.kinds import kinds
from formextract.checks.readings import cleared, held_back
from formextract.checks.rows import row_finding, wrong_rows
from formextract.checks.suspects import Locator
from formextract.checks.undone import NOT_OURS, is_undone, undone
from formextract.checks.verdict import failures, joint_failures
from formextract.model import Finding, Record
from formextract.model.edits import Criterion, Edits
from formextract.model.facts import facts

__all__ = ["check", "cleared", "facts", "findings", "held_back", "judge", "kinds"]


def check(record: Record, edits: Edits, criteria: Sequence[Criterion]) -> Record:
    """The record with findings and criterion results; the same record gives the same ones in the same order.

    What cannot be checked says so in a finding, its clauses unknown: no record's contents stop the others.

    Findings of other sources that the record already has (two files that disagree, lists and certificates) are kept,
    before ours; those of an earlier check are replaced.
    """
    of_template = (f for f in record.findings if f.kind in ("agreement", "evidence", "layout") or is_of_identifier(f))
    kept = [f for f in of_template if not _ours(f, edits)]
    try:
        found = [*kept, *findings(record, edits)]
    except NOT_OURS:
        raise
    except Exception as e:  # noqa: BLE001 - whatever it is, this record's readings and all other records go on
        found = [*kept, undone("数字之间的核对", e)]
    try:
        judged = judge(record, criteria, found)
    except NOT_OURS:
        raise
    except Exception as e:  # noqa: BLE001 - as above
        found.append(undone("认定条件的判断", e))
        judged = unjudged(record, criteria)
    return replace(record, findings=tuple(found), criteria=tuple(judged))


def findings(record: Record, edits: Edits) -> list[Finding]:
    """What contradicts itself on the form, in the edits' order, then what was not filled in as asked."""
    figures = Figures(record)
    natural = natural_ranges(edits, figures)
    checks = build(edits, figures)
    alone = failures(checks, figures, natural)
    rows = wrong_rows(checks, alone, figures, natural)
    settled = {id(f) for row in rows for f in row.failures}
    alone = [f for f in alone if id(f) not in settled]
    failing = {id(f.checks[0]) for f in alone} | {id(f.checks[0]) for row in rows for f in row.failures}
    joint = joint_failures([c for c in checks if id(c) not in failing], figures, natural)
    locator = Locator(
        [c for c in checks if id(c) not in failing or any(c in f.checks for f in alone)],
        [*alone, *joint],
        figures,
        natural,
    )
    out = [row_finding(row, figures) for row in rows]
    for group in locator.groups():
        out += group_findings(group, locator)
    order = {c.id: i for i, c in enumerate(checks)}
    out.sort(key=lambda f: order.get(f.check, -1))
    return [*out, *filling_findings(edits, figures)]


def _ours(finding: Finding, edits: Edits) -> bool:
    """Whether one of these edits gave the finding in an earlier check."""
    name = finding.check.partition(".")[0]
    return is_undone(finding) or any(e.id == name for e in edits.edits)
