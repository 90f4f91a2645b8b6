"""A picture pasted into a digital document says nothing about the rest of it: what was typed is read as it is typed."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_documents import (
    FORMS,
    PROVINCE_HEAD,
    document,
    form,
    match,
    matched,
    on_paper,
    placed,
    read_from_picture,
    table,
    with_pasted_picture,
)

from formextract import intake, readers
from formextract.assembly import assemble
from formextract.model import Document, Table

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MISREAD_TITLE = "湖北省特色产业集样申报表"


def known(made: Document) -> bool:
    return FORMS.recognise(made) is not None


def test_a_typed_title_is_not_misread_for_a_picture_elsewhere():
    made = document(MISREAD_TITLE, PROVINCE_HEAD)
    assert known(on_paper(made))
    assert not known(with_pasted_picture(made))


def test_a_typed_heading_is_not_misread_for_a_picture_elsewhere():
    """Its number is that of a chapter; a third of its letters are not."""
    made = form("八、为了一年中小企业特色产业集群发展规划", "一、成效显著。")
    assert any(p.indicator == "plan_text" for p in match(on_paper(made)).placements)
    assert not any(p.indicator == "plan_text" for p in match(with_pasted_picture(made)).placements)


def test_typed_names_of_targets_are_not_misread_for_a_picture_elsewhere():
    made = table(
        ["方向", "指标", "2023年基准值", "2026年目标值"],
        ["开放合作", "定性描述", "出口29国", "新设网点"],
        ["治理服务", "定性描述二", "建立专班", "全覆盖"],
    )
    plan = form("八、未来三年中小企业特色产业集群发展规划", made)
    assert "plan_baseline[开放合作·定性描述]" in placed(on_paper(plan))
    assert "plan_baseline[定性描述]" in placed(with_pasted_picture(plan))


def test_a_typed_chapter_begins_where_it_is_typed_whatever_picture_is_elsewhere():
    plan = "未来三年中小企业特色产业集群发展规划"
    lost = form("一、成效显著。", f"四、{plan}", "二、做大做强。", "九、真实性声明及推荐意见")
    assert [p.confidence for p in match(with_pasted_picture(lost)).placements if p.indicator == "plan_text"] == [1.0]


@pytest.mark.parametrize("scanned", ["a figure", "a caption"])
def test_an_altered_layout_is_told_as_sure_as_its_captions_were_read(scanned):
    """A figure that was pasted in as a picture makes no removed row a misread one; a caption may."""
    read = readers.read(intake.source_file(SAMPLES / "national.docx"))
    (table_at,) = [n for n, b in enumerate(read.blocks) if isinstance(b, Table) and "外商直接投资额" in str(b.cells)]
    whole = read.blocks[table_at]
    gone = next(c.row for c in whole.cells if "外商直接投资额（万元）" in c.text)
    kept = tuple(c for c in whole.cells if c.row != gone)
    caption, figure = (next(c for c in kept if (c.row, c.col) == (1, col)) for col in (0, 1))
    blocks = (*read.blocks[:table_at], replace(whole, cells=kept), *read.blocks[table_at + 1 :])
    place = (figure if scanned == "a figure" else caption).place
    made = read_from_picture(replace(read, blocks=blocks), lambda x: 0.95 if x.place == place else None)
    template, (found,) = matched(made)
    told = {f.check: f.severity for f in assemble(made, template, found, FORMS.indicators).findings}
    assert told["layout.removed"] == ("warning" if scanned == "a figure" else "info")
