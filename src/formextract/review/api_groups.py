"""The API's calls about grouping: which files belong to whom, and corrections by hand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from formextract.review import acts, grouping
from formextract.review.answers_loads import ActOut, MemberOut, NearNameOut
from formextract.review.asked import Strict, site_of
from formextract.store import StoreAct

router = APIRouter(prefix="/api", tags=["归类"])
Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class MoveIn(Strict):
    """把文件归到一家。"""

    files: list[Sha] = Field(min_length=1, max_length=2000, description="文件的 sha256")
    to: str = Field(
        max_length=500,
        description="申报的名称，取自 /api/groups/names；- 为不属于任何一家，= 为保留原处、不被替代，空为按程序归类",
    )
    new: bool = Field(False, description="库里没有这个名称也归过去，单独成一家（拆分）")
    by: str = Field(max_length=200, description="谁改的")
    why: str = Field("", max_length=acts.LONGEST, description="理由")


class JoinIn(Strict):
    """把两份申报并为一家。"""

    record_id: str = Field(max_length=255, description="要并过去的申报")
    into: str = Field(max_length=500, description="并到哪一家")
    by: str = Field(max_length=200)
    why: str = Field("", max_length=acts.LONGEST)


class UndoIn(Strict):
    """撤销一次归类。"""

    act: int = Field(ge=1, description="哪一次，见 /api/groups/acts")
    by: str = Field(max_length=200)


@router.get("/groups", summary="每个文件归在哪一家，为什么", response_model=list[MemberOut])
def groups(
    request: Request,
    record_id: Annotated[str, Query(max_length=255, description="只看这一份申报的")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 10_000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """没有归到哪一家的在最后，cluster 和 record_id 为空。"""
    pins = site_of(request).store.acts.pins()
    rows = [
        {
            "path": m.path, "sha256": m.sha256, "role": m.role, "cluster": m.cluster, "record_id": m.record_id,
            "why": m.why, "assigned": pins.get(m.sha256, ""),
        }
        for m in site_of(request).store.groups.members(record_id)
    ]  # fmt: skip
    return rows[offset : offset + limit]


@router.get("/groups/names", summary="相近的名称", response_model=list[NearNameOut])
def names(request: Request, like: Annotated[str, Query(max_length=500)] = "") -> list[Any]:
    """按与 like 相近的程度排列；不给出则列出全部。"""
    return list(grouping.near_names(site_of(request).store, like))


@router.post(
    "/groups/moves",
    summary="改归类",
    status_code=201,
    response_model=ActOut,
    responses={422: {"description": "库里没有这个名称；near 是相近的"}},
)
def move(request: Request, wanted: Annotated[MoveIn, Body()]) -> Any:
    """记住这些文件属于谁，重新归并；下次装载同样的文件也照此归类。"""
    site = site_of(request)
    by = site.by(request, wanted.by)
    try:
        act = grouping.move(
            site.store, wanted.files, wanted.to, by, wanted.why, version=site.settings.version, new=wanted.new
        )
    except grouping.NobodysNameError as e:
        near = [{"name": n.name, "record_id": n.record_id, "likeness": n.likeness} for n in e.near]
        return JSONResponse({"message": str(e), "near": near}, 422)
    return spelt(act)


@router.post("/groups/joins", summary="并为一家", status_code=201, response_model=ActOut)
def join(request: Request, wanted: Annotated[JoinIn, Body()]) -> Any:
    """这一份申报的全部文件归到另一家。"""
    site = site_of(request)
    by = site.by(request, wanted.by)
    return spelt(
        grouping.join(site.store, wanted.record_id, wanted.into, by, wanted.why, version=site.settings.version)
    )


@router.post("/groups/undos", summary="撤销一次归类", status_code=201, response_model=ActOut)
def undo(request: Request, wanted: Annotated[UndoIn, Body()]) -> Any:
    """恢复到这一次归类之前；后来又改过的不能撤销。"""
    site = site_of(request)
    by = site.by(request, wanted.by)
    return spelt(grouping.undo(site.store, wanted.act, by, version=site.settings.version))


@router.get("/groups/acts", summary="改过的归类", response_model=list[ActOut])
def group_acts(request: Request) -> list[dict[str, Any]]:
    """按时间先后。"""
    return [spelt(a) for a in site_of(request).store.acts.entries("move", "undo")]


def spelt(act: StoreAct) -> dict[str, Any]:
    """An act as the API spells it."""
    return {"id": act.id, "at": act.at, "by": act.by, "kind": act.kind, "told": act.told, "why": act.why}
