"""Findings on how a file was read: what the reader could not do, ink without a value, a second form, no seal."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.checks import messages
from formextract.match.seal_places import Unstamped
from formextract.model import Finding, Observation, Parts

READING_NOTE = "读取说明（不是申报内容的问题）"
"""The clause of findings on how a file was read."""
SHOWN = 40
"""Letters of a cell's ink that a finding quotes."""
SECOND_FORM = 3
"""Fields with other ink under a second caption from which a second form may stand in the file."""


def reader_finding(number: int, note: str) -> Finding:
    """What the reader could not do, among the record's findings: a page that was not read says so."""
    return Finding(
        check=f"reading.{number}",
        kind="layout",
        severity="warning",
        message=note,
        fields=(),
        clause=READING_NOTE,
        origin="reading",
        parts=Parts(note),
    )


def again_findings(labels: Sequence[str]) -> list[Finding]:
    """That so many fields stand twice that there may be a second form; a field or two that recur say no such thing."""
    if len(labels) < SECOND_FORM:
        return []
    named = "、".join(f"“{label}”" for label in labels[:SECOND_FORM])
    parts = Parts(
        f"{named}等 {len(labels)} 个栏目在文件中出现两次而内容不同，文件里可能还有第二份申报表；"
        "没有采用的内容列在未对应的内容中，请核对原件，确有两份的请分成两个文件重新装载"
    )
    return [
        Finding(
            check="reading.again",
            kind="layout",
            severity="warning",
            message=parts.message,
            fields=(),
            clause=READING_NOTE,
            origin="reading",
            parts=parts,
        )
    ]


def unread_finding(o: Observation, why: str) -> Finding:
    """Why legible ink gives no value: the applicant wrote what cannot be meant."""
    parts = Parts(f"{messages.name(o)}填写的“{o.raw[:SHOWN]}”没有读取：{why}。请看原件，需要时请申报单位更正。")
    return Finding(
        check=f"unread.{o.key}",
        kind="layout",
        severity="warning",
        message=parts.message,
        fields=(o.key,),
        origin="reading",
        parts=parts,
    )


def unstamped_finding(missing: Unstamped) -> Finding:
    """No seal where the form asks for one; worth a look only, since a pale seal on a grey scan may not be found."""
    parts = Parts(f"扫描件第 {missing.place.page} 页“{missing.who}”处没有找到印章，请看原件是否已盖章")
    return Finding(
        check=f"seal.{missing.place.page}",
        kind="evidence",
        severity="info",
        message=parts.message,
        fields=(),
        clause=f"申报表：{missing.who}（公章）",
        origin="reading",
        parts=parts,
    )
