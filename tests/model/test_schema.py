import copy
import json
from decimal import Decimal

import jsonschema
import pytest

from formextract.model import (
    Alternative,
    CriterionResult,
    FileRef,
    Finding,
    Observation,
    Parts,
    Proposal,
    Record,
    Source,
    Unmatched,
)
from formextract.model.json import record_to_json
from formextract.model.schema import record_schema, record_schema_json

HERE = Source(0, 4, (72.0, 110.5, 180.0, 128.0), None, "pdf-text")
THERE = Source(0, None, None, "Sheet1!B5", "xlsx")


def observe(value, **kwargs):
    parts = {
        "period": "2022",
        "dims": {},
        "unit": "亿元",
        "precision": 2,
        "raw": "",
        "status": "reported",
        "confidence": 1.0,
        "source": HERE,
    }
    return Observation(indicator="x", label="某", value=value, **parts | kwargs)


RECORD = Record(
    id="r1",
    program="sme-cluster",
    form="application",
    template="sme-cluster/application@2024",
    cluster="甲",
    files=(FileRef("甲.pdf", "a" * 64, "pdf", "application", 24),),
    values=(
        observe(Decimal("123.45")),
        observe(Decimal(12000), precision=-3, source=THERE),
        observe(True, precision=None),
        observe("2024-06", unit=None),
        observe(("甲", "乙"), dims={"level": "national"}),
        observe((), status="none"),
        observe(None, period=None, status="missing", source=None),
        observe(Decimal(1), alternatives=(Alternative(Decimal(7), "7", 0.6, THERE),)),
    ),
    findings=(
        Finding(
            "c", "growth", "error", "不符", ("x@2022",), "x@2022", Decimal(1), (Decimal("8.14"), None), Decimal(2), "一"
        ),
        Finding("d", "layout", "info", "看看", (), origin="layout", parts=Parts("看看"), rests_on=("x@2022",)),
    ),
    criteria=(CriterionResult("k", "一", "产值", "met", {"x@2022": Decimal("45.2"), "y": None}, ">= 40"),),
    unmatched=(Unmatched("备注", "字", THERE, (Proposal("gross_output", "集群总产值", "2022", 0.31),)),),
)
BARE = Record("r2", "sme-cluster", "summary", "t", "", (), ())


def validator():
    kind = jsonschema.validators.validator_for(record_schema())
    kind.check_schema(record_schema())
    return kind(record_schema())


@pytest.mark.parametrize("record", [RECORD, BARE])
def test_what_is_emitted_is_valid(record):
    validator().validate(json.loads(record_to_json(record)))


def test_every_key_is_required_but_optional_ones_and_no_other_is_allowed():
    spelt = json.loads(record_to_json(RECORD))
    check = validator()
    seen = set()
    for path, part in objects(spelt):
        for key in list(part):
            if path and path[-1] in ("dims", "observed"):
                continue
            broken = copy.deepcopy(spelt)
            del at(broken, path)[key]
            assert check.is_valid(broken) == (key in ("alternatives", "origin", "parts", "rests_on", "proposals")), (
                path,
                key,
            )
            seen.add(key)
        if not (path and path[-1] in ("dims", "observed")):
            broken = copy.deepcopy(spelt)
            at(broken, path)["more"] = 1
            assert not check.is_valid(broken), path
    assert {"schema", "bbox", "suspect", "threshold", "alternatives", "text"} <= seen


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "formextract/record/2"),
        (("values", 0, "status"), "empty"),
        (("values", 0, "value"), {"a": 1}),
        (("values", 0, "source", "bbox"), [1, 2, 3]),
        (("values", 0, "confidence"), "1"),
        (("values", 0, "period"), 2022),
        (("findings", 0, "severity"), "bad"),
        (("findings", 0, "expected"), [1]),
        (("files", 0, "role"), "form"),
        (("values", 4, "value"), ["甲", 1]),
        (("values", 0, "precision"), 1.5),
    ],
)
def test_what_the_contract_does_not_know_is_refused(path, wrong):
    spelt = json.loads(record_to_json(RECORD))
    at(spelt, path[:-1])[path[-1]] = wrong
    assert not validator().is_valid(spelt)


def test_the_schema_is_json_with_the_contracts_order():
    schema = json.loads(record_schema_json())
    assert list(schema["properties"]) == [
        *json.loads(record_to_json(BARE)),
        "corrections",
        "decisions",
        "applicant",
        "identifier",
    ]
    assert schema["title"] == "formextract/record/1"
    assert "default" not in record_schema_json()


def objects(value, path=()):
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from objects(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from objects(inner, (*path, n))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def test_every_key_says_what_it_means():
    schema = record_schema()
    for name, part in [("Record", schema), *schema["$defs"].items()]:
        assert all(spelt.get("description") for spelt in part["properties"].values()), name
