"""The API's calls about the meeting's table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from formextract.catalogue import load_catalogue
from formextract.review.answers_outputs import TableOut
from formextract.review.asked import site_of
from formextract.review.meeting import MeetingTable, as_excel, table_of
from formextract.review.site import Site

router = APIRouter(prefix="/api", tags=["比较表"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Program = Annotated[str, Query(max_length=64, description="项目")]
Form = Annotated[str, Query(max_length=64, description="表种")]
Columns = Annotated[list[str], Query(description="列，取自 choice 的 id；可重复", max_length=60)]
Rank = Annotated[list[str], Query(description="按哪几列排名", max_length=10)]


def asked_table(
    site: Site,
    program: str,
    form: str,
    column: list[str],
    rank: list[str],
    city: str = "",
    disc: str = "",
    discs: Mapping[str, tuple[str, ...]] | None = None,
) -> MeetingTable:
    """The table that is asked for, of one place or disc where that is named. `discs` are the records', where known."""
    if discs is None:
        discs = site.store.manifest.discs_of_records()
    notes = [n for n in site.notes.all() if (not city or n.city == city) and (not disc or disc in discs.get(n.id, ()))]
    return table_of(notes, program, form, column, rank, discs)


@router.get("/table", summary="比较表", response_model=TableOut)
def table(
    request: Request,
    program: Program,
    column: Columns = [],  # noqa: B006 - FastAPI copies it
    rank: Rank = [],  # noqa: B006
    form: Form = "application",
    city: Annotated[str, Query(max_length=100)] = "",
    disc: Annotated[str, Query(max_length=4000)] = "",
) -> Any:
    """一个项目的全部申报：每列一个指标或一条认定条件，标出是否达到门槛、相差多少、读得有没有把握、上一年的数。"""
    return asked_table(site_of(request), program, form, column, rank, city, disc)


@router.get("/table.xlsx", summary="比较表的 Excel 文件", response_class=Response)
def table_as_excel(
    request: Request,
    program: Program,
    column: Columns = [],  # noqa: B006
    rank: Rank = [],  # noqa: B006
    form: Form = "application",
    beside: Annotated[bool, Query(description="上一年并列")] = False,
    city: Annotated[str, Query(max_length=100)] = "",
    disc: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """与页面上的相同。"""
    made = asked_table(site_of(request), program, form, column, rank, city, disc)
    title = load_catalogue().title_of(program)
    head = {"content-disposition": f"attachment; filename*=UTF-8''{quote(f'比较表-{title}.xlsx')}"}
    return Response(as_excel(made, title, beside=beside), media_type=_XLSX, headers=head)
