"""The API's calls about loading from this machine: places, loads, their progress, and what was left unfinished."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from fastapi import APIRouter, Body, Query, Request
from pydantic import Field
from starlette.exceptions import HTTPException

from formextract.errors import cause_of
from formextract.model.json import plain
from formextract.review import places
from formextract.review.answers_loads import BegunOut, LoadOut, LoadSummaryOut, PlacesOut, UnfinishedOut
from formextract.review.asked import Strict, site_of
from formextract.review.loads import Load

router = APIRouter(prefix="/api", tags=["装载"])

_NOT_UNFINISHED = "没有这次装载，或它已经做完。请刷新页面"
_NO_LOAD = "没有这个装载任务。服务器可能重新启动过，已读完的文件都在库里"


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


@router.get("/loads", summary="装载任务", response_model=list[LoadSummaryOut])
def loads(request: Request) -> list[dict[str, Any]]:
    """最近的在前。"""
    return [
        {k: v for k, v in job.spelt().items() if k not in ("files", "next")} for job in site_of(request).loads.all()
    ]


@router.post("/loads", summary="装载本机的文件夹、光盘或压缩包", status_code=202, response_model=BegunOut)
def load_path(request: Request, wanted: Annotated[LoadIn, Body()]) -> dict[str, Any]:
    """只读取给出的路径，不列出别处。读的过程和结果见 /api/loads/{编号}。"""
    site = site_of(request)
    if not site.settings.loads_paths:
        raise HTTPException(403, "本服务器对其他机器开放，不能读取服务器上的路径。请改用上传")
    named = wanted.path.strip().strip("\"'")
    if named.startswith("file://"):  # as browsers and file managers copy a place
        named = url2pathname(urlsplit(named).path)
    path = Path(named)
    if "\0" in named or not path.is_absolute():
        raise HTTPException(422, "请给出完整路径，例如 /media/cdrom 或 /home/用户名/申报材料")
    try:
        if not path.exists():
            raise HTTPException(422, "没有这个文件或文件夹。请检查路径，光盘请先放好")
        if not os.access(path, os.R_OK):
            raise HTTPException(422, "没有读取权限。请检查权限，或把它复制出来再试")
    except OSError as e:
        raise HTTPException(422, f"打不开（{cause_of(e)}）。请检查路径") from e
    disc = wanted.disc.strip() or site.loads.name_for(path)
    return begun(site.loads.begin(path, named, disc=disc, by=site.by(request, wanted.by)))


@router.get("/loads/{number}", summary="装载的进度和每个文件的结果", response_model=LoadOut)
def load_state(request: Request, number: int, since: Annotated[int, Query(ge=0)] = 0) -> dict[str, Any]:
    """state 为 waiting、running、done 或 failed；files 从第 since 个起。"""
    with suppress(KeyError):
        return site_of(request).loads.get(number).spelt(since)
    raise HTTPException(404, _NO_LOAD)


@router.post("/loads/{number}/cancel", summary="停止一次装载", response_model=BegunOut)
def cancel_load(request: Request, number: int) -> dict[str, Any]:
    """等手头的文件读完就停；已读的都在库里，以后可以继续。"""
    site = site_of(request)
    try:
        site.loads.cancel(number)
    except KeyError as e:
        raise HTTPException(404, _NO_LOAD) from e
    return begun(site.loads.get(number))


@router.post("/retries", summary="把读不了的再读一次", status_code=202, response_model=BegunOut)
def retry(request: Request, wanted: Annotated[RetryIn | None, Body()] = None) -> dict[str, Any]:
    """用库里保存的原件，不需要光盘。给出 files 的只重读这些。"""
    site = site_of(request)
    files = wanted.files if wanted is not None else []
    by = site.by(request, wanted.by if wanted is not None else "")
    if files:
        site.store.acts.owe(files)
    return begun(site.loads.begin(None, "重新读取读不了的文件", by=by, retries=not files))


@router.post("/owed", summary="接着读没有读完的文件", status_code=202, response_model=BegunOut)
def read_owed(request: Request, wanted: Annotated[OwedIn, Body()]) -> dict[str, Any]:
    """在命令行里装载、中途停了的，用库里保存的原件接着读。"""
    site = site_of(request)
    if not site.loads.left():
        raise HTTPException(409, "没有要接着读的文件，或别的程序正在读。请刷新页面")
    return begun(site.loads.begin(None, "没有读完的文件", by=site.by(request, wanted.by)))


@router.get("/unfinished", summary="没有做完的装载", response_model=list[UnfinishedOut])
def unfinished(request: Request) -> list[dict[str, Any]]:
    """程序关闭、断电或人工停止的。"""
    return [
        {"id": a.id, "at": a.at, "by": a.by, "source": a.told, "disc": a.body["disc"]}
        for a in site_of(request).loads.unfinished()
    ]


@router.post("/unfinished/{number}", summary="继续或放弃", status_code=202, response_model=BegunOut)
def go_on(request: Request, number: int, wanted: Annotated[UnfinishedIn, Body()]) -> dict[str, Any]:
    """已读完的不会重读。"""
    site = site_of(request)
    act = next((a for a in site.loads.unfinished() if a.id == number), None)
    if act is None:
        raise HTTPException(404, _NOT_UNFINISHED)
    by = site.by(request, wanted.by)
    if wanted.drop:
        site.loads.drop(act, by)
        return {"id": 0, "state": "dropped", "source": act.told}
    try:
        return begun(site.loads.go_on(act, by))
    except KeyError as e:  # somebody else has, meanwhile
        raise HTTPException(404, _NOT_UNFINISHED) from e


@router.get("/places", summary="本机的光盘和文件夹", response_model=PlacesOut)
def list_places(request: Request, path: Annotated[str, Query(max_length=4000)] = "") -> dict[str, Any]:
    """不给出 path 时列出光盘、移动盘和常用文件夹；给出时列出其中的文件夹和压缩包。"""
    if not site_of(request).settings.loads_paths:
        raise HTTPException(403, "本服务器对其他机器开放，不能读取服务器上的路径。请改用上传")
    try:
        return {"path": path, "places": [plain(p) for p in (places.within(path) if path else places.mounted())]}
    except OSError as e:
        raise HTTPException(422, f"打不开（{cause_of(e)}）。请检查路径") from e


def begun(job: Load) -> dict[str, Any]:
    """How a load that was asked for is answered."""
    return {"id": job.id, "state": job.state, "source": job.source}
