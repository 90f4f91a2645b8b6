"""The API's calls about records: the list, a record, its findings and copies, what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from formextract.catalogue import load_catalogue
from formextract.model.json import plain, record_to_dict, record_to_json
from formextract.review import copies
from formextract.review.answers import CopyOut, IndicatorOut, QueuedOut, SubmissionOut
from formextract.review.asked import PAGED, TOTAL, Limit, Offset, RecordId, Wanted, bare, found, paged, site_of
from formextract.review.notes import Note
from formextract.store import Selection
from formextract.wording import LEVELS

router = APIRouter(prefix="/api")

Only = Literal["", "errors", "warnings", "missing", "queue", "not_met", "unmatched", "open", "changed"]


@router.get(
    "/submissions",
    summary="列出申报",
    tags=["记录"],
    responses={200: {"model": list[SubmissionOut], **PAGED[200]}},
)
def submissions(
    request: Request,
    program: Wanted = "",
    form: Wanted = "",
    city: Wanted = "",
    assignee: Wanted = "",
    only: Annotated[
        Only, Query(description="有矛盾、疑点、缺件、待看、不符合、未认领内容的；没有审核完成的；完成后又有变动的")
    ] = "",
    limit: Limit = 10_000,
    offset: Offset = 0,
) -> JSONResponse:
    """每条记录一行：问题数、认定条件、有把握的比例、待看的数。共有几条见回答的 x-total-count。"""
    found = [
        n.spelt() for n in site_of(request).notes.all()
        if program in ("", n.program) and form in ("", n.form) and city in ("", n.city)
        and assignee in ("", n.assignee) and (not only or n.has(only))
    ]  # fmt: skip
    return paged(found, limit, offset)


_LINES = {"application/x-ndjson": {"schema": {"type": "string", "description": "每行一条记录（Record）"}}}


@router.get(
    "/records",
    summary="全部记录，每行一条 JSON",
    tags=["记录"],
    response_class=StreamingResponse,
    responses={200: {"content": _LINES}},
)
def records(
    request: Request,
    program: Wanted = "",
    limit: Annotated[int | None, Query(ge=1, description="最多几条；不给则全部")] = None,
    offset: Offset = 0,
) -> StreamingResponse:
    """与 export --format jsonl 相同：更正值在原读数之后，status 为 corrected。"""
    from formextract.loading import with_reviews

    store = site_of(request).store
    wanted = store.records(Selection(program))

    def lines() -> Iterator[bytes]:
        for record in with_reviews(store, islice(wanted, offset, None if limit is None else offset + limit)):
            yield record_to_json(record).encode("utf-8", "backslashreplace") + b"\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")


_FINDINGS = {
    "application/json": {
        "schema": {
            "type": "object",
            "properties": {
                "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
                "criteria": {"type": "array", "items": {"$ref": "#/components/schemas/CriterionResult"}},
            },
        }
    }
}
_RECORD = {"application/json": {"schema": {"$ref": "#/components/schemas/Record"}}}


@router.get("/records/{record_id}", summary="一条记录", tags=["记录"], responses={200: {"content": _RECORD}})
def record(request: Request, record_id: RecordId) -> Response:
    """格式见 formextract schema。"""
    body = record_to_json(found(site_of(request), record_id)).encode("utf-8", "backslashreplace")
    return Response(body, media_type="application/json")


@router.get(
    "/records/{record_id}/findings",
    summary="一条记录的问题和认定条件",
    tags=["记录"],
    responses={200: {"content": _FINDINGS}},
)
def findings(request: Request, record_id: RecordId) -> dict[str, Any]:
    """按更正后的值核对。"""
    spelt = record_to_dict(found(site_of(request), record_id))
    return {"findings": spelt["findings"], "criteria": spelt["criteria"]}


@router.get("/records/{record_id}/copies", summary="同一份表的各份怎么写", tags=["记录"], response_model=list[CopyOut])
def record_copies(request: Request, record_id: RecordId) -> Any:
    """电子版和盖章件（或照片）逐项对照：各写了什么、在哪里、是否不一致。只有一份的，回答为空。"""
    site = site_of(request)
    return copies.copies_of(site.store, bare(site, record_id))


@router.get("/queue", summary="待看的数", tags=["更正"], responses={200: {"model": list[QueuedOut], **PAGED[200]}})
def queue(
    request: Request,
    doubt: Annotated[str, Query(max_length=64, description="只要某一种存疑原因的（values[].doubts 的 kind）")] = "",
    program: Wanted = "",
    assignee: Wanted = "",
    limit: Limit = 500,
    offset: Offset = 0,
) -> JSONResponse:
    """按影响排序：其疑问可能改变认定结论的排在最前。"""
    found = [
        (note, item)
        for note, item in site_of(request).notes.queue(kind=doubt)
        if program in ("", note.program) and assignee in ("", note.assignee)
    ]
    page = [queued(note, item) for note, item in found[offset : offset + limit]]
    return JSONResponse(page, headers={TOTAL: str(len(found))})


def queued(note: Note, item: Any) -> dict[str, Any]:
    """A value of the queue with its record."""
    return {"record_id": note.id, "cluster": note.cluster, **plain(item)}


@router.get("/indicators", summary="指标目录", tags=["记录"], response_model=list[IndicatorOut])
def indicators() -> list[dict[str, Any]]:
    """认领时可选的指标。"""
    return [
        {
            "id": name,
            "label": i.label,
            "unit": i.unit,
            "period": i.period,
            "dims": {k: [{"value": v, "label": LEVELS.get(v, v)} for v in vs] for k, vs in i.dims.items()},
        }
        for name, i in load_catalogue().indicators.items()
    ]
