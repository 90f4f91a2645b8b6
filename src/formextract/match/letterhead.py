"""What a letter says without labels: who applies, in its title or first sentence, its date and sender at the foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from formextract.match.headed_answers import headed_answers
from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.match.naming import FIRST_SENTENCES, head_of_document
from formextract.match.stated import stated
from formextract.model import Cell, Document, Doubt, Line
from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import Indicator, Template
from formextract.text import is_blank, squeeze, together, unwrapped

LONGEST_NAME, LONGEST_SENDER = 40, 30
"""Letters of an applicant's name, and of who signs."""
LONGEST_WORD = 6
"""Letters by which the full name of an applicant is longer than the one in a title."""
FOOT = 4
"""Lines at the end of a document among which a letter is dated and signed."""

_VERB = "(?:(?:申请|拟)?(?:调整|变更|撤销|更名|申报|推荐|申请|认定|报送|上报|组织|开展|推进|培育|建设|同意))?"
"""What is done about an applicant, before its name."""
_DATE = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|二[〇零○O0]\S{2}年\S{1,3}月(?:\S{1,3}日)?"
)
_SIGNED = re.compile(
    rf"(?P<who>[\u4e00-\u9fff]{{4,{LONGEST_SENDER}}}(?:[(（][^()（）]*章[)）])?)\s+(?P<date>{_DATE.pattern})"
)
_SENT = re.compile(rf"[\u4e00-\u9fff]{{4,{LONGEST_SENDER}}}(?P<date>{_DATE.pattern})")
_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
"""The letters of a year that is written out: 二〇二二年."""
_BODY = re.compile(r"(?:管理委员会|管委会|中心|协会|公司|促进会|联盟|研究院|办公室)(?:\([^()]*章\))?$")
_PERIOD = re.compile(r"20\d\d年(?:度)?(?:上半年|半年度?|[1一](?:月份?)?[-—–~～至到]+[6六]月份?)?")
_SHORT = re.compile(r"[(（](?:以下)?(?:简称|统称)")
"""Behind the full name of what a letter then calls by a short one."""
_OF_A_BODY = "[\u4e00-\u9fff]{0,8}?(?:中心|促进会|协会|办公室|管委会|委员会)"
"""Behind what such applicants are called where a body is named by it: …集群发展促进中心."""
_SENTENCE = re.compile(r"[,，。;；:：!！?？]|^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_TITLE = doubt("label_differs", "没有对应的栏目，取自标题或首句", 0.85)
_PHRASE = doubt("label_differs", "没有对应的栏目，取自正文中的一句话", 0.85)
_HEADED = doubt("label_differs", "没有对应的栏目，取自标题下面的一行", 0.85)
_FOOT = doubt("label_differs", "没有对应的栏目，取自文末落款", 0.85)


def told_by_letter(
    document: Document,
    template: Template,
    placements: Sequence[Placement],
    index: LabelIndex,
    indicators: Mapping[str, Indicator],
    titled: str = "",
) -> tuple[list[Placement], set[int]]:
    """Placements for fields that have none, and the numbers of the blocks that are wholly told by them. `titled`: the
    year or half-year of the title.
    """
    lexicon = index.lexicon
    filled = {p.indicator for p in placements if not is_blank(p.text)}
    asked = {p.indicator for p in placements}  # also what was left empty
    told = {(p.indicator, squeeze(p.text)) for p in placements}
    fields = {f.indicator: f for f in template.fields if f.shape in (None, "line", "cell")}
    out: list[Placement] = []
    used: set[int] = set()

    def add(name: str, text: str, line: Line | Cell, why: Doubt) -> None:
        if name in fields and name not in filled:
            spec = fields[name]
            out.append(
                Placement(spec, name, spec.label, None, (), text, line.place, doubts=(why,), legibility=line.legibility)
            )

    heads, sentences = head_of_document(document, lexicon.paper)
    wanted = [*heads, *sentences[:FIRST_SENTENCES]]
    applicant = template.applicant.name if template.applicant is not None else "cluster_name"
    alone = ((b, squeeze(b.text)) for b in _alone(document))
    head = [(b, said) for b, text in alone if (said := _introduced(text, wanted)) is not None][: len(wanted)]
    defined = [(b, text[: short.start()]) for b, text in head if (short := _SHORT.search(text)) is not None]
    named = [
        (b, name) for b, text in (*defined, *head) if (name := applicant_in(text, lexicon.applicants, lexicon.sorts))
    ]
    if named:
        line, name = max(named, key=lambda x: (_fuller(x[1], named[0][1]), len(x[1])))
        add(applicant, name, line, _TITLE)
    answers = list(headed_answers(document, index, fields, indicators, filled))
    for name, text, line in answers:
        add(name, text, line, _HEADED)
    below = [line for _, _, line in answers]
    used |= {n for n, b in enumerate(document.blocks) if any(b is line for line in below)}
    titles = [(b, text) for b, text in head if text in heads and not any(b is line for line in below)]
    for b, text in titles:
        for name, said in _told_by_title(text, template, titled):
            add(name, said, b, _TITLE)
    for k, (b, text) in enumerate(titles):
        below_title = 0 < k == len(titles) - 1  # who writes stands alone below the title, or above the date
        if (below_title or _date_in(titles[k + 1][1] if k + 1 < len(titles) else "")) and _BODY.search(text):
            add("operator", text, b, _TITLE)
    filled |= {p.indicator for p in out}
    foot = signature(document)
    for k, (n, line) in enumerate(foot, 1):
        name, text = "application_date", _dated(line.text)[1]
        if k < len(foot):
            name, text, by_role = "operator", *_without_role(text, index)
            if not by_role and not _BODY.search(text):
                continue
        add(name, text, line, _FOOT)
        if name not in filled or (name, text) in told:  # what says otherwise than the form does is left over
            used.add(n)
    filled |= {p.indicator for p in out}
    phrases = [re.compile(phrase) for phrase in (*lexicon.phrases, *template.phrases)]
    for line in (b for b in document.blocks if isinstance(b, Line)):
        said = together(unwrapped(line.text))
        for phrase in phrases:
            found = phrase.search(said)
            groups = found.groupdict() if found is not None else {}
            here = filled.copy()
            for name, text in groups.items():
                of_another = name in fields and fields[name].after in here and fields[name].after in groups
                if text and name not in filled and not of_another:
                    add(name, text, line, _PHRASE)
                    filled.add(name)
        for name, text in stated(said, index, fields, filled | asked):
            add(name, text, line, _PHRASE)
            filled.add(name)
    return out, used if out else set()


def _introduced(text: str, heads: Sequence[str]) -> str | None:
    """The line of a paper's head that a squeezed text is, perhaps behind a word for what it is: 报送材料：…"""
    return text if text in heads else next((x for x in heads if text.endswith(":" + x)), None)


def _dated(text: str) -> tuple[str, str]:
    """Who signs and the date behind it where a line holds both, set apart; else nobody and the line."""
    found = _SIGNED.fullmatch(text.strip())
    return (squeeze(found["who"]), squeeze(found["date"])) if found is not None else ("", squeeze(text))


def _date_in(text: str) -> str:
    """The date that a squeezed line is, in brackets perhaps with who writes before it; '' for any other line."""
    bare = text.removeprefix("(").removesuffix(")")
    found = _DATE.fullmatch(bare) or (_SENT.fullmatch(bare) if bare != text else None)
    return found["date"] if found is not None and "date" in found.groupdict() else bare if found is not None else ""


def _without_role(text: str, index: LabelIndex) -> tuple[str, bool]:
    """A sender without the bracket behind its name, and whether that says that it is who runs the cluster."""
    found = re.fullmatch(r"(.+?)\(([^()]*)\)", text)
    if found is None:
        return text, False
    role = any(h.indicator == "operator" and h.score >= SAME_WORDS for h in index.wanted(found.group(2)))
    return (found.group(1), role) if role or found.group(2).endswith("章") else (text, False)


def _alone(document: Document) -> Iterator[Line | Cell]:
    """The lines of a document, and the cells that are all that their row shows: the titles of a sheet."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
            continue
        filled = [c for c in block.cells if not is_blank(c.text)]
        rows = Counter(c.row for c in filled)
        yield from (c for c in filled if rows[c.row] == 1)


def _fuller(name: str, other: str) -> bool:
    """Whether a name is another one or that with a word more: …电子信息省级创新型产业集群, …电子信息创新型产业集群."""
    at = next((k for k in range(len(other)) if name[k : k + 1] != other[k]), len(other))
    return name.endswith(other[at:]) and len(name) <= len(other) + LONGEST_WORD


def _told_by_title(text: str, template: Template, titled: str) -> Iterator[tuple[str, str]]:
    """What a line of a title tells of the fields of a form: the period (`titled`) as it is written, a date that is all
    that the line holds, and an option whose word the form's own titles do not hold.
    """
    own = squeeze("".join((template.title, *template.recognise.titles)))
    if date := _date_in(text):
        yield "application_date", date
    elif titled and (period := _PERIOD.search(text)) is not None:
        yield "report_period", period.group()
    for spec in template.fields:
        words = [w for w in spec.options if len(w) > 1 and w in text] if isinstance(spec.options, dict) else []
        if len({spec.options[w] for w in words}) == 1 and not any(w in own for w in spec.options):  # type: ignore[call-overload]
            yield spec.indicator, words[0]


def signature(document: Document) -> list[tuple[int, Line]]:
    """The lines at the foot of a letter that sign it, with the numbers of their blocks: who sends it, where that is
    said right above, and the date; none where the document ends in no date.
    """
    lines = [(n, b) for n, b in enumerate(document.blocks) if isinstance(b, Line) and not is_blank(b.text)]
    dated = next((k for k in range(len(lines) - 1, -1, -1) if _DATE.fullmatch(_dated(lines[k][1].text)[1])), None)
    if dated is None or dated < len(lines) - FOOT:
        return []
    above = squeeze(lines[dated - 1][1].text) if dated and not _dated(lines[dated][1].text)[0] else ""
    signed = 0 < len(above) <= LONGEST_SENDER and not _SENTENCE.search(above)
    return lines[dated - signed : dated + 1]


def year_signed(document: Document) -> int | None:
    """The year in which a paper is dated: at its foot, else by a line of its head that is a date; None for neither."""
    foot = signature(document)
    heads = [_dated(foot[-1][1].text)[1]] if foot else head_of_document(document)[0]
    for text in heads:
        if date := _date_in(text):
            digits = date[:4].translate(_DIGITS)
            return int(digits) if digits.isdigit() else None
    return None


def applicant_in(text: str, called: Sequence[str], sorts: Sequence[str]) -> str:
    """The name of an applicant that a title or a first sentence speaks of, by what such are `called` (集群); '' where
    it names only a sort of them, as a programme does.
    """
    names, general = _patterns(tuple(called), tuple(sorts))
    tight = re.sub("《[^》]*》", "", squeeze(text))
    for match in names.finditer(tight):
        name = match.group(1)
        if len(name) <= LONGEST_NAME and not general.match(name):
            return name
    return ""


@lru_cache(maxsize=8)
def _patterns(called: tuple[str, ...], sorts: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the name of an applicant behind a place, and what only sorts of them are called."""
    ending, sort = (f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)" for words in (called, sorts))
    names = (
        r"(?:^|现将|关于|就|——|[,。:《(])"
        + _VERB
        + r"((?:(?!关于|现将|根据|对|我)[\u4e00-\u9fff]){2,}?(?:省|市|州|县|区|区域)"
        + rf"(?:(?!关于|现将)[\u4e00-\u9fff()]){{2,}}?{ending})(?!{_OF_A_BODY})"
    )
    return re.compile(names), re.compile(
        rf"^(?:申报|申请|推荐|认定|创建)?(?:[\u4e00-\u9fff]{{2,10}}[省市州县区])?(?:[省市]级)?{sort}{ending}$"
    )
