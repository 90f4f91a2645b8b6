"""The API's calls about values: corrections, claims of unmatched ink, and the captions that are learnt of these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from formextract.catalogue import load_catalogue
from formextract.checks.undone import is_undone
from formextract.model import Action, Finding, Record
from formextract.model.corrections import LogEntry
from formextract.model.json import plain
from formextract.review import acts, copies, learning
from formextract.review.answers import CorrectionDone, CorrectionOfRecord, CorrectionOut, SynonymOut
from formextract.review.asked import PAGED, Limit, Offset, RecordId, Strict, Wanted, found, paged, site_of
from formextract.review.site import Site
from formextract.store import Synonym

router = APIRouter(prefix="/api", tags=["更正"])


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
    saw: str | None = Field(
        None,
        max_length=acts.LONGEST + 100,
        description="看到的值和单位，如 12.00 %；现在已不是它的（刚重新读过），答 409",
    )


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


@router.get("/records/{record_id}/corrections", summary="一条记录的更正记录", response_model=list[CorrectionOut])
def corrections(request: Request, record_id: RecordId) -> list[dict[str, Any]]:
    """按时间先后；只增不改。"""
    return [plain(c) for c in found(site_of(request), record_id).corrections]


@router.post(
    "/records/{record_id}/corrections",
    summary="更正、确认一个数",
    status_code=201,
    response_model=CorrectionDone,
    responses={409: {"description": "别人刚处理过这个数；回答里有那条记录"}, 422: {"description": "内容不对"}},
)
def correct(request: Request, record_id: RecordId, wanted: Annotated[CorrectionIn, Body()]) -> dict[str, Any]:
    """记入更正记录，重新核对，并回答哪些问题消失、哪些新出现。"""
    site = site_of(request)
    before = found(site, record_id)
    if wanted.saw is not None and not acts.is_what_was_seen(before, wanted.field, wanted.saw):
        raise HTTPException(409, "这个数刚刚重新读过，和页面上看到的不同，没有保存。请看过现在的值再处理")
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


@router.get("/log", summary="全库的更正记录", responses={200: {"model": list[CorrectionOfRecord], **PAGED[200]}})
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


@router.post("/learnt/withdrawals", summary="收回一个学到的标签", status_code=201)
def unlearn(request: Request, wanted: Annotated[UnlearnIn, Body()]) -> dict[str, int]:
    """以后的文件不再按它读；files 是按它读过、下次装载时重读的文件数。"""
    site = site_of(request)
    return {"files": learning.unlearn(site.store, wanted.template, wanted.label, site.by(request, wanted.by))}


@router.get("/synonyms", summary="审核时学到的标签", response_model=list[SynonymOut])
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
