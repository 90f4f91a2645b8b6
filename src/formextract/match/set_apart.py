"""What stands behind another field's value with no place of its own: the paper's date, a body's contact in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.match.contacts import with_number
from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.match.leftovers import Leftovers
from formextract.match.reading_order import Stream
from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import Template
from formextract.text import is_blank, squeeze

DATE, BODY = "application_date", "operator"
"""The indicators that say when a form was filled in, and who runs the cluster."""
_DATE = re.compile(r"\(?(?:20\d\d|二[〇零○O0]\S{2})(?:年\S{1,3}月(?:\S{1,3}日)?|[-./]\d{1,2}[-./]\d{1,2})\)?")
_CAPTIONED = re.compile(r"([\u4e00-\u9fff]{2,8})\s*[:：]\s*(\S.*)")
_ALONE = doubt("label_differs", "没有对应的栏目，取自单独写着的日期", 0.85)
_BRACKETED = doubt("label_differs", "没有对应的栏目，取自机构名称后面的括号", 0.85)


def with_date_set_apart(placements: Sequence[Placement], template: Template, stream: Stream) -> list[Placement]:
    """The placements with the one line that is a date and nothing else, also behind a wide space in a line of captions,
    where the form asks when it was filled in and nothing else says it.
    """
    spec = next((f for f in template.fields if f.indicator == DATE and f.shape in (None, "line", "cell")), None)
    dated = [x for x in stream.lines if _DATE.fullmatch(squeeze(x[2].text))]
    told = any(p.indicator == DATE and not is_blank(p.text) for p in placements)
    if spec is None or told or len(dated) != 1:
        return list(placements)
    stream.lines.remove(dated[0])
    line = dated[0][2]
    own = Placement(
        spec,
        DATE,
        spec.label,
        None,
        (),
        squeeze(line.text).strip("()"),
        line.place,
        doubts=(_ALONE,),
        legibility=line.legibility,
    )
    return [*(p for p in placements if p.indicator != DATE), own]


def with_contact_set_apart(
    placements: Sequence[Placement], template: Template, index: LabelIndex, left: Leftovers
) -> list[Placement]:
    """The placements with the person and number that stand in brackets behind a body's name, where the form asks for
    its contact: 某某服务中心（联系人：杜娟　15549396620）.
    """
    body = next((p for p in placements if p.indicator == BODY and not is_blank(p.text)), None)
    person = next((f for f in template.fields if f.after == BODY), None)
    phone = next((f for f in template.fields if person is not None and f.after == person.indicator), None)
    if body is None or person is None or phone is None:
        return list(placements)
    wanted = {person.indicator, phone.indicator}
    if any(p.indicator in wanted and not is_blank(p.text) for p in placements):
        return list(placements)

    def named(text: str) -> tuple[str, str] | None:
        found = _CAPTIONED.fullmatch(text.strip())
        hits = index.wanted(found.group(1)) if found is not None else ()
        own = any(h.indicator == person.indicator and h.score >= SAME_WORDS for h in hits)
        return with_number(found.group(2)) if found is not None and own else None

    behind = left.taken(lambda x: x.place == body.place and named(x.text) is not None)
    told = named(behind.text) if behind is not None else None
    if told is None:
        return list(placements)
    out = [p for p in placements if p.indicator not in wanted]
    for spec, text in zip((person, phone), told, strict=True):
        out.append(
            Placement(
                spec,
                spec.indicator,
                spec.label,
                None,
                (),
                text,
                body.place,
                doubts=(_BRACKETED,),
                legibility=body.legibility,
            )
        )
    return out
