from pathlib import Path

import pytest
import yaml

from formextract.catalogue.edits import load_edits
from formextract.checks.kinds import BandEdit, SubsetEdit, kinds
from formextract.errors import TemplateError
from formextract.model.edits import Ref, parse_ref

ROOT = Path(__file__).parents[2] / "templates"
INDICATORS = set(yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))["indicators"])

ONE = """
edits:
  - id: smes_within_enterprises
    kind: subset
    part: smes@year
    whole: enterprises@year
    clause: 二
"""


def write(root, text):
    (root / "edits.yaml").write_text(text, encoding="utf-8")
    return root


def test_the_shipped_edits_name_only_indicators_of_the_catalogue():
    used = {e.kind for e in load_edits(ROOT, kinds(), "sme-cluster", INDICATORS).edits}
    assert used == {
        "sum",
        "baseline",
        "target",
        "stages",
        "same_text",
        "in_place",
        "dates",
        "ticked",
        "answer",
        "borne_out",
        "all_of_it",
        "listed_once",
        "plan_years",
        "share",
        "per_capita",
        "growth",
        "average_growth",
        "subset",
        "band",
        "range",
        "count",
        "required",
        "format",
        "length",
    }


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("land_area", Ref("land_area")),
        ("smes@year", Ref("smes", "year")),
        ("fdi@2023", Ref("fdi", "2023")),
        ("pilot_projects[level=*]", Ref("pilot_projects", None, (("level", "*"),))),
        ("plan_baseline[target=研发经费|研发投入]", Ref("plan_baseline", None, (("target", "研发经费|研发投入"),))),
    ],
)
def test_references(text, ref):
    assert parse_ref(text) == ref


@pytest.mark.parametrize("text", ["", "Smes", "smes@next", "smes@20", "smes[level]", "集群名称 "[:2] + "@x"])
def test_what_is_no_reference(text):
    with pytest.raises(ValueError, match="“"):
        parse_ref(text)


def test_an_edit_as_written(tmp_path):
    assert load_edits(write(tmp_path, ONE), kinds()).edits == (
        SubsetEdit(
            id="smes_within_enterprises",
            kind="subset",
            clause="二",
            part=Ref("smes", "year"),
            whole=Ref("enterprises", "year"),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "mend"),
    [
        ("part: smes@year", "part: smes@next", 5, "不是指标引用"),
        ("part: smes@year", "parts: smes@year", 3, "part"),
        ("    clause:", "    note: 三\n    clause:", 7, "不认识"),
        ("kind: subset", "kind: subsets", 3, "kind"),
        ("id: smes_within", "id: Smes_within", 3, "id"),
        ("    clause: 二\n", "", 3, "缺少"),
        ("smes@year", "smess@year", 3, "不在指标目录中"),
    ],
)
def test_a_mistake_is_refused_with_file_line_and_mend(tmp_path, old, new, line, mend):
    write(tmp_path, ONE.replace(old, new, 1))
    with pytest.raises(TemplateError) as e:
        load_edits(tmp_path, kinds(), None, INDICATORS)
    assert f"edits.yaml 第 {line} 行" in str(e.value)
    assert mend in str(e.value)


def test_an_id_written_twice_is_refused(tmp_path):
    with pytest.raises(TemplateError, match="写了两次"):
        load_edits(write(tmp_path, ONE + ONE.replace("\nedits:\n", "")), kinds())


def test_a_programme_adds_edits_and_replaces_those_of_the_same_id(tmp_path):
    write(tmp_path, ONE)
    (tmp_path / "own").mkdir()
    write(
        tmp_path / "own",
        ONE.replace("clause: 二", "clause: 自定") + ONE.replace("\nedits:\n", "").replace("smes_w", "srdi_w"),
    )
    assert [(e.id, e.clause) for e in load_edits(tmp_path, kinds(), "own").edits] == [
        ("smes_within_enterprises", "自定"),
        ("srdi_within_enterprises", "二"),
    ]
    assert load_edits(tmp_path, kinds(), "other") == load_edits(tmp_path, kinds())


def test_bounds_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="大于上限"):
        BandEdit.model_validate(
            {"id": "a", "kind": "band", "clause": "x", "explain": "y", "over": "fdi@year", "between": [2, 1]}
        )
