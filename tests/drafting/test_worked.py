"""Three programmes of other departments, whole: the nine copies under samples/worked are loaded, grouped and judged."""

import difflib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.further import checked, gathered, put_together
from formextract.checks import kinds
from formextract.reports.letter_words import ALWAYS, unknown_in
from formextract.store import open_store
from patience import HANG_SECONDS
from samples import worked

WORKED = Path(__file__).resolve().parents[2] / "samples" / "worked"
FEW = 6
"""Lines of a drafted template that were changed in the finished one, at most."""
PEOPLE = {
    "technology-centre": ("湖北省澜江精工机械有限公司", "青岚新材料股份有限公司"),
    "energy-report": ("澜江水泥制造有限公司", "青岚纸业集团有限公司"),
    "project-acceptance": ("山地果园轻简化运输装备研究", "高寒地区中药材种苗繁育"),
}
VALUES = {
    "technology-centre": {
        "rd_share_of_revenue@2024": ("4.5", "3.6"),
        "主营业务收入@2022": ("18200", "9600"),
        "invention_patents_owned": ("9", "16"),
        "企业类型": ("民营", "民营"),
        "是否建有中试线": ("True", "False"),
    },
    "energy-report": {
        "energy_used@2024": ("38640", "21500"),
        "energy_used@2023": ("40120", "20980"),
        "绿电用量@2024": ("900", "3650"),
        "filled_in_by": ("罗晓", "孟琪"),
    },
    "project-acceptance": {
        "began_on": ("2022-07-01", "2022-07-01"),
        "发表论文": ("6", "4"),
        "budget_total[column=决算数]": ("50.0", "42.8"),
        "验收方式": ("会议验收", "函审"),
    },
}
CHECKS = {
    "technology-centre": ([], ["share_1.2024", "subset_3"]),
    "energy-report": ([], ["subset_2.2024"]),
    "project-acceptance": ([], ["sum_2.决算数"]),
}
VERDICTS = {
    "technology-centre": (["met", "met", "met"], ["met", "not_met", "not_met"]),
    "energy-report": (["met"], ["not_met"]),
    "project-acceptance": (["met", "met"], ["not_met", "met"]),
}


@pytest.mark.parametrize("name", worked.FORMS)
def test_the_draft_is_as_it_comes_and_few_lines_were_changed(name):
    folder = WORKED / name
    came = worked.drafted(folder / "blank.docx", worked.FORMS[name])
    assert (folder / "drafted.yaml").read_text("utf-8") == came
    finished = (folder / f"{worked.FORMS[name].partition('/')[2]}.yaml").read_text("utf-8")
    draft = came.partition("\n# 由标签推出的核对规则")[0].splitlines()
    told = [line for line in difflib.ndiff(draft, finished.splitlines()) if line.startswith("+ ")]
    assert 0 < len(told) <= FEW


def test_templates_rules_and_conditions_are_sound(tmp_path):
    further, whole = tmp_path / "further", tmp_path / "all"
    further.mkdir()
    made = gathered([WORKED], further)
    put_together(further, whole)
    checked(whole, made, further, kinds())
    catalogue = load_catalogue(whole)
    assert set(worked.FORMS.values()) <= set(catalogue.templates)
    words = {name: p.letter for name, p in catalogue.programmes.items() if name in worked.FORMS and p.letter}
    assert set(words) == {"technology-centre"}
    for name, said in words.items():
        form = catalogue.templates[worked.FORMS[name]]
        captions = {catalogue.indicators[f.indicator].label for f in form.fields}
        assert unknown_in(said, captions | set(ALWAYS)) == []


@pytest.mark.slow
def test_nine_copies_are_loaded_joined_and_judged(tmp_path):
    disc, store = tmp_path / "盘", tmp_path / "库"
    for name in PEOPLE:
        (disc / name).mkdir(parents=True)
        for copy in ("first.docx", "first-scan.pdf", "second.xlsx"):
            shutil.copy(WORKED / name / copy, disc / name)
    command = [sys.executable, "-m", "formextract", "load", disc, "--store", store, "--templates", WORKED]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=4 * HANG_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    with open_store(store) as opened:
        records = {(r.program, r.cluster): r for r in opened.records()}
        assert set(records) == {(program, who) for program, pair in PEOPLE.items() for who in pair}
        for program, pair in PEOPLE.items():
            for n, who in enumerate(pair):
                record = records[program, who]
                names = {Path(f.path).name for f in record.files}
                assert names == ({"first.docx", "first-scan.pdf"} if n == 0 else {"second.xlsx"})
                read = {o.key: str(o.value) for o in record.values}
                assert {k: read[k] for k in VALUES[program]} == {k: v[n] for k, v in VALUES[program].items()}
                assert all(o.confidence >= 0.9 for o in record.values if o.key in VALUES[program])
                sums = [f.check for f in record.findings if f.check.partition("_")[0] in ("share", "subset", "sum")]
                assert sorted(sums) == CHECKS[program][n]
                assert [c.status for c in record.criteria] == VERDICTS[program][n]
                if "subset_3" in sums:
                    (told,) = [f.message for f in record.findings if f.check == "subset_3"]
                    assert "拥有专利，其中发明专利 16 件，不应大于 拥有专利 14 件" in told
                assert "集群" not in " ".join(f.message for f in record.findings)
