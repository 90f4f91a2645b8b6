"""Several copies of one form as one record: each figure once, with the other reading where a copy differs.

Of copies that agree the digital one is kept, whose letters are what was typed. Of copies that differ the stamped paper
prevails where it was read with confidence 0.9 or more, unless a likely slip of the recogniser explains the difference,
or its text breaks off because pages are not there. Where a reading is in doubt, nobody knows yet whether the copies
differ: that is for the reviewer to find out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from rapidfuzz.fuzz import ratio

from formextract.checks.messages import percent
from formextract.formats import is_paper as on_paper
from formextract.formats import trust
from formextract.model import Alternative, FileRef, Finding, Observation, Parts, Record, Source, Value
from formextract.model.copies import all_sure, copy_readings, is_sure, really_differ
from formextract.model.doubt import SURE, doubt
from formextract.model.interval import is_figure, written_interval
from formextract.model.unsure import lowered
from formextract.submissions.descriptions import excerpts, figure, name_of, place_of
from formextract.submissions.incomplete import begins, breaking_off, incomplete_finding
from formextract.submissions.ocrslips import is_likely_slip
from formextract.text import squeeze

SLIP_FACTOR = 0.6
"""What is left of a scan's confidence where a likely slip explains why it differs."""
LIKE = 0.9
"""Likeness from which a text in a scan is taken for the same text misread, unit: ratio."""
SAME_TEXT = 0.98
"""The same for narratives in two digital copies, whose line breaks and bullets differ."""
SHORTEST = 2
"""Letters that a text must have to be looked for within what a scan gave for it."""
LONG_TEXT = 40
"""Letters from which a text is a narrative."""

CHECK_BOTH = "两份其实一致的按“确认”；另一份确实写作别的，请更正为那一份上的内容，两份不一致会写入补正通知"

_PRINT = re.compile(r"[()（）\[\]:：]")
"""What the print around a blank leaves behind and no name begins or ends with."""
_STAMPED = re.compile(r"盖章|签章|签字|用印|扫描|已盖")


def joined(records: Sequence[Record]) -> Record:
    """One record of the copies of one form; the only copy as it is. Its findings are the disagreements alone.

    The id is that of the copies together, in any order.
    """
    copies = in_order(records)
    if len(copies) == 1:
        return copies[0]
    broken = [b for b in (breaking_off(c, copies) for c in copies) if b is not None]
    last = {b.sha256: b.last for b in broken}
    base = copies[0]
    for other in copies[1:]:
        base = _two(base, other, last)
    base = replace(base, findings=(*base.findings, *map(incomplete_finding, broken)))
    ids = "|".join(sorted(r.id for r in records))
    names = [r.cluster for r in copies if r.cluster]
    return replace(
        base, id=hashlib.sha256(ids.encode()).hexdigest()[:24], cluster=base.cluster or next(iter(names), "")
    )


def in_order(records: Iterable[Record]) -> list[Record]:
    """Copies as they are held against each other: the digital ones first, paper last."""
    return sorted(records, key=lambda r: (is_paper(r), trust(r.files[0].format), r.files[0].path, r.id))


def is_paper(record: Record) -> bool:
    """Whether the record was read from a stamped paper copy: a scan, or a file that is called one."""
    return is_scan(record) or _STAMPED.search(record.files[0].path.rsplit("/", 1)[-1]) is not None


def is_scan(record: Record) -> bool:
    """Whether the record was read from pictures, so that letters may be misread."""
    return on_paper(record.files[0].format) or any(
        o.source is not None and o.source.reader.startswith("scan") for o in record.values[:50]
    )


def _two(base: Record, other: Record, last: Mapping[str, Collection[str]]) -> Record:
    """`base` with another copy's readings beside its own. `last` names what a file without its last pages ends with."""
    shift = len(base.files)
    theirs = {o.key: _moved(o, shift) for o in other.values}
    paper, scan = is_paper(other), is_scan(other)
    values: list[Observation] = []
    findings: list[Finding] = []
    files = (*base.files, *other.files)
    for mine in base.values:
        their = theirs.pop(mine.key, None)
        if their is None:
            values.append(mine)
            continue
        if _breaks_off(their, mine, files, last):
            values.append(mine)
            continue
        if _breaks_off(mine, their, files, last):
            values.append(their)
            continue
        kept, finding = _pair(mine, their, [f.path for f in files], paper=paper, scan=scan)
        values.append(kept)
        if finding is not None:
            findings.append(finding)
    values += [o for o in theirs.values() if o.status != "missing"]
    unmatched = (*base.unmatched, *(replace(u, source=_shifted(u.source, shift)) for u in other.unmatched))
    kept_findings = [f for f in base.findings if f.kind == "agreement" and f.check.startswith("agreement.")]
    return replace(base, files=files, values=tuple(values), unmatched=unmatched, findings=(*kept_findings, *findings))


def _moved(o: Observation, shift: int) -> Observation:
    return o if o.source is None else replace(o, source=_shifted(o.source, shift))


def _shifted(source: Source, shift: int) -> Source:
    return replace(source, file=source.file + shift)


def _breaks_off(
    o: Observation, whole: Observation, files: Sequence[FileRef], last: Mapping[str, Collection[str]]
) -> bool:
    """Whether a reading stands at the end of what is there of its file, and goes on in the other copy."""
    if o.source is None or o.key not in last.get(files[o.source.file].sha256, ()):
        return False
    return o.value is not None and whole.value is not None and begins(o.value, whole.value, LIKE)


def _pair(
    mine: Observation, their: Observation, files: Sequence[str], *, paper: bool, scan: bool
) -> tuple[Observation, Finding | None]:
    """The reading that stands and what is to be said of the other one."""
    if their.status == "unreadable" and mine.status in ("none", "blank") and their.source is not None:
        ink = Alternative(None, their.raw, their.confidence, their.source)  # somebody may have written by hand there
        return replace(mine, alternatives=(*mine.alternatives, ink)), None
    if their.status == "missing" or (their.status == "unreadable" and mine.status != "missing"):
        return mine, None
    if mine.status == "missing" or (mine.status == "unreadable" and their.status == "reported"):
        return their, None
    if agree(mine, their, scan=scan):
        return mine, None
    if scan and their.status != "reported":  # faint ink reads as nothing
        return mine, None
    slip = scan and is_likely_slip(their.raw, mine.raw)
    sure = their.confidence >= SURE
    if slip:
        their = lowered(
            their, doubt("copies_differ", _other_copy(mine, their), round(their.confidence * SLIP_FACTOR, 4))
        )
    prevails = paper and their.confidence >= SURE and their.status == "reported"
    kept, other = (their, mine) if prevails else (mine, their)
    alternatives = mine.alternatives
    if other.source is not None:
        alternatives = (*alternatives, Alternative(other.value, other.raw, other.confidence, other.source))
    kept = replace(kept, alternatives=alternatives)
    return kept, _finding(mine, their, files, kept=kept, slip=slip, sure=sure)


def _other_copy(mine: Observation, their: Observation) -> str:
    return f"扫描件读作“{their.raw.strip()}”，电子版为“{mine.raw.strip()}”，只差一个形近的字符"


def agree(a: Observation, b: Observation, *, scan: bool = False) -> bool:
    """Whether two readings can be the same figure or text, each known as written; `scan`: `b` may be misread."""
    if a.status in ("none", "blank") and b.status in ("none", "blank"):
        return True
    x, y = a.value, b.value
    if isinstance(x, Decimal) and isinstance(y, Decimal) and is_figure(x) and is_figure(y):
        i, j = written_interval(a), written_interval(b)
        if x == y or i is None or j is None or None in (*i, *j):
            return x == y
        assert i.lo is not None
        assert i.hi is not None
        assert j.lo is not None
        assert j.hi is not None
        return i.lo <= j.hi and j.lo <= i.hi
    if isinstance(x, str) and isinstance(y, str):
        return _same_text(x, y, scan=scan)
    if isinstance(x, tuple) and isinstance(y, tuple):
        left, right = sorted(map(squeeze, x)), sorted(map(squeeze, y))
        if left == right or (scan and ratio("".join(left), "".join(right)) >= LIKE * 100):
            return True
        return (
            scan
            and len(left) == len(right)
            and all(_same_text(a, b, scan=True) for a, b in zip(left, right, strict=True))
        )
    return x == y and a.status == b.status


def _same_text(x: str, y: str, *, scan: bool) -> bool:
    left, right = squeeze(x), squeeze(y)
    if left == right:
        return True
    if scan and len(left) >= SHORTEST and left in right and _PRINT.search(right.replace(left, "", 1)):
        return True  # the form's own print stands around it: 一区)漳原县
    least = LIKE if scan else SAME_TEXT if min(len(left), len(right)) >= LONG_TEXT else 1.0
    digits = re.sub(r"\D", "", left) == re.sub(r"\D", "", right)
    return ratio(left, right) >= least * 100 and (digits or scan)


def _finding(
    mine: Observation, their: Observation, files: Sequence[str], *, kept: Observation, slip: bool, sure: bool
) -> Finding:
    """`slip`: one look-alike sign explains the difference; `sure`: though the scan was read without doubt."""
    taken = "盖章件" if kept is their or kept.value == their.value else "电子版"
    if slip:
        advice = f"两者只差一个形近的字符，{'可能' if sure else '很可能'}是扫描件识别有误，已按电子版取值，请看原件核对"
        made = difference(mine, [mine, their], files, advice, reported=kept.value)
        return replace(made, severity="warning" if sure else "info", suspect=None)
    if not (is_sure(mine) and is_sure(their)):
        advice = f"请核对两份（已按{taken}取值）：{CHECK_BOTH}"
        return replace(difference(mine, [mine, their], files, advice, reported=kept.value), suspect=None)
    advice = "已按盖章件取值，请向申报单位核实" if taken == "盖章件" else "已按电子版取值，请对照原件核实"
    return difference(mine, [mine, their], files, advice, reported=kept.value)


def difference(
    o: Observation, readings: Sequence[Observation], files: Sequence[str], advice: str, *, reported: Value
) -> Finding:
    """That copies say different things of a value: an error where both give a figure and both were read for sure."""
    both_sure = all(map(is_sure, readings)) and all(isinstance(r.value, Decimal) for r in readings)
    told = excerpts([figure(r, longest=None) for r in readings])
    said = "，".join(_told(r, text, files) for r, text in zip(readings, told, strict=True))
    parts = Parts(f"{name_of(o)}在两份文件中不一致：{said}", advice=advice)
    return Finding(
        check=f"agreement.{o.key}",
        kind="agreement",
        severity="error" if both_sure else "warning",
        message=parts.message,
        fields=(o.key,),
        suspect=o.key,
        reported=reported,
        clause="同一申报的电子版与盖章件应当一致",
        origin="copies",
        parts=parts,
    )


def _told(o: Observation, text: str, files: Sequence[str]) -> str:
    if o.source is None:
        return text
    sure = "" if is_sure(o) or o.is_reviewed else f"（识读把握 {percent(o.confidence)}%）"
    return f"“{files[o.source.file].rsplit('/', 1)[-1]}”{place_of(o)}为 {text}{sure}"


def settled(finding: Finding, record: Record) -> Finding:
    """A difference of two copies as it is once a reviewer has looked at the value; as it was where nobody has.

    What differs for sure stays: the reviewer's word says which copy holds, and the applicant has yet to make them one.
    """
    key = finding.fields[0]
    person = next((o for o in record.values if o.key == key and o.is_reviewed), None)
    readings = copy_readings(record, key)
    if person is None or len(readings) < 2:  # noqa: PLR2004 - a difference takes two
        return finding
    said = [replace(r.observation, confidence=1.0) if r.sure else r.observation for r in readings]
    said.sort(key=lambda o: -1 if o.source is None else o.source.file)
    if person.status == "unreadable":
        advice = "审核人认为无法识读，请向申报单位索取清楚的材料"
    elif all_sure(readings) and really_differ(readings):
        advice = f"审核人已核定为 {figure(person)}，两份仍不一致，请申报单位统一"
    elif all_sure(readings):
        advice = f"审核人核对后两份一致，已核定为 {figure(person)}"
    else:
        advice = f"审核人已核定为 {figure(person)}；另一份识读把握不足，未列入补正通知。{CHECK_BOTH}"
    files = [f.path for f in record.files]
    made = difference(said[0], said, files, advice, reported=person.value)
    stays = person.status == "unreadable" or (all_sure(readings) and really_differ(readings))
    return replace(made, severity=made.severity if stays else "info", suspect=None)
