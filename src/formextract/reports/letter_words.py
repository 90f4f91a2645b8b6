"""What letters of a programme say beside their items: to whom, how they begin and end; the usual words, a programme's
own (`letter:` of its `programme.yaml`), or those that staff have put in their place on the page.

A word in braces stands for what is each applicant's: `{名称}`, or the caption of any text that the form asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from formextract.catalogue import load_catalogue
from formextract.model import Record
from formextract.model.copies import all_sure, copy_readings
from formextract.model.facts import form_values
from formextract.model.template import LetterWords
from formextract.model.written import applicant_of
from formextract.reports.notice import LetterTerms, after_working_days
from formextract.store import Store
from formextract.submissions.applicants import region_of

NAME, FORM, PROGRAMME, ITEMS, DEADLINE, CITY, COUNTY = "名称", "表", "项目", "项数", "期限", "市", "县"
Recipient = Literal["operator", "county", "city"]
LATE = (ITEMS, DEADLINE)
"""What is only known once a letter is written."""
ALWAYS = (NAME, FORM, PROGRAMME, CITY, COUNTY, *LATE)
_BRACED = re.compile(r"\{([^{}\n]{1,100})\}")
BLANK = "　　　　"
"""Stands where a letter's words ask for what the form does not say for sure."""
OPENING = "你单位报送的{名称}《{表}》及有关材料收悉。经审核，有{项数}项内容需要补正，现通知如下："
TO_AUTHORITY = OPENING.replace("报送", "推荐报送", 1)
CLOSING = (
    "请于{期限}前，将更正后的申报表（电子版及加盖公章的扫描件）和补充的证明材料报送我单位。一处数字更正后，表中由它计算的比例、"
    "增长率、合计等请一并更正；经核对原填报无误的，请附书面说明。逾期未补正的，按现有材料审核。"
)
CONTACT = "联系人：　　　　　　　联系电话："
_OPERATOR = {"cluster": "{名称}申报单位", "project": "{名称}承担单位"}
"""To whom a letter goes where nothing better is known; companies, institutes and persons apply in their own name."""


@dataclass(frozen=True, slots=True)
class LetterBlanks:
    """What is put in place of the words in braces, as far as one form says it for sure."""

    texts: Mapping[str, str]

    def fill(self, text: str, **late: str) -> str:
        """The text for one applicant; what is not known is left blank, what is only known later is left as it is."""
        known = {**self.texts, **late}

        def said(found: re.Match[str]) -> str:
            name = found[1].strip()
            return found[0] if name in LATE and name not in late else known.get(name, BLANK)

        return _BRACED.sub(said, text)

    def whole(self, text: str) -> str:
        """The text for one applicant, '' where something in it is not known: a letter to nobody is left to staff."""
        return self.fill(text) if all(n.strip() in self.texts for n in _BRACED.findall(text)) else ""


def usual(record: Record) -> LetterWords:
    """The usual words for whoever applies with a record's form."""
    template = load_catalogue().templates.get(record.template)
    asked = {} if template is None else {f.indicator: load_catalogue().indicators[f.indicator] for f in template.fields}
    return usual_words(_kind(record), {name: i.label for name, i in asked.items()})


def usual_words(kind: str, captions: Mapping[str, str]) -> LetterWords:
    """The usual words for who applies (`kind`, as in templates) by a form that has these captions, by indicator."""

    def caption(indicator: str, otherwise: str) -> str:
        return f"{{{captions[indicator]}}}" if indicator in captions else otherwise

    return LetterWords(
        operator=caption("operator", _OPERATOR.get(kind, "{名称}")),
        county=caption("county_authority", "{县}主管部门"),
        city="{市}工业和信息化主管部门" if kind == "cluster" else "{市}主管部门",
        opening=OPENING,
        closing=CLOSING,
        contact=CONTACT,
    )


def _kind(record: Record) -> str:
    template = load_catalogue().templates.get(record.template)
    return "cluster" if template is None or template.applicant is None else template.applicant.kind


def words_of(store: Store, record: Record) -> LetterWords:
    """What letters about a record say: staff's words before the programme's own, these before the usual ones."""
    own = load_catalogue().programmes.get(record.program)
    said = usual(record)
    for words in ((own.letter,) if own is not None else ()) + (store.letters.words(record.program),):
        if words is not None:
            said = said.model_copy(update={k: v for k, v in words.model_dump(exclude_unset=True).items() if v})
    return said


def addressee(words: LetterWords, said: LetterBlanks, record: Record, recipient: Recipient = "operator") -> str:
    """To whom a letter goes, as far as the form says it for sure; '' for an authority that it does not name."""
    to = said.whole(getattr(words, recipient))
    if to or recipient != "operator":
        return to
    return said.fill(_OPERATOR.get(_kind(record), "{名称}"))


def settled(
    terms: LetterTerms, words: LetterWords, said: LetterBlanks, record: Record, recipient: Recipient
) -> LetterTerms:
    """The terms of one letter, with the programme's words wherever nothing else was said."""
    opening = terms.opening or said.fill(words.opening)
    if not terms.opening and words.opening == OPENING and recipient != "operator":
        opening = said.fill(TO_AUTHORITY)
    return replace(
        terms,
        deadline=terms.deadline or after_working_days(terms.issued, words.days),
        to=terms.to or addressee(words, said, record, recipient),
        issuer=terms.issuer or said.fill(words.issuer),
        opening=opening,
        closing=terms.closing or said.fill(words.closing),
        contact=terms.contact or said.fill(words.contact),
    )


def said_by(record: Record, name: str, form: str) -> LetterBlanks:
    """What a form says for sure, by caption; `name` and `form` as letters call them."""
    texts: dict[str, str] = {}
    labels = load_catalogue().indicators
    for o in form_values(record):
        if o.indicator in labels and o.is_given and isinstance(o.value, str | date) and not o.dims:
            sure = o.is_reviewed or all_sure(copy_readings(record, o.key))
            if sure and str(o.value).strip():
                texts.setdefault(labels[o.indicator].label, str(o.value).strip())
    place = region_of(applicant_of(record))
    texts |= dict(zip((CITY, COUNTY), place.units or (place.province,) * bool(place.province), strict=False))
    return LetterBlanks(texts | {NAME: name, FORM: form, PROGRAMME: load_catalogue().title_of(record.program)})


def unknown_words(words: LetterWords, program: str) -> list[str]:
    """Words in braces that neither every letter knows nor a form of the programme asks for."""
    catalogue = load_catalogue()
    templates = [t for t in catalogue.templates.values() if t.program == program]
    known = {catalogue.indicators[f.indicator].label for t in templates for f in t.fields} | set(ALWAYS)
    return unknown_in(words, known)


def unknown_in(words: LetterWords, known: set[str]) -> list[str]:
    """Words in braces that are none of these."""
    texts = [v for v in words.model_dump().values() if isinstance(v, str)]
    return list(dict.fromkeys(n for t in texts for n in _BRACED.findall(t) if n.strip() not in known))
