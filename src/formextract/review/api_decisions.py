"""The API's calls about decisions: findings, clauses, unmatched ink, the review's end, and several values at once."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from pydantic import Field
from starlette.exceptions import HTTPException

from formextract.model import Record
from formextract.model.decisions import Subject, Verdict, state_of
from formextract.model.json import plain
from formextract.review import acts
from formextract.review.answers import ConfirmedOut, DecisionOfRecord, DecisionOut, DecisionsOut, OpenThing
from formextract.review.asked import RecordId, Strict, found, site_of
from formextract.review.deciding import AskedDecision, decision_for
from formextract.review.verdicts import Verdicts
from formextract.store import EditConflictError

router = APIRouter(prefix="/api", tags=["审核处理"])


class DecisionIn(Strict):
    """对一个问题、一条认定条件、一处未认领内容或整份申报的处理。"""

    subject: Subject = Field(description="对象：finding、criterion、unmatched、submission、assignee")
    target: str = Field("-", max_length=2000, description="对象编号，见同一地址的 GET；submission 和 assignee 不用填")
    verdict: Verdict = Field(
        description="成立 kept、不成立 dropped；符合 met、不符合 not_met；与申报无关 irrelevant；审核完成 done、"
        "重新打开 reopened；分给 assigned；撤销 withdrawn"
    )
    by: str = Field(max_length=200, description="审核人")
    why: str = Field("", max_length=acts.LONGEST, description="理由；不成立、符合、不符合、重新打开必填")
    version: int = Field(0, ge=0, description="看到的版本：最后一条处理的序号，没有则为 0")
    saw: str = Field("", max_length=100, description="页面上 data-state 的值，只用于 done：内容有变动的，答 409")
    person: str = Field("", max_length=200, description="分给谁，只用于 assignee；空为不分给谁")


class FieldSeen(Strict):
    """一个数，和看到的版本。"""

    field: str = Field(max_length=2000)
    version: int = Field(0, ge=0)
    saw: str | None = Field(None, max_length=acts.LONGEST + 100, description="看到的值和单位；已不是它的跳过")


class ConfirmationsIn(Strict):
    """一次确认几个数。"""

    fields: list[FieldSeen] = Field(min_length=1, max_length=2000)
    by: str = Field(max_length=200, description="审核人")
    why: str = Field("", max_length=acts.LONGEST)


@router.get("/records/{record_id}/decisions", summary="一条记录的审核处理", response_model=DecisionsOut)
def decisions(request: Request, record_id: RecordId) -> dict[str, Any]:
    """已有的处理按时间先后；open 是可以处理的各项和它们的编号。"""
    record = found(site_of(request), record_id)
    return {"decisions": [plain(d) for d in record.decisions], "open": list(_open(record))}


def _open(record: Record) -> list[OpenThing]:
    views = Verdicts(record, {}, {})
    things = [("finding", f.target, f.message, f.decided) for f in views.findings()]
    things += [("criterion", c.target, c.text, c.decided) for c in views.criteria() if c.open]
    things += [("unmatched", u.target, u.cell.text, u.decided) for u in views.unmatched()]
    return [OpenThing(subject=s, target=t, told=told, verdict=d.verdict, version=d.version) for s, t, told, d in things]


@router.post(
    "/records/{record_id}/decisions",
    summary="处理一个问题、一条认定条件、一处未认领内容或整份申报",
    status_code=201,
    response_model=DecisionOut,
    responses={409: {"description": "别人刚处理过；回答里有那条处理"}, 422: {"description": "内容不对，或缺理由"}},
)
def decide(request: Request, record_id: RecordId, wanted: Annotated[DecisionIn, Body()]) -> Any:
    """记入审核处理，只增不改；撤销也是一条新的处理。"""
    site = site_of(request)
    record = found(site, record_id)
    if wanted.verdict == "done" and wanted.saw and wanted.saw != state_of(record):
        told = "这份申报的内容刚有变动，可能装载了新的文件，或别人更正了数。请关掉这个框，看过以后再点“审核完成”"
        raise HTTPException(409, told)
    asked = AskedDecision(
        wanted.subject, wanted.target, wanted.verdict, site.by(request, wanted.by), wanted.why, wanted.version,
        wanted.person,
    )  # fmt: skip
    return plain(site.store.decisions.append(record, decision_for(record, asked), seen=wanted.version))


@router.post(
    "/records/{record_id}/confirmations", summary="一次确认几个数", status_code=201, response_model=ConfirmedOut
)
def confirm(request: Request, record_id: RecordId, wanted: Annotated[ConfirmationsIn, Body()]) -> dict[str, Any]:
    """每个数各记一条更正记录；别人刚处理过的和读不出的跳过。"""
    site = site_of(request)
    by = site.by(request, wanted.by)
    before = found(site, record_id)
    done, skipped = 0, []
    for one in wanted.fields:
        act = acts.Act("accept", one.field, by, "", wanted.why, one.version)
        if one.saw is not None and not acts.is_what_was_seen(before, one.field, one.saw):
            skipped.append(one.field)
            continue
        try:
            site.store.reviews.append(before, acts.entry_for(before, act), seen=one.version)
            done += 1
        except (acts.RefusedError, EditConflictError):
            skipped.append(one.field)
    return {"confirmed": done, "skipped": skipped}


@router.get("/decisions", summary="全库的审核处理", response_model=list[DecisionOfRecord])
def all_decisions(request: Request) -> list[dict[str, Any]]:
    """按时间先后，每条带记录编号。"""
    return [{"record_id": name, **plain(d)} for name, d in site_of(request).store.decisions.entries()]
