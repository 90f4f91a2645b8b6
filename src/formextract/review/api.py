"""The HTTP API: files in; records, findings, corrections and page pictures out. The page uses the same calls."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from formextract.catalogue import load_catalogue
from formextract.checks.undone import is_undone
from formextract.model import Action, Finding, Record
from formextract.model.corrections import LogEntry
from formextract.model.json import plain, record_to_dict, record_to_json
from formextract.review import acts, copies, learning, places
from formextract.review.answers import (
    BegunOut,
    CopyOut,
    CorrectionDone,
    CorrectionOfRecord,
    CorrectionOut,
    IndicatorOut,
    LoadOut,
    LoadSummaryOut,
    LookOut,
    PlacesOut,
    QueuedOut,
    SubmissionOut,
    SynonymOut,
    UnfinishedOut,
)
from formextract.review.loads import Load, safe_place, upload_folder
from formextract.review.notes import Note
from formextract.review.site import Site
from formextract.store import Selection, Synonym
from formextract.wording import LEVELS

router = APIRouter(prefix="/api")

RecordId = Annotated[str, InPath(pattern=r"^[0-9A-Za-z_-]{1,255}$", description="记录编号")]
_CHUNK = 1 << 20
_NO_LOAD = "没有这个装载任务。服务器可能重新启动过，已读完的文件都在库里"


class Strict(BaseModel):
    """What is sent; keys that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


class CorrectionIn(Strict):
    """对一个数的处理。"""

    field: str = Field(max_length=2000, description="指标代码，如 gross_output@2023")
    action: Literal["correct", "accept", "unreadable", "restore"] = Field(
        description="更正 correct、确认 accept、标为无法识读 unreadable、恢复读数 restore"
    )
    by: str = Field(max_length=200, description="审核人")
    text: str = Field("", max_length=acts.LONGEST, description="更正为（按表上的写法，可带单位）；多选每行一项")
    file: int | None = Field(None, ge=0, description="以记录的第几个文件上的读数为准，从 0 起；填了就不看 text")
    why: str = Field("", max_length=acts.LONGEST, description="理由")
    version: int = Field(0, ge=0, description="看到的版本：这一项最后一条更正记录的序号，没有则为 0")


class AssignmentIn(Strict):
    """把一处未认领的内容归到一个指标。"""

    unmatched: int = Field(ge=0, description="记录的 unmatched 里的第几处，从 0 起")
    text: str = Field(max_length=acts.LONGEST, description="那一处的原文，用来核对没有看错地方")
    indicator: str = Field(max_length=200, description="指标")
    period: str | None = Field(None, max_length=20, description="年份，如 2023")
    dims: dict[str, str] = Field(default_factory=dict, description="维度，如 level=national")
    value: str = Field("", max_length=acts.LONGEST, description="值；不填则读取原文")
    by: str = Field(max_length=200, description="审核人")
    why: str = Field("", max_length=acts.LONGEST, description="理由")
    version: int = Field(0, ge=0, description="看到的版本")


class UnlearnIn(Strict):
    """收回一个学到的标签。"""

    template: str = Field(max_length=255, description="表种，见 /api/synonyms")
    label: str = Field(max_length=acts.LONGEST, description="标签")
    by: str = Field(max_length=200, description="谁收回的")


class LoadIn(Strict):
    """装载本机的一个文件、文件夹、光盘或压缩包。"""

    path: str = Field(min_length=1, max_length=4000, description="路径")
    disc: str = Field("", max_length=200, description="光盘名称，可带年份；空为文件夹或压缩包的名称")
    by: str = Field("", max_length=200, description="谁装的")


class RetryIn(Strict):
    """再读一次。"""

    files: list[str] = Field(default_factory=list, max_length=2000, description="文件的 sha256；空为全部读不了的")
    by: str = Field("", max_length=200)


class OwedIn(Strict):
    """接着读没有读完的。"""

    by: str = Field("", max_length=200)


class UnfinishedIn(Strict):
    """继续或放弃一次没有做完的装载。"""

    by: str = Field("", max_length=200)
    drop: bool = Field(False, description="true 为放弃")


def site_of(request: Request) -> Site:
    """The site that the application serves."""
    site: Site = request.app.state.site
    return site


def found(site: Site, record_id: str) -> Record:
    """The record of this id with its corrections applied; 404 where there is none."""
    try:
        return site.record(record_id)
    except KeyError as e:
        raise HTTPException(404, "没有这条记录。它可能已随重新归并改了编号，请回到列表") from e


Limit = Annotated[int, Query(ge=1, le=10_000, description="最多几条")]
Offset = Annotated[int, Query(ge=0, description="跳过前几条")]
Wanted = Annotated[str, Query(max_length=255, description="只要这一种的；空为全部")]
Only = Literal["", "errors", "warnings", "missing", "queue", "not_met", "unmatched", "open", "changed"]
TOTAL = "x-total-count"
"""The header that says how many there are in all, of which an answer holds a page."""
_PAGED: dict[int | str, dict[str, Any]] = {200: {"headers": {TOTAL: {"schema": {"type": "integer"}}}}}


def paged(found: list[Any], limit: int, offset: int) -> JSONResponse:
    """A page of what was found, and how much there is in all."""
    return JSONResponse(found[offset : offset + limit], headers={TOTAL: str(len(found))})


@router.get(
    "/submissions",
    summary="列出申报",
    tags=["记录"],
    responses={200: {"model": list[SubmissionOut], **_PAGED[200]}},
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


@router.get(
    "/records/{record_id}/corrections", summary="一条记录的更正记录", tags=["更正"], response_model=list[CorrectionOut]
)
def corrections(request: Request, record_id: RecordId) -> list[dict[str, Any]]:
    """按时间先后；只增不改。"""
    return [plain(c) for c in found(site_of(request), record_id).corrections]


@router.get("/records/{record_id}/copies", summary="同一份表的各份怎么写", tags=["记录"], response_model=list[CopyOut])
def record_copies(request: Request, record_id: RecordId) -> Any:
    """电子版和盖章件（或照片）逐项对照：各写了什么、在哪里、是否不一致。只有一份的，回答为空。"""
    site = site_of(request)
    return copies.copies_of(site.store, _bare(site, record_id))


@router.post(
    "/records/{record_id}/corrections",
    summary="更正、确认一个数",
    tags=["更正"],
    status_code=201,
    response_model=CorrectionDone,
    responses={409: {"description": "别人刚处理过这个数；回答里有那条记录"}, 422: {"description": "内容不对"}},
)
def correct(request: Request, record_id: RecordId, wanted: Annotated[CorrectionIn, Body()]) -> dict[str, Any]:
    """记入更正记录，重新核对，并回答哪些问题消失、哪些新出现。"""
    site = site_of(request)
    before = found(site, record_id)
    action: Action = wanted.action
    taken = None
    if wanted.file is not None:
        taken = copies.reading_in(site.store, before, wanted.field, wanted.file)
        if taken is None:
            raise acts.RefusedError("那一份上没有这一项。请刷新页面后再试")
    by = site.by(request, wanted.by)
    act = acts.Act(action, wanted.field, by, wanted.text, wanted.why, wanted.version, taken)
    return _appended(site, before, acts.entry_for(before, act), wanted.version)


@router.post(
    "/records/{record_id}/assignments",
    summary="认领一处没有归到指标的内容",
    tags=["更正"],
    status_code=201,
    response_model=CorrectionDone,
    responses={409: {"description": "那一处已有变动"}, 422: {"description": "内容不对"}},
)
def assign(request: Request, record_id: RecordId, wanted: Annotated[AssignmentIn, Body()]) -> dict[str, Any]:
    """归到指标，并记住它的标签，供补充模板。"""
    site = site_of(request)
    before = found(site, record_id)
    if wanted.unmatched >= len(before.unmatched) or before.unmatched[wanted.unmatched].text != wanted.text:
        raise HTTPException(409, "未认领的内容刚有变动，可能别人已经认领。请刷新页面后再试")
    cell = before.unmatched[wanted.unmatched]
    act = acts.Act("assign", "", site.by(request, wanted.by), wanted.value, wanted.why, wanted.version)
    entry = acts.assigned(before, cell, wanted.indicator, act, wanted.period, wanted.dims)
    out = _appended(site, before, entry, wanted.version)
    label = cell.label.strip()
    why_not = learning.why_not(before.template, label, wanted.indicator) if label else "这里没有标签"
    if label and (not why_not or why_not == learning.ONLY_PROPOSED):
        by = entry.correction.by
        site.store.reviews.remember(Synonym(before.template, label, wanted.indicator, by, "", before.id, wanted.dims))
    return out | {"learnt": not why_not, "not_learnt": why_not}


def _appended(site: Site, before: Record, entry: LogEntry, seen: int) -> dict[str, Any]:
    after = site.trial(before, entry)
    trouble = next((f for f in after.findings if is_undone(f) and f not in before.findings), None)
    if trouble is not None:
        raise acts.RefusedError(f"没有保存，因为改成这样之后：{trouble.message}")
    done = site.store.reviews.append(before, entry, seen=seen)
    after = site.record(before.id)
    had, has = ({_identity(f) for f in r.findings} for r in (before, after))
    return {
        "correction": plain(done.correction),
        "version": done.correction.id,
        "gone": [plain(f) for f in before.findings if _identity(f) not in has],
        "new": [plain(f) for f in after.findings if _identity(f) not in had and _identity(f)[1]],
        "errors": sum(f.severity == "error" for f in after.findings),
        "warnings": sum(f.severity == "warning" for f in after.findings),
    }


def _identity(f: Finding) -> tuple[str, str]:
    """By what a finding is known again: a difference of two copies by its gravity, whatever else is said of it now."""
    if f.origin != "copies":
        return f.check, f.message
    return f.check, "" if f.severity == "info" else "differs"


@router.get(
    "/log", summary="全库的更正记录", tags=["更正"], responses={200: {"model": list[CorrectionOfRecord], **_PAGED[200]}}
)
def log(
    request: Request,
    by: Wanted = "",
    after: Annotated[int, Query(ge=0, description="只要序号比它大的")] = 0,
    limit: Limit = 10_000,
    offset: Offset = 0,
) -> JSONResponse:
    """按时间先后，每条带记录编号。"""
    entries = site_of(request).store.reviews.entries()
    found = [e for e in entries if e.correction.id > after and by in ("", e.correction.by)]
    return paged([{"record_id": e.record_id, **plain(e.correction)} for e in found], limit, offset)


@router.post("/learnt/withdrawals", summary="收回一个学到的标签", tags=["更正"], status_code=201)
def unlearn(request: Request, wanted: Annotated[UnlearnIn, Body()]) -> dict[str, int]:
    """以后的文件不再按它读；files 是按它读过、下次装载时重读的文件数。"""
    site = site_of(request)
    return {"files": learning.unlearn(site.store, wanted.template, wanted.label, site.by(request, wanted.by))}


@router.get("/synonyms", summary="审核时学到的标签", tags=["更正"], response_model=list[SynonymOut])
def synonyms(request: Request) -> list[dict[str, Any]]:
    """哪种表上的哪个标签是哪个指标；yaml 一栏可抄进模板的 synonyms。"""
    indicators = load_catalogue().indicators
    return [
        {
            "template": s.template,
            "label": s.label,
            "indicator": s.indicator,
            "indicator_label": indicators[s.indicator].label if s.indicator in indicators else s.indicator,
            "by": s.by,
            "at": s.at,
            "record_id": s.record_id,
            "dims": s.dims,
            "taken_back": s.taken_back,
        }
        for s in site_of(request).store.reviews.synonyms()
    ]


@router.get("/queue", summary="待看的数", tags=["更正"], responses={200: {"model": list[QueuedOut], **_PAGED[200]}})
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


# -- pictures ------------------------------------------------------------------------------------------------------


def _file(record: Record, number: int) -> tuple[str, str]:
    if not 0 <= number < len(record.files):
        raise HTTPException(404, "这份申报里没有这个文件")
    return record.files[number].sha256, record.files[number].format


@router.get(
    "/records/{record_id}/files/{number}",
    summary="文件的页数和大小",
    tags=["图像"],
    response_model=LookOut,
    response_model_exclude_none=True,
)
def what(request: Request, record_id: RecordId, number: int) -> dict[str, Any]:
    """kind 为 pages 时有各页大小（与 bbox 同一单位），为 tables 时没有页面图像。"""
    site = site_of(request)
    digest, kind = _file(_bare(site, record_id), number)
    try:
        shown = site.drawer.what(digest, kind)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e
    return {k: v for k, v in shown.items() if k != "blocks"}


@router.get(
    "/records/{record_id}/files/{number}/pages/{page}",
    summary="一页的图像",
    tags=["图像"],
    response_class=FileResponse,
    responses={200: {"content": {"image/png": {}, "image/jpeg": {}}}},
)
def page_picture(
    request: Request,
    record_id: RecordId,
    number: int,
    page: Annotated[int, InPath(ge=1, le=10_000)],
    width: Annotated[int, Query(ge=1, le=10_000)] = 1100,
) -> FileResponse:
    """按需画出，画过的留在库的 pages 文件夹里。"""
    site = site_of(request)
    digest, kind = _file(_bare(site, record_id), number)
    try:
        kept = site.drawer.page(digest, kind, page, width)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e
    return FileResponse(kept.path, media_type=kept.media, headers={"cache-control": "private, max-age=86400"})


def _bare(site: Site, record_id: str) -> Record:
    """The record as it was read: its files are what is asked for."""
    try:
        return site.store.record(record_id)
    except KeyError as e:
        raise HTTPException(404, "没有这条记录") from e


# -- loading -------------------------------------------------------------------------------------------------------


@router.get("/loads", summary="装载任务", tags=["装载"], response_model=list[LoadSummaryOut])
def loads(request: Request) -> list[dict[str, Any]]:
    """最近的在前。"""
    return [
        {k: v for k, v in job.spelt().items() if k not in ("files", "next")} for job in site_of(request).loads.all()
    ]


@router.post(
    "/loads", summary="装载本机的文件夹、光盘或压缩包", tags=["装载"], status_code=202, response_model=BegunOut
)
def load_path(request: Request, wanted: Annotated[LoadIn, Body()]) -> dict[str, Any]:
    """只读取给出的路径，不列出别处。读的过程和结果见 /api/loads/{编号}。"""
    site = site_of(request)
    if not site.settings.loads_paths:
        raise HTTPException(403, "本服务器对其他机器开放，不能读取服务器上的路径。请改用上传")
    named = wanted.path.strip().strip("\"'")
    path = Path(named)
    if "\0" in named or not path.is_absolute():
        raise HTTPException(422, "请给出完整路径，例如 /media/cdrom 或 /home/用户名/申报材料")
    try:
        if not path.exists():
            raise HTTPException(422, "没有这个文件或文件夹。请检查路径，光盘请先放好")
        if not os.access(path, os.R_OK):
            raise HTTPException(422, "没有读取权限。请检查权限，或把它复制出来再试")
    except OSError as e:
        raise HTTPException(422, f"打不开（{e.strerror}）。请检查路径") from e
    disc = wanted.disc.strip() or path.name
    return begun(site.loads.begin(path, named, disc=disc, by=site.by(request, wanted.by)))


@router.post("/loads/{number}/cancel", summary="停止一次装载", tags=["装载"], response_model=BegunOut)
def cancel_load(request: Request, number: int) -> dict[str, Any]:
    """等手头的文件读完就停；已读的都在库里，以后可以继续。"""
    site = site_of(request)
    try:
        site.loads.cancel(number)
    except KeyError as e:
        raise HTTPException(404, _NO_LOAD) from e
    return begun(site.loads.get(number))


@router.post("/retries", summary="把读不了的再读一次", tags=["装载"], status_code=202, response_model=BegunOut)
def retry(request: Request, wanted: Annotated[RetryIn | None, Body()] = None) -> dict[str, Any]:
    """用库里保存的原件，不需要光盘。给出 files 的只重读这些。"""
    site = site_of(request)
    files = wanted.files if wanted is not None else []
    by = site.by(request, wanted.by if wanted is not None else "")
    if files:
        site.store.acts.owe(files)
    return begun(site.loads.begin(None, "重新读取读不了的文件", by=by, retries=not files))


@router.post("/owed", summary="接着读没有读完的文件", tags=["装载"], status_code=202, response_model=BegunOut)
def read_owed(request: Request, wanted: Annotated[OwedIn, Body()]) -> dict[str, Any]:
    """在命令行里装载、中途停了的，用库里保存的原件接着读。"""
    site = site_of(request)
    if not site.loads.left():
        raise HTTPException(409, "没有要接着读的文件，或别的程序正在读。请刷新页面")
    return begun(site.loads.begin(None, "没有读完的文件", by=site.by(request, wanted.by)))


@router.get("/unfinished", summary="没有做完的装载", tags=["装载"], response_model=list[UnfinishedOut])
def unfinished(request: Request) -> list[dict[str, Any]]:
    """程序关闭、断电或人工停止的。"""
    return [
        {"id": a.id, "at": a.at, "by": a.by, "source": a.told, "disc": a.body["disc"]}
        for a in site_of(request).loads.unfinished()
    ]


@router.post("/unfinished/{number}", summary="继续或放弃", tags=["装载"], status_code=202, response_model=BegunOut)
def go_on(request: Request, number: int, wanted: Annotated[UnfinishedIn, Body()]) -> dict[str, Any]:
    """已读完的不会重读。"""
    site = site_of(request)
    act = next((a for a in site.loads.unfinished() if a.id == number), None)
    if act is None:
        raise HTTPException(404, "没有这次装载，或它已经做完。请刷新页面")
    by = site.by(request, wanted.by)
    if wanted.drop:
        site.loads.drop(act, by)
        return {"id": 0, "state": "dropped", "source": act.told}
    return begun(site.loads.go_on(act, by))


@router.get("/places", summary="本机的光盘和文件夹", tags=["装载"], response_model=PlacesOut)
def list_places(request: Request, path: Annotated[str, Query(max_length=4000)] = "") -> dict[str, Any]:
    """不给出 path 时列出光盘、移动盘和常用文件夹；给出时列出其中的文件夹和压缩包。"""
    if not site_of(request).settings.loads_paths:
        raise HTTPException(403, "本服务器对其他机器开放，不能读取服务器上的路径。请改用上传")
    try:
        return {"path": path, "places": [plain(p) for p in (places.within(path) if path else places.mounted())]}
    except OSError as e:
        raise HTTPException(422, f"打不开（{e.strerror}）。请检查路径") from e


@router.post(
    "/files", summary="上传文件或压缩包并装载", tags=["装载"], status_code=202, responses={202: {"model": BegunOut}}
)
async def upload(request: Request) -> JSONResponse:
    """multipart/form-data，字段名 files，可多个；文件名里可带文件夹。大小和个数有上限。"""
    site = site_of(request)
    settings = site.settings
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > settings.most_upload:
        raise HTTPException(413, f"一次最多上传 {settings.most_upload // 1_000_000} MB。请分几次上传，或改为填写路径")
    with upload_folder(site.store) as folder:
        names = await received(request, folder, settings.most_upload, settings.most_files)
        tops = {p.name for p in folder.iterdir() if p.is_dir()}
        whole = len(tops) == 1 and not any(p.is_file() for p in folder.iterdir())
        few = names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件"
        told = f"{next(iter(tops))}（{len(names)} 个文件）" if whole else few
        disc = request.query_params.get("disc", "").strip()[:200] or (next(iter(tops)) if whole else told)
        by = site.by(request, request.query_params.get("by", "")[:200])
        job = await asyncio.to_thread(
            partial(site.loads.begin, folder, f"上传：{told}", uploaded=True, disc=disc, by=by)
        )
    return JSONResponse(begun(job), 202)


async def received(request: Request, folder: Path, most: int, most_files: int) -> list[str]:
    """The names of the uploaded files, which are then below `folder`."""
    names = []
    try:
        form = await _bounded(request, most).form(max_files=most_files, max_fields=10, max_part_size=1 << 16)
    except _TooMuchError as e:
        raise HTTPException(413, f"一次最多上传 {most // 1_000_000} MB。请分几次上传，或改为填写路径") from e
    except (HTTPException, MultiPartException) as e:
        raise HTTPException(422, f"上传的内容不完整，或超过 {most_files} 个文件。请重试，或分几次上传") from e
    try:
        for value in form.getlist("files"):
            if isinstance(value, str):
                continue
            place = await asyncio.to_thread(safe_place, folder, value.filename or "")
            with place.open("wb") as out:
                while piece := await value.read(_CHUNK):
                    await asyncio.to_thread(out.write, piece)
            names.append(place.name)
    except OSError as e:
        raise HTTPException(507, f"存不下上传的文件（{e.strerror}）。请腾出磁盘空间") from e
    finally:
        await form.close()
    if not names:
        raise HTTPException(422, "没有收到文件。请先选择文件")
    return names


class _TooMuchError(Exception):
    """More came than may be uploaded at once."""


def _bounded(request: Request, most: int) -> Request:
    """The request, whose body ends with an error beyond so many bytes, whatever its head has said of it."""
    total = 0

    async def receive() -> Message:
        nonlocal total
        message = await request.receive()
        total += len(message.get("body", b""))
        if total > most:
            raise _TooMuchError
        return message

    return Request(request.scope, receive)


@router.get("/loads/{number}", summary="装载的进度和每个文件的结果", tags=["装载"], response_model=LoadOut)
def load_state(request: Request, number: int, since: Annotated[int, Query(ge=0)] = 0) -> dict[str, Any]:
    """state 为 waiting、running、done 或 failed；files 从第 since 个起。"""
    with suppress(KeyError):
        return site_of(request).loads.get(number).spelt(since)
    raise HTTPException(404, _NO_LOAD)


def begun(job: Load) -> dict[str, Any]:
    """How a load that was asked for is answered."""
    return {"id": job.id, "state": job.state, "source": job.source}
