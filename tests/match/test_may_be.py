"""A readable file that is no known form is told apart from proof: it may be a form."""

from __future__ import annotations

import pytest

from formextract import pipeline
from formextract.errors import MAY_BE_FORM, UnknownFormError
from formextract.model import Cell, Document, Line, Place, SourceFile, Table

SOURCE = SourceFile("甲.docx", "0" * 64, "docx", 1)


def document(*texts: str, cells: tuple[str, ...] = (), notes: tuple[str, ...] = (), paper: bool = False) -> Document:
    table = Table(tuple(Cell(n, 0, 1, 1, t, Place(cell=f"T1R{n}C1")) for n, t in enumerate(cells)), len(cells), 1)
    blocks = (*(Line(t, Place()) for t in texts), *((table,) if cells else ()))
    sure = {c.place: 0.9 for c in table.cells} if paper else {}
    return Document(SOURCE, "docx", blocks, 1, notes, sureness=sure)


@pytest.mark.parametrize(
    ("shown", "may_be"),
    [
        (document("中小企业特色产业集群申报表", "集群名称：甲"), True),
        (
            document(
                cells=("集群名称", "主导产业名称", "集群总产值（亿元）", "集群占地面积（平方公里）", "运营管理机构")
            ),
            True,
        ),
        (document("封面", notes=("文件里有 2 幅像整页的图片（扫描件或照片），没有读，请看原件",)), True),
        (document(cells=tuple(f"格{n}" for n in range(24)), paper=True), True),
        (document("营业执照", "名称：甲公司"), False),
        (document("专利清单", cells=("序号", "专利名称", "专利号", "1", "座椅", "ZL2021")), False),
    ],
)
def test_what_may_be_a_form_is_told_apart(shown: Document, may_be: bool) -> None:
    with pytest.raises(UnknownFormError) as told:
        pipeline.records(shown)
    assert str(told.value).startswith(MAY_BE_FORM) == may_be
    assert "目前认得" not in str(told.value)
