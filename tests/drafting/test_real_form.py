"""A blank form that nobody here wrote, drafted, and a copy filled in by this test read with the draft.

The form is used in place and never copied into the project: `FORMEXTRACT_REAL_FORMS` names the folder that holds it.
It is 附件1 of a notice with four forms in one Word 97 file; its committed analogue is `samples/drafting`.
"""

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from formextract import extract, intake, readers
from formextract.catalogue import check_file, load_catalogue
from formextract.catalogue.catalogue import default_folder
from formextract.checks import kinds
from formextract.drafting import as_yaml, draft_of, forms_in

NAME = "01-jiangsu-application-forms-2020.doc"
GIVEN = Path(os.environ.get("FORMEXTRACT_REAL_FORMS", "no such folder")) / NAME
FORM = GIVEN if GIVEN.is_file() else None
ID = "enterprise/application@2020"

pytestmark = [
    pytest.mark.skipif(FORM is None, reason=f"{NAME} is not here; FORMEXTRACT_REAL_FORMS names its folder"),
    pytest.mark.usefixtures("office"),
]

BESIDE = {
    "企业名称": "南京某某数据技术有限公司",
    "成立时间": "2012年5月8日",
    "企业基本情况": "公司从事工业数据的采集与分析。",
    "本企业参与形成的国际标准（数量及标准名称）": "1项，某某数据交换",
    "国家标准（数量及标准名称）": "2项，甲规范、乙规范",
    "近5年获得的行业资质": "软件能力成熟度三级",
    "研发费用总额占企业销售（营业）收入总额比例": "12.5%",
    "“数智云网链”方向的专利数（项）": "18",
    "“数智云网链”方向的软件著作权数（项）": "35",
    "创新情况说明": "与两所高校共建实验室。",
}
BELOW = {
    ("负责人", "姓名"): "张三",
    ("负责人", "手机"): "13900000001",
    ("联系人", "姓名"): "李四",
    ("联系人", "Email"): "li@example.com",
}
YEARLY = {
    ("2019", "营业收入"): "12,345.67",
    ("2018", "营业收入"): "9800",
    ("2019", "研发费用"): "1543.2",
    ("2018", "净利润"): "-120.5",
}
TICKED = {"技术标签": ("大数据", "云计算"), "公共服务及民生领域": ("交通商贸",)}


def plain(text):
    return re.sub(r"\s", "", text)


def cells_of(row):
    """The cells of a row, merged ones once."""
    out = []
    for cell in row.cells:
        if not out or cell._tc is not out[-1]._tc:
            out.append(cell)
    return out


def filled(folder):
    """A copy of the notice with its first form filled in."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(FORM)]
    subprocess.run(command, check=True, capture_output=True)
    path = folder / f"{FORM.stem}.docx"
    form = docx.Document(str(path))
    line = next(p for p in form.paragraphs if plain(p.text).startswith("申报时间"))
    line.text = "申报时间 2020年9月18日"
    table = next(t for t in form.tables if "企业基本信息" in t.rows[0].cells[0].text)
    columns = {}
    group = ""
    for at, row in enumerate(table.rows):
        cells = cells_of(row)
        texts = [plain(c.text) for c in cells]
        for k, text in enumerate(texts):
            if text in BESIDE:
                cells[k + 1].text = BESIDE[text]
            for option in TICKED.get(text, ()):
                words = cells[k + 1].text
                cells[k + 1].text = re.sub(f"[□☐£]\\s*{option}", f"☑{option}", words)
        if texts[0] in ("负责人", "联系人") and "姓名" in texts:
            group = texts[0]
            for k, text in enumerate(texts):
                if (group, text) in BELOW:
                    cells_of(table.rows[at + 1])[k].text = BELOW[group, text]
        if texts[0] == "指标":
            columns = dict(enumerate(texts))
        for k, text in columns.items():
            if (texts[0], text) in YEARLY:
                cells[k].text = YEARLY[texts[0], text]
    form.save(str(path))
    return path


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The record of the filled copy by the draft of the blank form, by label and period."""
    folder = tmp_path_factory.mktemp("real")
    catalogue = load_catalogue()
    blank = readers.read(intake.source_file(FORM))
    first = forms_in(blank, catalogue.lexicon)[0]
    templates = folder / "templates"
    shutil.copytree(default_folder(), templates, ignore=shutil.ignore_patterns("*@*.yaml"))
    path = templates / f"{ID}.yaml"
    path.parent.mkdir()
    path.write_text(as_yaml(draft_of(first, catalogue.indicators, catalogue.lexicon), ID, FORM.name), "utf-8")
    check_file(path, kinds())
    (record,) = extract(filled(folder), templates, check=False)
    return record


def test_the_notice_holds_four_forms():
    several = forms_in(readers.read(intake.source_file(FORM)), load_catalogue().lexicon)
    assert len(several) == 4


def value(record, label, period=None):
    found = [o for o in record.values if plain(o.label) == label and o.status == "reported"]
    return next((o.value for o in found if period in (None, o.period)), None)


def test_cells_beside_their_label(read):
    got = {label: value(read, label) for label in BESIDE}
    assert got["企业名称"] == BESIDE["企业名称"]
    assert got["成立时间"] in ("2012-05-08", BESIDE["成立时间"])
    assert got["研发费用总额占企业销售（营业）收入总额比例"] == Decimal("12.5")
    assert got["“数智云网链”方向的专利数（项）"] == 18
    assert got["“数智云网链”方向的软件著作权数（项）"] == 35
    texts = [k for k in BESIDE if isinstance(got[k], str) and k != "成立时间"]
    assert {k: got[k] for k in texts} == {k: BESIDE[k] for k in texts}
    assert None not in got.values(), got


def test_names_below_their_caption_belong_to_their_group(read):
    values = {o.indicator: o.value for o in read.values if o.status == "reported"}
    assert values["head_name"] == "张三"
    assert values["head_mobile"] == "13900000001"
    assert values["contact_name"] == "李四"
    assert values["contact_email"] == "li@example.com"


def test_years_down_the_side_latest_first(read):
    """In the unit of the section's heading: 万元, turned into the indicator's own where it is a known one."""
    values = {(o.indicator, o.period): (o.value, o.unit) for o in read.values if o.status == "reported"}
    assert values["revenue", "2019"] == (Decimal("1.234567"), "亿元")
    assert values["revenue", "2018"] == (Decimal("0.98"), "亿元")
    assert values["net_profit", "2018"] == (Decimal("-120.5"), "万元")


def test_ticks(read):
    assert value(read, "技术标签") == ("大数据", "云计算")
    assert value(read, "公共服务及民生领域") == ("交通商贸",)


def test_nothing_that_was_written_is_lost(read):
    said = {plain(o.raw) for o in read.values} | {plain(u.text) for u in read.unmatched}
    everything = [*BESIDE.values(), *BELOW.values(), *YEARLY.values()]
    assert [w for w in everything if not any(plain(w) in s for s in said)] == []
