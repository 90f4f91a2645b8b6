"""The API's calls about files: the account, the original bytes, what was settled, and discs taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Request
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from formextract.catalogue import load_catalogue
from formextract.loading import regroup
from formextract.review import acts
from formextract.review.account import KINDS, ONLY, UNTOLD, account_of
from formextract.review.answers_loads import AccountOut, ActOut, BegunOut
from formextract.review.api_groups import spelt
from formextract.review.api_loads import begun
from formextract.review.asked import Strict, site_of
from formextract.store import Store

router = APIRouter(prefix="/api", tags=["文件"])
_CHUNK = 1 << 18
MOST_NAMED = 3
"""Files that the log names of those that something was said of at once."""


class SettledIn(Strict):
    """标为已处理。"""

    files: list[str] = Field(min_length=1, max_length=2000, description="文件的 sha256；字节读不出的用路径")
    settled: bool = True
    by: str = Field(max_length=200)
    why: str = Field("", max_length=acts.LONGEST)


class DiscIn(Strict):
    """撤回或恢复一张光盘。"""

    disc: str = Field(min_length=1, max_length=4000, description="光盘名称，或装载时的文件夹")
    out: bool = Field(True, description="true 撤回，false 恢复")
    by: str = Field(max_length=200)
    why: str = Field("", max_length=acts.LONGEST)


@router.get("/account", summary="每个文件的结果", response_model=AccountOut)
def account(
    request: Request,
    kind: Annotated[str, Query(max_length=20, description="只要这一类：" + "、".join(KINDS))] = "",
    only: Annotated[str, Query(max_length=20, description="只要其中的：" + "、".join(ONLY))] = "",
    disc: Annotated[str, Query(max_length=4000)] = "",
    q: Annotated[str, Query(max_length=500, description="文件名、归在哪一家里的字，几个词用空格隔开")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """要处理的在前；tiles 是各类的个数，open 是其中还要处理的。"""
    site = site_of(request)
    found = account_of(site.store, {n.id: n.cluster for n in site.notes.all() if n.was})
    words = q.lower().split()
    rows = [r for r in found.rows if r.fits(kind, only, disc, words)]
    return {
        "files": found.files, "records": found.records, "applicants": found.applicants, "tiles": found.tiles,
        "open": found.open, "loose": found.loose, "waiting": found.waiting, "total": len(rows),
        "rows": rows[offset : offset + limit], "discs": list(found.discs),
    }  # fmt: skip


@router.post("/account/settled", summary="标为已处理", status_code=201, response_model=ActOut)
def settle(request: Request, wanted: Annotated[SettledIn, Body()]) -> Any:
    """不再列在要处理的里面；取消用 settled: false。"""
    site = site_of(request)
    by = acts.person(site.by(request, wanted.by))
    told = _named(site.store, wanted.files)
    body, why = {"files": wanted.files}, acts.reason(wanted.why)
    return spelt(site.store.acts.note(by, "settled" if wanted.settled else "unsettled", told, body, why))


class SaidIn(Strict):
    """说明文件是什么表。"""

    files: list[str] = Field(min_length=1, max_length=2000, description="文件的 sha256")
    program: str = Field("", max_length=64, description="项目；与 form 都为空是收回说明")
    form: str = Field("", max_length=64, description="表种")
    by: str = Field(max_length=200)
    why: str = Field("", max_length=acts.LONGEST)


@router.post("/account/said", summary="说明文件是什么表，并照此重读", status_code=202, response_model=BegunOut)
def say_what(request: Request, wanted: Annotated[SaidIn, Body()]) -> dict[str, Any]:
    """用库里保存的原件重读，以后也照此读。文件自己写明是别的表的，以文件为准。"""
    site = site_of(request)
    by = acts.person(site.by(request, wanted.by))
    titles = {(t.program, t.form): t.title for t in load_catalogue().templates.values()}
    what = (wanted.program, wanted.form)
    if any(what) and what not in titles:
        raise acts.RefusedError("没有这种表。请从列表里选择")
    told = f"{_named(site.store, wanted.files)}：{titles.get(what, '收回说明')}"
    site.store.acts.say(wanted.files, "/".join(what) if any(what) else "", by, told, acts.reason(wanted.why))
    return begun(site.loads.begin(None, "重读说明过的文件", by=by))


def _named(store: Store, files: list[str]) -> str:
    """The files' names, for the log; RefusedError where the store has none of them."""
    known = {r.sha256 or r.path: r.name for r in account_of(store).rows}
    names = [known[f] for f in files if f in known]
    if not names:
        raise acts.RefusedError("库里没有这些文件。请刷新页面后再试")
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 个文件" if len(names) > MOST_NAMED else "")


@router.post("/discs", summary="撤回或恢复一张光盘", status_code=201, response_model=ActOut)
def disc(request: Request, wanted: Annotated[DiscIn, Body()]) -> Any:
    """撤回的光盘不再计入任何申报，文件和记录都还在库里，可以恢复。"""
    site = site_of(request)
    by = acts.person(site.by(request, wanted.by))
    counts = {d.name: d for d in account_of(site.store).discs}
    there = counts.get(wanted.disc)
    if there is None or (there.out == there.files if wanted.out else not there.out):
        raise acts.RefusedError("没有这张光盘，或它已经是这个状态。请刷新页面后再试")
    told = f"{wanted.disc}（{there.files} 个文件）"
    act, _ = site.store.acts.count_disc(
        "" if wanted.disc == UNTOLD else wanted.disc, by, told, acts.reason(wanted.why), out=wanted.out
    )
    regroup(site.store, site.settings.version)
    return spelt(act)


@router.get("/originals/{sha256}", summary="打开原件", response_class=StreamingResponse)
def original(
    request: Request,
    sha256: Annotated[str, InPath(pattern=r"^[0-9a-f]{64}$")],
    name: Annotated[str, Query(max_length=500)] = "原件",
) -> StreamingResponse:
    """原来的字节，作为下载交出，浏览器不会在本页里运行它。"""
    try:
        kept = site_of(request).store.original(sha256)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e

    def pieces() -> Iterator[bytes]:
        with kept:
            while piece := kept.read(_CHUNK):
                yield piece

    head = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(pieces(), media_type="application/octet-stream", headers=head)
