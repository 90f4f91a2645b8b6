"""The API's calls about pictures: how many pages a file has, and what one looks like."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from formextract.model import Record
from formextract.review.answers import LookOut
from formextract.review.asked import RecordId, bare, site_of

router = APIRouter(prefix="/api", tags=["图像"])
Of = Annotated[
    str,
    Query(pattern=r"^([0-9a-f]{16,64})?$", description="看到的文件的 sha256（可只写前 16 位以上）；已不是它的，答 409"),
]
MOVED = "这份申报的文件刚有变动，页面上的还是原来的。请刷新页面"
"""What is answered where a number now means another file than the page that asks was made with."""


@router.get(
    "/records/{record_id}/files/{number}",
    summary="文件的页数和大小",
    response_model=LookOut,
    response_model_exclude_none=True,
)
def what(request: Request, record_id: RecordId, number: int, of: Of = "") -> dict[str, Any]:
    """kind 为 pages 时有各页大小（与 bbox 同一单位），为 tables 时没有页面图像。"""
    site = site_of(request)
    digest, kind = _file(bare(site, record_id), number, of)
    try:
        shown = site.drawer.what(digest, kind)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e
    return {k: v for k, v in shown.items() if k != "blocks"}


@router.get(
    "/records/{record_id}/files/{number}/pages/{page}",
    summary="一页的图像",
    response_class=FileResponse,
    responses={200: {"content": {"image/png": {}, "image/jpeg": {}}}},
)
def page_picture(
    request: Request,
    record_id: RecordId,
    number: int,
    page: Annotated[int, InPath(ge=1, le=10_000)],
    width: Annotated[int, Query(ge=1, le=10_000)] = 1100,
    of: Of = "",
) -> FileResponse:
    """按需画出，画过的留在库的 pages 文件夹里。浏览器只留下写明 of 的：编号所指的文件会变。"""
    site = site_of(request)
    digest, kind = _file(bare(site, record_id), number, of)
    try:
        kept = site.drawer.page(digest, kind, page, width)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e
    headers = {"cache-control": "private, max-age=86400"} if of else {}
    return FileResponse(kept.path, media_type=kept.media, headers=headers)


def _file(record: Record, number: int, of: str) -> tuple[str, str]:
    """Digest and format of a file by its number; 409 where that is another one than `of`."""
    if not 0 <= number < len(record.files):
        raise HTTPException(409, MOVED) if of else HTTPException(404, "这份申报里没有这个文件")
    if not record.files[number].sha256.startswith(of):
        raise HTTPException(409, MOVED)
    return record.files[number].sha256, record.files[number].format
