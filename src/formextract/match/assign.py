"""Captions to fields, all at once: similarity, section and order together, one field a caption."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formextract.match.frames import FrameReader
from formextract.match.key_values import KeyCell
from formextract.match.pairing import best_pairs
from formextract.model.template import FieldSpec, Template
from formextract.text import squeeze

AFTER_BONUS = 0.10
"""Score for standing right behind the field that the template names before it (联系人 after 主管部门)."""
SECTION_BONUS = 0.05
"""Score for standing in the field's section."""
ORDER_BONUS = 0.03
"""Score for standing between the neighbours that the form prints around it."""
ROW = 1000
"""Order numbers of a table's row."""
OTHER_PERSON = "head"
"""The concept of persons who are not the contact."""
LEAST = 0.62
"""Score below which a caption stays without a field."""


_YEAR = re.compile(r"(20[0-4]\d)\s*年度?[末底]?")
"""The year in a caption."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A caption's field, and how sure it is (0 to 1)."""

    field: FieldSpec
    confidence: float


def fields_by_target(template: Template) -> dict[str, list[int]]:
    """The fields that each target of the label index stands for."""
    out: dict[str, list[int]] = defaultdict(list)
    for i, f in enumerate(template.fields):
        if f.shape != "rows":  # a list's captions are its own
            out[f.key].append(i)
    return dict(out)


def assign(
    labels: Sequence[KeyCell], template: Template, targets: dict[str, list[int]], reader: FrameReader | None = None
) -> dict[int, Assigned]:
    """Field and confidence by position in `labels`; captions that name no field of the template are not in it.

    A caption whose best reading is an indicator that this form does not ask for gets none: it is some other figure.
    """
    scores: dict[int, dict[int, float]] = {}
    for k, at in enumerate(labels):
        hits = at.cell_kind.hits
        if not hits:
            continue
        best = hits[0].score
        own = {f: h.score for h in hits for f in targets.get(h.indicator, ())}
        if k and reader is not None and of_another(at, labels[k - 1], reader):
            own = {f: s for f, s in own.items() if not _of_contact(template.fields[f], template, reader)}
        if own and max(own.values()) >= best:
            scores[k] = own
    out: dict[int, Assigned] = {}
    anchors: dict[int, int] = {}
    for k, own in scores.items():
        exact = [f for f, s in own.items() if s >= 1.0]
        if len(exact) == 1:
            anchors[k] = exact[0]
            out[k] = Assigned(template.fields[exact[0]], 1.0)
    rest = [k for k in scores if k not in anchors]
    if rest:
        _solve(rest, scores, anchors, labels, template, out)
    return out


def of_other_years(labels: Sequence[KeyCell], assigned: Mapping[int, Assigned]) -> dict[int, Assigned]:
    """The captions without a field that are another one's but for their year (2023年总产值, 2024年总产值), with the
    field of that one.
    """
    said = {k: (_YEAR.findall(at.cell.text), _YEAR.sub("", squeeze(at.cell.text))) for k, at in enumerate(labels)}
    fields = {said[k][1]: k for k in assigned if said[k][0]}
    found = {k: fields.get(bare) for k, (years, bare) in said.items() if years and k not in assigned}
    return {k: assigned[j] for k, j in found.items() if j is not None and said[k][0] != said[j][0]}


def of_another(at: KeyCell, before: KeyCell, reader: FrameReader) -> bool:
    """Whether a caption stands behind another person's name in its row: 负责人 | 陈刚 | 联系电话 | 027-…"""
    beside = before.order // ROW == at.order // ROW
    asks = "phone" in reader.read(squeeze(at.cell.text)).what
    return beside and asks and OTHER_PERSON in reader.read(squeeze(before.cell.text)).what


def _of_contact(spec: FieldSpec, template: Template, reader: FrameReader) -> bool:
    """Whether a field is the telephone of the contact whose field stands before it."""
    owner = next((f for f in template.fields if f.indicator == spec.after), None)
    return owner is not None and "contact" in reader.read(squeeze(owner.label)).what


def _solve(
    rest: list[int],
    scores: dict[int, dict[int, float]],
    anchors: dict[int, int],
    labels: Sequence[KeyCell],
    template: Template,
    out: dict[int, Assigned],
) -> None:
    taken = set(anchors.values())
    columns = sorted({f for k in rest for f in scores[k] if f not in taken})
    if not columns:
        return
    at_column = {f: c for c, f in enumerate(columns)}
    position = {f.key: i for i, f in enumerate(template.fields)}
    by_order = sorted(anchors, key=lambda k: labels[k].order)
    total = [[0.0] * len(columns) for _ in rest]
    for row, k in enumerate(rest):
        before = [a for a in by_order if labels[a].order < labels[k].order]
        behind = [a for a in by_order if labels[a].order > labels[k].order]
        previous = anchors[before[-1]] if before else None
        following = anchors[behind[0]] if behind else None
        for f, score in scores[k].items():
            if f not in at_column:
                continue
            spec = template.fields[f]
            value = score
            if spec.section and spec.section == labels[k].section:
                value += SECTION_BONUS
            if previous is not None:
                value += _after(spec, template.fields[previous], position)
            if (previous is None or previous < f) and (following is None or f < following):
                value += ORDER_BONUS
            total[row][at_column[f]] = value
    # several captions alike (联系人, 联系方式): their order is that of the fields
    for c, f in enumerate(columns):
        rows = [r for r in range(len(rest)) if total[r][c] > 0]
        rows.sort(key=lambda r: labels[rest[r]].order)
        for rank, r in enumerate(rows):
            total[r][c] += 1e-4 * (f * rank)
    for r, c in best_pairs(total):
        k, f = rest[r], columns[c]
        if f not in scores[k] or scores[k][f] < LEAST:
            continue
        others = [s for g, s in enumerate(total[r]) if g != c and s > 0]
        margin = total[r][c] - max(others, default=0.0)
        out[k] = Assigned(template.fields[f], sure(scores[k][f], margin))
    _behind(labels, scores, out)


def _behind(labels: Sequence[KeyCell], scores: dict[int, dict[int, float]], out: dict[int, Assigned]) -> None:
    """Makes sure of captions in their very wording that stand right behind the field that the template says.

    So the blocks of a form that repeat their captions (姓名, 手机 of three persons) are told apart by what is sure.
    """
    before: Assigned | None = None
    for k in sorted(scores, key=lambda k: labels[k].order):
        mine = out.get(k)
        if mine is not None and mine.confidence < 1.0 and max(scores[k].values()) >= 1.0:
            follows = before is not None and before.field.indicator == mine.field.after
            if follows and before is not None and before.confidence >= 1.0:
                mine = out[k] = Assigned(mine.field, 1.0)
        before = mine


def _after(spec: FieldSpec, previous: FieldSpec, position: dict[str, int]) -> float:
    """Bonus for following the field that the template names, less where the last anchor is a bit earlier."""
    if spec.after is None:
        return 0.0
    if spec.after == previous.indicator:
        return AFTER_BONUS
    gap = position[spec.key] - position[previous.key]
    return AFTER_BONUS * 0.9 if 0 < gap <= 2 else 0.0  # noqa: PLR2004 - 联系方式 stands two behind its 主管部门


def sure(score: float, margin: float) -> float:
    """Confidence of an assignment: of its score, held back where the runner-up is close."""
    if score >= 1.0:
        return 1.0 if margin >= ORDER_BONUS else 0.8
    by_score = 0.96 if score >= 0.9 else 0.93 if score >= 0.8 else 0.85 if score >= 0.72 else 0.7  # noqa: PLR2004
    return by_score if margin >= 0.08 else min(by_score, 0.75)  # noqa: PLR2004
