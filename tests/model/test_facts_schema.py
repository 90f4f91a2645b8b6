"""Facts satisfy the schema that is printed of them."""

import jsonschema
from test_facts import FORM

from formextract.model.facts import facts
from formextract.model.facts_schema import facts_schema


def test_facts_satisfy_their_schema():
    jsonschema.Draft202012Validator(facts_schema()).validate(facts(FORM, {"criteria": "2024"}))
