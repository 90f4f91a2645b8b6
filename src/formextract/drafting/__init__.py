"""A blank form as a template in the making: its places, indicators proposed for them, rules that labels imply."""

from formextract.drafting.doubts import why_not_blank
from formextract.drafting.draft import Draft, DraftField, draft_of
from formextract.drafting.lines import LabelledPlace, Layout
from formextract.drafting.places import forms_in, layout_of
from formextract.drafting.trial import Trial, tried
from formextract.drafting.writing import as_yaml

__all__ = [
    "Draft",
    "DraftField",
    "LabelledPlace",
    "Layout",
    "Trial",
    "as_yaml",
    "draft_of",
    "forms_in",
    "layout_of",
    "tried",
    "why_not_blank",
]
