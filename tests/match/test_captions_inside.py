"""A cell that holds another field's caption holds another field's value."""

import pytest

from formextract.model import TYPED, Cell, Document, Line, Place, SourceFile, Table
from formextract.model.doubt import SURE
from formextract.pipeline import records
from formextract.text import squeeze

SUMMARY = "与德国、日本等6国科研机构共建联合实验室13个，引进海外人才37名。"
CAPTIONS = (
    "集群国际合作交流总体情况（200字以内）",
    "产业链协同情况",
    "主导产业",
    "集群总产值（亿元）",
    "集群企业数量",
    "集群占地面积（平方公里）",
)


def cooperation(text):
    """What is read of a form of a few rows whose first cell says this."""
    rows = [(CAPTIONS[0], text), *((c, "无") for c in CAPTIONS[1:])]
    cells = [
        Cell(k, n, 1, 1, t, Place(1, cell=f"T1R{k}C{n}"), legibility=TYPED)
        for k, row in enumerate(rows)
        for n, t in enumerate(row)
    ]
    title = [Line(t, Place(1), legibility=TYPED) for t in ("中小企业特色产业集群申报表", "六、开放合作情况")]
    source = SourceFile("form.docx", "0" * 64, "docx", 1)
    (record,) = records(Document(source, "docx", (*title, Table(tuple(cells), len(rows), 2)), 1))
    return next(v for v in record.values if v.indicator == "cooperation_summary")


@pytest.mark.parametrize("caption", ["集群内产业联盟组织情况", "（二）集群已开展的国际合作交流活动"])
def test_a_text_that_goes_on_with_another_caption_is_in_doubt_and_says_which(caption):
    found = cooperation(f"{SUMMARY}\n{caption}\n☑参加中国国际中小企业博览会等展会类活动")
    assert found.confidence < SURE
    assert [squeeze(caption) in d.because for d in found.doubts if d.kind == "several_values"] == [True]


def test_a_text_with_another_field_s_options_is_in_doubt():
    found = cooperation(f"{SUMMARY} 参加中国国际中小企业博览会等展会类活动☐")
    assert found.confidence < SURE
    assert "several_values" in {d.kind for d in found.doubts}


def test_a_text_of_several_lines_is_not():
    assert cooperation(f"{SUMMARY}\n产品出口37个国家和地区。").confidence >= SURE
